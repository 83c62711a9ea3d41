"""Ruled lines in the picture of a page.

A line is a run of dark pixels much longer than any stroke of a letter, and not thicker than a few
points. Found with running sums over the whole page at once, so that no pixel is looked at in
Python.
"""

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from vedtak.models.page import Rule

Mask: TypeAlias = npt.NDArray[np.bool_]

_LONG: Final = 36.0
"""Shortest line, in points: longer than any stroke of a heading."""
_DARK: Final = 0.9
"""Share of dark pixels along a line: scans have gaps."""
_THICK: Final = 4.0
"""What is thicker than this, in points, is a bar or a picture."""
_BRIDGE: Final = 6.0
"""Pieces this close end to end, in points, are one line."""
_MARGIN: Final = 0.5
"""How far a line's edge reaches, in points: grey pixels beside the dark ones."""
_CROWDED: Final = 0.2
"""Share of ink right above or below, from which on a short line may be a part of letters."""
_INK: Final = 200
"""Pixels darker than this, of 255, are ink: thin lines are scanned as grey ones."""
_SINK: Final = 2
"""Rows by which a line may sink or rise over its shortest length, as deskewing is not perfect."""


def find_ruled_lines(image: npt.NDArray[np.uint8], dpi: float) -> tuple[list[Rule], Mask]:
    """Find the ruled lines of a page.

    Args:
        image: The page in shades of grey, 0 for black.
        dpi: Its resolution.

    Returns:
        The lines in points from the top left, horizontal ones first; and which pixels they take,
        so that they can be wiped out before letters are recognized.
    """
    ink = image < _INK
    across, mask_across = _lines(ink, dpi)
    down, mask_down = _lines(np.ascontiguousarray(ink.T), dpi)
    points = 72.0 / dpi
    rules = [Rule(*(round(v * points, 2) for v in (a, at, b, at))) for at, a, b in across]
    rules += [Rule(*(round(v * points, 2) for v in (at, a, at, b))) for at, a, b in down]
    return rules, mask_across | mask_down.T


def wipe(image: npt.NDArray[np.uint8], mask: Mask) -> npt.NDArray[np.uint8]:
    """Return the page without its ruled lines."""
    wiped = image.copy()
    wiped[mask] = 255
    return wiped


def _lines(ink: Mask, dpi: float) -> tuple[list[tuple[float, float, float]], Mask]:
    """Find the horizontal lines, each as position, begin and end in pixels, and their pixels."""
    long = round(_LONG * dpi / 72)
    thick = max(2, round(_THICK * dpi / 72))
    mask = np.zeros_like(ink)
    if ink.shape[1] <= long or ink.shape[0] < 3:
        return [], mask
    # What is dark a little above or below counts as well.
    near = _grown(ink, _SINK)
    runs = _long_runs(near, long)
    runs &= ~_tall(runs, thick + 2 * _SINK)
    lines = [
        line
        for line in _components(runs, round(_BRIDGE * dpi / 72))
        if line[1] - line[0] <= thick + 2 * _SINK + (line[3] - line[2]) / 100
        and (line[3] - line[2] >= 4 * long or _stands_free(ink, line, thick))
    ]
    grown = _grown(runs & ink, max(1, round(_MARGIN * dpi / 72)))
    for top, bottom, begin, end in lines:
        area = (slice(max(0, top - thick), bottom + thick), slice(begin, end))
        mask[area] |= grown[area]
    return [
        ((top + bottom) / 2, float(begin), float(end)) for top, bottom, begin, end in lines
    ], mask


def _stands_free(ink: Mask, line: tuple[int, int, int, int], thick: int) -> bool:
    """Tell a short line from the middle of bold letters, which have as much ink above and below."""
    top, bottom, begin, end = line
    above = ink[max(0, top - thick) : max(0, top - 1), begin:end]
    below = ink[bottom + 1 : bottom + thick, begin:end]
    return all(part.size == 0 or part.mean() < _CROWDED for part in (above, below))


def _grown(mask: Mask, by: int) -> Mask:
    """Return a mask that reaches so many rows further up and down."""
    grown = mask.copy()
    for shift in range(1, by + 1):
        grown[shift:] |= mask[:-shift]
        grown[:-shift] |= mask[shift:]
    return grown


def _long_runs(ink: Mask, length: int) -> Mask:
    """Mark the stretches of rows that are dark over a length."""
    sums = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int32)
    np.cumsum(ink, axis=1, out=sums[:, 1:])
    begins = (sums[:, length:] - sums[:, :-length]) >= _DARK * length
    ends = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int32)
    ends[:, : begins.shape[1]] += begins
    ends[:, length:] -= begins[:, : ends.shape[1] - length]
    return (np.cumsum(ends[:, :-1], axis=1) > 0) & ink


def _tall(mask: Mask, height: int) -> Mask:
    """Mark what is taller than a line can be."""
    if mask.shape[0] <= height:
        return np.zeros_like(mask)
    return _long_runs(np.ascontiguousarray(mask.T), height + 1).T


def _components(runs: Mask, bridge: int) -> list[tuple[int, int, int, int]]:
    """Join the runs of neighbouring rows: top, bottom (behind), begin, end (behind) of each."""
    done: list[list[int]] = []
    growing: list[list[int]] = []
    for row in np.flatnonzero(runs.any(axis=1)).tolist():
        edges = np.flatnonzero(np.diff(runs[row].astype(np.int8), prepend=0, append=0))
        still: list[list[int]] = []
        for line in growing:
            (still if line[1] >= row - 2 else done).append(line)
        growing = still
        for begin, end in edges.reshape(-1, 2).tolist():
            touching = [
                line for line in growing if line[2] - bridge <= end and begin <= line[3] + bridge
            ]
            joined = [row, row + 1, begin, end]
            for line in touching:
                joined = [
                    min(joined[0], line[0]),
                    row + 1,
                    min(joined[2], line[2]),
                    max(joined[3], line[3]),
                ]
            growing = [line for line in growing if line not in touching]
            growing.append(joined)
    return sorted((top, bottom, begin, end) for top, bottom, begin, end in [*done, *growing])
