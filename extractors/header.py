"""The head of a part: body, meeting number, date, time and place."""

from collections.abc import Sequence
from dataclasses import replace

from vedtak.extractors.context import Reading
from vedtak.extractors.dates import find_dates, parse_date
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.header_record import Header
from vedtak.extractors.header_sentences import HEAD_REACH, UNLABELLED_REACH, read_sentences
from vedtak.extractors.held import PLACE_AT_END, joint_place
from vedtak.extractors.lexicon import LabelHit, Lexicon
from vedtak.extractors.meeting_title import (
    NO_BODY,
    MeetingTitle,
    clean_body,
    read_gathering,
    read_title,
    readable_body,
)
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

RUNNING_HEAD = pattern(r"^(?P<body>\p{Lu}[\p{L} -]{1,40}?)\s+(?P<number>\d{1,3}/(?:\d{4}|\d{2}))\b")
"""Body and meeting in a running header, for example 'NUIT 3/2020 – Vedlegg 2'."""

MEETING_DAY = pattern(
    r"(?i)(?:\p{L}+dag\s+)?(?:den\s+)?\d{1,2}(?:\.\s?(?=\p{L})|\.\d{1,2}\.(?:\d{4}|\d{2})\b)"
)
"""The day behind 'Møte', for example 'torsdag den 5. mai 2011 kl. 10' or '05.05.2011'; not '5/2011'
or '12'."""

_GATHERING_REACH = 6
_BODY_WORDS = frozenset({"body", "note_body", "members"})
"""Groups of a word that is a label with a colon and else begins a name: 'Råd for eldre'."""
TIME = pattern(r"(?i)\bkl(?:okk[ae]n)?\b\.?\s*\d")
"""An hour in a title, for example 'Referat fra møte i styret 3. mai 2011 kl. 14'."""
NAME_GOES_ON = pattern(r"\p{Lu}\p{L}+ (?:for|i|ved|og) ")
"""How such a name goes on; not 'Utvalg Møtedato Utvalgssak'."""


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
        read_sentences(reading, head, header)
    _read_gatherings(reading, part, header)
    fields = _Fields(reading, list(head[:HEAD_REACH]))
    fields.read(header)
    _read_unlabelled(reading, head, header)
    for line in tail:
        if head and line.index <= head[-1].index:
            continue
        _read_closing(reading, line, header)
    read_sentences(reading, head, header)
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
    _take_title(header, read_title(header.title))
    if TIME.search(header.title):
        header.start, header.end = parse_times(header.title)
        days = find_dates(header.title)
        place = PLACE_AT_END.search(header.title, days[-1].end) if days else None
        header.place = place["place"] if place else None


def _take_title(header: Header, title: MeetingTitle) -> None:
    header.extraordinary = header.extraordinary or title.extraordinary
    header.body = header.body or title.body
    header.number = header.number or title.number
    header.date = header.date or title.date


def _read_gatherings(reading: Reading, part: PartLines, header: Header) -> None:
    """Lines at the top that name the meeting: 'Ekstraordinært årsmøte i Skogen Velforening'."""
    for line in part.lines[:_GATHERING_REACH]:
        hit = reading.lexicon.label(line.text)
        if hit and not hit.groups & {"meeting_number"}:
            continue
        gathering = read_gathering(" ".join(line.text.split()))
        if gathering is None:
            continue
        # 'Møte nr 7 i kommunestyret' names the body in running text; a line of its own is better.
        named = hit is not None and any(_is_body(reading, one.text) for one in part.lines[:8])
        _take_title(header, gathering._replace(body=None) if named else gathering)
        if header.title is None:
            header.title = line.text.replace("  ", " ")
        header.used.append(line)


def _title_of(reading: Reading, line: FlowLine) -> bool:
    hit = reading.lexicon.label(line.text)
    return bool(hit and hit.groups & {"agenda_title", "minutes_title", "protocol_title"})


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


