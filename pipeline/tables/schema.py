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
from enum import StrEnum
from importlib import resources
from typing import Any, Final

import duckdb

from vedtak.models.abbreviations import Abbreviation
from vedtak.models.base import Record
from vedtak.models.cases import Attachment, Case, CaseNote, Contribution
from vedtak.models.corrections import Correction
from vedtak.models.decisions import (
    Ballot,
    Decision,
    DecisionChange,
    DecisionPoint,
    Proposal,
    Request,
    Vote,
)
from vedtak.models.docstrings import field_docstrings
from vedtak.models.documents import Document, DocumentPath, PageText, Part, Span
from vedtak.models.findings import Finding, Run
from vedtak.models.links import BodyLink, MeetingBody, MeetingLink
from vedtak.models.matters import Matter, MatterCase
from vedtak.models.meetings import Attendance, Body, CasePresence, Meeting
from vedtak.models.people import (
    Merge,
    MergeCandidate,
    Organization,
    OrganizationName,
    Person,
    PersonName,
)
from vedtak.models.references import CaseReference, ReferenceLink
from vedtak.models.search import SearchText
from vedtak.pipeline.tables.bookkeeping import bookkeeping_tables
from vedtak.pipeline.tables.contract import MARKER, SCHEMA_VERSION, contract_digest
from vedtak.pipeline.tables.macros import macro_statements
from vedtak.pipeline.tables.table_definition import Column, TableDefinition, quoted

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
        "abbreviations": Abbreviation,
        "merges": Merge,
        "merge_candidates": MergeCandidate,
        "cases": Case,
        "proposals": Proposal,
        "decisions": Decision,
        "decision_points": DecisionPoint,
        "requests": Request,
        "decision_changes": DecisionChange,
        "votes": Vote,
        "ballots": Ballot,
        "case_notes": CaseNote,
        "attachments": Attachment,
        "contributions": Contribution,
        "case_references": CaseReference,
        "reference_links": ReferenceLink,
        "matters": Matter,
        "matter_cases": MatterCase,
        "meeting_bodies": MeetingBody,
        "body_links": BodyLink,
        "meeting_links": MeetingLink,
        "findings": Finding,
        "corrections": Correction,
        "runs": Run,
        "search_texts": SearchText,
    }
)
"""Tables of schema `main` in the order of the contract, each with the model of its rows."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = types.MappingProxyType(
    {
        "document_paths": ("document_id", "path"),
        "pages": ("document_id", "page_number"),
        "spans": (),
        "person_names": ("person_id", "name_as_written"),
        "organization_names": ("organization_id", "name_as_written"),
        "merges": (),
        "merge_candidates": (),
        "decision_points": ("decision_id", "ordinal"),
        "requests": ("decision_id", "ordinal"),
        "decision_changes": ("decision_id", "ordinal"),
        "ballots": ("vote_id", "ordinal"),
    }
)
"""Keys of the tables whose key is not simply their first column."""

STATED: Final = (
    "bodies",
    "meetings",
    "attendance",
    "case_presence",
    "cases",
    "proposals",
    "decisions",
    "decision_points",
    "requests",
    "votes",
    "ballots",
    "case_notes",
    "attachments",
    "contributions",
    "case_references",
    "meeting_bodies",
    "abbreviations",
    "findings",
)
"""Tables that also exist in schema `stated`, with one row per record and document."""


class _FieldColumn(Column):
    """The column of a field; the field's docstring is read when the comment is asked for."""

    __slots__ = ("_record",)
    _record: type[Record]

    def __init__(self, name: str, sql_type: str, nullable: bool, record: type[Record]) -> None:
        for place, value in zip(
            ("name", "sql_type", "nullable", "_record"),
            (name, sql_type, nullable, record),
            strict=True,
        ):
            object.__setattr__(self, place, value)

    @property
    def comment(self) -> str:
        return field_comment(self._record, self.name)


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
_VIEW_READ = re.compile(r"\bmain\.(\w+)")
_VIEW_COLUMN = re.compile(r"--\s*column\s+(\w+)\s*(?::\s*(.+)|=\s*(\w+)\.(\w+)\s*)$")


