"""The calls into pdfium that reading needs, bound for speed.

pypdfium2's own bindings wrap every handle in a pointer object and let go of the interpreter lock
for each call. A page needs thousands of calls, each well below a microsecond: here handles are
plain integers, results are written straight into arrays, and the lock is kept. That is twice as
fast, and many things can be asked for in one `map`.
"""

import ctypes
import itertools
from collections import deque
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

Address = Any
"""An address as it is passed fastest: what `ctypes.byref` gives."""
_INT = ctypes.c_int
_HANDLE = ctypes.c_void_p
_OUT = ctypes.c_void_p


class Pdfium:
    """Functions of pdfium; handles and addresses are integers, 0 stands for none.

    Names are those of pdfium without the prefix; what each one returns and writes is described in
    pdfium's headers. Boxes are four floats: left, top, right, bottom, with y upwards.
    """

    def __init__(self) -> None:
        page, text, one = (_HANDLE, _INT), (_HANDLE, _INT), (_HANDLE,)
        self.load_page = _bind("FPDF_LoadPage", _HANDLE, *page)
        self.close_page = _bind("FPDF_ClosePage", None, *one)
        self.page_box = _bind("FPDF_GetPageBoundingBox", _INT, _HANDLE, _OUT)
        self.page_rotation = _bind("FPDFPage_GetRotation", _INT, *one)
        self.count_objects = _bind("FPDFPage_CountObjects", _INT, *one)
        self.object_type = _bind("FPDFPageObj_GetType", _INT, *one)
        self.object_matrix = _bind("FPDFPageObj_GetMatrix", _INT, _HANDLE, _OUT)
        self.object_bounds = _bind("FPDFPageObj_GetBounds", _INT, _HANDLE, _OUT, _OUT, _OUT, _OUT)
        self.stroke_width = _bind("FPDFPageObj_GetStrokeWidth", _INT, _HANDLE, _OUT)
        self.draw_mode = _bind("FPDFPath_GetDrawMode", _INT, _HANDLE, _OUT, _OUT)
        self.count_segments = _bind("FPDFPath_CountSegments", _INT, *one)
        self.get_segment = _bind("FPDFPath_GetPathSegment", _HANDLE, *page)
        self.segment_point = _bind("FPDFPathSegment_GetPoint", _INT, _HANDLE, _OUT, _OUT)
        self.segment_type = _bind("FPDFPathSegment_GetType", _INT, *one)
        self.segment_closes = _bind("FPDFPathSegment_GetClose", _INT, *one)
        self.count_form_objects = _bind("FPDFFormObj_CountObjects", _INT, *one)
        self.get_form_object = _bind("FPDFFormObj_GetObject", _HANDLE, _HANDLE, ctypes.c_ulong)
        self.load_text = _bind("FPDFText_LoadPage", _HANDLE, *one)
        self.close_text = _bind("FPDFText_ClosePage", None, *one)
        self.count_chars = _bind("FPDFText_CountChars", _INT, *one)
        self.get_text = _bind("FPDFText_GetText", _INT, _HANDLE, _INT, _INT, _OUT)
        self.get_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, *text)
        self.text_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT, *one)
        self.text_font = _bind("FPDFTextObj_GetFont", _HANDLE, *one)
        self.font_name = _bind(
            "FPDFFont_GetBaseFontName", ctypes.c_size_t, _HANDLE, _OUT, ctypes.c_size_t
        )
        self.font_weight = _bind("FPDFFont_GetWeight", _INT, *one)
        self.font_flags = _bind("FPDFFont_GetFlags", _INT, *one)
        self.next_link = _bind("FPDFLink_Enumerate", _INT, _HANDLE, _OUT, _OUT)
        # These are asked hundreds of times per page. Without types of what they take, a call
        # takes half as long; handles must then be an `Address`.
        self.get_object = _bind("FPDFPage_GetObject", ctypes.c_size_t)
        self.char_unmapped = _bind("FPDFText_HasUnicodeMapError", _INT)
        self.font_size = _bind("FPDFText_GetFontSize", ctypes.c_double)
        self.text_object = _bind("FPDFText_GetTextObject", ctypes.c_size_t)
        self.char_boxes = _Table("FPDFText_GetLooseCharBox", np.float32, 4)
        self.char_matrices = _Table("FPDFText_GetMatrix", np.float32, 6)
        self.char_origins = _Table("FPDFText_GetCharOrigin", np.float64, 2, columns=(0, 1))


