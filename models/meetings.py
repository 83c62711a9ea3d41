"""Bodies, their meetings, and who was there."""

import datetime as dt
from enum import StrEnum

from vedtak.models.base import Certainty, Record


class AttendanceRole(StrEnum):
    """In what capacity a person is listed."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    MEMBER = "member"
    SUBSTITUTE = "substitute"
    OBSERVER = "observer"
    SECRETARIAT = "secretariat"
    ADMINISTRATION = "administration"
    OTHER = "other"


class AttendanceStatus(StrEnum):
    """Whether a listed person was there."""

    INVITED = "invited"
    PRESENT = "present"
    ABSENT = "absent"


class PresenceEvent(StrEnum):
    """Change of presence that the text ties to a case."""

    DISQUALIFIED = "disqualified"
    LEFT = "left"
    JOINED = "joined"
    SUBSTITUTED = "substituted"
    NOT_PRESENT = "not_present"


class Body(Record):
    """Committee, board or council [utvalg]."""

    body_id: str
    """Key: the name in plain letters, with the municipality where the name alone is common."""
    name: str
    """Name as written most fully."""
    short_name: str | None = None
    """Short form, for example 'NUIT'; NULL when the documents use none."""
    organization_id: str | None = None
    """Organization that the body belongs to; NULL when the documents do not say."""
    organization_as_written: str | None = None
    """Organization that the body belongs to, as written, for example 'Levanger kommune'."""
    certainty: Certainty = Certainty.CERTAIN
    """How sure name and organization are: 'certain', or 'likely' where a profile told one."""
    part_id: str | None = None
    """Part that names the body best."""


class Meeting(Record):
    """Meeting [møtemappe]."""

    meeting_id: str
    """Key: '<body_id>/<year>/<number>', or '<body_id>/<date>' where no number is written."""
    body_id: str
    """Body that met."""
    number: str | None = None
    """Number as written, for example '1/2020'; NULL when none is written."""
    year: int | None = None
    """Year of the meeting."""
    date: dt.date | None = None
    """Day of the meeting; NULL when the documents do not say, which a finding reports."""
    start_time: dt.time | None = None
    """Start as announced or recorded."""
    end_time: dt.time | None = None
    """End as announced or recorded; earlier than the start when it ended after midnight."""
    place: str | None = None
    """Place as written [møtested]."""
    extraordinary: bool | None = None
    """True for an extra meeting [ekstramøte]; NULL when nothing says so."""
    certainty: Certainty = Certainty.CERTAIN
    """How sure the header fields are: 'certain', 'likely' or 'guess'."""
    part_id: str | None = None
    """Part that states the meeting best: minutes before agenda before notes."""


class Attendance(Record):
    """Person named in an attendance list [møtedeltaker]."""

    attendance_id: str
    """Key: '<meeting_id>/invited/<name>' for agendas, '<meeting_id>/attendance/<name>' for
    minutes."""
    meeting_id: str
    """Meeting that the list belongs to."""
    part_id: str
    """Part in which the list stands."""
    person_id: str | None = None
    """Person after name resolution; NULL until resolved."""
    name_as_written: str
    """Name as written."""
    organization_id: str | None = None
    """Organization after name resolution."""
    organization_as_written: str | None = None
    """Organization that the person represents, as written; NULL when none is written."""
    party: str | None = None
    """Party as written; NULL when none is written."""
    role: AttendanceRole
    """'chair', 'deputy_chair', 'member', 'substitute', 'observer', 'secretariat',
    'administration' or 'other'."""
    position: str | None = None
    """Office as written [stilling], for example 'Økonomisjef'."""
    status: AttendanceStatus
    """'invited' (agenda), 'present' or 'absent' (minutes)."""
    substitute_for: str | None = None
    """Name of the member whom a substitute [vara] stands in for, as written."""
    certainty: Certainty = Certainty.CERTAIN
    """How sure the row is: 'certain', 'likely' or 'guess'."""


class CasePresence(Record):
    """Change of presence that the text ties to a case."""

    presence_id: str
    """Key: '<case_id>/presence/<ordinal>'."""
    case_id: str
    """Case during which it happened."""
    part_id: str
    """Part that says so."""
    person_id: str | None = None
    """Person after name resolution."""
    name_as_written: str
    """Name as written."""
    event: PresenceEvent
    """'disqualified' [inhabil], 'left', 'joined', 'substituted' or 'not_present'."""
    substitute_for: str | None = None
    """Name of the member who was replaced, as written."""
    case_only: bool = False
    """Whether the sentence ties the change to the treatment of this case alone."""
    text: str
    """Sentence that says so."""
