"""From a case's lines to its records: case, proposals, decision, votes, attachments, speakers."""

from collections.abc import Sequence

from vedtak.extractors.approvals import approval_remarks, approved_minutes
from vedtak.extractors.archive_case import archive_number
from vedtak.extractors.attachments import read_attachments
from vedtak.extractors.bare_decisions import find_bare_decision
from vedtak.extractors.cases import CaseLines, title_variants
from vedtak.extractors.context import Reading
from vedtak.extractors.decisions import decision_outcome, read_points
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.keys import digest
from vedtak.extractors.movers import proposer_of
from vedtak.extractors.place import Place
from vedtak.extractors.presence import read_presence
from vedtak.extractors.proceedings import Section, Zone, split_proceedings
from vedtak.extractors.references import Owner, read_references
from vedtak.extractors.requests import add_requests, read_requests
from vedtak.extractors.results import (
    CARRIED,
    COUNTED,
    Told,
    says_unanimous,
    strip_signatures,
    told_together,
    without_result,
)
from vedtak.extractors.speakers import read_speakers
from vedtak.extractors.text import Passage
from vedtak.extractors.vote_lines import tells_counted
from vedtak.extractors.votes import VoteRead, read_votes
from vedtak.models.base import Certainty
from vedtak.models.cases import Case, CaseKind, Contribution
from vedtak.models.decisions import Ballot, Decision, DecisionPoint, Proposal, Vote, VoteResult
from vedtak.models.documents import PartKind, Role

_KIND_WORDS = {
    "godkjenning": CaseKind.GODKJENNING,
    "orientering": CaseKind.ORIENTERING,
    "orienteringssak": CaseKind.ORIENTERING,
    "referatsak": CaseKind.REFERAT,
    "o-sak": CaseKind.ORIENTERING,
}


def case_key(place: Place, case: CaseLines, ordinal: int) -> str:
    """Key of a case: body, year and number; its place in the meeting where it has no number."""
    number = case.number
    if number is not None and number.year is not None:
        return f"{place.body_id}/{number.year}/{number.slug}"
    slug = number.slug if number is not None else f"nr-{ordinal}"
    return f"{place.meeting_id}/{slug}"


def read_case(reading: Reading, place: Place, case: CaseLines, ordinal: int) -> None:
    """Read one case of a part and add its records to the reading."""
    title, variants = title_variants(case)
    case_id = case_key(place, case, ordinal)
    for heading in case.headings:
        reading.claim_lines(heading.lines, Role.CASE, place.part_id, case_id)
    case_type = next((h.case_type for h in case.headings if h.case_type), None)
    approved = approved_minutes(title, reading.lexicon)
    number = case.number
    record = Case(
        case_id=case_id,
        meeting_id=place.meeting_id,
        number=case.headings[0].number.written if case.headings[0].number else None,
        sequence=number.sequence if number else None,
        year=number.year if number and number.year else place.year,
        ordinal=ordinal,
        title=title,
        title_variants=variants,
        case_type=case_type,
        case_kind=(number.kind if number else None) or _kind_of(case_type),
        archive_case=next((h.archive_case for h in case.headings if h.archive_case), None)
        or next(filter(None, (archive_number(reading, h.body) for h in case.treated)), None),
        approves_minutes_of=approved.dates,
        approves_meetings=approved.numbers,
        approves_previous=approved.previous,
        certainty=Certainty.CERTAIN if number and title else Certainty.LIKELY,
        part_id=place.part_id,
    )
    reading.found.cases.append(record)
    strip_signatures(reading, place, case)
    sections = [
        section
        for heading in case.treated
        for section in split_proceedings(
            reading, heading.body, place.kind, tabular=heading.lines[0].column >= 0
        )
    ]
    _Treatment(reading, place, record).read(sections)
    name = next((b.name for b in reading.found.bodies if b.body_id == place.body_id), None)
    owner = Owner(case_id, place.part_id, name, number, place.year)
    for heading in case.treated:
        read_references(reading, heading.body, owner)


def _kind_of(case_type: str | None) -> CaseKind | None:
    if case_type is None:
        return None
    return _KIND_WORDS.get(case_type.casefold(), CaseKind.ANNET)


