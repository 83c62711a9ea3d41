"""The number of a case in the archive, where it stands below the heading of the case."""

from collections.abc import Sequence

from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine

_FIRST_LINES = 12
"""The line with handler and archive number stands this near to the heading; further down, a
number is that of another case."""


def archive_number(reading: Reading, lines: Sequence[FlowLine]) -> str | None:
    """The archive number as written, '98/00112' in 'Arkivsak 98/00112   Arkiv 242'; None without.

    Args:
        reading: The document.
        lines: The lines below the heading.
    """
    possible = reading.sought.lines("archive_case")
    for line in lines[:_FIRST_LINES]:
        match = line.index in possible and reading.lexicon.search("archive_case", line.text)
        if match:
            return match["number"]
    return None
