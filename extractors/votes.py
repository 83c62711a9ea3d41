"""Votes and ballots: only what the page states, never inferred from who was present."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.names import is_person
from vedtak.extractors.text import Passage
from vedtak.extractors.vote_patterns import (
    ABBREVIATED,
    ABSENT,
    AGAINST_COUNT,
    AGAINST_SOME,
    ALTERNATIVE,
    AND,
    BOTH,
    CASTING,
    CONTEST,
    GOT,
    HEADING,
    LONGEST_SUBJECT,
    LOST,
    NAMED,
    NO_STOP,
    NOT,
    NUMBERS,
    PARENTHESIS,
    POINTWISE,
    PREDICATE,
    PROPOSAL_LOST,
    PUT_AGAINST,
    RESULT,
    SIDE,
    STOOD,
    SUBJECT,
    TALLY,
    UNANIMOUS,
    VOTED_ON,
)

_REMEMBERED = 8192
"""Names that are remembered: the same people vote in case after case."""


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
    rivals: tuple[str, str] | None = None
    """The proposals that were put against each other, as far as a sentence says so."""


def read_votes(passage: Passage, lexicon: Lexicon) -> list[VoteRead]:
    """Read the votes of a passage.

    Args:
        passage: Running text of the lines that report votes.
        lexicon: Words that no person is called.

    Returns:
        Votes in order. Counts are those written; ballots are those named.
    """
    text = ABBREVIATED.sub(NO_STOP, passage.text)
    reader = _Reader(text, lexicon)
    events = _events(text)
    for i, (start, what, match) in enumerate(events):
        stop = events[i + 1][0] if i + 1 < len(events) else len(text)
        if what == "contest":
            reader.put_against(match)
        elif what == "side":
            reader.add_side(match, stop)
        elif what == "counts":
            reader.add_counts(match)
        else:
            reader.add_result(match, start)
    votes = reader.votes or _counted(text, lexicon)
    for vote in votes:
        vote.subject = vote.subject and vote.subject.replace(NO_STOP, ".")
        for side in vote.sides:
            side.choice = side.choice.replace(NO_STOP, ".")
    return votes


def _events(text: str) -> list[tuple[int, str, regex.Match[str]]]:
    """What is told of votes, in order; a sentence tells one thing."""
    told = [("side", SIDE), ("result", RESULT)]
    if PUT_AGAINST.search(text):
        told.append(("contest", CONTEST))
    found = [(match.start(), what, match) for what, form in told for match in form.finditer(text)]
    ends = [(match.start(), match.end()) for _, what, match in found if what != "side"]
    for form in (POINTWISE, BOTH, TALLY):
        for match in form.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in ends):
                found.append((match.start(), "counts", match))
                ends.append((match.start(), match.end()))
    return sorted(found, key=lambda event: (event[0], event[1]))


class _Reader:
    """Puts votes together from what is told one after the other."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.votes: list[VoteRead] = []
        self._text = text
        self._lexicon = lexicon
        self._open = False
        """Whether the last vote may be told of further."""
        self._bare = False
        """Whether the result of the last vote came before any names."""

    def put_against(self, match: regex.Match[str]) -> None:
        """Begin a vote between two proposals."""
        vote = VoteRead(match.start(), match.end(), alternatives=True)
        vote.rivals = (_plain(match["first"]), _plain(match["second"]))
        self.votes.append(vote)
        self._open = True

    def add_side(self, match: regex.Match[str], stop: int) -> None:
        """Add who voted on one side."""
        names = _names(self._text, match.end(), stop, self._lexicon)
        vote = self._vote_of(match, names)
        if vote is None:
            if match["subject"] is None:
                return  # nothing says on what
            vote = VoteRead(match.start(), stop)
            self.votes.append(vote)
            self._open = True
        _add_side(vote, match, names)
        vote.end = max(vote.end, stop)

    def add_result(self, match: regex.Match[str], start: int) -> None:
        """Add what became of a vote; without one, it is a vote of its own."""
        if not self._open:
            self.votes.append(VoteRead(start, match.end()))
        _add_result(self.votes[-1], match)
        self._open = False
        self._bare = not self.votes[-1].sides

    def add_counts(self, match: regex.Match[str]) -> None:
        """Add the counts of a vote of which the result may be told next."""
        told = match.groupdict()
        before = VOTED_ON.search(self._text, max(0, match.start() - 120), match.start())
        subject = told.get("subject") or (before["subject"] if before else None)
        vote = VoteRead(match.start(), match.end(), subject=subject)
        vote.votes_for, vote.votes_against = _number(told["for"]), _number(told["against"])
        if told.get("unanimous"):
            vote.unanimous = True
        elif vote.votes_for and vote.votes_against:
            vote.unanimous = False
        if word := told.get("word"):
            vote.adopted = _won(word)
        self.votes.append(vote)
        self._open, self._bare = "subject" not in told, False

    def _vote_of(
        self, match: regex.Match[str], names: Sequence[tuple[str, str | None, int, int]]
    ) -> VoteRead | None:
        """Find the vote that a side belongs to; None where it begins another."""
        if not self.votes:
            return None
        vote = self.votes[-1]
        if not self._open:
            # Names behind the result: as many as were counted there.
            count = int(match["count"]) if match["count"] else len(names)
            fits = bool(names) and count in (vote.votes_for, vote.votes_against)
            return vote if fits and self._bare and not _has_voted(vote, names) else None
        if match["side"] != "For":
            return vote if vote.votes_against is None else None
        if vote.alternatives or match["subject"] is None:
            return vote
        if not vote.sides or vote.sides[-1].choice == "against":
            return None
        # Nobody votes for two proposals at once: they were put against each other.
        other = _plain(match["subject"]).casefold() != (vote.subject or "").casefold()
        both_named = bool(names) and bool(vote.sides[0].names)
        listed = ALTERNATIVE.match(_plain(match["subject"])) is not None
        return vote if other and (listed or both_named) and not _has_voted(vote, names) else None


