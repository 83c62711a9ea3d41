"""Ruled lines of a PDF page, taken from the paths that draw them.

Strokes that run along an axis are rules; so are filled areas as thin as a stroke, which is how some
programs draw borders. Wider filled areas are shades, not rules. A table border often comes in
pieces, one per cell, drawn twice: pieces that touch become one rule.
"""

import ctypes
import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vedtak.models.page import Rule
from vedtak.pipeline.reading.pdfium import Pdfium, View, address

_PATH, _IMAGE, _FORM = 2, 3, 5
_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
_THICK = 4.0
"""A line or area thicker than this, in points, is a bar or a shade."""
_ASKEW = 0.5
"""A line may be this much askew, in points."""
_SAME = 1.0
"""Lines this close, in points, lie on one another."""
_TOUCH = 1.5
"""Pieces this close end to end, in points, are one line."""
_SHORTEST = 3.0
"""Rules shorter than this, in points, are parts of a drawing."""
_DEEPEST = 8
"""Forms in forms are followed no further than this."""
_DRAWING = 4000
"""A path with more segments than this is a drawing or a map."""

Matrix = tuple[float, ...]
Piece = tuple[float, float, float, float]
"""A straight piece: two points, x and y each, in pdfium's space."""


class _Scratch(NamedTuple):
    """Memory that pdfium writes into, and its addresses."""

    floats: ctypes.Array[ctypes.c_float]
    ints: ctypes.Array[ctypes.c_int]
    floats_at: tuple[int, ...]
    ints_at: tuple[int, ...]


class Drawn(NamedTuple):
    """What is drawn on a page or in a form, in the order of drawing."""

    items: list[int]
    """Handles of the objects."""
    types: list[int]
    """Type of each."""


def drawn_on(pdfium: Pdfium, page: int) -> Drawn:
    """List what is drawn on a page.

    Args:
        pdfium: The library.
        page: Handle of the loaded page.
    """
    count = pdfium.count_objects(page)
    every = zip(itertools.repeat(address(page)), range(count), strict=False)
    items = list(itertools.starmap(pdfium.get_object, every))
    return Drawn(items, list(map(pdfium.object_type, items)))


def find_rules(pdfium: Pdfium, drawn: Drawn, view: View) -> list[Rule]:
    """Find the ruled lines of a page.

    Args:
        pdfium: The library.
        drawn: What is drawn on the page.
        view: How the page is shown.

    Returns:
        Horizontal rules from the top, then vertical ones from the left, in points from the top
        left of the page as shown. Top equals bottom in a horizontal rule, x0 equals x1 in a
        vertical one. Underlines are among them.
    """
    if _PATH not in drawn.types and _FORM not in drawn.types:
        return []
    scratch = _make_scratch()
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    for x0, y0, x1, y1 in _pieces(pdfium, drawn, None, scratch, _DEEPEST):
        left, top, right, bottom = view.box(min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1))
        width, height = right - left, bottom - top
        if height <= _ASKEW and width > 4 * height:
            across.append(((top + bottom) / 2, left, right))
        elif width <= _ASKEW and height > 4 * width:
            down.append(((left + right) / 2, top, bottom))
    rules = [Rule(a, at, b, at) for at, a, b in _merge(across) if -1 <= at <= view.height + 1]
    rules += [Rule(at, a, at, b) for at, a, b in _merge(down) if -1 <= at <= view.width + 1]
    return rules


def largest_picture(pdfium: Pdfium, drawn: Drawn) -> float:
    """Return the area of the largest picture that stands directly on a page, in square points."""
    if _IMAGE not in drawn.types and _FORM not in drawn.types:
        return 0.0
    scratch = _make_scratch()
    largest = 0.0
    for item, kind in zip(drawn.items[:_DRAWING], drawn.types, strict=False):
        if kind in (_IMAGE, _FORM):
            pdfium.object_bounds(item, *scratch.floats_at[:4])
            left, bottom, right, top = scratch.floats[:4]
            largest = max(largest, (right - left) * (top - bottom))
    return largest


def _make_scratch() -> _Scratch:
    floats = (ctypes.c_float * 8)()
    ints = (ctypes.c_int * 2)()
    return _Scratch(
        floats,
        ints,
        tuple(ctypes.addressof(floats) + 4 * i for i in range(8)),
        tuple(ctypes.addressof(ints) + 4 * i for i in range(2)),
    )


def _pieces(
    pdfium: Pdfium, drawn: Drawn, outer: Matrix | None, scratch: _Scratch, depth: int
) -> Iterator[Piece]:
    """Straight pieces of all paths among the objects, those inside of forms included."""
    for item, kind in zip(drawn.items, drawn.types, strict=True):
        if kind == _PATH:
            yield from _path_pieces(pdfium, item, outer, scratch)
        elif kind == _FORM and depth:
            count = pdfium.count_form_objects(item)
            inner = list(map(pdfium.get_form_object, [item] * count, range(count)))
            within = Drawn(inner, list(map(pdfium.object_type, inner)))
            matrix = _matrix(pdfium, item, outer, scratch)
            yield from _pieces(pdfium, within, matrix, scratch, depth - 1)


