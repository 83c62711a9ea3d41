"""How the decisions of touched cases relate to the proposals, in the columns and word by word."""

from collections.abc import Iterator, Sequence
from string import Template
from types import MappingProxyType
from typing import Final, NamedTuple

import duckdb

from vedtak.models.decisions import AgainstProposal, DecisionChange
from vedtak.pipeline.tables.rows import Rows, execute_with, insert_records
from vedtak.pipeline.tables.schema import sql_text
from vedtak.pipeline.texts.difference import word_difference
from vedtak.pipeline.texts.likeness import against_proposals, nearest_proposal

_RELATION: Final = MappingProxyType(
    {"row_id": "BIGINT", "against_proposal": "VARCHAR", "similarity": "DOUBLE"}
)


class Since(NamedTuple):
    """The last rows that were there before some were written; later ones are all there is."""

    decisions: int
    proposals: int


_ALL: Final = Since(-1, -1)


def last_rows(connection: duckdb.DuckDBPyConnection) -> Since:
    """Return the last rows of decisions and proposals that are there now."""
    row = connection.execute(
        "SELECT coalesce((SELECT max(rowid) FROM main.decisions), -1), "
        "coalesce((SELECT max(rowid) FROM main.proposals), -1)"
    ).fetchone()
    return Since(*row) if row else _ALL


def compare_with_proposals(connection: duckdb.DuckDBPyConnection) -> None:
    """Compare the decisions of the cases in `temp.touched` with the proposals.

    Args:
        connection: Inside a transaction, with `temp.touched` filled.
    """
    connection.execute(sql_text("clear_changes.sql"))
    _compare(connection, "temp.touched", _ALL)


def compare_written(connection: duckdb.DuckDBPyConnection, since: Since) -> None:
    """Compare the decisions of those cases in `temp.written` of which nothing was known.

    Args:
        connection: Inside a transaction, with `temp.written` filled.
        since: All of their decisions and proposals came later than these.
    """
    _compare(connection, "(FROM temp.written WHERE NOT is_known)", since)


def _compare(connection: duckdb.DuckDBPyConnection, keys: str, since: Since) -> None:
    query = Template(sql_text("decisions_with_proposals.sql"))
    rows = connection.execute(query.substitute(keys=keys, **since._asdict())).fetchall()
    relations: list[tuple[int, AgainstProposal | None, float | None]] = []
    changes: list[DecisionChange] = []
    # One decision after the other: the words of its texts are remembered for a moment.
    for decision_id, case_id, text, row_id, *before, proposal_ids, proposals in rows:
        relation = against_proposals(text, proposals or [])
        if relation != tuple(before):
            relations.append((row_id, *relation))
        changes += _changes(decision_id, case_id, text, proposal_ids, proposals)
    insert_records(connection, "main.decision_changes", DecisionChange, changes)
    if not relations:
        return
    columns = zip(_RELATION, zip(*relations, strict=True), strict=True)
    related = Rows(dict(columns), _RELATION)
    execute_with(connection, sql_text("set_against_proposal.sql"), related)


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
