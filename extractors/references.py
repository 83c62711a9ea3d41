"""References in the papers of a case: who proposed, who has treated it, which case is meant."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from vedtak.extractors.body_names import read_body_name
from vedtak.extractors.context import Reading
from vedtak.extractors.dates import parse_date
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.keys import slug
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.numbers import NUMBERED, CaseNumber, read_number
from vedtak.extractors.pattern import pattern
from vedtak.extractors.text import Passage
from vedtak.models.references import CaseReference, ReferenceKind

_LONGEST = 200
"""So many characters of the sentence around a reference are kept at most."""
_PARAGRAPH = pattern(r"[^\n]+")
_STOP = pattern(r"[.!?](?=\s+\p{Lu})")
_DIGIT = pattern(r"\d")
_IN_TEXT = (
    ("reference_treated", ReferenceKind.TREATED),
    ("reference_earlier", ReferenceKind.EARLIER),
    ("reference_decided", ReferenceKind.DECIDED),
    ("reference_see", ReferenceKind.SEE),
)
"""What is looked for inside running text; what comes first has the number."""
_ROUTE_ROWS = 8
"""A list of the bodies that treat a case has so many rows at most."""


class Owner(NamedTuple):
    """The case whose papers are read: a reference to itself is none."""

    case_id: str | None
    """Its key; None where a note does not tell its case."""
    part_id: str
    """Part that is read."""
    body: str | None
    """Name of the body that treats it."""
    number: CaseNumber | None
    """Its number."""
    year: int | None
    """Year of the meeting, to read other numbers by."""


class _Found(NamedTuple):
    kind: ReferenceKind
    body: str | None
    match: regex.Match[str]
    text: str
    page: int


def read_references(reading: Reading, lines: Sequence[FlowLine], owner: Owner) -> None:
    """Read references out of the lines of a case and add them to the reading.

    Args:
        reading: The document.
        lines: The lines of the case, heading left out.
        owner: The case.
    """
    found = list(_routes(reading, lines))
    known_rows = {one.text for one in found}
    found += [one for one in _headings(reading, lines) if one.text not in known_rows]
    if any(_DIGIT.search(line.text) for line in lines):
        found += _in_text(reading.lexicon, reading.join(lines))
    known = {one.reference_id for one in reading.found.case_references}
    for one in found:
        reference = _record(one, owner)
        if reference is not None and reference.reference_id not in known:
            known.add(reference.reference_id)
            reading.found.case_references.append(reference)


def body_named(lexicon: Lexicon, words: str | None) -> str | None:
    """The name of a body as it stands, without genitive; None where it is none.

    >>> # 'Formannskapets' is Formannskapet; 'Rådmannens' and 'Dermed ble saken i utvalget' are none
    """
    if not words:
        return None
    name = " ".join(words.split()).strip(" ,.:-")
    endings = tuple(lexicon.words("body_ending"))
    kept = []
    for word in name.split():
        plain = word.casefold()
        stem = plain.removesuffix("s") if plain not in endings else plain
        if stem != plain and stem.endswith(endings):
            word = word[:-1]
        kept.append(word)
    if not any(word.casefold().strip(",").endswith(endings) for word in kept):
        return None
    if len(kept) > 8 or lexicon.search("reference_no_body", " ".join(kept)):
        return None
    return " ".join(kept)


def _headings(reading: Reading, lines: Sequence[FlowLine]) -> Iterator[_Found]:
    """Lines above a proposal that name the body that made it."""
    lexicon, possible = reading.lexicon, reading.sought.lines("reference_proposed")
    for i, line in enumerate(lines):
        text, match = "", None
        if line.index in possible:
            text = _single_spaced(line)
            match = lexicon.search("reference_proposed", text)
        if match is None and i + 1 < len(lines) and lexicon.opener("proposal", lines[i + 1].text):
            text = _single_spaced(line)
            match = lexicon.search("reference_origin", text)
        body = body_named(lexicon, match["body"]) if match else None
        if match and body:
            yield _Found(ReferenceKind.PROPOSED, body, match, text, line.page)


def _single_spaced(line: FlowLine) -> str:
    return " ".join(line.text.split())


def _routes(reading: Reading, lines: Sequence[FlowLine]) -> Iterator[_Found]:
    """Rows below the head of a list of the bodies that treat the case."""
    lexicon, possible = reading.lexicon, reading.sought.lines("reference_route")
    for i, line in enumerate(lines):
        if line.index not in possible:
            continue
        if not lexicon.search("reference_route", _single_spaced(line)):
            continue
        for row in lines[i + 1 : i + 1 + _ROUTE_ROWS]:
            text = _single_spaced(row)
            match = lexicon.search("reference_route_row", text)
            body = body_named(lexicon, match["body"]) if match else None
            if match is None or body is None:
                break
            yield _Found(ReferenceKind.TREATED, body, match, text, row.page)


def _in_text(lexicon: Lexicon, passage: Passage) -> Iterator[_Found]:
    """References inside sentences; a number belongs to the first that takes it."""
    words = " ".join(passage.text.split())
    asked = [(group, kind) for group, kind in _IN_TEXT if lexicon.likely(group, words)]
    for start, end in _sentences(passage.text) if asked else ():
        if not _DIGIT.search(passage.text, start, end):
            continue
        words = " ".join(passage.text[start:end].split())
        taken: set[int] = set()
        for group, kind in asked:
            for match in lexicon.find_all(group, words):
                at = match.start("number") if match["number"] else match.start("date")
                if at < 0 or at in taken:
                    continue
                groups = match.groupdict()
                body = body_named(lexicon, _last_clause(groups.get("body")))
                if group == "reference_treated" and body is None:
                    continue
                taken.add(at)
                page = next(passage.pieces(start, end))[1]
                yield _Found(kind, body, match, _around(words, match), page)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of those paragraphs of a text stand that have a digit."""
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        if not _DIGIT.search(text, start, end):
            continue  # neither a number nor a date: nothing is referred to
        for stop in _STOP.finditer(text, start, end):
            yield start, stop.end()
            start = stop.end()
        if start < end:
            yield start, end


