"""How the decisions of touched cases relate to the proposals, in the columns and word by word."""

from collections.abc import Iterator, Sequence

import duckdb

from vedtak.models.decisions import DecisionChange
from vedtak.pipeline.difference import word_difference
from vedtak.pipeline.likeness import against_proposals, nearest_proposal
from vedtak.pipeline.rows import Rows, execute_with, insert_records
from vedtak.pipeline.schema import sql_text


def compare_with_proposals(connection: duckdb.DuckDBPyConnection) -> None:
    """Compare the decisions of the cases in `temp.touched` with the proposals.

    Args:
        connection: Inside a transaction, with `temp.touched` filled.
    """
    connection.execute(sql_text("clear_changes.sql"))
    rows = connection.execute(sql_text("decisions_with_proposals.sql")).fetchall()
    if not rows:
        return
    compared = [against_proposals(text, proposals or []) for _, _, text, _, proposals in rows]
    relations = Rows(
        {
            "decision_id": [row[0] for row in rows],
            "against_proposal": [relation for relation, _ in compared],
            "similarity": [likeness for _, likeness in compared],
        },
        {"decision_id": "VARCHAR", "against_proposal": "VARCHAR", "similarity": "DOUBLE"},
    )
    execute_with(connection, sql_text("set_against_proposal.sql"), relations)
    changes = [change for row in rows for change in _changes(*row)]
    insert_records(connection, "main.decision_changes", DecisionChange, changes)


def _changes(
    decision_id: str,
    case_id: str,
    text: str,
    proposal_ids: Sequence[str] | None,
    proposals: Sequence[str] | None,
) -> Iterator[DecisionChange]:
    """Yield the runs of words by which a decision differs from the nearest proposal."""
    if proposals is None or proposal_ids is None:
        return
    place = nearest_proposal(text, proposals)
    if place is None:
        return
    for ordinal, change in enumerate(word_difference(proposals[place], text), start=1):
        yield DecisionChange(
            decision_id=decision_id,
            ordinal=ordinal,
            case_id=case_id,
            proposal_id=proposal_ids[place],
            kind=change.kind,
            text=change.text,
        )
