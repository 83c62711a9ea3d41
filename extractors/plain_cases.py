"""Headings of cases without a year in their number, or without any number.

Where no number with a year stands in a part, running numbers ('4.', 'V-SAK 1', '## 4. …') are
taken for cases if they go up one by one and look alike; where there are none either, headings that
look alike and have a decision below one of them.
"""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.loose_headings import is_loose_heading
from vedtak.extractors.numbers import PLAIN, CaseNumber, read_plain
from vedtak.extractors.pattern import pattern

_TIME_STAMP = pattern(r"^\[\d{1,2}[:.]\d{2}\]\s*")
"""A time in front of a heading, for example '[16:32] '."""
_LEAD = pattern(r"[\s.:)–—-]+")
_TITLE_START = pattern(
    r"[\p{Lu}\"«“']|\d{1,2}\.\s?(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)"
)
"""How a title begins, for example 'Budsjett' or '17. mai'; not '17 barn' or 'budsjett'."""
_MOST_WORDS = 18
_LONGEST_BARE = 9
_FEWEST_LISTED = 2
_WRAPPED = 2
"""An entry of a list goes on over so many lines at most."""
_APART = 0.5
_FIRST_NUMBERS = 3
"""A sequence of cases begins with one of the numbers up to this one, unless a word marks it."""


class PlainHeading(NamedTuple):
    """A heading found by its form."""

    at: int
    """Index of its line."""
    number: CaseNumber | None
    """Its number; None where it has none."""
    title_offset: int
    """Offset of the title in the line's text."""
    listed: bool = False
    """Whether it is an entry of a case list, with no text of its own."""
    loose: bool = False
    """Whether it is an item that needs no number, such as 'Eventuelt'."""


def find_plain_headings(reading: Reading, lines: Sequence[FlowLine]) -> list[PlainHeading]:
    """Find the headings of cases that have no number with a year.

    Args:
        reading: The document.
        lines: Lines of a part in which no number with a year was found.

    Returns:
        Headings in order; none where no line is clearly one.
    """
    listed = _listed(reading.lexicon, lines)
    begin = listed[-1].at + 1 if listed else 0
    numbered = [
        one._replace(at=one.at + begin) for one in _numbered(reading.lexicon, lines[begin:])
    ]
    if numbered:
        return [*listed, *_with_loose(reading.lexicon, lines, numbered)]
    return listed or _unnumbered(reading.lexicon, lines)


def _listed(lexicon: Lexicon, lines: Sequence[FlowLine]) -> list[PlainHeading]:
    """The entries of a list below its heading: 'Saksliste:', '1. Valg av møteleder', '2. …'.

    A line that ends with a full stop is text: then cases are treated there and not listed.
    """
    heads = [at for at, line in enumerate(lines) if _heads_list(lexicon, line)]
    found: list[PlainHeading] = []
    for at in range(heads[0] + 1, len(lines)) if heads else ():
        line = lines[at]
        one = _entry(line, at)
        if one is None:
            rest_of_title = found and at - found[-1].at <= _WRAPPED and line.gap < _APART
            if not rest_of_title:
                break
            if line.text[-1:] in ".:":
                return []
        elif _follows(found, one):
            found.append(one)
        else:
            break
    return found if len(found) >= _FEWEST_LISTED else []


def _heads_list(lexicon: Lexicon, line: FlowLine) -> bool:
    hit = lexicon.label(line.text)
    return hit is not None and hit.alone and "cases_heading" in hit.groups


def _entry(line: FlowLine, at: int) -> PlainHeading | None:
    match = PLAIN.match(line.text)
    lead = _LEAD.match(line.text, match.end()) if match else None
    if match is None or lead is None or not _TITLE_START.match(line.text, lead.end()):
        return None
    return PlainHeading(at, read_plain(match), lead.end(), listed=True)


def _follows(found: Sequence[PlainHeading], one: PlainHeading) -> bool:
    """Whether an entry's number is the next one: '2' behind '1', '4.1' behind '4'."""
    last, now = found[-1].number if found else None, one.number
    if now is None or last is None:
        return now is not None and now.sequence == 1 and now.sub is None
    if now.sub is not None:
        return now.sequence == last.sequence and now.sub == (last.sub or 0) + 1
    return now.sequence == last.sequence + 1


def _with_loose(
    lexicon: Lexicon, lines: Sequence[FlowLine], found: Sequence[PlainHeading]
) -> list[PlainHeading]:
    """Add the items without a number, such as 'Eventuelt', behind the first numbered one."""
    taken = {one.at for one in found}
    loose = [
        PlainHeading(at, None, 0, loose=True)
        for at in range(found[0].at + 1, len(lines))
        if at not in taken and at + 1 not in taken and is_loose_heading(lexicon, lines[at])
    ]
    return sorted([*found, *loose], key=lambda one: one.at)


def opens_first_case(line: FlowLine) -> bool:
    """Whether a line is the heading of a first case: 'Sak 15 Referat …', '1. Godkjenning …'."""
    match = FIRST.match(line.text)
    if not match or line.column > 0:
        return False
    return match["word"] is not None or line.gap >= 0.6 or line.bold


FIRST = pattern(
    r"(?:#{1,6}\s+)?(?:(?P<word>Sak|SAK|\p{Lu}{1,2}-(?:sak|SAK|Sak))\s+\d{1,3}\b|1\s?[.)]\s)"
    r"[\s.:–-]*(?=\p{Lu}|$)"
)
"""Heading of the first case where numbers have no year; not '1.mai' or 'Saken'."""


