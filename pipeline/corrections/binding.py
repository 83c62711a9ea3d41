"""Which record a correction means: the one that its words in its document became."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from vedtak.extractors.keys import letters
from vedtak.pipeline.corrections.entries import SetEntry
from vedtak.pipeline.storing.lookup import Row, fetch
from vedtak.pipeline.storing.merge import LISTED_BY
from vedtak.pipeline.tables.schema import TABLES, columns_of, key_of
from vedtak.pipeline.texts.quoted import DocumentText

_JOINT: Final = "#"
"""What stands between the columns of a key: 'nuit/2020/4-20/decision/1#2'."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The record that a correction means, or why there is none."""

    key: tuple[Any, ...] = ()
    """Its key; empty where there is none."""
    document_id: str | None = None
    """The document."""
    row: Mapping[str, Any] | None = None
    """Its row in the main table before it is corrected."""
    stale: str | None = None
    """Why there is none, and what to do."""


def key_text(key: Sequence[Any]) -> str:
    """Write a key as one text."""
    return _JOINT.join(str(part) for part in key)


class Binder:
    """Finds the records that corrections mean."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._texts: dict[str, DocumentText] = {}

    def bind(self, entry: SetEntry) -> Bound:
        """Find the record of an entry by its document and the words quoted there."""
        found = fetch(
            self.connection,
            "SELECT document_id FROM main.documents WHERE starts_with(sha256, ?) "
            "AND status = 'imported'",
            [entry.document],
        )
        if len(found) != 1:
            return Bound(stale="its document is not in the database; import it, or take it out")
        document_id = found[0]["document_id"]
        text = self._text(document_id)
        if not text.whole().holds(entry.quote):
            return Bound(
                document_id=document_id,
                stale="its words no longer stand in the document; quote them as they are read now",
            )
        keys = self._matching(text, entry)
        if len(keys) > 1 and entry.key is not None:
            keys = [key for key in keys if key_text(key) == entry.key] or keys
        if not keys:
            return Bound(
                document_id=document_id,
                stale=f"its words became no record of {entry.table}; quote others, or take it out",
            )
        if len(keys) > 1:
            several = ", ".join(key_text(key) for key in keys[:5])
            return Bound(
                document_id=document_id,
                stale=f"its words became several records ({several}); quote more, or add a key",
            )
        return self._in_main(entry.table, keys[0], document_id)

    def _in_main(self, table: str, key: tuple[Any, ...], document_id: str) -> Bound:
        """Find the row of the main table."""
        where = " AND ".join(f"{column} = ?" for column in key_of(table))
        rows = fetch(self.connection, f"SELECT * FROM main.{table} WHERE {where}", list(key))
        if not rows:
            stale = f"its record {key_text(key)} is not in the database any more; take it out"
            return Bound(document_id=document_id, stale=stale)
        if table in LISTED_BY and not str(rows[0]["part_id"]).startswith(f"{document_id}/"):
            stale = (
                f"the rows of {key[0]} in {table} are now taken from part {rows[0]['part_id']}; "
                "bind it to that document"
            )
            return Bound(document_id=document_id, stale=stale)
        return Bound(key, document_id, rows[0])

    def _matching(self, text: DocumentText, entry: SetEntry) -> list[tuple[Any, ...]]:
        """Return the keys of the document's records that the words became, the surest way first.

        A field that is the quote and nothing else, then one that has it inside, then a record
        whose stretches of the page have it.
        """
        rows = self._stated(entry.table, text.document_id)
        wanted = letters(entry.quote)
        names = key_of(entry.table)
        exact, inside, around = [], [], []
        for row in rows:
            key = tuple(row[name] for name in names)
            values = [letters(value) for value in _texts_in(row, entry.table)]
            if wanted in values:
                exact.append(key)
            elif any(wanted in value for value in values):
                inside.append(key)
            elif text.of_record(row["part_id"], str(key[0])).holds(entry.quote):
                around.append(key)
        return list(dict.fromkeys(exact or inside or around))

    def _stated(self, table: str, document_id: str) -> list[Row]:
        query = f"SELECT * FROM stated.{table} WHERE document_id = ? ORDER BY statement"
        return fetch(self.connection, query, [document_id])

    def _text(self, document_id: str) -> DocumentText:
        if document_id not in self._texts:
            self._texts[document_id] = read_document(self.connection, document_id)
        return self._texts[document_id]


def read_document(connection: duckdb.DuckDBPyConnection, document_id: str) -> DocumentText:
    """Read the pages and spans of a document."""
    pages = connection.execute(
        "SELECT page_number, text FROM main.pages WHERE document_id = ?", [document_id]
    ).fetchall()
    spans = connection.execute(
        "SELECT page_number, char_start, char_end, part_id, record_id FROM main.spans "
        "WHERE document_id = ? ORDER BY page_number, char_start",
        [document_id],
    ).fetchall()
    return DocumentText(document_id, dict(pages), spans)


def _texts_in(row: Row, table: str) -> Iterator[str]:
    """Yield the words that a row holds, without its keys."""
    for column in columns_of(TABLES[table]):
        value = row[column.name]
        if column.name.endswith("_id") or value is None:
            continue
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, str))
