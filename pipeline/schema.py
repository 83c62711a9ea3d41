"""The database contract as code: tables, columns and comments made from the models.

A table is a model, a column is a field, a comment is the field's docstring, so that the contract
is written down once. Views are files in `sql/views/`.
"""

import datetime as dt
import functools
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any, Final

import duckdb

from vedtak.models.base import Record
from vedtak.models.cases import Attachment, Case, CaseNote, Contribution
from vedtak.models.decisions import Ballot, Decision, DecisionPoint, Proposal, Vote
from vedtak.models.documents import Document, DocumentPath, PageText, Part, Span
from vedtak.models.findings import Finding, Run
from vedtak.models.meetings import Attendance, Body, CasePresence, Meeting
from vedtak.models.people import Organization, OrganizationName, Person, PersonName
from vedtak.models.search import SearchText

SCHEMA_VERSION: Final = 1
"""Raised when a stored database needs a migration to be read by this code."""

MARKER: Final = "vedtak_schema"
"""Table by which a vedtak database is told from any other; one row, the schema version."""

TABLES: Final[Mapping[str, type[Record]]] = types.MappingProxyType(
    {
        "documents": Document,
        "document_paths": DocumentPath,
        "pages": PageText,
        "parts": Part,
        "spans": Span,
        "bodies": Body,
        "meetings": Meeting,
        "attendance": Attendance,
        "case_presence": CasePresence,
        "people": Person,
        "person_names": PersonName,
        "organizations": Organization,
        "organization_names": OrganizationName,
        "cases": Case,
        "proposals": Proposal,
        "decisions": Decision,
        "decision_points": DecisionPoint,
        "votes": Vote,
        "ballots": Ballot,
        "case_notes": CaseNote,
        "attachments": Attachment,
        "contributions": Contribution,
        "findings": Finding,
        "runs": Run,
        "search_texts": SearchText,
    }
)
"""Tables of schema `main` in the order of the contract, each with the model of its rows."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = types.MappingProxyType(
    {
        "document_paths": ("document_id", "path"),
        "pages": ("document_id", "page_number"),
        "spans": (),  # an archive has tens of millions; an index on them costs more than it gives
        "person_names": ("person_id", "name_as_written"),
        "organization_names": ("organization_id", "name_as_written"),
        "decision_points": ("decision_id", "ordinal"),
        "ballots": ("vote_id", "ordinal"),
    }
)
"""Primary keys of the tables whose key is not simply their first column."""

STATED: Final = (
    "bodies",
    "meetings",
    "attendance",
    "case_presence",
    "cases",
    "proposals",
    "decisions",
    "decision_points",
    "votes",
    "ballots",
    "case_notes",
    "attachments",
    "contributions",
    "findings",
)
"""Tables that also exist in schema `stated`, with one row per record and document."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, DuckDB type, whether it may be NULL, and its comment."""

    name: str
    sql_type: str
    nullable: bool
    comment: str


SOURCE_COLUMNS: Final = (
    Column("document_id", "VARCHAR", False, "Document that states the row."),
    Column(
        "part_rank",
        "INTEGER",
        False,
        "Precedence of the kind of part: 1 minutes, 2 case protocol, 3 agenda, 4 case note, "
        "5 attachment, 6 other, 7 no part.",
    ),
    Column(
        "source_rank",
        "INTEGER",
        False,
        "Precedence of the text source: 1 text layer, 2 plain text, 3 OCR, 4 none.",
    ),
    Column("part_ordinal", "INTEGER", False, "Place of the part in the document; 0 without part."),
    Column("statement", "INTEGER", False, "Place among the document's rows of this table, from 1."),
)
"""Columns that the tables of schema `stated` have besides those of the contract."""

_TYPES: Final[Mapping[type, str]] = types.MappingProxyType(
    {
        str: "VARCHAR",
        bool: "BOOLEAN",
        int: "INTEGER",
        float: "DOUBLE",
        dt.date: "DATE",
        dt.time: "TIME",
        dt.datetime: "TIMESTAMP",
    }
)
_VIEW_COLUMN = re.compile(r"--\s*column\s+(\w+)\s*(?::\s*(.+)|=\s*(\w+)\.(\w+)\s*)$")


def key_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table's primary key; empty when it has none."""
    return KEYS.get(table, tuple(TABLES[table].model_fields)[:1])


@functools.cache
def columns_of(record: type[Record]) -> tuple[Column, ...]:
    """Return the columns that a model's fields make."""
    return tuple(
        _column(name, info.annotation, info.description)
        for name, info in record.model_fields.items()
    )


