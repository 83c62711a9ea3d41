"""The data dictionary: what an empty database says of itself."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import duckdb

from vedtak.pipeline.tables.macros import Macro, macros
from vedtak.pipeline.tables.schema import TABLES, create_schema, key_of, view_names
from vedtak.pipeline.tables.table_definition import Column

_RELATIONS: Final = """
    SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal
    UNION ALL
    SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
"""
_COLUMNS: Final = """
    SELECT table_name, column_name, data_type, is_nullable, comment
    FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal
    ORDER BY table_name, column_index
"""
_STATED: Final = (
    "Schema stated holds the same tables as each document states them, before documents that "
    "speak of the same record are put together."
)
_WIDTH: Final = 100


@dataclass(slots=True)
class Relation:
    """A table or view."""

    name: str
    """Its name."""
    kind: str
    """'table' or 'view'."""
    comment: str
    """What it holds."""
    key: tuple[str, ...]
    """Columns of its primary key; empty when it has none."""
    columns: list[Column] = field(default_factory=list)
    """Its columns."""


def data_dictionary() -> list[Relation]:
    """Describe all tables in the order of the contract, then all views; macros are apart.

    A new database in memory is asked, so that types and comments are those that users meet.
    """
    with duckdb.connect(":memory:") as connection:
        create_schema(connection)
        comments = dict(connection.execute(_RELATIONS).fetchall())
        columns = connection.execute(_COLUMNS).fetchall()
    relations = [Relation(name, "table", comments[name] or "", key_of(name)) for name in TABLES]
    relations += [Relation(name, "view", comments[name] or "", ()) for name in view_names()]
    by_name = {relation.name: relation for relation in relations}
    for table, name, sql_type, nullable, comment in columns:
        if table in by_name:
            by_name[table].columns.append(Column(name, sql_type, nullable, comment or ""))
    return relations


def to_text(relations: Sequence[Relation]) -> str:
    """Write the dictionary as plain text."""
    blocks = [relation_text(relation) for relation in relations]
    return "\n\n".join([*blocks, *map(macro_text, macros()), _STATED])


def relation_text(relation: Relation) -> str:
    """Write a table or view as plain text."""
    lines = [f"{relation.name} ({relation.kind})"]
    lines += textwrap.wrap(relation.comment, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    width = max(len(column.name) for column in relation.columns)
    for column in relation.columns:
        head = f"    {column.name:<{width}}  {_type(relation, column):<14}  "
        lines += textwrap.wrap(
            column.comment or "-",
            max(_WIDTH, len(head) + 40),
            initial_indent=head,
            subsequent_indent=" " * len(head),
        )
    return "\n".join(lines)


def macro_text(macro: Macro) -> str:
    """Write a macro as plain text."""
    lines = [f"{macro.signature} (macro)"]
    lines += textwrap.wrap(macro.comment, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    for name, words in macro.parameters.items():
        lines += textwrap.wrap(
            f"{name}  {words}", _WIDTH, initial_indent="    ", subsequent_indent="      "
        )
    return "\n".join(lines)


def to_markdown(relations: Sequence[Relation]) -> str:
    """Write the dictionary as Markdown."""
    blocks = ["# Data dictionary", _STATED]
    for relation in relations:
        rows = [
            f"| `{column.name}` | {_type(relation, column)} | {_escaped(column.comment)} |"
            for column in relation.columns
        ]
        blocks.append(f"## `{relation.name}` ({relation.kind})")
        blocks.append(_escaped(relation.comment))
        blocks.append("\n".join(["| column | type | what it holds |", "|---|---|---|", *rows]))
    for macro in macros():
        told = [f"| `{name}` | {_escaped(words)} |" for name, words in macro.parameters.items()]
        blocks.append(f"## `{macro.signature}` (macro)")
        blocks.append(_escaped(macro.comment))
        blocks.append("\n".join(["| parameter | what it means |", "|---|---|", *told]))
    return "\n\n".join(blocks)


def _type(relation: Relation, column: Column) -> str:
    """Write the type of a column with what must be known of it."""
    return f"{column.sql_type} key" if column.name in relation.key else column.sql_type


def _escaped(text: str) -> str:
    """Keep what Markdown would take for a mark of its own."""
    return text.replace("|", "\\|").replace("<", "&lt;")
