"""Who was invited, present or absent: lists under headings, one-liners and tables."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from vedtak.extractors.attendance_sections import HEADINGS, ONE_PERSON, Section, find_sections
from vedtak.extractors.attendance_table import read_table, table_header
from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.keys import fold, slug
from vedtak.extractors.names import is_person, strip_title
from vedtak.extractors.people_lines import join_items
from vedtak.extractors.people_list import Listed, describe, read_people
from vedtak.extractors.text import Passage, Range, join_cells
from vedtak.models.base import Certainty
from vedtak.models.documents import PartKind, Role
from vedtak.models.meetings import Attendance, AttendanceStatus
from vedtak.models.page import Line

_GUESTS = frozenset({"administration", "secretariat", "others", "observers"})
"""Lists of people whose titles are their offices elsewhere, not roles in the meeting."""


_WHO_CAME = frozenset({"present", "absent", "administration"})
"""Lists that say who was there, wherever they stand; others may be those of an election."""


class Entry(NamedTuple):
    """One listed person with where it stands and under which heading."""

    person: Listed
    ranges: list[Range]
    section: Section
    sure: bool


def read_attendance(
    reading: Reading,
    lines: Sequence[FlowLine],
    kind: PartKind,
    meeting_id: str,
    part_id: str,
    *,
    lists_only: bool = False,
) -> list[FlowLine]:
    """Read the attendance lists of a part.

    Args:
        reading: The document.
        lines: Lines of the part in which lists may stand.
        kind: Kind of the part: an agenda invites, minutes record.
        meeting_id: Meeting that the lists belong to.
        part_id: The part.
        lists_only: Whether to leave out what may be an election, as below the head: 'Referent: Kari
            Ås' and 'Varamedlemmer: Kari Ås', unless a list of those who came stands above.

    Returns:
        The lines that belong to lists; the records are added to `reading.found`.
    """
    used: list[FlowLine] = []
    entries: list[Entry] = []
    absent = False
    for section in find_sections(reading, lines):
        if lists_only and section.group not in _WHO_CAME and not entries:
            continue
        found, own = _read_section(reading, section)
        if not found and section.group in ONE_PERSON:
            continue
        used += own
        reading.claim_lines(own, Role.ATTENDANCE, part_id)
        if section.inner:
            pass  # present or absent as those of the list that it stands in
        elif section.group in ("present", "absent"):
            absent = section.group == "absent"
        elif section.group != "members":
            absent = False
        for entry in found:
            if entry.person.titled and section.group in _GUESTS:
                entry.person.role = None
            if absent and entry.person.status is None:
                entry.person.status = AttendanceStatus.ABSENT
        entries += found
        entries += _deputies(found)
    _settle_offices(entries)
    _store(reading, _without_repeats(entries), kind, meeting_id, part_id)
    return used


def _read_section(reading: Reading, section: Section) -> tuple[list[Entry], list[FlowLine]]:
    """Read one section as a table or as a list.

    Returns:
        The people found, and the lines that belong to the section; lines below the list that are
        no part of it are left out.
    """
    columns = table_header(reading.lexicon, section.head)
    if columns is not None:
        rows, used = read_table(reading.lexicon, columns, section.lines)
        entries = [Entry(listed, ranges, section, True) for listed, ranges in rows]
        return entries, [section.head, *used]
    if len(section.head.cells) > 2:
        header = replace(section.head, cells=section.head.cells[1:])
        columns = table_header(reading.lexicon, header)
        if columns is not None:
            rows, used = read_table(reading.lexicon, columns, section.lines)
            entries = [Entry(listed, ranges, section, True) for listed, ranges in rows]
            return entries, [section.head, *used]
    for at, line in enumerate(section.lines[:3]):
        columns = table_header(reading.lexicon, line)
        if columns is not None:
            rows, used = read_table(reading.lexicon, columns, section.lines[at + 1 :])
            entries = [Entry(listed, ranges, section, True) for listed, ranges in rows]
            return entries, [section.head, *section.lines[: at + 1], *used]
    return _read_list(reading, section)


def _read_list(reading: Reading, section: Section) -> tuple[list[Entry], list[FlowLine]]:
    cells = _value_cells(section)
    if _describes(reading, cells):
        return _read_described(reading, section, cells)
    entries: list[Entry] = []
    pages = {id(line): line.page for _, line in cells}
    last_used = -1
    for column in _columns(reading, cells):
        items = join_items([cell.text for cell, _ in column], [cell.x1 for cell, _ in column])
        groups: list[list[tuple[Line, FlowLine]]] = []
        for goes_on, cell in zip(items, column, strict=True):
            if goes_on:
                groups[-1].append(cell)
            else:
                groups.append([cell])
        for group in groups:
            passage = join_cells(
                [(cell, pages[id(line)]) for cell, line in group], reading.vocabulary
            )
            people, complete = read_people(passage, reading.lexicon)
            nobody = not people and complete
            if not people and not nobody:
                if len(column) == len(cells) and entries:
                    break
                continue
            last_used = max(last_used, *(line.index for _, line in group))
            for person in people:
                entries.append(Entry(person, _ranges(passage, person), section, complete))
    used = [section.head, *(line for line in section.lines if line.index <= last_used)]
    return entries, used


def _describes(reading: Reading, cells: Sequence[tuple[Line, FlowLine]]) -> bool:
    """Whether a row's further cells say something of the person in its first: role, office."""
    firsts: list[str] = []
    others: list[str] = []
    seen: set[int] = set()
    for cell, line in cells:
        (others if line.index in seen else firsts).append(cell.text)
        seen.add(line.index)
    if not others:
        return False
    names = [text for text in others if _is_name(reading, text) or "(" in text]
    return len(names) < 0.4 * len(others) and any(_is_name(reading, text) for text in firsts)


