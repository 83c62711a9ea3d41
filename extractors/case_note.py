"""Case notes: the box with addressee, date, number and handler, then title, proposal, sections."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from vedtak.extractors.attachments import opens_attachments
from vedtak.extractors.context import Reading
from vedtak.extractors.dates import parse_date
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.header import MEETING_NUMBER, label_pieces
from vedtak.extractors.lexicon import LabelHit
from vedtak.extractors.numbers import NUMBERED, CaseNumber, read_number
from vedtak.extractors.parts import PartLines
from vedtak.extractors.pattern import pattern
from vedtak.extractors.proceedings import named

FIELDS = (
    "note_to", "note_date", "note_case_number", "note_case_type", "note_from", "note_handler",
    "note_archive", "note_body",
)  # fmt: skip
"""Labels of the box, in the order in which they are tried."""

_CAPTION = pattern(r"(?i)^(?:figur|tabell|bilde|foto|kilde|vedlegg)\b")
_NUMBER = pattern(r"^(?:(?P<n>\d{1,2})(?:\.\d{1,2})*[.)]?)\s+\p{Lu}")
_ITEM = pattern(r"^(?:[•▪◦●○*–-]|\d{1,2}[.)]|[a-zæøå][.)])\s")
_ORDINAL = pattern(r"\d{1,2}(?:\.\d{1,2})*[.)]?")
_ADDRESSED_MEETING = pattern(r"(?i)\bmøte\s+(?:nr\.?\s*)?(\d.*)")
"""The meeting that a note is for, behind its addressee: 'Møte 2/2020'."""
_BETWEEN_NAMES = pattern(r"\s*(?:,|;|/|\bog\b)\s*")
_LONGEST_HEADING = 90
_BOX_REACH = 120


@dataclass(slots=True)
class NoteRead:
    """A case note as read."""

    title: str | None = None
    addressed_to: str | None = None
    date: dt.date | None = None
    number: CaseNumber | None = None
    case_type: str | None = None
    archive_case: str | None = None
    sender: str | None = None
    handlers: list[str] = field(default_factory=list)
    body: str | None = None
    meeting_number: str | None = None
    meeting_date: dt.date | None = None
    proposer: str | None = None
    title_lines: list[FlowLine] = field(default_factory=list)
    box: list[FlowLine] = field(default_factory=list)
    proposal_head: list[FlowLine] = field(default_factory=list)
    proposal: list[FlowLine] = field(default_factory=list)
    sections: list[FlowLine] = field(default_factory=list)
    section_titles: list[str] = field(default_factory=list)
    attachments: list[FlowLine] = field(default_factory=list)
    text: list[FlowLine] = field(default_factory=list)
    letterhead: list[FlowLine] = field(default_factory=list)


def read_case_note(reading: Reading, part: PartLines) -> NoteRead:
    """Read a case note.

    Args:
        reading: The document.
        part: The lines of the note.

    Returns:
        Its fields, and the lines of each of its stretches; what is not stated is None or empty.
    """
    note = NoteRead()
    lines = list(part.lines)
    read_row_box(reading, lines, note)
    pieces = [piece for line in lines for piece in label_pieces(reading.lexicon, line)]
    _read_box(reading, pieces, note)
    taken = {line.index for line in note.box}
    rest = [line for line in lines if line.index not in taken]
    at = _read_proposal(reading, rest, note)
    _read_title(reading, part, rest[:at], note)
    taken = {line.index for line in (*note.title_lines, *note.proposal_head, *note.proposal)}
    below = [line for line in rest if line.index not in taken]
    head = max((line.index for line in (*note.title_lines, *note.proposal_head)), default=-1)
    note.letterhead = [line for line in below if line.index < head]
    below = [line for line in below if line.index > head]
    opener = next((i for i, line in enumerate(below) if opens_attachments(line.text)), len(below))
    note.attachments = below[opener:]
    note.text = below[:opener]
    _read_sections(reading, note)
    return note


def _read_box(reading: Reading, lines: Sequence[FlowLine], note: NoteRead) -> None:
    """Read labels with values beside them, or a block of labels with a block of values below."""
    at = 0
    while at < min(len(lines), _BOX_REACH):
        hit = _label(reading, lines[at])
        if hit is None:
            at += 1
        elif not hit.alone:
            _store(reading, note, hit, lines[at].text[hit.end :].strip(), lines[at : at + 1])
            at += 1
        else:
            at += _read_block(reading, lines, at, note)


def read_row_box(reading: Reading, lines: Sequence[FlowLine], note: NoteRead) -> None:
    """Read a row of labels with a row of values below it: 'Saksnr  Utvalg  Møtedato'."""
    for at, line in enumerate(lines[: min(_BOX_REACH, len(lines) - 1)]):
        hits = [reading.lexicon.label(cell.text) for cell in line.cells]
        labels = [hit for hit in hits if hit and hit.alone and hit.groups & set(FIELDS)]
        if len(labels) < 2 or len(labels) != len(line.cells):
            continue
        below = lines[at + 1]
        note.box += [line, below]
        for cell in below.cells:
            nearest = min(range(len(labels)), key=lambda i: abs(line.cells[i].x0 - cell.x0))
            if labels[nearest].label.casefold() == "møtedato":
                note.meeting_date = note.meeting_date or parse_date(cell.text)
            else:
                _store(reading, note, labels[nearest], cell.text.strip(), [])
        for more in lines[at + 2 : at + 6]:
            if more.gap >= 0.9 or reading.lexicon.label(more.text):
                break
            note.box.append(more)
        return


def _label(reading: Reading, line: FlowLine) -> LabelHit | None:
    hit = reading.lexicon.label(line.text)
    if hit is None or not hit.groups & set(FIELDS):
        return None
    beside = len(line.cells) > 1 and len(line.cells[0].text) <= hit.end
    return hit if hit.colon or hit.alone or beside else None


def _read_block(reading: Reading, lines: Sequence[FlowLine], at: int, note: NoteRead) -> int:
    """Pair a block of labels with the block of values that follows it; return the lines taken."""
    labels: list[LabelHit] = []
    end = at
    while end < len(lines) and (hit := _label(reading, lines[end])) and hit.alone:
        labels.append(hit)
        end += 1
    values = lines[end : end + len(labels)]
    plausible = len(values) == len(labels) and all(
        _fits(hit, line.text.strip()) for hit, line in zip(labels, values, strict=True)
    )
    if not plausible:
        note.box += lines[at:end]
        return end - at + _read_last(reading, labels[-1], lines[end : end + 1], note)
    for hit, line, label_line in zip(labels, values, lines[at:end], strict=True):
        _store(reading, note, hit, line.text.strip(), [label_line, line])
    return end - at + len(labels)


def _read_last(reading: Reading, hit: LabelHit, below: Sequence[FlowLine], note: NoteRead) -> int:
    """The value of the last of several labels where it stands directly below."""
    if not below or below[0].gap >= 0.6 or not _fits(hit, below[0].text.strip()):
        return 0
    if below[0].text[:1].islower() or reading.lexicon.label(below[0].text):
        return 0
    if "note_body" in hit.groups:
        note.body = note.body or " ".join(below[0].text.split())
        note.box.append(below[0])
    else:
        _store(reading, note, hit, below[0].text.strip(), below)
    return 1


def _fits(hit: LabelHit, value: str) -> bool:
    """Whether a value can be that of a label: a date for a date, a number for a number."""
    if not value or len(value) > 80:
        return False
    if hit.groups & {"note_date"} and parse_date(value) is None:
        return False
    return not ("note_case_number" in hit.groups and NUMBERED.match(value) is None)


def _store(
    reading: Reading, note: NoteRead, hit: LabelHit, value: str, used: Sequence[FlowLine]
) -> None:
    """Put a value into the field of its label."""
    value = " ".join(value.split())
    group = next(group for group in FIELDS if group in hit.groups)
    if group == "note_to" and note.addressed_to is None:
        note.addressed_to = value
        number = _ADDRESSED_MEETING.search(value)
        match = MEETING_NUMBER.match(number[1]) if number else None
        note.meeting_number = match["number"] if match else None
    elif group == "note_date":
        note.date = note.date or parse_date(value)
    elif group == "note_case_number":
        match = NUMBERED.match(value)
        note.number = note.number or (read_number(match, None) if match else None)
    elif group == "note_case_type":
        note.case_type = note.case_type or value
    elif group == "note_from" and note.sender is None:
        note.sender = value
    elif group == "note_handler":
        note.handlers += [name for name in _BETWEEN_NAMES.split(value) if name]
    elif group == "note_archive":
        note.archive_case = note.archive_case or value
    elif group == "note_body":
        note.body = note.body or value
    note.box += [line for line in used if line not in note.box]


def _read_proposal(reading: Reading, lines: Sequence[FlowLine], note: NoteRead) -> int:
    """Find the proposal; return the index of the line that opens it."""
    lexicon = reading.lexicon
    for at, line in enumerate(lines):
        match = lexicon.opener("proposal", line.text)
        if not match:
            continue
        groups = match.groupdict()
        who = groups.get("who") or groups.get("from")
        note.proposer = named(who) if who else None
        note.proposal_head = [line]
        rest = line.behind(match.end())
        note.proposal = [rest] if rest else []
        for below in lines[at + 1 :]:
            if _ends_proposal(reading, note.proposal, below):
                break
            note.proposal.append(below)
        return at
    return len(lines)


def _ends_proposal(reading: Reading, so_far: Sequence[FlowLine], line: FlowLine) -> bool:
    hit = reading.lexicon.label(line.text)
    if hit and (hit.colon or hit.alone) and hit.groups & {"background", "discussion", "attachment"}:
        return True
    if reading.lexicon.opener("decision", line.text) or opens_attachments(line.text):
        return True
    if not so_far:
        return False
    return line.gap >= 0.9 and _looks_like_heading(line) and not _ITEM.match(line.text)


def _looks_like_heading(line: FlowLine) -> bool:
    text = line.text
    return (
        len(text) <= _LONGEST_HEADING
        and (text[:1].isupper() or _NUMBER.match(text) is not None)
        and text[-1:] not in ".:,;?!"
        and text.count(",") < 2
        and not _CAPTION.match(text)
        and (len(line.cells) == 1 or _ORDINAL.fullmatch(line.cells[0].text) is not None)
    )


def _read_title(
    reading: Reading, part: PartLines, above: Sequence[FlowLine], note: NoteRead
) -> None:
    """The title: the lines directly above the proposal, no empty line between them."""
    own: list[FlowLine] = []
    for line in reversed(above[-6:]):
        hit = reading.lexicon.label(line.text)
        if hit and hit.alone and hit.groups & {"note_title"}:
            break
        if _label(reading, line):
            break
        own.insert(0, line)
        if line.gap >= 0.9 or line.page_start:
            break
    if not own and part.title_line is not None:
        own = [part.title_line]
    note.title_lines = own
    note.title = reading.join(own, paragraphs=False).text or None


def _read_sections(reading: Reading, note: NoteRead) -> None:
    """Find the headings inside the note, by font where the page has fonts, else by form."""
    styled = any(line.bold for line in note.text)
    for i, line in enumerate(note.text):
        above = note.text[i - 1] if i else None
        below = note.text[i + 1] if i + 1 < len(note.text) else None
        hit = reading.lexicon.label(line.text)
        labelled = bool(hit and hit.alone and hit.groups & {"background"})
        if styled:
            heading = line.bold and _looks_like_heading(line)
        else:
            heading = labelled or _is_section(line, above, below)
        if heading or (labelled and hit):
            note.sections.append(line)
            title = line.text.rstrip(": ")
            note.section_titles.append(" ".join(title.split()))


def _is_section(line: FlowLine, above: FlowLine | None, below: FlowLine | None) -> bool:
    """Whether a line of plain text is a heading by its form: short, set apart, text below it."""
    if not _looks_like_heading(line) or below is None:
        return False
    if above is not None and line.gap < 0.9 and not line.page_start:
        return False
    number = _NUMBER.match(line.text)
    following = _NUMBER.match(below.text)
    if number and following and int(following["n"]) == int(number["n"]) + 1 and below.gap < 0.9:
        return False
    if number and below.text[:1].islower() and below.gap < 0.9 and not _ITEM.match(below.text):
        return False
    if number is None and _ITEM.match(line.text):
        return False
    return len(line.text.split()) <= 10
