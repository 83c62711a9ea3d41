"""Approval of earlier minutes: of which meeting, and with which remarks."""

import datetime as dt
from typing import NamedTuple

from vedtak.extractors.dates import find_dates
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.pattern import pattern

MEETING_NAMED = pattern(r"(?i)\bmøte(?:t)?\s+(?:nr\.?\s*)?(?P<number>\d{1,3}/\d{2,4})")
"""A meeting named by its number, for example 'møte 3/2020'; not 'møte 3. mai'."""


class Approved(NamedTuple):
    """The minutes that a case approves, as its title names them."""

    dates: list[dt.date]
    """Dates of the meetings."""
    numbers: list[str]
    """Numbers of the meetings, as written."""
    previous: bool
    """Whether some minutes are meant and neither date nor number is written."""


def approved_minutes(title: str | None, lexicon: Lexicon) -> Approved:
    """Read from the title of a case which minutes it approves, if any."""
    if not title or not lexicon.search("approval", title):
        return Approved([], [], previous=False)
    numbers = [match["number"] for match in MEETING_NAMED.finditer(title)]
    dates = [match.value for match in find_dates(title)]
    # A day without a year is a name too, though not one that can be looked up.
    unnamed = not numbers and not dates and not any(mark.isdigit() for mark in title)
    return Approved(dates, numbers, previous=unnamed)


def approval_remarks(text: str, lexicon: Lexicon) -> str | None:
    """The words by which a decision approves minutes with remarks, or None.

    Args:
        text: Words of the decision of a case that approves minutes.
        lexicon: What remarks are called.
    """
    match = lexicon.search("approved_with_remarks", text)
    return " ".join(match[0].split()).rstrip(" .,") if match else None
