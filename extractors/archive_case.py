"""The number of a case in the archive, where it stands below the heading of the case."""

from collections.abc import Sequence

from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon

_FIRST_LINES = 12
"""The line with handler and archive number stands this near to the heading; further down, a
number is that of another case."""


def archive_number(lexicon: Lexicon, lines: Sequence[FlowLine]) -> str | None:
    """The archive number as written, '98/00112' in 'Arkivsak 98/00112   Arkiv 242'; None without.

    Args:
        lexicon: What to look for.
        lines: The lines below the heading.
    """
    texts = [line.text for line in lines[:_FIRST_LINES]]
    for text in texts if lexicon.likely("archive_case", "\n".join(texts)) else ():
        match = lexicon.search("archive_case", text)
        if match:
            return match["number"]
    return None
