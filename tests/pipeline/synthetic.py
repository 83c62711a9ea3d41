"""Three papers of one meeting, made up: an agenda, its minutes, and a scan of a draft with a note.

They state the same records with small differences, so that merging them has something to do.
"""

import datetime as dt
from typing import Any

from vedtak.models.cases import Act, Attachment, Case, CaseKind, CaseNote, Contribution
from vedtak.models.decisions import Ballot, Decision, DecisionPoint, Outcome, Proposal, Vote
from vedtak.models.documents import (
    Document,
    PageText,
    Part,
    PartKind,
    Role,
    Span,
    Status,
    TextSource,
)
from vedtak.models.extraction import Extraction
from vedtak.models.findings import Finding, Severity
from vedtak.models.meetings import (
    Attendance,
    AttendanceRole,
    AttendanceStatus,
    Body,
    CasePresence,
    Meeting,
    PresenceEvent,
)
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import STATED, TABLES

BODY = "nuit"
MEETING = "nuit/2020/1"
CASE = "nuit/2020/1-20"
DECISION = f"{CASE}/decision/1"


def records_of(
    name: str,
    extraction: Extraction,
    source: TextSource = TextSource.TEXT_LAYER,
    text: str = "Møte 1/2020",
) -> DocumentRecords:
    """A document of one page around an extraction."""
    document = Document(
        document_id=name,
        path=f"arkiv/{name}.pdf",
        sha256=name * 4,
        media_type="application/pdf",
        size_bytes=5_000_000_000,
        page_count=1,
        text_source=source,
        language="nb",
        status=Status.IMPORTED,
        extractor_version="1",
        run_id="run-1",
    )
    page = PageText(document_id=name, page_number=1, width=595, height=842, text=text)
    extraction.spans.append(
        Span(
            document_id=name,
            page_number=1,
            char_start=0,
            char_end=len(text),
            role=Role.CASE,
            part_id=extraction.parts[0].part_id if extraction.parts else None,
            record_id=CASE,
        )
    )
    return DocumentRecords(document, [document.path], [page], extraction)


def part(name: str, kind: PartKind, ordinal: int = 1) -> Part:
    return Part(
        part_id=f"{name}/{ordinal}",
        document_id=name,
        ordinal=ordinal,
        kind=kind,
        meeting_id=MEETING,
        first_page=1,
        last_page=1,
    )


def meeting(part_id: str, **fields: Any) -> Meeting:
    values = {"meeting_id": MEETING, "body_id": BODY, "number": "1/2020", "year": 2020}
    values |= {"date": dt.date(2020, 2, 14), "part_id": part_id}
    return Meeting.model_validate(values | fields)


def case(part_id: str, **fields: Any) -> Case:
    values = {"case_id": CASE, "meeting_id": MEETING, "number": "1/20", "ordinal": 1}
    return Case.model_validate(values | {"part_id": part_id} | fields)


def person(part_id: str, name: str, status: AttendanceStatus, **fields: Any) -> Attendance:
    kind = "invited" if status == AttendanceStatus.INVITED else "attendance"
    return Attendance(
        attendance_id=f"{MEETING}/{kind}/{name.lower().replace(' ', '-')}",
        meeting_id=MEETING,
        part_id=part_id,
        name_as_written=name,
        role=AttendanceRole.MEMBER,
        status=status,
        **fields,
    )


def decision(part_id: str, text: str, **fields: Any) -> Decision:
    values = {"decision_id": DECISION, "case_id": CASE, "outcome": Outcome.NOTED}
    return Decision.model_validate(values | {"part_id": part_id, "text": text} | fields)


def proposal(part_id: str, text: str, key: str = "p1", ordinal: int = 1) -> Proposal:
    return Proposal(
        proposal_id=f"{CASE}/proposal/{key}",
        case_id=CASE,
        part_id=part_id,
        ordinal=ordinal,
        text=text,
    )


def contribution(part_id: str, ordinal: int, **fields: Any) -> Contribution:
    return Contribution(
        contribution_id=f"{CASE}/contribution/{ordinal}",
        case_id=CASE,
        part_id=part_id,
        act=Act.PRESENTED,
        text="… orienterte.",
        **fields,
    )


def agenda(name: str = "aaaa") -> DocumentRecords:
    """An agenda as plain text: the titles are best here, the rest is not."""
    p = f"{name}/1"
    return records_of(
        name,
        Extraction(
            parts=[part(name, PartKind.AGENDA)],
            bodies=[Body(body_id=BODY, name="NUIT", organization_as_written="Dir. for e-helse")],
            meetings=[
                meeting(p, start_time=dt.time(10), end_time=dt.time(12), place="Oslo", number=None)
            ],
            attendance=[
                person(p, "Kari Å Nes", AttendanceStatus.INVITED),
                person(p, "Ola Lie", AttendanceStatus.INVITED),
            ],
            cases=[
                case(
                    p,
                    title="Orientering fra direktoratet",
                    title_variants=["Orientering"],
                    case_type="Orientering",
                    description="Direktoratet orienterer.",
                    approves_minutes_of=[dt.date(2019, 12, 1)],
                    ordinal=2,
                ),
                case(p, case_id="nuit/2020/2-20", number="2/20", title="Eventuelt", ordinal=3),
            ],
            proposals=[proposal(p, "NUIT tar saken til orientering.")],
            attachments=[
                Attachment(
                    attachment_id=f"{CASE}/agenda/vedlegg-1", case_id=CASE, part_id=p, label="1"
                )
            ],
            contributions=[contribution(p, 1, name_as_written="Per Dal")],
        ),
        TextSource.PLAIN_TEXT,
    )


