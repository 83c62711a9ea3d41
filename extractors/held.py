"""Sentences that tell when and where a meeting was held: 'Avholdt torsdag 23. mai 2019 …'."""

import datetime as dt
from typing import NamedTuple

from vedtak.extractors.dates import find_dates
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.pattern import pattern
from vedtak.extractors.times import TimeSpan, find_time, parse_times

PLACE_AT_END = pattern(r"\s(?:på|i|(?=hos\s))\s?(?P<place>\p{L}[^.]{2,80}?)\.?$")
"""The place at the end of such a sentence, for example 'kl. 17.00 på Vassmo herredshus.'."""

PLACE_FIRST = pattern(
    r"(?i)^\s*(?:på|i|(?=hos\s))\s?(?P<place>\p{L}[^.:;]{1,60}?)\s*,?\s*"
    r"(?=\b(?:den|fra|frå|kl|(?:man|tirs|ons|tors|fre|lør|søn|mån|tys|lau|laur|sun)dag)\b|\d|$)"
)
"""The place in front of day and hour, for example 'på Teams kl. 17.00'."""

_END = pattern(r"[\s.]+$")


class Held(NamedTuple):
    """What such a sentence says; None where it does not say it."""

    body: str | None
    """Body as written, with what may follow it."""
    date: dt.date | None
    """Day of the meeting."""
    times: TimeSpan
    """Start and end."""
    place: str | None
    """Place as written."""


def read_held(text: str, lexicon: Lexicon) -> Held | None:
    """Read a sentence that tells when or where the meeting was held, or None.

    Args:
        text: The line.
        lexicon: How such sentences begin.
    """
    match = lexicon.search("held", text)
    if not match:
        return None
    groups = match.groupdict()
    rest = groups.get("when") or text[match.end() :]
    days = find_dates(rest)
    timed = find_time(rest) is not None
    if not days and not timed:
        return None
    times = parse_times(rest) if timed else TimeSpan(None, None)
    return Held(groups.get("body"), days[0].value if days else None, times, _place(rest))


JOINT_LABEL = pattern(r"(?i)\bsta?e?d\b")
"""A label of both time and place, for example 'Tid og sted', 'Dato/stad'; not 'Dato og tid'."""

_TIME_WORDS = pattern(
    r"(?i)(?:\b(?:(?:man|tirs|ons|tors|fre|lør|søn|mån|tys|lau|laur|sun)dag|den|fra|frå)\b[\s,.]*)+$"
    r"|\bkl(?:okk[ae]n?)?\b.*$|^[\s,.;–-]*(?:på|i)\s"
)
_HOURS = pattern(
    r"(?i)[\s,;.–-]*(?:fra\s|frå\s)?\bkl(?:okk[ae]n?)?\b\.?\s*:?\s*\d{1,2}(?:[.:]?\d{2})?"
    r"(?:\s*(?:[-–—]|til)\s*(?:kl\.?\s*)?\d{1,2}(?:[.:]?\d{2})?)?"
)


def joint_place(label: str, value: str) -> str | None:
    """The place behind a label of time and place: '3. mai 2020 kl. 18, Klubbhuset'.

    >>> joint_place("Tid og sted", "tirsdag 3. mai 2020 kl. 18.00, Klubbhuset")
    'Klubbhuset'
    >>> joint_place("Sted/tid", "Rådhuset, 3.5.2020 kl 18-20")
    'Rådhuset'
    """
    if not JOINT_LABEL.search(label):
        return None
    days = find_dates(value)
    if not days:
        return None
    text = value[: days[0].start] + "\n" + value[days[-1].end :]
    pieces = [_TIME_WORDS.sub("", _HOURS.sub("", piece)) for piece in text.split("\n")]
    places = [" ".join(piece.split()).strip(" ,.;–-") for piece in pieces]
    found = [place for place in places if len(place) > 2 and not place[0].isdigit()]
    return found[0] if len(found) == 1 else None


def _place(rest: str) -> str | None:
    """The place in front of day and hour or at the end of the sentence."""
    first = PLACE_FIRST.match(rest)
    if first:
        return " ".join(first["place"].split())
    days = find_dates(rest)
    last = PLACE_AT_END.search(_END.sub("", rest), days[-1].end if days else 0)
    return " ".join(last["place"].split()) if last else None
