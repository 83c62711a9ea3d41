"""Norwegian dates, bokmål and nynorsk, in the forms that minutes use.

Only dates that the text states in full count: a day without a year is no date unless a list gives
the year at its end ('14. februar og 1. april 2020'). Nothing is filled in from today.
"""

import datetime as dt
from typing import NamedTuple

from vedtak.extractors.pattern import pattern

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "jan"),
            ("februar", "feb", "febr"),
            ("mars", "mar"),
            ("april", "apr"),
            ("mai",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("desember", "des"),
        ),
        start=1,
    )
    for name in names
}
"""Names and abbreviations of the months; they are the same in bokmål and nynorsk."""

_CENTURY_TURN = 50
"""Two-digit years up to this one are of the 2000s, later ones of the 1900s."""

_NAMES = "|".join(sorted(MONTHS, key=lambda name: (-len(name), name)))
_JOIN = r"\s{0,3}(?:,|;|og|samt|til|[-–—])\s{0,3}(?:den\s+)?"

WRITTEN = pattern(
    rf"""(?ix) (?<![\d.,/§-]|§\s)
    (?P<days> \d{{1,2}}\.? (?: {_JOIN} \d{{1,2}}\.? (?!\d) ){{0,8}}+ )
    \s* (?P<month> {_NAMES} )\b\.?
    (?: \s*,?\s* (?P<year> \d{{4}} ) (?!\d) )?"""
)
"""Days with a month's name, for example '1.april 2020' or '13.-14. mai 2020'; not '3. mandag'."""

ISO = pattern(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")
"""For example '2023-03-06'; not '2023-03-06-1'."""

NUMERIC = pattern(
    r"""(?x) (?<! [\d.,/§] | §\s | (?<!\d{4})- ) (?P<day> \d{1,2} )
    (?: \.\s? (?P<month> \d{1,2} ) \.\s? (?P<year> \d{4} | \d{2} )
      | / (?P<month> \d{1,2} ) (?: \s?[-–]\s? | \s | / | \. ) (?P<year> \d{4} | \d{2} )
      | - (?P<month> \d{1,2} ) - (?P<year> \d{4} ) )
    (?! [\d/] | -\d+(?![\d.]) | [.,]\d )"""
)
"""For example '13.05.2020', '25.03.26', '13/5-2020', '13/5 2020'; not '45/20' or '1.2.3.4'."""

_DAY = pattern(r"\d{1,2}")
_BETWEEN = pattern(rf"(?i){_JOIN}")
_CANDIDATE = pattern(r"\d")


class DateMatch(NamedTuple):
    """A date found in a text."""

    value: dt.date
    """The day."""
    start: int
    """Offset of its first character in the text."""
    end: int
    """Offset behind the last character of the stretch that gives it."""


def find_dates(text: str) -> list[DateMatch]:
    """Find the dates of a text, in the order in which they stand.

    Args:
        text: Running text.

    Returns:
        One match per day: '13.-14. mai 2020' gives two.
    """
    if not _CANDIDATE.search(text):
        return []
    found = [*_written(text), *_numeric(text)]
    found.sort(key=lambda match: (match.start, match.value))
    return found


def parse_date(text: str) -> dt.date | None:
    """The first date of a text, or None."""
    found = find_dates(text)
    return found[0].value if found else None


def _written(text: str) -> list[DateMatch]:
    matches = list(WRITTEN.finditer(text))
    found: list[DateMatch] = []
    year: int | None = None
    following = len(text)
    for match in reversed(matches):
        if match["year"]:
            year = int(match["year"])
        elif not _BETWEEN.fullmatch(text, match.end(), following):
            year = None
        following = match.start()
        if year is None:
            continue
        month = MONTHS[match["month"].lower()]
        for day in _DAY.finditer(match["days"]):
            value = _valid(year, month, int(day[0]))
            if value:
                found.append(DateMatch(value, match.start() + day.start(), match.end()))
    return found


def _numeric(text: str) -> list[DateMatch]:
    found = []
    for form in (ISO, NUMERIC):
        for match in form.finditer(text):
            value = _valid(_full_year(match["year"]), int(match["month"]), int(match["day"]))
            if value:
                found.append(DateMatch(value, match.start(), match.end()))
    return found


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year <= _CENTURY_TURN else 1900)


def _valid(year: int, month: int, day: int) -> dt.date | None:
    if not 1700 <= year <= 2199:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
