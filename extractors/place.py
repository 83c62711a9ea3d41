"""Where a case stands: what the keys and links of its records need."""

from collections.abc import Set
from typing import NamedTuple

from vedtak.models.documents import PartKind


class Place(NamedTuple):
    """Where a case stands: everything its records' keys and links need."""

    meeting_id: str
    """Meeting that treats the case."""
    body_id: str
    """Body that treats the case."""
    year: int | None
    """Year of the meeting."""
    part_id: str
    """Part that states it."""
    kind: PartKind
    """Kind of that part."""
    language: str
    """Language of the document."""
    organizations: Set[str]
    """Names of organizations known from the document."""