def _path_pieces(
    pdfium: Pdfium, path: int, outer: Matrix | None, scratch: _Scratch
) -> Iterator[Piece]:
    pdfium.draw_mode(path, *scratch.ints_at)
    filled, stroked = scratch.ints
    if not filled and not stroked:
        return
    count = pdfium.count_segments(path)
    if not 2 <= count <= _DRAWING:
        return
    if not stroked and count <= 6 and not _is_thin(pdfium, path, scratch):
        return  # the shade of a cell, of which a page may have hundreds
    matrix = _matrix(pdfium, path, outer, scratch)
    if not stroked:
        for points, _ in _subpaths(pdfium, path, count, matrix, scratch):
            yield from _middle_of_thin(points)
        return
    pdfium.stroke_width(path, scratch.floats_at[0])
    scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5 if matrix else 1.0
    if scratch.floats[0] * scale > _THICK:
        return
    for points, straight in _subpaths(pdfium, path, count, matrix, scratch):
        for (x0, y0), (x1, y1), plain in zip(points, points[1:], straight, strict=False):
            if plain:
                yield x0, y0, x1, y1


def _is_thin(pdfium: Pdfium, path: int, scratch: _Scratch) -> bool:
    """Whether a path may be a thin area, by its bounds before any outer form is applied."""
    pdfium.object_bounds(path, *scratch.floats_at[:4])
    left, bottom, right, top = scratch.floats[:4]
    # An outer form may shrink it: the bounds only tell apart what is nearly as high as wide.
    return min(right - left, top - bottom) <= max(_THICK, 0.1 * max(right - left, top - bottom))


def _middle_of_thin(points: list[tuple[float, float]]) -> Iterator[Piece]:
    """The middle line of an area, if it is as thin as a line."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    width, height = right - left, top - bottom
    if height <= _THICK and width >= 2 * height:
        yield left, (top + bottom) / 2, right, (top + bottom) / 2
    elif width <= _THICK and height >= 2 * width:
        yield (left + right) / 2, bottom, (left + right) / 2, top


def _subpaths(
    pdfium: Pdfium, path: int, count: int, matrix: Matrix | None, scratch: _Scratch
) -> Iterator[tuple[list[tuple[float, float]], list[bool]]]:
    """Points of each part of a path, and for each step whether it is straight.

    The points of curves are among them, but no step to or between them is straight.
    """
    points: list[tuple[float, float]] = []
    straight: list[bool] = []
    floats, at_x, at_y = scratch.floats, scratch.floats_at[0], scratch.floats_at[1]
    for segment in map(pdfium.get_segment, [path] * count, range(count)):
        kind = pdfium.segment_type(segment)
        pdfium.segment_point(segment, at_x, at_y)
        x, y = floats[0], floats[1]
        if matrix:
            a, b, c, d, e, f = matrix
            x, y = a * x + c * y + e, b * x + d * y + f
        if kind == _MOVE_TO and points:
            yield points, straight
            points, straight = [], []
        if points:
            straight.append(kind == _LINE_TO)
        points.append((x, y))
        if pdfium.segment_closes(segment):
            points.append(points[0])
            straight.append(True)
    if points:
        yield points, straight


def _matrix(pdfium: Pdfium, item: int, outer: Matrix | None, scratch: _Scratch) -> Matrix | None:
    """Matrix of an object with that of the form around it; None where it changes nothing."""
    pdfium.object_matrix(item, scratch.floats_at[0])
    a, b, c, d, e, f = scratch.floats[:6]
    if outer is None:
        return None if (a, b, c, d, e, f) == (1, 0, 0, 1, 0, 0) else (a, b, c, d, e, f)
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _merge(pieces: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join pieces that lie on one line and touch.

    Args:
        pieces: Position across the line, begin and end along it.

    Returns:
        Joined lines by position, then begin; each lies where its longest piece lay.
    """
    lines: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    for piece in sorted(pieces):
        if level and piece[0] - level[0][0] > _SAME:
            lines += _join(level)
            level = []
        level.append(piece)
    lines += _join(level)
    return sorted(lines)


def _join(level: list[tuple[float, float, float]]) -> Iterator[tuple[float, float, float]]:
    group: list[tuple[float, float, float]] = []
    reach = 0.0
    for piece in [*sorted(level, key=lambda p: p[1:]), None]:
        if group and (piece is None or piece[1] > reach + _TOUCH):
            begin = group[0][1]
            if reach - begin >= _SHORTEST:
                at = max(group, key=lambda p: p[2] - p[1])[0]
                yield round(at, 2), round(begin, 2), round(reach, 2)
            group = []
        if piece is not None:
            reach = max(reach, piece[2]) if group else piece[2]
            group.append(piece)
