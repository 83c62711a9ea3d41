"""The characters of a PDF page cut into words, with their boxes.

pdfium says which characters a page has, in which order, and where it would put spaces and line
ends. Where two cells of a table came out as one word, the jump between them parts it; where a word
was joined over a line end, it is parted again, for joining is for readers of the whole document to
decide.

A page has thousands of characters, and to ask for the box of each takes longer than all the rest.
Of a word that is as wide as its letters together only the first and the last are asked for, since
nothing can have jumped inside; the others are gone through letter by letter.
"""

import ctypes
import itertools
import operator
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vedtak.models.page import Word
from vedtak.pipeline.reading.pdfium import Pdfium, View
from vedtak.pipeline.reading.rounding import rounded
from vedtak.pipeline.reading.styles import NO_FACE, Style, Styles

_JUMP = 0.4
"""Characters this many font sizes apart do not belong to one word."""
_MIN_JUMP = 2.0
"""Characters closer than this, in points, are never parted."""
_SAFE = _MIN_JUMP
"""A word out of one text object has no jump inside if it is wider or narrower than its letters by
no more than this, in points. A step back could only hide behind steps ahead that pdfium does not
take for spaces, and those are small."""
_MEANINGLESS = re.compile("[\x00-\x08\x0e-\x1b\ufffd\ue000-\uf8ff]")
"""Replacement characters, those of private use, and controls that are no space."""
_LETTERS: Final = 1 << 16
"""Letters with numbers above this one come from no PDF."""
_WORD = partial(tuple.__new__, Word)
"""Makes a word of a tuple: a page has hundreds, and the constructor takes three times as long."""

Edges = tuple[NDArray[np.float64], ...]
"""x0, top, x1 and bottom of many boxes."""


