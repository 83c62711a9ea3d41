"""What the title of a part says of the meeting: body, number, day, whether it is an extra one."""

import datetime as dt
from typing import NamedTuple

from vedtak.extractors.dates import parse_date
from vedtak.extractors.pattern import pattern

_KIND = r"(?:(?:ordinær|ekstraordin[æa]r|konstituerende|konstituerande)t?\s+)?"
_MEETING = rf"{_KIND}(?:\p{{L}}*møtet? | (?:\p{{L}}*forsamling)(?:en|a)?)"
_NUMBER = r"(?:\s+(?:nr\.?\s*)?\d{1,4}(?:[/-]\d{2,4})?)?"

TITLE_BODY = pattern(
    rf"(?ix) \b {_MEETING} {_NUMBER} \s* [,:]? \s+ (?: i | for | av | ved | til ) \s+"
    r"(?P<body> \p{L}.+ )"
)
"""The body behind the word for the meeting, for example 'Referat fra ekstramøte i NUIT' or
'Protokoll fra ordinær generalforsamling i Lia borettslag'."""

OTHER_BODY = pattern(
    r"""(?ix) (?: ^ \s* (?: \p{L}+ \s+ ){1,3}? (?: for | i | frå | fra )
    | ^ \s* \p{L}+ \s* :
    ) \s+ (?P<body> \p{L}.+ )"""
)
"""The body in a title without a word for the meeting, for example 'Møtebok for valgstyret'."""

SHORT_BODY = pattern(r"\b(?P<body>\p{Lu}[\p{Lu}\d]{1,7})-møte")
"""A body whose short form is a part of the word for the meeting, for example 'FAU-møte'."""

OWN_MEETING = pattern(r"(?P<body>[^,.:\d]{3,60}?)s\s\p{L}*møte\b")
"""A body in front of its meeting, for example 'kommunestyrets møte 3. mai 2011'."""

BEFORE_MEETING = pattern(
    r"^(?P<body>\p{Lu}[^\n:;]{3,90}?)\s*[,–-]\s*(?:styre)?møte\s+(?:nr\.?\s*)?(?P<number>\d{1,3}/\d{2,4})\b"
)
"""Body and meeting on a line of their own, for example 'Arbeidsmiljøutvalget (AMU) - møte 3/09'."""

GATHERING = pattern(
    rf"(?ix) {_KIND} (?:\p{{L}}*møte|\p{{L}}*forsamling)"
    r"(?: \s+ (?:nr\.?\s*)? \d{1,4} (?:/\d{2,4})? )?"
    r"(?: \s+ (?: i | for | av | ved ) \s+ (?P<body> \p{L}[^:;\n]{2,90} ) )?"
)
"""A line that is nothing but a meeting and its body, for example 'STYREMØTE I LIA BORETTSLAG',
'Ekstraordinært årsmøte', 'Møte nr 7 i kommunestyret'; not 'Møtet i Lia' or 'Møtested'."""

SENTENCE = pattern(r"(?i)\b(?:ble|vart|blei|er|var|bes|innkalles|kalles|holdes|kl)\b")
"""A word that makes a line a sentence and no title."""

TITLE_NUMBER = pattern(
    r"(?i)(?:møtet?|referat|protokoll)\s+(?:nr\.?\s*)?(?P<number>\d{1,3}/(?:\d{4}|\d{2}))(?![\d/])"
)
"""The meeting's number in a title, for example 'Protokoll fra styremøte nr. 7/19'."""
NO_BODY = pattern(
    r"(?i)(?:(?:ordinær|ekstraordin[æa]r|konstituerende|konstituerande)t?\s+)?"
    r"(?:[\p{L}-]*møte|\p{L}*forsamling|sak|nr)\w*\b"
)
"""What follows 'fra' in a title and is no body, for example 'MØTE 5/2016'."""

_EXTRA = pattern(r"(?i)ekstramøte|ekstraordin[æa]r")
_TAIL = pattern(
    r"(?i)\s+[–-]\s.*$|,\s.*$|\s*\bden\b.*$|\s*\d.*$"
    r"|\s+(?:man|tirs|ons|tors|fre|lør|søn|mån|tys|lau|laur|sun)dag\b.*$|\s+kl\b.*$"
)
_LONGEST = 12


class MeetingTitle(NamedTuple):
    """What a title says; None where it does not say it."""

    body: str | None
    """Body as written."""
    number: str | None
    """Meeting number as written."""
    date: dt.date | None
    """Day of the meeting."""
    extraordinary: bool | None
    """True where it calls the meeting an extra one."""


def read_title(title: str) -> MeetingTitle:
    """Read a title.

    >>> read_title("Protokoll fra ekstraordinær generalforsamling i Lia borettslag")
    MeetingTitle(body='Lia borettslag', number=None, date=None, extraordinary=True)
    """
    match = SHORT_BODY.search(title) or TITLE_BODY.search(title) or OTHER_BODY.search(title)
    body = match["body"] if match and not NO_BODY.match(match["body"]) else None
    if body and (owner := OWN_MEETING.match(body)):
        body = owner["body"]
    number = TITLE_NUMBER.search(title)
    return MeetingTitle(
        clean_body(body) if body else None,
        number["number"] if number else None,
        parse_date(title),
        True if _EXTRA.search(title) else None,
    )


def read_gathering(line: str) -> MeetingTitle | None:
    """Read a line that names a meeting and stands for a title, or None.

    >>> read_gathering("Ekstraordinært årsmøte i Lia Velforening").body
    'Lia Velforening'
    >>> read_gathering("Møtet i Lia Velforening ble satt") is None
    True
    """
    if (
        not line[:1].isupper()
        or len(line.split()) > _LONGEST
        or line[-1] == "."
        or SENTENCE.search(line)
    ):
        return None
    named = BEFORE_MEETING.match(line)
    if named:
        return MeetingTitle(named["body"].strip(), named["number"], parse_date(line), None)
    bare = line[: line.find(",")] if "," in line else line
    match = GATHERING.fullmatch(bare.strip())
    if not match:
        return None
    body = clean_body(match["body"]) if match["body"] else None
    return read_title(line)._replace(body=body)


def clean_body(text: str) -> str | None:
    """A body's name without what follows it in a title: dates, numbers, dashes."""
    name = _TAIL.sub("", " ".join(text.split())).strip(" .:,")
    return readable_body(name) or None


def readable_body(name: str) -> str:
    """A single word in capitals as it is written elsewhere: 'FORMANNSKAPET' is Formannskapet."""
    if name.isupper() and len(name) > 5 and len(name.split()) == 1:
        return name.capitalize()
    return name
