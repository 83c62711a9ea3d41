"""Arrow tables from rows and columns: what rows go into files as."""

import types
from collections.abc import Iterable, Mapping
from typing import Any, Final

import duckdb
import pyarrow as pa

from vedtak.pipeline.tables.arrow_layout import encodable
from vedtak.pipeline.tables.rows import Rows, storable
from vedtak.pipeline.tables.table_definition import Column

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


def column_array(column: Column, values: Iterable[Any]) -> pa.Array:
    """Make the Arrow array of one column."""
    return _array(column.sql_type, storable(column.sql_type, list(values)))


def arrow_table(rows: Rows) -> pa.Table:
    """Make an Arrow table of rows.

    Raises:
        ValueError: When a value does not fit into its column.
    """
    try:
        return pa.table(
            {name: _array(rows.types[name], values) for name, values in rows.values.items()}
        )
    except pa.ArrowException as error:
        raise ValueError(str(error)) from error


def insert_table(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Insert an Arrow table by the names of its columns; nothing is done when it has no rows."""
    if rows.num_rows == 0:
        return
    connection.register("incoming", rows)
    try:
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    finally:
        connection.unregister("incoming")


def arrow_type(sql_type: str) -> pa.DataType:
    """Return the Arrow type that stands for a DuckDB type."""
    if sql_type.endswith("[]"):
        return pa.list_(arrow_type(sql_type.removesuffix("[]")))
    return _TYPES[sql_type]


def _array(sql_type: str, values: Any) -> pa.Array:
    kind = arrow_type(sql_type)
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:  # half a surrogate pair has no UTF-8
        return pa.array([encodable(value) for value in values], type=kind)
