"""Papers of one committee's meetings of 2020, made up and filled step by step."""

import datetime as dt
from typing import Any

from tests.pipeline.synthetic import meeting, records_of, write
from vedtak.models.cases import Attachment, Case
from vedtak.models.decisions import Ballot, Decision, Outcome, Request, Vote
from vedtak.models.documents import Part, PartKind
from vedtak.models.extraction import Extraction
from vedtak.models.meetings import (
    Attendance,
    AttendanceRole,
    AttendanceStatus,
    CasePresence,
    PresenceEvent,
)
from vedtak.pipeline.names.resolve import resolve_names
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store

DAYS = {n: dt.date(2020, n, 10) for n in range(1, 13)}
"""Meeting 1 is on 10 January, meeting 2 on 10 February, and so on."""


class Paper:
    """A paper of meeting `n` of 2020, filled step by step."""

    def __init__(
        self, n: int, kind: PartKind = PartKind.MINUTES, title: str | None = None, name: str = ""
    ) -> None:
        self.name = name or f"{n:04}{kind.value[:2]}"
        self.part_id, self.meeting_id = f"{self.name}/1", f"nuit/2020/{n}"
        self.found = Extraction(
            parts=[
                Part(
                    part_id=self.part_id,
                    document_id=self.name,
                    ordinal=1,
                    kind=kind,
                    title=title,
                    meeting_id=self.meeting_id,
                    first_page=1,
                    last_page=1,
                )
            ],
            meetings=[
                meeting(self.part_id, meeting_id=self.meeting_id, number=f"{n}/2020", date=DAYS[n])
            ],
        )

    def case(self, number: int, title: str = "-", decided: str = "", **fields: Any) -> "Paper":
        key = f"nuit/2020/{number}-20"
        remarks = fields.pop("remarks", None)
        self.found.cases.append(
            Case(
                case_id=key,
                meeting_id=self.meeting_id,
                number=f"{number}/20",
                sequence=number,
                year=2020,
                ordinal=len(self.found.cases) + 1,
                title=title,
                part_id=self.part_id,
                **fields,
            )
        )
        if decided:
            self.found.decisions.append(
                Decision(
                    decision_id=f"{key}/decision/1",
                    case_id=key,
                    part_id=self.part_id,
                    text=decided,
                    outcome=Outcome.APPROVED,
                    remarks=remarks,
                )
            )
        return self

    def asks(self, number: int, text: str = "ber om en sak") -> "Paper":
        self.found.requests.append(
            Request(
                decision_id=f"nuit/2020/{number}-20/decision/1",
                part_id=self.part_id,
                ordinal=1,
                text=text,
            )
        )
        return self

    def listed(self, name: str, status: AttendanceStatus, **fields: Any) -> "Paper":
        kind = "invited" if status == AttendanceStatus.INVITED else "attendance"
        self.found.attendance.append(
            Attendance(
                attendance_id=f"{self.meeting_id}/{kind}/{name}",
                meeting_id=self.meeting_id,
                part_id=self.part_id,
                name_as_written=name,
                role=fields.pop("role", AttendanceRole.MEMBER),
                status=status,
                **fields,
            )
        )
        return self

    def event(self, number: int, name: str, event: PresenceEvent, **fields: Any) -> "Paper":
        key = f"nuit/2020/{number}-20"
        ordinal = len(self.found.case_presence) + 1
        self.found.case_presence.append(
            CasePresence(
                presence_id=f"{key}/presence/{ordinal}",
                case_id=key,
                part_id=self.part_id,
                name_as_written=name,
                event=event,
                text=f"{name} {event.value}.",
                **fields,
            )
        )
        return self

    def vote(self, number: int, *names: str, **fields: Any) -> "Paper":
        key = f"nuit/2020/{number}-20"
        self.found.votes.append(
            Vote(vote_id=f"{key}/vote/1", case_id=key, part_id=self.part_id, ordinal=1, **fields)
        )
        for ordinal, name in enumerate(names, start=1):
            self.found.ballots.append(
                Ballot(
                    vote_id=f"{key}/vote/1",
                    part_id=self.part_id,
                    ordinal=ordinal,
                    name_as_written=name,
                    choice="for",
                )
            )
        return self

    def names(self, number: int, label: str, title: str, url: str | None = None) -> "Paper":
        key = f"nuit/2020/{number}-20"
        kind = self.found.parts[0].kind
        self.found.attachments.append(
            Attachment(
                attachment_id=f"{key}/{kind}/vedlegg-{label.lower()}",
                case_id=key,
                part_id=self.part_id,
                label=label,
                title=title,
                url=url,
            )
        )
        return self

    def records(self) -> DocumentRecords:
        return records_of(self.name, self.found)


def put(store: Store, *papers: Paper) -> None:
    write(store, *(paper.records() for paper in papers))
    resolve_names(store)
