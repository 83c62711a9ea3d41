"""What a decision asks somebody to do, by when: 'ber rådmannen legge fram en sak innen 1. mai'.

A permission ('får fullmakt til å') asks for nothing, and a plain duty ('skal males mørk') is what
was decided, not a task that somebody answers for; both are left out.
"""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

import regex

from vedtak.extractors.dates import find_dates
from vedtak.extractors.decisions import POINT, PointRead, find_addressee, leading_name
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.pattern import pattern
from vedtak.models.base import Certainty
from vedtak.models.decisions import Request
from vedtak.models.extraction import Extraction

SENTENCE_END = pattern(
    r"(?<=\p{L}{2}[.!?]|\d{3}\.|\)\.)(?<!\b(?:jf|jfr|nr|kl|ca|fv|rv|pkt|evt|bl|inkl|mill)\.)"
    r"\s+(?=\p{Lu}|\d{1,2}[.)]\s)"
)
"""Between two sentences, for example behind 'orientering.' in 'til orientering. Rådmannen'; not
behind 'nr.' or in '1. mars'."""

ASKED_CLAUSE = pattern(r"\s*om\s+at\s+(?=\p{Lu})")
"""Behind a verb of asking, before a name: 'om at Statsforvalteren'; not 'om at det'."""

ASKED_NOUN = pattern(
    r"\s*(?P<who>\p{Ll}[\p{L}-]{2,40}(?:en|et|a|ane|ene))\s+(?:om\b|å\b|\p{Ll}+[ea]\b)"
)
"""Who is asked, as a noun in the definite form before 'om', 'å' or an infinitive:
'fylkeskommunen setje'; not 'om at det'."""

_MOST_WORDS_BEFORE = 6
"""A verb of asking has the body before it, not half a sentence: 'alle som ber om hjelp, får'."""
_BY_THE_WAY = pattern(r"(?i)\b(?:som|der|hvis|dersom|når|fordi)\s+(?:\p{L}+\s+)?$")
"""What makes a clause one about others: 'alle som ber', 'dersom noen ber'."""


class RequestRead(NamedTuple):
    """One thing that a decision asks for."""

    text: str
    """Its words."""
    addressee: str | None
    """Who is asked, as written; None where nobody is named."""
    due: str | None
    """By when, as written."""
    due_date: dt.date | None
    """The day, where it is written in full."""
    certainty: Certainty
    """Certain where a verb of asking says so."""


def read_requests(
    points: Sequence[PointRead], lexicon: Lexicon, organizations: Set[str]
) -> list[RequestRead]:
    """Read what the points of a decision ask for.

    Args:
        points: The points, in order.
        lexicon: Verbs and phrases of asking, offices, and ways to name a day.
        organizations: Names of organizations that the document has elsewhere.

    Returns:
        One request per sentence that asks; where it ends with a colon, the rest belongs to it.
    """
    found: list[RequestRead] = []
    sentences = list(_sentences(points))
    for i, (place, sentence) in enumerate(sentences):
        asked = _asked(sentence, lexicon, organizations)
        if asked is None:
            continue
        addressee, certainty = asked
        listed = sentence.endswith(":")
        text = sentence
        if listed:
            beside = (words for other, words in sentences[i + 1 :] if other == place)
            text = " ".join([text, *beside, *(point.text for point in points[place + 1 :])])
        due = lexicon.search("due", text)
        found.append(
            RequestRead(text, addressee, due[0].rstrip(" .") if due else None, _day(due), certainty)
        )
        if listed:
            break
    return found


def add_requests(
    found: Extraction, decision_id: str, part_id: str, requests: Sequence[RequestRead]
) -> None:
    """Add the requests of a decision to what was found."""
    for ordinal, one in enumerate(requests, start=1):
        found.requests.append(
            Request(
                decision_id=decision_id,
                part_id=part_id,
                ordinal=ordinal,
                text=one.text,
                addressee=one.addressee,
                due=one.due,
                due_date=one.due_date,
                certainty=one.certainty,
            )
        )


def _sentences(points: Sequence[PointRead]) -> Iterator[tuple[int, str]]:
    """Yield the sentences without the marks of points, each with the place of its point."""
    for place, point in enumerate(points):
        mark = POINT.match(point.text)
        text = point.text[mark.end() :] if mark else point.text
        cuts = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
        for start, end in itertools.pairwise(cuts):
            if words := text[start:end].strip():
                yield place, words


def _asked(
    sentence: str, lexicon: Lexicon, organizations: Set[str]
) -> tuple[str | None, Certainty] | None:
    """Who is asked and how sure that is; None where the sentence asks for nothing."""
    verbs, small = lexicon.verb("asks"), sentence[:1].lower() + sentence[1:]
    if verbs.match(small):  # 'Ber om at …': the body is left out
        sentence = small
    for verb in verbs.finditer(sentence):
        before = sentence[: verb.start()]
        if len(before.split()) <= _MOST_WORDS_BEFORE and not _BY_THE_WAY.search(before):
            return _addressee(sentence, verb.end(), lexicon, organizations), Certainty.CERTAIN
    if match := lexicon.search("request_passive", sentence):
        return str(match["who"]), Certainty.CERTAIN
    name = leading_name(sentence, lexicon, organizations)
    rest = sentence[len(name) :].lstrip() if name else ""
    undertaken = lexicon.search("request_undertaken", rest)
    if name and undertaken and undertaken.start() == 0:
        return name, Certainty.LIKELY
    if lexicon.search("request_laid_before", sentence):
        return None, Certainty.LIKELY
    return None


def _addressee(sentence: str, end: int, lexicon: Lexicon, organizations: Set[str]) -> str | None:
    """Who is asked by the verb that ends at an offset."""
    if name := find_addressee(sentence, lexicon, organizations):
        return name
    if clause := ASKED_CLAUSE.match(sentence, end):
        rest = sentence[clause.end() :]
        return leading_name(rest, lexicon, organizations) or rest.split()[0].rstrip(".,;:")
    noun = ASKED_NOUN.match(sentence, end)
    return str(noun["who"]) if noun else None


def _day(due: regex.Match[str] | None) -> dt.date | None:
    """The one day that a deadline names in full."""
    dates = [match.value for match in find_dates(due[0])] if due else []
    return dates[0] if len(dates) == 1 else None
