"""Databases of an older contract: what they lack, and how they get it.

Tables, columns, views and macros that were only added are made in place, in one transaction.
Anything else is refused: the papers are there, and importing them anew is safer than a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import duckdb
from pydantic_core import PydanticUndefined

from vedtak.pipeline.storing.merge import all_keys, know_owners
from vedtak.pipeline.tables.contract import MARKER
from vedtak.pipeline.tables.macros import macros
from vedtak.pipeline.tables.schema import (
    TABLES,
    mark,
    table_definitions,
    view_names,
    views_and_macros,
)
from vedtak.pipeline.tables.table_definition import Column, TableDefinition

_COLUMNS: Final = """
    SELECT schema_name || '.' || table_name, column_name, data_type
    FROM duckdb_columns()
    WHERE database_name = current_database() AND NOT internal
"""
_OTHERS: Final = """
    SELECT view_name FROM duckdb_views()
    WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal
    UNION ALL
    SELECT function_name FROM duckdb_functions()
    WHERE database_name = current_database() AND function_type = 'table_macro' AND NOT internal
"""


class NotAdditive(Exception):
    """A difference that can't be made good in place; the text says which."""


@dataclass(slots=True)
class Lack:
    """What a database lacks of the contract."""

    tables: list[str] = field(default_factory=list)
    """Tables, with their schema."""
    columns: dict[str, list[str]] = field(default_factory=dict)
    """Columns, by the table that lacks them."""
    others: list[str] = field(default_factory=list)
    """Views and macros."""
    conflicts: list[str] = field(default_factory=list)
    """What is there in another form, each as a clause."""

    def __bool__(self) -> bool:
        """Whether anything is missing or in conflict."""
        return bool(self.tables or self.columns or self.others or self.conflicts)

    def __str__(self) -> str:
        """Name the first few things."""
        named = [f"the table {table.removeprefix('main.')}" for table in self.tables]
        for table, columns in self.columns.items():
            named += [f"the column {table.removeprefix('main.')}.{column}" for column in columns]
        named += [f"the view or macro {name}" for name in self.others]
        if not named:
            return "; ".join(self.conflicts)
        rest = len(named) - 3
        return f"it lacks {', '.join(named[:3])}" + (f" and {rest} more" if rest > 0 else "")


def find_lack(connection: duckdb.DuckDBPyConnection) -> Lack:
    """Compare a database with the contract; what a user has added is of no interest."""
    stored: dict[str, dict[str, str]] = {}
    for table, column, data_type in connection.execute(_COLUMNS).fetchall():
        stored.setdefault(table, {})[column] = data_type
    lack = Lack()
    for table in table_definitions():
        columns = stored.get(table.name)
        if columns is None:
            lack.tables.append(table.name)
            continue
        missing = [column.name for column in table.columns if column.name not in columns]
        # Digests were added to the marker last; a database without one is simply out of date.
        if missing and table.name != f"main.{MARKER}":
            lack.columns[table.name] = missing
            known = {column.name for column in table.columns}
            strange = [column for column in columns if column not in known]
            lack.conflicts += [f"{table.name}.{name} is not known any more" for name in strange]
        for column in table.columns:
            found = columns.get(column.name, column.sql_type)
            if found != column.sql_type:
                lack.conflicts.append(
                    f"{table.name}.{column.name} is {found} and should be {column.sql_type}"
                )
    others = {name for (name,) in connection.execute(_OTHERS).fetchall()}
    wanted = [*view_names(), *(macro.name for macro in macros())]
    lack.others = [name for name in wanted if name not in others]
    return lack


def migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Add what a database lacks, in one transaction.

    Where a column is added, every document is read anew by the next import, since what the column
    should hold stands in the papers only.

    Raises:
        NotAdditive: When more than additions would be needed; nothing is changed then.
    """
    lack = find_lack(connection)
    if lack.conflicts:
        raise NotAdditive("; ".join(lack.conflicts))
    connection.begin()
    try:
        connection.execute("CREATE SCHEMA IF NOT EXISTS stated")
        for table in table_definitions():
            _bring_up(connection, table, lack)
        if "stated.known_owners" in lack.tables:
            for keys in all_keys():  # one by one: together they are more than goes into memory
                know_owners(connection, f"({keys})")
        if lack.columns:
            connection.execute("UPDATE main.documents SET options_digest = NULL")
        connection.execute(";\n".join([*views_and_macros(), *mark()]))
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _bring_up(connection: duckdb.DuckDBPyConnection, table: TableDefinition, lack: Lack) -> None:
    """Make one table what the contract says."""
    if table.name in lack.tables:
        connection.execute(table.create())
    elif table.name == f"main.{MARKER}":
        connection.execute(f"ALTER TABLE {table.name} ADD COLUMN IF NOT EXISTS contract VARCHAR")
    elif table.name in lack.columns:
        _rebuild(connection, table, set(lack.columns[table.name]))
    connection.execute(";\n".join(table.comments()))


def _rebuild(
    connection: duckdb.DuckDBPyConnection, table: TableDefinition, missing: set[str]
) -> None:
    """Make a table anew with its rows, so that columns stand in their order, with their limits."""
    row = connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()
    empty = row == (0,)
    values = "" if empty else "".join(_values(table, missing))
    connection.execute(f"CREATE TEMP TABLE kept AS SELECT *{values} FROM {table.name}")
    connection.execute(f"DROP TABLE {table.name}")
    connection.execute(table.create())
    if not empty:
        connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM temp.kept")
    connection.execute("DROP TABLE temp.kept")


def _values(table: TableDefinition, missing: set[str]) -> Iterator[str]:
    """Yield what stands in the new columns that may not be empty until they are read anew."""
    for column in table.columns:
        if column.name in missing and not column.nullable:
            yield f", {_default(table, column)} AS {column.name}"


def _default(table: TableDefinition, column: Column) -> str:
    """Return the default of a column as a SQL literal."""
    schema, _, name = table.name.partition(".")
    info = TABLES[name].model_fields.get(column.name)
    value = PydanticUndefined if info is None else info.get_default(call_default_factory=True)
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, list) and not value:
        return f"[]::{column.sql_type}"
    if isinstance(value, bool | int | float):
        return f"{value}::{column.sql_type}"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    place = name if schema == "main" else table.name
    raise NotAdditive(f"nothing is known to put into the new column {place}.{column.name}")
