"""Times of day and spans of time as minutes write them."""

import datetime as dt
from typing import NamedTuple

import regex

from vedtak.extractors.dates import find_dates
from vedtak.extractors.pattern import pattern

_CLOCK = r"(?:(?<!\d)(?P<h{n}>[01]?\d|2[0-4])\s?[:.]\s?(?P<m{n}>[0-5]\d)(?!\d|[.:]\d))"
_BARE = r"(?:(?<!\d)(?P<c{n}>[01]\d|2[0-4])(?P<d{n}>[0-5]\d)(?!\d))"
_HOUR = r"(?:(?<!\d)(?P<o{n}>[01]?\d|2[0-4])(?![\d.:,/]\d|\d))"
_KL = r"(?:kl(?:okk[ae]n?)?\s{0,3}\.?\s{0,3}:?\s{0,3})"
_TO = (
    r"\s{0,3}(?:-|–|—|til|(?:og\s{1,3})?(?:vart\s{1,3}|ble\s{1,3})?"
    r"(?:hevet|heva|avsluttet|avslutta|slutt))\s{0,3}"
)


def _any(n: int) -> str:
    return "(?:" + "|".join(p.format(n=n) for p in (_CLOCK, _BARE, _HOUR)) + ")"


SPAN = pattern(
    rf"(?i)(?:fra\s{{1,3}}|frå\s{{1,3}})?{_KL}?{_any(1)}(?:{_TO}(?:ca\.?\s{{0,3}})?{_KL}?{_any(2)})?"
)
"""One time or two, for example '10:00 – 12:00', 'kl 1800–2130', 'fra kl. 18.00 til kl. 21.30'."""

MARKED = pattern(rf"(?i)\b{_KL}{_any(1)}|{_CLOCK.format(n=2)}")
"""A time that a 'kl.' or its form gives away inside running text: 'hevet kl 2115', '22:45'."""


class TimeSpan(NamedTuple):
    """Start and end; either may be missing."""

    start: dt.time | None
    """When it starts."""
    end: dt.time | None
    """When it ends; earlier than the start where it ends after midnight."""


def parse_times(text: str) -> TimeSpan:
    """Read the value of a time label.

    Args:
        text: What stands behind 'Tid', 'Tidspunkt', 'Kl.' and their like.

    Returns:
        Start and end; (None, None) where the text gives no time.
    """
    for day in find_dates(text):
        text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    for match in SPAN.finditer(text):
        start = _time(match, 1)
        if start is not None:
            return TimeSpan(start, _time(match, 2))
    return TimeSpan(None, None)


def find_time(text: str) -> dt.time | None:
    """The first time that running text states in full, or None."""
    match = MARKED.search(text)
    if not match:
        return None
    return _time(match, 1) or _time(match, 2)


def _time(match: regex.Match[str], n: int) -> dt.time | None:
    groups = match.groupdict()
    hour = groups.get(f"h{n}") or groups.get(f"c{n}") or groups.get(f"o{n}")
    if hour is None:
        return None
    minute = groups.get(f"m{n}") or groups.get(f"d{n}") or "0"
    return dt.time(int(hour) % 24, int(minute))
