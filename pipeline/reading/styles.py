"""How the letters of a PDF page are set: size, weight, height of their line, drawn or not.

All letters of one text object look alike, and a page has far fewer of those than words: each is
asked once.
"""

import ctypes
import itertools
import re
from typing import Final, NamedTuple, TypeAlias

from vedtak.pipeline.reading.pdfium import Address, Pdfium, View

ASCENT: Final = 0.8
DESCENT: Final = 0.2
"""Share of the font size above and below the baseline. The same for all fonts: what fonts say of
themselves is often wrong, and words side by side should be equally high."""
_FORCE_BOLD = 1 << 18
_FILL_AND_STROKE, _INVISIBLE = 2, 3
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
NO_FACE: Final = 0
"""The number of no face."""
_MOST_FACES: Final = 32
"""Where letters are stretched word by word, as in some scans, it is no use to number them all."""


class Look(NamedTuple):
    """How letters are set, wherever they stand."""

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


Style: TypeAlias = tuple[float, Look]
"""What all characters of one text object share: the baseline of their line, and their look."""


class Styles:
    """The styles of one page."""

    def __init__(self, pdfium: Pdfium, text: Address, view: View) -> None:
        self.pdfium = pdfium
        self.text = text
        self.view = view
        self._known: dict[int, Style] = {}
        self._looks: dict[tuple[object, ...], Look] = {}
        self._bold_fonts: dict[int | None, bool] = {}

    def of(self, places: list[int], items: list[int]) -> list[Style]:
        """Give the style of characters.

        Args:
            places: Numbers of the characters.
            items: Handle of the text object that each belongs to; 0 for none.
        """
        known = self._known
        first = dict(zip(reversed(items), reversed(places), strict=True))
        if new := [(place, item) for item, place in first.items() if item not in known]:
            self._ask(*map(list, zip(*sorted(new), strict=True)))
        return list(map(known.__getitem__, items))

    def _ask(self, places: list[int], items: list[int]) -> None:
        """Ask for the styles of text objects, at one place of each."""
        pdfium, text, looks = self.pdfium, self.text, self._looks
        matrices = map(tuple, pdfium.char_matrices(text, places)[:, :4].tolist())
        sizes = map(pdfium.font_size, itertools.repeat(text), places)
        modes, fonts = map(pdfium.text_render_mode, items), map(pdfium.text_font, items)
        keys = list(zip(matrices, sizes, modes, fonts, strict=True))
        for key in keys:
            if key not in looks:
                looks[key] = self._look(*key)
        edge, sign, shift = self.view.edges[1]
        baselines = pdfium.char_origins(text, places)[:, edge % 2] * sign + shift
        styles = zip(baselines.tolist(), map(looks.__getitem__, keys), strict=True)
        self._known.update(zip(items, styles, strict=True))

    def _look(self, matrix: tuple[float, ...], own: float, mode: int, font: int | None) -> Look:
        """Tell how letters are set.

        Args:
            matrix: The first four numbers of the matrix that puts letters onto the page.
            own: Font size before that.
            mode: How the letters are drawn.
            font: Handle of the font; None for none.
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
        return Look(size, bold, upright, mode == _INVISIBLE, face)

    def _is_bold(self, font: int | None) -> bool:
        if font not in self._bold_fonts:
            self._bold_fonts[font] = font is not None and self._is_bold_font(font)
        return self._bold_fonts[font]

    def _is_bold_font(self, font: int) -> bool:
        name = ctypes.create_string_buffer(256)
        self.pdfium.font_name(font, ctypes.addressof(name), 256)
        return (
            _BOLD_NAME.search(name.value.decode("utf-8", "replace")) is not None
            or self.pdfium.font_weight(font) >= 600
            or bool(max(0, self.pdfium.font_flags(font)) & _FORCE_BOLD)
        )
