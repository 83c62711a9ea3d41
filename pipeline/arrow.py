"""Arrow tables from records, column by column, and their way into DuckDB.

Rows never go in one by one: in DuckDB that is slower by a factor of a thousand or so.
"""

import datetime as dt
import re
import types
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import duckdb
import pyarrow as pa

from vedtak.models.base import Record
from vedtak.pipeline.schema import Column, columns_of

_TYPES: Final[Mapping[str, pa.DataType]] = types.MappingProxyType(
    {
        "VARCHAR": pa.string(),
        "BOOLEAN": pa.bool_(),
        "INTEGER": pa.int32(),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "DATE": pa.date32(),
        "TIME": pa.time64("us"),
        "TIMESTAMP": pa.timestamp("us"),
    }
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def column_array(column: Column, values: Iterable[Any]) -> pa.Array:
    """Make the Arrow array of one column."""
    kind = arrow_type(column.sql_type)
    if column.sql_type == "TIMESTAMP":
        values = [_in_utc(value) for value in values]
    else:
        values = list(values)
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        # Half a surrogate pair, from a damaged PDF or an odd file name, has no UTF-8.
        return pa.array([_encodable(value) for value in values], type=kind)


def records_table(record_type: type[Record], records: Sequence[Record]) -> pa.Table:
    """Make an Arrow table with one row per record and one column per field."""
    return pa.table(
        {
            column.name: column_array(column, [getattr(record, column.name) for record in records])
            for column in columns_of(record_type)
        }
    )


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table, suffix: str = ""
) -> None:
    """Insert an Arrow table by the names of its columns.

    Args:
        connection: Where to.
        table: Name of the table with its schema.
        rows: The rows; nothing is done when there are none.
        suffix: SQL behind the statement, for example an ANTI JOIN.
    """
    if rows.num_rows == 0:
        return
    connection.register("incoming", rows)
    try:
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming {suffix}")
    finally:
        connection.unregister("incoming")


def arrow_type(sql_type: str) -> pa.DataType:
    """Return the Arrow type that stands for a DuckDB type."""
    if sql_type.endswith("[]"):
        return pa.list_(arrow_type(sql_type.removesuffix("[]")))
    return _TYPES[sql_type]


def _in_utc(moment: dt.datetime | None) -> dt.datetime | None:
    """Turn a moment with a time zone into UTC without one, as the column stores it."""
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def _encodable(value: Any) -> Any:
    """Replace halves of surrogate pairs, each by one character so that offsets stay true."""
    if isinstance(value, str):
        return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    return value
