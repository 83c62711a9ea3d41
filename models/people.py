"""People and organizations after name resolution, with every spelling seen."""

from vedtak.models.base import Record


class Person(Record):
    """Person after name resolution."""

    person_id: str
    """Key: the name in plain letters."""
    name: str
    """Name in its fullest spelling seen most often."""


class PersonName(Record):
    """Spelling of a person's name that was seen."""

    person_id: str
    """Person."""
    name_as_written: str
    """Spelling."""
    occurrences: int
    """How many records carry it."""


class Organization(Record):
    """Organization after name resolution."""

    organization_id: str
    """Key: the name in plain letters."""
    name: str
    """Name in the spelling seen most often."""


class OrganizationName(Record):
    """Spelling of an organization's name that was seen."""

    organization_id: str
    """Organization."""
    name_as_written: str
    """Spelling."""
    occurrences: int
    """How many records carry it."""