class _Treatment:
    """Reads the sections of one case."""

    def __init__(self, reading: Reading, place: Place, case: Case) -> None:
        self._reading = reading
        self._place = place
        self._case = case
        self._discussion: list[FlowLine] = []
        self._description: list[FlowLine] = []
        self._proposals: list[Proposal] = []
        self._unvoted: list[Proposal] = []
        self._votes = 0
        self._told = Told()
        self._told_by: list[Told] = []
        """What each section tells of votes."""

    def read(self, sections: Sequence[Section]) -> None:
        """Read all sections, then what depends on several of them."""
        for section in sections:
            self._told = Told()
            self._told_by.append(self._told)
            self._claim_head(section)
            self._read_section(section)
        self._read_decisions(sections)
        self._read_texts()

    def _claim_head(self, section: Section) -> None:
        role = _ROLES[section.zone]
        self._reading.claim_lines(section.head, role, self._place.part_id, self._case.case_id)

    def _read_section(self, section: Section) -> None:
        reading, part_id = self._reading, self._place.part_id
        zone, lines = section.zone, section.lines
        if zone is Zone.DISCUSSION:
            self._discussion += lines
            self._told.carried = bool(lines) and CARRIED.search(lines[-1].text) is not None
        elif zone in (Zone.DESCRIPTION, Zone.BACKGROUND):
            self._description += lines
        elif zone is Zone.PROPOSAL:
            self._read_proposal(section)
        elif zone is Zone.ATTACHMENT and lines:
            prefix = f"{self._case.case_id}/{self._place.kind}"
            read_attachments(reading, lines, prefix, self._case.case_id, part_id)
        elif zone is Zone.VOTE and lines:
            self._read_votes(lines)
        elif zone is Zone.PRESENCE and lines:
            reading.claim_lines(lines, Role.DISCUSSION, part_id, self._case.case_id)
            read_presence(reading, reading.join(lines), self._case.case_id, part_id)
        elif zone is Zone.CLOSING:
            reading.claim_lines(lines, Role.HEADER, part_id, self._place.meeting_id)

    def _read_proposal(self, section: Section) -> None:
        passage = self._reading.join(section.lines)
        if not passage.text:
            return
        key = f"{self._case.case_id}/proposal/{digest(passage.text)}"
        self._reading.claim(passage.ranges(), Role.PROPOSAL, self._place.part_id, key)
        if any(known.proposal_id == key for known in self._proposals):
            return
        proposal = Proposal(
            proposal_id=key,
            case_id=self._case.case_id,
            part_id=self._place.part_id,
            ordinal=len(self._proposals) + 1,
            text=passage.text,
            proposer=section.proposer,
            certainty=Certainty.CERTAIN if section.sure else Certainty.LIKELY,
        )
        self._proposals.append(proposal)
        self._unvoted.append(proposal)
        self._reading.found.proposals.append(proposal)

    def _read_votes(self, lines: Sequence[FlowLine]) -> None:
        reading = self._reading
        passage = reading.join(lines)
        reading.claim(passage.ranges(), Role.VOTE, self._place.part_id, self._case.case_id)
        votes = read_votes(passage, reading.lexicon)
        for vote in votes:
            self._store_vote(vote, passage)
        if not votes and reading.lexicon.search("unanimous", passage.text):
            self._told.carried = True

    def _store_vote(self, vote: VoteRead, passage: Passage) -> None:
        self._votes += 1
        self._told.votes.append(vote)
        reading, part_id = self._reading, self._place.part_id
        key = f"{self._case.case_id}/vote/{self._votes}"
        result = None
        if vote.adopted is not None:
            result = VoteResult.ADOPTED if vote.adopted else VoteResult.REJECTED
        moved = self._unvoted[:1] if vote.alternatives else self._unvoted[-1:]
        if vote.sides or vote.adopted is not None:
            self._unvoted = []
        reading.found.votes.append(
            Vote(
                vote_id=key,
                case_id=self._case.case_id,
                part_id=part_id,
                ordinal=self._votes,
                subject=vote.subject,
                proposer=proposer_of(vote.subject, self._proposals, moved[0] if moved else None),
                votes_for=vote.votes_for,
                votes_against=vote.votes_against,
                result=result,
                unanimous=vote.unanimous,
                casting_vote=vote.casting_vote,
                certainty=Certainty.CERTAIN if vote.sides else Certainty.LIKELY,
            )
        )
        reading.claim(passage.ranges(vote.start, vote.end), Role.VOTE, part_id, key)
        ordinal = 0
        for side in vote.sides:
            for name, party, _, _ in side.names:
                ordinal += 1
                reading.found.ballots.append(
                    Ballot(
                        vote_id=key,
                        part_id=part_id,
                        ordinal=ordinal,
                        name_as_written=name,
                        party=party,
                        choice=side.choice,
                    )
                )

    def _read_decisions(self, sections: Sequence[Section]) -> None:
        labelled = [at for at, each in enumerate(sections) if each.zone is Zone.DECISION]
        number, since = 0, 0
        for at in labelled:
            section = sections[at]
            until = at + 1 if at < labelled[-1] else len(sections)
            words, tail = without_result(self._reading, section.lines)
            if not words:
                continue
            told = self._told = told_together(self._told_by[since:until])
            unanimous = told.unanimous()
            if says_unanimous(self._reading, section.head):
                unanimous = told.carried = True
            if tail:
                self._read_votes(tail)
                unanimous = told.votes[-1].unanimous if told.votes else unanimous
                if says_unanimous(self._reading, tail):
                    unanimous = told.carried = True
            number, since = number + 1, until
            self._store_decision(words, number, unanimous, Certainty.CERTAIN)
        if number == 0 and self._place.kind in (PartKind.MINUTES, PartKind.CASE_PROTOCOL):
            self._told = told_together(self._told_by)
            self._read_bare_decision(sections)

    def _read_bare_decision(self, sections: Sequence[Section]) -> None:
        """A decision without a label: the last sentences that are themselves the result."""
        if any(vote.sides for vote in self._told.votes):
            return  # named votes are on proposals; what was decided in the end is not said
        found = find_bare_decision(self._reading, sections)
        if found is None:
            return
        self._discussion = [line for line in self._discussion if line not in found.lines]
        unanimous: bool | None = None
        if self._reading.lexicon.search("unanimous", found.passage.text):
            unanimous = True
        elif found.lines and any(vote.votes_against for vote in self._told.votes[-1:]):
            unanimous = False
        self._store_passage(found.passage, 1, unanimous, found.certainty)

    def _store_decision(
        self,
        lines: Sequence[FlowLine],
        number: int,
        unanimous: bool | None,
        certainty: Certainty,
    ) -> None:
        self._store_passage(self._reading.join(lines), number, unanimous, certainty)

    def _store_passage(
        self, passage: Passage, number: int, unanimous: bool | None, certainty: Certainty
    ) -> None:
        reading, part_id = self._reading, self._place.part_id
        key = f"{self._case.case_id}/decision/{number}"
        if said := CARRIED.search(passage.text):
            reading.claim(passage.ranges(), Role.VOTE, part_id, self._case.case_id)
            passage = passage.cut(0, said.start())
            unanimous = self._told.carried = True
        elif said := COUNTED.search(passage.text):
            tail = passage.cut(said.start(), said.end())
            reading.claim(tail.ranges(), Role.VOTE, part_id, self._case.case_id)
            for vote in read_votes(tail, reading.lexicon):
                self._store_vote(vote, tail)
            passage = passage.cut(0, said.start())
            unanimous = False
        elif certainty is Certainty.CERTAIN and tells_counted(passage.text):
            for vote in read_votes(passage, reading.lexicon):
                self._store_vote(vote, passage)
            unanimous = self._told.unanimous()
        points = read_points(passage.text, reading.lexicon, self._place.organizations)
        adopted = True if self._told.adopted() else None
        if lexicon_says := reading.lexicon.search("unanimous", passage.text):
            unanimous = True if lexicon_says.start() < 60 else unanimous
        reading.found.decisions.append(
            Decision(
                decision_id=key,
                case_id=self._case.case_id,
                part_id=part_id,
                text=passage.text,
                outcome=decision_outcome(points, adopted),
                unanimous=unanimous,
                remarks=self._remarks(passage.text),
                certainty=certainty,
            )
        )
        reading.claim(passage.ranges(), Role.DECISION, part_id, key)
        for ordinal, point in enumerate(points, start=1):
            reading.found.decision_points.append(
                DecisionPoint(
                    decision_id=key,
                    part_id=part_id,
                    ordinal=ordinal,
                    text=point.text,
                    outcome=point.outcome,
                    addressee=point.addressee,
                )
            )

        asked = read_requests(points, reading.lexicon, self._place.organizations)
        add_requests(reading.found, key, part_id, asked)

    def _remarks(self, text: str) -> str | None:
        """With which remarks the case approves earlier minutes, if it approves any."""
        lexicon, title = self._reading.lexicon, self._case.title
        approves = title is not None and lexicon.search("approval", title) is not None
        return approval_remarks(text, lexicon) if approves else None

    def _read_texts(self) -> None:
        """Description and discussion, and who spoke in it."""
        reading, part_id, case = self._reading, self._place.part_id, self._case
        if self._description:
            passage = reading.join(self._description)
            case.description = passage.text or None
            reading.claim(passage.ranges(), Role.CASE, part_id, case.case_id)
        if not self._discussion:
            return
        passage = reading.join(self._discussion)
        case.discussion = passage.text or None
        reading.claim(passage.ranges(), Role.DISCUSSION, part_id, case.case_id)
        read_presence(reading, passage, case.case_id, part_id)
        spoken = read_speakers(
            passage.text, reading.lexicon, self._place.organizations, self._place.language
        )
        for ordinal, one in enumerate(spoken, start=1):
            reading.found.contributions.append(
                Contribution(
                    contribution_id=f"{case.case_id}/contribution/{ordinal}",
                    case_id=case.case_id,
                    part_id=part_id,
                    name_as_written=one.person,
                    organization_as_written=one.organization,
                    act=one.act,
                    text=passage.text[one.start : one.end].strip(),
                )
            )


_ROLES = {
    Zone.DESCRIPTION: Role.CASE,
    Zone.DISCUSSION: Role.DISCUSSION,
    Zone.BACKGROUND: Role.CASE,
    Zone.PROPOSAL: Role.PROPOSAL,
    Zone.DECISION: Role.DECISION,
    Zone.VOTE: Role.VOTE,
    Zone.ATTACHMENT: Role.ATTACHMENT,
    Zone.PRESENCE: Role.DISCUSSION,
    Zone.CLOSING: Role.HEADER,
}
"""What the text of each zone is for."""
