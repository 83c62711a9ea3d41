"""A whole document: its parts, and every record that they state."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedtak.extractors.abbreviations import read_abbreviations
from vedtak.extractors.attendance import read_attendance
from vedtak.extractors.bodies import Naming, resolve_body
from vedtak.extractors.case_columns import case_columns
from vedtak.extractors.case_note import NoteRead, read_case_note, read_row_box
from vedtak.extractors.case_protocol import read_protocol_case
from vedtak.extractors.cases import find_cases
from vedtak.extractors.checks import check_document
from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine, make_flow
from vedtak.extractors.header import read_header
from vedtak.extractors.header_record import Header
from vedtak.extractors.joint import read_joint
from vedtak.extractors.language import tell_language
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.minutes_status import minutes_status
from vedtak.extractors.note_records import store_note
from vedtak.extractors.numbers import match_number, read_number
from vedtak.extractors.parts import PartLines, split_parts
from vedtak.extractors.place import Place
from vedtak.extractors.plain_cases import opens_first_case
from vedtak.extractors.profile import Profiles, lexicon_for, standard_profiles
from vedtak.extractors.spans import cover
from vedtak.extractors.text import Vocabulary
from vedtak.extractors.treatment import read_case
from vedtak.extractors.voters import resolve_parties
from vedtak.models.documents import Part, PartKind, Role
from vedtak.models.extraction import Extraction
from vedtak.models.meetings import Meeting
from vedtak.models.page import Page

_MEETING_KINDS = (PartKind.AGENDA, PartKind.MINUTES, PartKind.CASE_PROTOCOL)


@dataclass(slots=True)
class _Open:
    """A part while it is being read."""

    lines: PartLines
    row: Part
    header: Header | None = None
    note: NoteRead | None = None
    place: Place | None = None
    used: frozenset[int] = frozenset()


def extract(
    pages: Sequence[Page],
    document_id: str,
    lexicon: Lexicon | None = None,
    profiles: Profiles | None = None,
) -> Extraction:
    """Read a document.

    Args:
        pages: Its pages, laid out.
        document_id: Key of the document, the beginning of the keys of its parts.
        lexicon: What to look for; the standard lexicon and the profile that fits if None.
        profiles: Profiles to choose from by the text; those that come with vedtak if None.

    Returns:
        All records that the document states, spans that cover its pages without gap, and findings
        about what a reader would miss. The same pages give the same records, whatever else was
        read before.
    """
    profiles = standard_profiles() if profiles is None else profiles
    profile = profiles.choose(pages) if lexicon is None else None
    lexicon = lexicon or lexicon_for(profile)
    flow = make_flow(pages, lexicon)
    reading = Reading(document_id, flow, lexicon, Vocabulary(flow.pages))
    reading.found.language = tell_language(flow.pages, lexicon)
    reading.found.profile = profile.name if profile else None
    parts = [
        _open_part(reading, lines, ordinal)
        for ordinal, lines in enumerate(split_parts(reading), start=1)
    ]
    naming = Naming(reading, profile)
    for part in parts:
        _place_part(reading, part, parts, naming)
    organizations = _organizations(reading)
    for part in parts:
        _read_cases(reading, part, organizations, naming)
    reading.found.parts.extend(part.row for part in parts)
    resolve_parties(reading)
    reading.found.abbreviations = read_abbreviations(flow.pages, reading.found.parts, lexicon)
    reading.found.spans = cover(flow, reading.claims, document_id)
    check_document(reading)
    return reading.found


def _open_part(reading: Reading, lines: PartLines, ordinal: int) -> _Open:
    row = Part(
        part_id=f"{reading.document_id}/{ordinal}",
        document_id=reading.document_id,
        ordinal=ordinal,
        kind=lines.kind,
        first_page=lines.lines[0].page,
        last_page=lines.lines[-1].page,
        certainty=lines.certainty,
    )
    return _Open(lines, row)


def _place_part(reading: Reading, part: _Open, parts: Sequence[_Open], naming: Naming) -> None:
    """Read the head of a part and tell its body and meeting."""
    if part.lines.kind in _MEETING_KINDS:
        head = _head(reading, part)
        part.header = read_header(reading, part.lines, head)
        if part.lines.kind is PartKind.CASE_PROTOCOL:
            _read_protocol_box(reading, part.lines, part.header)
        part.row.title = part.header.title
        if part.lines.kind is PartKind.MINUTES:
            part.row.status = minutes_status(reading, part.lines.lines)
        part.place = _meeting(reading, part, part.header, naming)
        read_joint(reading, head, part.place.meeting_id, part.row.part_id, naming)
        used = _read_people(reading, part, part.place, head)
        reading.claim_lines(
            [line for line in (*part.header.used, *part.header.closing) if line not in used],
            Role.HEADER,
            part.row.part_id,
            part.place.meeting_id,
        )
        part.used = frozenset(line.index for line in (*used, *part.header.used))
        _claim_remarks(reading, part, head)
    elif part.lines.kind is PartKind.CASE_NOTE:
        part.note = read_case_note(reading, part.lines)
        part.row.title = part.note.title


def _read_people(
    reading: Reading, part: _Open, place: Place, head: Sequence[FlowLine]
) -> list[FlowLine]:
    """Attendance lists in the head; where it has none, in the rest of the part."""
    kind, meeting_id, part_id = part.lines.kind, place.meeting_id, part.row.part_id
    used = read_attendance(reading, head, kind, meeting_id, part_id)
    if used or kind is PartKind.CASE_PROTOCOL:
        return used
    above = {line.index for line in head}
    below = [line for line in part.lines.lines if line.index not in above]
    return read_attendance(reading, below, kind, meeting_id, part_id, lists_only=True)


def _read_protocol_box(reading: Reading, lines: PartLines, header: Header) -> None:
    """Body and date of a single-case protocol from the box at its top."""
    box = NoteRead()
    read_row_box(reading, lines.lines, box)
    header.body = header.body or box.body
    header.date = box.meeting_date or header.date
    if header.date is not None:
        header.year = header.date.year


def _claim_remarks(reading: Reading, part: _Open, head: Sequence[FlowLine]) -> None:
    """Lines that belong to the meeting and to no field: who signed, what was briefed."""
    role: Role | None = None
    for line in head:
        hit = reading.lexicon.label(line.text)
        if line.index in part.used or (hit and not hit.groups & _REMARKS.keys()):
            role = None
            continue
        if hit and (hit.colon or hit.alone):
            role = next(kind for group, kind in _REMARKS.items() if group in hit.groups)
        if role is not None:
            reading.claim_lines([line], role, part.row.part_id, part.row.meeting_id)


_REMARKS = {"header_other": Role.HEADER, "closing": Role.HEADER, "orientations": Role.DISCUSSION}
"""What the lines below a label of each group are for."""


_NUMBER_LABELS = frozenset({"column_number", "note_case_number"})
"""Groups of words in front of a case's number: 'Sak 1/16 Økonomi' is a case, 'Møte 1/16' none."""


