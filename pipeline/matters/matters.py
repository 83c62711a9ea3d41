"""Cases that are one matter: rules over cases and references, without any input or output."""

import datetime as dt
import itertools
import re
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from vedtak.extractors.titles import is_generic, title_key
from vedtak.models.base import Certainty
from vedtak.models.matters import Matter, MatterCase, MatterRule

_ARCHIVE: Final = re.compile(r"(\d{4}|\d{2})/0*(\d{1,6})(?:-\d{1,4})?")
"""A case number of the archive, for example '19/884-3'; not the code '033' or '255 L12'."""
_CENTURY_TURN: Final = 50
TITLE_DAYS: Final = 2 * 366
"""Cases with the same title further apart are not linked by it."""
OFTEN: Final = 3
"""A title that one body has in so many meetings comes again and again."""


class TreatedCase(NamedTuple):
    """A case with what tells which matter it belongs to."""

    case_id: str
    """Its key."""
    scope: str
    """Organization, or the body where nobody says to which organization it belongs."""
    organization: str | None
    """Organization, where known."""
    body_id: str
    """Body that treats it."""
    meeting_id: str
    """Meeting that treats it."""
    date: dt.date | None = None
    """Day of that meeting."""
    ordinal: int = 0
    """Place in that meeting."""
    title: str | None = None
    """Title."""
    archive_case: str | None = None
    """Archive number as written."""


class Tie(NamedTuple):
    """Two cases that are one matter, and why."""

    one: str
    """A case."""
    other: str
    """Another case."""
    rule: MatterRule
    """By which rule."""
    reason: str
    """Why, in words."""
    certainty: Certainty
    """How sure."""


def archive_number(written: str | None) -> str | None:
    """The archive number without what varies: '2019/884' for '19/00884-3'; None for a code."""
    match = _ARCHIVE.fullmatch(written.strip()) if written else None
    if match is None:
        return None
    year = int(match[1])
    if year < 100:
        year += 2000 if year <= _CENTURY_TURN else 1900
    return f"{year}/{match[2]}"


def make_matters(
    cases: Iterable[TreatedCase],
    references: Iterable[Tie],
    recurring: Collection[str] = frozenset(),
) -> tuple[list[Matter], list[MatterCase]]:
    """Put cases together that are one matter.

    Args:
        cases: Cases, in any order, with all that have something in common with one of them; those
            with a title that says nothing are left out.
        references: Ties by references.
        recurring: Cases whose title recurs among others, so that it ties nothing.

    Returns:
        Matters and their cases, in the order of their keys.
    """
    known = {case.case_id: case for case in cases if not is_generic(case.title)}
    ordered = sorted(known.values(), key=_order)
    telling = [case for case in ordered if case.case_id not in recurring]
    ties = [*_by_archive(ordered), *sorted(references, key=_tie_order), *_by_title(telling)]
    groups, kept = _unite(known, ties)
    ties_of: dict[str, list[Tie]] = {}
    for tie in kept:
        ties_of.setdefault(tie.one, []).append(tie)
        ties_of.setdefault(tie.other, []).append(tie)
    matters: list[Matter] = []
    members: list[MatterCase] = []
    for group in groups:
        own = [known[key] for key in group]
        matter = _matter(own)
        matters.append(matter)
        members += _members(matter, own, ties_of)
    matters.sort(key=lambda matter: matter.matter_id)
    return matters, sorted(members, key=lambda member: (member.matter_id, member.ordinal))


def _order(case: TreatedCase) -> tuple[dt.date, str, int, str]:
    return (case.date or dt.date.max, case.meeting_id, case.ordinal, case.case_id)


def _tie_order(tie: Tie) -> tuple[bool, str, str, str]:
    return (tie.certainty != Certainty.CERTAIN, tie.one, tie.other, tie.reason)


def _by_archive(ordered: Sequence[TreatedCase]) -> list[Tie]:
    """Cases with the same archive number in one organization."""
    first: dict[tuple[str, str], TreatedCase] = {}
    ties = []
    for case in ordered:
        number = archive_number(case.archive_case)
        if number is None:
            continue
        earlier = first.setdefault((case.scope, number), case)
        if earlier is not case:
            reason = f"archive case {number} of {case.scope}, as {earlier.case_id}"
            ties.append(
                Tie(
                    earlier.case_id,
                    case.case_id,
                    MatterRule.ARCHIVE_CASE,
                    reason,
                    Certainty.CERTAIN,
                )
            )
    return ties


