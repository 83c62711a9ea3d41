"""Whether minutes say that they are a draft, or who has signed them."""

from collections.abc import Sequence

from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon

_HEAD = 12
"""What makes minutes a draft stands above the cases, in the first lines."""


def minutes_status(lexicon: Lexicon, lines: Sequence[FlowLine]) -> str | None:
    """'draft' or 'signed' as the minutes say of themselves; None where they say neither.

    Args:
        lexicon: What to look for.
        lines: The lines of the part, its head first.
    """
    texts = [" ".join(line.text.split()) for line in lines]
    if any(lexicon.search("draft", text) for text in texts[:_HEAD]):
        return "draft"
    if lexicon.likely("signed", "\n".join(texts)) and any(
        lexicon.search("signed", text) for text in texts
    ):
        return "signed"
    return None