def add_decision(extraction: Extraction, p: str) -> None:
    """What the signed minutes say was decided, by whom, and who spoke."""
    vote = Vote(
        vote_id=f"{CASE}/vote/1", case_id=CASE, part_id=p, ordinal=1, votes_for=9, votes_against=2
    )
    extraction.decisions = [decision(p, "NUIT tar saken til orientering og ber om en rapport.")]
    extraction.decision_points = [
        DecisionPoint(decision_id=DECISION, part_id=p, ordinal=1, text="NUIT tar saken …"),
        DecisionPoint(decision_id=DECISION, part_id=p, ordinal=2, text="NUIT ber …"),
    ]
    extraction.votes = [vote]
    extraction.ballots = [
        Ballot(
            vote_id=vote.vote_id,
            part_id=p,
            ordinal=1,
            name_as_written="Kari Å Nes",
            choice="for",
        )
    ]
    extraction.case_presence = [
        CasePresence(
            presence_id=f"{CASE}/presence/1",
            case_id=CASE,
            part_id=p,
            name_as_written="Ola Lie",
            event=PresenceEvent.DISQUALIFIED,
            text="Ola Lie ble erklært inhabil.",
        )
    ]
    extraction.contributions = [contribution(p, 1, organization_as_written="KS")]


def minutes(name: str = "bbbb", source: TextSource = TextSource.TEXT_LAYER) -> DocumentRecords:
    """Signed minutes: what they say counts most."""
    p = f"{name}/1"
    extraction = Extraction(
        parts=[part(name, PartKind.MINUTES)],
        bodies=[Body(body_id=BODY, name="Nasjonalt utvalg", short_name="NUIT", part_id=p)],
        meetings=[meeting(p, start_time=dt.time(10))],
        attendance=[
            person(p, "Kari Å Nes", AttendanceStatus.PRESENT, party="V"),
            person(p, "Ola Lie", AttendanceStatus.ABSENT),
        ],
        cases=[
            case(
                p,
                title="Orientering fra direktoratet (ref.)",
                case_kind=CaseKind.ORIENTERING,
                discussion="Det ble orientert.",
                approves_minutes_of=[dt.date(2019, 10, 1), dt.date(2019, 12, 1)],
            )
        ],
        findings=[
            Finding(
                finding_id=f"{name}/no_end_time/1",
                check_name="no_end_time",
                severity=Severity.INFO,
                meeting_id=MEETING,
                message="The minutes do not say when the meeting ended.",
            )
        ],
    )
    add_decision(extraction, p)
    return records_of(name, extraction, source)


def draft(name: str = "cccc") -> DocumentRecords:
    """A scan of draft minutes, with a case note behind them."""
    p, note = f"{name}/1", f"{name}/2"
    extraction = Extraction(
        parts=[part(name, PartKind.MINUTES), part(name, PartKind.CASE_NOTE, 2)],
        meetings=[meeting(p, start_time=dt.time(10, 30), place="OSLO ", extraordinary=True)],
        attendance=[person(p, "Kari Å Nes", AttendanceStatus.ABSENT)],
        cases=[
            case(note, title="Om orientering", archive_case="15/1097", ordinal=7),
            case(p, title="Orientering fra direktoratet", ordinal=4),
        ],
        proposals=[
            proposal(note, "NUIT  tar saken til Orientering"),
            proposal(note, "Saken utsettes til høsten.", "p2", 2),
        ],
        decisions=[decision(p, "NUIT tar saken til orientering", unanimous=True)],
        decision_points=[
            DecisionPoint(decision_id=DECISION, part_id=p, ordinal=n, text=f"Punkt {n}")
            for n in (1, 2, 3)
        ],
        case_notes=[
            CaseNote(
                part_id=note,
                case_id=CASE,
                text="Bakgrunn …",
                sender="Karl Vestli",
                case_handlers=["Elin Høy", "Elin Høy"],
                date=dt.date(2020, 1, 30),
            )
        ],
    )
    return records_of(name, extraction, TextSource.OCR)


def many(count: int) -> list[DocumentRecords]:
    """Documents of different meetings."""
    made = []
    for number in range(count):
        records = minutes(f"{number:04}")
        for name in ("meetings", "attendance", "cases", "decisions", "decision_points"):
            for record in getattr(records.extraction, name):
                for field in ("meeting_id", "case_id", "attendance_id", "decision_id"):
                    if value := getattr(record, field, None):
                        setattr(record, field, value.replace("nuit/", f"nuit{number}/", 1))
        made.append(records)
    return made


def everything(store: Store, *, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """All rows of all tables, in a fixed order."""
    names = [f"main.{name}" for name in TABLES] + [f"stated.{name}" for name in STATED]
    return {
        name: store.connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
        for name in names
        if name not in without
    }


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    return store.connection.execute(sql).fetchall()


def write(store: Store, *documents: DocumentRecords) -> None:
    for records in documents:
        store.write(records.document, records.paths, records.pages, records.extraction)
