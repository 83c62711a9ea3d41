"""Attendance tables: Navn, Funksjon, Parti, Møtte for, and their relatives."""

from collections.abc import Sequence
from typing import NamedTuple

from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.names import is_organization, is_person, strip_title
from vedtak.extractors.people_list import Listed, describe, role_of
from vedtak.extractors.text import Range
from vedtak.models.meetings import AttendanceRole, AttendanceStatus

COLUMNS = (
    "column_name",
    "column_deputy",
    "column_role",
    "column_party",
    "column_organization",
    "column_substitute",
    "column_position",
    "column_remark",
)
"""Groups of column headings that attendance tables have."""


_MARKS = ".:*"
"""What may stand around the heading of a column."""


class Column(NamedTuple):
    """A column of the table: what it holds and where it begins."""

    group: str
    x0: float


def table_header(lexicon: Lexicon, line: FlowLine) -> list[Column] | None:
    """Read the heading row of an attendance table.

    Args:
        lexicon: Column headings.
        line: A line.

    Returns:
        The columns from left to right, or None where the line is no such row. The first column is
        that of names; there are two or more.
    """
    columns: list[Column] = []
    first = line.cells[0].text.lstrip(_MARKS)
    if not first[:1].isupper():  # as every label does; most lines are done with here
        return None
    for cell in line.cells:
        words = list(cell.words)
        while words:
            for count in range(min(3, len(words)), 0, -1):
                text = " ".join(word.text for word in words[:count]).strip(_MARKS)
                group = _group(lexicon, text, not columns)
                if group:
                    columns.append(Column(group, words[0].x0))
                    words = words[count:]
                    break
            else:
                return None
    if len(columns) < 2 or columns[0].group != "column_name":
        return None
    if len(columns) == 2 and columns[1].group == "column_deputy":
        return None
    return columns


def _group(lexicon: Lexicon, text: str, first: bool) -> str | None:
    hit = lexicon.label(text)
    if hit is None or not hit.alone:
        return None
    if first and hit.groups & {"members", "present", "substitutes"}:
        return "column_name"
    return next((group for group in COLUMNS if group in hit.groups), None)


def read_table(
    lexicon: Lexicon, columns: Sequence[Column], lines: Sequence[FlowLine]
) -> tuple[list[tuple[Listed, list[Range]]], list[FlowLine]]:
    """Read the rows of an attendance table.

    Args:
        lexicon: Roles and parties.
        columns: The heading row.
        lines: The lines below it.

    Returns:
        The people with where their rows stand, and the lines that are rows of the table. Reading
        stops at the first line that is no row.
    """
    people: list[tuple[Listed, list[Range]]] = []
    used: list[FlowLine] = []
    for line in lines:
        cells = _cells(line, columns)
        person = _read_row(lexicon, columns, cells)
        if person is None:
            if people and line.gap < 1 and len(line.cells) == 1 and not cells[0][0].isupper():
                used.append(line)
                continue
            if line.tall or len(line.cells) > 1:
                continue
            break
        people.append((person, [Range(line.page, line.start, line.end)]))
        people += [(deputy, at) for deputy, at in _deputy(lexicon, columns, line, person)]
        used.append(line)
    return people, used


def _deputy(
    lexicon: Lexicon, columns: Sequence[Column], line: FlowLine, member: Listed
) -> list[tuple[Listed, list[Range]]]:
    """The substitute who met for the member of a row, where a column names one."""
    for text, x0 in _cells(line, columns)[1:]:
        if _nearest(columns, x0) != "column_deputy":
            continue
        name, _, inside = text.partition("(")
        if is_person(name.strip(), lexicon):
            deputy = Listed(name.strip(), 0, 0, role=AttendanceRole.SUBSTITUTE)
            deputy.substitute_for = member.name
            describe(deputy, inside, lexicon)
            start = next(
                cell.starts()[i]
                for cell in line.cells
                for i, word in enumerate(cell.words)
                if word.x0 == x0
            )
            return [(deputy, [Range(line.page, start, start + len(text))])]
    return []


def _cells(line: FlowLine, columns: Sequence[Column]) -> list[tuple[str, float]]:
    """Texts of the row's cells with their left edges, cut also at a column's left edge."""
    cells: list[tuple[str, float]] = []
    for cell in line.cells:
        begin = 0
        for i in range(1, len(cell.words)):
            word = cell.words[i]
            if any(
                abs(word.x0 - column.x0) < 0.6 * max(1.0, word.size * 0.5) for column in columns[1:]
            ):
                cells.append((" ".join(w.text for w in cell.words[begin:i]), cell.words[begin].x0))
                begin = i
        cells.append((" ".join(w.text for w in cell.words[begin:]), cell.words[begin].x0))
    return cells


def _read_row(
    lexicon: Lexicon, columns: Sequence[Column], cells: Sequence[tuple[str, float]]
) -> Listed | None:
    """Read one row; what a cell holds is told by its words, then by its column."""
    name, _, inside = cells[0][0].strip(" ,.").partition("(")
    name, _, said = name.partition(",")
    title, name = strip_title(name.strip(), lexicon)
    rest = [text for text, _ in cells[1:]]
    words = name.split()
    tail: list[str] = []
    while len(words) > 2 and (role_of(words[-1], lexicon) or lexicon.is_word("party", words[-1])):
        tail.insert(0, words.pop())
    name = " ".join(words)
    if not is_person(name, lexicon):
        return None
    person = Listed(name, 0, 0, role=role_of(title, lexicon) if title else None)
    if title and person.role is None:
        person.position = title
    describe(person, said, lexicon)
    describe(person, inside, lexicon)
    for text in tail:
        _fill(person, "column_role" if role_of(text, lexicon) else "column_party", text, lexicon)
    same = len(cells) == len(columns)
    for i, text in enumerate(rest, start=1):
        group = columns[i].group if same else _nearest(columns, cells[i][1])
        _fill(person, group, text, lexicon)
    return person


def _nearest(columns: Sequence[Column], x0: float) -> str:
    return min(columns[1:], key=lambda column: abs(column.x0 - x0)).group


def _fill(person: Listed, group: str, text: str, lexicon: Lexicon) -> None:
    """Put a cell's text where it belongs."""
    text = text.strip()
    role = role_of(text, lexicon)
    if not text or text in "-–" or group == "column_deputy":
        return
    if role and group not in ("column_position", "column_substitute"):
        person.role = role
    elif lexicon.is_word("party", text) and group != "column_position":
        person.party = text
    elif group == "column_remark":
        _remark(person, text, lexicon)
    elif group in ("column_substitute", "column_role", "column_party") and is_person(text, lexicon):
        person.substitute_for = text
        person.role = person.role or AttendanceRole.SUBSTITUTE
    elif group == "column_party" and is_organization(text, lexicon):
        person.organization = text
    elif group == "column_party":
        person.party = text
    elif group == "column_organization":
        name, _, inside = text.partition("(")
        person.organization = name.strip() or None
        describe(person, inside, lexicon)
    elif group == "column_substitute":
        person.substitute_for = text
    else:
        person.position = f"{person.position} {text}" if person.position else text


def _remark(person: Listed, text: str, lexicon: Lexicon) -> None:
    if text.casefold() in ("nei", "n") or lexicon.is_word("absent", text):
        person.status = AttendanceStatus.ABSENT
    elif is_person(text, lexicon):
        person.substitute_for = text
