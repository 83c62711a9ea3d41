"""The contract tables derived from what the documents state, for touched keys only.

Callers fill `temp.touched` (columns `table_name` and `key`) and hold the transaction. For a list
table the key is that of the thing listed: the decision for its points, the vote for its ballots.
The rows come out the same whatever the order in which documents were imported.
"""

import functools
from collections.abc import Mapping
from enum import Enum
from string import Template
from types import MappingProxyType
from typing import Final

import duckdb

from vedtak.models.documents import PartKind, TextSource
from vedtak.pipeline.storing.proposal_comparison import compare_with_proposals
from vedtak.pipeline.storing.search_changes import OWNERS, note_derived, note_keys
from vedtak.pipeline.tables.schema import TABLES, columns_of, key_of, sql_text


class Keys(Enum):
    """How often the documents just written state the keys of a table."""

    ONCE = "once"
    """Each once."""
    SOME_SHARED = "some shared"
    """Some more than once: those are in `temp.shared` too."""
    UNKNOWN = "unknown"
    """It is not known."""


PART_RANKS: Final[Mapping[str, int]] = MappingProxyType(
    {
        PartKind.MINUTES: 1,
        PartKind.CASE_PROTOCOL: 2,
        PartKind.AGENDA: 3,
        PartKind.CASE_NOTE: 4,
        PartKind.ATTACHMENT: 5,
        PartKind.OTHER: 6,
    }
)
"""Precedence of the kinds of part; what comes first is believed."""

NO_PART_RANK: Final = 7
"""Precedence of a record that names no part."""

SOURCE_RANKS: Final[Mapping[str, int]] = MappingProxyType(
    {TextSource.TEXT_LAYER: 1, TextSource.PLAIN_TEXT: 2, TextSource.OCR: 3, TextSource.NONE: 4}
)
"""Precedence of the text sources among parts of one kind."""

LISTED_BY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "decision_points": "decision_id",
        "requests": "decision_id",
        "ballots": "vote_id",
        "case_presence": "case_id",
        "contributions": "case_id",
    }
)
"""Tables of numbered rows, each with the thing whose rows come whole from its best part."""

STATED_ROWS: Final = "stated."
"""Where rows are derived from unless keys of bodies or meetings are linked (`linking`)."""

COMPARED: Final = "against_proposal"
"""Name in `temp.touched` of the cases whose decisions are to be compared with the proposals."""

_TOUCHED: Final = "temp.touched"
_SHARED: Final = "temp.shared"
_ORDER: Final = "part_rank, source_rank, document_id, part_ordinal, statement"
# A case's place is the first it has in its best part, so it goes before the place of the statement.
_CASE_ORDER: Final = "source_rank, document_id, part_ordinal, ordinal, statement"
_PRECEDENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cases": f"row_number() OVER (ORDER BY part_rank, {_CASE_ORDER}) AS precedence, "
        # The agenda's list of cases tells titles better than a protocol of a single case.
        "row_number() OVER (ORDER BY CASE part_rank WHEN 2 THEN 3 WHEN 3 THEN 2 "
        f"ELSE part_rank END, {_CASE_ORDER}) AS title_precedence"
    }
)
_VALUES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("cases", "title"): "arg_min(title, title_precedence)",
        ("cases", "case_type"): "arg_min(case_type, title_precedence)",
        ("cases", "title_variants"): (
            "flatten(list(list_prepend(title, title_variants) ORDER BY title_precedence))"
        ),
        ("decisions", "against_proposal"): "NULL",
        ("decisions", "similarity"): "NULL",
    }
)
"""How a column's value is chosen where it is not simply the first."""
_ALONE: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("cases", "title_variants"): "list_prepend(title, title_variants)",
        ("decisions", "against_proposal"): "NULL",
        ("decisions", "similarity"): "NULL",
    }
)
"""The same where one row alone states it and it is not simply what that row has."""


def group_column(table: str) -> str:
    """Return the column by which rows of a table are derived together."""
    return LISTED_BY.get(table, key_of(table)[0])


def derive(
    connection: duckdb.DuckDBPyConnection, touched: Mapping[str, Keys], source: str = STATED_ROWS
) -> None:
    """Derive the rows of all touched keys anew.

    Args:
        connection: Inside a transaction, with `temp.touched` filled.
        touched: The names that occur in `temp.touched`, each with how often its keys are stated.
        source: What stands before the name of a table with the rows to derive from.
    """
    if source == STATED_ROWS:
        # Where keys are linked across documents, the rows are not right before they are linked.
        connection.execute(sql_text("note_touched.sql"))
    note_derived(connection)
    contested = {
        table: _derive_table(connection, table, source, touched[table])
        for table in TABLES
        if table in touched
    }
    disputed = {contested.get(table) for table in ("meetings", "attendance", "decisions")} - {None}
    if disputed:
        connection.execute(sql_text("clear_disagreements.sql"))
        find = Template(sql_text("find_disagreements.sql"))
        keys = _TOUCHED if _TOUCHED in disputed else _SHARED
        connection.execute(find.substitute(source=source, keys=keys))
    if COMPARED in touched:
        compare_with_proposals(connection)


