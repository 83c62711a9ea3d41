"""The treatment of a case, told apart: description, discussion, proposals, votes, decision."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from vedtak.extractors.attachments import opens_attachments
from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.pattern import pattern
from vedtak.extractors.vote_lines import heads_vote, is_vote_line, tells_counts, vote_goes_on
from vedtak.models.documents import PartKind


class Zone(StrEnum):
    """What a stretch of a case's text is."""

    DESCRIPTION = "description"
    DISCUSSION = "discussion"
    BACKGROUND = "background"
    PROPOSAL = "proposal"
    DECISION = "decision"
    VOTE = "vote"
    ATTACHMENT = "attachment"
    PRESENCE = "presence"
    CLOSING = "closing"


@dataclass(slots=True)
class Section:
    """A stretch of a case's text."""

    zone: Zone
    """What it is."""
    head: list[FlowLine] = field(default_factory=list)
    """The lines that open it."""
    lines: list[FlowLine] = field(default_factory=list)
    """The lines that belong to it; the first may be the rest of the line that opens it."""
    proposer: str | None = None
    """Who proposed it, as written."""
    sure: bool = True
    """Whether a label opens it."""


_ALTERNATIVE = pattern(
    r"(?i)^\(?\d{1,2}\s?\)$|^alternativ(?:t forslag)?\s*\d{1,2}\s?[:.]?$|^(?:dette|"
    r"forslaga?|forslagene|innstillinga|innstillingen) ble satt (?:opp )?(?:mot|"
    r"imot)[^.]{0,80}[:.]?$"
)
"""A line between proposals put against each other: '1)', 'Dette ble satt opp mot:'."""

_MARK = pattern(r"(?P<mark>(?P<item>\d{1,2}|[a-zæøå])[.)])\s+\p{Lu}")
"""A line that begins an item: 'b) Valg av sekretær', '2. Regnskap'."""

_SENTENCE_END = pattern(r"(?<=\p{L}{4}[.!?])\s+(?=\p{Lu})")
"""Where a sentence ends before the one in which somebody moves a proposal; not behind 'Repr.'."""

_GENITIVE = pattern(r"(?i)s$")


def split_proceedings(
    reading: Reading, lines: Sequence[FlowLine], kind: PartKind, *, tabular: bool = False
) -> list[Section]:
    """Split the text below a case's heading into its sections.

    Args:
        reading: The document.
        lines: The lines below the heading.
        kind: Kind of the part: minutes have decisions, agendas never.
        tabular: Whether the case stands in a ruled table whose columns are read apart.

    Returns:
        Sections in order, which together hold all lines.
    """
    return _Splitter(reading, kind, tabular).split(lines)