def _head(reading: Reading, part: _Open) -> list[FlowLine]:
    """The lines of a part above its first case or case list."""
    head: list[FlowLine] = []
    for line in part.lines.lines:
        hit = reading.lexicon.label(line.text)
        match = match_number(line.text)
        named = hit is None or (not hit.colon and hit.groups <= _NUMBER_LABELS)
        numbered = match and read_number(match, None) and named
        if case_columns(reading.lexicon, line) or numbered:
            break
        if hit and hit.alone and "cases_heading" in hit.groups:
            break
        if opens_first_case(line):
            break
        head.append(line)
    return head


def _meeting(reading: Reading, part: _Open, header: Header, naming: Naming) -> Place:
    body = resolve_body(naming, header.body, part.row.part_id)
    part.row.body_as_written = header.body
    meeting_id = naming.meeting_key(body.body_id, header.number, header.year, header.date, part.row)
    part.row.meeting_id = meeting_id
    reading.found.bodies.append(body)
    reading.found.meetings.append(
        Meeting(
            meeting_id=meeting_id,
            body_id=body.body_id,
            number=header.number,
            year=header.year,
            date=header.date,
            start_time=header.start,
            end_time=header.end,
            place=header.place,
            extraordinary=header.extraordinary,
            certainty=naming.certainty(header.certainty),
            part_id=part.row.part_id,
        )
    )
    return Place(
        meeting_id=meeting_id,
        body_id=body.body_id,
        year=header.year,
        part_id=part.row.part_id,
        kind=part.lines.kind,
        language=reading.found.language or "nb",
        organizations=frozenset(),
    )


def _organizations(reading: Reading) -> frozenset[str]:
    """Names of organizations that attendance lists give."""
    return frozenset(
        row.organization_as_written
        for row in reading.found.attendance
        if row.organization_as_written
    )


def _read_cases(
    reading: Reading, part: _Open, organizations: frozenset[str], naming: Naming
) -> None:
    if part.note is not None:
        store_note(reading, part.row, part.note, part.lines, naming)
        return
    if part.place is None or part.header is None:
        return
    place = Place(
        meeting_id=part.place.meeting_id,
        body_id=part.place.body_id,
        year=part.place.year,
        part_id=part.place.part_id,
        kind=part.place.kind,
        language=part.place.language,
        organizations=organizations,
    )
    lines = [line for line in part.lines.lines if line.index not in part.used]
    if part.lines.kind is PartKind.CASE_PROTOCOL and read_protocol_case(reading, place, lines):
        return
    cases, rows = find_cases(
        reading, lines, part.header.year, (part.header.body, part.header.number)
    )
    reading.claim_lines(rows, Role.CASE, part.row.part_id)
    for ordinal, case in enumerate(cases, start=1):
        read_case(reading, place, case, ordinal)