INNER_LABEL = pattern(r"(?<=[\p{L}\d.,;])\s(?=\p{Lu}[\p{L}/. ]{1,14}:)")
"""Where a second label may stand in running text, for example 'Stad: Klubbhuset. Tid: kl. 19'."""
STOP = pattern(r"(?<=\p{L}{5})[.;,]$")
"""The mark that ends a sentence, for example in 'Menighetshuset.'; not in 'møterom 2. etg.'."""
_INNER = frozenset({"date", "time", "start_time", "end_time", "place", "meeting_number"})
"""Groups of labels that stand one behind the other on a line."""


def _parted(lexicon: Lexicon, line: FlowLine) -> list[FlowLine]:
    """A line of one cell cut before each further label of the head."""
    if line.text.count(":") < 2 or len(line.cells) > 1 or lexicon.label(line.text) is None:
        return [line]
    for gap in INNER_LABEL.finditer(line.text):
        hit = lexicon.label(line.text[gap.end() :])
        first, rest = line.before(gap.start()), line.behind(gap.end())
        if hit and hit.colon and hit.groups & _INNER and first and rest:
            return [first, *_parted(lexicon, rest)]
    return [line]


class _Fields:
    """Labelled fields: label and value on one line, in one row, or on lines that follow."""

    def __init__(self, reading: Reading, lines: list[FlowLine]) -> None:
        self._reading = reading
        self._lines = [
            piece
            for line in lines
            for row in label_pieces(reading.lexicon, line)
            for piece in _parted(reading.lexicon, row)
        ]
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
            header.body = readable_body(name) if name and not name[0].isdigit() else None
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
            if header.place is None and (place := joint_place(hit.label, value)):
                header.place = place
            return header.date is not None
        if "place" in groups and header.place is None:
            header.place = STOP.sub("", " ".join(value.split()))
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


SENTENCES = pattern(r"(?<=\p{L}{2}[.!])\s+(?=\p{Lu})")
"""Between sentences, as in 'Ingen saker. Møtet ble hevet kl. 21'; not in 'kl. 21' or 'A. Lie'."""


def _read_closing(reading: Reading, line: FlowLine, header: Header) -> None:
    """The end of the meeting as told below the last case; what the head said was the plan."""
    for sentence in SENTENCES.split(line.text):
        hit = reading.lexicon.label(sentence)
        if hit and "end_time" in hit.groups:
            end = parse_times(sentence[hit.end :]).start or find_time(sentence)
            if end:
                header.end = end
                header.closing += [line] if sentence == line.text else []


def _read_unlabelled(reading: Reading, head: Sequence[FlowLine], header: Header) -> None:
    """Body and date that stand on lines of their own near the top, without a label."""
    for line in head[:UNLABELLED_REACH]:
        text = " ".join(line.text.split())
        hit = reading.lexicon.label(line.text)
        named = hit is None or (hit.groups <= _BODY_WORDS and NAME_GOES_ON.match(text))
        if hit and hit.groups & {"present", "members", "absent"} and not named:
            return
        if header.body is None and named and _is_body(reading, text):
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
        if NO_BODY.match(text):
            continue
        if reading.lexicon.label(text) is None and is_organization(text, reading.lexicon):
            header.body = clean_body(text)
            header.certainty = Certainty.GUESS
            header.used.append(line)
            return


def _is_body(reading: Reading, text: str) -> bool:
    """Whether a line by itself is the name of a body, for example 'Kommunestyret'."""
    words = text.split()
    if (
        not words
        or NO_BODY.match(text)
        or len(words) > 7
        or not text[0].isupper()
        or any(c.isdigit() for c in text)
    ):
        return False
    if reading.lexicon.is_word("generic_body", text):
        return True
    endings = tuple(reading.lexicon.words("body_ending"))
    return words[-1].casefold().endswith(endings) or words[0].casefold().endswith(endings)


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
