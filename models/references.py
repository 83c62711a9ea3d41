"""What a case's papers say of other treatments of the same thing, and what each reference meant."""

import datetime as dt
from enum import StrEnum

from vedtak.models.base import Certainty, Record


class ReferenceKind(StrEnum):
    """What a reference says of the other treatment."""

    PROPOSED = "proposed"
    """The other body made the proposal [innstilling, tilråding] that the case decides on."""
    TREATED = "treated"
    """The other body has treated, or will treat, the same case [behandlet saken, saksgang]."""
    EARLIER = "earlier"
    """The same case was up earlier [tidligere behandlet, utsatt sak]."""
    DECIDED = "decided"
    """A decision of another case is told [vedtok i sak]."""
    SEE = "see"
    """Another case is only pointed to [jf. sak, vises til sak]."""


class ReferenceStatus(StrEnum):
    """What became of the search for the case that a reference means."""

    FOUND = "found"
    """Exactly one case fits."""
    BODY_UNSEEN = "body unseen"
    """No document is of a body with that name in the same organization."""
    MEETING_UNSEEN = "meeting unseen"
    """The body is known, and no document is of its meeting on that day."""
    CASE_UNSEEN = "case unseen"
    """The body is known, and no document names the case."""
    SEVERAL = "several"
    """More than one case fits, or nothing tells which of the meeting's cases is meant."""
    VAGUE = "vague"
    """The reference gives neither day nor number."""


class CaseReference(Record):
    """Reference in the papers of a case to another treatment or another case."""

    reference_id: str
    """Key: '<case_id>/reference/<kind>-<body>-<date>-<number>'; '<part_id>/…' without case."""
    case_id: str | None = None
    """Case whose papers refer; NULL for a note whose case can't be told."""
    part_id: str
    """Part that refers."""
    kind: ReferenceKind
    """'proposed', 'treated', 'earlier' (the same thing), 'decided' or 'see' (another thing)."""
    body_as_written: str | None = None
    """Body as written, without genitive; NULL when only a case number is given."""
    date: dt.date | None = None
    """Day of the other meeting; NULL when none is written."""
    number: str | None = None
    """Number of the other case as written; NULL when none is written."""
    sequence: int | None = None
    """Running number of the other case, 51 in 'sak 51/09'."""
    year: int | None = None
    """Year of the other case's number."""
    page: int | None = None
    """Page on which it stands."""
    text: str
    """Words that refer."""


class ReferenceLink(Record):
    """What a reference was found to mean."""

    reference_id: str
    """Reference."""
    status: ReferenceStatus
    """'found', 'body unseen', 'meeting unseen', 'case unseen', 'several' or 'vague'."""
    target_case_id: str | None = None
    """Case that is meant; NULL unless the status is 'found'."""
    target_body_id: str | None = None
    """Body that is meant; NULL when none or more than one fits."""
    reason: str
    """Why this case, or why none."""
    certainty: Certainty | None = None
    """'certain' by number and body, else 'likely'; NULL unless found."""
