"""What hangs on some meetings: their documents, cases, and what hangs on these."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from vedtak.pipeline.exports.records import Row, fetch, grouped

_AMONG: Final = "IN (SELECT unnest(?::VARCHAR[]))"
_PARTS: Final = f"""
    SELECT p.part_id, p.kind, p.title, p.meeting_id, d.path, d.media_type, d.sha256
    FROM main.parts AS p JOIN main.documents AS d USING (document_id)
    WHERE p.meeting_id {_AMONG} AND p.kind IN ('agenda', 'minutes', 'case_protocol')
    ORDER BY d.path, p.part_id
"""
_PRESENT: Final = f"""
    SELECT * FROM main.attendance WHERE meeting_id {_AMONG} AND status = 'present'
    ORDER BY attendance_id
"""
_CASES: Final = f"""
    SELECT * FROM main.cases WHERE meeting_id {_AMONG} ORDER BY meeting_id, ordinal, case_id
"""
_NOTES: Final = f"""
    SELECT n.part_id, n.case_id, n.text, n.title, d.path, d.media_type, d.sha256
    FROM main.case_notes AS n JOIN main.parts AS p USING (part_id)
    JOIN main.documents AS d USING (document_id)
    WHERE n.case_id {_AMONG} ORDER BY n.part_id
"""
# The same words in agenda and note are one proposal, so it is asked what the note itself states.
_NOTE_PROPOSALS: Final = f"""
    SELECT part_id, text FROM stated.proposals WHERE case_id {_AMONG}
    ORDER BY part_id, ordinal, statement
"""
_BALLOTS: Final = f"SELECT * FROM main.ballots WHERE vote_id {_AMONG} ORDER BY vote_id, ordinal"


@dataclass(slots=True)
class Papers:
    """What belongs to some meetings, by what it hangs on."""

    parts: Mapping[str, list[Row]]
    """Agendas, minutes and protocols of a case, by meeting."""
    attendance: Mapping[str, list[Row]]
    """Those who were there, by meeting."""
    cases: Mapping[str, list[Row]]
    """Cases, by meeting."""
    proposals: Mapping[str, list[Row]]
    """Proposals, by case."""
    decisions: Mapping[str, list[Row]]
    """Decisions, by case."""
    votes: Mapping[str, list[Row]]
    """Votes, by case."""
    ballots: Mapping[str, list[Row]]
    """Ballots, by vote."""
    notes: Mapping[str, list[Row]]
    """Case notes, by case."""
    note_proposals: Mapping[str, list[Row]]
    """Proposals as stated, by part."""
    attachments: Mapping[str, list[Row]]
    """Attachments, by case."""


def read_papers(connection: duckdb.DuckDBPyConnection, meeting_ids: Sequence[str]) -> Papers:
    """Read what hangs on some meetings."""

    def of_cases(table: str, order: str) -> Iterator[Row]:
        query = f"SELECT * FROM main.{table} WHERE case_id {_AMONG} ORDER BY case_id, {order}"
        return fetch(connection, query, [case_ids])

    cases = grouped(fetch(connection, _CASES, [meeting_ids]), "meeting_id")
    case_ids = [case["case_id"] for rows in cases.values() for case in rows]
    votes = grouped(of_cases("votes", "ordinal, vote_id"), "case_id")
    vote_ids = [vote["vote_id"] for rows in votes.values() for vote in rows]
    return Papers(
        parts=grouped(fetch(connection, _PARTS, [meeting_ids]), "meeting_id"),
        attendance=grouped(fetch(connection, _PRESENT, [meeting_ids]), "meeting_id"),
        cases=cases,
        proposals=grouped(of_cases("proposals", "ordinal, proposal_id"), "case_id"),
        # '…/decision/10' comes after '…/decision/2'
        decisions=grouped(of_cases("decisions", "length(decision_id), decision_id"), "case_id"),
        votes=votes,
        ballots=grouped(fetch(connection, _BALLOTS, [vote_ids]), "vote_id"),
        notes=grouped(fetch(connection, _NOTES, [case_ids]), "case_id"),
        note_proposals=grouped(fetch(connection, _NOTE_PROPOSALS, [case_ids]), "part_id"),
        attachments=grouped(of_cases("attachments", "attachment_id"), "case_id"),
    )
