"""Cases: their numbers, titles and types, in case lists and as headings of their treatment."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vedtak.extractors.case_columns import case_columns
from vedtak.extractors.case_titles import (
    PAGE,
    TitleLines,
    extend_title,
    opens_treatment,
    without_leader,
)
from vedtak.extractors.context import Reading
from vedtak.extractors.dagsorden import CalledCase, find_called
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.keys import letters
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.loose_headings import is_loose_heading, is_section, part_loose
from vedtak.extractors.numbers import CaseNumber, heading_number, match_number, may_begin_number
from vedtak.extractors.pattern import pattern
from vedtak.extractors.plain_cases import find_plain_headings
from vedtak.extractors.sub_cases import find_sub_cases

CaseKey = tuple[str, int, int | None, int | None]
"""What all spellings of one case's number share."""
_LEAD = pattern(r"[\s.:–—-]+")
_TITLE_START = pattern(r"[\p{Lu}\d\"«“'(]")
_ARCHIVE = pattern(r"(?:\d{2}|\d{4})/\d{1,6}(?:-\d{1,4})?")
"""A case number of the archive, for example '15/1097' or '2026/1477-1'."""
_MARKUP = pattern(r"^(?:#{1,6}\s+|\*\*|>\s*)")


@dataclass(slots=True)
class Heading:
    """A case's number and title where they stand, with the lines up to the next one."""

    number: CaseNumber | None
    """The number; None for a case without one."""
    title: str | None
    """Title as written here."""
    case_type: str | None
    """Type as written here."""
    archive_case: str | None
    """Archive number as written here."""
    lines: list[FlowLine]
    """The lines of the heading itself."""
    body: list[FlowLine] = field(default_factory=list)
    """The lines below it."""


@dataclass(slots=True)
class CaseLines:
    """All places of a part where one case stands."""

    number: CaseNumber | None
    """Number of the case."""
    listed: list[Heading] = field(default_factory=list)
    """Entries in case lists."""
    treated: list[Heading] = field(default_factory=list)
    """Headings with text below them."""

    @property
    def headings(self) -> list[Heading]:
        """Entries of lists first."""
        return [*self.listed, *self.treated]


def find_cases(
    reading: Reading,
    lines: Sequence[FlowLine],
    year: int | None,
    meeting: tuple[str | None, str | None] = (None, None),
) -> tuple[list[CaseLines], list[FlowLine]]:
    """Find the cases of a part.

    Args:
        reading: The document.
        lines: The lines of the part, those of the header and of attendance lists left out.
        year: Year of the meeting, where known.
        meeting: Body and number of the meeting: 'NUIT 3/2020' is a running head and no case.

    Returns:
        Cases in the order in which they first stand, and the heading rows of case lists.
    """
    headings, rows = _find_headings(reading, lines, year)
    # 'NUIT 3/2020' is a running head and no case.
    head = " ".join(filter(None, meeting)).casefold() if all(meeting) else None
    headings = [h for h in headings if not h.number or h.number.written.casefold() != head]
    if not headings:
        headings = _plain_headings(reading, lines)
    headings = [each for one in headings for each in _with_sub_cases(reading, one)]
    by_key: dict[CaseKey, CaseLines] = {}
    for at, heading in enumerate(headings):
        key = _key(heading, at, by_key)
        case = by_key.setdefault(key, CaseLines(heading.number))
        (case.treated if heading.body else case.listed).append(heading)
    for case in by_key.values():
        _settle(reading, case)
    return list(by_key.values()), rows


def _key(heading: Heading, at: int, known: dict[CaseKey, CaseLines]) -> CaseKey:
    """What all places of a case share; where it has no number, the list may tell which it is."""
    if heading.number:
        return heading.number.key
    own = letters(heading.title or "")
    for key, case in known.items():
        listed = case.number and not case.treated
        if own and listed and any(letters(one.title or "") == own for one in case.listed):
            return key
    return ("", -at, None, None)


def _with_sub_cases(reading: Reading, heading: Heading) -> list[Heading]:
    """A case, and behind it those of its items that are decided one by one."""
    lines = heading.body
    items = find_sub_cases(reading, heading.number, lines)
    if not items:
        return [heading]
    found = [heading]
    for item in items:
        title = reading.join(item.title, paragraphs=False).text
        own = Heading(item.number, title, None, None, list(lines[item.at : item.body]))
        own.body = list(lines[item.body : item.end])
        found.append(own)
    heading.body = list(lines[: items[0].at])
    return found


