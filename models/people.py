"""People and organizations after name resolution, with every spelling seen and every merge."""

import datetime as dt
from enum import StrEnum

from vedtak.models.base import Record


class Person(Record):
    """Person after name resolution."""

    person_id: str
    """Key: the name in plain letters; of two people with one name the later one has also the
    organization or body that tells them apart."""
    name: str
    """Name in its fullest spelling seen often, or as a person has ruled."""
    first_year: int | None = None
    """Year of the first record that names the person; NULL when no record is dated."""
    last_year: int | None = None
    """Year of the last record that names the person."""
    records: int = 0
    """How many records name the person."""
    bodies: list[str] = []
    """Bodies in whose papers the person is named."""


class PersonName(Record):
    """Spelling of a person's name that was seen."""

    person_id: str
    """Person."""
    name_as_written: str
    """Spelling."""
    occurrences: int
    """How many records carry it."""
    bodies: list[str] = []
    """Bodies in whose papers it is used."""
    first_date: dt.date | None = None
    """Day of the first dated record that carries it."""
    last_date: dt.date | None = None
    """Day of the last dated record that carries it."""


class Organization(Record):
    """Organization after name resolution."""

    organization_id: str
    """Key: the name in plain letters."""
    name: str
    """Name in the long spelling seen most often, or as a person has ruled."""
    first_year: int | None = None
    """Year of the first record that names the organization; NULL when no record is dated."""
    last_year: int | None = None
    """Year of the last record that names the organization."""
    records: int = 0
    """How many records name the organization."""


class OrganizationName(Record):
    """Spelling of an organization's name that was seen."""

    organization_id: str
    """Organization."""
    name_as_written: str
    """Spelling."""
    occurrences: int
    """How many records carry it."""
    bodies: list[str] = []
    """Bodies in whose papers it is used."""
    first_date: dt.date | None = None
    """Day of the first dated record that carries it."""
    last_date: dt.date | None = None
    """Day of the last dated record that carries it."""


class NameRule(StrEnum):
    """Why two spellings are taken for one."""

    CORRECTION = "correction"
    SAME_LETTERS = "same letters"
    SHORTENED = "shortened"
    SAME_ORGANIZATION = "same organization"
    SAME_EMPLOYER = "same employer"
    SHARED_MEMBERS = "shared members"
    COMPLEMENTARY_PRESENCE = "complementary presence"
    OWN_LIST = "list of the meeting"
    LEGAL_FORM = "legal form"
    EXPLAINED = "explained in the text"
    SAME_PERSON = "same person"
    ONLY_MEANING = "only meaning known"


class Merge(Record):
    """Spelling that was taken for a person's or an organization's, with the reason."""

    kind: str
    """'person' or 'organization'."""
    id: str
    """Person or organization that the spelling was taken for."""
    name_as_written: str
    """Spelling that joined."""
    body_id: str | None = None
    """Body in whose papers it is meant; NULL where it is meant everywhere or no body is told."""
    joined_name: str
    """Spelling that it was joined to."""
    rule: NameRule
    """'correction' (a person ruled so), 'same letters', 'shortened' (initials, names left out),
    'same organization' (same name in two bodies of one organization), 'same employer', 'shared
    members', 'complementary presence', 'list of the meeting'; for organizations also 'legal form',
    'explained in the text', 'same person' and 'only meaning known'."""
    reason: str
    """Why, in a sentence."""
    meeting_id: str | None = None
    """Meeting whose papers show it; NULL where no single one does."""
    document_id: str | None = None
    """Document that shows it."""
    occurrences: int = 0
    """How many records were assigned by this merge."""


class MergeCandidate(Record):
    """Names that may be one person's, or one organization's, and were not merged."""

    kind: str
    """'person' or 'organization'."""
    left_id: str | None
    """One of the two; NULL for a name that could not be assigned to anybody."""
    left_name: str
    """Name of the one."""
    right_id: str
    """The other."""
    right_name: str
    """Name of the other."""
    body_id: str | None = None
    """Body in whose papers both stand, if there is one."""
    score: float
    """Likeness of the letters, 0 to 1; it decides nothing."""
    rule: str
    """What speaks for a merge."""
    reason: str
    """What speaks against it, or what is missing."""
