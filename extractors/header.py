"""The head of a part: body, meeting number, date, time and place."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from vedtak.extractors.context import Reading
from vedtak.extractors.dates import find_dates, parse_date
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import LabelHit, Lexicon
from vedtak.extractors.municipality import MUNICIPALITY
from vedtak.extractors.names import is_organization
from vedtak.extractors.parts import PartLines
from vedtak.extractors.pattern import pattern
from vedtak.extractors.times import TimeSpan, find_time, parse_times
from vedtak.models.base import Certainty
from vedtak.models.documents import PartKind
from vedtak.models.page import Line

MEETING_NUMBER = pattern(r"(?P<number>\d{1,4}(?:\s?[/-]\s?(?P<year>\d{4}|\d{2}))?)(?!\d|[/.:]\d)")
"""A meeting's number, for example '3/2020' or '12'; not '13.05'."""

TITLE_BODY = pattern(
    r"""(?ix) (?: \b (?:ekstra|styre|års|arbeids|utvalgs|komité)? (?: møte | generalforsamling )
      (?: \s+ (?:nr\.?\s*)? \d{1,3} (?:[/-]\d{2,4})? )? \s+ (?: i | for | av )
    | ^ \s* (?: \p{L}+ \s+ ){1,3}? (?: for | i | frå | fra )
    | ^ \s* \p{L}+ \s* :
    ) \s+
    (?: (?: ordinært | ekstraordinært )? \s* (?:styre|års|ekstra)? møte\w* \s+ (?: i | for ) \s+ )?
    (?P<body> \p{L}.+ )"""
)
"""The body in a title, for example 'Referat fra ekstramøte i NUIT' or 'Møtebok for valgstyret'."""

RUNNING_HEAD = pattern(r"^(?P<body>\p{Lu}[\p{L} -]{1,40}?)\s+(?P<number>\d{1,3}/(?:\d{4}|\d{2}))\b")
"""Body and meeting in a running header, for example 'NUIT 3/2020 – Vedlegg 2'."""

MEETING_DAY = pattern(
    r"(?i)(?:\p{L}+dag\s+)?(?:den\s+)?\d{1,2}(?:\.\s?(?=\p{L})|\.\d{1,2}\.(?:\d{4}|\d{2})\b)"
)
"""The day behind 'Møte', for example 'torsdag den 5. mai 2011 kl. 10' or '05.05.2011'; not '5/2011'
or '12'."""

_EXTRA = pattern(r"(?i)ekstramøte|ekstraordin[æa]r")
_TAIL = pattern(r"\s+[–-]\s.*$|,\s.*$|\s*\bden\b.*$|\s*\d.*$")
_HEAD_REACH = 60
_UNLABELLED_REACH = 15


@dataclass(slots=True)
class Header:
    """What the head of a part says."""

    title: str | None = None
    """Title as written."""
    body: str | None = None
    """Body as written."""
    number: str | None = None
    """Meeting number as written."""
    year: int | None = None
    """Year of the meeting, from its number or its date."""
    date: dt.date | None = None
    """Day of the meeting."""
    start: dt.time | None = None
    """Start of the meeting."""
    end: dt.time | None = None
    """End of the meeting."""
    place: str | None = None
    """Place as written."""
    extraordinary: bool | None = None
    """Whether it is an extra meeting; None where nothing says so."""
    certainty: Certainty = Certainty.CERTAIN
    """How sure the fields are."""
    used: list[FlowLine] = field(default_factory=list)
    """The lines that were read."""


def read_header(reading: Reading, part: PartLines, head: Sequence[FlowLine]) -> Header:
    """Read the head of an agenda or of minutes.

    Args:
        reading: The document.
        part: The part.
        head: The part's lines above its first case.

    Returns:
        What is stated; a field that the head does not state is None.
    """
    header = Header()
    _read_title(reading, part, header)
    tail = list(part.lines[-25:]) if len(part.lines) > len(head) else []
    if part.kind is PartKind.CASE_PROTOCOL:
        _read_sentences(reading, head, header)
    fields = _Fields(reading, list(head[:_HEAD_REACH]))
    fields.read(header)
    _read_unlabelled(reading, head, header)
    for line in tail:
        _read_closing(reading, line, header)
    _read_sentences(reading, head, header)
    _read_running_head(reading, part, header)
    if header.body is None:
        _read_letterhead(reading, part, header)
    if header.number:
        match = MEETING_NUMBER.match(header.number)
        if match and match["year"]:
            year = int(match["year"])
            header.year = year if year > 99 else year + (2000 if year <= 50 else 1900)
    if header.year is None and header.date:
        header.year = header.date.year
    return header


def _read_title(reading: Reading, part: PartLines, header: Header) -> None:
    line = part.title_line
    if line is None:
        line = next((one for one in part.lines[:13] if _title_of(reading, one)), None)
    if line is None:
        return
    header.title = line.text.replace("  ", " ")
    header.used.append(line)
    header.extraordinary = True if _EXTRA.search(header.title) else None
    match = TITLE_BODY.search(header.title)
    if match and not NO_BODY.match(match["body"]):
        header.body = clean_body(match["body"])
    number = TITLE_NUMBER.search(header.title)
    if number:
        header.number = number["number"]
    day = parse_date(header.title)
    if day:
        header.date = day


