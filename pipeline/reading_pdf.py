"""PDF into pages: words with boxes, ruled lines and links, all through pdfium.

pdfium says which characters a page has, in which order, and where it would put spaces and line
ends; this module cuts that into words. Where two cells of a table came out as one word, the jump
between them parts it; where a word was joined over a line end, it is parted again, for joining
is for readers of the whole document to decide.
"""

import ctypes
import itertools
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vedtak.models.page import RawPage, Word
from vedtak.pipeline.errors import UnreadableContent
from vedtak.pipeline.opening_pdf import open_pdf
from vedtak.pipeline.page_count import Counted
from vedtak.pipeline.pdfium import Pdfium, View, view_of
from vedtak.pipeline.reading_links import find_links
from vedtak.pipeline.reading_rules import find_rules, largest_picture

_ASCENT, _DESCENT = 0.8, 0.2
"""Share of the font size above and below the baseline. The same for all fonts: what fonts say of
themselves is often wrong, and words side by side should be equally high."""
_JUMP = 0.4
"""Characters this many font sizes apart do not belong to one word."""
_MIN_JUMP = 2.0
"""Characters closer than this, in points, are never parted."""
_FORCE_BOLD = 1 << 18
_UNKNOWN, _FILL_AND_STROKE, _INVISIBLE = -1, 2, 3
_WORDS = re.compile(r"\S+")
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_MEANINGLESS = re.compile("[\x00-\x1f\ufffd\ue000-\uf8ff]")
"""Replacement characters, controls and those of private use."""
_UNMAPPED_SHARE = 0.5
"""With a larger share of unmapped characters than this, a file is as good as a scan."""
_LARGEST = 100_000.0
"""Points: what is wider or higher than 35 metres is no page."""


class _Style(NamedTuple):
    """What all characters of one text object share."""

    size: float
    bold: bool
    upright: bool
    top: float
    bottom: float
    hidden: bool


class PageLayer(NamedTuple):
    """The text layer of a page, and what tells whether it is of use."""

    page: RawPage
    """The page with the words of its text layer."""
    letters: int
    """Characters of all words."""
    unmapped: int
    """Characters whose font does not say which letters they are."""
    hidden: int
    """Characters that are not drawn: what an earlier recognition has laid over a picture."""
    objects: int
    """Things that are drawn on the page; 0 when it is blank."""
    pictured: float
    """Share of the page that its largest picture covers, 0 to 1."""


def read_pdf(data: bytes, beat: Callable[[int, int], None] | None = None) -> list[RawPage]:
    """Read the pages of a PDF with a text layer.

    Args:
        data: The bytes of the file.
        beat: Told which page is read next, and of how many.

    Returns:
        The pages in order, those without words included. Boxes are in points from the top left of
        the page as shown: crop box and rotation are applied.

    Raises:
        UnreadableContent: The file is damaged, truncated or protected by a password, has no pages,
            no text layer on any page, or fonts that don't say which letters they show.
    """
    layers = read_layers(data, beat)
    if lack := lack_of_text(layers):
        raise UnreadableContent(lack, len(layers))
    return [layer.page for layer in layers]


def lack_of_text(layers: Sequence[PageLayer]) -> str | None:
    """Say why the text layer of a whole file is of no use; None if it is."""
    letters = sum(layer.letters for layer in layers)
    if not any(layer.objects for layer in layers):
        return "all its pages are blank; look whether it is the right file"
    if not letters:
        return "has no text layer, its pages are pictures; it needs OCR"
    if sum(layer.unmapped for layer in layers) > _UNMAPPED_SHARE * letters:
        return (
            "most of its text can't be read, since the fonts do not say which letters they show; "
            "it needs OCR"
        )
    return None


def read_layers(
    data: bytes,
    beat: Callable[[int, int], None] | None = None,
    remarks: list[tuple[str, str]] | None = None,
) -> list[PageLayer]:
    """Read the text layer of every page, whether it is of use or not.

    Args:
        data: The bytes of the file.
        beat: Told which page is read next, and of how many.
        remarks: Takes what a person should look at: name of the check and message.

    Raises:
        UnreadableContent: The file is damaged, truncated or protected by a password, or has no
            pages.
    """
    counted = open_pdf(data)
    try:
        layers = list(_read_pages(counted, beat))
    finally:
        counted.document.close()
    if remarks is not None and (said := counted.doubt()):
        remarks.append(("page_count", said))
    return layers


