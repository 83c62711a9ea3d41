"""Words of the archive for words of a query that it does not have.

First the same compound in another form of the language, then longer words that the word begins or
ends, then its own parts, then the words that are spelled most like it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import duckdb
from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from vedtak.extractors.compounds import Compounds
from vedtak.extractors.search_words import search_words
from vedtak.extractors.stem import stem

_SHORTEST: Final = 4
"""Shorter words have too many neighbours."""
_MOST: Final = 3
"""Near words that are searched for instead of one."""
_ALIKE: Final = 0.75
"""Share of letters that must be in place for a word to count as misspelt."""
_NEAREST: Final = 0.08
"""Words that are less like it than the best by more than this are left out."""


def near_words(
    connection: duckdb.DuckDBPyConnection, unknown: Iterable[str]
) -> dict[str, list[str]]:
    """Return for words that find nothing what may be meant.

    Args:
        connection: A database with an index.
        unknown: The words, in lower case.
    """
    wanted = [word for word in unknown if len(word) >= _SHORTEST and word.isalpha()]
    if not wanted:
        return {}
    rows = connection.execute(
        "SELECT word, records FROM search_index.words WHERE length(word) >= 3 ORDER BY word"
    ).fetchall()
    known: dict[str, int] = dict(rows)
    compounds = Compounds(known, search_words())
    near: dict[str, list[str]] = {}
    for word in wanted:
        if others := (
            _other_form(word, compounds, connection)
            or _longer(word, known)
            or _parts(word, known, compounds)
            or _alike(word, known)
        ):
            near[word] = others
    return near


def _other_form(
    word: str, compounds: Compounds, connection: duckdb.DuckDBPyConnection
) -> list[str]:
    """Return the form of a compound by which the index has it, if it does."""
    standard = compounds.terms(word).standard
    if standard is None:
        return []
    found = connection.execute(
        "SELECT 1 FROM search_index.postings JOIN search_index.places USING (docid) "
        "WHERE term = search_index.number(?) LIMIT 1",
        [stem(standard)],
    ).fetchone()
    return [standard] if found else []


def _longer(word: str, known: dict[str, int]) -> list[str]:
    """Return words that begin or end with a word, the most frequent first."""
    cut = stem(word)
    if len(cut) < _SHORTEST:
        return []
    found = [
        other
        for other in known
        if other.isalpha() and (other.startswith(cut) or stem(other).endswith(cut))
    ]
    return _frequent(found, known)


def _parts(word: str, known: dict[str, int], compounds: Compounds) -> list[str]:
    """Return the parts of a compound, if all are known."""
    pieces = [piece.text for piece in compounds.split(word)]
    stems = {stem(other) for other in known}
    found = [piece for piece in pieces if stem(piece) in stems and len(piece) >= _SHORTEST]
    return found if len(found) == len(pieces) else []


def _alike(word: str, known: dict[str, int]) -> list[str]:
    """Return the words that are spelled most like a word."""
    candidates: Sequence[str] = [
        other for other in known if abs(len(other) - len(word)) <= 2 and other.isalpha()
    ]
    # The cheap measure thins out a hundred thousand words, the other one counts a swap as one slip.
    near = process.extract(word, candidates, scorer=fuzz.ratio, limit=50, score_cutoff=60)
    rated = [(DamerauLevenshtein.normalized_similarity(word, other), other) for other, _, _ in near]
    best = max((rate for rate, _ in rated), default=0.0)
    found = [other for rate, other in rated if rate >= max(_ALIKE, best - _NEAREST)]
    rates = {other: rate for rate, other in rated}
    return sorted(found, key=lambda other: (-rates[other], -known[other], other))[:_MOST]


def _frequent(found: list[str], known: dict[str, int]) -> list[str]:
    """Return the most frequent of some words."""
    return sorted(found, key=lambda other: (-known[other], other))[:_MOST]
