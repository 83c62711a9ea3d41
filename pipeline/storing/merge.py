"""The contract tables derived from what the documents state, for touched keys only.

Callers fill `temp.touched` (columns `table_name` and `key`) and hold the transaction. For a list
table the key is that of the thing listed: the decision for its points, the vote for its ballots.
The rows come out the same whatever the order in which documents were imported.
"""

import functools
from collections.abc import Collection, Mapping
from string import Template
from types import MappingProxyType
from typing import Final

import duckdb

from vedtak.models.documents import PartKind, TextSource
from vedtak.pipeline.storing.proposal_comparison import compare_with_proposals
from vedtak.pipeline.storing.search_changes import OWNERS, note_derived, note_keys
from vedtak.pipeline.tables.rows import INCOMING
from vedtak.pipeline.tables.schema import STATED, TABLES, columns_of, key_of, sql_text

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

TOUCHED: Final = "temp.touched"
"""The keys whose rows are derived anew."""
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


def all_keys() -> list[str]:
    """Write the queries for all keys that are stated or derived."""
    queries = []
    for place in ("stated", "main"):
        for table in STATED:
            key = group_column(table)
            queries.append(f"SELECT '{table}' AS table_name, {key} AS key FROM {place}.{table}")
        for table in ("proposals", "decisions"):
            queries.append(
                f"SELECT '{COMPARED}' AS table_name, case_id AS key FROM {place}.{table} "
                "WHERE case_id IS NOT NULL"
            )
    return queries


def know_owners(connection: duckdb.DuckDBPyConnection, keys: str = TOUCHED) -> None:
    """Note of which meetings and cases something is stated.

    Args:
        connection: Inside a transaction.
        keys: Table or query with the keys.
    """
    connection.execute(Template(sql_text("know_owners.sql")).substitute(keys=keys))


def derive(
    connection: duckdb.DuckDBPyConnection, touched: Collection[str], source: str = STATED_ROWS
) -> None:
    """Derive the rows of all touched keys anew.

    Args:
        connection: Inside a transaction, with `temp.touched` filled.
        touched: The names that occur in `temp.touched`.
        source: What stands before the name of a table with the rows to derive from.
    """
    note_derived(connection, TOUCHED)
    know_owners(connection)
    merge(connection, touched, source)


def merge(
    connection: duckdb.DuckDBPyConnection, touched: Collection[str], source: str = STATED_ROWS
) -> None:
    """Do as `derive`, where all that is touched has been noted."""
    for table in TABLES:
        if table in touched:
            _derive_table(connection, table, source)
    if not {"meetings", "attendance", "decisions"}.isdisjoint(touched):
        connection.execute(sql_text("clear_disagreements.sql"))
        find = Template(sql_text("find_disagreements.sql"))
        connection.execute(find.substitute(source=source))
    if COMPARED in touched:
        compare_with_proposals(connection)


def _derive_table(connection: duckdb.DuckDBPyConnection, table: str, source: str) -> None:
    """Replace the rows of one table whose keys are touched."""
    delete = (
        f"DELETE FROM main.{table} WHERE {group_column(table)} IN "
        f"(SELECT key FROM {TOUCHED} WHERE table_name = '{table}')"
    )
    if table in OWNERS:
        owning, column = OWNERS[table]
        owners = connection.execute(f"{delete} RETURNING {column}").fetchall()
        note_keys(connection, owning, sorted({owner for (owner,) in owners if owner}))
    else:
        connection.execute(delete)
    connection.execute(_merge_statement(table, f"{source}{table}"))


@functools.cache
def copy_statement(table: str, *, some: bool) -> str:
    """Write the statement that derives a table's rows from incoming ones that nobody else states.

    It comes to the same as to merge them, and takes a third of the time.

    Args:
        table: Name of the table.
        some: Whether some rows are merged: those whose keys are in `temp.touched`.
    """
    columns = columns_of(TABLES[table])
    values = [f"{_own_value(table, c.name, c.sql_type)} AS {c.name}" for c in columns]
    merged = f"(SELECT key FROM {TOUCHED} WHERE table_name = '{table}')"
    where = f" WHERE {group_column(table)} NOT IN {merged}" if some else ""
    return f"INSERT INTO main.{table} BY NAME SELECT {', '.join(values)} FROM {INCOMING}{where}"


@functools.cache
def _merge_statement(table: str, source: str) -> str:
    """Write the statement that derives the rows of a table whose keys are touched."""
    columns = columns_of(TABLES[table])
    key = ", ".join(key_of(table))
    if table in LISTED_BY:
        names = ", ".join(column.name for column in columns)
        return Template(sql_text("merge_lists.sql")).substitute(
            source=source, table=table, group=LISTED_BY[table], key=key, columns=names
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