def _read_pages(counted: Counted, beat: Callable[[int, int], None] | None) -> Iterator[PageLayer]:
    pdfium = Pdfium()
    document, count = counted.document, counted.count
    handle = ctypes.cast(document.raw, ctypes.c_void_p).value
    for index in range(count):
        if beat is not None:
            beat(index + 1, count)
        page = pdfium.load_page(handle, index)
        text = pdfium.load_text(page) if page else None
        try:
            if not text:
                reason = f"page {index + 1} of {count} is damaged; fetch the PDF again"
                raise UnreadableContent(reason, count)
            yield _read_layer(pdfium, document, page, text, index + 1)
        finally:
            if text:
                pdfium.close_text(text)
            if page:
                pdfium.close_page(page)


def _read_layer(pdfium: Pdfium, document: Any, page: int, text: int, number: int) -> PageLayer:
    view = view_of(pdfium, page)
    if not 0 < view.width <= _LARGEST or not 0 < view.height <= _LARGEST:
        reason = f"page {number} has an absurd size ({view.width:g} by {view.height:g} points)"
        raise UnreadableContent(f"{reason}; make a new PDF of it", len(document))
    reader = _PageReader(pdfium, text, view)
    words = reader.words()
    links = find_links((document.raw, page, text), view, reader.text)
    rules = find_rules(pdfium, page, view)
    return PageLayer(
        RawPage(number, view.width, view.height, words, rules, links),
        reader.letters,
        reader.unmapped,
        reader.hidden,
        pdfium.count_objects(page),
        largest_picture(pdfium, page) / (view.width * view.height),
    )


