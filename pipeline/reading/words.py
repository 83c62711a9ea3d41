"""The characters of a PDF page cut into words, with their boxes.

pdfium says which characters a page has, in which order, and where it would put spaces and line
ends. Where two cells of a table came out as one word, the jump between them parts it; where a word
was joined over a line end, it is parted again, for joining is for readers of the whole document to
decide.

A page has thousands of characters, and to ask for the box of each takes longer than all the rest.
Of a word that is as wide as its letters together only the first and the last are asked for, since
nothing can have jumped inside; the others are gone through letter by letter. What words share is
asked once: those that follow one another in one text object, a run, are set alike.
"""

import ctypes
import itertools
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vedtak.models.page import Word
from vedtak.pipeline.reading.pdfium import Pdfium, View, address
from vedtak.pipeline.reading.rounding import rounded_together
from vedtak.pipeline.reading.styles import ASCENT, DESCENT, NO_FACE, Style, Styles

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
_BEHIND_SPACES: Final = 0x3001
"""No character from this one on is a space."""

Numbers = NDArray[np.intp]
Edges = NDArray[np.float64]
"""Four rows, x0, top, x1 and bottom, with a column for each box."""


class _Places(NamedTuple):
    """Where the words of a page stand among its characters."""

    starts: Numbers
    """First character of each word."""
    ends: Numbers
    """Behind the last one of each."""
    letters: Numbers
    """All characters that stand in words."""
    firsts: Numbers
    """Number of the letter that each word begins with."""
    codes: NDArray[np.uint32]
    """The code of each letter."""


class _Words(NamedTuple):
    """What words are made of; a number for each word in each column."""

    starts: Numbers
    """First character."""
    ends: Numbers
    """Behind the last one."""
    runs: Numbers
    """Number of the run that it begins in."""
    left: NDArray[np.float64]
    """Left edge of its first character."""
    right: NDArray[np.float64]
    """Right edge of its last one."""


