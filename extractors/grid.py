"""Ruled lines: which of them enclose the cells of a table, and which only part rows."""

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vedtak.models.page import Rule, Word

_TOUCH = 3.0
"""Rules this close, in points, meet."""
_SHORTEST = 8.0
"""Rules shorter than this, in points, are dashes and underlines."""
_ALIKE = 6.0
"""Rules whose ends differ by no more than this, in points, belong to one list."""


class Frame(NamedTuple):
    """A table drawn with rules: its horizontal and vertical lines' positions."""

    tops: tuple[float, ...]
    """Heights of the horizontal rules, from the top."""
    verticals: tuple[Rule, ...]
    """Vertical rules from left to right."""
    x0: float
    """Left edge."""
    x1: float
    """Right edge."""

    @property
    def single(self) -> bool:
        """Whether it is only a box around text, not a table."""
        return len(self.tops) <= 2 and len({round(v.x0 / _TOUCH) for v in self.verticals}) <= 2

    def holds(self, word: Word) -> bool:
        """Whether the middle of the word lies inside."""
        middle, centre = (word.top + word.bottom) / 2, (word.x0 + word.x1) / 2
        return self.tops[0] < middle < self.tops[-1] and self.x0 < centre < self.x1

    def cells(self, words: Iterable[Word]) -> dict[tuple[int, int], list[Word]]:
        """Words by strip and column of the cell that they stand in, both from 0."""
        found: dict[tuple[int, int], list[Word]] = {}
        strips: dict[float, tuple[int, list[float]]] = {}
        for word in words:
            middle, centre = (word.top + word.bottom) / 2, (word.x0 + word.x1) / 2
            if middle not in strips:
                strips[middle] = bisect_right(self.tops, middle) - 1, self._edges(middle)
            strip, edges = strips[middle]
            found.setdefault((strip, max(0, bisect_right(edges, centre) - 1)), []).append(word)
        return found

    def _edges(self, middle: float) -> list[float]:
        """Left edges of the cells at some height."""
        edges: list[float] = []
        for v in self.verticals:
            if v.top - _TOUCH <= middle <= v.bottom + _TOUCH and not (
                edges and v.x0 - edges[-1] < _TOUCH
            ):
                edges.append(v.x0)
        return edges


def _horizontal(rule: Rule) -> bool:
    return rule.x1 - rule.x0 >= max(_SHORTEST, rule.bottom - rule.top)


def _vertical(rule: Rule) -> bool:
    return rule.bottom - rule.top >= max(_SHORTEST, rule.x1 - rule.x0)


def _meet(h: Rule, v: Rule) -> bool:
    return h.x0 - _TOUCH <= v.x0 <= h.x1 + _TOUCH and v.top - _TOUCH <= h.top <= v.bottom + _TOUCH


def find_frames(rules: Sequence[Rule]) -> list[Frame]:
    """Find the tables that rules draw: groups of horizontal and vertical rules that meet.

    Args:
        rules: All ruled lines of a page.

    Returns:
        Frames from the top of the page; none where no vertical rule meets two horizontal ones.
    """
    across = sorted((r for r in rules if _horizontal(r)), key=lambda r: (r.top, r.x0))
    down = sorted((r for r in rules if _vertical(r)), key=lambda r: (r.x0, r.top))
    group = list(range(len(across)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    touching = [[i for i, h in enumerate(across) if _meet(h, v)] for v in down]
    for met in touching:
        for i in met[1:]:
            group[root(i)] = root(met[0])
    frames = []
    for head in sorted({root(met[0]) for met in touching if len(met) > 1}):
        own = [h for i, h in enumerate(across) if root(i) == head]
        sides = [v for v, met in zip(down, touching, strict=True) if met and root(met[0]) == head]
        frames.append(_frame(own, sides))
    return sorted(frames, key=lambda frame: (frame.tops[0], frame.x0))


def _frame(across: list[Rule], down: list[Rule]) -> Frame:
    tops: list[float] = []
    for rule in across:
        if not tops or rule.top - tops[-1] > _TOUCH:
            tops.append(rule.top)
    return Frame(
        tops=tuple(tops),
        verticals=tuple(down),
        x0=min(min(h.x0 for h in across), min(v.x0 for v in down)),
        x1=max(max(h.x1 for h in across), max(v.x0 for v in down)),
    )


def find_bands(rules: Sequence[Rule], middles: Sequence[float]) -> list[int]:
    """Tell which strip of a list ruled without columns each row stands in.

    Args:
        rules: All ruled lines of a page.
        middles: Height of each row's middle, in points.

    Returns:
        For each row the number of its strip, from 1; 0 outside of such lists. A list is ruled by
        three or more horizontal rules with the same ends and no vertical rule between them.
    """
    down = [r for r in rules if _vertical(r)]
    across = sorted(
        (r for r in rules if _horizontal(r) and not any(_meet(r, v) for v in down)),
        key=lambda r: r.top,
    )
    lists: list[list[Rule]] = []
    for rule in across:
        for one in lists:
            if abs(one[-1].x0 - rule.x0) < _ALIKE and abs(one[-1].x1 - rule.x1) < _ALIKE:
                one.append(rule)
                break
        else:
            lists.append([rule])
    bands = [0] * len(middles)
    number = 0
    for one in lists:
        if len(one) < 3:
            continue
        for upper, lower in itertools.pairwise(one):
            number += 1
            for i, middle in enumerate(middles):
                if upper.top < middle < lower.top:
                    bands[i] = number
    return bands
