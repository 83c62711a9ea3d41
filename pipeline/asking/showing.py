"""The records of one document as a tree, each with its page, certainty and words."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import duckdb

from vedtak.extractors.keys import letters
from vedtak.pipeline.asking.tabular import plain
from vedtak.pipeline.errors import UnknownRecord
from vedtak.pipeline.page_ranges import page_ranges
from vedtak.pipeline.parsing.document import document_key
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import TABLES, key_of, stated_columns

_SHORTEST_ID: Final = 4
_LONGEST_TEXT: Final = 300
_WIDTH_OF_WORDS: Final = 160
_LINKS: Final = frozenset({"document_id", "part_id", "meeting_id", "case_id", "decision_id"})
"""Columns that the tree itself tells."""
_IN_PART: Final = ("meetings", "attendance", "cases", "case_notes")
_IN_CASE: Final = ("proposals", "votes", "decisions", "case_presence", "contributions")
_LISTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"decisions": ("decision_points", "requests"), "votes": ("ballots",)}
)
"""Tables of what a record consists of."""
_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "meetings": "meeting",
        "attendance": "attendance",
        "cases": "case",
        "case_notes": "note",
        "proposals": "proposal",
        "votes": "vote",
        "ballots": "ballot",
        "decisions": "decision",
        "decision_points": "point",
        "requests": "request",
        "case_presence": "presence",
        "contributions": "contribution",
        "attachments": "attachment",
    }
)

Row = dict[str, Any]


@dataclass(slots=True)
class Node:
    """A record with what belongs to it."""

    kind: str
    """What it is: 'document', 'part', 'meeting', 'case' and so on."""
    key: str
    """Its key; empty for rows of a list."""
    fields: Row
    """Its columns that hold something, without those that the tree tells."""
    pages: list[int] = field(default_factory=list)
    """Pages that it came from."""
    certainty: str | None = None
    """'certain', 'likely' or 'guess'; None where the record has none of its own."""
    words: list[str] = field(default_factory=list)
    """Stretches of text that it came from."""
    children: list["Node"] = field(default_factory=list)
    """What belongs to it."""

    def as_dict(self) -> dict[str, Any]:
        """Return the tree as plain dicts."""
        return {
            "kind": self.kind,
            "key": self.key,
            "certainty": self.certainty,
            "pages": self.pages,
            "fields": self.fields,
            "words": self.words,
            "children": [child.as_dict() for child in self.children],
        }


def show_document(database: Path, name: str) -> Node:
    """Read what a document says.

    Args:
        database: The database.
        name: A document_id, the beginning of one, or a path.

    Raises:
        UnknownRecord: There is no such document, or there are several.
        DatabaseProblem: The database can't be opened.
    """
    with Store.open(database, read_only=True) as store:
        return _Tree(store.connection, find_document(store.connection, name)).document()


def find_document(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Return the key of the document that is meant.

    Args:
        connection: The database.
        name: A document_id, the beginning of one, or a path.

    Raises:
        UnknownRecord: There is no such document, or there are several.
    """
    query = "SELECT DISTINCT document_id FROM main.document_paths WHERE path IN (?, ?)"
    found = connection.execute(query, [name, str(Path(name))]).fetchall()
    if not found and len(name) >= _SHORTEST_ID:
        query = "SELECT document_id FROM main.documents WHERE starts_with(document_id, lower(?))"
        found = connection.execute(query, [name]).fetchall()
    if not found and (key := document_key(Path(name))):
        # The same file under another path.
        query = "SELECT document_id FROM main.documents WHERE document_id = ?"
        found = connection.execute(query, [key]).fetchall()
    if not found:
        raise UnknownRecord(
            f"no document {name}; name one by its document_id, the first {_SHORTEST_ID} or more "
            "characters of it, or its path (`vedtak sql 'select document_id, path from documents'` "
            "lists all)."
        )
    if len(found) > 1:
        several = ", ".join(sorted(str(row[0]) for row in found))
        raise UnknownRecord(f"several documents are called {name}: {several}; say which.")
    return str(found[0][0])


