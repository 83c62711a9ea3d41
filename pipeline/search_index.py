"""The index behind the search, made anew when what it is made from has changed.

DuckDB's full-text index does not follow its table. At the end of an import the searchable texts
are gathered, and where their digest is not that of the index, texts, words and index are made
anew in one transaction.
"""

import contextlib
from collections.abc import Iterator
from typing import Final

import duckdb

from vedtak.extractors.compounds import Compounds
from vedtak.extractors.keys import digest
from vedtak.extractors.search_words import SearchWords, search_words
from vedtak.pipeline.errors import MissingProgram
from vedtak.pipeline.fulltext import load_fulltext
from vedtak.pipeline.long_statement import ask_long
from vedtak.pipeline.rows import Rows, insert, text_rows
from vedtak.pipeline.schema import sql_text
from vedtak.pipeline.store import Store

_RULES: Final = "1"
"""Raised when the index is to be made anew though texts and word lists are the same."""

_MEMORY: Final = "512MB"
"""Memory for making it: what goes beyond is on the disk. With 122 MB, 200,000 decisions fail."""
_THREADS: Final = 2
"""Each takes memory of its own; more of them gain little."""

_AT_ONCE: Final = 4000
"""Texts whose terms are gathered in one statement, which Ctrl-C may have to wait for."""

_SLICES: Final = """
    SELECT min(text_id), max(text_id)
    FROM (SELECT text_id, row_number() OVER (ORDER BY text_id) - 1 AS place FROM temp.texts)
    GROUP BY place // ?
    ORDER BY 1
"""

_WORDS: Final = r"""
    SELECT word, search_index.plain(word) AS plain, stem(word, 'norwegian') AS stem,
        count(*)::INTEGER AS records
    FROM (
        SELECT unnest(list_distinct(regexp_extract_all(
            lower(concat_ws(' ', title, text, context)), '[\p{L}\p{N}]+'
        ))) AS word
        FROM temp.texts
    )
    GROUP BY word
    ORDER BY word
"""

_WORD_TYPES: Final = {
    "word": "VARCHAR",
    "stem": "VARCHAR",
    "records": "INTEGER",
    "standard": "VARCHAR",
    "terms": "VARCHAR[]",
}

_INDEX: Final = r"""
    PRAGMA create_fts_index(
        'main.search_texts', 'text_id', 'title', 'text', 'context', 'terms',
        stemmer = 'norwegian', stopwords = 'search_index.stop_words', strip_accents = 0,
        -- the default drops every letter that English has not
        ignore = '[^\p{L}\p{N}]+', overwrite = 1
    )
"""

_TOGETHER: Final = """
    CREATE OR REPLACE TABLE fts_main_search_texts.terms AS
    SELECT docid, fieldid, termid FROM fts_main_search_texts.terms ORDER BY termid, docid
"""
"""Lays the places of a word side by side: a search reads only those of its words."""


def refresh_index(store: Store) -> bool:
    """Make the index of the search anew, if anything that it is made from has changed.

    Args:
        store: The database, open for writing.

    Returns:
        Whether it was made anew.
    """
    with _room(store.connection):
        return _refresh(store)


def _refresh(store: Store) -> bool:
    """Gather the texts, and make the index anew if they are others than before."""
    connection = store.connection
    # In their order, so that a slice of them stands together.
    _long(
        connection,
        f"CREATE OR REPLACE TEMP TABLE texts AS {sql_text('search/texts.sql')} ORDER BY text_id",
    )
    try:
        fingerprint = _fingerprint(connection)
        if _state(connection) == fingerprint:
            return False
        try:
            load_fulltext(connection)
        except MissingProgram:
            # An import of many hours is not lost for it; who searches is told what is missing.
            _forget(connection)
            return False
        with store.transaction():
            _make(connection, fingerprint)
        return True
    finally:
        connection.execute("DROP TABLE temp.texts")


