"""Rows of people and organizations, and the columns of other records that point to them."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import duckdb

from vedtak.models.people import Merge, NameRule
from vedtak.pipeline.names.clusters import Edge
from vedtak.pipeline.names.people import spellings_of
from vedtak.pipeline.storing.touched_bodies import note_bodies
from vedtak.pipeline.tables.rows import INCOMING, execute_with, text_rows

_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "attendance": "attendance_id",
        "case_presence": "presence_id",
        "ballots": "vote_id || ' ' || ordinal",
        "contributions": "contribution_id",
        "bodies": "body_id",
    }
)
"""Tables whose rows point to people or organizations, with the expression for their keys."""


def merge_row(
    kind: str, key: str, text: str, body_id: str | None, joined: str, edge: Edge, count: int
) -> Merge:
    """Make the row of a spelling that joined."""
    return Merge(
        kind=kind,
        id=key,
        name_as_written=text,
        body_id=body_id,
        joined_name=joined,
        rule=NameRule(edge.rule),
        reason=edge.reason,
        meeting_id=edge.meeting_id,
        document_id=edge.document_id,
        occurrences=count,
    )


def years_of(mentions: Sequence[Any]) -> tuple[int | None, int | None]:
    """First and last year in which records name somebody."""
    years = {mention.year for mention in mentions if mention.year is not None}
    return min(years, default=None), max(years, default=None)


def spelling_columns(mentions: Sequence[Any]) -> list[dict[str, Any]]:
    """Columns of the rows of somebody's spellings."""
    return [
        {
            "name_as_written": text,
            "occurrences": count,
            "bodies": bodies,
            "first_date": first,
            "last_date": last,
        }
        for text, count, bodies, first, last in spellings_of(mentions)
    ]


def point(
    connection: duckdb.DuckDBPyConnection,
    column: str,
    targets: Iterable[tuple[str, str, str | None]],
) -> None:
    """Let records point to whom they name.

    Args:
        connection: Inside a transaction.
        column: Column that points.
        targets: Table and key of the records that do not so far, with whom they name.
    """
    changed: dict[str, list[tuple[str, str | None]]] = {}
    for table, key, target in targets:
        if table in _KEYS:
            changed.setdefault(table, []).append((key, target))
    note_bodies(connection, [key for rows in changed.values() for key, _ in rows])
    for table, rows in changed.items():
        execute_with(
            connection,
            f"UPDATE main.{table} SET {column} = pointers.target FROM {INCOMING} AS pointers "
            f"WHERE {_KEYS[table]} = pointers.key",
            text_rows(key=[key for key, _ in rows], target=[target for _, target in rows]),
        )
