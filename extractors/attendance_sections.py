"""Headings of attendance lists, and the lines that stand below each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vedtak.extractors.attendance_groups import FROM_OTHERS, met_from, read_group
from vedtak.extractors.attendance_table import table_header
from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import LabelHit
from vedtak.extractors.names import is_organization, is_person, strip_title
from vedtak.extractors.pattern import pattern
from vedtak.extractors.people_list import role_of
from vedtak.extractors.text import join_cells
from vedtak.models.meetings import AttendanceRole

HEADINGS = {
    "members": AttendanceRole.MEMBER,
    "present": AttendanceRole.MEMBER,
    "absent": AttendanceRole.MEMBER,
    "substitutes": AttendanceRole.SUBSTITUTE,
    "observers": AttendanceRole.OBSERVER,
    "others": AttendanceRole.OTHER,
    "administration": AttendanceRole.ADMINISTRATION,
    "secretariat": AttendanceRole.SECRETARIAT,
    "secretary": AttendanceRole.SECRETARIAT,
    "chair": AttendanceRole.CHAIR,
    "deputy_chair": AttendanceRole.DEPUTY_CHAIR,
}
"""Groups of headings, and the role of the people listed below them."""
ONE_PERSON = frozenset({"secretary", "chair", "deputy_chair"})
"""Headings with a single person: only with a name on the same line or row."""
_FROM_ORGANIZATION = pattern(r"(?:fra|frå|for)\s+(?P<name>\p{Lu}[^:]{2,60}?)\s*:\s*")
"""An organization inside a heading, for example 'Observatør fra Brukerutvalget:'."""


@dataclass(slots=True)
class Section:
    """A heading of an attendance list with the lines below it."""

    group: str
    """Group of the heading."""
    label: str
    """The heading as written."""
    head: FlowLine
    """The line on which it stands."""
    label_end: int
    """Offset in the line's text behind the heading."""
    lines: list[FlowLine]
    """The lines that follow, up to the next heading."""
    organization: str | None = None
    """Organization that the heading names."""
    party: str | None = None
    """Party that the heading names."""
    position: str | None = None
    """Office that the heading names."""
    inner: bool = False
    """Whether the heading stands inside a list: who was absent above it still is below it."""


def find_sections(reading: Reading, lines: Sequence[FlowLine]) -> list[Section]:
    """Find the headings of attendance lists and the lines below each."""
    sections: list[Section] = []
    open_section: Section | None = None
    listed: Section | None = None
    counted: Section | None = None  # 'Til stede: 24 representanter', above the parties
    closed = False
    for at, line in enumerate(lines):
        hit = reading.lexicon.label(line.text)
        heading = _heading(reading, lines, at, hit, listed is not None)
        if heading is None and listed is None and hit and "present" in hit.groups:
            counted = Section("present", hit.label, line, hit.end, [])
        elif heading is None and hit and (hit.colon or hit.alone):
            counted = None
        if heading:
            open_section = heading
            sections.append(heading)
            closed = listed is not None and heading.group == "absent" and _is_inline(heading)
            listed = listed if closed or heading.group in ONE_PERSON else heading
        elif open_section is None:
            if table_header(reading.lexicon, line) is not None:
                open_section = Section("present", line.text, line, len(line.text), [])
                sections.append(open_section)
            elif (part := _group_heading(reading, counted, line, hit, False)) and part.party:
                open_section, listed = part, counted
                sections.append(part)
        elif (part := _group_heading(reading, listed, line, hit, closed)) is not None:
            open_section = part
            sections.append(part)
        elif _ends_list(reading, open_section, line, hit):
            open_section = None
        elif listed is not None and _ends_group(open_section, line):
            open_section = replace(listed, label="", head=line, label_end=0, lines=[], inner=True)
            sections.append(open_section)
        elif (inner := _organization_heading(reading, open_section, lines, at)) is not None:
            if listed is not None and not closed and listed.group in _PRESENT:
                inner.group = listed.group
            open_section = inner
            sections.append(inner)
        else:
            open_section.lines.append(line)
    return sections


def _heading(
    reading: Reading, lines: Sequence[FlowLine], at: int, hit: LabelHit | None, inside: bool
) -> Section | None:
    """Whether a line is the heading of a list; `inside` tells whether one stands above it."""
    line = lines[at]
    free = _free_heading(reading, line, inside)
    if free or hit is None:
        return free
    groups = [group for group in HEADINGS if group in hit.groups]
    if not groups:
        return None
    group = groups[0]
    rest = line.text[hit.end :].strip()
    beside = len(line.cells) > 1 and len(line.cells[0].text) <= hit.end
    said = hit.colon or beside or hit.label.endswith(" av")
    if group in ONE_PERSON and not (rest and said):
        return None
    source = _FROM_ORGANIZATION.match(rest) if not hit.colon else None
    if source:
        end = hit.end + source.end()
        return Section(group, line.text[:end], line, end, [], source["name"].strip())
    table = table_header(reading.lexicon, line) is not None
    if not (table or hit.colon or hit.alone or _starts_like_list(reading, rest)):
        return None
    if hit.colon and rest and not table and not _starts_like_list(reading, rest):
        return None
    return Section(group, hit.label, line, hit.end, [])


