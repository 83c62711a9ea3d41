"""Gains and losses: which records a database has that another has not, document by document.

The other database is the base. Records are told by their keys; a record whose key alone changed is
shown as changed and not as two.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from vedtak.pipeline.asking.tabular import plain
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import STATED, TABLES, key_of

KINDS: Final = ("appeared", "vanished", "changed")
"""What can become of a record."""
_BATCH: Final = 200
"""Documents that are read at once."""
_QUERIES: Final = {
    "documents": "SELECT * FROM main.documents",
    "parts": "SELECT * FROM main.parts",
    **{table: f"SELECT * FROM stated.{table}" for table in STATED},
}
_OF_DOCUMENT: Final[tuple[str, ...]] = (
    "language",
    "profile",
    "status",
    "error",
    "text_source",
    "page_count",
)
"""What is told of a document itself; when and with what it was imported is no news."""

Row = dict[str, Any]


@dataclass(slots=True)
class Change:
    """What became of one record."""

    kind: str
    """'appeared', 'vanished' or 'changed', seen from the base."""
    table: str
    """Its table."""
    key: str
    """Its key; in the base, if it changed."""
    fields: Row
    """Its values; of a changed record, each field that differs with [before, after]."""


@dataclass(slots=True)
class DocumentChanges:
    """What became of the records of one document."""

    document_id: str
    """The document."""
    path: str
    """Where it was found."""
    changes: list[Change] = field(default_factory=list)
    """What became of its records."""


@dataclass(slots=True)
class Comparison:
    """A database against the base."""

    base: str
    """The base, as named by the user."""
    compared: str
    """What is compared with it."""
    both: int = 0
    """Documents that both hold."""
    only_base: list[str] = field(default_factory=list)
    """Paths of documents that only the base holds; their records are not counted."""
    only_compared: list[str] = field(default_factory=list)
    """Paths of documents that only the other holds."""
    documents: list[DocumentChanges] = field(default_factory=list)
    """The documents of which a record appeared, vanished or changed, by path."""

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many records of each table appeared, vanished and changed."""
        counts: dict[str, dict[str, int]] = {}
        for change in (each for document in self.documents for each in document.changes):
            row = counts.setdefault(change.table, dict.fromkeys(KINDS, 0))
            row[change.kind] += 1
        return {table: counts[table] for table in _QUERIES if table in counts}


def compare_databases(base: Path, other: Path, name: str) -> Comparison:
    """Compare a database with a base.

    Args:
        base: The base, a database.
        other: What is compared with it, a database.
        name: How the other is called in the result.

    Raises:
        DatabaseProblem: One of them can't be opened.
    """
    comparison = Comparison(str(base), name)
    with Store.open(base, read_only=True) as before, Store.open(other, read_only=True) as after:
        old, new = _documents(before), _documents(after)
        shared = sorted(old.keys() & new.keys(), key=lambda key: (new[key], key))
        comparison.both = len(shared)
        comparison.only_base = sorted(old[key] for key in old.keys() - new.keys())
        comparison.only_compared = sorted(new[key] for key in new.keys() - old.keys())
        for start in range(0, len(shared), _BATCH):
            batch = shared[start : start + _BATCH]
            was, now = _rows(before, batch), _rows(after, batch)
            for key in batch:
                changes = list(_changes(was[key], now[key]))
                if changes:
                    comparison.documents.append(DocumentChanges(key, new[key], changes))
    return comparison


def _documents(store: Store) -> dict[str, str]:
    """Return the path of every document."""
    rows = store.connection.execute("SELECT document_id, path FROM main.documents").fetchall()
    return dict(rows)


def _rows(store: Store, documents: Sequence[str]) -> dict[str, dict[str, list[Row]]]:
    """Read the records of some documents: document → table → rows in order."""
    rows: dict[str, dict[str, list[Row]]] = {
        key: {table: [] for table in _QUERIES} for key in documents
    }
    for table, query in _QUERIES.items():
        cursor = store.connection.execute(
            f"{query} WHERE document_id IN (SELECT unnest(?)) ORDER BY ALL", [list(documents)]
        )
        names = [column[0] for column in cursor.description or []]
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            rows[row["document_id"]][table].append(row)
    return rows


def _changes(before: Mapping[str, list[Row]], after: Mapping[str, list[Row]]) -> Iterator[Change]:
    """Yield what became of the records of one document."""
    for table in _QUERIES:
        yield from _Table(table, before[table], after[table]).changes()


class _Table:
    """The records of one document in one table, before and after."""

    def __init__(self, table: str, before: list[Row], after: list[Row]) -> None:
        self.table = table
        self.before = self._by_key(before)
        self.after = self._by_key(after)
        # A base made by an older version may lack a column, or have one more.
        known = set(TABLES[table].model_fields)
        for rows in (before, after):
            if rows:
                known &= set(rows[0])
        names = _OF_DOCUMENT if table == "documents" else tuple(TABLES[table].model_fields)
        # What a record belongs to is in its key; its place in a list changes with its neighbours.
        self.names = [
            name
            for name in names
            if name in known and name != "ordinal" and not name.endswith("_id")
        ]

    def changes(self) -> Iterator[Change]:
        """Yield what became of the records, in the order of their keys."""
        gone: list[tuple[str, Row]] = []
        new: list[tuple[str, Row]] = []
        changed: list[Change] = []
        for key in sorted(self.before.keys() | self.after.keys()):
            old, now = _without_equal(self._told(self.before, key), self._told(self.after, key))
            for one, other in itertools.zip_longest(old, now):
                if one is None:
                    new.append((key, other))
                elif other is None:
                    gone.append((key, one))
                else:
                    changed.append(Change("changed", self.table, key, _differing(one, other)))
        changed += self._renamed(gone, new)
        yield from (Change("vanished", self.table, key, _filled(row)) for key, row in gone)
        yield from (Change("appeared", self.table, key, _filled(row)) for key, row in new)
        yield from changed

    def _renamed(self, gone: list[tuple[str, Row]], new: list[tuple[str, Row]]) -> Iterator[Change]:
        """Take out the records whose key alone changed, for example when a meeting got its date."""
        for key, row in list(gone):
            other = next((each for each in new if each[1] == row), None)
            if other is not None and any(value is not None for value in row.values()):
                gone.remove((key, row))
                new.remove(other)
                yield Change("changed", self.table, key, {"key": [key, other[0]]})

    def _by_key(self, rows: Iterable[Row]) -> dict[str, list[Row]]:
        grouped: dict[str, list[Row]] = {}
        for row in rows:
            key = " ".join(str(row[name]) for name in key_of(self.table))
            grouped.setdefault(key, []).append(row)
        return grouped

    def _told(self, rows: Mapping[str, list[Row]], key: str) -> list[Row]:
        return [{name: plain(row[name]) for name in self.names} for row in rows.get(key, [])]


def _without_equal(before: Sequence[Row], after: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Leave out what is the same in both: a document may state a record more than once."""
    rest = list(after)
    old = []
    for row in before:
        if row in rest:
            rest.remove(row)
        else:
            old.append(row)
    return old, rest


def _differing(before: Row, after: Row) -> Row:
    """Return the fields that differ, each with what it was and is."""
    return {name: [was, after[name]] for name, was in before.items() if was != after[name]}


def _filled(row: Row) -> Row:
    """Return the fields that hold something."""
    return {name: value for name, value in row.items() if value is not None and value != []}
