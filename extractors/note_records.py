"""Records of a case note."""

from vedtak.extractors.attachments import read_attachments
from vedtak.extractors.bodies import Naming, resolve_body
from vedtak.extractors.case_note import NoteRead
from vedtak.extractors.context import Reading
from vedtak.extractors.header import MEETING_NUMBER, RUNNING_HEAD
from vedtak.extractors.keys import digest, slug
from vedtak.extractors.parts import PartLines
from vedtak.extractors.references import Owner, read_references
from vedtak.models.base import Certainty
from vedtak.models.cases import Case, CaseNote
from vedtak.models.decisions import Proposal
from vedtak.models.documents import Part, Role
from vedtak.models.meetings import Body, Meeting


def store_note(
    reading: Reading, part: Part, note: NoteRead, lines: PartLines, naming: Naming
) -> None:
    """Add the records of a case note to the reading, and tie it to its meeting and case."""
    _tie_to_meeting(reading, part, note, lines)
    if part.meeting_id is None and note.meeting_date and note.body:
        _tie_by_date(reading, part, note, naming)
    case_id = _case_of(reading, part, note)
    record_id = part.part_id
    reading.claim_lines(lines.lines, Role.NOTE, part.part_id, record_id)
    reading.claim_lines(note.letterhead, Role.HEADER, part.part_id, record_id)
    reading.claim_lines(note.box, Role.HEADER, part.part_id, record_id)
    reading.claim_lines(note.title_lines, Role.HEADER, part.part_id, record_id)
    passage = reading.join(note.text)
    reading.found.case_notes.append(
        CaseNote(
            part_id=part.part_id,
            case_id=case_id,
            title=note.title,
            addressed_to=note.addressed_to or note.body,
            date=note.date,
            case_number=note.number.written if note.number else None,
            case_type=note.case_type,
            archive_case=note.archive_case,
            sender=note.sender,
            case_handlers=note.handlers,
            sections=note.section_titles,
            text=passage.text,
            certainty=Certainty.CERTAIN if note.box and note.title else Certainty.LIKELY,
        )
    )
    _store_proposal(reading, part, note, case_id)
    year = note.number.year if note.number else None
    owner = Owner(case_id, part.part_id, part.body_as_written, note.number, year)
    read_references(reading, lines.lines, owner)
    if note.attachments:
        prefix = f"{case_id or part.part_id}/{part.kind}"
        read_attachments(reading, note.attachments, prefix, case_id, part.part_id)


def _store_proposal(reading: Reading, part: Part, note: NoteRead, case_id: str | None) -> None:
    passage = reading.join(note.proposal)
    reading.claim_lines(note.proposal_head, Role.PROPOSAL, part.part_id, part.part_id)
    if not passage.text:
        return
    key = f"{case_id or part.part_id}/proposal/{digest(passage.text)}"
    reading.claim(passage.ranges(), Role.PROPOSAL, part.part_id, key)
    reading.found.proposals.append(
        Proposal(
            proposal_id=key,
            case_id=case_id,
            part_id=part.part_id,
            text=passage.text,
            proposer=note.proposer,
        )
    )


def _tie_to_meeting(reading: Reading, part: Part, note: NoteRead, lines: PartLines) -> None:
    """Tell the meeting that the note is written for: by its number, in the document or beside it.

    The number stands in the box ('Til Møte 3/20'), the body in the running header or in another
    part of the same bundle.
    """
    part.body_as_written = note.body
    number, year = _meeting_number(note)
    if number is None:
        return
    wanted = f"/{year}/{number}"
    for meeting in reading.found.meetings:
        if meeting.meeting_id.endswith(wanted):
            part.meeting_id = meeting.meeting_id
            body = next(b for b in reading.found.bodies if b.body_id == meeting.body_id)
            part.body_as_written = body.name
            _state_meeting(reading, part, note, body.model_copy(), f"{number}/{year}", year)
            return
    name = _running_body(reading, lines)
    if name is None and reading.found.bodies:
        name = reading.found.bodies[-1].name
    if name is None:
        return
    body = Body(
        body_id=slug(name),
        name=name,
        short_name=name if name.isupper() else None,
        part_id=part.part_id,
    )
    part.body_as_written = name
    part.meeting_id = f"{body.body_id}{wanted}"
    _state_meeting(reading, part, note, body, f"{number}/{year}", year)


def _tie_by_date(reading: Reading, part: Part, note: NoteRead, naming: Naming) -> None:
    """Tie the note to the meeting that its box names by body and date."""
    day = note.meeting_date
    if day is None:
        return
    body = resolve_body(naming, note.body, part.part_id)
    known = next(
        (m for m in reading.found.meetings if m.date == day and m.body_id == body.body_id), None
    )
    key = naming.meeting_key(body.body_id, None, day.year, day, part)
    part.meeting_id = known.meeting_id if known else key
    reading.found.bodies.append(body)
    reading.found.meetings.append(
        Meeting(
            meeting_id=part.meeting_id,
            body_id=body.body_id,
            number=known.number if known else None,
            year=day.year,
            date=day,
            certainty=Certainty.LIKELY,
            part_id=part.part_id,
        )
    )


def _state_meeting(
    reading: Reading, part: Part, note: NoteRead, body: Body, number: str, year: int
) -> None:
    body.part_id = part.part_id
    reading.found.bodies.append(body)
    reading.found.meetings.append(
        Meeting(
            meeting_id=part.meeting_id or "",
            body_id=body.body_id,
            number=number,
            year=year,
            date=note.date if note.addressed_to and note.meeting_number else None,
            certainty=Certainty.LIKELY,
            part_id=part.part_id,
        )
    )


def _meeting_number(note: NoteRead) -> tuple[str | None, int]:
    match = MEETING_NUMBER.match(note.meeting_number or "")
    if match is None or not match["year"]:
        return None, 0
    year = int(match["year"])
    if year < 100:
        year += 2000 if year <= 50 else 1900
    return match["number"].replace("-", "/").partition("/")[0].strip(), year


def _running_body(reading: Reading, lines: PartLines) -> str | None:
    pages = {line.page for line in lines.lines}
    for line in reading.flow.lines:
        if line.furniture and line.page in pages:
            for cell in line.cells:
                match = RUNNING_HEAD.match(cell.text)
                if match:
                    return match["body"]
    return None


def _case_of(reading: Reading, part: Part, note: NoteRead) -> str | None:
    """The case that the note prepares; the note states it under the same key as the agenda."""
    if note.number is None or note.number.year is None or part.meeting_id is None:
        return None
    body_id = part.meeting_id.split("/")[0]
    case_id = f"{body_id}/{note.number.year}/{note.number.slug}"
    reading.found.cases.append(
        Case(
            case_id=case_id,
            meeting_id=part.meeting_id,
            number=note.number.written,
            sequence=note.number.sequence,
            year=note.number.year,
            ordinal=note.number.sequence,
            title=note.title,
            case_type=note.case_type,
            archive_case=note.archive_case,
            certainty=Certainty.LIKELY,
            part_id=part.part_id,
        )
    )
    return case_id