def _free_heading(reading: Reading, line: FlowLine, inside: bool) -> Section | None:
    """A heading built freely: 'Følgende representanter hadde meldt forfall:'."""
    text = line.text.strip()
    hit = reading.lexicon.label(line.text)
    if not text[:1].isupper():
        return None
    if hit is not None and not hit.groups <= _LETTER_LABELS:
        begun = not (hit.colon or hit.alone) and not hit.groups.isdisjoint(HEADINGS)
        if not begun or not text.endswith(":"):
            return None  # but 'Fremmøtte representanter:' only begins with a label
    source = FROM_OTHERS.match(line.text)
    if source:
        return Section("others", source[0], line, source.end(), [])
    met = met_from(line.text)
    if met and _starts_like_list(reading, line.text[met.end :]):
        return Section("others", line.text[: met.end], line, met.end, [], met.organization)
    end = len(line.text)
    colon = text.find(":")
    if 0 < colon < len(text) - 1 and _starts_like_list(reading, text[colon + 1 :].strip()):
        text = text[: colon + 1]
        end = line.text.index(text) + len(text)
    for group in ("absent", "substitutes", "present", "members"):
        if group == "members" and inside and end < len(line.text):
            continue  # a group of the list
        if reading.lexicon.search(f"heading_{group}", text):
            return Section(group, text, line, end, [])
    return None


_LETTER_LABELS = frozenset({"note_from", "note_to"})


def _group_heading(
    reading: Reading,
    listed: Section | None,
    line: FlowLine,
    hit: LabelHit | None,
    closed: bool,
) -> Section | None:
    """A heading inside a list: 'For Høyre: Kari Ås', 'Foreldre: Kari Ås', 'Rektor: Kari Ås'.

    Below a line 'Forfall: Kari Ås' the list is `closed`: who stands there was not absent.
    """
    if listed is None or (hit is not None and not hit.groups <= _LETTER_LABELS):
        return None
    group = read_group(line.text, reading.lexicon)
    if group is None or (
        group.party is None and not _starts_like_list(reading, line.text[group.end :])
    ):
        return None
    named = group.party or group.position or line.text.startswith(("Fra ", "Frå "))
    if listed.group not in _MEETING and not (
        named or is_organization(line.text[: group.end], reading.lexicon)
    ):
        return None  # 'Tellekorps: Kari Ås' below the guests
    if group.position and listed.group in _MEETING:
        kind = "administration" if group.staff else "present"
    elif closed:
        kind = "others" if line.text.startswith(("Fra ", "Frå ")) and not group.party else "present"
    else:
        kind = listed.group
    return Section(
        kind,
        line.text[: group.end],
        line,
        group.end,
        [],
        group.organization,
        group.party,
        group.position,
        inner=not closed,
    )


def _is_inline(section: Section) -> bool:
    """Whether people stand on the line of the heading."""
    return section.label_end < len(section.head.text) or len(section.head.cells) > 1


def _ends_group(section: Section, line: FlowLine) -> bool:
    """Whether a line stands below a group whose people are on its own line.

    A list in which 'Kasserer: Kari Ås' stands goes on below with the next member.
    """
    said = section.organization or section.position or section.group in ("chair", "deputy_chair")
    beside = len(section.head.cells) > 1 and section.group in ONE_PERSON
    inline = section.label and (section.label_end < len(section.head.text) or beside)
    if not said or not inline or section.organization == section.label:
        return False
    above = (section.lines or [section.head])[-1]
    width = max(1.0, line.cells[0].size)
    return (
        len(line.cells) == len(section.head.cells)
        and line.cells[0].x0 - section.head.x0 < width
        and line.text[:1].isupper()
        and len(above.text) < _FULL_LINE
        and not above.text.rstrip().endswith((",", "-", " og", ";"))
        and above.text.count("(") <= above.text.count(")")
    )


_FULL_LINE = 60
"""Letters of a line that may have been broken because it was full."""
_PRESENT = frozenset({"members", "present", "substitutes"})
_MEETING = frozenset({"members", "present", "absent", "substitutes"})
"""Lists in which people may stand under their office."""


