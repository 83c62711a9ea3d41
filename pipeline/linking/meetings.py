"""Which meetings, as documents give them, are one: rules without any input or output.

A document alone keys its meeting by number and year, else by the day, else by itself. The agenda
may lack the number that the minutes have, or the other way round.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from vedtak.models.base import Certainty
from vedtak.models.links import MeetingLink, MeetingRule

FEWEST_CASES: Final = 2
"""Fewer cases in common prove nothing: a case that was put off comes with its number again."""
_APART: Final = dt.timedelta(hours=2)
"""Meetings that begin further apart on one day may be two."""
_NUMBER: Final = re.compile(r"(?:[a-z]+-)*0*(\d{1,3})")
"""The number in a key: 5 in '05', 'nr-5' and 'styremote-5'; none in '2-del-1'."""


class StatedMeeting(NamedTuple):
    """A meeting as all documents together give it under one key."""

    key: str
    """Key as the documents alone give it."""
    body_id: str
    """Body, links between bodies followed."""
    rest: str
    """The key without the body as the documents give it: '2020/1', '2020-02-14'."""
    dates: frozenset[dt.date] = frozenset()
    """Days that are stated."""
    starts: frozenset[dt.time] = frozenset()
    """Times of the start that are stated."""
    extraordinary: frozenset[bool] = frozenset()
    """Whether an extra meeting, where stated."""
    cases: frozenset[str] = frozenset()
    """Numbered cases that are stated to be treated in it; their keys do not hold the meeting's."""

    @property
    def plain(self) -> str:
        """The key with the body that is meant."""
        return f"{self.body_id}/{self.rest}"

    @property
    def number(self) -> tuple[str, int] | None:
        """Year and number, where the key has one."""
        year, _, number = self.rest.partition("/")
        match = _NUMBER.fullmatch(number)
        return (year, int(match[1])) if match else None

    @property
    def numbered(self) -> bool:
        """Whether the key has a number."""
        return "/" in self.rest


class Doubt(NamedTuple):
    """A meeting that might be one of several, or is contradicted."""

    key: str
    """Key that was not linked."""
    message: str
    """What was found and what to do."""


def link_meetings(stated: Iterable[StatedMeeting]) -> tuple[list[MeetingLink], list[Doubt]]:
    """Link keys of meetings that are one.

    Meetings of one body on one day with different numbers stay apart, and so do meetings of which
    the documents state different days.

    Args:
        stated: The meetings, in any order, one for each key.

    Returns:
        Links in the order of the keys, and what was left open.
    """
    of_body: dict[str, list[StatedMeeting]] = {}
    for one in sorted(stated, key=lambda meeting: meeting.key):
        of_body.setdefault(one.body_id, []).append(one)
    links: list[MeetingLink] = []
    doubts: list[Doubt] = []
    for meetings in of_body.values():
        found, open_ones = _link_body(meetings)
        links += found
        doubts += open_ones
    return sorted(links, key=lambda link: link.stated_key), sorted(doubts, key=lambda d: d.key)


def _link_body(meetings: Sequence[StatedMeeting]) -> tuple[list[MeetingLink], list[Doubt]]:
    """Link the meetings of one body: by number, then by day, then by what their cases tell."""
    goes = {one.key: one.plain for one in meetings}
    links: dict[str, MeetingLink] = {}
    doubts: list[Doubt] = []
    for step in (_same_number, _same_date, _same_cases):
        found, open_ones = step(_united(meetings, goes))
        doubts += open_ones
        target = {link.stated_key: link for link in found}
        for written, key in goes.items():
            if link := target.get(key):
                goes[written] = link.meeting_id
                links[written] = link.model_copy(update={"stated_key": written})
    return list(links.values()), doubts


def _united(meetings: Sequence[StatedMeeting], goes: Mapping[str, str]) -> list[StatedMeeting]:
    """The meetings by the keys that they have so far, each with what all documents state."""
    groups: dict[str, list[StatedMeeting]] = {}
    for one in meetings:
        groups.setdefault(goes[one.key], []).append(one)
    return [
        group[0]
        if group[0].key == key and len(group) == 1
        else StatedMeeting(
            key=key,
            body_id=group[0].body_id,
            rest=key.removeprefix(f"{group[0].body_id}/"),
            dates=frozenset().union(*(one.dates for one in group)),
            starts=frozenset().union(*(one.starts for one in group)),
            extraordinary=frozenset().union(*(one.extraordinary for one in group)),
            cases=frozenset().union(*(one.cases for one in group)),
        )
        for key, group in sorted(groups.items())
    ]