@contextlib.contextmanager
def _room(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Give the index what it needs: it has many rows and few statements, unlike all the rest."""
    names = ("threads", "memory_limit")
    before = [connection.execute("SELECT current_setting(?)", [name]).fetchone() for name in names]
    connection.execute(f"SET threads = {_THREADS}")
    connection.execute(f"SET memory_limit = '{_MEMORY}'")
    try:
        yield
    finally:
        for name, row in zip(names, before, strict=True):
            if row:
                connection.execute(f"SET {name} = '{row[0]}'")


def has_index(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether a database has an index of the search that is whole."""
    return _state(connection) is not None


def _state(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Return what the stored index was made from; None when there is none."""
    if not _has_table(connection, "search_index", "state"):
        return None
    row = connection.execute("SELECT fingerprint FROM search_index.state").fetchone()
    return str(row[0]) if row else None


def _forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Note that the stored index is not that of the stored records."""
    if _has_table(connection, "search_index", "state"):
        connection.execute("DELETE FROM search_index.state")


def _has_table(connection: duckdb.DuckDBPyConnection, place: str, table: str) -> bool:
    """Tell whether a database has a table."""
    found = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = ? AND table_name = ?", [place, table]
    )
    return found.fetchone() is not None


def _fingerprint(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a digest of the gathered texts, of the word lists and of the macros."""
    row = connection.execute(
        "SELECT count(*), bit_xor(hash(texts)), sum(hash(texts)::HUGEINT) FROM temp.texts"
    ).fetchone()
    lists = search_words()
    words = repr([getattr(lists, name) for name in ("links", "short_forms")])
    words += repr(sorted(lists.standards.items()))
    for name in ("stop_words", "parts", "no_first_part", "no_last_part"):
        words += repr(sorted(getattr(lists, name)))
    rules = digest(words + "".join(sql_text(f"search/{name}.sql") for name in _FILES))
    return f"{_RULES}/{rules}/{row}"


_FILES: Final = ("prepare", "macros", "texts", "fill", "places")


def _make(connection: duckdb.DuckDBPyConnection, fingerprint: str) -> None:
    """Make words, texts and index."""
    lists = search_words()
    connection.execute(sql_text("search/prepare.sql"))
    for table in ("words", "standards", "stop_words", "state"):
        connection.execute(f"DELETE FROM search_index.{table}")
    stop_words = text_rows(word=sorted(lists.stop_words))
    insert(connection, "search_index.stop_words", stop_words)
    pairs = sorted(lists.standards.items())
    standards = text_rows(stem=[stem for stem, _ in pairs], standard=[word for _, word in pairs])
    insert(connection, "search_index.standards", standards)
    _fill_words(connection, lists)
    _fill_texts(connection)
    for statement in (_INDEX, _TOGETHER, sql_text("search/places.sql")):
        _long(connection, statement)
    connection.execute(sql_text("search/macros.sql"))  # they are bound to the index's tables
    connection.execute("INSERT INTO search_index.state VALUES (?)", [fingerprint])


def _long(
    connection: duckdb.DuckDBPyConnection, statement: str, values: dict[str, str] | None = None
) -> None:
    ask_long(connection, lambda: connection.execute(statement, values))


def _fill_words(connection: duckdb.DuckDBPyConnection, lists: SearchWords) -> None:
    """Note by what else each word of the texts is found."""
    found = ask_long(connection, lambda: connection.execute(_WORDS).fetchall())
    compounds = Compounds([spelled for _, spelled, _, _ in found], lists)
    standards: list[str | None] = []
    terms: list[list[str]] = []
    for word, spelled, _, _ in found:
        other = compounds.terms(spelled)
        standard = other.standard or (spelled if spelled != word else None)
        standards.append(standard)
        terms.append([*([standard] if standard else []), *other.parts])
    values = {
        "word": [word for word, _, _, _ in found],
        "stem": [stem for _, _, stem, _ in found],
        "records": [records for _, _, _, records in found],
        "standard": standards,
        "terms": terms,
    }
    insert(connection, "search_index.words", Rows(values, _WORD_TYPES))


def _fill_texts(connection: duckdb.DuckDBPyConnection) -> None:
    """Store the texts, some at a time: gathering the terms of a text is done in memory only."""
    connection.execute("DELETE FROM main.search_texts")
    for first, last in connection.execute(_SLICES, [_AT_ONCE]).fetchall():
        _long(connection, sql_text("search/fill.sql"), {"first": first, "last": last})
