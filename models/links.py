"""Which keys of bodies and meetings, as documents give them, are one body or one meeting."""

from enum import StrEnum

from vedtak.models.base import Certainty, Record


class BodyRule(StrEnum):
    """By which rule two bodies are one."""

    SHORT_FORM = "short form"
    """A document gives the full name and its short form."""
    ENDING = "ending"
    """The names differ in case, spelling or the definite ending only."""
    PLACE = "place"
    """The names differ in where they put the municipality."""


class MeetingRule(StrEnum):
    """By which rule two meetings are one."""

    SAME_DATE = "same date"
    """One has no number, and exactly one numbered meeting of the body was on that day."""
    SAME_NUMBER = "same number"
    """The number is written differently: '05/2020' and '5/2020'."""
    SAME_CASES = "same cases"
    """One has no number or no date, and both treat the same numbered cases."""


class BodyLink(Record):
    """Key of a body as some documents give it, and the body that is meant."""

    stated_key: str
    """Key that the documents alone give; it occurs in schema `stated`."""
    body_id: str
    """Body that is meant."""
    rule: BodyRule
    """'short form', 'ending' or 'place'."""
    reason: str
    """Why, in words."""
    certainty: Certainty
    """How sure it is: 'certain' or 'likely'."""


class MeetingLink(Record):
    """Key of a meeting as some documents give it, and the meeting that is meant."""

    stated_key: str
    """Key that the documents alone give; it occurs in schema `stated`."""
    meeting_id: str
    """Meeting that is meant."""
    rule: MeetingRule
    """'same date', 'same number' or 'same cases'."""
    reason: str
    """Why, in words."""
    certainty: Certainty
    """How sure it is: 'certain' or 'likely'."""


class MeetingBody(Record):
    """Body that holds a joint meeting [fellesmøte]; meetings of one body alone are not listed."""

    meeting_body_id: str
    """Key: '<meeting_id>/bodies/<name>'."""
    meeting_id: str
    """Joint meeting."""
    body_id: str
    """Body that takes part in it."""
    part_id: str
    """Part that says so."""
    body_as_written: str
    """Name of the body as written."""
    text: str
    """Words that say so, for example 'Fellesmøte mellom formannskapet og eldrerådet'."""
