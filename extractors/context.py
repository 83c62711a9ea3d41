"""What every extractor needs at hand while it reads one document."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vedtak.extractors.flow import Flow, FlowLine
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.sought import Sought
from vedtak.extractors.text import Passage, Range, Vocabulary, join
from vedtak.models.documents import Role
from vedtak.models.extraction import Extraction


class Claim(NamedTuple):
    """A stretch of text that an extractor has read, and what it read it as."""

    page: int
    """Page, from 1."""
    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    role: Role
    """What the text is for."""
    record_id: str | None
    """Key of the row that it became."""
    part_id: str | None
    """Part in which it stands."""


@dataclass(slots=True)
class Reading:
    """The state of reading one document: what is given, and what has been found so far."""

    document_id: str
    """Key of the document."""
    flow: Flow
    """Its lines."""
    lexicon: Lexicon
    """What to look for."""
    vocabulary: Vocabulary
    """Its words, for hyphens at line ends."""
    found: Extraction = field(default_factory=Extraction)
    """The records found so far."""
    claims: list[Claim] = field(default_factory=list)
    """The stretches read so far; a later claim is the more precise one."""
    sought: Sought = field(init=False)
    """On which lines phrases can stand."""

    def __post_init__(self) -> None:
        self.sought = Sought(self.lexicon, self.flow.lines)

    def join(self, lines: Sequence[FlowLine], *, paragraphs: bool = True) -> Passage:
        """Join lines into running text."""
        return join(lines, self.vocabulary, paragraphs=paragraphs)

    def claim_lines(
        self,
        lines: Sequence[FlowLine],
        role: Role,
        part_id: str | None,
        record_id: str | None = None,
    ) -> None:
        """Claim whole lines, cell by cell."""
        for line in lines:
            for cell in line.cells:
                self.claims.append(Claim(line.page, cell.start, cell.end, role, record_id, part_id))

    def claim(
        self,
        ranges: Sequence[Range],
        role: Role,
        part_id: str | None,
        record_id: str | None = None,
    ) -> None:
        """Claim stretches of pages."""
        for at in ranges:
            self.claims.append(Claim(at.page, at.start, at.end, role, record_id, part_id))