def _numbered(lexicon: Lexicon, lines: Sequence[FlowLine]) -> list[PlainHeading]:
    """The best sequence of running numbers: lines alike in look, numbers going up."""
    groups: dict[tuple[bool, bool, int, bool], list[PlainHeading]] = {}
    for at, line in enumerate(lines):
        first = line.text[:1]
        if first.islower() and first != "s":
            continue  # no number begins so
        stamp = _TIME_STAMP.match(line.text) if first == "[" else None
        match = PLAIN.match(line.text, stamp.end() if stamp else 0)
        if not match or line.column > 0:
            continue
        lead = _LEAD.match(line.text, match.end())
        begin = lead.end() if lead else match.end()
        title = line.text[begin:]
        if not _TITLE_START.match(title) or len(title.split()) > _MOST_WORDS:
            continue
        number = read_plain(match)
        worded = not number.written[0].isdigit() or match[0].lstrip("# ")[0].isalpha()
        key = (worded, line.bold, round(line.size), "." in number.written)
        groups.setdefault(key, []).append(PlainHeading(at, number, begin))
    best: list[PlainHeading] = []
    for look in sorted(groups, key=repr):
        chain = _chain(lines, groups[look], worded=bool(look[0]), styled=bool(look[1]))
        if _weight(lines, chain) > _weight(lines, best):
            best = chain
    return _with_sub_cases(lines, best, groups)


def _with_sub_cases(
    lines: Sequence[FlowLine],
    chain: Sequence[PlainHeading],
    groups: dict[tuple[bool, bool, int, bool], list[PlainHeading]],
) -> list[PlainHeading]:
    """Add the sub-cases ('6.1', '6.2') that stand below their case and have text of their own."""
    found = list(chain)
    subs = sorted(
        (one for look, some in groups.items() if look[3] for one in some), key=lambda one: one.at
    )
    wanted = 1
    parent: PlainHeading | None = None
    for one in subs:
        above = [main for main in chain if main.at < one.at]
        if not above or one in chain or one.number is None or above[-1].number is None:
            continue
        if above[-1] is not parent:
            parent, wanted = above[-1], 1
        following = lines[one.at + 1].text if one.at + 1 < len(lines) else ""
        has_text = bool(following) and not PLAIN.match(following)
        is_next = one.number.sequence == above[-1].number.sequence and one.number.sub == wanted
        if is_next and has_text:
            found.append(one)
            wanted += 1
    return sorted(found, key=lambda one: one.at)


def _weight(lines: Sequence[FlowLine], chain: Sequence[PlainHeading]) -> float:
    """How much speaks for a sequence: its length, and the look of its lines."""
    if not chain:
        return 0.0
    styled = sum(lines[one.at].bold or lines[one.at].size > 0 for one in chain)
    apart = sum(lines[one.at].gap >= 0.6 or one.at == 0 for one in chain)
    worded = sum(lines[one.at].text[:1].isalpha() for one in chain)
    return len(chain) + styled + apart + 2 * worded


def _chain(
    lines: Sequence[FlowLine], found: Sequence[PlainHeading], *, worded: bool, styled: bool
) -> list[PlainHeading]:
    """Those headings whose numbers go up one by one; a list inside a case does not.

    Numbers marked by a word ('V-SAK 1', 'O-SAK 1') count up by themselves.
    """
    if worded:
        return list(found)
    chain: list[PlainHeading] = []
    for one in found:
        assert one.number is not None
        wanted = chain[-1].number.sequence + 1 if chain and chain[-1].number else None
        if wanted is None:
            if one.number.sequence <= _FIRST_NUMBERS or styled:
                chain.append(one)
            continue
        apart = styled or lines[one.at].gap >= 0.6 or lines[one.at].page_start
        if one.number.sequence == wanted and (apart or _has_text(chain[-1], one)):
            chain.append(one)
    if len(chain) < 2 or not any(_has_text(a, b) for a, b in itertools.pairwise(chain)):
        return []
    return chain


def _has_text(first: PlainHeading, second: PlainHeading) -> bool:
    return second.at - first.at > 1


def _unnumbered(lexicon: Lexicon, lines: Sequence[FlowLine]) -> list[PlainHeading]:
    """Headings without a number, where decisions stand below them."""
    found = []
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else None
        if below is None or not _looks_like_heading(lexicon, line):
            continue
        if line.bold or line.gap >= 0.9 or line.page_start or at == 0:
            found.append(PlainHeading(at, None, 0))
    if any(lines[one.at].bold for one in found):
        found = [one for one in found if lines[one.at].bold]
        size = max(lines[one.at].size for one in found)
        found = [one for one in found if lines[one.at].size >= size - 0.5]
    decided = 0
    for i, one in enumerate(found):
        end = found[i + 1].at if i + 1 < len(found) else len(lines)
        decided += any(_decides(lexicon, line) for line in lines[one.at + 1 : end])
    return found if decided and decided >= len(found) / 3 else []


def _decides(lexicon: Lexicon, line: FlowLine) -> bool:
    return (
        lexicon.opener("decision", line.text) is not None
        or lexicon.search("bare_decision", line.text.strip()) is not None
    )


def _looks_like_heading(lexicon: Lexicon, line: FlowLine) -> bool:
    text = line.text.strip()
    if not text[:1].isupper() or text[-1:] in ".,;:" or len(text.split()) > _LONGEST_BARE:
        return False
    if len(line.cells) > 1 or lexicon.label(text) or lexicon.search("bare_decision", text):
        return False
    return not (lexicon.opener("proposal", text) or lexicon.opener("decision", text))
