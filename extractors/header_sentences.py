"""Sentences in the head of a part: that a meeting was held, began, or treated a case."""

from collections.abc import Sequence

from vedtak.extractors.context import Reading
from vedtak.extractors.dates import find_dates, parse_date
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.header_record import Header
from vedtak.extractors.held import PLACE_AT_END, read_held
from vedtak.extractors.meeting_title import clean_body
from vedtak.extractors.pattern import pattern
from vedtak.extractors.times import parse_times

HEAD_REACH = 60
"""A head is read for so many lines."""
UNLABELLED_REACH = 15
"""What has no label stands in the first lines."""

SET = pattern(r"(?i)møtet (?:ble|vart|blei) (?:satt|sett|åpnet|opna) (?:kl|klokk)")
"""A sentence that tells when the meeting began and ended: 'Møtet ble satt kl. 16.00 og hevet …'."""


def read_sentences(reading: Reading, head: Sequence[FlowLine], header: Header) -> None:
    """Read sentences that tell of body, day, hours or place; what is known stays.

    Args:
        reading: The document.
        head: The part's lines above its first case.
        header: What has been read of the head so far.
    """
    _read_meeting_sentence(reading, head, header)
    _read_held(reading, head, header)
    for line in head[:HEAD_REACH]:
        if header.start is None and SET.search(line.text):
            span = parse_times(line.text)
            header.start, header.end = span.start, span.end or header.end
            header.used.append(line)
        match = reading.lexicon.search("treatment", line.text)
        if match and (header.date is None or header.body is None):
            header.date = header.date or parse_date(match["date"])
            header.body = header.body or clean_body(match["body"])


def _read_meeting_sentence(reading: Reading, head: Sequence[FlowLine], header: Header) -> None:
    """Read a head that is a sentence: 'Det ble holdt møte i Vassmo kommunestyre tirsdag …'."""
    for line in head[:UNLABELLED_REACH]:
        match = reading.lexicon.search("meeting_sentence", line.text)
        if not match:
            continue
        days = find_dates(line.text)
        if not days:
            continue
        header.body = header.body or clean_body(match["body"])
        header.date = header.date or days[0].value
        rest = line.text[match.start("body") :]
        if header.start is None:
            header.start, header.end = parse_times(rest)
        place = PLACE_AT_END.search(line.text, days[-1].end)
        header.place = header.place or (place["place"] if place else None)
        header.used.append(line)
        return


def _read_held(reading: Reading, head: Sequence[FlowLine], header: Header) -> None:
    """A sentence on day, hours and place: 'Møtet ble holdt på Teams kl. 17.00.'."""
    possible = reading.sought.lines("held")
    for line in head[:UNLABELLED_REACH]:
        held = read_held(line.text, reading.lexicon) if line.index in possible else None
        if held is None or (held.date and header.date and held.date != header.date):
            continue
        header.body = header.body or (clean_body(held.body) if held.body else None)
        header.date = header.date or held.date
        if header.start is None and held.times.start:
            header.start, header.end = held.times.start, held.times.end or header.end
        header.place = header.place or held.place
        header.used.append(line)
