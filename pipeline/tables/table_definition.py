"""What a table of the contract is: columns, what tells rows apart, and comments."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, DuckDB type, whether it may be NULL, and its comment."""

    name: str
    sql_type: str
    nullable: bool
    comment: str


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A table as the contract has it."""

    name: str
    """Name with its schema, for example 'stated.cases'."""
    columns: tuple[Column, ...]
    """Its columns in order."""
    key: tuple[str, ...]
    """Columns that tell its rows apart; empty when it has none.

    The database does not enforce it: rows are derived by key. An index on a key is written anew as
    a whole whenever a row was added, which in a large archive took longer than the import.
    """
    about: str
    """What it holds."""

    def create(self) -> str:
        """Write the statement that makes the table."""
        lines = [f"{c.name} {c.sql_type}{'' if c.nullable else ' NOT NULL'}" for c in self.columns]
        return f"CREATE TABLE {self.name} ({', '.join(lines)})"

    def comments(self) -> Iterator[str]:
        """Yield the statements that comment the table and its columns."""
        yield f"COMMENT ON TABLE {self.name} IS {quoted(self.about)}"
        for column in self.columns:
            yield f"COMMENT ON COLUMN {self.name}.{column.name} IS {quoted(column.comment)}"


def quoted(text: str) -> str:
    """Quote a text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"
