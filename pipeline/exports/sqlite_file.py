"""One SQLite file with a table per table and view, and its own data dictionary."""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa

from vedtak.pipeline.exports.relations import Relation
from vedtak.pipeline.exports.values import list_text, to_json_value

FILE: Final = "vedtak.sqlite"
DICTIONARY: Final = "data_dictionary"
"""Table that tells what every column holds, since SQLite has no comments."""
_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {"BOOLEAN": "BOOLEAN", "INTEGER": "INTEGER", "BIGINT": "INTEGER", "DOUBLE": "REAL"}
)


def write(folder: Path, relation: Relation, rows: Iterator[pa.RecordBatch]) -> Path:
    """Add a relation to the file; dates and times are ISO 8601, lists JSON, truth is 1 or 0."""
    path = folder / FILE
    with contextlib.closing(sqlite3.connect(path)) as connection:
        # Nothing is lost if this file is: it is written anew or not at all.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        with connection:
            _create(connection, relation)
            marks = ", ".join("?" for _ in relation.columns)
            insert = f'INSERT INTO "{relation.name}" VALUES ({marks})'
            for batch in rows:
                columns = [[_value(one) for one in column.to_pylist()] for column in batch.columns]
                connection.executemany(insert, zip(*columns, strict=True))
    return path


def _create(connection: sqlite3.Connection, relation: Relation) -> None:
    """Make the table of a relation and describe it."""
    lines = [
        f'"{column.name}" {_TYPES.get(column.sql_type, "TEXT")}'
        + ("" if column.nullable else " NOT NULL")
        for column in relation.columns
    ]
    if relation.key:
        lines.append("PRIMARY KEY (" + ", ".join(f'"{name}"' for name in relation.key) + ")")
    connection.execute(f'CREATE TABLE "{relation.name}" ({", ".join(lines)})')
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {DICTIONARY} "
        "(table_name TEXT NOT NULL, column_name TEXT, type TEXT, description TEXT NOT NULL)"
    )
    described: list[tuple[str, str | None, str, str]] = [
        (relation.name, None, relation.kind, relation.about)
    ]
    described += [
        (relation.name, column.name, column.sql_type, column.comment) for column in relation.columns
    ]
    connection.executemany(f"INSERT INTO {DICTIONARY} VALUES (?, ?, ?, ?)", described)


def _value(value: Any) -> Any:
    """Turn a value into one that SQLite knows."""
    if isinstance(value, list):
        return list_text(value)
    return int(value) if isinstance(value, bool) else to_json_value(value)
