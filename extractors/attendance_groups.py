"""Groups inside an attendance list: whom or what the people behind a label stand for."""

from typing import NamedTuple

from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.names import is_person
from vedtak.extractors.pattern import pattern
from vedtak.extractors.people_list import is_office, role_of

FROM_OTHERS = pattern(r"(?:Fra|Frå)\s(?!adm|sak|styr|møt|kl)\p{Ll}[\p{Ll} -]{3,40}:\s*")
"""Guests by where they come from, for example 'Fra revisjonen:'; not 'Fra møtet:'."""

FROM_MET = pattern(
    r"(?:Fra|Frå)\s(?!adm|sak|styr|møt|kl)(?P<who>\p{L}[\p{L} .-]{3,50}?)\s"
    r"(?:møtte|deltok|stilte)\s*:?\s+(?=\p{L})"
)
"""The same as a sentence, for example 'Fra forretningsfører møtte Kari Ås.'."""

GROUP = pattern(
    r"(?:(?:For|Fra|Frå)\s+)?(?P<name>\p{L}[\p{L}./&-]*+(?:\s[\p{L}./&(-][\p{L}./&)-]*+){0,5}+)"
    r"\s*:\s+(?=\S)"
)
"""A label above or before people, for example 'Foreldrerepresentanter: ' or 'For Høyre: '."""

PARTY_HEADING = pattern(r"(?:For|Fra|Frå)\s+(?P<party>\p{Lu}[^:\n]{0,60}?)\s*:\s*")
"""A party above its members, for example 'For Arbeiderpartiet: Kari Ås, Ola Lie'."""

_STAFF = pattern(
    r"(?i)\p{L}*(?:sjef|direktør|rådgiver|rådgjevar|konsulent|verge|verje|rådmann|daglig leder|"
    r"dagleg leiar|vaktmester|vaktmeister|forretningsfører|forretningsførar)"
)
"""Offices of those who work for a body, for example 'Daglig leder' and 'Kirkeverge'."""

_MEMBERS = pattern(
    r"(?i)(?:\p{L}+\s)?(?:\p{L}*medlemm?(?:er|ar|ene|ane)|deltakere|deltakarar|deltagere|representant(?:er|ar|ene|ane))"
)
"""Labels that name the members only, for example 'Styremedlemmer'; not 'Foreldrerepresentanter'."""


class Group(NamedTuple):
    """What the label of a group says of its people."""

    end: int
    """Offset behind the label."""
    organization: str | None = None
    """Whom they stand for, as written."""
    party: str | None = None
    """Their party."""
    position: str | None = None
    """Their office."""
    staff: bool = False
    """Whether the office is one of those who work for the body."""


def read_group(text: str, lexicon: Lexicon) -> Group | None:
    """Read the label of a group at the beginning of a line of a list.

    Args:
        text: The line.
        lexicon: Parties, offices, roles, and labels that name no group.

    Returns:
        What the label says, or None where the line begins with none: with a name, with a role
        ('Leder: Kari Ås' is read with the name), or with what people did or will do.
    """
    if ":" not in text or not text[:1].isupper():
        return None
    party = PARTY_HEADING.match(text)
    if party and lexicon.is_word("party", party["party"]):
        return Group(party.end(), party=party["party"])
    match = GROUP.match(text)
    if match is None:
        return None
    name = match["name"]
    if _MEMBERS.fullmatch(name):
        return Group(match.end())
    if role_of(name, lexicon) or is_person(name, lexicon) or lexicon.search("no_group", name):
        return None
    if lexicon.is_word("party", name):
        return Group(match.end(), party=name)
    if is_office(name, lexicon) or _begins_with_title(name, lexicon):
        return Group(match.end(), position=name, staff=_STAFF.match(name) is not None)
    return Group(match.end(), organization=name)


def _begins_with_title(name: str, lexicon: Lexicon) -> bool:
    """Whether a label is an office with what it is the office of: 'Daglig leder SFO'."""
    words = name.split()
    heads = (" ".join(words[:count]) for count in (1, 2))
    return any(lexicon.is_word("title", head) and not role_of(head, lexicon) for head in heads)


def met_from(text: str) -> Group | None:
    """Read the beginning of a sentence that says from where guests met."""
    match = FROM_MET.match(text)
    if match is None:
        return None
    who = match["who"]
    return Group(match.end(), organization=who if who[0].isupper() else None)
