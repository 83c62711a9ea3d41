"""The protocol of a single case: '<body>s behandling av sak n/yyyy i møte den …' and its like."""

from collections.abc import Sequence

from vedtak.extractors.case_note import NoteRead, read_row_box
from vedtak.extractors.cases import CaseLines, Heading
from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.numbers import NUMBERED, read_number
from vedtak.extractors.place import Place
from vedtak.extractors.treatment import read_case
from vedtak.models.documents import Role


def _take_title(reading: Reading, heading: Heading) -> None:
    """Take the line below the one that names the case, where it is set apart like a title."""
    if not heading.body:
        return
    first = heading.body[0]
    text = first.text.strip()
    lexicon = reading.lexicon
    opens = (
        lexicon.opener("proposal", text)
        or lexicon.opener("decision", text)
        or lexicon.label(text)
        or lexicon.search("motion", text)
        or lexicon.search("origin", text)
    )
    below = heading.body[1] if len(heading.body) > 1 else None
    apart = below is None or below.gap >= 0.9
    if opens or text[-1:] in ".:;," or not text[:1].isupper() or not apart:
        return
    if len(text.split()) < 2 or len(text) > 200:
        return
    heading.title = " ".join(text.split())
    heading.lines.append(first)
    heading.body = heading.body[1:]


def read_protocol_case(reading: Reading, place: Place, lines: Sequence[FlowLine]) -> bool:
    """Read the one case of a single-case protocol.

    Args:
        reading: The document.
        place: Its meeting.
        lines: The lines of the part that the header has not taken.

    Returns:
        Whether the line that names the case was found.
    """
    every = reading.flow.body()
    for line in every:
        match = reading.lexicon.search("treatment", line.text)
        if not match:
            continue
        number_match = NUMBERED.match(match["number"].strip())
        number = read_number(number_match, place.year) if number_match else None
        if number is None:
            return False
        below = [other for other in lines if other.index > line.index]
        heading = Heading(number, None, None, None, [line], below)
        _take_title(reading, heading)
        read_case(reading, place, CaseLines(number, treated=[heading]), 1)
        return True
    return _read_boxed(reading, place, lines)


def _read_boxed(reading: Reading, place: Place, lines: Sequence[FlowLine]) -> bool:
    """A protocol whose case stands in a box at the top: 'Utvalg  Møtedato  Utvalgssak'."""
    box = NoteRead()
    read_row_box(reading, lines, box)
    if box.number is None or not box.box:
        return False
    last = max(line.index for line in box.box)
    reading.claim_lines(box.box, Role.CASE, place.part_id)
    below = [line for line in lines if line.index > last]
    heading = Heading(box.number, None, None, None, list(box.box), below)
    _take_title(reading, heading)
    read_case(reading, place, CaseLines(box.number, treated=[heading]), 1)
    return True
