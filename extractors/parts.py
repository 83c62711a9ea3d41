"""A bundle split into agenda, minutes, case notes and case protocols."""

from collections.abc import Sequence
from typing import NamedTuple

from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.numbers import match_number
from vedtak.models.base import Certainty
from vedtak.models.documents import PartKind

TITLE_KINDS = {
    "agenda_title": PartKind.AGENDA,
    "minutes_title": PartKind.MINUTES,
    "note_title": PartKind.CASE_NOTE,
    "protocol_title": PartKind.CASE_PROTOCOL,
}
"""Which kind of part each group of titles opens."""

HEADER_LABELS = frozenset(
    {
        "body", "meeting_number", "date", "time", "start_time", "place", "members", "present",
        "absent", "substitutes", "secretary", "chair", "note_to", "note_from", "note_handler",
        "note_case_number", "note_case_type", "note_archive", "cases_heading", "others",
    }
)  # fmt: skip
"""Labels that stand near the top of a part."""

NOTE_LABELS = frozenset(
    {"note_to", "note_from", "note_handler", "note_case_number", "note_case_type", "note_archive",
     "note_date"}
)  # fmt: skip
"""Labels of the box at the top of a case note."""

_OF_MINUTES = frozenset({"present", "absent", "members", "secretary", "chair", "end_time"})
"""Labels that with a decision make minutes: who was there, who led it, when it ended."""

_NEAR = 16
"""How many lines below a title its labels are looked for."""
_NOTE_REACH = 90
"""How many lines below a note's title its box may stand in text whose order was lost."""
_TITLE_WORDS = 18


class PartLines(NamedTuple):
    """The lines of one part."""

    kind: PartKind
    """What the part is."""
    lines: Sequence[FlowLine]
    """Its lines, furniture left out."""
    title_line: FlowLine | None
    """The line with the title; None where the part has none."""
    certainty: Certainty
    """How sure kind and limits are."""


class _Opener(NamedTuple):
    at: int
    kind: PartKind
    titled: bool
    certainty: Certainty


def split_parts(reading: Reading) -> list[PartLines]:
    """Split the lines of a document into its parts.

    A part opens where a title of the lexicon stands above the labels of a header, where the box of
    a case note stands at the top of a page, where a title stands directly above a proposal and
    the box follows, and where the treatment of a single case opens the document.

    Args:
        reading: The document.

    Returns:
        Parts in order, covering all lines that are no furniture; none for an empty document.
    """
    lines = reading.flow.body()
    if not lines:
        return []
    openers = _openers(lines, reading.lexicon)
    if not openers or openers[0].at > 0:
        openers = _with_beginning(reading, openers, lines)
    parts = []
    for i, opener in enumerate(openers):
        end = openers[i + 1].at if i + 1 < len(openers) else len(lines)
        own = lines[opener.at : end]
        title = own[0] if opener.titled else None
        parts.append(PartLines(opener.kind, own, title, opener.certainty))
    return parts


def _openers(lines: Sequence[FlowLine], lexicon: Lexicon) -> list[_Opener]:
    found: list[_Opener] = []
    for at, line in enumerate(lines):
        first = line.text[:1]
        if at and not (line.page_start or first.isupper() or first.isdigit()):
            continue  # no title begins so, nor does a box: most lines are done with here
        opener = (
            _titled(lines, at, lexicon)
            or _boxed(lines, at, lexicon)
            or _proposed(lines, at, lexicon)
            or _treated(lines, at, lexicon)
        )
        if opener and not (found and _same_head(found[-1], opener, line, lines)):
            found.append(opener)
    return found


def _same_head(last: _Opener, now: _Opener, line: FlowLine, lines: Sequence[FlowLine]) -> bool:
    """Whether an opener only repeats the head of the part that has just been opened."""
    near = now.at - last.at <= _NEAR and line.page == lines[last.at].page
    return near and (last.kind is now.kind or now.kind is PartKind.CASE_NOTE)


def _is_title(line: FlowLine) -> bool:
    text = line.text
    return (
        0 < len(text.split()) <= _TITLE_WORDS
        and (text[0].isupper() or text[0].isdigit())
        and text[-1] not in ".,;:"
    )


def _labels_below(lines: Sequence[FlowLine], at: int, reach: int, lexicon: Lexicon) -> int:
    """How many different header labels stand at the beginning of the lines below."""
    seen: set[str] = set()
    for line in lines[at + 1 : at + 1 + reach]:
        hit = lexicon.label(line.text)
        if hit and hit.groups & HEADER_LABELS:
            seen.add(hit.label.casefold())
    return len(seen)


