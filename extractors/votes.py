"""Votes and ballots: only what the page states, never inferred from who was present."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.names import is_person
from vedtak.extractors.text import Passage

_COUNT = r"(?:\d{1,3}|[ée]n|ein|ei|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv)"
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            ("en", "én", "ein", "ei"), ("to",), ("tre",), ("fire",), ("fem",), ("seks",),
            ("sju", "syv"), ("åtte",), ("ni",), ("ti",), ("elleve",), ("tolv",),
        ),
        start=1,
    )
    for word in words
}  # fmt: skip

SIDE = regex.compile(
    r"(?P<side>For|Imot|Mot)\s+(?P<subject>[^\n:]{1,100}?)\s+(?:stemte|røysta|røystet)"
    r"(?:\s+(?P<count>\d{1,3})\b\s*(?:representanter|medlemmer|stykker)?\s*:?|\s*:)"
)
"""One side of a vote, for example 'For forslaget stemte 35:' or 'Imot forslaget stemte 3:'."""

_MOVED = r"(?:forslag|framlegg|fremlegg|innstilling|tilråding|tilrådning|tillegg|endring)\p{L}*"
RESULT = regex.compile(
    rf"(?i)(?:(?P<lead>\bDermed)|(?<=^|[.!?:\n]\s?)(?!(?:for|imot|mot)\s|dermed|\s)(?P<lead>[^.!?:\n]{{0,90}}?{_MOVED}))\b"
    r"(?P<said>[^.\n]{0,160}?\b(?P<word>vedtatt|vedteken?|falt|fall|forkastet|forkasta|tiltrådt|"
    r"nedstemt|avvist|godkjent|godkjend)\b[^.\n]{0,160})\.?"
)
"""The sentence that gives the result, for example 'Dermed ble forslaget ikke vedtatt.'."""

AGAINST_COUNT = regex.compile(
    rf"(?i)(?P<word>vedtatt|vedteken?|falt|fall|forkastet|forkasta|godkjent|godkjend|avvist|valgt)"
    rf"[^.\n\d]{{0,30}}?\s+(?:med\s+(?P<for>{_COUNT})\s+(?:mot|-|–)\s+(?P<against>{_COUNT})\b"
    rf"\s*(?:stemmer?|røyste?r?)?|mot\s+(?P<only>{_COUNT})\s+(?:stemmer?|røyst(?:er)?))"
    r"\s*(?:\((?P<who>(?:[^()]|\([^()]*\))*)\))?"
)
"""A result with counts: 'vedtatt mot 3 stemmer (SV, R)', 'vedtatt med 15 mot 8 stemmer'."""

GOT = regex.compile(rf"(?i)\b(?:fikk|fekk)\s+(?P<count>{_COUNT})\s+(?:stemmer?|røyst(?:er)?)")
"""The votes that a proposal got, for example 'fikk 3 stemmer og falt'."""

SUBJECT = regex.compile(
    rf"(?i)(?:\p{{L}}[\p{{L}}-]*s\s)?\p{{L}}*{_MOVED}"
    r"(?:\s(?:fra|frå)\s[\p{L} -]{2,40}?(?=\s(?:ble|vart|fikk|fekk|fall|falt|enst|samr|vedt)))?"
)
"""What was voted on, in a sentence: 'Formannskapets innstilling', 'framlegget frå Øygard'."""

STOOD = regex.compile(
    rf"(?i)\b(?P<count>{_COUNT}|0)\s+(?:stemmer?\s+|stemte\s+|røysta\s+|røyster\s+|"
    rf"representanter stemte\s+)(?P<side>for|mot|imot)\b"
)
"""A count with its side, for example '11 stemte mot forslaget', '6 stemte for'."""

CASTING = regex.compile(r"(?i)dobbeltstemme|dobbeltrøyst|dobbelstemme")
"""A casting vote, for example 'med leders dobbeltstemme'."""

_ABSENT = regex.compile(r"(?i)^ikk(?:e|je) til ste?[dn]es?:?\s*")
_NOT = regex.compile(r"(?i)\b(?:ikke|ikkje)\b")
_ALTERNATIVE = regex.compile(r"(?i)^(?:forslag|framlegg|alternativ)\s+(?:\d+|[A-ZÆØÅ]\b)")
_PARENTHESIS = regex.compile(r"\s*\([^)]*\)")
_NAMED = regex.compile(r"(?P<name>[^,;()]+?)\s*\((?P<party>[^)]*)\)|(?P<bare>[^,;()]+)")
_UNANIMOUS = regex.compile(r"(?i)\b(?:enstemmig|einstemmig|samrøystes|akklamasjon)\b")
_HEADS = regex.compile(
    rf"^(?:For|Imot|Mot)\s.{{1,110}}\b(?:stemte|røysta)\b|^Dermed (?:ble|vart|er)\b|"
    rf"^(?:{_COUNT}|0)\s+(?:stemte|stemmer?|røysta|røyster)\s+(?:for|mot|imot)\b|"
    rf"^(?:Ved (?:votering|avstemning|røysting|avstemming)|Votering|Avstemning)\b"
)


@dataclass(slots=True)
class Ballots:
    """Names of one side, with their parties."""

    choice: str
    names: list[tuple[str, str | None, int, int]]


@dataclass(slots=True)
class VoteRead:
    """One vote as read."""

    start: int
    """Offset in the passage."""
    end: int
    """Offset behind it."""
    subject: str | None = None
    """What was voted on, as written."""
    votes_for: int | None = None
    """Votes for."""
    votes_against: int | None = None
    """Votes against, or for the other alternatives."""
    adopted: bool | None = None
    """Whether it was adopted; None where the page does not say."""
    unanimous: bool | None = None
    """Whether the page says so."""
    casting_vote: bool = False
    """Whether a casting vote decided."""
    sides: list[Ballots] = field(default_factory=list)
    """Named votes."""
    alternatives: bool = False
    """Whether alternatives were put against each other."""


def is_vote_line(text: str) -> bool:
    """Whether a line begins the report of a vote or of its result."""
    counted = AGAINST_COUNT.search(text)
    return (
        _HEADS.match(text) is not None
        or (counted is not None and ". " not in text[: counted.start()])
        or (GOT.search(text) is not None and RESULT.search(text) is not None)
    )


def vote_goes_on(lines: Sequence[FlowLine], line: FlowLine) -> bool:
    """Whether a line belongs to the report of a vote that some lines began."""
    if not lines:
        return line.gap < 1.5
    last = lines[-1].text.rstrip()
    if last.endswith((",", "(")) or (last[-1:] not in ".:" and last.count("(") > 0):
        return True
    return last[-1:] not in ".:" and line.gap < 0.6


def read_votes(passage: Passage, lexicon: Lexicon) -> list[VoteRead]:
    """Read the votes of a passage.

    Args:
        passage: Running text of the lines that report votes.
        lexicon: Words that no person is called.

    Returns:
        Votes in order. Counts are those written; ballots are those named.
    """
    text = passage.text
    events = sorted(
        [(m.start(), "side", m) for m in SIDE.finditer(text)]
        + [(m.start(), "result", m) for m in RESULT.finditer(text)],
        key=lambda event: (event[0], event[1]),
    )
    votes: list[VoteRead] = []
    done = True
    for i, (start, what, match) in enumerate(events):
        if what == "side":
            stop = events[i + 1][0] if i + 1 < len(events) else len(text)
            if done or not _same_vote(votes[-1], match):
                votes.append(VoteRead(start, stop))
                done = False
            _add_side(votes[-1], match, text, stop, lexicon)
            votes[-1].end = stop
        else:
            if done:
                votes.append(VoteRead(start, match.end()))
            _add_result(votes[-1], match)
            done = True
    if not votes:
        votes = _counted(text, lexicon)
    return votes


def _subject(match: regex.Match[str]) -> str:
    return " ".join(_PARENTHESIS.sub("", match["subject"]).split())


def _same_vote(vote: VoteRead, match: regex.Match[str]) -> bool:
    if match["side"] != "For":
        return vote.votes_against is None
    subject = _subject(match)
    return bool(
        vote.subject
        and _ALTERNATIVE.match(subject)
        and _ALTERNATIVE.match(vote.subject)
        and subject.casefold() != vote.subject.casefold()
    )


def _add_side(
    vote: VoteRead, match: regex.Match[str], text: str, stop: int, lexicon: Lexicon
) -> None:
    subject = _subject(match)
    names = _names(text, match.end(), stop, lexicon)
    count = int(match["count"]) if match["count"] else None
    if count is None and names:
        count = len(names)
    if match["side"] == "For" and vote.subject is None:
        vote.subject, vote.votes_for = subject, count
        choice = subject if _ALTERNATIVE.match(subject) else "for"
        vote.alternatives = choice != "for"
    elif match["side"] == "For":
        vote.votes_against = (vote.votes_against or 0) + (count or 0)
        choice = subject
    else:
        vote.subject = vote.subject or subject
        vote.votes_against = count
        choice = "against"
    if vote.votes_for and vote.votes_against:
        vote.unanimous = False
    vote.sides.append(Ballots(choice, names))


def _add_result(vote: VoteRead, match: regex.Match[str]) -> None:
    said = match["said"]
    lost = match["word"].casefold() in _LOST
    adopted = lost == bool(_NOT.search(said))
    if vote.alternatives and vote.subject:
        named = _ALTERNATIVE.search(said.strip().partition(" ")[2])
        if named and named[0].casefold() != vote.subject.casefold():
            adopted = not adopted
    vote.adopted = adopted
    vote.casting_vote = bool(CASTING.search(said))
    if _UNANIMOUS.search(said):
        vote.unanimous = True
    vote.end = match.end()
    counted = AGAINST_COUNT.search(match[0])
    got = GOT.search(match[0])
    if counted:
        _take_counts(vote, counted)
    elif got and vote.votes_for is None:
        vote.votes_for = _number(got["count"])
    if vote.subject is None and match["lead"].casefold() != "dermed":
        phrases = list(SUBJECT.finditer(match[0][: match.start("word") - match.start()]))
        vote.subject = " ".join(phrases[-1][0].split()) if phrases else None


_LOST = frozenset({"falt", "fall", "forkastet", "forkasta", "nedstemt", "avvist"})
"""Words that say that a proposal was lost."""


def _take_counts(vote: VoteRead, match: regex.Match[str]) -> None:
    if match["only"]:
        vote.votes_against = _number(match["only"])
    else:
        first, second = _number(match["for"]), _number(match["against"])
        lost = match["word"].casefold() in _LOST
        swapped = lost and (first or 0) > (second or 0)
        vote.votes_for, vote.votes_against = (second, first) if swapped else (first, second)
    vote.unanimous = False if vote.votes_against else vote.unanimous


def _names(
    text: str, start: int, stop: int, lexicon: Lexicon
) -> list[tuple[str, str | None, int, int]]:
    """Names with parties between two offsets."""
    names = []
    for match in _NAMED.finditer(text, start, stop):
        raw = (match["name"] or match["bare"] or "").strip(" .\n:")
        raw = regex.sub(r"^(?:og|samt)\s+", "", raw)
        raw = _ABSENT.sub("", raw)
        name = " ".join(raw.split())
        if not is_person(name, lexicon):
            continue
        party = match["party"]
        names.append((name, " ".join(party.split()) if party else None, match.start(), match.end()))
    return names


def _counted(text: str, lexicon: Lexicon) -> list[VoteRead]:
    """Votes told by counts in a sentence."""
    votes = []
    for match in AGAINST_COUNT.finditer(text):
        vote = VoteRead(match.start(), match.end(), adopted=_won(match["word"]))
        _take_counts(vote, match)
        people = _names(match["who"] or "", 0, len(match["who"] or ""), lexicon)
        if people:
            at = match.start("who")
            moved = [(name, party, at + a, at + b) for name, party, a, b in people]
            vote.sides.append(Ballots("against", moved))
        votes.append(vote)
    if votes:
        return votes
    stood = list(STOOD.finditer(text))
    if not stood:
        return []
    vote = VoteRead(stood[0].start(), stood[-1].end())
    for match in stood:
        if match["side"].casefold() == "for":
            vote.votes_for = _number(match["count"])
        else:
            vote.votes_against = _number(match["count"])
    if vote.votes_for and vote.votes_against:
        vote.unanimous = False
    lost = regex.search(
        r"(?i)\b(?:forslaget|innstillingen) (?:falt|ble forkastet|ble ikke vedtatt)", text
    )
    vote.adopted = False if lost else None
    return [vote]


def _won(word: str) -> bool:
    return word.casefold() not in _LOST


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else _NUMBERS.get(text.casefold())
