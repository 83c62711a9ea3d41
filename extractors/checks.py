"""What a careful reader would miss or doubt in one document."""

from vedtak.extractors.context import Reading
from vedtak.extractors.keys import fold
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
    total = unread = 0
    for span in reading.found.spans:
        text = texts[span.page_number][span.char_start : span.char_end]
        count = sum(1 for character in text if not character.isspace())
        total += count
        if span.role == Role.UNCLASSIFIED:
            unread += count
    return unread / total if total else 0.0


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
        assumed = any(b.part_id == part.part_id and b.certainty == "likely" for b in found.bodies)
        hint = f"profile {found.profile} names it" if assumed else "a profile can name it"
        report.add(
            "no_body",
            Severity.INFO if assumed else Severity.WARNING,
            f"No body is named in the {name}; {hint}.",
            part.meeting_id,
        )
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


def _check_votes(reading: Reading, report: _Report) -> None:
    """Names that do not add up to the count, and voters who are not on the list."""
    found = reading.found
    meeting_of = {case.case_id: case.meeting_id for case in found.cases}
    listed: dict[str, set[str]] = {}
    for row in found.attendance:
        listed.setdefault(row.meeting_id, set()).add(fold(row.name_as_written))
    for vote in found.votes:
        ballots = [ballot for ballot in found.ballots if ballot.vote_id == vote.vote_id]
        first = sum(1 for b in ballots if b.choice in ("for", vote.subject))
        for count, names, side in (
            (vote.votes_for, first, "for"),
            (vote.votes_against, len(ballots) - first, "against"),
        ):
            if count is not None and ballots and names and names != count:
                report.add(
                    "vote_count",
                    Severity.WARNING,
                    f"The vote {vote.vote_id} counts {count} {side} and names {names}; "
                    "compare the names with the page.",
                    meeting_of.get(vote.case_id),
                    vote.case_id,
                )
