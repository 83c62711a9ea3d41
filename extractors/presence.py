"""Presence tied to a case: who was unfit, who left, who joined, who stepped in."""

from vedtak.extractors.context import Reading
from vedtak.extractors.lexicon.required import is_any_in
from vedtak.extractors.names import NAME, is_person
from vedtak.extractors.pattern import pattern
from vedtak.extractors.text import Passage
from vedtak.models.documents import Role
from vedtak.models.meetings import CasePresence, PresenceEvent

DISQUALIFIED = pattern(
    r"(?i)\b(?:ble|vart|blei)\b[^.\n]{0,80}?\b(?:kjent|kjend|erklært|erklærte?|vurdert|"
    r"funnet|funnen)\s+(?:som\s+)?(?:inhabile?|ugilde?)|\berklærte seg (?:som )?"
    r"(?:inhabil|ugild)|\b(?:meldte|melde) seg (?:som )?(?:inhabil|ugild)|\bfratrådte som "
    r"(?:inhabil|ugild)|\b(?:var|er|ble|vart) (?:inhabil|ugild|ugilde)\b"
)
"""Somebody is found unfit, for example 'ble kjent inhabil'; not 'ba om en habilitetsvurdering'."""

LEFT = pattern(
    r"(?i)\b(?:fratrådte?|fråtredde|fratrer|forlot(?: møtet| salen)?|forlate (?:møtet|salen)|"
    r"gikk fra|gjekk frå|permitter\w+|fikk permisjon|forlét|gikk kl|trådte ut)\b"
)
"""Somebody leaves, for example 'fratrådte møtet'; not 'fratrådt stilling'."""

JOINED = pattern(
    r"(?i)\b(?:tiltrådte|tiltredde|tok sete|ankom|kom til møtet|kom kl|møtte kl|tiltrer)\b"
)
"""Somebody comes, for example 'tiltrådte møtet'; not 'tiltrådte forslaget'."""

_PRONOUN = pattern(r"(?:Han|Hun|Ho|Vedkommende)\b")
"""A sentence about the person named before: 'Han forlot møtet'."""
_SUBSTITUTE = pattern(r"(?i)\b(?:vararepresentant|varamedlem|vara)\b")
_FOR = pattern(r"(?i)\b(?:i stedet for|istedenfor|for|i staden for)\s+(?=\p{Lu})")
_SENTENCE = pattern(
    r"[^.!?\n]*(?:[.!?](?=\S)[^.!?\n]*|\b\d{1,2}\.(?=\s?(?:ledd|jan|feb|mar|apr|mai|jun|"
    r"jul|aug|sep|okt|nov|des))[^.!?\n]*|(?<=\bjfr|\bjf|\bnr|\bkl|"
    r"\bpkt)\.[^.!?\n]*)*[.!?\n]?"
)
_PROPOSAL = pattern(r"(?i)\b(?:forslag|innstilling|vedtak)\w*\b")


def read_presence(reading: Reading, passage: Passage, case_id: str, part_id: str) -> None:
    """Read changes of presence out of the text of a case and add them to the reading."""
    if not is_any_in((DISQUALIFIED, LEFT, JOINED), passage.text):
        return  # as in most cases: no sentence need be told apart
    number = sum(1 for one in reading.found.case_presence if one.case_id == case_id)
    seen = {
        (one.name_as_written, one.event, one.text)
        for one in reading.found.case_presence
        if one.case_id == case_id
    }
    last: str | None = None
    for sentence in _SENTENCE.finditer(passage.text):
        text = sentence[0].strip()
        if not text:
            continue
        subject = _subject(reading, text)
        if _PRONOUN.match(text):
            subject = last
        last = subject or last
        for name, event, substitute_for in _events(text, subject, reading):
            if (name, event, text) in seen:
                continue
            seen.add((name, event, text))
            number += 1
            key = f"{case_id}/presence/{number}"
            reading.found.case_presence.append(
                CasePresence(
                    presence_id=key,
                    case_id=case_id,
                    part_id=part_id,
                    name_as_written=name,
                    event=event,
                    substitute_for=substitute_for,
                    case_only=reading.lexicon.search("during_case", text) is not None,
                    text=text,
                )
            )
            at = passage.ranges(sentence.start(), sentence.end())
            reading.claim(at, Role.DISCUSSION, part_id, key)


def _events(
    sentence: str, name: str | None, reading: Reading
) -> list[tuple[str, PresenceEvent, str | None]]:
    found: list[tuple[str, PresenceEvent, str | None]] = []
    if name is None:
        return []
    if DISQUALIFIED.search(sentence):
        found.append((name, PresenceEvent.DISQUALIFIED, None))
    if LEFT.search(sentence):
        found.append((name, PresenceEvent.LEFT, None))
    joined = JOINED.search(sentence)
    if joined and not _PROPOSAL.search(sentence, joined.end()):
        event = PresenceEvent.SUBSTITUTED if _SUBSTITUTE.search(sentence) else PresenceEvent.JOINED
        found.append((name, event, _replaced(reading, sentence, joined.end())))
    return found


def _subject(reading: Reading, sentence: str) -> str | None:
    """The first person that a sentence names."""
    for match in NAME.finditer(sentence):
        words = match[0].split()
        while len(words) > 2 and not is_person(" ".join(words), reading.lexicon):
            words.pop(0)
        name = " ".join(words)
        if is_person(name, reading.lexicon):
            return name
    return None


def _replaced(reading: Reading, sentence: str, start: int) -> str | None:
    mark = _FOR.search(sentence, start)
    match = NAME.match(sentence, mark.end()) if mark else None
    return match[0] if match and is_person(match[0], reading.lexicon) else None