def _has_voted(vote: VoteRead, names: Sequence[tuple[str, str | None, int, int]]) -> bool:
    """Whether any of some people is on a side of a vote already."""
    known = {name for side in vote.sides for name, *_ in side.names}
    return any(name in known for name, *_ in names)


def _plain(text: str) -> str:
    """What was voted on, without parentheses and line ends."""
    return " ".join(PARENTHESIS.sub("", text).split())


def _add_side(
    vote: VoteRead, match: regex.Match[str], names: list[tuple[str, str | None, int, int]]
) -> None:
    subject = _plain(match["subject"] or "") or None
    count = int(match["count"]) if match["count"] else len(names) or None
    if match["side"] != "For":
        vote.subject = vote.subject or subject
        vote.votes_against = vote.votes_against if vote.votes_against is not None else count
        choice = "against"
    elif vote.subject is None or vote.votes_for is None or subject is None:
        vote.subject = vote.subject or subject
        vote.votes_for = vote.votes_for if vote.votes_for is not None else count
        choice = "for"
        if subject and (vote.alternatives or ALTERNATIVE.match(subject)):
            choice, vote.alternatives = subject, True
    else:
        if vote.adopted is None:
            vote.votes_against = (vote.votes_against or 0) + (count or 0)
        if not vote.alternatives and vote.sides and vote.subject:
            vote.sides[0].choice = vote.subject
        vote.alternatives = True
        choice = subject
    if vote.votes_for and vote.votes_against:
        vote.unanimous = False
    vote.sides.append(Ballots(choice, names))


def _add_result(vote: VoteRead, match: regex.Match[str]) -> None:
    said = match["said"]
    lost = match["word"].casefold() in LOST
    adopted = lost == bool(NOT.search(said))
    if vote.alternatives and vote.subject:
        named = ALTERNATIVE.search(said.strip().partition(" ")[2])
        if named and named[0].casefold() != vote.subject.casefold():
            adopted = not adopted
    vote.adopted = adopted
    vote.casting_vote = bool(CASTING.search(said))
    if UNANIMOUS.search(said):
        vote.unanimous = True
    vote.end = match.end()
    counted = AGAINST_COUNT.search(match[0])
    got = GOT.search(match[0])
    if counted:
        _take_counts(vote, counted)
    elif got and vote.votes_for is None:
        vote.votes_for = _number(got["count"])
    elif both := BOTH.search(match[0]):
        vote.votes_for, vote.votes_against = _number(both["for"]), _number(both["against"])
    if AGAINST_SOME.search(said) or (vote.votes_for and vote.votes_against):
        vote.unanimous = False
    told = None if match["lead"].casefold() == "dermed" else _subject(match)
    if vote.rivals is not None and not counted:
        vote.subject = next(
            (each for each in vote.rivals if told and _alike(told, each)), vote.rivals[0]
        )
    vote.subject = vote.subject or told


def _subject(match: regex.Match[str]) -> str | None:
    """What was voted on: the words before the verb, or the last phrase that may be a proposal."""
    sentence = match[0][: match.start("word") - match.start()]
    verb = PREDICATE.search(sentence)
    named = HEADING.sub("", sentence[: verb.start()] if verb else sentence)
    words = named.split()
    phrases = list(SUBJECT.finditer(sentence))
    elsewhere = phrases and (words[:1] == ["Ved"] or not SUBJECT.search(named))
    if 0 < len(words) <= LONGEST_SUBJECT and words[0][:1].isupper() and not elsewhere:
        return " ".join(words).rstrip(",")
    return " ".join(phrases[-1][0].split()) if phrases else None


def _alike(short: str, full: str) -> bool:
    """Whether two phrases mean one proposal: 'Innstillinga', 'Formannskapets innstilling'."""
    ends = {word.casefold()[:6] for word in short.split() if len(word) > 3}
    return bool(ends & {word.casefold()[:6] for word in full.split() if len(word) > 3})


def _take_counts(vote: VoteRead, match: regex.Match[str]) -> None:
    lost = not _won(match["word"])
    if match["only"] and lost:
        vote.votes_for = _number(match["only"])  # it fell, and so many had wanted it
    elif match["only"]:
        vote.votes_against = _number(match["only"])
    else:
        first, second = _number(match["for"]), _number(match["against"])
        swapped = lost and (first or 0) > (second or 0)
        vote.votes_for, vote.votes_against = (second, first) if swapped else (first, second)
    vote.unanimous = False if vote.votes_against else vote.unanimous


def _names(
    text: str, start: int, stop: int, lexicon: Lexicon
) -> list[tuple[str, str | None, int, int]]:
    """Names with parties between two offsets."""
    names = []
    for match in NAMED.finditer(text, start, stop):
        party = " ".join(match["party"].split()) if match["party"] else None
        for name in _people(match["name"] or match["bare"] or "", lexicon):
            names.append((name, party, match.start(), match.end()))
    return names


@functools.lru_cache(_REMEMBERED)
def _people(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The people that a text between two commas names."""
    names = (" ".join(ABSENT.sub("", raw.strip(" .\n:")).split()) for raw in AND.split(text))
    return tuple(name for name in names if is_person(name, lexicon))


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
    vote.adopted = False if PROPOSAL_LOST.search(text) else None
    return [vote]


def _won(word: str) -> bool:
    return word.casefold() not in LOST and NOT.match(word) is None


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else NUMBERS.get(text.casefold())
