"""Running headers, footers, page numbers and bare link targets: text that belongs to no record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.numbers import match_number
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

_OPENING_LABELS = frozenset({"end_time", "closing", "discussion"})
"""Labels that carry a record wherever they stand."""
_TOGETHER = 3
"""Rows within which another label of a head stands."""

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
    edges = [{at: _keys(page, at) for at in _edge(page)} for page in pages]
    seen: dict[str, set[int]] = {}
    for page, edge in zip(pages, edges, strict=True):
        for keys in edge.values():
            for key in keys:
                seen.setdefault(key, set()).add(page.number)
    marked = []
    for page, edge in zip(pages, edges, strict=True):
        texts = [_row_text(row) for row in page.rows]
        running = {
            at
            for at, keys in edge.items()
            if _repeats(page.number, keys, seen) and not _is_head(texts, at, lexicon)
        }
        rows = [
            replace(row, furniture=True)
            if at in running
            or ((at in edge or text[-1:].isdecimal()) and _is_number(page, row, text, at in edge))
            or not (text[:1].isalnum() or any(map(str.isalnum, text)))
            or (page.from_text and BARE_URL.fullmatch(text))
            else row
            for at, (row, text) in enumerate(zip(page.rows, texts, strict=True))
        ]
        marked.append(replace(page, rows=rows))
    return marked


def _repeats(page: int, keys: Sequence[str], seen: Mapping[str, set[int]]) -> bool:
    """Whether one of a row's keys stands on a page nearby."""
    for key in keys:
        numbers = seen[key]
        if page - 1 in numbers or page + 1 in numbers:
            return True
        if len(numbers) > 2 and (page - 2 in numbers or page + 2 in numbers):
            return True
    return False


def _is_head(texts: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Whether a row carries a record: the head of a part, what opens a proposal or a decision."""
    text = texts[at]
    if lexicon.opener("decision", text) or lexicon.opener("proposal", text):
        return True
    hit = lexicon.label(text)
    if hit is None:
        return False
    if hit.groups & _OPENING_LABELS:
        return True
    around = (*texts[max(0, at - _TOGETHER) : at], *texts[at + 1 : at + 1 + _TOGETHER])
    return bool(hit.groups & HEAD_LABELS) and any(
        other.groups & HEAD_LABELS for other in map(lexicon.label, around) if other
    )


def _row_text(row: Row) -> str:
    lines = row.cells[0].lines
    if len(row.cells) == len(lines) == 1:  # most rows
        return lines[0].text
    return " ".join([line.text for cell in row.cells for line in cell.lines])


def _edge(page: Page) -> list[int]:
    """Rows at the top and the bottom of the page, never rows of a table."""
    if page.from_text:
        candidates = [at for at, row in enumerate(page.rows) if not row.ruled]
        return sorted({*candidates[:_EDGE_ROWS], *candidates[-_EDGE_ROWS:]})
    upper = page.height * _MARGIN
    lower = page.height - upper
    edge = []
    for at, row in enumerate(page.rows):
        first = row.cells[0].lines[0]
        if (first.bottom < upper or first.top > lower) and not row.ruled:
            edge.append(at)
    return edge


def _keys(page: Page, at: int) -> list[str]:
    """What a row must share with one of another page to be furniture.

    In print a cell and its place; in text the whole row and its place from the edge. A row without
    a word, or one that begins with the number of a case, shares nothing.
    """
    row = page.rows[at]
    text = _row_text(row)
    whole = _DIGITS.sub("#", text)
    if not _LETTERS.search(whole) or whole[-1] == ".":
        return []
    if match_number(text) and (page.from_text or len(row.cells) > 2):
        return []
    if page.from_text:
        return [f"{min(at, at - len(page.rows), key=abs)} {whole}"]
    keys = []
    step = _SCANNED if page.ocr_confidence is not None else _PRINTED
    for cell in row.cells:
        for line in cell.lines:
            words = _DIGITS.sub("#", line.text)
            if _LETTERS.search(words):
                keys.append(f"{round(line.top / step)} {words}")
    return keys


def _is_number(page: Page, row: Row, text: str, at_edge: bool) -> bool:
    if text[-1:].isdecimal():
        if PAGE_NUMBER.fullmatch(text):
            return True
        lines = [line for cell in row.cells for line in cell.lines]
        last = lines[-1].text
        if len(lines) > 1 and not row.ruled and PAGE_NUMBER.fullmatch(last):
            # 'Sak 31/17   Budsjett   s. 2' is an entry of a case list, wherever it stands.
            listed = match_number(text) or (last[:2].casefold() == "s." and not at_edge)
            return not listed
    match = BARE_NUMBER.fullmatch(text) if at_edge and not row.ruled else None
    if not match or len(page.rows) < 2:
        return False
    return match["of"] is None or match["n"] == str(page.number)
