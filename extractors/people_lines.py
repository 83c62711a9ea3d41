"""Lists of people over several lines: which line goes on with the item above it."""

from collections.abc import Sequence

from vedtak.extractors.names import FIRST_NAME, OFFICE
from vedtak.extractors.pattern import pattern
from vedtak.extractors.people_list import BULLET, SPLIT


def _breaks_name(text: str) -> bool:
    """Whether a list that runs over lines breaks inside a name: '…, Kari Ås (KS), Anne'."""
    last = SPLIT.split(text)[-1].strip()
    if text.count(",") < 2 or _ENDS_IN_PARTY.search(text):
        return False
    return FIRST_NAME.fullmatch(last) is not None


def _goes_on_with_name(before: str, text: str) -> bool:
    """Whether a line begins with the rest of a name or with the name of the office above it.

    '…, Kari' or '…, Kari Ås' above 'Moe (leder), Ola Li', and '… og regnskapsrevisor' above 'Kari
    Ås'.
    """
    first = _REST_OF_NAME.match(text)
    if first and "," in before and _ENDS_IN_NAME.search(before):
        return True
    office = _ENDS_IN_OFFICE.search(before)
    return office is not None and OFFICE.fullmatch(office["office"]) is not None


_REST_OF_NAME = pattern(r"\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?\s?[,(]")
"""One word before a comma or a parenthesis, at the beginning of a line."""
_ENDS_IN_NAME = pattern(r"[,;]\s\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}.-]*){0,3}$")
"""A name that stands last on a line of several."""
_ENDS_IN_PARTY = pattern(r",\s(?:\p{Lu}\p{Ll}?|\p{Lu}\p{Ll}?\p{Lu}+)$")
"""A short word behind a comma that is no first name, for example 'Kari Ås, leder, KrF'."""
_ENDS_IN_OFFICE = pattern(r"\sog\s(?P<office>\p{Ll}+)$")
"""A word in small letters that stands last on a line."""


def join_items(lines: Sequence[str], ends: Sequence[float]) -> list[bool]:
    """Tell for each line of a column whether it goes on with the item of the line before.

    A line goes on where a parenthesis is still open, where it begins with one, with a small letter,
    where the line before ends in a hyphen or comma, and where a line with several names runs to
    the right edge of the column.

    Args:
        lines: Texts of the lines.
        ends: Right edges of the lines.
    """
    goes_on: list[bool] = []
    edge = max(ends, default=0.0) * 0.93
    depth = 0
    before = ""
    for text, end in zip(lines, (0.0, *ends), strict=False):
        goes_on.append(
            bool(before)
            and (
                depth > 0
                or text[:1] == "("
                or (text[:1].islower() and not BULLET.match(text))
                or before[-1:] in "-,"
                or _breaks_name(before)
                or _goes_on_with_name(before, text)
                or (
                    before.count(",") > 1
                    and end >= edge
                    and before[-1:] not in ".)"
                    and not _ENDS_IN_PARTY.search(before)
                )
                or before.endswith((" og", " for"))
            )
        )
        if not goes_on[-1]:
            depth = 0
        depth = max(0, depth + text.count("(") - text.count(")"))
        before = text
    return goes_on
