"""Headings without a number between numbered cases: 'Eventuelt', 'Ymse', 'Referatsaker'.

They stand where the last case ends, and what is below them is none of its text.
"""

from collections.abc import Sequence

from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.numbers import match_number

_LONGEST = 40
_APART = 0.5
"""A heading in small letters stands apart from the text above it, by so many lines."""


def is_loose_heading(lexicon: Lexicon, line: FlowLine, *, listed: bool = False) -> bool:
    """Whether a line is, or begins with, the name of an agenda item that needs no number.

    Args:
        lexicon: What such items are called.
        line: A line below the heading of a numbered case.
        listed: Whether it stands directly below an entry of a case list.
    """
    name, _, _ = line.text.partition(":")
    return (
        len(name) < _LONGEST
        and name[:1].isupper()
        and len(line.cells) == 1
        and line.column <= 0
        and lexicon.is_word("loose_case", name)
        and (listed or line.gap >= _APART or line.page_start or line.bold or name.isupper())
    )


def is_section(lines: Sequence[FlowLine], at: int) -> bool:
    """Whether a loose heading stands over numbered cases, and is none itself."""
    return at + 1 < len(lines) and match_number(lines[at + 1].text) is not None


def part_loose(line: FlowLine) -> tuple[str, list[FlowLine]]:
    """The title of the item and what is said of it on the same line: 'Eventuelt: Ingen saker'."""
    name, mark, text = line.text.partition(":")
    at = len(name) + len(mark) + len(text) - len(text.lstrip())
    rest = line.behind(at) if text.strip() else None
    return name.strip(" .:"), [rest] if rest else []
