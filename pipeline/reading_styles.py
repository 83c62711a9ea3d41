"""How the letters of a PDF page are set: size, weight, height of their line, drawn or not.

All letters of one text object look alike, and a page has far fewer of those than words: each is
asked once.
"""

import ctypes
import re
import struct
from collections.abc import Iterable
from typing import Final, NamedTuple

from vedtak.pipeline.pdfium import Pdfium, View

_ASCENT, _DESCENT = 0.8, 0.2
"""Share of the font size above and below the baseline. The same for all fonts: what fonts say of
themselves is often wrong, and words side by side should be equally high."""
_FORCE_BOLD = 1 << 18
_UNKNOWN, _FILL_AND_STROKE, _INVISIBLE = -1, 2, 3
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_NUMBERS: Final = struct.Struct("6f2d")
"""A matrix and a point, as pdfium writes them."""
_OFFSETS: Final = (0, 24, 32)
"""Where the matrix and the two numbers of the point begin, in bytes."""
NO_FACE: Final = 0
"""The number of no face."""
_MOST_FACES: Final = 32
"""Where letters are stretched word by word, as in some scans, it is no use to number them all."""


class Style(NamedTuple):
    """What all characters of one text object share."""

    top: float
    """Upper edge of the line."""
    bottom: float
    """Lower edge of the line."""
    size: float
    """Font size in points, as shown."""
    bold: bool
    """Whether the font is a bold one, or drawn like one."""
    upright: bool
    """Whether the letters stand upright on the page as shown."""
    hidden: bool
    """Whether they are not drawn."""
    face: int
    """Number of the font in this size: a letter of the same face is equally wide everywhere.
    `NO_FACE` where there are too many."""


class Styles:
    """The styles of one page."""

    def __init__(self, pdfium: Pdfium, text: ctypes.c_void_p, view: View) -> None:
        self.pdfium = pdfium
        self.text = text
        self.view = view
        self._known: dict[int | None, Style] = {}
        self._looks: dict[tuple[object, ...], tuple[float, bool, bool, bool, int]] = {}
        self._bold_fonts: dict[int, bool] = {}
        self._numbers = ctypes.create_string_buffer(_NUMBERS.size)
        at = ctypes.addressof(self._numbers)
        self._addresses = [ctypes.c_void_p(at + offset) for offset in _OFFSETS]

    def of(self, places: Iterable[int], items: list[int | None]) -> list[Style]:
        """Give the style of characters.

        Args:
            places: Numbers of the characters.
            items: Handle of the text object that each belongs to; None for none.
        """
        known = self._known
        for place, item in zip(places, items, strict=True):
            if item not in known:
                known[item] = self._ask(place, item)
        return list(map(known.__getitem__, items))

    def _ask(self, place: int, item: int | None) -> Style:
        pdfium = self.pdfium
        matrix_at, x_at, y_at = self._addresses
        pdfium.char_matrix(self.text, place, matrix_at)
        pdfium.char_origin(self.text, place, x_at, y_at)
        numbers = _NUMBERS.unpack_from(self._numbers)
        own = pdfium.font_size(self.text, place)
        mode = pdfium.text_render_mode(item) if item else _UNKNOWN
        font = (pdfium.text_font(item) or 0) if item else 0
        key = (numbers[:4], own, mode, font)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._look(*key)
        edge, sign, shift = self.view.edges[1]
        baseline = numbers[6 + edge % 2] * sign + shift
        size = look[0]
        top, bottom = baseline - _ASCENT * size, baseline + _DESCENT * size
        return Style(round(top, 2), round(bottom, 2), *look)

    def _look(
        self, matrix: tuple[float, ...], own: float, mode: int, font: int
    ) -> tuple[float, bool, bool, bool, int]:
        """Size, whether bold, upright and hidden, and the number of the face.

        Args:
            matrix: The first four numbers of the matrix that puts letters onto the page.
            own: Font size before that.
            mode: How the letters are drawn.
            font: Handle of the font.
        """
        a, b, c, d = matrix
        size = round(own * (c * c + d * d) ** 0.5, 2)
        # Where letters stand upright as shown, the direction of writing in the file's own space
        # has been turned by as much as the page is turned.
        along = (a, b, -a, -b)[self.view.turns]
        upright = size > 0 and along > 0 and along > 5 * abs((b, a, b, a)[self.view.turns])
        # Drawing the outline too is how programs embolden a font that has no bold cut.
        bold = mode == _FILL_AND_STROKE or self._is_bold(font)
        face = len(self._looks) + 1
        face = face if face <= _MOST_FACES else NO_FACE
        return size, bold, upright, mode == _INVISIBLE, face

    def _is_bold(self, font: int) -> bool:
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
