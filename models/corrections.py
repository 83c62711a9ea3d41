"""Corrections that a person has made, with what became of them."""

import datetime as dt
from enum import StrEnum

from vedtak.models.base import Record


class CorrectionAction(StrEnum):
    """What a correction does."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    SET = "set"


class CorrectionStatus(StrEnum):
    """What became of a correction."""

    APPLIED = "applied"
    STALE = "stale"


class Correction(Record):
    """Entry of the corrections file, with what became of it when everything was derived last."""

    ordinal: int
    """Key: place in the file, from 1."""
    action: CorrectionAction
    """'merge', 'split', 'rename' or 'set'."""
    status: CorrectionStatus
    """'applied', or 'stale' where it could not be and a person should look at it."""
    message: str | None = None
    """Why it is stale and what to do; NULL when it was applied."""
    target: str
    """What it is about: the names, or the key of the record; for a record that was not found its
    table and the words quoted."""
    table_name: str | None = None
    """Table of the record; NULL unless a field is set."""
    record_key: str | None = None
    """First column of the record's key, by which it is derived anew when the correction goes; NULL
    unless a field was set."""
    column_name: str | None = None
    """Column that is set; NULL for names."""
    value: str | None = None
    """New value as text, or the name to show; NULL when a field is emptied or nothing is named."""
    previous_value: str | None = None
    """Value that the documents give, as text; NULL when they give none or nothing was set."""
    document_id: str | None = None
    """Document that the correction is bound to; NULL for names."""
    quote: str | None = None
    """Words in the document that the correction is bound to; NULL for names."""
    reason: str
    """Why, in the words of who made it."""
    corrected_by: str | None = None
    """Who made it; NULL when the file does not say."""
    corrected_on: dt.date | None = None
    """When; NULL when the file does not say."""
    source_line: int | None = None
    """Line of the file where the entry begins."""
