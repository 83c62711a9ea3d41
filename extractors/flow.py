"""A document as one flow of lines across its pages, the form in which the grammars read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vedtak.extractors.furniture import mark_furniture
from vedtak.extractors.lexicon import Lexicon
from vedtak.models.page import Line, Page, Row


@dataclass(slots=True)
class FlowLine:
    """One line: a row whose cells stand on one line each, or one line of a tall cell."""

    index: int
    """Place in the flow, from 0."""
    page: int
    """Page, from 1."""
    row: int
    """Number of the row in the document, from 0: lines of one ruled row share it."""
    text: str
    """The cells' texts, parted by two spaces."""
    cells: list[Line]
    """The cells that stand side by side; a tall cell gives its lines one by one."""
    column: int
    """Column in the ruled table, from 0; -1 where no rules tell it."""
    tall: bool
    """Whether the line is one of several in a cell of its ruled row, or beside such a cell."""
    gap: float
    """Empty space above, in lines."""
    band: int
    """Strip of a list ruled without columns, unique in the document; 0 for none."""
    furniture: bool
    """Running header, footer, page number or a bare address."""
    page_start: bool
    """Whether no other line of the page's own text stands above it."""

    @property
    def start(self) -> int:
        """Offset of the first character in the page's text."""
        return self.cells[0].start

    @property
    def end(self) -> int:
        """Offset behind the last character in the page's text."""
        return self.cells[-1].end

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.cells[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.cells[-1].x1

    @property
    def size(self) -> float:
        """Font size of the first cell; 0 where the source has none."""
        return self.cells[0].size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(cell.bold for cell in self.cells)

    def behind(self, offset: int) -> "FlowLine | None":
        """The rest of the line behind an offset into its text; None where nothing stands there."""
        cells: list[Line] = []
        at = 0
        for cell in self.cells:
            if at + len(cell.text) > offset:
                cells.append(_behind(cell, offset - at) if at < offset else cell)
            at += len(cell.text) + 2
        if not cells:
            return None
        return replace(self, text="  ".join(cell.text for cell in cells), cells=cells)

    def before(self, offset: int) -> "FlowLine | None":
        """The words of a line of one cell that end before an offset; None where there are none."""
        cell = self.cells[0]
        count = at = 0
        for word in cell.words:
            at += len(word.text) + 1
            if at > offset + 1:
                break
            count += 1
        if not count or len(self.cells) > 1:
            return None
        last = cell.words[count - 1]
        text = " ".join([each.text for each in cell.words[:count]])
        end = cell.starts()[count - 1] + len(last.text)
        own = replace(cell, text=text, end=end, x1=last.x1, words=cell.words[:count])
        return replace(self, text=text, cells=[own])


def _behind(cell: Line, offset: int) -> Line:
    """A cell without the words that begin before the offset."""
    first = at = 0
    while at + len(cell.words[first].text) <= offset:
        at += len(cell.words[first].text) + 1
        first += 1
    word, *behind = cell.words[first:]
    cut = max(0, offset - at)
    start = word.start + cut if word.start >= 0 else -1
    words = [word._replace(text=word.text[cut:], start=start), *behind]
    return replace(
        cell,
        text=" ".join([each.text for each in words]),
        start=cell.starts()[first] + cut,
        x0=word.x0,
        words=words,
    )


@dataclass(slots=True)
class Flow:
    """All lines of a document in reading order, furniture included."""

    lines: list[FlowLine]
    """The lines."""
    pages: Sequence[Page]
    """The pages they stand on, furniture marked."""

    def body(self) -> list[FlowLine]:
        """The lines without furniture."""
        return [line for line in self.lines if not line.furniture]


def make_flow(pages: Sequence[Page], lexicon: Lexicon) -> Flow:
    """Put the rows of all pages into one flow of lines."""
    marked = mark_furniture(pages, lexicon)
    lines: list[FlowLine] = []
    row_number = 0
    for page in marked:
        fresh = True
        for row in page.rows:
            for line in _row_lines(row, page.number, row_number, len(lines)):
                line.page_start = fresh and not line.furniture
                fresh = fresh and line.furniture
                lines.append(line)
            row_number += 1
    return Flow(lines, marked)


def _row_lines(row: Row, page: int, number: int, index: int) -> list[FlowLine]:
    tall = row.ruled and any(len(cell.lines) > 1 for cell in row.cells)
    band = page * 1000 + row.band if row.band else 0
    if not tall:
        cells = [line for cell in row.cells for line in cell.lines]
        column = row.columns[0] if row.columns else -1
        text = cells[0].text if len(cells) == 1 else "  ".join([cell.text for cell in cells])
        return [
            FlowLine(
                index, page, number, text, cells, column, False, row.gap, band, row.furniture, False
            )
        ]
    lines: list[FlowLine] = []
    for column, cell in zip(row.columns, row.cells, strict=True):
        above: Line | None = None
        for line in cell.lines:
            gap = row.gap if above is None else _gap(above, line)
            lines.append(
                FlowLine(
                    index + len(lines),
                    page,
                    number,
                    line.text,
                    [line],
                    column,
                    True,
                    gap,
                    band,
                    row.furniture,
                    False,
                )
            )
            above = line
    return lines


def _gap(above: Line, line: Line) -> float:
    return max(0.0, round((line.top - above.bottom) / max(1.0, line.bottom - line.top), 2))
