"""Things that a person should look at, and the runs that found them."""

import datetime as dt
from enum import StrEnum

from vedtak.models.base import Record


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(Record):
    """Thing that a person should look at."""

    finding_id: str
    """Key: '<document_id>/<check>/<ordinal>'."""
    check_name: str
    """Name of the check that found it."""
    severity: Severity
    """'error', 'warning' or 'info'."""
    document_id: str | None = None
    """Document that it is about."""
    meeting_id: str | None = None
    """Meeting that it is about."""
    case_id: str | None = None
    """Case that it is about."""
    message: str
    """What was found, where, and what to do."""


class Run(Record):
    """Import run."""

    run_id: str
    """Key: running number of the import, from 'run-1'."""
    started_at: dt.datetime
    """Start, in UTC."""
    finished_at: dt.datetime | None = None
    """End, in UTC; NULL while running or when it was cut off."""
    extractor_version: str
    """Version of the extraction rules."""
    documents_imported: int = 0
    """Documents imported or replaced."""
    documents_unchanged: int = 0
    """Documents that were there already."""
    documents_quarantined: int = 0
    """Documents that were set aside with a reason."""
    pages: int = 0
    """Pages read."""
