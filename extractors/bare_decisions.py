"""A decision without a label: the sentences of a case that are themselves the result."""

from collections.abc import Sequence
from typing import NamedTuple

from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.pattern import pattern
from vedtak.extractors.proceedings import Section, Zone
from vedtak.extractors.results import sentence_lines
from vedtak.extractors.text import Passage
from vedtak.extractors.vote_patterns import ABBREVIATED, NO_STOP
from vedtak.models.base import Certainty

LAST_SENTENCE = pattern(r"(?<=[.!?]\s)\p{Lu}[^.!?\n]{4,160}\.$")
"""The last sentence of a paragraph, for example '… Protokollen ble godkjent og signert.'."""


class BareDecision(NamedTuple):
    """A decision without a label."""

    passage: Passage
    """Its words."""
    lines: list[FlowLine]
    """The lines that hold nothing else."""
    certainty: Certainty
    """Likely where it stands on lines of its own, a guess where it ends a paragraph."""


def find_bare_decision(reading: Reading, sections: Sequence[Section]) -> BareDecision | None:
    """Find the last sentences of a case that are themselves the result.

    Args:
        reading: The document.
        sections: The sections of the case, none of them a decision.

    Returns:
        The sentences; what became of a proposal that fell only where nothing else is told.
    """
    for section in reversed(sections):
        if section.zone not in (Zone.DISCUSSION, Zone.VOTE, Zone.PROPOSAL):
            continue
        groups = sentence_lines(section.lines)
        lines = _result_lines(groups, reading.lexicon)
        if lines:
            return BareDecision(reading.join(lines), lines, Certainty.LIKELY)
        last = _last_sentence(reading, groups[-1]) if groups else None
        if last is not None:
            return BareDecision(last, [], Certainty.GUESS)
    return None


def _result_lines(groups: Sequence[Sequence[FlowLine]], lexicon: Lexicon) -> list[FlowLine]:
    """The last lines in a row that tell the result."""
    taken: list[FlowLine] = []
    rejected: list[FlowLine] = []
    behind = False
    for group in reversed(groups):
        text = " ".join(" ".join(line.text.split()) for line in group)
        if not tells_result(text, lexicon, dated=not behind):
            if taken or rejected:
                break
            behind = True
        elif lexicon.search("proposal_rejected", text):
            rejected = [*group, *rejected]
        else:
            taken = [*group, *taken]
    return taken or rejected


def tells_result(text: str, lexicon: Lexicon, *, dated: bool = True) -> bool:
    """Whether a sentence is itself the result of the treatment.

    Args:
        text: The sentence.
        lexicon: The phrases.
        dated: Whether it may hold dates and other points within: 'Referatet fra møtet 15.11.2023
            ble godkjent.'. What stands in the middle of a discussion with a date is history.
    """
    if lexicon.search("bare_decision", text):
        return True
    if not dated:
        return False
    whole = ABBREVIATED.sub(NO_STOP, text)
    return whole != text and lexicon.search("bare_decision", whole) is not None


def _last_sentence(reading: Reading, lines: Sequence[FlowLine]) -> Passage | None:
    """The last sentence of the last paragraph: '… Protokollen ble godkjent.'."""
    passage = reading.join(lines)
    sentences = list(LAST_SENTENCE.finditer(ABBREVIATED.sub(NO_STOP, passage.text)))
    if not sentences or sentences[-1].start() == 0:
        return None
    last = passage.cut(sentences[-1].start(), len(passage.text))
    return last if tells_result(last.text, reading.lexicon) else None
