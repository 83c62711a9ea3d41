"""Rows on their way into the database, column by column.

Rows never go in one by one: in DuckDB that is slower by a factor of a thousand or so. Many go in as
an Arrow table. A few are written into the statement as JSON: that takes half as long as to make a
table and to make it known, and Arrow need not be loaded, which takes longer than all else that the
import of a small file does. Nor are they bound to the statement, since for each value that is bound
DuckDB looks whether pandas can be imported.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from vedtak.models.base import Record
from vedtak.pipeline.schema import Column, columns_of

INCOMING: Final = "$incoming"
"""Stands for the rows in a statement."""
MISFITS: Final = (duckdb.DataError, duckdb.InvalidInputException, ValueError)
"""What is raised when a value does not fit into its column."""
_FEW: Final = 5_000
"""Up to so many values go in without Arrow; with more, Arrow takes less time."""
_NAME: Final = "incoming"
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as DuckDB stores them: the values of each column, and the types of the columns."""

    values: Mapping[str, Sequence[Any]]
    """The values of each column, all of the same number."""
    types: Mapping[str, str]
    """The DuckDB type of each column."""

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(next(iter(self.values.values()), ()))


def record_rows(record_type: type[Record], records: Sequence[Record]) -> Rows:
    """Make one row per record, with one column per field."""
    columns = columns_of(record_type)
    return column_rows(
        columns, [[getattr(record, column.name) for record in records] for column in columns]
    )


def text_rows(**columns: Sequence[str | None]) -> Rows:
    """Make rows from columns of text."""
    return Rows(columns, dict.fromkeys(columns, "VARCHAR"))


def column_rows(columns: Sequence[Column], values: Sequence[Sequence[Any]]) -> Rows:
    """Make rows from the values of each column."""
    return Rows(
        {c.name: storable(c.sql_type, own) for c, own in zip(columns, values, strict=True)},
        {c.name: c.sql_type for c in columns},
    )


def storable(sql_type: str, values: Sequence[Any]) -> Sequence[Any]:
    """Turn moments with a time zone into UTC without one, as a column stores them."""
    if sql_type != "TIMESTAMP":
        return values
    return [_in_utc(value) for value in values]


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows, suffix: str = "") -> None:
    """Insert rows by the names of their columns.

    Args:
        connection: Where to.
        table: Name of the table with its schema.
        rows: The rows; nothing is done when there are none.
        suffix: SQL behind the statement, for example ON CONFLICT DO NOTHING.
    """
    if len(rows):
        statement = f"INSERT INTO {table} BY NAME SELECT * FROM {INCOMING} {suffix}"
        execute_with(connection, statement, rows)


def insert_records(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    record_type: type[Record],
    records: Sequence[Record],
    suffix: str = "",
) -> None:
    """Insert records into a table of the contract; see `insert`."""
    if records:
        insert(connection, table, record_rows(record_type, records), suffix)


def execute_with(connection: duckdb.DuckDBPyConnection, statement: str, rows: Rows) -> None:
    """Execute a statement that reads rows.

    Args:
        connection: Where to.
        statement: It has `$incoming` where a table would stand, and no parameters.
        rows: What it reads there.
    """
    if len(rows) * len(rows.values) > _FEW:
        _execute_with_table(connection, statement, rows)
    else:
        connection.execute(statement.replace(INCOMING, f"({_written(rows)})"))


def _written(rows: Rows) -> str:
    """Write a query that gives the rows."""
    values = json.dumps(encodable(rows.values), default=str).replace("'", "''")
    types = json.dumps({name: f"{sql_type}[]" for name, sql_type in rows.types.items()})
    columns = ", ".join(f"unnest(written.{name}) AS {name}" for name in rows.types)
    return f"SELECT {columns} FROM (SELECT from_json_strict('{values}', '{types}') AS written)"


def _execute_with_table(connection: duckdb.DuckDBPyConnection, statement: str, rows: Rows) -> None:
    """Execute a statement that reads rows as an Arrow table."""
    from vedtak.pipeline.arrow import arrow_table

    connection.register(_NAME, arrow_table(rows))
    try:
        connection.execute(statement.replace(INCOMING, _NAME))
    finally:
        connection.unregister(_NAME)


def encodable(value: Any) -> Any:
    """Replace halves of surrogate pairs, each by one character so that offsets stay true.

    They come from a damaged PDF or an odd file name, and have no UTF-8.
    """
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [encodable(item) for item in value]
    if isinstance(value, dict):
        return {name: encodable(list(items)) for name, items in value.items()}
    return value


def _in_utc(moment: dt.datetime | None) -> dt.datetime | None:
    """Turn a moment with a time zone into UTC without one."""
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(dt.UTC).replace(tzinfo=None)
