"""Cases that an assembly calls up by their place in the day's order [dagsorden].

'Sak nr. 2 [10:04:15]' stands alone on its line, with the hour at which the case was called; the
title is the paragraph below. The points of the day's order, above the first of them, list the same
cases by bare numbers.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vedtak.extractors.flow import FlowLine
from vedtak.extractors.numbers import PLAIN, CaseNumber, read_plain
from vedtak.extractors.pattern import pattern

CALLED = pattern(
    r"(?:[Ss]ak|SAK)(?:er|ene)?\s+(?:nr\.?\s*)?(?P<first>\d{1,3})(?!\d)"
    r"(?:\s*\[(?:kl\.?\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\])?\s*:?"
)
"""A case called up, alone on its line, for example 'Sak nr. 2 [10:04:15]' or 'Sak 3:'; not
'Sak 2 Budsjett'."""
_POINT = pattern(r"(?P<first>\d{1,3})\s?[.)]\s+(?=\S)")
"""A point of the day's order, for example '2. Innstilling fra …'; not '2.5' or '2 ferger'."""
_SPEAKER = pattern(r"\p{Lu}[^:]{1,60}?(?:\s\[\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\][^:]{0,40})?:\s")
"""Somebody begins to speak, for example 'Presidenten: …', 'Kari Ås (A) [10:05:02]: …'."""
_FEWEST = 2
"""One line by itself may be a reference to a case."""
_APART = 0.5
"""A gap of so many lines ends a title."""
_LONGEST = 8
"""A title runs over this many lines at most."""


class CalledCase(NamedTuple):
    """A case where it is listed or called up."""

    number: CaseNumber
    """Its place in the day's order."""
    at: int
    """Index of the line with the number."""
    title: Sequence[FlowLine]
    """The lines of the title, without the number; empty where none stands there."""
    end: int
    """Index behind the last line of the title."""
    listed: bool
    """Whether it is a point of the day's order, with no text of its own."""


def find_called(lines: Sequence[FlowLine]) -> list[CalledCase]:
    """Find the cases that are called up by number, and their points in the day's order.

    Args:
        lines: Lines of a part in which no number with a year was found.

    Returns:
        Points first, then the cases in order; none where fewer than two are called up one after
        the other.
    """
    called = list(_called(lines))
    numbers = [one.number.sequence for one in called]
    if len(called) < _FEWEST or numbers != sorted(set(numbers)):
        return []
    return [*_points(lines[: called[0].at], set(numbers)), *called]


def _called(lines: Sequence[FlowLine]) -> Iterator[CalledCase]:
    for at, line in enumerate(lines):
        number = PLAIN.match(line.text) if CALLED.fullmatch(line.text.strip()) else None
        if number is None:
            continue
        end = _end(lines, at + 1, fresh=True)
        yield CalledCase(read_plain(number), at, lines[at + 1 : end], end, False)


def _points(lines: Sequence[FlowLine], called: set[int]) -> Iterator[CalledCase]:
    """The points whose numbers go up from the first and that are called up below."""
    wanted = min(called)
    for at, line in enumerate(lines):
        point = _POINT.match(line.text)
        number = PLAIN.match(line.text) if point else None
        if point is None or number is None or int(point["first"]) != wanted:
            continue
        first = line.behind(point.end())
        end = _end(lines, at + 1, fresh=False)
        if first is not None and wanted in called:
            yield CalledCase(read_plain(number), at, [first, *lines[at + 1 : end]], end, True)
        wanted += 1


def _end(lines: Sequence[FlowLine], begin: int, *, fresh: bool) -> int:
    """Index behind the title that goes on at a line; a fresh one begins there, below a gap."""
    last = min(len(lines), begin + _LONGEST)
    for at in range(begin, last):
        line = lines[at]
        apart = line.gap >= _APART and not (fresh and at == begin)
        if apart or any(mark.match(line.text) for mark in (CALLED, _POINT, _SPEAKER)):
            return at
    return last
