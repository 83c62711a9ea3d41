"""Texts that can be searched, one per record."""

import datetime as dt
from enum import StrEnum

from vedtak.models.base import Record


class TextKind(StrEnum):
    """Kind of record that a searchable text comes from."""

    DECISION = "decision"
    CASE = "case"
    PROPOSAL = "proposal"
    NOTE = "note"
    MEETING = "meeting"


class SearchText(Record):
    """Searchable text of one record, prepared for full-text search."""

    text_id: str
    """Key: '<kind>:<key of the record>'."""
    kind: TextKind
    """'decision', 'case', 'proposal', 'note' or 'meeting'."""
    record_id: str
    """Key of the record in the table of its kind."""
    case_id: str | None = None
    """Case that the record belongs to; NULL for meetings, and where the case can't be told."""
    case_type: str | None = None
    """Type of the case as written."""
    case_kind: str | None = None
    """Type of the case in the national vocabulary [moetesakstype]."""
    meeting_id: str | None = None
    """Meeting that the record belongs to; NULL where it can't be told."""
    body_id: str | None = None
    """Body that met."""
    date: dt.date | None = None
    """Day of the meeting, of the note where there is none; NULL when neither is known."""
    document_path: str | None = None
    """Path of the document that states the record best."""
    page: int | None = None
    """Page in that document, from 1."""
    title: str
    """Title of the case, note or meeting, with its number."""
    text: str
    """Words of the record; for a case what is told of it, for a meeting who was named."""
    context: str
    """Body, organization and numbers that the record can also be found by."""
    terms: str
    """Further words that the record is found by: parts of its compounds, and the standard forms
    of its words; not for reading."""
