"""What a decision does, point by point, and whom it asks to act."""

import itertools
from collections.abc import Sequence, Set
from typing import NamedTuple

from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.pattern import pattern
from vedtak.models.decisions import Outcome

POINT = pattern(r"(?m)^\s*(?:\d{1,2}\s?[.)](?!\d)|[a-zæøå]\)|[•▪–-]\s)\s*")
"""Mark of a point of a decision, for example '1.' or 'a)'; not '1.5 millioner'."""

PHRASES = (
    ("outcome_rejected", Outcome.REJECTED),
    ("outcome_postponed", Outcome.POSTPONED),
    ("outcome_noted", Outcome.NOTED),
    ("outcome_approved", Outcome.APPROVED),
    ("outcome_referred", Outcome.REFERRED),
    ("outcome_elected", Outcome.ELECTED),
    ("outcome_adopted", Outcome.ADOPTED),
)
"""Groups of phrases with the outcome that each stands for."""

_ORGANIZATION = (
    r"(?:\p{Lu}[\p{L}\d&.-]*(?:\s(?:for|i|og|av|på|de|den)\s(?=\p{L}))?"
    r"(?:\s?(?:\p{Lu}[\p{L}\d&.-]*|(?<=\sfor\s|\si\s|\sog\s|\sav\s)\p{L}[\p{L}-]*))*)"
)
_ASKED_TO = r"(?:\s+(?:om\s+)?(?:å|at|om)\b|\s+\p{Ll}+\b)"
_SUBJECT = pattern(r"\p{Lu}[\p{L}-]{1,40}\s")
"""The body in front of the verb, as in 'NUIT ber …'."""
_DANGLING = pattern(r"\s*,?\s+og$")
_CLAUSE = pattern(r"[.;]\s{1,3}|,?\s{1,3}og\s{1,3}")


class PointRead(NamedTuple):
    """One point of a decision."""

    text: str
    """Its words."""
    start: int
    """Offset in the decision's text."""
    end: int
    """Offset behind it."""
    outcome: Outcome | None
    """What it does; None where no phrase tells."""
    addressee: str | None
    """Who is asked to act."""


def outcome_of(text: str, lexicon: Lexicon) -> Outcome | None:
    """The outcome that the words of a decision tell, or None.

    The phrase that stands first decides, so that 'tar saken til orientering og ber …' is noted.
    """
    best: tuple[int, int, Outcome] | None = None
    for rank, (group, outcome) in enumerate(PHRASES):
        match = lexicon.search(group, text)
        if match and (best is None or (match.start(), rank) < best[:2]):
            best = (match.start(), rank, outcome)
    return best[2] if best else None


def read_points(text: str, lexicon: Lexicon, organizations: Set[str]) -> list[PointRead]:
    """Split a decision into its points.

    Args:
        text: Words of the decision, paragraphs parted by line breaks.
        lexicon: Phrases of outcomes and of asking.
        organizations: Names of organizations that the document has elsewhere.

    Returns:
        Numbered points where there are any, else paragraphs; a clause that asks somebody to act is
        a point of its own.
    """
    points: list[PointRead] = []
    for start, end in _blocks(text):
        for begin, stop in _clauses(text, start, end, lexicon, organizations):
            words = _DANGLING.sub("", text[begin:stop].strip())
            if words:
                points.append(
                    PointRead(
                        " ".join(words.split()),
                        begin,
                        stop,
                        outcome_of(words, lexicon),
                        find_addressee(words, lexicon, organizations),
                    )
                )
    return points


def _blocks(text: str) -> list[tuple[int, int]]:
    marks = [match.start() for match in POINT.finditer(text)]
    if not marks:
        cuts = [at for at, letter in enumerate(text) if letter == "\n"]
        edges = [0, *(cut + 1 for cut in cuts), len(text)]
    else:
        edges = [0, *(mark for mark in marks if mark > 0), len(text)]
    return [(a, b) for a, b in itertools.pairwise(edges) if text[a:b].strip()]