def _last_clause(words: str | None) -> str | None:
    """A body's name begins with the last capital word that begins one: '… og Formannskapet'."""
    return words.rpartition(" at ")[2] if words else None


def _around(sentence: str, match: regex.Match[str]) -> str:
    """The sentence, or as much of it around the reference as is kept."""
    if len(sentence) <= _LONGEST:
        return sentence
    start = max(0, min(match.start(), len(sentence) - _LONGEST))
    return sentence[start : max(start + _LONGEST, match.end())]


def _record(found: _Found, owner: Owner) -> CaseReference | None:
    """The record of a reference; None for one to the case itself."""
    groups = found.match.groupdict()
    date = parse_date(groups["date"]) if groups.get("date") else None
    number = _number(groups.get("number"), date.year if date else None)
    own_body = found.body is None or (
        owner.body is not None and _core(found.body) == _core(owner.body)
    )
    numbers = [(one.sequence, one.year) for one in (number, owner.number) if one is not None]
    if own_body and len(numbers) == 2 and numbers[0] == numbers[1]:
        return None
    if own_body and number is None and (found.body is None or found.kind is not _EARLIER):
        return None
    named = [slug(found.body or "") or None, date.isoformat() if date else None]
    named += [number.slug if number else None]
    key = "-".join([found.kind, *(part for part in named if part)])
    return CaseReference(
        reference_id=f"{owner.case_id or owner.part_id}/reference/{key}",
        case_id=owner.case_id,
        part_id=owner.part_id,
        kind=found.kind,
        body_as_written=found.body,
        date=date,
        number=number.written if number else None,
        sequence=number.sequence if number else None,
        year=number.year if number else None,
        page=found.page,
        text=found.text,
    )


_EARLIER = ReferenceKind.EARLIER


def _number(written: str | None, year: int | None) -> CaseNumber | None:
    match = NUMBERED.match(written) if written else None
    return read_number(match, year) if match else None


def _core(name: str) -> str:
    return read_body_name(name).core
