"""The heading row of a case list: which column holds what."""

from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon

_COLUMNS = ("column_number", "column_title", "column_type", "column_archive", "column_other")
_MARKS = ".:*|"
"""What may stand around the heading of a column."""


def case_columns(lexicon: Lexicon, line: FlowLine) -> list[str] | None:
    """Read the heading row of a case list: 'Sak Tema Sakstype', 'Saksnr. Tittel Lukket'.

    Returns:
        Groups of its columns from left to right, or None where the line is no such row.
    """
    first = line.cells[0].text.lstrip(_MARKS)
    if not first[:1].isupper():  # as every label does; most lines are done with here
        return None
    if not 2 <= sum([len(cell.words) for cell in line.cells]) <= 10:
        return None
    first = line.cells[0].words[0].text.strip(_MARKS)
    if not first[:1].isupper():  # as every label does; most rows are done with here
        return None
    words = [word.text for cell in line.cells for word in cell.words]
    columns: list[str] = []
    while words:
        for count in range(min(3, len(words)), 0, -1):
            hit = lexicon.label(" ".join(words[:count]).strip(_MARKS))
            group = hit and hit.alone and next((g for g in _COLUMNS if g in hit.groups), None)
            if group:
                columns.append(group)
                words = words[count:]
                break
        else:
            return None
    if "column_number" not in columns or "column_title" not in columns:
        return None
    return columns