@functools.cache
def stated_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table of schema `stated`: those of the contract and the source."""
    source_names = {column.name for column in SOURCE_COLUMNS}
    own = (column for column in columns_of(TABLES[table]) if column.name not in source_names)
    return (*own, *SOURCE_COLUMNS)


@functools.cache
def sql_text(name: str) -> str:
    """Return the text of a file under `pipeline/sql/`."""
    file = resources.files("vedtak.pipeline").joinpath("sql", *name.split("/"))
    return file.read_text(encoding="utf-8")


def view_names() -> list[str]:
    """Return the names of the views, in alphabetical order."""
    folder = resources.files("vedtak.pipeline").joinpath("sql", "views")
    names = (entry.name for entry in folder.iterdir())
    return sorted(name.removesuffix(".sql") for name in names if name.endswith(".sql"))


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Make all tables, views and comments in an empty database, in one transaction."""
    statements = [*_tables(), *_views()]
    statements.append(f"INSERT INTO {MARKER} VALUES ({SCHEMA_VERSION})")
    connection.execute("BEGIN")
    try:
        connection.execute(";\n".join(statements))
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _tables() -> Iterator[str]:
    """Yield the statements that make the tables with their comments."""
    yield f"CREATE TABLE {MARKER} (version INTEGER NOT NULL)"
    yield f"COMMENT ON TABLE {MARKER} IS 'Marks a vedtak database.'"
    yield f"COMMENT ON COLUMN {MARKER}.version IS 'Version of the schema.'"
    yield "CREATE SCHEMA stated"
    for table in TABLES:
        yield from table_statements(table)
    for table in STATED:
        about = f"What each document states: {_one_line(TABLES[table].__doc__)}"
        yield from _table(f"stated.{table}", stated_columns(table), (), about)


def table_statements(table: str) -> Iterator[str]:
    """Yield the statements that make a table of the contract with its comments."""
    record = TABLES[table]
    about = _one_line(record.__doc__)
    yield from _table(f"main.{table}", columns_of(record), key_of(table), about)


def _table(
    name: str, columns: tuple[Column, ...], key: tuple[str, ...], about: str
) -> Iterator[str]:
    """Yield the statements that make one table with its comments."""
    lines = [f"{c.name} {c.sql_type}{'' if c.nullable else ' NOT NULL'}" for c in columns]
    if key:
        lines.append(f"PRIMARY KEY ({', '.join(key)})")
    yield f"CREATE TABLE {name} ({', '.join(lines)})"
    yield f"COMMENT ON TABLE {name} IS {_quoted(about)}"
    for column in columns:
        yield f"COMMENT ON COLUMN {name}.{column.name} IS {_quoted(column.comment)}"


def _views() -> Iterator[str]:
    """Yield the statements that make the views with their comments."""
    for view in view_names():
        text = sql_text(f"views/{view}.sql")
        about, comments = view_comments(text)
        yield text.rstrip().removesuffix(";")
        yield f"COMMENT ON VIEW main.{view} IS {_quoted(about)}"
        for column, comment in comments.items():
            yield f"COMMENT ON COLUMN main.{view}.{column} IS {_quoted(comment)}"


def view_comments(text: str) -> tuple[str, dict[str, str]]:
    """Read the comments at the top of a view's file: about the view, and per column.

    Comment lines up to the first that starts with `-- column` are about the view. A column's
    comment is `-- column name: words`, or `-- column name = table.column` for that column's own.
    """
    about: list[str] = []
    comments: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        found = _VIEW_COLUMN.match(line)
        if found is None:
            about.append(line.removeprefix("--").strip())
        elif found[2]:
            comments[found[1]] = found[2].strip()
        else:
            comments[found[1]] = _comment_of(found[3], found[4])
    return " ".join(about), comments


def _comment_of(table: str, column: str) -> str:
    """Return the comment of a table's column."""
    return _one_line(TABLES[table].model_fields[column].description)


def _column(name: str, annotation: Any, description: str | None) -> Column:
    """Make the column of one field."""
    nullable = False
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        members = [member for member in typing.get_args(annotation) if member is not type(None)]
        if len(members) != 1:
            raise TypeError(f"no column type for field {name}: {annotation}")
        annotation, nullable = members[0], True
    # Sizes of files do not fit into 32 bits; everything else does, and R reads 64 bits as floats.
    sql_type = "BIGINT" if name.endswith("_bytes") else _sql_type(name, annotation)
    return Column(name, sql_type, nullable, _one_line(description))


def _sql_type(name: str, annotation: Any) -> str:
    """Return the DuckDB type of a field's annotation."""
    if typing.get_origin(annotation) is list:
        return f"{_sql_type(name, typing.get_args(annotation)[0])}[]"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return "VARCHAR"
    if annotation not in _TYPES:
        raise TypeError(f"no column type for field {name}: {annotation}")
    return _TYPES[annotation]


def _one_line(text: str | None) -> str:
    """Collapse the line breaks of a docstring."""
    return " ".join((text or "").split())


def _quoted(text: str) -> str:
    """Quote a text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"
