"""Case numbers in their many forms, read into kind, running number and year."""

from typing import NamedTuple

import regex

from vedtak.extractors.pattern import pattern
from vedtak.models.cases import CaseKind

_PREFIX = r"""(?:
    (?:[Ss]ak|SAK|[Ss]aksn(?:umme)?r|Styresak|STYRESAK|Utvalgssak|[Pp]unkt|Pkt)
    (?:\s*nr)? \.? \s*:? \s*
    (?:\p{Lu}{1,4}[\s-])?
  | \p{Lu}{1,5} (?:[\s-]\p{Lu}{2,4})? (?:[\s-]?(?:[Ss]ak|SAK|sak)(?:\s*nr\.?)?)? [\s:-]* (?<!\d)
)"""

NUMBERED = pattern(
    rf"""(?x)
    (?P<number> (?P<prefix>{_PREFIX})? (?<![\d/])(?P<first>\d{{1,4}}) \s?(?P<mark>[/–-])\s?
    (?P<second>\d{{4}}|\d{{2}}) )
    (?![\d/.-]|\s?[/–-]\s?\d|,\d)"""
)
"""A number with its year, for example 'PS 12/20', '012-2020', 'Sak 007/16', 'V-sak 3/19'; not
'12/20/3' or '12,5'."""

_BEGINS_SMALL = "sp"
"""The small letters that a number begins with: 'sak 3/19', 'punkt 3/19'."""


def match_number(text: str, at: int = 0) -> regex.Match[str] | None:
    """Match `NUMBERED` at an offset; the first character tells that most lines have none."""
    return NUMBERED.match(text, at) if may_begin_number(text, at) else None


def may_begin_number(text: str, at: int = 0) -> bool:
    """Whether a number can stand at an offset, going by the first character alone."""
    first = text[at : at + 1]
    return first.isupper() or first.isdecimal() or first in _BEGINS_SMALL


PLAIN = pattern(
    r"""(?x) (?: \#+\s* )? (?P<number>
      (?: (?:[Ss]ak|SAK|\p{Lu}{1,2}-(?:SAK|sak|Sak)|Pkt\.?|Punkt) \s* (?:nr\.?\s*)? )?
      (?P<first>\d{1,3})(?:\.(?P<sub>\d{1,2}))? )
      (?: \s*[.:)] (?=\s|$) | \s+[-–](?=\s) | (?=\s*$) | (?=\s+(?:\p{Lu}|\[\d)) ) """
)
"""A number without a year, for example '4.', '4 -', 'Sak 3:', 'V-SAK 1', 'Sak nr. 1 [10:02]'; not
'4,5'."""

_GENERIC = pattern(
    r"(?i)^(?:styresak|utvalgssak|saksnummer|saksnr|sak|punkt|pkt)(?:\s*nr)?"
    r"\.?\s*:?\s*(?=[\p{L}\d])"
)
"""A word in front of a number that says no more than that it is one, for example 'Sak '."""

_KINDS = {
    "PS": CaseKind.POLITISK,
    "RS": CaseKind.REFERAT,
    "OS": CaseKind.ORIENTERING,
    "FO": CaseKind.INTERPELLASJON,
    "DS": CaseKind.DELEGERT,
    "GK": CaseKind.GODKJENNING,
    "MS": CaseKind.MOETE,
}


class CaseNumber(NamedTuple):
    """A case number, as written and as read."""

    written: str
    """As written, without a leading 'Sak' or 'Saksnr.'; spaces single."""
    prefix: str
    """Letters before the number in capitals, without 'SAK': 'PS', 'FR', or ''."""
    sequence: int
    """Running number."""
    year: int | None
    """Year in four digits; None where the number has none."""
    sub: int | None = None
    """Running number of a sub-case, 2 in '6.2'; None for a case of its own."""

    @property
    def key(self) -> tuple[str, int, int | None, int | None]:
        """What two spellings of one number share: 'PS 0012/20' and 'PS 12/2020'."""
        return (self.prefix, self.sequence, self.year, self.sub)

    @property
    def slug(self) -> str:
        """The number as part of a key, for example '12-20' or 'ps-6-26'."""
        year = f"-{self.year % 100:02d}" if self.year is not None else ""
        start = f"{self.prefix.lower()}-" if self.prefix else ""
        sub = f"-{self.sub}" if self.sub is not None else ""
        return f"{start}{self.sequence}{year}{sub}".replace(" ", "-")

    @property
    def kind(self) -> CaseKind | None:
        """Kind that the letters stand for in the national vocabulary."""
        return _KINDS.get(self.prefix)