TITLE_NUMBER = pattern(
    r"(?i)(?:møte|referat|protokoll)\s+(?:nr\.?\s*)?(?P<number>\d{1,3}/(?:\d{4}|\d{2}))(?![\d/])"
)
"""The meeting's number in a title, for example 'Protokoll fra styremøte nr. 7/19'."""
NO_BODY = pattern(r"(?i)(?:(?:styre|års|ekstra)?møte|generalforsamling|sak|nr)\w*\b")
"""What follows 'fra' in a title and is no body, for example 'MØTE 5/2016'."""


def _title_of(reading: Reading, line: FlowLine) -> bool:
    hit = reading.lexicon.label(line.text)
    return bool(hit and hit.groups & {"agenda_title", "minutes_title", "protocol_title"})


def clean_body(text: str) -> str | None:
    """A body's name without what follows it in a title: dates, numbers, dashes."""
    name = _TAIL.sub("", " ".join(text.split())).strip(" .:,")
    return _readable(name) or None


def _readable(name: str) -> str:
    """A single word in capitals as it is written elsewhere: 'FORMANNSKAPET' is Formannskapet."""
    if name.isupper() and len(name) > 5 and len(name.split()) == 1:
        return name.capitalize()
    return name


def label_pieces(lexicon: Lexicon, line: FlowLine) -> list[FlowLine]:
    """A row cut before each further label: 'Utvalg: Formannskapet   Møte nr: 12/2003'."""
    starts = [0]
    for i, cell in enumerate(line.cells[1:], start=1):
        hit = lexicon.label(cell.text)
        if hit and hit.colon:
            starts.append(i)
    if len(starts) == 1:
        return [line]
    ends = [*starts[1:], len(line.cells)]
    return [_with_cells(line, line.cells[a:b]) for a, b in zip(starts, ends, strict=True)]


class _Fields:
    """Labelled fields: label and value on one line, in one row, or on lines that follow."""

    def __init__(self, reading: Reading, lines: list[FlowLine]) -> None:
        self._reading = reading
        self._lines = [piece for line in lines for piece in label_pieces(reading.lexicon, line)]
        self._hits = [self._hit(line) for line in self._lines]

    def _hit(self, line: FlowLine) -> LabelHit | None:
        return self._reading.lexicon.label(line.text)

    def read(self, header: Header) -> None:
        """Read all fields into the header; the first statement of a field holds."""
        for at, hit in enumerate(self._hits):
            if hit is None:
                continue
            value, used = self._value(at, hit)
            if value and self._store(header, hit, value):
                header.used += used

    def _value(self, at: int, hit: LabelHit) -> tuple[str, list[FlowLine]]:
        line = self._lines[at]
        used = [line]
        value = line.text[hit.end :]
        following = self._lines[at + 1 : at + 4]
        hits = self._hits[at + 1 : at + 4]
        below = hit.alone
        same = hits and hits[0] is not None and not hits[0].colon and "body" in hits[0].groups
        if (
            not value
            and following
            and below
            and (hits[0] is None or (same and "body" in hit.groups))
        ):
            value = following[0].text
            used.append(following[0])
            following, hits = following[1:], hits[1:]
        if "place" in hit.groups and value:
            extra = next((i for i, other in enumerate(hits) if other), None)
            plain = not any(
                ":" in more.text or more.text.rstrip()[-1:] == "."
                for more in following[: extra or 0]
            )
            if extra and extra <= 2 and plain:
                used += following[:extra]
                first = line.behind(hit.end)
                lines = [*([first] if first else []), *used[1:]]
                return self._reading.join(lines, paragraphs=False).text, used
        return value.strip(), used

    def _store(self, header: Header, hit: LabelHit, value: str) -> bool:
        groups = hit.groups
        if "body" in groups and header.body is None and (hit.colon or hit.alone):
            name = value.split("  ")[0].strip(" .:")
            header.body = _readable(name) if name and not name[0].isdigit() else None
            return header.body is not None
        if "meeting_number" in groups and MEETING_DAY.match(value):
            return _store_day(header, value)
        if "meeting_number" in groups and header.number is None:
            match = MEETING_NUMBER.match(value)
            if match:
                header.number = "".join(match["number"].split())
                return True
        if "date" in groups and header.date is None:
            header.date = parse_date(value)
            span = parse_times(value)
            if header.start is None and "kl" in value.casefold():
                header.start, header.end = span
            return header.date is not None
        if "place" in groups and header.place is None:
            header.place = " ".join(value.split())
            return True
        return _store_time(header, groups, value)


def _store_day(header: Header, value: str) -> bool:
    """Day and hours behind 'Møte': 'Møte torsdag den 5. mai 2011 kl. 10'."""
    if header.date is None:
        header.date = parse_date(value)
    if header.start is None and "kl" in value.casefold():
        header.start, header.end = parse_times(value)
    return header.date is not None


def _with_cells(line: FlowLine, cells: list[Line]) -> FlowLine:
    return replace(line, cells=cells, text="  ".join(cell.text for cell in cells))