def _starts_like_list(reading: Reading, rest: str) -> bool:
    """Whether the text behind a label begins with a person, or says that there is nobody."""
    first = rest.partition("  ")[0]
    piece = first.partition("(")[0]
    for mark in (",", ";", " og ", " - ", " – "):
        if mark == " og " and "- og " in piece:
            continue  # 'Pleie- og omsorgssjef Kari Ås'
        piece = piece.partition(mark)[0]
    piece = piece.strip(" .")
    lexicon = reading.lexicon
    if lexicon.is_word("nobody", first) or is_person(piece, lexicon):
        return True
    piece = strip_title(piece, lexicon)[1]
    words = piece.split()
    if is_person(piece, lexicon) or (len(words) > 2 and is_person(" ".join(words[1:]), lexicon)):
        return True
    while len(words) > 2 and not is_person(" ".join(words), lexicon):
        words.pop()
    if len(words) >= 2 and is_person(" ".join(words), lexicon):
        return True
    return ("," in rest or _FIRST_NAMES.match(rest) is not None) and is_person(
        piece, lexicon, single=True
    )


_FIRST_NAMES = pattern(r"\p{Lu}\p{Ll}+ og \p{Lu}\p{Ll}+\s*\.?$")
"""Two first names, for example 'Anne og Jens'."""


def _ends_list(reading: Reading, section: Section, line: FlowLine, hit: LabelHit | None) -> bool:
    """Whether a line stands below the list and not in it."""
    if hit and (hit.colon or hit.alone) and table_header(reading.lexicon, line) is None:
        return True
    if hit and not hit.alone and hit.groups & {"date", "time", "place", "meeting_number"}:
        return True
    text = line.text
    return len(text) > 200 or (
        len(text.split()) > 12 and len(line.cells) == 1 and text.count(",") < 2 and "(" not in text
    )


def _organization_heading(
    reading: Reading, section: Section, lines: Sequence[FlowLine], at: int
) -> Section | None:
    """A heading that names an organization, as 'Direktoratet for e-helse' above its staff.

    It stands in the column of the headings, or alone on its line; it may run over two lines.
    """
    line = lines[at]
    first = line.cells[0]
    beside = len(line.cells) > 1
    if not beside and section.head.cells[0].x0 != first.x0 and line.column > 0:
        return None
    if any(mark in first.text for mark in "()") or first.text[:1].islower():
        return None
    if role_of(first.text, reading.lexicon):
        return None
    if is_person(first.text, reading.lexicon) or _open_parenthesis(section, lines[:at]):
        return None
    title, name = strip_title(first.text, reading.lexicon)
    if ":" in first.text or (title and is_person(name, reading.lexicon)):
        return None  # a label that is no group, or an office: 'Ekstern representant Kari Ås'
    inline = _organization_with_name(reading, first.text)
    if inline and not beside:
        return Section("secretariat", inline, line, len(inline) + 1, [], inline)
    if not first.text[:1].isupper() or abs(first.x0 - section.head.x0) > 3 * max(1.0, first.size):
        return None
    pieces = [first.text]
    used = [line]
    for following in lines[at + 1 : at + 3]:
        start = following.cells[0]
        if start.text[:1].islower() and abs(start.x0 - first.x0) < 3:
            pieces.append(start.text)
            used.append(following)
        else:
            break
    name = join_cells([(one.cells[0], one.page) for one in used], reading.vocabulary).text
    if not is_organization(name, reading.lexicon) or len(name.split()) > 7:
        return None
    if not _people_follow(reading, lines, at, len(used)):
        return None
    return Section("secretariat", name, line, len(first.text), [], organization=name)


def _open_parenthesis(section: Section, above: Sequence[FlowLine]) -> bool:
    """Whether a parenthesis of the list is still open: its text goes on with a capital."""
    own = [line for line in above[-4:] if line.index >= section.head.index]
    depth = 0
    for line in own:
        depth = max(0, depth + line.text.count("(") - line.text.count(")"))
    return depth > 0


def _organization_with_name(reading: Reading, text: str) -> str | None:
    """The organization in front of a name on one line: 'Helsedataetaten Sigrun Bakke-Hansen'."""
    words = text.split()
    for count in range(len(words) - 2, 0, -1):
        name = " ".join(words[:count])
        if is_person(" ".join(words[count:]), reading.lexicon) and is_organization(
            name, reading.lexicon
        ):
            return name
    return None


def _people_follow(reading: Reading, lines: Sequence[FlowLine], at: int, taken: int) -> bool:
    """Whether names stand beside or below a heading."""
    values = [cell for line in lines[at : at + taken] for cell in line.cells[1:]]
    values += [cell for line in lines[at + taken : at + taken + 1] for cell in line.cells]
    return any(is_person(cell.text.partition("(")[0].strip(), reading.lexicon) for cell in values)
