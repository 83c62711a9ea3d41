"""The lines of a case's title, in a list or above the treatment of the case."""

from collections.abc import Sequence
from typing import NamedTuple

from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.keys import letters
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.loose_headings import is_loose_heading
from vedtak.extractors.numbers import match_number
from vedtak.extractors.pattern import pattern
from vedtak.extractors.sub_cases import ITEM
from vedtak.extractors.text import join_cells
from vedtak.models.page import Line

LEADER = pattern(r"\s*(?:\.{4,}|…{2,}|_{4,}|(?:\.\s){4,})[\s.…_]*\d{0,4}\s*$")
"""Dots that lead to the number of a page, for example 'Budsjett ....... 12'; not 'Budsjett ...'."""
PAGE = pattern(r"[.…_\s]*(?:[Ss](?:ide)?\.?\s*)?\d{1,3}")
"""The number of a page in a cell of its own, for example '..... 12' or 's. 12'; not '12/20'."""
_LONGEST_TITLE = 6
"""A title runs over this many lines at most."""
_APART = 0.5
"""A gap of so many lines ends a title."""


class TitleLines(NamedTuple):
    """A title that goes on below its first line."""

    title: str
    """All of it."""
    below: list[FlowLine]
    """The lines on which it goes on."""


def without_leader(title: str) -> str:
    """A title without the dots and the page that they lead to."""
    return LEADER.sub("", title)


def extend_title(
    reading: Reading,
    lines: Sequence[FlowLine],
    at: int,
    title: str,
    cell: Line,
    known: str | None = None,
    *,
    in_list: bool = False,
    alone: bool = False,
) -> TitleLines:
    """Take the lines on which a title goes on.

    A title known from the case list is followed as far as the words agree. Otherwise a line goes
    on with the title where it stands below the title's own column, directly and with no mark of
    something new.

    Args:
        reading: The document.
        lines: Lines of the part.
        at: Index of the line on which the title begins.
        title: What that line has of it.
        cell: The cell in which it stands there.
        known: The title as another place has it.
        in_list: Whether it stands in a case list.
        alone: Whether the number stands on a line of its own above the title.
    """
    line = lines[at]
    cells = [(cell, line.page)]
    taken: list[FlowLine] = []
    for i, below in enumerate(lines[at + 1 : at + _LONGEST_TITLE], start=at + 1):
        if known:
            wanted, so_far = letters(known), letters(title)
            more = letters(title + below.text)
            if so_far == wanted or not wanted.startswith(more):
                break
        elif not _continues(reading, line, below, cell.x0, in_list) and not (
            alone and _ends_block(reading, line, lines, i)
        ):
            break
        taken.append(below)
        cells += [(other, below.page) for other in _title_cells(line, below, in_list)]
        title = without_leader(join_cells(cells, reading.vocabulary).text)
    return TitleLines(title, taken)


def _title_cells(line: FlowLine, below: FlowLine, in_list: bool) -> Sequence[Line]:
    """The cells of a title's line; in a list, the number of a page may stand beside it."""
    columns = in_list or len(line.cells) > 1
    if columns and len(below.cells) == 2 and PAGE.fullmatch(below.cells[1].text):
        return below.cells[:1]
    return below.cells


def _continues(reading: Reading, line: FlowLine, below: FlowLine, x0: float, in_list: bool) -> bool:
    if not _is_near(line, below) or len(_title_cells(line, below, in_list)) > 1:
        return False
    if opens_new(reading.lexicon, below):
        return False
    same_look = below.bold == line.bold and abs(below.size - line.size) < 0.5
    aligned = abs(below.x0 - x0) <= 2 * max(1.0, line.size * 0.5)
    if aligned and len(line.cells) > 1:
        return True
    if line.bold and same_look and not below.text.endswith("."):
        return True
    if below.text.isupper() and line.text.isupper() and below.text[-1] not in ".:":
        return True
    indented = aligned and below.x0 > line.x0 and below.text[-1] != "."
    return below.text[0].islower() and (in_list or indented or line.x1 >= 70)


def _is_near(line: FlowLine, below: FlowLine) -> bool:
    if below.gap >= _APART or below.page != line.page or below.tall:
        return False
    return below.column <= 0 and line.column < 0


def _ends_block(reading: Reading, line: FlowLine, lines: Sequence[FlowLine], at: int) -> bool:
    """Whether a line in small letters is the rest of a title that stands apart from the text."""
    below = lines[at]
    apart = at + 1 >= len(lines) or lines[at + 1].gap >= _APART
    return (
        apart
        and _is_near(line, below)
        and len(below.cells) == 1
        and below.text[0].islower()
        and below.text[-1] not in ".:"
        and not opens_new(reading.lexicon, below)
    )


def opens_new(lexicon: Lexicon, line: FlowLine) -> bool:
    """Whether a line opens something new: a case or its item, a field, the treatment of a case."""
    if match_number(line.text) or ITEM.match(line.text) or opens_treatment(lexicon, line):
        return True
    if is_loose_heading(lexicon, line):
        return True
    return lexicon.label(line.text) is not None and not line.text[0].islower()


def opens_treatment(lexicon: Lexicon, line: FlowLine) -> bool:
    """Whether a line opens a proposal, a decision or what was said of the case."""
    hit = lexicon.label(line.text)
    return bool(
        lexicon.opener("proposal", line.text)
        or lexicon.opener("decision", line.text)
        or lexicon.search("treatment", line.text)
        or (hit and (hit.colon or hit.alone) and hit.groups & {"discussion", "background"})
    )