def _store_time(header: Header, groups: frozenset[str], value: str) -> bool:
    if "time" in groups:
        span = parse_times(value)
        if header.date is None:
            header.date = parse_date(value)
        if header.start is None and span.start:
            header.start, header.end = span
        return span != TimeSpan(None, None)
    if "start_time" in groups and header.start is None:
        header.start = parse_times(value).start
        return header.start is not None
    if "end_time" in groups and header.end is None:
        header.end = parse_times(value).start
        return header.end is not None
    return False


def _read_closing(reading: Reading, line: FlowLine, header: Header) -> None:
    """The end of the meeting as told below the last case."""
    hit = reading.lexicon.label(line.text)
    if header.end is None and hit and "end_time" in hit.groups:
        header.end = parse_times(line.text[hit.end :]).start or find_time(line.text)
        if header.end:
            header.used.append(line)


def _read_unlabelled(reading: Reading, head: Sequence[FlowLine], header: Header) -> None:
    """Body and date that stand on lines of their own near the top, without a label."""
    for line in head[:_UNLABELLED_REACH]:
        text = " ".join(line.text.split())
        hit = reading.lexicon.label(line.text)
        if hit and hit.groups & {"present", "members", "absent"}:
            return
        if header.body is None and hit is None and _is_body(reading, text):
            header.body = clean_body(text)
            header.used.append(line)
        elif header.date is None and hit is None:
            days = find_dates(text)
            longest = 9 if not days or days[0].start > 12 else 16
            if len(days) == 1 and len(text.split()) <= longest and not OTHER_DATE.search(text):
                header.date = days[0].value
                header.certainty = Certainty.LIKELY
                header.used.append(line)
                if header.start is None and find_time(text):
                    header.start, header.end = parse_times(text)
                place = PLACE_AT_END.search(text, days[0].end)
                header.place = header.place or (place["place"] if place else None)


OTHER_DATE = pattern(
    r"(?i)\b(?:frist|sendt|utsendt|neste|godkjen\w+|referat|protokoll|dato for|innen|vår|deres)\b"
)
"""A date that is not the meeting's, for example 'Neste møte: 3. mai' or 'Frist 3. mai'."""


def _read_letterhead(reading: Reading, part: PartLines, header: Header) -> None:
    """The organization at the top of the part where no body is named: its board met."""
    for line in part.lines[:4]:
        text = " ".join(line.cells[0].text.split())
        if line.index in {used.index for used in header.used} or len(text.split()) > 6:
            continue
        if any(c.isdigit() for c in text) or MUNICIPALITY.fullmatch(text) or ":" in text:
            continue
        if reading.lexicon.label(text) is None and is_organization(text, reading.lexicon):
            header.body = clean_body(text)
            header.certainty = Certainty.GUESS
            header.used.append(line)
            return


def _is_body(reading: Reading, text: str) -> bool:
    """Whether a line by itself is the name of a body, for example 'Kommunestyret'."""
    words = text.split()
    if not words or len(words) > 7 or not text[0].isupper() or any(c.isdigit() for c in text):
        return False
    if reading.lexicon.is_word("generic_body", text):
        return True
    endings = tuple(reading.lexicon.words("body_ending"))
    return words[-1].casefold().endswith(endings) or words[0].casefold().endswith(endings)


SET = pattern(r"(?i)møtet (?:ble|vart|blei) (?:satt|sett|åpnet|opna) (?:kl|klokk)")
"""A sentence that tells when the meeting began and ended: 'Møtet ble satt kl. 16.00 og hevet …'."""


def _read_sentences(reading: Reading, head: Sequence[FlowLine], header: Header) -> None:
    _read_meeting_sentence(reading, head, header)
    for line in head[:_HEAD_REACH]:
        if header.start is None and SET.search(line.text):
            header.start, header.end = parse_times(line.text)
            header.used.append(line)
        match = reading.lexicon.search("treatment", line.text)
        if match and (header.date is None or header.body is None):
            header.date = header.date or parse_date(match["date"])
            header.body = header.body or clean_body(match["body"])


def _read_meeting_sentence(reading: Reading, head: Sequence[FlowLine], header: Header) -> None:
    """Read a head that is a sentence: 'Det ble holdt møte i Vassmo kommunestyre tirsdag …'."""
    for line in head[:_UNLABELLED_REACH]:
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


PLACE_AT_END = pattern(r"\s(?:på|i)\s(?P<place>\p{L}[^.]{2,80}?)\.?$")
"""The place at the end of such a sentence, for example 'kl. 17.00 på Vassmo herredshus.'."""


def _read_running_head(reading: Reading, part: PartLines, header: Header) -> None:
    """Body and meeting from the running header where the head of the part lacks them."""
    if header.body and header.number:
        return
    pages = {line.page for line in part.lines}
    for line in reading.flow.lines:
        if not line.furniture or line.page not in pages:
            continue
        for cell in line.cells:
            match = RUNNING_HEAD.match(cell.text)
            if match and (header.body is None or header.body == match["body"]):
                header.body = header.body or match["body"]
                header.number = header.number or match["number"]
                return