def _titled(lines: Sequence[FlowLine], at: int, lexicon: Lexicon) -> _Opener | None:
    """A title of the lexicon above the labels of a header."""
    line = lines[at]
    hit = lexicon.label(line.text)
    if not hit or not _is_title(line):
        return None
    kinds = [kind for group, kind in TITLE_KINDS.items() if group in hit.groups]
    if not kinds:
        return None
    labels = _labels_below(lines, at, _NEAR, lexicon)
    if labels >= 2:
        return _Opener(at, kinds[0], True, Certainty.CERTAIN)
    first = at < 8
    if (first and labels >= 1) or (first and hit.alone) or at == 0:
        return _Opener(at, kinds[0], True, Certainty.LIKELY)
    return None


def _boxed(lines: Sequence[FlowLine], at: int, lexicon: Lexicon) -> _Opener | None:
    """The box of a case note at the top of a page."""
    if not lines[at].page_start and at:
        return None
    seen: set[str] = set()
    for line in lines[at : at + 10]:
        hit = lexicon.label(line.cells[0].text)
        if hit and hit.groups & NOTE_LABELS:
            seen |= hit.groups & NOTE_LABELS
    strong = seen & {"note_handler", "note_case_number", "note_archive", "note_case_type"}
    hit = lexicon.label(lines[at].cells[0].text)
    if len(seen) >= 3 and len(strong) >= 2 and hit and hit.groups & NOTE_LABELS:
        return _Opener(at, PartKind.CASE_NOTE, False, Certainty.CERTAIN)
    return None


def _proposed(lines: Sequence[FlowLine], at: int, lexicon: Lexicon) -> _Opener | None:
    """A title directly above a proposal, the note's box further down."""
    opener = lexicon.opener("proposal", lines[at + 1].text) if at + 1 < len(lines) else None
    if not opener or opener.end() < len(lines[at + 1].text):
        return None
    if not _is_title(lines[at]) or lines[at].column > 0:
        return None
    if match_number(lines[at].text) or lexicon.label(lines[at].text):
        return None
    run: set[str] = set()
    for line in lines[at + 2 : at + _NOTE_REACH]:
        hit = lexicon.label(line.text)
        if hit and hit.groups & NOTE_LABELS and hit.alone:
            run |= hit.groups & NOTE_LABELS
            if len(run) >= 3:
                return _Opener(at, PartKind.CASE_NOTE, True, Certainty.LIKELY)
        elif hit and hit.groups & set(TITLE_KINDS):
            return None
        elif len(line.text.split()) > 4:
            run = set()
    return None


def _treated(lines: Sequence[FlowLine], at: int, lexicon: Lexicon) -> _Opener | None:
    """The treatment of a single case as the first thing in the document or on a page."""
    if at == 0 and lexicon.search("treatment", lines[0].text):
        return _Opener(0, PartKind.CASE_PROTOCOL, True, Certainty.CERTAIN)
    return None


def _with_beginning(
    reading: Reading, openers: list[_Opener], lines: Sequence[FlowLine]
) -> list[_Opener]:
    """Account for lines above the first opener: letterheads join it, longer text is a part."""
    if openers and openers[0].at <= 12 and openers[0].at < len(lines):
        first = openers[0]
        return [_Opener(0, first.kind, False, first.certainty), *openers[1:]]
    limit = openers[0].at if openers else len(lines)
    return [_Opener(0, guess_kind(reading, lines[:limit]), False, Certainty.GUESS), *openers]


def guess_kind(reading: Reading, lines: Sequence[FlowLine]) -> PartKind:
    """Guess what a part without a title is from the labels that it has."""
    lexicon = reading.lexicon
    groups: set[str] = set()
    proposals = decisions = False
    numbered = 0
    possible = reading.sought.lines("bare_decision")
    for line in lines:
        hit = lexicon.label(line.text)
        if hit and (hit.colon or hit.alone):
            groups |= hit.groups
        proposals = proposals or lexicon.opener("proposal", line.text) is not None
        decisions = (
            decisions
            or lexicon.opener("decision", line.text) is not None
            or (line.index in possible and lexicon.search("bare_decision", line.text) is not None)
        )
        numbered += match_number(line.text) is not None
    if decisions and (groups & _OF_MINUTES or numbered):
        return PartKind.MINUTES
    if groups & {"present", "absent"} and not proposals:
        return PartKind.MINUTES
    if groups & {"note_handler", "note_archive"} and proposals:
        return PartKind.CASE_NOTE
    if proposals and numbered > 1:
        return PartKind.AGENDA
    return PartKind.OTHER
