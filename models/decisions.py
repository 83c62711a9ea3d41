"""Proposals, decisions and votes."""

import datetime as dt
from enum import StrEnum

from vedtak.models.base import Certainty, Record


class Outcome(StrEnum):
    """What a decision does with its case."""

    APPROVED = "approved"
    NOTED = "noted"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    ELECTED = "elected"
    REFERRED = "referred"
    OTHER = "other"


class AgainstProposal(StrEnum):
    """How a decision relates to what was proposed."""

    AS_PROPOSED = "as proposed"
    AMENDED = "amended"
    DIFFERENT = "different"


class VoteResult(StrEnum):
    """Result of a vote."""

    ADOPTED = "adopted"
    REJECTED = "rejected"


class Proposal(Record):
    """Proposed decision [innstilling, forslag til vedtak]."""

    proposal_id: str
    """Key: '<case_id>/proposal/<digest of the words>', so that the same words in agenda and note
    are one proposal; '<part_id>/…' where the case can't be told."""
    case_id: str | None
    """Case that it belongs to; NULL for the proposal of a note whose case can't be told."""
    part_id: str
    """Part that states it."""
    ordinal: int = 1
    """Place among the proposals of the case in that part, from 1."""
    text: str
    """Words of the proposal."""
    proposer: str | None = None
    """Who proposed it, as written; NULL when nobody is named."""
    certainty: Certainty = Certainty.CERTAIN
    """How sure the proposal is: 'certain', 'likely' or 'guess'."""


class Decision(Record):
    """Decision made [vedtak]."""

    decision_id: str
    """Key: '<case_id>/decision/<ordinal>'."""
    case_id: str
    """Case that was decided."""
    part_id: str
    """Part that records it."""
    text: str
    """Words of the decision, paragraphs separated by line breaks."""
    outcome: Outcome
    """'approved', 'noted', 'adopted', 'rejected', 'postponed', 'elected', 'referred' or 'other'."""
    unanimous: bool | None = None
    """Whether the page says that it was unanimous; NULL when it does not say."""
    remarks: str | None = None
    """Words by which earlier minutes are approved with remarks or corrections; NULL when the
    decision approves no minutes or names no remarks."""
    against_proposal: AgainstProposal | None = None
    """'as proposed', 'amended' or 'different'; NULL where there is no proposal."""
    similarity: float | None = None
    """Likeness of the words to the nearest proposal, 0 to 1; NULL where there is no proposal."""
    certainty: Certainty = Certainty.CERTAIN
    """How sure the decision is: 'certain', 'likely' or 'guess'."""


class DecisionPoint(Record):
    """Clause or numbered point of a decision."""

    decision_id: str
    """Decision that it is part of."""
    part_id: str
    """Part that records it."""
    ordinal: int
    """Place in the decision, from 1."""
    text: str
    """Words of the point."""
    outcome: Outcome | None = None
    """What this point does; NULL when no phrase tells it."""
    addressee: str | None = None
    """Organization or office that is asked to act, as written; NULL when nobody is."""


class Request(Record):
    """What a decision asks somebody to do [oppfølging]; permissions and plain duties are none."""

    decision_id: str
    """Decision that asks."""
    part_id: str
    """Part that records it."""
    ordinal: int
    """Place among the requests of the decision, from 1."""
    text: str
    """Words of the request."""
    addressee: str | None = None
    """Organization or office that is asked, as written; NULL when nobody is named."""
    due: str | None = None
    """When it is wanted, as written: 'innen 1. mars 2013', 'i neste møte'; NULL when untold."""
    due_date: dt.date | None = None
    """Day by which it is wanted; NULL unless day, month and year are all written."""
    certainty: Certainty = Certainty.CERTAIN
    """'certain' where a verb of asking stands there, 'likely' where the decision only says what
    somebody does or what is to be laid before the body."""


class Vote(Record):
    """Vote taken [votering]."""

    vote_id: str
    """Key: '<case_id>/vote/<ordinal>'."""
    case_id: str
    """Case in which it was taken."""
    part_id: str
    """Part that records it."""
    ordinal: int
    """Place among the votes of the case, from 1."""
    subject: str | None = None
    """What was voted on, as written."""
    proposer: str | None = None
    """Who proposed it, as written; NULL when nobody is named."""
    votes_for: int | None = None
    """Votes for as written; NULL when no count is written."""
    votes_against: int | None = None
    """Votes against as written; NULL when no count is written."""
    result: VoteResult | None = None
    """'adopted' or 'rejected'; NULL when the page does not say."""
    unanimous: bool | None = None
    """Whether the page says that it was unanimous; NULL when it does not say."""
    casting_vote: bool = False
    """Whether the chair's casting vote [dobbeltstemme] decided."""
    certainty: Certainty = Certainty.CERTAIN
    """How sure the vote is: 'certain', 'likely' or 'guess'."""


class Ballot(Record):
    """One person's vote, only where the page names the person."""

    vote_id: str
    """Vote that it was cast in."""
    part_id: str
    """Part that records it."""
    ordinal: int
    """Place in the list of names, from 1."""
    person_id: str | None = None
    """Person after name resolution."""
    name_as_written: str
    """Name as written."""
    party: str | None = None
    """Party as written with the vote."""
    party_listed: str | None = None
    """Party of the same person on the attendance list; NULL where nobody on it fits."""
    choice: str
    """'for', 'against', 'absent', or the alternative voted for."""