def _by_title(ordered: Sequence[TreatedCase]) -> list[Tie]:
    """Cases with the same title that says enough, each with the one before it."""
    groups: dict[tuple[str, str], list[TreatedCase]] = {}
    for case in ordered:
        key = title_key(case.title)
        if key is not None and case.date is not None:
            groups.setdefault((case.scope, key), []).append(case)
    ties = []
    for group in groups.values():
        if _is_ambiguous(group):
            continue
        for earlier, case in itertools.pairwise(group):
            if _days(earlier, case) <= TITLE_DAYS:
                reason = f"the same title '{case.title}' as {earlier.case_id}"
                ties.append(
                    Tie(earlier.case_id, case.case_id, MatterRule.TITLE, reason, Certainty.LIKELY)
                )
    return ties


def _is_ambiguous(group: Sequence[TreatedCase]) -> bool:
    """Whether a title is of several things: twice in one meeting, time and again, two numbers."""
    meetings = [case.meeting_id for case in group]
    if len(set(meetings)) < len(meetings):
        return True
    bodies = [case.body_id for case in group]
    if any(bodies.count(body) >= OFTEN for body in set(bodies)):
        return True
    numbers = {archive_number(case.archive_case) for case in group}
    return len(numbers - {None}) > 1


def _days(one: TreatedCase, other: TreatedCase) -> int:
    return abs((one.date - other.date).days) if one.date and other.date else TITLE_DAYS + 1


def _unite(
    known: Mapping[str, TreatedCase], ties: Sequence[Tie]
) -> tuple[list[list[str]], list[Tie]]:
    """Unite what is tied, the surest ties first, and keep the ties that did it.

    What is only likely never puts two different archive cases together.
    """
    group_of = {key: {key} for key in known}
    numbers = {
        key: {number} if (number := archive_number(case.archive_case)) else set()
        for key, case in known.items()
    }
    kept = []
    for tie in ties:
        if tie.one not in known or tie.other not in known:
            continue
        one, other = group_of[tie.one], group_of[tie.other]
        if one is other:
            continue
        own, theirs = (set().union(*(numbers[key] for key in group)) for group in (one, other))
        if tie.certainty != Certainty.CERTAIN and own and theirs and not own & theirs:
            continue
        small, large = sorted((one, other), key=len)
        large |= small
        for key in small:
            group_of[key] = large
        kept.append(tie)
    groups = {id(group): group for group in group_of.values()}
    return [sorted(group, key=lambda key: _order(known[key])) for group in groups.values()], kept


def _matter(own: Sequence[TreatedCase]) -> Matter:
    first = own[0]
    numbers = {
        (case.scope, number) for case in own if (number := archive_number(case.archive_case))
    }
    scope, number = min(numbers) if numbers else (first.scope, None)
    dates = [case.date for case in own if case.date]
    return Matter(
        matter_id=f"{scope}/{number}" if number else f"{first.case_id}/matter",
        title=next((case.title for case in own if case.title), None),
        archive_case=number,
        organization=next((case.organization for case in own if case.organization), None),
        first_date=min(dates, default=None),
        last_date=max(dates, default=None),
        appearances=len(own),
    )


def _members(
    matter: Matter, own: Sequence[TreatedCase], ties: Mapping[str, Sequence[Tie]]
) -> list[MatterCase]:
    """The cases of a matter, each with the tie by which it is reached from the first."""
    first = own[0].case_id
    reached = {first: Tie(first, first, MatterRule.FIRST, "the first case", Certainty.CERTAIN)}
    if len(own) > 1:
        waiting = deque([first])
        while waiting:
            key = waiting.popleft()
            for tie in ties.get(key, []):
                other = tie.other if tie.one == key else tie.one
                if other not in reached:
                    reached[other] = tie
                    waiting.append(other)
    return [
        MatterCase(
            case_id=case.case_id,
            matter_id=matter.matter_id,
            ordinal=ordinal,
            rule=reached[case.case_id].rule,
            reason=reached[case.case_id].reason,
            certainty=reached[case.case_id].certainty,
        )
        for ordinal, case in enumerate(own, start=1)
    ]
