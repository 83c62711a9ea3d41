"""How the decisions of touched cases relate to the proposals, in the columns and word by word."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

import duckdb

from vedtak.models.decisions import AgainstProposal, DecisionChange
from vedtak.pipeline.tables.rows import Rows, execute_with, insert_records
from vedtak.pipeline.tables.schema import sql_text
from vedtak.pipeline.texts.difference import word_difference
from vedtak.pipeline.texts.likeness import against_proposals, nearest_proposal

_RELATION: Final = MappingProxyType(
    {"decision_id": "VARCHAR", "against_proposal": "VARCHAR", "similarity": "DOUBLE"}
)


def compare_with_proposals(connection: duckdb.DuckDBPyConnection) -> None:
    """Compare the decisions of the cases in `temp.touched` with the proposals.

    Args:
        connection: Inside a transaction, with `temp.touched` filled.
    """
    connection.execute(sql_text("clear_changes.sql"))
    rows = connection.execute(sql_text("decisions_with_proposals.sql")).fetchall()
    if not rows:
        return
    relations: list[tuple[str, AgainstProposal | None, float | None]] = []
    changes: list[DecisionChange] = []
    # One decision after the other: the words of its texts are remembered for a moment.
    for decision_id, case_id, text, proposal_ids, proposals in rows:
        relations.append((decision_id, *against_proposals(text, proposals or [])))
        changes += _changes(decision_id, case_id, text, proposal_ids, proposals)
    columns = zip(_RELATION, zip(*relations, strict=True), strict=True)
    related = Rows(dict(columns), _RELATION)
    execute_with(connection, sql_text("set_against_proposal.sql"), related)
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