class WordReader:
    """Cuts the characters of one page into words."""

    def __init__(self, pdfium: Pdfium, handle: int, view: View) -> None:
        self.pdfium = pdfium
        self.handle = address(handle)
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
        self._runs: list[Style] = []
        """Style of each run."""

    @np.errstate(all="ignore")  # in a damaged file letters may stand infinitely far out
    def words(self) -> list[Word]:
        """Give the words in the order of the file."""
        texts = self.text.split()
        if not texts:
            return []
        places = _places(self.text)
        self.letters = len(places.letters)
        runs, faces = self._in_runs(places)
        models, alike = _models(places, faces)
        words, doubtful = self._measured(places, runs, faces, models, alike)
        if len(doubtful):
            words = self._parted(words, doubtful)
        if len(words.starts) > len(texts):
            spans = zip(words.starts.tolist(), words.ends.tolist(), strict=True)
            texts = [self.text[start:end] for start, end in spans]
        self._count_unmapped(texts, words.starts)
        if not unicodedata.is_normalized("NFC", self.text):
            texts = [unicodedata.normalize("NFC", text) for text in texts]
        return self._made(texts, words)

    def _in_runs(self, places: _Places) -> tuple[Numbers, Numbers]:
        """Put words that follow one another in one text object together.

        The characters of one object stand together: where a word and the next one begin in the
        same object, the word lies in it altogether.

        Returns:
            The run of each word and its face; none for what lies in several objects, or askew.
        """
        items = self._items(places.starts)
        new = np.ones(len(items), bool)
        np.not_equal(items[1:], items[:-1], out=new[1:])
        heads = new.nonzero()[0]
        tails = np.append(heads[1:], len(items)) - 1
        runs = new.cumsum() - 1
        self._runs = self._styles.of(places.starts[heads].tolist(), items[heads].tolist())
        faces = np.array([look.face if look.upright else NO_FACE for _, look in self._runs])[runs]
        faces[tails[self._items(places.ends[tails] - 1) != items[tails]]] = NO_FACE
        return runs, faces

    def _measured(
        self, places: _Places, runs: Numbers, faces: Numbers, models: Numbers, alike: Numbers
    ) -> tuple[_Words, Numbers]:
        """Measure words, and find those that have to be gone through letter by letter.

        Args:
            places: Where they stand.
            runs: Run of each.
            faces: Face of each.
            models: Places of letters that are as wide as others.
            alike: For each letter of a word, which of these it is like.

        Returns:
            The words, and the numbers of the doubtful ones.
        """
        starts, ends, count = places.starts, places.ends, len(places.starts)
        edges = self._edges(np.concatenate((starts, ends - 1, models)))
        first, last, model = edges[:, :count], edges[:, count : 2 * count], edges[:, 2 * count :]
        widths = np.append(model[2] - model[0], 0.0)[alike]
        together = np.add.reduceat(widths, places.firsts)
        fine = np.abs(last[2] - first[0] - together) <= _SAFE
        fine &= ~(last[1] > first[3]) & ~(last[3] < first[1]) & (faces != NO_FACE)
        return _Words(starts, ends, runs, first[0], last[2]), (~fine).nonzero()[0]

    def _parted(self, words: _Words, doubtful: Numbers) -> _Words:
        """Part words inside of which something jumps.

        Args:
            words: All words as pdfium parts them.
            doubtful: Numbers of the words that may be parted.
        """
        spans = [(int(words.starts[i]), int(words.ends[i])) for i in reversed(doubtful)]
        inside = np.array(list(itertools.chain.from_iterable(itertools.starmap(range, spans))))
        edges = self._edges(inside).tolist()
        cuts: list[int] = []
        lefts: list[float] = []
        rights: list[float] = []
        at = 0
        for start, end in spans:
            x0s, tops, x1s, bottoms = (row[at : at + end - start] for row in edges)
            at += end - start
            for cut in self._cuts(start, x0s, tops, x1s, bottoms):
                cuts.append(start + cut)
                lefts.append(x0s[cut])
                rights.append(x1s[cut - 1])
        if not cuts:
            return words
        begins = np.array(cuts)
        runs = np.arange(len(cuts)) + len(self._runs)
        self._runs += self._styles.of(cuts, self._items(begins).tolist())
        starts = np.append(words.starts, begins)
        ends = np.append(words.ends, begins)
        by_start, by_end = starts.argsort(), ends.argsort()
        return _Words(
            starts[by_start],
            ends[by_end],
            np.append(words.runs, runs)[by_start],
            np.append(words.left, lefts)[by_start],
            np.append(words.right, rights)[by_end],
        )

    def _cuts(
        self,
        start: int,
        x0s: list[float],
        tops: list[float],
        x1s: list[float],
        bottoms: list[float],
    ) -> list[int]:
        """Find the letters of a word that do not belong to what stands before them.

        Args:
            start: First character of the word.
            x0s: Left edges of its letters.
            tops: Their upper edges.
            x1s: Their right edges.
            bottoms: Their lower edges.
        """
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
                cuts.append(i)
        return cuts

    def _size(self, place: int) -> float:
        ((_, look),) = self._styles.of([place], self._items(np.array([place])).tolist())
        return look.size

    def _count_unmapped(self, texts: Sequence[str], starts: Numbers) -> None:
        """Count letters whose font does not say what they are, by the first of each word."""
        every = zip(itertools.repeat(self.handle), starts.tolist(), strict=False)
        lost = list(itertools.starmap(self.pdfium.char_unmapped, every))
        if any(lost):
            self.unmapped = sum(
                len(text) if unmapped else len(_MEANINGLESS.findall(text))
                for text, unmapped in zip(texts, lost, strict=True)
            )
        else:
            self.unmapped = len(_MEANINGLESS.findall(self.text))

    def _made(self, texts: list[str], words: _Words) -> list[Word]:
        """Put words together."""
        baselines, looks = zip(*self._runs, strict=True)
        sizes, bolds, uprights, hiddens, _ = zip(*looks, strict=True)
        heights = np.array(sizes)
        lefts, rights, tops, bottoms = rounded_together(
            words.left,
            np.maximum(words.left, words.right),
            np.array(baselines) - ASCENT * heights,
            np.array(baselines) + DESCENT * heights,
        )
        of_run = list(zip(tops, bottoms, sizes, bolds, strict=True))
        runs = words.runs.tolist()
        shared = zip(*map(of_run.__getitem__, runs), strict=True)
        nothing = itertools.repeat(-1), itertools.repeat(None)
        columns = texts, lefts, next(shared), rights, *shared, *nothing
        every = zip(*columns, strict=False)
        # A page has hundreds, and the constructor takes three times as long.
        made = list(map(tuple.__new__, itertools.repeat(Word), every))
        if any(hiddens):
            self.hidden = sum(map(len, itertools.compress(texts, map(hiddens.__getitem__, runs))))
        if not all(uprights):
            askew = [i for i, run in enumerate(runs) if not uprights[run]]
            for i in askew:
                made[i] = self._around(made[i], words.starts[i], words.ends[i])
        return made

    def _around(self, word: Word, start: int, end: int) -> Word:
        """Give a word that does not stand upright the box around all its characters."""
        edges = self._edges(np.arange(start, end))
        x0, top = edges[:2].min(axis=1).tolist()
        x1, bottom = edges[2:].max(axis=1).tolist()
        return word._replace(
            x0=round(x0, 2), top=round(top, 2), x1=round(x1, 2), bottom=round(bottom, 2)
        )

    def _items(self, places: Numbers) -> NDArray[np.uint64]:
        """Handles of the text objects that characters belong to; 0 for none."""
        every = zip(itertools.repeat(self.handle), places.tolist(), strict=False)
        items = itertools.starmap(self.pdfium.text_object, every)
        return np.fromiter(items, np.uint64, len(places))

    def _edges(self, places: Numbers) -> Edges:
        return self.view.boxes(self.pdfium.char_boxes(self.handle, places.tolist()))