def _plain_headings(reading: Reading, lines: Sequence[FlowLine]) -> list[Heading]:
    """Headings without a year in their number, each with the lines below it."""
    if called := find_called(lines):
        return _called_headings(reading, lines, called)
    found = find_plain_headings(reading, lines)
    headings: list[Heading] = []
    for i, one in enumerate(found):
        end = found[i + 1].at if i + 1 < len(found) else len(lines)
        line = lines[one.at]
        rest = line.behind(one.title_offset)
        title = without_leader(" ".join(cell.text for cell in rest.cells)) if rest else None
        heading = Heading(one.number, title, None, None, [line])
        if one.loose:
            heading.title, heading.body = part_loose(line)
        else:
            title_cell = rest.cells[0] if rest else line.cells[0]
            _extend(heading, extend_title(reading, lines[:end], one.at, title or "", title_cell))
        if not one.listed:
            heading.body += lines[one.at + len(heading.lines) : end]
        headings.append(heading)
    return headings


def _called_headings(
    reading: Reading, lines: Sequence[FlowLine], called: Sequence[CalledCase]
) -> list[Heading]:
    """Cases called up by number, each with the lines up to the next one; points have none."""
    headings: list[Heading] = []
    for i, one in enumerate(called):
        title = reading.join(one.title, paragraphs=False).text or None
        heading = Heading(one.number, title, None, None, list(lines[one.at : one.end]))
        end = called[i + 1].at if i + 1 < len(called) else len(lines)
        heading.body = [] if one.listed else list(lines[one.end : end])
        headings.append(heading)
    return headings


def _settle(reading: Reading, case: CaseLines) -> None:
    """The first of several places, with only stray lines below it, is an entry of a list."""
    if case.listed or len(case.treated) < 2:
        return
    first = case.treated[0]
    if not any(opens_treatment(reading.lexicon, line) for line in first.body):
        case.treated.remove(first)
        first.body = []
        case.listed.append(first)


def _find_headings(
    reading: Reading, lines: Sequence[FlowLine], year: int | None
) -> tuple[list[Heading], list[FlowLine]]:
    headings: list[Heading] = []
    rows: list[FlowLine] = []
    columns: list[str] = []
    titles, at = dict[CaseKey, str](), 0
    while at < len(lines):
        line = lines[at]
        plain = line.text[:1].islower() and not may_begin_number(line.text)  # as most are
        header = None if plain else case_columns(reading.lexicon, line)
        hit = None if plain else reading.lexicon.label(line.text)
        if header or (hit and hit.alone and "cases_heading" in hit.groups):
            columns = header or columns
            rows.append(line)
            at += 1
            continue
        plain = plain or bool(reading.lexicon.opener("decision", line.text))
        heading = None if plain else _read_heading(reading, lines, at, year, columns, titles)
        if (
            heading is None
            and headings
            and is_loose_heading(reading.lexicon, line, listed=not headings[-1].body)
        ):
            if is_section(lines, at):
                rows.append(line)
            else:
                title, rest = part_loose(line)
                headings.append(Heading(None, title, None, None, [line], rest))
            at += 1
            continue
        if heading is None or _is_reference(heading, headings):
            if headings:
                headings[-1].body.append(line)
            at += 1
            continue
        headings.append(heading)
        assert heading.number is not None
        if heading.title:
            titles.setdefault(heading.number.key, heading.title)
        at += len(heading.lines)
    return headings, rows


def _is_reference(heading: Heading, above: Sequence[Heading]) -> bool:
    """Whether a number only refers to an earlier case: 'Sak 17/03: Rett namn er Aslaug Lie.'."""
    if not above or heading.number is None or not (heading.title or "").endswith("."):
        return False
    last = above[-1].number
    known = any(one.number and one.number.key == heading.number.key for one in above)
    return (
        last is not None
        and not known
        and last.prefix == heading.number.prefix
        and last.year == heading.number.year
        and heading.number.sequence < last.sequence
    )