def _same_number(united: Sequence[StatedMeeting]) -> tuple[list[MeetingLink], list[Doubt]]:
    """Numbers that are written differently, unless days contradict."""
    groups: dict[tuple[str, int], list[StatedMeeting]] = {}
    for one in united:
        if one.number is not None:
            groups.setdefault(one.number, []).append(one)
    links, doubts = [], []
    for (year, number), group in groups.items():
        days = sorted({day for one in group for day in one.dates})
        if len(group) > 1 and len(days) > 1:
            names = ", ".join(one.key for one in group)
            doubts.append(
                Doubt(
                    group[0].key,
                    f"{names} may be one meeting, but the papers give different days "
                    f"({', '.join(map(str, days))}). See which is right.",
                )
            )
            continue
        best = f"{group[0].body_id}/{year}/{number}"
        reason = f"another way of writing meeting {number} of {year}"
        links += [
            _link(one, best, MeetingRule.SAME_NUMBER, reason, True)
            for one in group
            if len(group) > 1 and one.key != best
        ]
    return links, doubts


def _same_date(united: Sequence[StatedMeeting]) -> tuple[list[MeetingLink], list[Doubt]]:
    """Meetings without a number on the day of exactly one that has one."""
    on_day: dict[dt.date, list[StatedMeeting]] = {}
    for one in united:
        if one.numbered:
            for day in one.dates:
                on_day.setdefault(day, []).append(one)
    links, doubts = [], []
    for one in united:
        if one.numbered or len(one.dates) != 1:
            continue
        (day,) = one.dates
        fitting = on_day.get(day, [])
        same = [other for other in fitting if len(other.dates) == 1 and not _two(one, other)]
        if len(fitting) == 1 and len(same) == 1:
            reason = f"the only numbered meeting of the body on {day}"
            links.append(_link(one, same[0].key, MeetingRule.SAME_DATE, reason, True))
        elif fitting:
            names = ", ".join(other.key for other in fitting)
            doubts.append(
                Doubt(
                    one.key,
                    f"Papers without a number are of a meeting on {day}, for which there is "
                    f"{names}, at another time, on another day too, or more than one. Look at "
                    "the pages and see which is meant.",
                )
            )
    return links, doubts


def _two(one: StatedMeeting, other: StatedMeeting) -> bool:
    """Whether two meetings on one day are two for sure: an extra one, or hours apart."""
    if one.extraordinary and other.extraordinary and one.extraordinary != other.extraordinary:
        return True
    if not one.starts or not other.starts:
        return False
    day = dt.date(2000, 1, 1)
    return all(
        abs(dt.datetime.combine(day, a) - dt.datetime.combine(day, b)) > _APART
        for a in one.starts
        for b in other.starts
    )


def _same_cases(united: Sequence[StatedMeeting]) -> tuple[list[MeetingLink], list[Doubt]]:
    """Meetings that lack day or number, told by numbered cases, of which each has one meeting."""
    if all(one.numbered and one.dates for one in united):
        return [], []
    of_case: dict[str, set[str]] = {}
    by_key = {one.key: one for one in united}
    for one in united:
        for case in one.cases:
            of_case.setdefault(case, set()).add(one.key)
    links, doubts = [], []
    for one in united:
        if one.numbered and one.dates:
            continue
        shared: dict[str, int] = {}
        for case in one.cases:
            for key in of_case[case] - {one.key}:
                shared[key] = shared.get(key, 0) + 1
        fitting = [by_key[key] for key in sorted(shared) if _may_be_one(one, by_key[key])]
        enough = [m for m in fitting if shared[m.key] >= max(FEWEST_CASES, len(one.cases) / 2)]
        if len(enough) == 1 and len(fitting) == 1:
            links += _by_cases(one, enough[0], shared[enough[0].key])
        elif enough:
            names = ", ".join(m.key for m in enough)
            doubts.append(
                Doubt(one.key, f"Its cases are those of several meetings: {names}. See which.")
            )
    return links, doubts


def _may_be_one(one: StatedMeeting, other: StatedMeeting) -> bool:
    """Whether a meeting lacks just what the other has, so that nothing is contradicted."""
    if one.numbered and other.numbered:
        return False
    if one.dates and other.dates:
        return False
    return not _two(one, other)


def _by_cases(one: StatedMeeting, other: StatedMeeting, shared: int) -> list[MeetingLink]:
    """Link towards the better key: with a number, else with a day, else the first."""
    rank, better = ((not m.numbered, not m.dates, m.key) for m in (one, other))
    if rank < better:
        return []  # the other one is linked to this one when its turn comes
    reason = f"{shared} numbered cases are the same, and no other meeting has them"
    return [_link(one, other.key, MeetingRule.SAME_CASES, reason, False)]


def _link(
    one: StatedMeeting, target: str, rule: MeetingRule, reason: str, certain: bool
) -> MeetingLink:
    certainty = Certainty.CERTAIN if certain else Certainty.LIKELY
    return MeetingLink(
        stated_key=one.key, meeting_id=target, rule=rule, reason=reason, certainty=certainty
    )
