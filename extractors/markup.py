"""Markdown read as layout: headings, bold, quotes and table bars become size, weight and cells."""

from collections.abc import Sequence

import regex

from vedtak.extractors.pattern import pattern
from vedtak.models.page import RawPage, Word

HEADING = pattern(r"(?m)^#{1,6} \S")
"""A heading line, for example '## 236 Budsjett'; not '#U021'."""
BOLD = pattern(r"(?<![\w*])(\*\*|__)(?=\S)[^\n]{1,200}?(?<=\S)\1(?![\w*])")
"""A stretch in bold, for example '**Til stede:**'; not '2 ** 3'."""
BAR_ROW = pattern(r"(?m)^\s*\|.*\|\s*$")
"""A row of a table, for example '| Navn | Parti |'."""
_MARK = pattern(r"#{1,6}|>+|\|+|[|:-]*-{2,}[|:-]*|\*{3,}|_{3,}|-{3,}|={3,}")
_STARS = pattern(r"^(?:\*\*|__|[*_`])+|(?:\*\*|__|[*_`])+(?=[.,:;)]?$)")
_HEADING_SIZE = 20.0


def is_markdown(text: str) -> bool:
    """Whether a page of text uses Markdown: a heading, bold twice, or rows of a table."""
    return bool(
        HEADING.search(text) or len(BOLD.findall(text)) > 1 or len(BAR_ROW.findall(text)) > 2
    )


def read_marks(raw: RawPage) -> list[list[Word]]:
    """Take the marks out of the words of a Markdown page.

    Args:
        raw: A page of plain text.

    Returns:
        Words by row; those of headings are larger and bold, those between stars bold. Words keep
        the offsets of the characters that are left. A bar between cells is a word '|'.
    """
    text = raw.text or ""
    bold = [match.span() for match in BOLD.finditer(text)]
    rows: list[list[Word]] = []
    at = 0
    for group in _rows(raw.words):
        level = len(group[0].text) if regex.fullmatch(r"#{1,6}", group[0].text) else 0
        row: list[Word] = []
        for i, word in enumerate(group):
            while at < len(bold) and bold[at][1] <= word.start:
                at += 1
            strong = at < len(bold) and bold[at][0] <= word.start < bold[at][1]
            clean = _clean(word, i == 0)
            if clean is not None:
                size = _HEADING_SIZE - level if level else 0.0
                row.append(clean._replace(bold=strong or level > 0, size=size))
        rows.append(row)
    return rows


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in words:
        if rows and rows[-1][0].top == word.top:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _clean(word: Word, first: bool) -> Word | None:
    """A word without its marks; None where it was nothing else. Bars stay, to part cells."""
    if set(word.text) == {"|"}:
        return word
    if first and word.text in ("title:", "tittel:"):
        return None
    if _MARK.fullmatch(word.text) and (first or word.text[0] != ">"):
        return None
    text, start = word.text, word.start
    while match := _STARS.search(text):
        if match.start() == 0:
            text, start = text[match.end() :], start + match.end()
        else:
            text = text[: match.start()] + text[match.end() :]
        if not text:
            return None
    return word._replace(text=text, start=start)