_CAPITALS = pattern(r"\p{Lu}+")
_NO_SERIES = frozenset(
    {"UTVALGSSAK", "STYRESAK", "SAKSNUMMER", "SAKSNR", "SAK", "NR", "PUNKT", "PKT"}
)
"""Words that say that a number follows, and of no series."""


def read_number(match: regex.Match[str], meeting_year: int | None) -> CaseNumber | None:
    """Read a match of `NUMBERED`.

    Args:
        match: The match.
        meeting_year: Year of the meeting, which decides which half of 'PS 14/75' is the year.

    Returns:
        The number, or None where no half of it can be the year of the meeting.
    """
    first, second = int(match["first"]), match["second"]
    year = _year(second)
    sequence = first
    if meeting_year is not None and abs(year - meeting_year) > 1:
        other = _year(match["first"]) if len(match["first"]) in (2, 4) else None
        if other is None or other != meeting_year or match["mark"] != "/" or not match["prefix"]:
            return None
        year, sequence = other, int(second)
    if not 1800 <= year <= 2199 or sequence == 0:
        return None
    return CaseNumber(_written(match["number"]), _letters(match["prefix"] or ""), sequence, year)


WORDED = pattern(
    r"(?P<number>\p{Lu}{1,3}-(?:SAK|sak|Sak)\s*(?:nr\.?\s*)?(?P<first>\d{1,3}))(?P<sub>)(?![\d/,–-])"
)
"""A number of a series by itself, without a year, for example 'O-sak 3'; not 'O-sak 3/19'."""


def heading_number(
    text: str, at: int, meeting_year: int | None, *, worded: bool
) -> tuple[CaseNumber, int] | None:
    """Read the number at the beginning of a heading.

    Args:
        text: The line.
        at: Offset at which the number would begin.
        meeting_year: Year of the meeting, where known.
        worded: Whether a series without years counts, such as 'O-sak 3'.

    Returns:
        The number and the offset behind it, or None.
    """
    match = match_number(text, at)
    if match:
        number = read_number(match, meeting_year) if _is_plausible(match) else None
    else:
        match = WORDED.match(text, at) if worded and "-" in text[at : at + 4] else None
        number = read_plain(match) if match else None
    return (number, match.end()) if match and number else None


def _is_plausible(match: regex.Match[str]) -> bool:
    """Whether a number without letters can be a case's: '2020-2023' and '15-20' can't."""
    if match["prefix"]:
        return True
    if match["mark"] == "/":
        return True
    return len(match["second"]) == 4 and len(match["first"]) < 4


def read_plain(match: regex.Match[str]) -> CaseNumber:
    """Read a match of `PLAIN`."""
    written = _written(match["number"])
    letters = _letters(written) if not written[0].isdigit() else ""
    sub = int(match["sub"]) if match["sub"] else None
    return CaseNumber(written, letters, int(match["first"]), None, sub)


def _written(number: str) -> str:
    return " ".join(_GENERIC.sub("", number).split()) or number.strip()


def _letters(prefix: str) -> str:
    found = _CAPITALS.findall(prefix.upper())
    return " ".join(word for word in found if word not in _NO_SERIES)


def _year(digits: str) -> int:
    value = int(digits)
    if len(digits) == 4:
        return value
    if len(digits) == 2:
        return value + (2000 if value <= 50 else 1900)
    return 0
