"""The words of the index, with what else each is found by, kept up with the texts.

What the parts of a compound are, the words of the archive decide. So a new word may change how
older ones are taken apart: those that contain it, or its stem. No others are looked at.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import duckdb

from vedtak.extractors.compounds import LONGEST_WORD, SHORTEST_WORD, Compounds, root
from vedtak.extractors.search_words import SearchWords
from vedtak.extractors.stem import stem
from vedtak.pipeline.storing.long_statement import ask_long
from vedtak.pipeline.tables.rows import Rows, execute_with, fill, text_rows
from vedtak.pipeline.tables.schema import sql_text

_AT_ONCE: Final = 4000
"""Letters of the words that are looked for in one pass over all words. A pattern of four times as
many is a hundred times as slow."""
_PASSES: Final = 40
"""Where it took more passes, all words are taken apart anew."""
_FEW_TIMES: Final = 8
"""All words together are read as fast as so many are searched for what stands in them."""
_SHORTEST_ROOT: Final = 3
_TOKEN: Final = re.compile(r"[^\W_]+")


class _Word(NamedTuple):
    """A word of the index."""

    word: str
    plain: str
    records: int
    standard: str | None = None
    terms: tuple[str, ...] = ()


def follow_words(connection: duckdb.DuckDBPyConnection, lists: SearchWords) -> None:
    """Bring the words in step with the texts.

    Args:
        connection: Inside a transaction. `temp.difference` tells by how many texts each word has
            become more frequent; `temp.parted` is filled with the numbers of those older words
            that are found by other words than before.
        lists: Word lists of the language.
    """
    ask_long(connection, lambda: connection.execute(sql_text("search/count_words.sql")))
    new = _fetch(connection, "SELECT word, plain, records FROM temp.new_words")
    older = _affected(connection, new, lists)
    compounds = Compounds(_vocabulary(connection, new, older), lists)
    changed = [after for before in older if (after := _read(before, compounds, lists)) != before]
    _replace(connection, changed, lists)
    _insert(connection, [_read(word, compounds, lists) for word in new], lists)


def _fetch(connection: duckdb.DuckDBPyConnection, query: str) -> list[_Word]:
    rows = ask_long(connection, lambda: connection.execute(query).fetchall())
    return [_Word(*row[:4], *(tuple(terms) for terms in row[4:])) for row in rows]


def _read(word: _Word, compounds: Compounds, lists: SearchWords) -> _Word:
    """Tell by what else a word is found."""
    other = compounds.terms(word.plain)
    standard = other.standard or (word.plain if word.plain != word.word else None)
    terms = (standard, *other.parts) if standard else other.parts
    terms = () if word.word in lists.stop_words else terms
    return _Word(word.word, word.plain, word.records, standard, terms)


def _affected(
    connection: duckdb.DuckDBPyConnection, new: Sequence[_Word], lists: SearchWords
) -> list[_Word]:
    """Return the older words that may be taken apart in another way than before."""
    columns = "SELECT word, plain, records, standard, terms FROM search_index.words"
    long_enough = f"length(plain) BETWEEN {SHORTEST_WORD} AND {LONGEST_WORD}"
    if not connection.execute("FROM search_index.words LIMIT 1").fetchall():
        return []
    stirred = _stirred(connection, new, lists)
    patterns = list(_patterns(stirred))
    if len(patterns) > _PASSES:
        return _fetch(connection, f"{columns} WHERE {long_enough}")
    found: dict[str, _Word] = {}
    for pattern in patterns:
        some = f"{columns} WHERE {long_enough} AND regexp_matches(plain, '{pattern}')"
        found |= {word.word: word for word in _fetch(connection, some)}
    return list(found.values())


def _patterns(words: Sequence[str]) -> Iterator[str]:
    """Yield patterns that together find all words; they have letters only."""
    some: list[str] = []
    letters = 0
    for word in words:
        if some and letters + len(word) > _AT_ONCE:
            yield "|".join(some)
            some, letters = [], 0
        some.append(word)
        letters += len(word)
    if some:
        yield "|".join(some)


def _stirred(
    connection: duckdb.DuckDBPyConnection, new: Sequence[_Word], lists: SearchWords
) -> list[str]:
    """Return the words and stems of words that the archive has now and had not, or had."""
    gone = connection.execute("SELECT plain, root FROM temp.gone WHERE root IS NOT NULL").fetchall()
    roots = {own for word in new if (own := root(word.plain, lists))}
    roots ^= {own for _, own in gone}
    words = {word.plain for word in new if root(word.plain, lists)} ^ {plain for plain, _ in gone}
    fill(connection, "some_roots", text_rows(root=sorted(roots)))
    kept = connection.execute(
        "SELECT DISTINCT root FROM search_index.words WHERE root IN (FROM temp.some_roots)"
    ).fetchall()
    return sorted(words | roots - {own for (own,) in kept})


def _vocabulary(
    connection: duckdb.DuckDBPyConnection, new: Sequence[_Word], older: Sequence[_Word]
) -> Iterator[str]:
    """Yield the words of the archive by which some words may be taken apart.

    Where there are few, these are the words whose stem stands in them; a word contains its stem.
    """
    yield from (word.plain for word in new)
    query = "SELECT DISTINCT plain FROM search_index.words WHERE root IS NOT NULL"
    row = connection.execute("SELECT count(*) FROM search_index.words").fetchone()
    count = row[0] if row else 0
    if count < _FEW_TIMES * (len(new) + len(older)):
        found = ask_long(connection, lambda: connection.execute(query).fetchall())
    else:
        inner = {text for word in (*new, *older) for text in _inside(word.plain)}
        fill(connection, "some_roots", text_rows(root=sorted(inner)))
        found = connection.execute(f"{query} AND root IN (FROM temp.some_roots)").fetchall()
    yield from (plain for (plain,) in found)


def _inside(word: str) -> Iterator[str]:
    """Yield what stands in a word that is long enough to be taken apart."""
    if SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha():
        for start in range(len(word) - _SHORTEST_ROOT + 1):
            for end in range(start + _SHORTEST_ROOT, len(word) + 1):
                yield word[start:end]


def _replace(
    connection: duckdb.DuckDBPyConnection, changed: Sequence[_Word], lists: SearchWords
) -> None:
    """Store words that are found by other words than before."""
    connection.execute("CREATE OR REPLACE TEMP TABLE parted (term UBIGINT)")
    if not changed:
        return
    fill(connection, "changed_words", text_rows(word=[word.word for word in changed]))
    chosen = "word IN (FROM temp.changed_words)"
    connection.execute(
        "INSERT INTO temp.parted SELECT DISTINCT term FROM search_index.words "
        f"WHERE {chosen} AND term IS NOT NULL"
    )
    connection.execute(f"DELETE FROM search_index.words WHERE {chosen}")
    _insert(connection, changed, lists)


def _insert(
    connection: duckdb.DuckDBPyConnection, words: Sequence[_Word], lists: SearchWords
) -> None:
    """Store words."""
    if not words:
        return
    columns: dict[str, tuple[str, list[object]]] = {
        "word": ("VARCHAR", [word.word for word in words]),
        "plain": ("VARCHAR", [word.plain for word in words]),
        "stem": ("VARCHAR", [stem(word.word) for word in words]),
        "root": ("VARCHAR", [root(word.plain, lists) for word in words]),
        "records": ("INTEGER", [word.records for word in words]),
        "standard": ("VARCHAR", [word.standard for word in words]),
        "terms": ("VARCHAR[]", [list(word.terms) for word in words]),
        "further": ("VARCHAR[]", [list(_further(word, lists)) for word in words]),
    }
    rows = Rows(
        {name: values for name, (_, values) in columns.items()},
        {name: kind for name, (kind, _) in columns.items()},
    )
    execute_with(connection, sql_text("search/add_words.sql"), rows)


def _further(word: _Word, lists: SearchWords) -> Iterator[str]:
    """Yield the stems of what else a word is found by."""
    for text in word.terms:
        for token in _TOKEN.findall(text):
            if token not in lists.stop_words:
                yield stem(token)