class _Table:
    """A function that writes some numbers about a character, asked about many of them at once."""

    def __init__(
        self, name: str, kind: type[Any], width: int, columns: tuple[int, ...] = (0,)
    ) -> None:
        self._ask = _bind(name, _INT)
        self._kind, self._width = kind, width
        self._starts = columns
        """Columns whose addresses it takes."""
        self._grow(0)

    def __call__(self, text: Address, places: list[int]) -> NDArray[Any]:
        """Ask about characters.

        Args:
            text: The text of a page.
            places: Numbers of the characters.

        Returns:
            A row for each, to be used before the next question.
        """
        count = len(places)
        if count > len(self._columns[0]):
            self._grow(count + count // 2)
        self._rows[:count] = 0
        every = zip(itertools.repeat(text), places, *self._columns, strict=False)
        deque(itertools.starmap(self._ask, every), maxlen=0)
        return self._rows[:count]

    def _grow(self, count: int) -> None:
        """Make room for so many rows."""
        self._rows: NDArray[Any] = np.zeros((max(1, count), self._width), self._kind)
        memory = ctypes.c_char.from_buffer(self._rows.data)
        row, step = self._rows.strides
        self._columns = [
            [ctypes.byref(memory, column * step + row * i) for i in range(count)]
            for column in self._starts
        ]


def address(handle: int) -> Address:
    """Turn a handle into the form in which it is passed fastest."""
    return ctypes.byref(ctypes.c_char.from_address(handle))


@cache
def _bind(name: str, returns: Any, *takes: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    if address is None:
        raise ImportError(f"this pypdfium2 has no {name}; install version 5 or newer")
    return ctypes.PYFUNCTYPE(returns, *takes)(address)


class View(NamedTuple):
    """How a page is looked at: from pdfium's space into points from the top left as shown.

    Each of the four edges (x0, top, x1, bottom) is one of pdfium's four (left, top, right, bottom),
    times a sign, plus a shift.
    """

    width: float
    """Width as shown, in points."""
    height: float
    """Height as shown, in points."""
    turns: int
    """Quarter turns clockwise by which the page is shown."""
    edges: tuple[tuple[int, float, float], ...]
    """For x0, top, x1, bottom: index of the edge it comes from, sign, shift."""

    def boxes(self, boxes: NDArray[np.float32]) -> NDArray[np.float64]:
        """Turn boxes into four rows: x0, top, x1 and bottom of each.

        Args:
            boxes: A row for each box: left, top, right, bottom in pdfium's space.
        """
        order, signs, shifts = zip(*self.edges, strict=True)
        edges = boxes.T[list(order)].astype(np.float64)
        edges *= np.array(signs)[:, None]
        edges += np.array(shifts)[:, None]
        return edges

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        """Turn one box into x0, top, x1, bottom."""
        box = (left, top, right, bottom)
        return tuple(box[i] * sign + shift for i, sign, shift in self.edges)


def view_of(pdfium: Pdfium, page: int) -> View:
    """Tell how a page is shown: its crop box and its rotation.

    Args:
        pdfium: The library.
        page: Handle of the loaded page.
    """
    box = (ctypes.c_float * 4)()
    pdfium.page_box(page, ctypes.addressof(box))
    left, top, right, bottom = box
    turns = pdfium.page_rotation(page) % 4
    edges = (
        ((0, 1.0, -left), (1, -1.0, top), (2, 1.0, -left), (3, -1.0, top)),
        ((3, 1.0, -bottom), (0, 1.0, -left), (1, 1.0, -bottom), (2, 1.0, -left)),
        ((2, -1.0, right), (3, 1.0, -bottom), (0, -1.0, right), (1, 1.0, -bottom)),
        ((1, -1.0, top), (2, -1.0, right), (3, -1.0, top), (0, -1.0, right)),
    )[turns]
    width, height = right - left, top - bottom
    if turns % 2:
        width, height = height, width
    return View(round(width, 2), round(height, 2), turns, edges)
