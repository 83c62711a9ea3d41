"""Voters held against the attendance list: who is who, and of which party."""

import functools
from collections.abc import Sequence

from vedtak.extractors.context import Reading
from vedtak.extractors.keys import fold
from vedtak.models.meetings import Attendance, AttendanceStatus, PresenceEvent

_REMEMBERED = 8192
"""Pairs of names that are remembered: the same people vote in case after case."""


def listed_voters(reading: Reading) -> dict[str, list[str]]:
    """Names on the list of each meeting, and names that stepped in for a case."""
    names: dict[str, list[str]] = {}
    for row in reading.found.attendance:
        if row.status != AttendanceStatus.ABSENT:
            names.setdefault(row.meeting_id, []).append(row.name_as_written)
    for event in reading.found.case_presence:
        if event.event in (PresenceEvent.JOINED, PresenceEvent.SUBSTITUTED):
            names.setdefault(event.case_id, []).append(event.name_as_written)
    return names


@functools.lru_cache(_REMEMBERED)
def same_name(short: str, full: str) -> bool:
    """Whether two spellings may be one person's: same last name, the others fit in order.

    Each earlier name of the shorter one is an initial or the whole of one in the longer:
    'Janne K. J. Larsen' and 'Janne Kathrine Jørstad Larsen', 'Per Aunan' and 'Per Espen Aunan'.
    """
    first, second = fold(short).split(), fold(full).split()
    if len(first) > len(second):
        first, second = second, first
    if not first or first[-1] != second[-1]:
        return False
    rest = iter(second[:-1])
    return all(
        any(
            name == other
            or (len(name) == 1 and other.startswith(name))
            or (len(other) == 1 and name.startswith(other))
            for other in rest
        )
        for name in first[:-1]
    )


def resolve_parties(reading: Reading) -> None:
    """Write into each ballot the party that the attendance list gives for the voter.

    The party as written with the vote stays as it is; where no single person of the list fits the
    voter's name, nothing is written.
    """
    meeting_of_case = {case.case_id: case.meeting_id for case in reading.found.cases}
    meeting_of_vote = {
        vote.vote_id: meeting_of_case.get(vote.case_id) for vote in reading.found.votes
    }
    rows: dict[str, list[Attendance]] = {}
    for row in reading.found.attendance:
        rows.setdefault(row.meeting_id, []).append(row)
    told: dict[tuple[str | None, str], str | None] = {}  # the same people vote in case after case
    for ballot in reading.found.ballots:
        meeting_id, name = meeting_of_vote.get(ballot.vote_id), ballot.name_as_written
        if (meeting_id, name) not in told:
            told[meeting_id, name] = _party(name, rows.get(meeting_id or "", []))
        ballot.party_listed = told[meeting_id, name]


def _party(name: str, listed: Sequence[Attendance]) -> str | None:
    """The party of the one person of a list whom a name fits."""
    fitting = {row.party for row in listed if same_name(name, row.name_as_written)}
    return fitting.pop() if len(fitting) == 1 else None