class _Splitter:
    """Goes through the lines once; each column of a ruled table keeps its own section."""

    def __init__(self, reading: Reading, kind: PartKind, tabular: bool) -> None:
        self._tabular = tabular
        self._reading = reading
        self._lexicon = reading.lexicon
        self._colon = reading.lexicon.motion_has_colon
        self._decides = kind in (PartKind.MINUTES, PartKind.CASE_PROTOCOL)
        self._default = Zone.DISCUSSION if self._decides else Zone.DESCRIPTION
        self._sections: list[Section] = []
        self._open: dict[int, Section] = {}
        self._origin: str | None = None
        self._again = -1
        """The line with the last label of a decision."""
        self._items: dict[str, str] = {}
        """The last item of the case by the mark behind its number or letter."""
        self._counts = True
        """Whether any line may report a vote by its count."""

    def split(self, lines: Sequence[FlowLine]) -> list[Section]:
        labels = [at for at, line in enumerate(lines) if self._labels_decision(line)]
        self._again = lines[labels[-1]].index if labels else -1
        self._counts = tells_counts("\n".join([line.text for line in lines]))
        at = 0
        while at < len(lines):
            at += self._step(lines, at)
        return self._sections

    def _column(self, line: FlowLine) -> int:
        return line.column if self._tabular else 0

    def _step(self, lines: Sequence[FlowLine], at: int) -> int:
        """Read one line; return how many lines were taken."""
        line = lines[at]
        taken = self._open_section(lines, at)
        if taken:
            return taken
        section = self._open.get(self._column(line))
        if section is None:
            section = self._start(
                line, self._default if self._column(line) <= 1 else Zone.ATTACHMENT
            )
            section.sure = self._column(line) <= 1
        elif self._reports_result(section, line):
            section = self._start(line, Zone.VOTE)
        elif self._is_over(section, line):
            section = self._start(line, self._default)
        if section.zone is not Zone.DECISION and (mark := _MARK.match(line.text)):
            self._items[mark["mark"][-1]] = mark["item"]
        section.lines.append(line)
        return 1

    def _reports_result(self, section: Section, line: FlowLine) -> bool:
        """Whether a line below the words of a decision tells how it was voted on."""
        if section.zone is not Zone.DECISION or not section.lines:
            return False
        return self._stands("unanimous", line) and self._stands("bare_decision", line)

    def _stands(self, group: str, line: FlowLine) -> bool:
        """Whether a phrase of a group stands on a line."""
        if line.index not in self._reading.sought.lines(group):
            return False
        return self._lexicon.search(group, line.text.strip()) is not None

    def _is_over(self, section: Section, line: FlowLine) -> bool:
        """Whether a section that no mark ends is over: a vote reported, a new paragraph."""
        if section.zone is Zone.VOTE:
            return not vote_goes_on(section.lines, line)
        if section.zone is Zone.DECISION and line.index < self._again:
            return line.gap >= 1.5 or self._next_item(section, line)
        return section.zone is Zone.PRESENCE and line.gap >= 1.5

    def _labels_decision(self, line: FlowLine) -> bool:
        return self._decides and self._lexicon.opener("decision", line.text) is not None

    def _next_item(self, section: Section, line: FlowLine) -> bool:
        """Whether a line goes on with the items of the case, and not with a decision's points.

        'b) Valg av sekretær' does below 'a) Valg av møteleder', 'Vedtak: Kari Ås ble valgt.'.
        """
        mark = _MARK.match(line.text)
        before = self._items.get(mark["mark"][-1]) if mark else None
        if mark is None or before is None or mark["item"] != _following(before):
            return False
        own = [_MARK.match(each.text) for each in section.lines]
        return not any(each and each["mark"][-1] == mark["mark"][-1] for each in own)

    def _start(self, line: FlowLine, zone: Zone) -> Section:
        section = Section(zone)
        self._sections.append(section)
        self._open[self._column(line)] = section
        return section

    def _begin(self, line: FlowLine, zone: Zone, end: int, taken: Sequence[FlowLine]) -> Section:
        """Open a section whose opening ends at an offset of the last line taken."""
        section = self._start(line, zone)
        section.head = list(taken)
        rest = taken[-1].behind(end) if taken else None
        if rest is not None:
            section.lines.append(rest)
        return section

    def _open_section(self, lines: Sequence[FlowLine], at: int) -> int:
        line = lines[at]
        current = self._open.get(self._column(line))
        deciding = current is not None and current.zone is Zone.DECISION
        if self._stands("treatment", line):
            self._begin(line, self._default, len(line.text), [line])
            return 1
        if self._stands("discussed", line) and not self._lexicon.opener("decision", line.text):
            self._begin(line, self._default, len(line.text), [line])
            return 1
        return (
            self._open_decision(line, deciding)
            or self._open_proposal(lines, at)
            or self._open_vote(lines, at)
            or self._open_labelled(line, deciding)
        )

    def _open_decision(self, line: FlowLine, deciding: bool) -> int:
        match = self._lexicon.opener("decision", line.text) if self._decides else None
        if not match:
            return 0
        self._begin(line, Zone.DECISION, match.end(), [line])
        return 1

    def _open_proposal(self, lines: Sequence[FlowLine], at: int) -> int:
        line = lines[at]
        match = self._lexicon.opener("proposal", line.text)
        if match:
            groups = match.groupdict()
            who = groups.get("who") or groups.get("from")
            last = self._sections[-1] if self._sections else None
            if last is not None and last.zone is Zone.PROPOSAL and not last.lines:
                last.head.append(line)
                last.proposer = named(who) if who else last.proposer
                rest = line.behind(match.end())
                last.lines += [rest] if rest else []
                self._open[self._column(line)] = last
                return 1
            section = self._begin(line, Zone.PROPOSAL, match.end(), [line])
            section.proposer = named(who) if who else self._origin
            self._origin = None
            return 1
        if not self._decides:
            return 0
        proposed = at + 1 < len(lines) and self._lexicon.opener("proposal", lines[at + 1].text)
        origin = self._lexicon.search("origin", line.text) if proposed else None
        if origin:
            self._origin = origin["who"]
            self._begin(line, Zone.VOTE, len(line.text), [line])
            return 1
        return self._open_motion(lines, at)

    def _open_motion(self, lines: Sequence[FlowLine], at: int) -> int:
        """'Kari Ås (Høyre) fremmet følgende forslag:', on one line or two."""
        line = lines[at]
        if not self._lexicon.may_begin("motion", line.text):
            return 0
        colons = [":" in one.text or not self._colon for one in lines[at : at + 2]]
        if not any(colons):
            return 0
        for count in (1, 2):
            own = lines[at : at + count]
            if len(own) < count or (count == 2 and not self._may_go_on(line)):
                break
            if not any(colons[:count]):
                continue
            text = self._reading.join(own, paragraphs=False).text
            match = self._lexicon.search("motion", text)
            if match and match.start() == 0:
                before = len(text) - len(own[-1].text)
                section = self._begin(line, Zone.PROPOSAL, max(0, match.end() - before), own)
                section.proposer = _SENTENCE_END.split(match["who"])[-1].strip(" ,")
                return count
        return 0

    def _may_go_on(self, line: FlowLine) -> bool:
        hit = self._lexicon.label(line.text)
        return line.text[-1:] not in ".:" and not (hit and hit.alone)

    def _open_vote(self, lines: Sequence[FlowLine], at: int) -> int:
        if not self._decides:
            return 0
        line = lines[at]
        current = self._open.get(self._column(line))
        if _ALTERNATIVE.match(line.text) and (current is None or current.zone is not Zone.DECISION):
            self._begin(line, Zone.VOTE, len(line.text), [line])
            return 1
        if not self._tells_vote(lines, at):
            return 0
        if current is not None and current.zone is Zone.DECISION and not current.lines:
            return 0  # 'Vedtak:', and below it 'Forslaget ble vedtatt med 5 mot 2 stemmer.'
        hit = self._lexicon.label(line.text)
        if hit and hit.alone and "vote_heading" in hit.groups:
            return 0  # a heading by itself opens a section, and what is below it tells of the vote
        if current is not None and current.zone is Zone.VOTE and current.lines:
            current.lines.append(line)
        else:
            self._start(line, Zone.VOTE).lines.append(line)
        return 1

    def _tells_vote(self, lines: Sequence[FlowLine], at: int) -> bool:
        """Whether a line begins the report of a vote, its count perhaps on the next line."""
        line = lines[at]
        if heads_vote(line.text):
            return True
        if not self._counts:
            return False
        if is_vote_line(line.text):
            return True
        current = self._open.get(self._column(line))
        inside = current is not None and bool(current.lines) and line.gap < 0.6
        if at + 1 >= len(lines) or line.text[-1:] in ".:!?" or not line.text[:1].isupper():
            return False
        if inside and current is not None and current.lines[-1].text[-1:] not in ".:!?":
            return False
        following = lines[at + 1]
        if following.gap >= 0.6 or following.text[:1].isupper():
            return False
        return is_vote_line(f"{line.text} {following.text}")

    def _open_labelled(self, line: FlowLine, deciding: bool) -> int:
        hit = self._lexicon.label(line.text)
        if hit is None:
            return 0
        if opens_attachments(line.text):
            self._start(line, Zone.ATTACHMENT).lines.append(line)
            return 1
        if not (hit.colon or hit.alone):
            if hit.groups & {"closing", "end_time"} and self._decides:
                self._start(line, Zone.CLOSING).lines.append(line)
                return 1
            return 0
        for groups, zone in _LABELLED:
            if hit.groups & groups and not (deciding and zone is Zone.BACKGROUND):
                self._begin(line, zone if zone else self._default, hit.end, [line])
                return 1
        return 0


_LABELLED: tuple[tuple[frozenset[str], Zone | None], ...] = (
    (frozenset({"discussion"}), None),
    (frozenset({"background"}), Zone.BACKGROUND),
    (frozenset({"vote_heading"}), Zone.VOTE),
    (frozenset({"fitness"}), Zone.PRESENCE),
    (frozenset({"closing", "end_time"}), Zone.CLOSING),
)
"""Which zone each group of labels opens; None is the zone that a case begins with."""


def _following(item: str) -> str:
    """The number or letter behind another: 3 follows 2, 'b' follows 'a'."""
    return str(int(item) + 1) if item.isdigit() else chr(ord(item) + 1)


def named(who: str) -> str:
    """The proposer as a name: 'Kommunedirektørens' is Kommunedirektøren.

    Args:
        who: As it stands in the label, in any case and with or without the genitive.
    """
    name = _GENITIVE.sub("", " ".join(who.split()))
    if name.isupper() and len(name) > 5:
        return name.capitalize()
    return name[:1].upper() + name[1:]