def key_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table's key; empty when it has none."""
    return KEYS.get(table, tuple(TABLES[table].model_fields)[:1])


@functools.cache
def columns_of(record: type[Record]) -> tuple[Column, ...]:
    """Return the columns that a model's fields make."""
    return tuple(
        _column(name, info.annotation, record) for name, info in record.model_fields.items()
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


def table_definitions() -> Iterator[TableDefinition]:
    """Yield all tables of the contract: the marker, schema `main`, schema `stated`."""
    marked = (
        Column("version", "INTEGER", False, "Version of the schema."),
        Column("contract", "VARCHAR", True, "Digest of all tables, views, macros and comments."),
    )
    yield TableDefinition(f"main.{MARKER}", marked, (), "Marks a vedtak database.")
    for table, record in TABLES.items():
        about = _one_line(record.__doc__)
        yield TableDefinition(f"main.{table}", columns_of(record), key_of(table), about)
    for table in STATED:
        about = f"What each document states: {_one_line(TABLES[table].__doc__)}"
        yield TableDefinition(f"stated.{table}", stated_columns(table), (), about)
    yield from bookkeeping_tables()


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Make all tables, views, macros and comments in an empty database, in one transaction."""
    statements = [*_tables(), *views_and_macros(), *mark()]
    connection.execute("BEGIN")
    try:
        connection.execute(";\n".join(statements))
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def contract_text() -> str:
    """Return all that makes an empty database, but for the mark of what has made it."""
    return ";\n".join([*_tables(), *views_and_macros()])


def mark() -> Iterator[str]:
    """Yield the statements that note which contract a database is made by."""
    yield f"DELETE FROM main.{MARKER}"
    yield f"INSERT INTO main.{MARKER} VALUES ({SCHEMA_VERSION}, '{contract_digest()}')"


def _tables() -> Iterator[str]:
    """Yield the statements that make the tables with their comments."""
    yield "CREATE SCHEMA stated"
    for table in table_definitions():
        yield table.create()
        yield from table.comments()


def views_and_macros() -> Iterator[str]:
    """Yield the statements that make the views and macros with their comments."""
    yield sql_text("canonical_key.sql")  # views use it
    for view in _by_need(view_names()):
        text = sql_text(f"views/{view}.sql")
        about, comments = view_comments(text)
        yield text.rstrip().removesuffix(";")
        yield f"COMMENT ON VIEW main.{view} IS {quoted(about)}"
        for column, comment in comments.items():
            yield f"COMMENT ON COLUMN main.{view}.{column} IS {quoted(comment)}"
    yield from macro_statements()


def view_columns(view: str) -> list[str]:
    """Return the names of a view's columns in order."""
    return list(view_comments(sql_text(f"views/{view}.sql"))[1])


def _by_need(views: list[str]) -> Iterator[str]:
    """Yield views so that each comes after those that it reads."""
    waiting = {view: set(_VIEW_READ.findall(sql_text(f"views/{view}.sql"))) for view in views}
    while waiting:
        ready = [view for view, read in waiting.items() if not (read - {view}) & waiting.keys()]
        if not ready:
            raise ValueError(f"views that read each other: {', '.join(waiting)}")
        for view in ready:
            del waiting[view]
        yield from ready


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
            comments[found[1]] = field_comment(TABLES[found[3]], found[4])
    return " ".join(about), comments


def field_comment(record: type[Record], name: str) -> str:
    """Return what the docstring of a field says, in one line."""
    return _one_line(field_docstrings(record).get(name))


def _column(name: str, annotation: Any, record: type[Record]) -> Column:
    """Make the column of one field."""
    nullable = False
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        members = [member for member in typing.get_args(annotation) if member is not type(None)]
        if len(members) != 1:
            raise TypeError(f"no column type for field {name}: {annotation}")
        annotation, nullable = members[0], True
    # Sizes of files do not fit into 32 bits; everything else does, and R reads 64 bits as floats.
    sql_type = "BIGINT" if name.endswith("_bytes") else _sql_type(name, annotation)
    return _FieldColumn(name, sql_type, nullable, record)


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