def _is_name(reading: Reading, text: str) -> bool:
    text = text.partition("(")[0].partition(",")[0].partition(" for ")[0]
    name = strip_title(text.strip(" ."), reading.lexicon)[1]
    return is_person(name, reading.lexicon)


def _read_described(
    reading: Reading, section: Section, cells: Sequence[tuple[Line, FlowLine]]
) -> tuple[list[Entry], list[FlowLine]]:
    """Read rows of a name and what is said of it, up to the first row that is none."""
    rows: dict[int, list[tuple[Line, FlowLine]]] = {}
    for cell, line in cells:
        rows.setdefault(line.index, []).append((cell, line))
    entries: list[Entry] = []
    used = [section.head]
    for row in rows.values():
        line = row[0][1]
        first = join_cells([(row[0][0], line.page)], reading.vocabulary)
        people, _ = read_people(first, reading.lexicon)
        if not people:
            if reading.lexicon.is_word("nobody", first.text):
                continue
            break
        for cell, _ in row[1:]:
            describe(people[-1], cell.text, reading.lexicon)
        ranges = [Range(line.page, row[0][0].start, row[-1][0].end)]
        entries += [Entry(person, ranges, section, True) for person in people]
        used += [line] if line is not section.head else []
    return entries, used


def _ranges(passage: Passage, person: Listed) -> list[Range]:
    return passage.ranges(person.start, person.end)


def _value_cells(section: Section) -> list[tuple[Line, FlowLine]]:
    """The cells of a section without its heading, each with its line."""
    cells: list[tuple[Line, FlowLine]] = []
    label = section.label
    named = section.organization == label and section.label_end == len(section.head.cells[0].text)
    pending = label.split()[len(section.head.cells[0].text.split()) :] if named else []
    if named and section.head.cells[0].text.endswith("-"):
        rest = section.organization or ""
        pending = [rest[len(section.head.cells[0].text) - 1 :]]
    first = section.head.cells[0]
    if not named and section.label_end < len(first.text):
        rest = first.text[section.label_end :]
        skipped = len(first.words) - len(rest.split())
        cells.append((_tail(first, skipped), section.head))
    cells += [(cell, section.head) for cell in section.head.cells[1:]]
    for line in section.lines:
        own = list(line.cells)
        if pending and own[0].text.split() == pending[: len(own[0].text.split())]:
            pending = pending[len(own[0].text.split()) :]
            own = own[1:]
        cells += [(cell, line) for cell in own]
    return cells


def _tail(line: Line, skipped: int) -> Line:
    """A line without its first words."""
    words = line.words[skipped:]
    return Line(
        " ".join(w.text for w in words),
        line.starts()[skipped],
        line.end,
        words[0].x0,
        line.top,
        line.x1,
        line.bottom,
        line.size,
        line.bold,
        words,
    )