def _read_heading(
    reading: Reading,
    lines: Sequence[FlowLine],
    at: int,
    year: int | None,
    columns: Sequence[str],
    titles: dict[CaseKey, str],
) -> Heading | None:
    """Read the heading that begins on a line, or None."""
    line = lines[at]
    mark = _MARKUP.match(line.text)
    offset = mark.end() if mark else 0
    # 'O-sak 3' is a case among others with years; where none has one, other rules tell.
    numbered = heading_number(line.text, offset, year, worded=bool(titles))
    if numbered is None:
        return None
    number, end = numbered
    lead = _LEAD.match(line.text, end)
    begin = lead.end() if lead else end
    if begin < len(line.text) and not _TITLE_START.match(line.text, begin):
        return None
    if line.tall:
        return _ruled_heading(reading, lines, at, number)
    heading = Heading(number, None, None, None, [line])
    rest = line.behind(begin)
    if rest is None:
        heading_below = _title_below(reading, lines, at, heading)
        if heading_below is not None:
            cell = lines[at + 1].cells[0]
            known = titles.get(number.key)
            below = heading.title or ""
            _extend(heading, extend_title(reading, lines, at + 1, below, cell, known, alone=True))
        return heading_below
    cells = rest.cells
    texts = [cell.text for cell in cells]
    _take_side_cells(reading.lexicon, heading, texts, columns)
    title_cell = next((cell for cell in cells if cell.text == texts[0]), cells[0])
    heading.title = without_leader(" ".join(texts))
    known, in_list = titles.get(number.key), bool(columns)
    more = extend_title(reading, lines, at, heading.title, title_cell, known, in_list=in_list)
    _extend(heading, more)
    _take_type(reading.lexicon, heading, columns)
    return heading


def _extend(heading: Heading, more: TitleLines) -> None:
    """Give a heading the lines on which its title goes on."""
    if more.below:
        heading.title = more.title
        heading.lines += more.below


def _take_side_cells(
    lexicon: Lexicon, heading: Heading, texts: list[str], columns: Sequence[str]
) -> None:
    """Take type and archive number out of the cells beside the title."""
    if len(texts) + 1 == len(columns) and len(texts) > 1 and columns[0] == "column_number":
        _take_by_column(heading, texts, columns[1:])
    while len(texts) > 1:
        last = texts[-1]
        if PAGE.fullmatch(last):
            texts.pop()
            continue
        if lexicon.is_word("case_type", last):
            heading.case_type = heading.case_type or last
        elif _ARCHIVE.fullmatch(last):
            heading.archive_case = last
        elif len(texts) < 2 or len(columns) < 3 or len(last) > 12:
            break
        texts.pop()
    if len(texts) > 1 and _ARCHIVE.fullmatch(texts[0]):
        heading.archive_case = texts.pop(0)


def _take_by_column(heading: Heading, texts: list[str], columns: Sequence[str]) -> None:
    """Take the cells of a full row by the headings of their columns; the title is left."""
    by_column = list(zip(columns, texts, strict=True))
    title = next((text for column, text in by_column if column == "column_title"), None)
    if title is None:
        return
    for column, text in by_column:
        if column == "column_archive":
            heading.archive_case = text
        elif column == "column_type":
            heading.case_type = text
    texts[:] = [title]


def _ruled_heading(
    reading: Reading, lines: Sequence[FlowLine], at: int, number: CaseNumber
) -> Heading:
    """A heading whose title fills several lines of its cell."""
    first = lines[at]
    own = [line for line in lines[at : at + 40] if line.row == first.row]
    beside = sorted({line.column for line in own if line.column > first.column})
    texts = [
        reading.join([line for line in own if line.column == column], paragraphs=False).text
        for column in beside
    ]
    heading = Heading(number, None, None, None, own)
    _take_side_cells(reading.lexicon, heading, texts, [])
    heading.title = texts[0] if texts else None
    return heading


def _title_below(
    reading: Reading, lines: Sequence[FlowLine], at: int, heading: Heading
) -> Heading | None:
    """A number alone on its line: the title is the line below it."""
    if at + 1 >= len(lines):
        return None
    below = lines[at + 1]
    usable = (
        below.gap < 2
        and _TITLE_START.match(below.text)
        and not match_number(below.text)
        and not _is_label(reading.lexicon, below.text)
    )
    if not usable:
        return None
    heading.lines.append(below)
    heading.title = " ".join(cell.text for cell in below.cells)
    return heading


def _is_label(lexicon: Lexicon, text: str) -> bool:
    hit = lexicon.label(text)
    return hit is not None and (hit.colon or hit.alone)


def _take_type(lexicon: Lexicon, heading: Heading, columns: Sequence[str]) -> None:
    """Take the type from the end of a title where the list has a third column."""
    if heading.case_type or len(columns) < 3 or not heading.title:
        return
    words = heading.title.split()
    for count in (2, 1):
        last = " ".join(words[-count:])
        if len(words) > count and last[0].isupper() and lexicon.is_word("case_type", last):
            heading.case_type = last
            heading.title = " ".join(words[:-count])
            return


def title_variants(case: CaseLines) -> tuple[str | None, list[str]]:
    """The case's title and its other wordings."""
    titles = [heading.title for heading in case.headings if heading.title]
    if not titles:
        return None, []
    variants: list[str] = []
    for title in titles[1:]:
        if title != titles[0] and title not in variants:
            variants.append(title)
    return titles[0], variants
