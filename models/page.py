"""The one page model that every source ends in: words with boxes, lines, cells and rows.

A page of minutes has hundreds of words and an archive millions of pages, so these are slim
classes with slots, not pydantic models. Coordinates are in points with the origin at the top left
for PDF and scans; for plain text they are one unit per character and one per line, so that aligned
text keeps its columns. Character offsets count from 0 into `Page.text`; pages count from 1.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Word(NamedTuple):
    """One word as the source gave it, with its box."""

    text: str
    """The characters of the word, without surrounding space."""
    x0: float
    """Left edge."""
    top: float
    """Upper edge, from the top of the page."""
    x1: float
    """Right edge."""
    bottom: float
    """Lower edge, from the top of the page."""
    size: float = 0.0
    """Font size in points; 0 when the source has none."""
    bold: bool = False
    """Whether the font is a bold one."""
    start: int = -1
    """Offset of the first character in the page's text where the source is text; else -1: there the
    words of a line follow each other, see `Line.starts`."""
    confidence: float | None = None
    """Recognition confidence from 0 to 100; None unless the word came from OCR."""


class Rule(NamedTuple):
    """A ruled line of a table, horizontal or vertical."""

    x0: float
    """Left end."""
    top: float
    """Upper end."""
    x1: float
    """Right end."""
    bottom: float
    """Lower end."""


class Link(NamedTuple):
    """An address that an area of the page leads to."""

    url: str
    """The address as written in the file; never fetched."""
    x0: float
    """Left edge of the area."""
    top: float
    """Upper edge of the area."""
    x1: float
    """Right edge of the area."""
    bottom: float
    """Lower edge of the area."""


@dataclass(slots=True)
class RawPage:
    """A page as a reader found it, before lines and cells are told."""

    number: int
    """Page number, from 1."""
    width: float
    """Width in points (characters for plain text)."""
    height: float
    """Height in points (lines for plain text)."""
    words: list[Word]
    """Words in the order of the source."""
    rules: list[Rule] = field(default_factory=list)
    """Ruled lines, if any."""
    links: list[Link] = field(default_factory=list)
    """Linked areas, if any."""
    text: str | None = None
    """The exact text where the source is text and words carry offsets into it; None for PDF and
    scans, whose text is composed when the page is laid out."""
    ocr_confidence: float | None = None
    """Mean recognition confidence from 0 to 100; None unless the page came from OCR."""


@dataclass(slots=True)
class Line:
    """Words that stand side by side in one column of the page."""

    text: str
    """The words with single spaces between them."""
    start: int
    """Offset of the first character in the page's text."""
    end: int
    """Offset behind the last character in the page's text."""
    x0: float
    """Left edge."""
    top: float
    """Upper edge."""
    x1: float
    """Right edge."""
    bottom: float
    """Lower edge."""
    size: float = 0.0
    """Largest font size of the words."""
    bold: bool = False
    """Whether all words are bold."""
    words: Sequence[Word] = ()
    """The words from left to right."""

    def starts(self) -> list[int]:
        """Offset of the first character of each word in the page's text."""
        if self.words[0].start >= 0:
            return [word.start for word in self.words]
        steps = [len(word.text) + 1 for word in self.words]
        return list(itertools.accumulate(steps[:-1], initial=self.start))


@dataclass(slots=True)
class Cell:
    """One column's share of a row: a single line, or several where rules enclose them."""

    lines: list[Line]
    """The lines from top to bottom; never empty."""

    @property
    def x0(self) -> float:
        """Left edge of the leftmost line."""
        return min(line.x0 for line in self.lines)


@dataclass(slots=True)
class Row:
    """Cells that stand side by side, from left to right."""

    cells: list[Cell]
    """The cells; never empty."""
    ruled: bool = False
    """Whether ruled lines enclose the row: its cells are then sure to be cells of a table."""
    columns: tuple[int, ...] = ()
    """For each cell the number of its column in the ruled table, from 0; empty without rules."""
    gap: float = 0.0
    """Empty space above, in lines: 0 directly below the row before, 1 after one blank line."""
    band: int = 0
    """Number, from 1, of the strip between two horizontal rules that holds the row where a list is
    ruled without columns; 0 elsewhere."""
    furniture: bool = False
    """Running header, footer or page number."""


@dataclass(slots=True)
class Page:
    """A page laid out: its text and the rows of lines that make it up, in reading order."""

    number: int
    """Page number, from 1."""
    width: float
    """Width in points (characters for plain text)."""
    height: float
    """Height in points (lines for plain text)."""
    text: str
    """The page's text; offsets everywhere point into it."""
    rows: list[Row]
    """Rows in reading order."""
    links: list[Link] = field(default_factory=list)
    """Linked areas, if any."""
    ocr_confidence: float | None = None
    """Mean recognition confidence from 0 to 100; None unless the page came from OCR."""
    from_text: bool = False
    """Whether the page is plain text: boxes are then character cells, not points."""
