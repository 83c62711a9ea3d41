"""How the decisions of touched cases relate to the proposals, in the columns and word by word."""

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from vedtak.models.decisions import DecisionChange
from vedtak.pipeline.arrow import insert, records_table
from vedtak.pipeline.difference import word_difference
from vedtak.pipeline.likeness import against_proposals, nearest_proposal
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
    relations = pa.table(
        {
            "decision_id": pa.array([row[0] for row in rows], pa.string()),
            "against_proposal": pa.array([relation for relation, _ in compared], pa.string()),
            "similarity": pa.array([likeness for _, likeness in compared], pa.float64()),
        }
    )
    connection.register("relations", relations)
    try:
        connection.execute(sql_text("set_against_proposal.sql"))
    finally:
        connection.unregister("relations")
    changes = [change for row in rows for change in _changes(*row)]
    insert(connection, "main.decision_changes", records_table(DecisionChange, changes))


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
