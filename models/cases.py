"""Cases as treated in a meeting, their notes, attachments and speakers."""

import datetime as dt
from enum import StrEnum

from vedtak.models.base import Certainty, Record


class CaseKind(StrEnum):
    """Kind of meeting case in the national vocabulary [moetesakstype]."""

    GODKJENNING = "godkjenning"
    ORIENTERING = "orientering"
    REFERAT = "referat"
    POLITISK = "politisk"
    DELEGERT = "delegert"
    INTERPELLASJON = "interpellasjon"
    MOETE = "moete"
    ANNET = "annet"


class Act(StrEnum):
    """What somebody contributed to a case."""

    PRESENTED = "presented"
    COMMENTED = "commented"
    ANSWERED = "answered"
    PROPOSED = "proposed"


class Case(Record):
    """Case treated in a meeting [møtesak]."""

    case_id: str
    """Key: '<body_id>/<year>/<number with its type>', for example 'nuit/2020/12-20'."""
    meeting_id: str
    """Meeting that treats the case."""
    number: str | None = None
    """Number as written: '12/20', 'PS 6/26'; NULL when the case has none."""
    sequence: int | None = None
    """Running number inside the year, 12 in '12/20'."""
    year: int | None = None
    """Year of the number, 2020 in '12/20'."""
    ordinal: int
    """Place among the cases of the meeting, from 1."""
    title: str | None = None
    """Title; that of the case list where there is one."""
    title_variants: list[str] = []
    """Other wordings of the title in the same meeting's papers."""
    case_type: str | None = None
    """Type as written: 'Godkjenning', 'Orientering', 'Drøfting' and so on."""
    case_kind: CaseKind | None = None
    """Type in the national vocabulary [moetesakstype]; NULL when nothing tells it."""
    archive_case: str | None = None
    """Number of the case in the archive [saksnummer], for example '15/1097'."""
    description: str | None = None
    """What the agenda says the case is about."""
    discussion: str | None = None
    """What the minutes tell about the treatment."""
    approves_minutes_of: list[dt.date] = []
    """Dates of the earlier meetings whose minutes the case approves."""
    approves_meetings: list[str] = []
    """Numbers of the earlier meetings whose minutes the case approves, as written."""
    approves_previous: bool = False
    """Whether the case approves the minutes of an earlier meeting and names neither day nor
    number of it, as in 'Referat fra forrige møte'."""
    certainty: Certainty = Certainty.CERTAIN
    """How sure the case is: 'certain', 'likely' or 'guess'."""
    part_id: str | None = None
    """Part that states the case best."""


class CaseNote(Record):
    """Case note [saksframlegg, saksnotat; utredning]."""

    part_id: str
    """Key: the part that is the note."""
    case_id: str | None = None
    """Case that the note prepares; NULL when it can't be told."""
    title: str | None = None
    """Title as written."""
    addressed_to: str | None = None
    """Addressee as written, for example 'Møte 3/20'."""
    date: dt.date | None = None
    """Date of the note."""
    case_number: str | None = None
    """Case number as written."""
    case_type: str | None = None
    """Type as written."""
    archive_case: str | None = None
    """Number in the archive [arkivreferanse, arkivsak] as written."""
    sender: str | None = None
    """Sender as written [fra]."""
    case_handlers: list[str] = []
    """Case handlers [saksbehandler]."""
    sections: list[str] = []
    """Headings inside the note, in order."""
    text: str
    """The whole text of the note without its header."""
    certainty: Certainty = Certainty.CERTAIN
    """How sure the note's fields are: 'certain', 'likely' or 'guess'."""


class Attachment(Record):
    """Attachment named in a part [vedlegg]."""

    attachment_id: str
    """Key: '<case_id>/<kind of part>/vedlegg-<label>'."""
    case_id: str | None = None
    """Case that the attachment belongs to."""
    part_id: str
    """Part that names it."""
    label: str | None = None
    """Label as written, for example '1A'."""
    title: str | None = None
    """Title as written."""
    url: str | None = None
    """Address that the document gives for it; never fetched."""


class Contribution(Record):
    """Person or organization that presented or spoke in a case."""

    contribution_id: str
    """Key: '<case_id>/contribution/<ordinal>'."""
    case_id: str
    """Case in which it happened."""
    part_id: str
    """Part that says so."""
    person_id: str | None = None
    """Person after name resolution; NULL for an organization."""
    name_as_written: str | None = None
    """Name of the person as written; NULL for an organization."""
    organization_id: str | None = None
    """Organization after name resolution."""
    organization_as_written: str | None = None
    """Organization as written; NULL when none is written."""
    act: Act
    """'presented', 'commented', 'answered' or 'proposed'."""
    text: str
    """Sentence that says so."""