def _places(text: str) -> _Places:
    """Find the words of a text, exactly those that `split` gives."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    inked = np.zeros(len(codes) + 2, bool)
    inked[1:-1] = _ink().take(codes, mode="clip")
    edges = (inked[1:] != inked[:-1]).nonzero()[0]
    letters = inked[1:-1].nonzero()[0]
    starts, ends = edges[::2], edges[1::2]
    lengths = ends - starts
    return _Places(starts, ends, letters, lengths.cumsum() - lengths, codes[letters])


@cache
def _ink() -> NDArray[np.bool_]:
    """Tell of each character that may be a space whether it is none; the last stands for others."""
    return np.array([not chr(code).isspace() for code in range(_BEHIND_SPACES + 1)])


def _models(places: _Places, faces: Numbers) -> tuple[Numbers, Numbers]:
    """Find one place of each letter of a face: it is equally wide everywhere.

    Args:
        places: Where the words stand.
        faces: Face of each word; letters of no face are not among them.

    Returns:
        These places, and for each letter of a word the number of the one that it is like, or one
        more than the last.
    """
    of_letters = np.repeat(faces, places.ends - places.starts)
    slots = of_letters * _LETTERS + places.codes % _LETTERS
    order = np.arange(len(slots))
    table = np.empty(int(slots.max()) + 1, np.intp)
    table[slots] = order
    like = table[slots]
    known = (of_letters != NO_FACE) & (places.codes > ord(" "))
    models = ((like == order) & known).nonzero()[0]
    numbers = np.full(len(slots), len(models))
    numbers[models] = np.arange(len(models))
    return places.letters[models], numbers[like]


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
