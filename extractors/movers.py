"""Who proposed what is voted on: told by the words that name it in the report of the vote."""

from collections.abc import Sequence

from vedtak.extractors.keys import fold
from vedtak.extractors.pattern import pattern
from vedtak.models.decisions import Proposal

OFFICE = pattern(
    r"(?i)^(?P<who>\p{L}[\p{L} -]{2,60}?)(?:s|\ssi)\s+(?:\p{L}+\s)?"
    r"\p{L}*(?:forslag|framlegg|fremlegg|innstilling|tilråding|tilrådning)\p{L}*"
)
"""Whose proposal it is, for example 'Formannskapets innstilling pkt. 2', 'Rådmannen si tilråding';
not 'Innstillingen'."""
FROM = pattern(
    r"\b(?i:\p{L}*(?:forslag|framlegg|fremlegg|tillegg))\p{L}*\s(?:fra|frå)\s"
    r"(?P<who>\p{Lu}\p{L}*(?:[ .-]+\p{L}[\p{L}.-]*|,\s\p{Lu}\p{L}*){0,8})"
)
"""The same behind it, for example 'Framlegget frå Nordbø (R)'; not 'Forslaget til vedtak'."""
RECOMMENDED = pattern(r"(?i)\b(?:innstillinga|innstillingen|tilrådinga|tilrådingen)\b")
"""The proposal that the case came with, for example 'Innstillingen for øvrig'."""
RECOMMENDED_BY = pattern(
    r"(?i)\b(?:innstilling|tilråding|tilrådning)\p{L}*\s(?:fra|frå)\s(?P<who>\p{L}{4,40})"
)
"""The same with the body that gave it: 'Tilrådinga frå formannskapet'."""
_POINT = pattern(r"(?i)^(?:punkt|pkt)\b[.\s\d,og-]*$")
"""A point alone, which may be of any proposal: 'Punkt 2'."""
_PARTY = pattern(r"\(|,")
_SHORTEST_NAME = 3


def proposer_of(
    subject: str | None, proposals: Sequence[Proposal], newest: Proposal | None
) -> str | None:
    """Tell who proposed what was voted on.

    Args:
        subject: What was voted on, as written; None where the page does not say.
        proposals: All proposals of the case so far, in order.
        newest: The one that was moved last and not voted on yet, if any.

    Returns:
        The proposer as written; None where nothing tells.
    """
    named = [each for each in proposals if each.proposer]
    if subject:
        if _POINT.match(subject):
            return None
        meant = {each.proposer for each in named if _names(subject, each.proposer or "")}
        if len(meant) == 1:
            return meant.pop()
        if said := RECOMMENDED_BY.search(subject):
            return said["who"][:1].upper() + said["who"][1:]
        if RECOMMENDED.search(subject) and not OFFICE.search(subject):
            first = next((each.proposer for each in named if not _is_person(each.proposer)), None)
            if first:
                return first
            return newest.proposer if newest and not _is_person(newest.proposer) else None
        if said := FROM.search(subject) or OFFICE.search(subject):
            who = said["who"].strip()  # nobody fits by name, but somebody is named
            meant = {each.proposer for each in named if _begins(each.proposer or "", who)}
            return meant.pop() if len(meant) == 1 else who
    return newest.proposer if newest else None


def _names(subject: str, proposer: str) -> bool:
    """Whether the words for a proposal name its proposer: by last name, office or body."""
    who = _PARTY.split(proposer)[0].split()
    if not who:
        return False
    last = fold(who[-1] if _is_person(proposer) else who[0])
    if len(last) < _SHORTEST_NAME:
        return False
    words = fold(subject).split()
    return any(word in (last, f"{last}s") for word in words)


def _begins(proposer: str, who: str) -> bool:
    """Whether a proposer is called so, as far as it goes: 'Ap, SV og Sp v/Ola Berg'."""
    return fold(f"{proposer} ").startswith(fold(f"{who} "))


def _is_person(proposer: str | None) -> bool:
    """Whether a proposer is called by two names, which offices and bodies are not, or a group."""
    words = _PARTY.split(proposer or "")[0].split()
    if any(word.startswith("v/") for word in words):
        return True  # 'Ap v/Anne Lid'
    return len(words) > 1 and all(word[:1].isupper() for word in words)