def _columns(
    reading: Reading, cells: Sequence[tuple[Line, FlowLine]]
) -> list[list[tuple[Line, FlowLine]]]:
    """Cells by column, so that an item broken over lines is joined inside its column.

    Where every line has one cell there is one column. A second column whose cells are no names
    describes the first: then the cells of a row belong together and stay in their order.
    """
    side_by_side = {line.index for _, line in cells if len(line.cells) > 1}
    if not side_by_side:
        return [list(cells)]
    starts: list[float] = []
    for cell, _ in sorted(cells, key=lambda pair: pair[0].x0):
        width = max(cell.size, 1.0) * 2
        if not starts or cell.x0 - starts[-1] > width:
            starts.append(cell.x0)
    columns: list[list[tuple[Line, FlowLine]]] = [[] for _ in starts]
    for cell, line in cells:
        nearest = min(range(len(starts)), key=lambda i: abs(starts[i] - cell.x0))
        columns[nearest].append((cell, line))
    return [column for column in columns if column]


def _settle_offices(entries: Sequence[Entry]) -> None:
    """A title that several have is their office elsewhere: 'Ordførar' in a regional council."""
    titled = [entry.person for entry in entries if entry.person.titled]
    counts = Counter(person.role for person in titled)
    for person in titled:
        if counts[person.role] > 1:
            person.role = None
        elif person.position and person.role:
            person.position = None


def _deputies(entries: Sequence[Entry]) -> list[Entry]:
    """Who stood in for the absent, where their entries say so: 'Forfall: Kari Ås (vara: Ola Li)'.

    Beside the name of somebody who was there, a substitute is one who could have come.
    """
    return [
        entry._replace(person=entry.person.deputy)
        for entry in entries
        if entry.person.deputy and entry.person.status == AttendanceStatus.ABSENT
    ]


def _strip_known_titles(entries: Sequence[Entry]) -> None:
    """Part an unknown title from a name that the lists give without it elsewhere."""
    names = {entry.person.name for entry in entries}
    for entry in entries:
        first, _, rest = entry.person.name.partition(" ")
        if rest in names and " " in rest:
            entry.person.name, entry.person.position = rest, first


def _without_repeats(entries: list[Entry]) -> list[Entry]:
    """One entry per person: the chair and the secretary may stand in the list a second time."""
    kept: list[Entry] = []
    by_name: dict[str, Entry] = {}
    _strip_known_titles(entries)
    for entry in entries:
        known = by_name.get(fold(entry.person.name))
        if known is None or entry.section.group not in ONE_PERSON | {"members"}:
            if known is not None and known.section.group in ONE_PERSON:
                kept.remove(known)
                if known.section.group != "secretary":
                    entry.person.role = HEADINGS[known.section.group]
            elif known is not None and known.section is entry.section:
                continue
            kept.append(entry)
            by_name[fold(entry.person.name)] = entry
        elif entry.section.group in ("chair", "deputy_chair"):
            known.person.role = HEADINGS[entry.section.group]
    return kept


def _store(
    reading: Reading, entries: Sequence[Entry], kind: PartKind, meeting_id: str, part_id: str
) -> None:
    invited = kind is PartKind.AGENDA
    seen: dict[str, int] = {}
    for entry in entries:
        person, section = entry.person, entry.section
        key = f"{meeting_id}/{'invited' if invited else 'attendance'}/{slug(person.name)}"
        seen[key] = seen.get(key, 0) + 1
        record_id = key if seen[key] == 1 else f"{key}-{seen[key]}"
        status = AttendanceStatus.INVITED if invited else AttendanceStatus.PRESENT
        role = person.role or HEADINGS[section.group]
        reading.found.attendance.append(
            Attendance(
                attendance_id=record_id,
                meeting_id=meeting_id,
                part_id=part_id,
                name_as_written=person.name,
                organization_as_written=person.organization or section.organization,
                party=person.party or section.party,
                role=role,
                position=person.position or section.position,
                status=person.status or status,
                substitute_for=person.substitute_for,
                certainty=Certainty.CERTAIN if entry.sure else Certainty.LIKELY,
            )
        )
        reading.claim(entry.ranges, Role.ATTENDANCE, part_id, record_id)
