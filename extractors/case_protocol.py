"""The protocol of a single case: '<body>s behandling av sak n/yyyy i møte den …' and its like."""

from collections.abc import Sequence

from vedtak.extractors.cases import CaseLines, Heading
from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.numbers import NUMBERED, read_number
from vedtak.extractors.treatment import Place, read_case


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
        read_case(reading, place, CaseLines(number, treated=[heading]), 1)
        return True
    return False
