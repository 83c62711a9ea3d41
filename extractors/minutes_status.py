"""Whether minutes say that they are a draft, or who has signed them."""

from collections.abc import Sequence

from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine

_HEAD = 12
"""What makes minutes a draft stands above the cases, in the first lines."""


def minutes_status(reading: Reading, lines: Sequence[FlowLine]) -> str | None:
    """'draft' or 'signed' as the minutes say of themselves; None where they say neither.

    Args:
        reading: The document.
        lines: The lines of the part, its head first.
    """
    if _says(reading, "draft", lines[:_HEAD]):
        return "draft"
    return "signed" if _says(reading, "signed", lines) else None


def _says(reading: Reading, group: str, lines: Sequence[FlowLine]) -> bool:
    """Whether a phrase of a group stands on any of some lines."""
    possible = reading.sought.lines(group)
    return any(
        reading.lexicon.search(group, " ".join(line.text.split()))
        for line in lines
        if line.index in possible
    )