class _Tree:
    """Builds the tree of one document."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, document_id: str) -> None:
        self.connection = connection
        self.document_id = document_id
        pages = self._rows("SELECT page_number, text FROM main.pages WHERE document_id = ?")
        self.texts = {row["page_number"]: row["text"] for row in pages}
        self.spans: dict[tuple[str | None, str | None], list[Row]] = {}
        for span in self._rows(
            "SELECT * REPLACE (coalesce(stated_record_id, record_id) AS record_id) FROM main.spans "
            "WHERE document_id = ? ORDER BY page_number, char_start"
        ):
            self.spans.setdefault((span["part_id"], span["record_id"]), []).append(span)
        self.stated = {table: self._stated(table) for table in (*_LABELS, "findings")}

    def document(self) -> Node:
        """Return the whole tree."""
        (row,) = self._rows("SELECT * FROM main.documents WHERE document_id = ?")
        parts = self._rows("SELECT * FROM main.parts WHERE document_id = ? ORDER BY ordinal")
        node = Node("document", self.document_id, _told(row))
        node.children = [self._part(part) for part in parts]
        for finding in self.stated["findings"]:
            node.children.append(
                Node("finding", finding["finding_id"], _told(finding, "finding_id"))
            )
        node.children += self._unclassified()
        return node

    def _part(self, row: Row) -> Node:
        key = row["part_id"]
        first, last = row["first_page"], row["last_page"]
        pages = list(range(first, last + 1))
        told = _told(row, "first_page", "last_page", "certainty")
        node = Node("part", key, told, pages, row["certainty"])
        # A note is one record; its head is where its meeting and case stand.
        head = [span for span in self.spans.get((key, key), []) if span["role"] == "header"]
        for table in _IN_PART:
            for record in self._in(table, "part_id", key):
                inner = self._case if table == "cases" else functools.partial(self._node, table)
                node.children.append(inner(record, head))
        cases = {case["case_id"] for case in self._in("cases", "part_id", key)}
        # A note may name attachments and proposals without saying of which case.
        node.children += [
            self._with_list(table, record, head)
            for table in (*_IN_CASE, "attachments")
            for record in self._in(table, "part_id", key)
            if record["case_id"] not in cases
        ]
        return node

    def _case(self, row: Row, head: Sequence[Row]) -> Node:
        node = self._node("cases", row, head)
        around = self.spans.get((row["part_id"], row["case_id"]), head)
        node.children = [
            self._with_list(table, record, around)
            for table in ("attachments", *_IN_CASE)
            for record in self._in(table, "part_id", row["part_id"])
            if record["case_id"] == row["case_id"]
        ]
        return node

    def _with_list(self, table: str, row: Row, around: Sequence[Row]) -> Node:
        """Make the node of a record, with its points or ballots."""
        node = self._node(table, row, around)
        for inner in _LISTS.get(table, ()):
            link = key_of(table)[0]
            around = self.spans.get((row["part_id"], row[link]), around)
            node.children += [
                self._node(inner, item, around)
                for item in self._in(inner, link, row[link])
                if item["part_id"] == row["part_id"]
            ]
        return node

    def _node(self, table: str, row: Row, around: Sequence[Row]) -> Node:
        """Make the node of a record.

        Args:
            table: Its table.
            row: The record.
            around: Stretches in which it stands if it has none of its own.
        """
        key_columns = key_of(table)
        key = str(row[key_columns[0]]) if len(key_columns) == 1 else ""
        spans: Sequence[Row] = self.spans.get((row["part_id"], key), []) if key else []
        words = list(self._words(spans))
        if not words:
            own = row.get("text") or row.get("name_as_written")
            spans = self._holding(own, around) if own else around
            words = [" ".join(own.split())] if own else list(self._words(spans))
        return Node(
            _LABELS[table],
            key,
            _told(row, *key_columns[:1], "certainty"),
            sorted({span["page_number"] for span in spans}),
            row.get("certainty"),
            words,
        )

    def _holding(self, text: str, spans: Sequence[Row]) -> Sequence[Row]:
        """Return those stretches that hold a text; all, if it is spread over several."""
        wanted = letters(text)
        return [s for s in spans if wanted in letters(" ".join(self._words([s])))] or spans

    def _unclassified(self) -> Iterator[Node]:
        """Yield the stretches that nobody knows what they are for."""
        for spans in self.spans.values():
            for span in spans:
                words = list(self._words([span]))
                if span["role"] == "unclassified" and words:
                    yield Node("unclassified", "", {}, [span["page_number"]], None, words)

    def _words(self, spans: Sequence[Row]) -> Iterator[str]:
        """Yield the text of some spans, with single spaces."""
        for span in spans:
            text = self.texts[span["page_number"]][span["char_start"] : span["char_end"]]
            if words := " ".join(text.split()):
                yield words

    def _in(self, table: str, column: str, key: str) -> list[Row]:
        """Return the document's rows of a table that belong to a record."""
        return [row for row in self.stated[table] if row[column] == key]

    def _stated(self, table: str) -> list[Row]:
        own = {*TABLES[table].model_fields}
        names = ", ".join(column.name for column in stated_columns(table) if column.name in own)
        return self._rows(
            f"SELECT {names} FROM stated.{table} WHERE document_id = ? ORDER BY statement"
        )

    def _rows(self, query: str) -> list[Row]:
        """Return the rows of a query about the document as dicts."""
        cursor = self.connection.execute(query, [self.document_id])
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _told(row: Row, *without: str) -> Row:
    """Return the columns of a row that hold something and that the tree does not tell."""
    return {
        name: plain(value)
        for name, value in row.items()
        if value is not None and value != [] and name not in _LINKS and name not in without
    }


def to_text(tree: Node) -> str:
    """Write a tree as indented lines; long texts are shortened."""
    return "\n".join(_lines(tree, 0))


def _lines(node: Node, depth: int) -> Iterator[str]:
    """Yield the lines of a node and of what belongs to it."""
    indent = "  " * depth
    about = [f"p. {page_ranges(node.pages, dash='–', comma=', ')}"] if node.pages else []
    about += [node.certainty] if node.certainty else []
    tail = f" ({', '.join(about)})" if about else ""
    yield f"{indent}{node.kind} {node.key}".rstrip() + tail
    for name, value in node.fields.items():
        shown = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield f"{indent}    {name}: {_shortened(shown, _LONGEST_TEXT)}"
    if node.words:
        yield f"{indent}    « {_shortened(' … '.join(node.words), _WIDTH_OF_WORDS)} »"
    for child in node.children:
        yield from _lines(child, depth + 1)


def _shortened(text: str, longest: int) -> str:
    """Keep the beginning of a text and say how long it is."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"
