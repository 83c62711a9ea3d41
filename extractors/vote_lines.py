"""Which lines tell of a vote, and how far what they tell goes on."""

from collections.abc import Sequence

from vedtak.extractors.flow import FlowLine
from vedtak.extractors.vote_patterns import (
    ABBREVIATED,
    AGAINST_COUNT,
    COUNT_NAMED,
    GOT,
    HEADS,
    NO_STOP,
    POINTWISE,
    RESULT,
    RESULT_LINE,
    TALLY,
)


def is_vote_line(text: str) -> bool:
    """Whether a line begins the report of a vote or of its result."""
    if heads_vote(text):
        return True
    if not tells_counts(text):
        return False
    text = ABBREVIATED.sub(NO_STOP, text)
    return tells_counted(text) or (GOT.search(text) is not None and RESULT.search(text) is not None)


def tells_counted(text: str) -> bool:
    """Whether the first sentence of a text tells a result with its counts."""
    counted = AGAINST_COUNT.search(text)
    return counted is not None and ". " not in text[: counted.start()]


def heads_vote(text: str) -> bool:
    """Whether a line begins with words that head the report of a vote."""
    return any(form.match(text) for form in (HEADS, RESULT_LINE, POINTWISE, TALLY))


def tells_counts(text: str) -> bool:
    """Whether any line of a text may report a vote by its count; else only words head a report."""
    return COUNT_NAMED.search(text) is not None


def vote_goes_on(lines: Sequence[FlowLine], line: FlowLine) -> bool:
    """Whether a line belongs to the report of a vote that some lines began."""
    if not lines:
        return line.gap < 1.5
    last = lines[-1].text.rstrip()
    if last.endswith((",", "(")) or (last[-1:] not in ".:" and last.count("(") > 0):
        return True
    return last[-1:] not in ".:" and line.gap < 0.6
