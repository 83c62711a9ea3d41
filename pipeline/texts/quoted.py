"""Which columns of the database quote the page, and how each quote of a document is proved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from vedtak.pipeline.tables.schema import key_of
from vedtak.pipeline.texts.quoting import Source, Stretch

QUOTED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "meetings": ("place",),
        "attendance": (
            "name_as_written",
            "organization_as_written",
            "party",
            "position",
            "substitute_for",
        ),
        "cases": ("number", "title", "case_type", "archive_case", "description", "discussion"),
        "case_presence": ("name_as_written", "substitute_for", "text"),
        "proposals": ("text", "proposer"),
        "decisions": ("text",),
        "decision_points": ("text",),
        "votes": ("subject", "proposer"),
        "ballots": ("name_as_written", "party"),
        "case_notes": ("title", "addressed_to", "sender", "case_number", "archive_case", "text"),
        "attachments": ("label", "title", "url"),
        "contributions": ("name_as_written", "organization_as_written", "text"),
    }
)
"""Columns that hold words as written, per table. Names of bodies and numbers of meetings are told
from several places ('Møte 3/20' and the year give '3/2020') and quote none of them."""


class Proof(StrEnum):
    """How a quote is proved."""

    RECORD = "in the stretches of its record"
    PART = "elsewhere in its part"
    DOCUMENT = "elsewhere in its document"
    LINK = "as the address of a link"
    PIECES = "in pieces, put together from several places"
    NONE = "not at all"


@dataclass(slots=True)
class DocumentText:
    """What is needed of a document to prove its quotes."""

    document_id: str
    """Key of the document."""
    pages: Mapping[int, str]
    """Its pages."""
    spans: Sequence[tuple[int, int, int, str | None, str | None]]
    """Page, start, end, part and record of its spans, in order."""
    links: frozenset[str] = frozenset()
    """Addresses of the links on its pages."""
    _sources: dict[tuple[str | None, ...], Source] = field(default_factory=dict)

    def of_record(self, part_id: str | None, record_id: str) -> Source:
        """Return the stretches that became a record in a part."""
        return self._source(part_id, record_id)

    def of_part(self, part_id: str | None) -> Source:
        """Return the stretches of a part."""
        return self._source(part_id)

    def whole(self) -> Source:
        """Return the whole text."""
        return self._source()

    def _source(self, *key: str | None) -> Source:
        if not self._sources:
            self._sources[()] = Source(
                Stretch(number, 0, text) for number, text in sorted(self.pages.items())
            )
            stretches: dict[tuple[str | None, ...], list[Stretch]] = {}
            for page, start, end, part, record in self.spans:
                text = self.pages.get(page, "")[start:end]
                stretches.setdefault((part,), []).append(Stretch(page, start, text))
                if record is not None:
                    stretches.setdefault((part, record), []).append(Stretch(page, start, text))
            self._sources |= {known: Source(found) for known, found in stretches.items()}
        return self._sources.get(key) or Source([])


def prove(text: DocumentText, table: str, column: str, row: Mapping[str, Any]) -> Proof:
    """Tell how the words of a column are proved by the pages.

    Args:
        text: The document that states the row.
        table: Table of the row.
        column: One of those that quote.
        row: The row as stated, with its part and key.
    """
    quote = str(row[column])
    part_id = row["part_id"]
    sources = (
        (Proof.RECORD, text.of_record(part_id, row[key_of(table)[0]])),
        (Proof.PART, text.of_part(part_id)),
        (Proof.DOCUMENT, text.whole()),
    )
    for proof, source in sources:
        if source.holds(quote):
            return proof
    if column == "url":
        return Proof.LINK if quote in text.links else Proof.NONE
    pieces = text.of_part(part_id).count_pieces(quote) or text.whole().count_pieces(quote)
    return Proof.PIECES if pieces else Proof.NONE


def quotes_of(
    text: DocumentText, stated: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Iterator[tuple[Proof, str, str, Mapping[str, Any]]]:
    """Yield every quote of a document: its proof, table, column and row."""
    for table, columns in QUOTED.items():
        for row in stated.get(table, ()):
            for column in columns:
                if row[column]:
                    yield prove(text, table, column, row), table, column, row
