"""Running headers, footers, page numbers and bare link targets: text that belongs to no record."""

from collections.abc import Sequence
from dataclasses import replace

from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.numbers import NUMBERED
from vedtak.extractors.pattern import pattern
from vedtak.models.page import Page, Row

PAGE_NUMBER = pattern(r"(?i)(?:side|page|s\.)\s*\d{1,4}(?:\s*(?:av|of|/)\s*\d{1,4})?")
"""A page number with its word, for example 'Side 3 av 16'; not 'side 3 i rapporten'."""

BARE_NUMBER = pattern(r"[-–]?\s*(?P<n>\d{1,4})\s*(?:[-–]|(?:/|av)\s*(?P<of>\d{1,4}))?")
"""A page number alone, for example '- 3 -', or '3/16' on page 3; not '12/20 Eventuelt'."""

BARE_URL = pattern(r"(?:https?://|www\.)\S+")
"""A line that is nothing but an address, for example 'https://ehelse.no/x'."""

HEAD_LABELS = frozenset(
    {
        "agenda_title", "minutes_title", "note_title", "protocol_title", "body", "meeting_number",
        "date", "time", "place", "note_to", "note_from", "note_date", "note_case_number",
        "note_case_type", "note_handler", "note_archive", "present", "members",
    }
)  # fmt: skip
"""Titles and labels that stand at the head of a part."""

_DIGITS = pattern(r"\d+")
_LETTERS = pattern(r"\p{L}{2}")
_EDGE_ROWS = 3
"""How many rows at the top and at the bottom of a page may be running text."""
_PRINTED = 4.0
"""Rows of printed pages whose heights differ by less than about this, in points, are level."""
_SCANNED = 30.0
"""The same for scans, which lie askew."""
_MARGIN = 0.12
"""Share of the page's height in which running headers and footers of a printed page stand."""


def mark_furniture(pages: Sequence[Page], lexicon: Lexicon) -> list[Page]:
    """Mark the rows that repeat at the edges of pages, page numbers, and bare addresses in text.

    Args:
        pages: Pages as laid out.
        lexicon: Titles and labels: the head of minutes is no running header, though the minutes of
            the next page begin with the same words.

    Returns:
        The pages with `Row.furniture` set; the pages given are left as they were.
    """
    seen: dict[str, set[int]] = {}
    for page in pages:
        for row in _edge(page):
            for key in _keys(page, row):
                seen.setdefault(key, set()).add(page.number)
    marked = []
    for page in pages:
        edge = {id(row) for row in _edge(page)}
        heads = _heads(page, lexicon)
        rows = [
            replace(row, furniture=True)
            if _is_number(page, row, id(row) in edge)
            or not any(character.isalnum() for character in _text(row))
            or (id(row) in edge and id(row) not in heads and _repeats(page, row, seen))
            or (page.from_text and BARE_URL.fullmatch(_text(row)))
            else row
            for row in page.rows
        ]
        marked.append(replace(page, rows=rows))
    return marked


def _repeats(page: Page, row: Row, seen: dict[str, set[int]]) -> bool:
    """Whether a cell of the row stands at the same place of a page nearby."""
    for key in _keys(page, row):
        numbers = seen.get(key, set())
        if {page.number - 1, page.number + 1} & numbers:
            return True
        if len(numbers) > 2 and {page.number - 2, page.number + 2} & numbers:
            return True
    return False


def _heads(page: Page, lexicon: Lexicon) -> set[int]:
    """Rows that carry a record: the head of a part, and what opens a proposal or a decision."""
    labelled = []
    heads = set()
    for row in page.rows:
        text = _text(row)
        hit = lexicon.label(text)
        labelled.append(hit is not None and bool(hit.groups & HEAD_LABELS))
        opens = lexicon.opener("decision", text) or lexicon.opener("proposal", text)
        if opens or (hit and hit.groups & {"end_time", "closing", "discussion"}):
            heads.add(id(row))
    for at, row in enumerate(page.rows):
        if labelled[at] and any((*labelled[max(0, at - 3) : at], *labelled[at + 1 : at + 4])):
            heads.add(id(row))
    return heads


def _text(row: Row) -> str:
    return " ".join(line.text for cell in row.cells for line in cell.lines)


def _edge(page: Page) -> list[Row]:
    """Rows at the top and the bottom of the page, never rows of a table."""
    candidates = [row for row in page.rows if not row.ruled]
    if page.from_text:
        outer = candidates[:_EDGE_ROWS] + candidates[-_EDGE_ROWS:]
        return list({id(row): row for row in outer}.values())
    limit = page.height * _MARGIN
    return [
        row
        for row in candidates
        if row.cells[0].lines[0].bottom < limit or row.cells[0].lines[0].top > page.height - limit
    ]


def _keys(page: Page, row: Row) -> list[str]:
    """What a row must share with one of another page to be furniture.

    In print a cell and its place; in text the whole row and its place from the edge. A row without
    a word, or one that begins with the number of a case, shares nothing.
    """
    whole = _DIGITS.sub("#", _text(row))
    if not _LETTERS.search(whole) or whole[-1] == ".":
        return []
    if NUMBERED.match(_text(row)) and (page.from_text or len(row.cells) > 2):
        return []
    if page.from_text:
        at = next(i for i, other in enumerate(page.rows) if other is row)
        return [f"{min(at, at - len(page.rows), key=abs)} {whole}"]
    keys = []
    step = _SCANNED if page.ocr_confidence is not None else _PRINTED
    for cell in row.cells:
        for line in cell.lines:
            words = _DIGITS.sub("#", line.text)
            if _LETTERS.search(words):
                keys.append(f"{round(line.top / step)} {words}")
    return keys


def _is_number(page: Page, row: Row, at_edge: bool) -> bool:
    text = _text(row)
    if PAGE_NUMBER.fullmatch(text):
        return True
    lines = [line for cell in row.cells for line in cell.lines]
    if len(lines) > 1 and not row.ruled and PAGE_NUMBER.fullmatch(lines[-1].text):
        return True
    match = BARE_NUMBER.fullmatch(text) if at_edge and not row.ruled else None
    if not match or len(page.rows) < 2:
        return False
    return match["of"] is None or match["n"] == str(page.number)