class WordReader:
    """Cuts the characters of one page into words."""

    def __init__(self, pdfium: Pdfium, handle: int, view: View) -> None:
        self.pdfium = pdfium
        self.handle = ctypes.c_void_p(handle)
        self.view = view
        self.text = _characters(pdfium, handle)
        """The page's characters, one for each of pdfium's."""
        self.unmapped = 0
        """Characters of words whose font does not say which letters they are."""
        self.letters = 0
        """Characters of all words."""
        self.hidden = 0
        """Characters of words that are not drawn."""
        self._styles = Styles(pdfium, self.handle, view)
        self._boxes = np.zeros((len(self.text), 4), np.float32)
        """Boxes of the characters that were asked for, as pdfium gives them."""

    @np.errstate(all="ignore")  # in a damaged file letters may stand infinitely far out
    def words(self) -> list[Word]:
        """Give the words in the order of the file."""
        texts = self.text.split()
        if not texts:
            return []
        starts = _places(self.text, texts)
        lasts = [start + len(text) - 1 for start, text in zip(starts, texts, strict=True)]
        items = self._items(starts)
        styles = self._styles.of(starts, items)
        if doubtful := self._doubtful(starts, lasts, styles, self._mixed(lasts, items)):
            self._part(doubtful, texts, starts, lasts, styles)
        self._count(texts, starts, styles)
        if not unicodedata.is_normalized("NFC", self.text):
            texts = [unicodedata.normalize("NFC", text) for text in texts]
            self.hidden = _hidden(texts, styles)
        left = self.view.boxes(self._boxes[starts])[0]
        right = np.maximum(left, self.view.boxes(self._boxes[lasts])[2])
        tops, bottoms, sizes, bolds, uprights, _, _ = zip(*styles, strict=True)
        nothing = itertools.repeat(-1), itertools.repeat(None)
        columns = texts, rounded(left), tops, rounded(right), bottoms, sizes, bolds, *nothing
        words = list(map(_WORD, zip(*columns, strict=False)))
        for i, upright in enumerate(uprights):
            if not upright:
                words[i] = _around(words[i], self.view.boxes(self._boxes[starts[i] : lasts[i] + 1]))
        return words

    def _mixed(self, lasts: list[int], items: list[int | None]) -> list[int]:
        """Find the words that are made of several text objects.

        The characters of one object stand together: where a word and the next one begin in the
        same object, the word lies in it altogether.

        Args:
            lasts: Last character of each word.
            items: Text object of the first character of each.

        Returns:
            Their numbers.
        """
        ends = [i for i, new in enumerate(map(operator.ne, items, items[1:])) if new]
        ends.append(len(items) - 1)
        found = self._items([lasts[i] for i in ends])
        return [i for i, item in zip(ends, found, strict=True) if item != items[i]]

    def _doubtful(
        self, starts: list[int], lasts: list[int], styles: list[Style], mixed: list[int]
    ) -> list[int]:
        """Find the words that have to be gone through letter by letter.

        Args:
            starts: First character of each word.
            lasts: Last character of each.
            styles: That of the first character of each.
            mixed: Numbers of the words that are made of several text objects.

        Returns:
            Their numbers.
        """
        first, last = np.array(starts), np.array(lasts)
        _, _, _, _, uprights, _, numbers = zip(*styles, strict=True)
        faces = np.array(numbers)
        faces[mixed] = NO_FACE
        together = self._widths(first, last, faces)
        self._ask_boxes(starts + lasts)
        x0, top, _, bottom = self.view.boxes(self._boxes[first])
        _, last_top, x1, last_bottom = self.view.boxes(self._boxes[last])
        fine = np.abs(x1 - x0 - together) <= _SAFE
        fine &= ~(last_top > bottom) & ~(last_bottom < top) & np.array(uprights)
        fine &= faces != NO_FACE
        doubtful: list[int] = (~fine).nonzero()[0].tolist()
        return doubtful

    def _widths(
        self, first: NDArray[np.intp], last: NDArray[np.intp], faces: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Width of the letters of each word together.

        One place of each letter of a face is asked for: it is equally wide everywhere.

        Args:
            first: First character of each word.
            last: Last character of each.
            faces: Face of each; what is in none has no width here.
        """
        codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)
        lengths = np.diff(np.concatenate(([0], first, [len(codes)])))
        faces = np.repeat(np.concatenate(([NO_FACE], faces)), lengths)
        letters = faces * _LETTERS + codes % _LETTERS
        places = np.arange(len(codes))
        model = np.empty(int(letters.max()) + 1, np.int32)
        model[letters] = places
        model = model[letters]
        asked = (model == places) & (faces != NO_FACE) & (codes > ord(" "))
        widths = np.zeros(len(codes))
        x0s, _, x1s, _ = self.view.boxes(
            self.pdfium.char_boxes(self.handle, asked.nonzero()[0].tolist())
        )
        widths[asked] = x1s - x0s
        before = np.concatenate(([0.0], np.cumsum(widths[model])))
        return before[last + 1] - before[first]

    def _part(
        self,
        doubtful: list[int],
        texts: list[str],
        starts: list[int],
        lasts: list[int],
        styles: list[Style],
    ) -> None:
        """Part words inside of which something jumps.

        Args:
            doubtful: Numbers of the words that may be parted.
            texts: All words as pdfium parts them.
            starts: First character of each.
            lasts: Last character of each.
            styles: That of the first character of each.
        """
        inside = (range(starts[i] + 1, lasts[i]) for i in doubtful)
        self._ask_boxes(list(itertools.chain.from_iterable(inside)))
        edges = self.view.boxes(self._boxes)
        for i in reversed(doubtful):
            cuts = self._cuts(starts[i], [a[starts[i] : lasts[i] + 1].tolist() for a in edges])
            if cuts:
                begins = [starts[i], *cuts]
                lasts[i : i + 1] = [*(cut - 1 for cut in cuts), lasts[i]]
                starts[i : i + 1] = begins
                styles[i : i + 1] = self._styles.of(begins, self._items(begins))
                ends = [*cuts, begins[0] + len(texts[i])]
                texts[i : i + 1] = [self.text[a:b] for a, b in zip(begins, ends, strict=True)]

    def _cuts(self, start: int, edges: Sequence[list[float]]) -> list[int]:
        """Characters inside of a word that do not belong to what stands before them.

        Args:
            start: First character of the word.
            edges: The edges of all its characters.
        """
        x0s, tops, x1s, bottoms = edges
        level = not tops[-1] > bottoms[0] and not bottoms[-1] < tops[0]
        if level and all(abs(a - b) <= _MIN_JUMP for a, b in zip(x0s[1:], x1s, strict=False)):
            return []
        cuts = []
        for i in range(1, len(x0s)):
            gap = x0s[i] - x1s[i - 1]
            if (
                (gap > _MIN_JUMP and gap > _JUMP * self._size(start + i))
                or x1s[i] < x0s[i - 1] - _MIN_JUMP
                or tops[i] > bottoms[i - 1] + _MIN_JUMP
                or bottoms[i] < tops[i - 1] - _MIN_JUMP
            ):
                cuts.append(start + i)
        return cuts

    def _size(self, place: int) -> float:
        return self._styles.of([place], self._items([place]))[0].size

    def _count(self, texts: Sequence[str], starts: Sequence[int], styles: Sequence[Style]) -> None:
        """Count letters, and those that are hidden or whose font does not say what they are."""
        self.letters = sum(map(len, texts))
        self.hidden = _hidden(texts, styles)
        lost = list(map(self.pdfium.char_unmapped, itertools.repeat(self.handle), starts))
        if any(lost):
            self.unmapped = sum(
                len(text) if unmapped else len(_MEANINGLESS.findall(text))
                for text, unmapped in zip(texts, lost, strict=True)
            )
        else:
            self.unmapped = len(_MEANINGLESS.findall(self.text))

    def _items(self, places: Sequence[int]) -> list[int | None]:
        """Handles of the text objects that characters belong to; None for none."""
        return list(map(self.pdfium.text_object, itertools.repeat(self.handle), places))

    def _ask_boxes(self, places: list[int]) -> None:
        self._boxes[places] = self.pdfium.char_boxes(self.handle, places)


def _places(text: str, words: Iterable[str]) -> list[int]:
    """Where each word of a text starts."""
    places = []
    at = 0
    for word in words:
        at = text.index(word, at)
        places.append(at)
        at += len(word)
    return places


def _hidden(texts: Sequence[str], styles: Sequence[Style]) -> int:
    return sum(len(text) for text, style in zip(texts, styles, strict=True) if style.hidden)


def _around(word: Word, edges: Edges) -> Word:
    """Give a word that does not stand upright the box around all its characters."""
    x0, top = (round(float(array.min()), 2) for array in edges[:2])
    x1, bottom = (float(array.max()) for array in edges[2:])
    return word._replace(x0=x0, top=top, x1=round(x1, 2), bottom=round(bottom, 2))


def _characters(pdfium: Pdfium, handle: int) -> str:
    """The characters of a page, exactly one for each that pdfium counts."""
    count = pdfium.count_chars(handle)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium.get_text(handle, 0, count, ctypes.addressof(buffer)) - 1
    text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
    if written != count or len(text) != count:
        # Some are left out of the text or take two places in it: ask for each one.
        codes = map(pdfium.get_unicode, [handle] * count, range(count))
        text = "".join("\ufffd" if 0xD800 <= c <= 0xDFFF else chr(c) for c in codes)
    # A hyphen that ends a line comes as one of two marks.
    return text.replace("\ufffe", "-").replace("\x02", "-").replace("\0", "\ufffd")