def _clauses(
    text: str, start: int, end: int, lexicon: Lexicon, organizations: Set[str]
) -> list[tuple[int, int]]:
    """Cut a block before each clause that asks somebody to act."""
    cuts = [start]
    for match in _CLAUSE.finditer(text, start, end):
        rest = text[match.end() : end]
        if match.end() < end and _asks(rest, lexicon, organizations):
            cuts.append(match.end())
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _asks(text: str, lexicon: Lexicon, organizations: Set[str]) -> bool:
    subject = _SUBJECT.match(text)
    if lexicon.verb("asks").match(text, subject.end() if subject else 0):
        return True
    name = _known(text, organizations)
    return bool(name and lexicon.verb("undertakes").match(text[len(name) :].lstrip()))


def find_addressee(text: str, lexicon: Lexicon, organizations: Set[str]) -> str | None:
    """Who is asked to act: 'ber Direktoratet for e-helse ta …', 'KS følger opp …'.

    Args:
        text: A clause of a decision.
        lexicon: Verbs of asking and undertaking, and offices.
        organizations: Names that the document has elsewhere: the longest that fits is taken.

    Returns:
        The organization or office as written; None where nobody is named ('ber om at det …').
    """
    for match in lexicon.verb("asks").finditer(text):
        rest = text[match.end() :].lstrip()
        name = _known(rest, organizations) or _office(rest, lexicon) or _written(rest)
        if name:
            return name
    name = leading_name(text, lexicon, organizations)
    if name and lexicon.verb("undertakes").match(text[len(name) :].lstrip()):
        return name
    return None


def leading_name(text: str, lexicon: Lexicon, organizations: Set[str]) -> str | None:
    """The known organization or office that a text begins with, or None."""
    return _known(text, organizations) or _office(text, lexicon)


def _known(text: str, organizations: Set[str]) -> str | None:
    fitting = [
        name
        for name in organizations
        if text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()
    ]
    return max(fitting, key=lambda name: (len(name), name)) if fitting else None


def _office(text: str, lexicon: Lexicon) -> str | None:
    lowered = text.casefold()
    fitting = [
        word
        for word in lexicon.words("official")
        if lowered.startswith(word) and not lowered[len(word) : len(word) + 1].isalnum()
    ]
    longest = max(fitting, key=lambda word: (len(word), word)) if fitting else None
    return text[: len(longest)] if longest else None


_BEFORE_ASKING = pattern(r"(?P<name>\p{Lu}[^,.;:\n]{2,60}?)\s+(?:om\b|å\b|til å\b)")
"""Who is asked, before 'om' or 'å', for example 'Statens vegvesen om å …'."""
_WRITTEN = pattern(rf"(?P<name>{_ORGANIZATION}){_ASKED_TO}")


_GENITIVE = pattern(r"(?P<name>\p{Lu}[\p{L}-]+s \p{Ll}[\p{L}-]{3,30})\s+\p{Ll}")
"""A name that begins with a genitive, for example 'Statens vegvesen setje'; not 'KS følge'."""


def _written(text: str) -> str | None:
    match = _BEFORE_ASKING.match(text)
    if match and len(match["name"].split()) <= 6:
        return str(match["name"]).strip()
    match = _GENITIVE.match(text) or _WRITTEN.match(text)
    return str(match["name"]).strip() if match else None


_DECIDING = (Outcome.POSTPONED, Outcome.REFERRED)
"""Outcomes that hold for the whole decision where its first point has them."""


def decision_outcome(points: Sequence[PointRead], adopted: bool | None) -> Outcome:
    """The outcome of a whole decision.

    Args:
        points: Its points.
        adopted: Whether the page says that what was proposed was adopted or not.

    Returns:
        What all its points do, requests aside; where they differ or do not say, 'adopted' if the
        page says so; else what the first point does, or 'other'.
    """
    telling = [
        point
        for point in points
        if point.outcome is not None or (point.addressee is None and not _only_asks(point.text))
    ]
    if points and points[0].outcome in _DECIDING:
        return points[0].outcome
    outcomes = {point.outcome for point in telling}
    if len(outcomes) == 1 and (only := outcomes.pop()) is not None:
        return only
    if adopted:
        return Outcome.ADOPTED
    first = points[0].outcome if points else None
    return first or Outcome.OTHER


_ONLY_ASKS = pattern(r"(?i)^(?:\d{1,2}[.)]\s*)?(?:ber|bed|anmoder|oppmoder)\b")


def _only_asks(text: str) -> bool:
    return _ONLY_ASKS.match(text) is not None
