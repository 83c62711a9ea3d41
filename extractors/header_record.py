"""What the head of a part says, as far as it has been read."""

import datetime as dt
from dataclasses import dataclass, field

from vedtak.extractors.flow import FlowLine
from vedtak.models.base import Certainty


@dataclass(slots=True)
class Header:
    """What the head of a part says."""

    title: str | None = None
    """Title as written."""
    body: str | None = None
    """Body as written."""
    number: str | None = None
    """Meeting number as written."""
    year: int | None = None
    """Year of the meeting, from its number or its date."""
    date: dt.date | None = None
    """Day of the meeting."""
    start: dt.time | None = None
    """Start of the meeting."""
    end: dt.time | None = None
    """End of the meeting."""
    place: str | None = None
    """Place as written."""
    extraordinary: bool | None = None
    """Whether it is an extra meeting; None where nothing says so."""
    certainty: Certainty = Certainty.CERTAIN
    """How sure the fields are."""
    used: list[FlowLine] = field(default_factory=list)
    """The lines that were read and are no part of a case."""
    closing: list[FlowLine] = field(default_factory=list)
    """Lines below the last case that tell when the meeting ended; what is below them is no case."""