class _PageReader:
    """Cuts the characters of one page into words."""

    def __init__(self, pdfium: Pdfium, handle: int, view: View) -> None:
        self.pdfium = pdfium
        self.handle = handle
        self.view = view
        self.text = _characters(pdfium, handle)
        """The page's characters, one for each of pdfium's."""
        self.unmapped = 0
        """Characters of words whose font does not say which letters they are."""
        self.letters = 0
        """Characters of all words."""
        self.hidden = 0
        """Characters of words that are not drawn."""
        self._styles: dict[int, _Style] = {}
        self._bold_fonts: dict[int, bool] = {}
        self._matrix = (ctypes.c_float * 6)(1, 0, 0, 1, 0, 0)
        self._point = (ctypes.c_double * 2)()

    def words(self) -> list[Word]:
        """Give the words in the order of the file."""
        spans = [match.span() for match in _WORDS.finditer(self.text)]
        if not spans:
            return []
        edges = self._edges()
        pieces = self._pieces(spans, edges)
        starts = [start for start, _ in pieces]
        # Whole columns at a time: a page has hundreds of words.
        handles = [self.handle] * len(pieces)
        items = map(self.pdfium.text_object, handles, starts)
        styles = [self._style(at, item or 0) for at, item in zip(starts, items, strict=True)]
        texts = [self.text[start:end] for start, end in pieces]
        self._count(texts, starts, styles)
        if not unicodedata.is_normalized("NFC", self.text):
            texts = [unicodedata.normalize("NFC", text) for text in texts]
            self.hidden = sum(
                len(text) for text, style in zip(texts, styles, strict=True) if style.hidden
            )
        left = edges[0][starts]
        right = np.maximum(left, edges[2][[end - 1 for _, end in pieces]])
        x0s, x1s = (map(round, array.tolist(), itertools.repeat(2)) for array in (left, right))
        sizes, bolds, uprights, tops, bottoms, _ = zip(*styles, strict=True)
        words = list(map(Word, texts, x0s, tops, x1s, bottoms, sizes, bolds))
        if not all(uprights):
            for i, (start, end) in enumerate(pieces):
                if not uprights[i]:
                    words[i] = _around(words[i], [array[start:end] for array in edges])
        return words

    def _edges(self) -> tuple[NDArray[np.float64], ...]:
        """Ask for the boxes of all characters but spaces: x0, top, x1 and bottom of each."""
        boxes = np.zeros((len(self.text), 4), np.float32)
        at = boxes.ctypes.data
        asked = [i for i, character in enumerate(self.text) if not character.isspace()]
        places = [at + 16 * i for i in asked]
        deque(map(self.pdfium.char_box, [self.handle] * len(asked), asked, places), maxlen=0)
        return self.view.boxes(boxes)

    def _count(self, texts: Sequence[str], starts: Sequence[int], styles: Sequence[_Style]) -> None:
        """Count letters, and those that are hidden or whose font does not say what they are."""
        lengths = list(map(len, texts))
        self.letters = sum(lengths)
        if any(style.hidden for style in styles):
            self.hidden = sum(
                length for length, style in zip(lengths, styles, strict=True) if style.hidden
            )
        unmapped = list(map(self.pdfium.char_unmapped, [self.handle] * len(starts), starts))
        if any(unmapped) or not self.text.isascii() or not self.text.isprintable():
            self.unmapped = (
                sum(
                    len(text) if lost else len(_MEANINGLESS.findall(text))
                    for text, lost in zip(texts, unmapped, strict=True)
                )
                if any(unmapped)
                else len(_MEANINGLESS.findall("".join(texts)))
            )

    def _pieces(
        self, spans: Sequence[tuple[int, int]], edges: tuple[NDArray[np.float64], ...]
    ) -> Sequence[tuple[int, int]]:
        """First character of each word and the one behind its last.

        Args:
            spans: The same, as pdfium parts them.
            edges: The edges of all characters.
        """
        x0s, tops, x1s, bottoms = edges
        starts, ends = np.array(spans).T
        # Jumps up to each character: what nearly never happens inside of a word.
        jumps = np.concatenate(([0], np.cumsum(~(np.abs(x0s[1:] - x1s[:-1]) <= _MIN_JUMP))))
        doubtful = (
            (jumps[ends - 1] > jumps[starts])
            | (tops[ends - 1] > bottoms[starts])
            | (bottoms[ends - 1] < tops[starts])
        )
        if not doubtful.any():
            return spans
        pieces = []
        lists = tuple(array.tolist() for array in edges)
        for (start, end), doubt in zip(spans, doubtful.tolist(), strict=True):
            if doubt:
                for cut in range(start + 1, end):
                    if self._parts(cut, lists):
                        pieces.append((start, cut))
                        start = cut
            pieces.append((start, end))
        return pieces

    def _parts(self, at: int, edges: tuple[list[float], ...]) -> bool:
        """Whether a character does not belong to the word that the one before it ends."""
        x0s, tops, x1s, bottoms = edges
        gap = x0s[at] - x1s[at - 1]
        return (
            (gap > _MIN_JUMP and gap > _JUMP * self._style(at, self._item(at)).size)
            or x1s[at] < x0s[at - 1] - _MIN_JUMP
            or tops[at] > bottoms[at - 1] + _MIN_JUMP
            or bottoms[at] < tops[at - 1] - _MIN_JUMP
        )

    def _item(self, index: int) -> int:
        return self.pdfium.text_object(self.handle, index) or 0

    def _style(self, index: int, item: int) -> _Style:
        style = self._styles.get(item)
        if style is None:
            style = self._styles[item] = self._ask_style(index, item)
        return style

    def _ask_style(self, index: int, item: int) -> _Style:
        pdfium, handle, matrix, point = self.pdfium, self.handle, self._matrix, self._point
        matrix[:] = [1, 0, 0, 1, 0, 0]
        pdfium.char_matrix(handle, index, ctypes.addressof(matrix))
        a, b, c, d, _, _ = matrix
        size = round(pdfium.font_size(handle, index) * (c * c + d * d) ** 0.5, 2)
        # Where letters stand upright as shown, the direction of writing in the file's own space
        # has been turned by as much as the page is turned.
        along = (a, b, -a, -b)[self.view.turns]
        upright = size > 0 and along > 0 and along > 5 * abs((b, a, b, a)[self.view.turns])
        point[0] = point[1] = 0.0
        at = ctypes.addressof(point)
        pdfium.char_origin(handle, index, at, at + 8)
        edge, sign, shift = self.view.edges[1]
        baseline = point[edge % 2] * sign + shift
        mode = pdfium.text_render_mode(item) if item else _UNKNOWN
        return _Style(
            size=size,
            # Drawing the outline too is how programs embolden a font that has no bold cut.
            bold=mode == _FILL_AND_STROKE or (bool(item) and self._is_bold(item)),
            upright=upright,
            top=round(baseline - _ASCENT * size, 2),
            bottom=round(baseline + _DESCENT * size, 2),
            hidden=mode == _INVISIBLE,
        )

    def _is_bold(self, item: int) -> bool:
        font = self.pdfium.text_font(item) or 0
        if font not in self._bold_fonts:
            self._bold_fonts[font] = bool(font) and self._is_bold_font(font)
        return self._bold_fonts[font]

    def _is_bold_font(self, font: int) -> bool:
        name = ctypes.create_string_buffer(256)
        self.pdfium.font_name(font, ctypes.addressof(name), 256)
        return (
            _BOLD_NAME.search(name.value.decode("utf-8", "replace")) is not None
            or self.pdfium.font_weight(font) >= 600
            or bool(max(0, self.pdfium.font_flags(font)) & _FORCE_BOLD)
        )


def _around(word: Word, edges: Sequence[NDArray[np.float64]]) -> Word:
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
