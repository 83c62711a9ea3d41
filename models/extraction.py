"""Everything that one document states, as the extractors hand it over."""

from dataclasses import dataclass, field

from vedtak.models.abbreviations import Abbreviation
from vedtak.models.cases import Attachment, Case, CaseNote, Contribution
from vedtak.models.decisions import Ballot, Decision, DecisionPoint, Proposal, Request, Vote
from vedtak.models.documents import Part, Span
from vedtak.models.findings import Finding
from vedtak.models.links import MeetingBody
from vedtak.models.meetings import Attendance, Body, CasePresence, Meeting
from vedtak.models.references import CaseReference


@dataclass(slots=True)
class Extraction:
    """The records of one document, each naming the part that states it.

    Several documents may state the same record under the same key; merging them is the store's
    work, so an extraction never depends on what else was imported.
    """

    language: str | None = None
    profile: str | None = None
    parts: list[Part] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    attendance: list[Attendance] = field(default_factory=list)
    case_presence: list[CasePresence] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    decision_points: list[DecisionPoint] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    ballots: list[Ballot] = field(default_factory=list)
    case_notes: list[CaseNote] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    case_references: list[CaseReference] = field(default_factory=list)
    meeting_bodies: list[MeetingBody] = field(default_factory=list)
    abbreviations: list[Abbreviation] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
