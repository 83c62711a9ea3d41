"""Matters: one thing through all the meetings that treat it."""

import datetime as dt
from enum import StrEnum

from vedtak.models.base import Certainty, Record


class MatterRule(StrEnum):
    """By which rule a case belongs to a matter."""

    FIRST = "first"
    """It is the first of the matter."""
    ARCHIVE_CASE = "archive case"
    """It has the same archive case number in the same organization."""
    REFERENCE = "reference"
    """The papers of one say that the other treated the same thing."""
    TITLE = "title"
    """It has the same title, which is no common one, in the same organization within two years."""


class Matter(Record):
    """One thing through all the meetings that treat it; formal cases like 'Eventuelt' have none."""

    matter_id: str
    """Key: '<organization>/<archive case>', else the key of the matter's first case with '/matter'
    behind it."""
    title: str | None = None
    """Title of its first case that has one."""
    archive_case: str | None = None
    """Number of the case in the archive, with the year in four digits; the first of several."""
    organization: str | None = None
    """Organization, by its key; NULL where the documents do not say."""
    first_date: dt.date | None = None
    """Day of the first meeting that treats it."""
    last_date: dt.date | None = None
    """Day of the last meeting that treats it."""
    appearances: int
    """Number of cases that it consists of."""


class MatterCase(Record):
    """Case that belongs to a matter."""

    case_id: str
    """Case."""
    matter_id: str
    """Matter."""
    ordinal: int
    """Place in the matter, by date, from 1."""
    rule: MatterRule
    """'first', 'archive case', 'reference' or 'title'."""
    reason: str
    """Why it belongs here, in words."""
    certainty: Certainty
    """How sure that is: 'certain' or 'likely'."""