def _derive_table(
    connection: duckdb.DuckDBPyConnection, table: str, source: str, stated: Keys
) -> str | None:
    """Replace the rows of one table whose keys are touched.

    Returns:
        The name of the table with those keys that more than one row states, and perhaps others;
        None where there is no such key, so that nothing can disagree.
    """
    group = group_column(table)
    delete = (
        f"DELETE FROM main.{table} WHERE {group} IN "
        f"(SELECT key FROM temp.touched WHERE table_name = '{table}')"
    )
    if table in OWNERS:
        owning, column = OWNERS[table]
        owners = connection.execute(f"{delete} RETURNING {column}").fetchall()
        note_keys(connection, owning, sorted({owner for (owner,) in owners if owner}))
        fresh = not owners
    else:
        fresh = connection.execute(delete).fetchone() == (0,)
    rows = f"{source}{table}"
    if stated is Keys.UNKNOWN or not fresh:
        connection.execute(_merge_statement(table, rows, _TOUCHED))
        return _TOUCHED
    # Nothing was derived before, so no other document states the keys.
    connection.execute(_copy_statement(table, rows, stated))
    if stated is Keys.ONCE:
        return None
    connection.execute(_merge_statement(table, rows, _SHARED))
    return _SHARED


@functools.cache
def _copy_statement(table: str, source: str, stated: Keys) -> str:
    """Write the statement that derives those of a table's rows that are stated once.

    It comes to the same as to merge them, and takes a third of the time.
    """
    columns = columns_of(TABLES[table])
    values = [f"{_own_value(table, c.name, c.sql_type)} AS {c.name}" for c in columns]
    group = group_column(table)
    shared = f"SELECT key FROM {_SHARED} WHERE table_name = '{table}'"
    return Template(sql_text("copy_rows.sql")).substitute(
        source=source,
        table=table,
        group=group,
        columns=", ".join(values),
        but=f"AND {group} NOT IN ({shared})" if stated is Keys.SOME_SHARED else "",
    )


@functools.cache
def _merge_statement(table: str, source: str, keys: str) -> str:
    """Write the statement that derives a table's rows of some keys."""
    columns = columns_of(TABLES[table])
    key = ", ".join(key_of(table))
    if table in LISTED_BY:
        names = ", ".join(column.name for column in columns)
        return Template(sql_text("merge_lists.sql")).substitute(
            source=source, table=table, keys=keys, group=LISTED_BY[table], key=key, columns=names
        )
    lists = [
        f"{_united(table, c.name, c.name)} AS {c.name}"
        for c in columns
        if c.sql_type.endswith("[]")
    ]
    values = [f"{_value(table, c.name, c.sql_type)} AS {c.name}" for c in columns if c.name != key]
    return Template(sql_text("merge_rows.sql")).substitute(
        source=source,
        table=table,
        keys=keys,
        key=key,
        columns=", ".join([key, *values]),
        precedences=_PRECEDENCES.get(table, f"row_number() OVER (ORDER BY {_ORDER}) AS precedence"),
        united=f"REPLACE ({', '.join(lists)})" if lists else "",
    )


def _value(table: str, column: str, sql_type: str) -> str:
    """Return the aggregate that chooses a column's value."""
    plain = f"arg_min({column}, precedence)"
    if sql_type.endswith("[]"):
        plain = f"flatten(list({column} ORDER BY precedence))"
    return _VALUES.get((table, column), plain)


def _own_value(table: str, column: str, sql_type: str) -> str:
    """Return the expression for a column's value where one row alone states it."""
    if table in LISTED_BY or not sql_type.endswith("[]"):
        return _ALONE.get((table, column), column)
    items = _ALONE.get((table, column), f"coalesce({column}, [])")
    return _united(table, column, items)


def _united(table: str, column: str, items: str) -> str:
    """Return the expression that keeps each item of a list once, in order."""
    keep = f"x IS NOT NULL AND list_position({items}, x) = i"
    if (table, column) == ("cases", "title_variants"):
        keep += " AND x IS DISTINCT FROM title"
    return f"list_filter({items}, lambda x, i: {keep})"
