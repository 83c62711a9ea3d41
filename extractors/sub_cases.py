"""Items of a case that are decided one by one: 'a) Valg av møteleder … Vedtak: …', 'b) …'."""

from collections.abc import Sequence
from typing import NamedTuple

from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.numbers import CaseNumber
from vedtak.extractors.pattern import pattern

ITEM = pattern(
    r"(?:\d{1,3}\s?\.?\s?)?(?:(?P<letter>[a-j])\s?[).]|(?P<capital>[A-J])\s?\))\s+(?=[\p{Lu}\"«“])"
)
"""The heading of an item, for example 'a) Valg av møteleder', '3 b) Lading'; not 'a) tak' or
'A. Hansen'."""

_FIRST = ord("a")
_FEWEST = 2
_MOST_WORDS = 18
_LONGEST = 3
"""An item's title runs over this many lines at most."""


class SubCase(NamedTuple):
    """An item with its lines."""

    number: CaseNumber
    """Number of its case with the letter, for example '3 b'."""
    title: Sequence[FlowLine]
    """The lines of the title, without the letter."""
    at: int
    """Index of its first line."""
    body: int
    """Index of the first line below its title."""
    end: int
    """Index behind its last line."""


def find_sub_cases(
    reading: Reading, number: CaseNumber | None, lines: Sequence[FlowLine]
) -> list[SubCase]:
    """Find the items of a case that have decisions of their own.

    A list inside a description, or inside one decision, has none: then there are no items.

    Args:
        reading: The document.
        number: Number of the case; a case without one has no items.
        lines: The lines below the heading of the case.

    Returns:
        Items in order, two or more, or none.
    """
    if number is None or number.sub is not None:
        return []
    starts = _starts(lines)
    if len(starts) < _FEWEST or any(_decides(reading, line) for line in lines[: starts[0]]):
        return []
    found = []
    decided = 0
    for i, at in enumerate(starts):
        end = starts[i + 1] if i + 1 < len(starts) else len(lines)
        title = _title(lines, at, end)
        body = at + len(title)
        if body >= end or not title:
            return []
        decided += any(_decides(reading, line) for line in lines[body:end])
        letter = chr(_FIRST + i)
        own = number._replace(written=f"{number.written} {letter}", sub=i + 1)
        found.append(SubCase(own, title, at, body, end))
    return found if decided >= _FEWEST else []


def _starts(lines: Sequence[FlowLine]) -> list[int]:
    """Where the items begin whose letters go up one by one from the first."""
    starts: list[int] = []
    for at, line in enumerate(lines):
        item = ITEM.match(line.text)
        if item is None or len(line.text.split()) > _MOST_WORDS:
            continue
        letter = (item["letter"] or item["capital"]).casefold()
        if ord(letter) == _FIRST + len(starts):
            starts.append(at)
    return starts


def _title(lines: Sequence[FlowLine], at: int, end: int) -> list[FlowLine]:
    item = ITEM.match(lines[at].text)
    first = lines[at].behind(item.end()) if item else None
    if first is None:
        return []
    title = [first]
    for below in lines[at + 1 : min(end, at + _LONGEST)]:
        if not below.text[:1].islower() or below.gap >= 0.5 or title[-1].text[-1:] in ".:":
            break
        title.append(below)
    return title


def _decides(reading: Reading, line: FlowLine) -> bool:
    return reading.lexicon.opener("decision", line.text) is not None
