"""What a careful reader would miss or doubt in one document."""

from collections.abc import Sequence

from vedtak.extractors.context import Reading
from vedtak.extractors.voters import listed_voters, same_name
from vedtak.models.base import Certainty
from vedtak.models.decisions import Ballot, Vote
from vedtak.models.documents import Part, PartKind, Role
from vedtak.models.findings import Finding, Severity

UNCLASSIFIED_LIMIT = 0.10
"""A larger share of unclassified characters than this is a finding."""


def check_document(reading: Reading) -> None:
    """Add findings about what the document should state and does not, or states inconsistently."""
    report = _Report(reading)
    for part in reading.found.parts:
        _check_part(reading, part, report)
    _check_votes(reading, report)
    share = unclassified_share(reading)
    if share > UNCLASSIFIED_LIMIT:
        report.add(
            "unclassified_text",
            Severity.WARNING,
            f"{share:.0%} of the text could not be classified; see the spans with role "
            "'unclassified', and consider a profile for this family of documents.",
        )


def unclassified_share(reading: Reading) -> float:
    """Share of the characters, space left out, that no extractor has read."""
    texts = {page.number: page.text for page in reading.flow.pages}
    unread = sum(
        _ink(texts[span.page_number][span.char_start : span.char_end])
        for span in reading.found.spans
        if span.role == Role.UNCLASSIFIED
    )
    return unread / sum(map(_ink, texts.values())) if unread else 0.0


def _ink(text: str) -> int:
    """How many characters are no space."""
    return sum(map(len, text.split()))


class _Report:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._numbers: dict[str, int] = {}

    def add(
        self,
        check: str,
        severity: Severity,
        message: str,
        meeting_id: str | None = None,
        case_id: str | None = None,
    ) -> None:
        self._numbers[check] = self._numbers.get(check, 0) + 1
        self._reading.found.findings.append(
            Finding(
                finding_id=f"{self._reading.document_id}/{check}/{self._numbers[check]}",
                check_name=check,
                severity=severity,
                document_id=self._reading.document_id,
                meeting_id=meeting_id,
                case_id=case_id,
                message=message,
            )
        )


def _check_part(reading: Reading, part: Part, report: _Report) -> None:
    found, kind = reading.found, PartKind(part.kind)
    where = f"page {part.first_page}" + (
        f"–{part.last_page}" if part.last_page > part.first_page else ""
    )
    name = f"{kind.value} on {where}"
    if kind is PartKind.OTHER:
        report.add(
            "unknown_part", Severity.WARNING, f"The text on {where} is no known kind of part."
        )
    if kind not in (PartKind.AGENDA, PartKind.MINUTES, PartKind.CASE_PROTOCOL):
        return
    meeting = next((m for m in found.meetings if m.part_id == part.part_id), None)
    if meeting is not None and meeting.date is None:
        report.add(
            "no_date",
            Severity.WARNING,
            f"No date was found in the {name}; look at its head.",
            part.meeting_id,
        )
    if part.body_as_written is None:
        _add_no_body(reading, part, report, name)
    if not any(row.part_id == part.part_id for row in found.cases):
        report.add(
            "no_cases", Severity.WARNING, f"No case was found in the {name}.", part.meeting_id
        )
    if kind is PartKind.MINUTES and not any(
        row.part_id == part.part_id for row in found.attendance
    ):
        report.add(
            "no_attendance",
            Severity.WARNING,
            f"No attendance list was found in the {name}.",
            part.meeting_id,
        )


def _add_no_body(reading: Reading, part: Part, report: _Report, name: str) -> None:
    """Say that a part names no body; that is no cause for worry where a profile names it."""
    found = reading.found
    bodies = [one for one in found.bodies if one.part_id == part.part_id]
    # Where another part names a body, this one has it from there; its organization may be assumed.
    assumed = any(one.certainty == Certainty.LIKELY for one in bodies) and not any(
        one.body_as_written for one in found.parts
    )
    profile = found.profile
    report.add(
        "no_body",
        Severity.INFO if assumed else Severity.WARNING,
        f"No body is named in the {name}; "
        + (f"profile {profile} names it." if assumed else "a profile can name it."),
        part.meeting_id,
    )


def _check_votes(reading: Reading, report: _Report) -> None:
    """Names that do not add up to the count, and voters who are not on the list."""
    found = reading.found
    meeting_of = {case.case_id: case.meeting_id for case in found.cases}
    by_vote: dict[str, list[Ballot]] = {}
    for ballot in found.ballots:
        by_vote.setdefault(ballot.vote_id, []).append(ballot)
    present = listed_voters(reading)
    for vote in found.votes:
        ballots = by_vote.get(vote.vote_id, [])
        meeting_id = meeting_of.get(vote.case_id)
        _check_counts(report, vote, ballots, meeting_id)
        names = {*present.get(meeting_id or "", []), *present.get(vote.case_id, [])}
        if not present.get(meeting_id or ""):
            continue
        for ballot in ballots:
            name = ballot.name_as_written
            if name not in names and not any(same_name(name, other) for other in names):
                report.add(
                    "voter_not_listed",
                    Severity.WARNING,
                    f"{name} votes in {vote.vote_id} and is neither on the "
                    "attendance list nor named as stepping in; look at the list.",
                    meeting_id,
                    vote.case_id,
                )


def _check_counts(
    report: _Report, vote: Vote, ballots: Sequence[Ballot], meeting_id: str | None
) -> None:
    first = sum(1 for ballot in ballots if ballot.choice in ("for", vote.subject))
    for count, names, side in (
        (vote.votes_for, first, "for"),
        (vote.votes_against, len(ballots) - first, "against"),
    ):
        if count is not None and names and names != count:
            report.add(
                "vote_count",
                Severity.WARNING,
                f"The vote {vote.vote_id} counts {count} {side} and names {names}; "
                "compare the names with the page.",
                meeting_id,
                vote.case_id,
            )
