"""Short forms that a text explains: 'Helse- og omsorgsdepartementet (HOD)'.

A short form is believed only where its letters fit the words before the parenthesis.
"""

from collections.abc import Callable, Sequence
from functools import partial

from vedtak.extractors.keys import digest, fold
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.pattern import pattern
from vedtak.models.abbreviations import Abbreviation
from vedtak.models.documents import Part
from vedtak.models.page import Page

_IN_PARENTHESES = pattern(r"\(\s?(\p{Lu}[\p{L}-]{1,9})\s?\)")
"""One word with a capital in parentheses, '(HOD)', '(Difi)'; not '(se vedlegg)', not '(2020)'."""

_WORDS_BEFORE = pattern(r"(?r)(?:[\p{L}&'’.-]++\s{1,3}){1,9}$")
"""Up to nine words up to the end of a text, looked for from there: 'Norsk Helsenett '; not
'kl. 10, '."""

_WORD_START = pattern(r"(?<!\S)\S")
_NO_LETTERS = pattern(r"[^\p{L}]+")
_WITH_SHORT_FORM = pattern(r"(.{3,}?)\s*\(\s?(\p{Lu}[\p{L}-]{1,9})\s?\)")
"""A name and its short form, 'Norsk Helsenett (NHN)'; not 'Bolig (avd. 2)'."""

_SMALL = frozenset({"og", "for", "i", "av", "på", "til", "om", "med", "og/eller", "ved", "the"})
"""Words that need not have a letter in a short form."""

_LONGEST = 10


def is_short_form(text: str) -> bool:
    """Whether a name has the form of an abbreviation: one word, capitals, few letters.

    >>> [is_short_form(t) for t in ("HOD", "UiO", "Difi", "Norsk Helsenett", "KOMMUNESTYRET")]
    [True, True, False, False, False]
    """
    if not 2 <= len(text) <= 8 or not text[0].isupper() or not text.replace("-", "").isalpha():
        return False
    return sum(c.isupper() for c in text) >= 2 and not text.isspace()


def fits(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in a long form as abbreviations take them.

    Every word but the small ones gives its first letter, in order; the other letters of the short
    form come in order from within the words: compounds give the first letters of their parts, and
    where the parts begin no list of words can tell.

    >>> fits("HOD", "Helse- og omsorgsdepartementet"), fits("NHN", "Norsk Helsenett")
    (True, True)
    >>> fits("KS", "Norsk Helsenett"), fits("NH", "Norsk Helsenett SF")
    (False, False)
    """
    wanted = "".join(c for c in short.casefold() if c.isalpha())
    words = [word for word in _NO_LETTERS.split(long.casefold()) if word]
    if len(wanted) < 2 or not words or len(wanted) >= sum(map(len, words)):
        return False
    return _fits(wanted, words, first=True)


def _fits(wanted: str, words: list[str], *, first: bool) -> bool:
    """Spend the letters wanted on the words, each word taking none or more."""
    if not words:
        return not wanted
    word, rest = words[0], words[1:]
    if word in _SMALL and not first and _fits(wanted, rest, first=False):
        return True
    if not wanted or wanted[0] != word[0]:
        return False
    for taken in range(1, len(wanted) + 1):
        if not _inside(wanted[1:taken], word[1:]):
            return False
        if _fits(wanted[taken:], rest, first=False):
            return True
    return False


def _inside(letters: str, word: str) -> bool:
    """Whether letters stand in a word in that order."""
    remaining = iter(word)
    return all(letter in remaining for letter in letters)


def split_short_form(text: str) -> tuple[str, str | None]:
    """Part a name from the short form in parentheses behind it, where the letters fit.

    >>> split_short_form("Norsk Helsenett (NHN)")
    ('Norsk Helsenett', 'NHN')
    >>> split_short_form("Unni Bergheim (KrF)")
    ('Unni Bergheim (KrF)', None)
    """
    match = _WITH_SHORT_FORM.fullmatch(text.strip())
    if match and fits(match[2], match[1]):
        return match[1], match[2]
    return text, None


def definitions(
    text: str, is_other: Callable[[str], bool] = lambda short: False
) -> list[tuple[int, int, str, str]]:
    """Find the short forms that a text explains.

    Args:
        text: The text.
        is_other: Tells words in parentheses that are something else.

    Returns:
        Start and end of each explanation in the text, the short form and the long form; the
        long form is the shortest run of words before the parenthesis that begins with a capital
        and fits.
    """
    found = []
    for match in _IN_PARENTHESES.finditer(text):
        if is_other(match[1]) or sum(c.isupper() for c in match[1]) < min(2, len(match[1]) - 2):
            continue
        before = _WORDS_BEFORE.search(text, max(0, match.start() - 160), match.start())
        if before is None:
            continue
        starts = [one.start() for one in _WORD_START.finditer(before[0])]
        for start in reversed(starts):
            long = " ".join(before[0][start:].split())
            if long[0].isupper() and not is_short_form(long) and fits(match[1], long):
                found.append((before.start() + start, match.end(), match[1], long))
                break
    return found


def read_abbreviations(
    pages: Sequence[Page], parts: Sequence[Part], lexicon: Lexicon
) -> list[Abbreviation]:
    """Read the short forms that the pages of a document explain, each once per part."""
    rows: dict[str, Abbreviation] = {}
    for page in pages:
        part = next((p for p in parts if p.first_page <= page.number <= p.last_page), None)
        if part is None or "(" not in page.text:
            continue
        # Not parties: 'Siv Gjertrud Skjerve (SV)'.
        for start, end, short, long in definitions(page.text, partial(lexicon.is_word, "party")):
            key = f"{part.part_id}/{fold(short)}-{digest(long)}"
            rows.setdefault(
                key,
                Abbreviation(
                    abbreviation_id=key,
                    part_id=part.part_id,
                    page_number=page.number,
                    char_start=start,
                    char_end=end,
                    short_form=short,
                    long_form=long,
                ),
            )
    return list(rows.values())
