"""What there is to export: tables, what each document states, and views, in a fixed order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

from vedtak.pipeline.asking.hints import nearest
from vedtak.pipeline.errors import VedtakError
from vedtak.pipeline.tables.contract import MARKER
from vedtak.pipeline.tables.dictionary import data_dictionary
from vedtak.pipeline.tables.schema import table_definitions
from vedtak.pipeline.tables.table_definition import Column

BATCH: Final = 50_000
"""Rows that are held at once."""


class ExportProblem(VedtakError):
    """An export or a restoration that can't be done as asked."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view to export."""

    schema: str
    """'main' or 'stated'."""
    name: str
    """Its name."""
    kind: str
    """'table', 'stated' or 'view'."""
    columns: tuple[Column, ...]
    """Its columns in order."""
    key: tuple[str, ...]
    """Columns of its primary key; empty when it has none."""
    about: str
    """What it holds."""

    @property
    def source(self) -> str:
        """Name in the database with its schema."""
        return f"{self.schema}.{self.name}"

    @property
    def label(self) -> str:
        """Name in the export: 'cases', 'stated/cases'."""
        return self.name if self.schema == "main" else f"{self.schema}/{self.name}"


def tables() -> list[Relation]:
    """Return the tables of the contract in its order."""
    return [relation for relation in _defined() if relation.kind == "table"]


def stated() -> list[Relation]:
    """Return the tables of what each document states."""
    return [relation for relation in _defined() if relation.kind == "stated"]


def views() -> list[Relation]:
    """Return the views in alphabetical order."""
    return [
        Relation("main", one.name, "view", tuple(one.columns), (), one.comment)
        for one in data_dictionary()
        if one.kind == "view"
    ]


def chosen(names: Sequence[str]) -> list[Relation]:
    """Return the tables and views of some names, in the order of the contract.

    Raises:
        ExportProblem: When there is no such table or view.
    """
    known = {relation.label: relation for relation in [*tables(), *views(), *stated()]}
    for name in names:
        if name not in known:
            near = nearest(name, list(known))
            meant = f"did you mean {near[0]}?" if near else "vedtak schema lists those there are."
            raise ExportProblem(f"there is no table or view {name}; {meant}")
    return [relation for label, relation in known.items() if label in names]


def batches(connection: duckdb.DuckDBPyConnection, relation: Relation) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a relation in an order that depends on nothing but the rows."""
    columns = ", ".join(f'"{column.name}"' for column in relation.columns)
    order = ", ".join(relation.key) or "ALL"
    query = f"SELECT {columns} FROM {relation.source} ORDER BY {order}"
    yield from connection.execute(query).to_arrow_reader(BATCH)


def _defined() -> Iterator[Relation]:
    """Yield the tables of both schemas."""
    for table in table_definitions():
        schema, _, name = table.name.partition(".")
        if name != MARKER:
            kind = "table" if schema == "main" else "stated"
            yield Relation(schema, name, kind, table.columns, table.key, table.about)
