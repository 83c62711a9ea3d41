"""What stands around the words of a decision: how it was voted on, and signatures at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vedtak.extractors.cases import CaseLines
from vedtak.extractors.context import Reading
from vedtak.extractors.dates import find_dates
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.pattern import pattern
from vedtak.extractors.place import Place
from vedtak.extractors.references import body_named
from vedtak.extractors.vote_lines import is_vote_line
from vedtak.extractors.votes import VoteRead
from vedtak.models.documents import Role

CARRIED = pattern(
    r"(?i)(?<=[.!:)»\"])\s+\(?(?:(?:enstemmig|einstemmig|samrøystes|enst\.)"
    r"(?:\s+(?:vedtatt|vedteken?|godkjent|godkjend|vedtak|tiltrådt|valgt|vald))?"
    r"|(?:vedtatt|vedteke|godkjent)\s(?:enstemmig|samrøystes))(?:\s?\([^)]{1,30}\))?\)?\.?$"
)
"""What stands behind the words of a decision and tells of the vote: '… godkjennes. Enstemmig.'."""
COUNTED = pattern(
    r"(?<=[.!:)»\"])\s+(?:Vedtatt|Vedteke|Vedtaket\s[^.\n]{0,30}?)\s(?:mot|med)\s"
    r"\d[^.\n]{0,60}\.?$"
)
"""The same with counts: '… innen 1. juli 2000. Vedtatt mot 1 stemme (Kollerud).'."""
PLACE_AND_DATE = pattern(
    r"\p{Lu}[\p{L}.-]{1,25}(?:\s\p{Lu}[\p{L}.-]{1,25})?,?\s+(?:den\s+)?(?P<date>\d.{4,20})"
)
"""Where and when minutes were signed, for example 'Storhavn, 14.10.2003'."""

_PART = pattern(r"(?i)(?<!\bmed\s)\b\p{L}*tillegg(?:s\p{L}+|et)\b|\b(?:pkt|punkt)\b")
"""Part of what was voted on: 'Åsgårds tilleggsforslag', 'pkt. 2'; not 'med tillegg'."""


@dataclass(slots=True)
class Told:
    """What is told of how a decision was voted on."""

    votes: list[VoteRead] = field(default_factory=list)
    """The votes."""
    carried: bool = False
    """Whether a word without a vote says that it was carried: 'Enstemmig.'."""

    def adopted(self) -> bool:
        """Whether anything was adopted."""
        return self.carried or any(vote.adopted for vote in self.votes)

    def unanimous(self) -> bool | None:
        """Whether the decision was unanimous; None where the page does not say.

        The last vote tells, unless it was on a part or an addition, and some were against the rest.
        """
        if not self.votes:
            return self.carried or None
        last = self.votes[-1]
        against = any(vote.adopted and vote.unanimous is False for vote in self.votes)
        if last.votes_against or last.unanimous is False:
            return False
        if against and _PART.search(last.subject or ""):
            return False
        return any(vote.unanimous for vote in self.votes) or None


def told_together(parts: Sequence[Told]) -> Told:
    """What several sections tell, as one."""
    votes = [vote for part in parts for vote in part.votes]
    return Told(votes, any(part.carried for part in parts))


def strip_signatures(reading: Reading, place: Place, case: CaseLines) -> None:
    """Part the signatures at the end of the minutes from the text of the last case."""
    for heading in case.treated[-1:]:
        body = heading.body
        for at in range(max(0, len(body) - 8), len(body)):
            match = PLACE_AND_DATE.fullmatch(body[at].text.strip())
            if not match or not find_dates(match["date"]):
                continue
            if body_named(reading.lexicon, match.string[: match.start("date")]):
                continue  # 'Formannskapet 18.03.2026' is above a recommendation
            rest = body[at + 1 :]
            if all(len(line.text.split()) <= 9 for line in rest):
                reading.claim_lines(body[at:], Role.HEADER, place.part_id, place.meeting_id)
                heading.body = body[:at]
                break


def sentence_lines(lines: Sequence[FlowLine]) -> list[list[FlowLine]]:
    """Lines grouped so that a sentence that runs over lines stays together."""
    groups: list[list[FlowLine]] = []
    for line in lines:
        last = groups[-1][-1].text.rstrip() if groups else "."
        if last[-1:] in ".:!?" or line.gap >= 0.6 or line.text[:1] in "•-–*":
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def without_result(
    reading: Reading, lines: Sequence[FlowLine]
) -> tuple[list[FlowLine], list[FlowLine]]:
    """Part the words of a decision from the sentence below it that reports the vote."""
    words = list(lines)
    tail: list[FlowLine] = []
    while len(words) > 1:
        text = words[-1].text.strip()
        if is_vote_line(text) or (
            reading.lexicon.search("bare_decision", text) and says_unanimous(reading, words[-1:])
        ):
            tail.insert(0, words.pop())
        else:
            break
    return words, tail


def says_unanimous(reading: Reading, lines: Sequence[FlowLine]) -> bool:
    """Whether any of some lines says that it was unanimous."""
    return any(reading.lexicon.search("unanimous", line.text) for line in lines)
