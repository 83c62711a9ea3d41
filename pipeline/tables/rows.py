"""Rows on their way into the database, column by column.

Rows never go in one by one: in DuckDB that is slower by a factor of a thousand or so. They are laid
out in memory as Arrow has them, and DuckDB takes them from there. Neither are they bound to the
statement: for each value that is bound DuckDB looks whether pandas can be imported.
"""

import contextlib
import datetime as dt
import signal
import threading
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

import duckdb

from vedtak.models.base import Record
from vedtak.pipeline.tables.arrow_layout import laid_out, stream_of
from vedtak.pipeline.tables.schema import columns_of
from vedtak.pipeline.tables.table_definition import Column

INCOMING: Final = "$incoming"
"""Stands for the rows in a statement."""
MISFITS: Final = (duckdb.DataError, duckdb.InvalidInputException, ValueError)
"""What is raised when a value does not fit into its column."""
_NAME: Final = "_incoming_rows"


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
    return column_rows(columns, [[*map(attrgetter(c.name), records)] for c in columns])


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


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    """Make a temporary table of rows, in the place of one with the same name."""
    execute_with(connection, f"CREATE OR REPLACE TEMP TABLE {table} AS FROM {INCOMING}", rows)


def execute_with(connection: duckdb.DuckDBPyConnection, statement: str, rows: Rows) -> None:
    """Execute a statement that reads rows; see `execute_all_with`."""
    execute_all_with(connection, [statement], rows)


def execute_all_with(
    connection: duckdb.DuckDBPyConnection, statements: Iterable[str], rows: Rows
) -> None:
    """Execute statements that read the same rows.

    Args:
        connection: Where to.
        statements: Each has `$incoming` where a table would stand, just once, and no parameters.
        rows: What they read there.

    Raises:
        ValueError: A value is none of its column's type.
    """
    laid = laid_out(rows.values, rows.types)
    with _uninterrupted():
        for statement in statements:
            _incoming_rows = stream_of(laid).__arrow_c_stream__()  # DuckDB finds it by this name
            connection.execute(statement.replace(INCOMING, _NAME))


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off until a statement is done.

    What is raised while DuckDB takes the rows would come out of it as a fault of the rows.
    """
    answer = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(answer):
        yield
        return
    pressed: list[tuple[int, types.FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda *which: pressed.append(which))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, answer)
        if pressed:
            answer(*pressed[0])


def listed(values: Iterable[str]) -> str:
    """Write texts as SQL, a short list for behind IN."""
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values) or "NULL"


def _in_utc(moment: dt.datetime | None) -> dt.datetime | None:
    """Turn a moment with a time zone into UTC without one."""
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(dt.UTC).replace(tzinfo=None)
