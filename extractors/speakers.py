"""Who presented a case, commented or answered: people and organizations named in the discussion."""

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

import regex

from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.lexicon.required import is_any_in
from vedtak.extractors.names import NAME, is_organization, is_person, strip_title
from vedtak.extractors.pattern import pattern
from vedtak.extractors.sentences import cut_in_doubt, stretches
from vedtak.models.cases import Act

_ACTS = (("presented", Act.PRESENTED), ("commented", Act.COMMENTED), ("answered", Act.ANSWERED))
_FROM = pattern(r"\s+(?:fra|frå|i)\s+")
_AND = pattern(r"\s*,\s*|\s+(?:og|samt)\s+")
_LEAD = pattern(r"^(?:I (?:møtet|saken|saka)|Videre|Deretter|I tillegg|Også)\s*,?\s*")
_CAPITALS = pattern(r"\p{Lu}{2,6}")
"""An organization called by its letters: 'KS', 'NHN'."""
_PARAGRAPH = pattern(r"[^\n]+")
_LONGEST_SUBJECT = 140
_LONGEST_SENTENCE = 1500


class Spoken(NamedTuple):
    """Somebody's contribution."""

    person: str | None
    """Name of the person; None for an organization."""
    organization: str | None
    """Organization, where named."""
    act: Act
    """What they did."""
    start: int
    """Offset of the sentence in the text."""
    end: int
    """Offset behind the sentence."""


def _sentences(
    text: str, language: str, telling: Sequence[regex.Pattern[str]]
) -> Iterator[tuple[int, int]]:
    """Sentences of a text, leaving out most of those in which none of the patterns is found."""
    for paragraph in _PARAGRAPH.finditer(text):
        if not _tells(text, *paragraph.span(), telling):
            continue
        for start, end, sure in stretches(text, *paragraph.span(), language):
            if not _tells(text, start, end, telling):
                continue
            if sure:
                yield start, end
            else:
                yield from cut_in_doubt(text, start, end, language)


def _tells(text: str, start: int, end: int, telling: Sequence[regex.Pattern[str]]) -> bool:
    """Whether one of the patterns is found between two offsets."""
    return is_any_in(telling, text[start:end])


def read_speakers(
    text: str, lexicon: Lexicon, organizations: Set[str], language: str
) -> list[Spoken]:
    """Read who presented, commented and answered.

    Args:
        text: Running text of a discussion.
        lexicon: Verbs.
        organizations: Names of organizations known from the document.
        language: 'nb' or 'nn', for sentences.

    Returns:
        Contributions in order. Only subjects in a clear form count: '<person>, <organization>,
        orienterte', '<person> og <person> fra <organization> presenterte', 'presentert av
        <person>'.
    """
    verbs = [(lexicon.verb(group), act) for group, act in _ACTS]
    passive = lexicon.verb("passive")
    spoken: list[Spoken] = []
    for start, end in _sentences(text, language, [passive, *(verb for verb, _ in verbs)]):
        sentence = text[start:end]
        if len(sentence) > _LONGEST_SENTENCE:
            continue
        spoken += _active(sentence, start, verbs, lexicon, organizations)
        match = passive.search(sentence)
        if match:
            name = NAME.match(sentence[match.end() :].lstrip())
            if name and is_person(name[0], lexicon):
                spoken.append(Spoken(name[0], None, Act.PRESENTED, start, end))
    return spoken


def _active(
    sentence: str,
    start: int,
    verbs: Sequence[tuple[regex.Pattern[str], Act]],
    lexicon: Lexicon,
    organizations: Set[str],
) -> list[Spoken]:
    found: list[Spoken] = []
    for verb, act in verbs:
        match = verb.search(sentence)
        if not match:
            continue
        before = sentence[: match.start()].strip()
        if len(before) > _LONGEST_SUBJECT:
            continue
        if _LEAD.fullmatch(before + " "):
            subject = _subject_behind(sentence[match.end() :].lstrip(), organizations)
        else:
            subject = _LEAD.sub("", before)
        for person, organization in _who(subject.strip(" ,"), lexicon, organizations):
            found.append(Spoken(person, organization, act, start, start + len(sentence)))
    return found


def _subject_behind(text: str, organizations: Set[str]) -> str:
    """The subject where the verb stands before it: 'I møtet orienterte KS om …'."""
    known = [name for name in organizations if text.startswith(name)]
    if known:
        return max(known, key=lambda name: (len(name), name))
    name = NAME.match(text)
    return name[0] if name else ""


def _who(
    subject: str, lexicon: Lexicon, organizations: Set[str]
) -> list[tuple[str | None, str | None]]:
    """The people and the organization of a subject; none where its form is not clear."""
    if not subject:
        return []
    source = _FROM.split(subject, maxsplit=1)
    organization = source[1].strip(" ,") if len(source) == 2 else None
    people: list[str] = []
    for piece in (piece.strip() for piece in _AND.split(source[0]) if piece.strip()):
        name = strip_title(piece, lexicon)[1]
        if is_person(name, lexicon):
            people.append(name)
        elif people and organization is None and _names_organization(piece, lexicon, organizations):
            organization = piece
        elif not people and _names_organization(source[0], lexicon, organizations):
            return [(None, source[0])]
        else:
            return []
    return [(person, organization) for person in people]


def _names_organization(text: str, lexicon: Lexicon, organizations: Set[str]) -> bool:
    if text in organizations:
        return True
    if not text[:1].isupper() or len(text.split()) > 6:
        return False
    return is_organization(text, lexicon) or _CAPITALS.fullmatch(text) is not None
