"""The index behind the search, kept up with the records.

At the end of an import the texts of those records are gathered that may have changed
(`search_changes`), and those that have are put into the index, in place of what it had of them. So
it costs what is new, not what is there. The index is what it would be if it were made anew; it is,
where there is none, or one by other rules.

Postings of texts that are gone stay, and new ones stand behind those that lie in the order of
words, until there are so many of them that it pays to put all in order.
"""

import contextlib
import functools
from collections.abc import Iterator
from string import Template
from typing import Final

import duckdb

from vedtak.extractors.keys import digest
from vedtak.extractors.search_words import search_words
from vedtak.pipeline.searching.vocabulary import follow_words
from vedtak.pipeline.storing.long_statement import ask_long
from vedtak.pipeline.storing.search_changes import STEP, forget_touched
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.rows import insert, text_rows
from vedtak.pipeline.tables.schema import sql_text

_RULES: Final = "2"
"""Raised when the index is to be made anew though word lists and statements are the same."""

_MEMORY: Final = "512MB"
"""Memory for making it: what goes beyond is on the disk. With 122 MB, 200,000 decisions fail."""
_THREADS: Final = 1
"""Each takes memory of its own; more of them gain little."""

_FEW: Final = 2_000
"""For so many texts the memory is enough that an import has anyway."""

_AT_ONCE: Final = 10_000
"""Texts that are put into the index in one go: their words are in memory."""

_LOOSE: Final = 500_000
"""So many postings out of order are read as fast as none."""
_LOOSE_SHARE: Final = 4
"""As many as one of so many in order cost a search little."""

_RULED_BY: Final = (
    "prepare",
    "macros",
    "records",
    "texts",
    "tokens",
    "count_words",
    "add_words",
    "postings",
)
"""Statements that decide what stands in the index."""

_COUNTED: Final = "INSERT INTO temp.difference SELECT word, count(*) FROM temp.tokens GROUP BY word"


def refresh_index(store: Store) -> bool:
    """Bring the index of the search in step with the records.

    Args:
        store: The database, open for writing.

    Returns:
        Whether anything was to be changed in it.
    """
    connection = store.connection
    with store.transaction():
        if _state(connection) != _rules():
            _make(connection)
        else:
            _long(connection, sql_text("search/stirred.sql"))
        changed = False
        if stirred := _count(connection, "stirred"):
            with _room(connection) if stirred > _FEW else contextlib.nullcontext():
                changed = _follow(connection)
            connection.execute(sql_text("search/bodies_seen.sql"))
        forget_touched(connection)
    return changed


def has_index(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether a database has an index of the search that is whole."""
    return _state(connection) is not None


def _state(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Return the rules by which the stored index was made; None when there is none."""
    # A database that was restored from an export has all records, and no index.
    settled = f"SELECT digest FROM stated.settled WHERE step = '{STEP}'"
    row = connection.execute(settled).fetchone()
    if row is None:
        return None
    there = (
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'search_index' AND table_name = 'state'"
    )
    return str(row[0]) if connection.execute(there).fetchone() else None


@functools.cache
def _rules() -> str:
    """Return a digest of the word lists and the statements."""
    lists = search_words()
    words = repr([getattr(lists, name) for name in ("links", "short_forms")])
    words += repr(sorted(lists.standards.items()))
    for name in ("stop_words", "parts", "no_first_part", "no_last_part"):
        words += repr(sorted(getattr(lists, name)))
    rules = digest(words + "".join(sql_text(f"search/{name}.sql") for name in _RULED_BY))
    return f"{_RULES}/{rules}"


@contextlib.contextmanager
def _room(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Give the index what it needs: it has many rows and few statements, unlike all the rest."""
    names = ("threads", "memory_limit")
    before = [connection.execute(f"SELECT current_setting('{name}')").fetchone() for name in names]
    connection.execute(f"SET threads = {_THREADS}")
    connection.execute(f"SET memory_limit = '{_MEMORY}'")
    try:
        yield
    finally:
        with contextlib.suppress(duckdb.Error):  # it would hide what went wrong before
            for name, row in zip(names, before, strict=True):
                if row:
                    connection.execute(f"SET {name} = '{row[0]}'")


def _make(connection: duckdb.DuckDBPyConnection) -> None:
    """Make an index without texts, into which all of them are to go."""
    lists = search_words()
    connection.execute(sql_text("search/prepare.sql"))
    connection.execute(sql_text("search/about_postings.sql"))
    stop_words = text_rows(word=sorted(lists.stop_words))
    insert(connection, "search_index.stop_words", stop_words)
    pairs = sorted(lists.standards.items())
    standards = text_rows(stem=[stem for stem, _ in pairs], standard=[word for _, word in pairs])
    insert(connection, "search_index.standards", standards)
    connection.execute(sql_text("search/macros.sql"))  # they are bound to its tables
    connection.execute(sql_text("search/everything.sql"))
    connection.execute(f"DELETE FROM stated.settled WHERE step = '{STEP}'")
    connection.execute(f"INSERT INTO stated.settled VALUES ('{STEP}', '', '{_rules()}')")


def _follow(connection: duckdb.DuckDBPyConnection) -> bool:
    """Put the texts of the stirred records into the index, in place of those that it has of them.

    Returns:
        Whether any of them had changed.
    """
    row = connection.execute("SELECT last_docid + 1 FROM search_index.state").fetchone()
    values = {name: sql_text(f"search/{name}.sql") for name in ("records", "texts")}
    values["first"] = str(row[0] if row else 1)
    _long(connection, Template(sql_text("search/gathered.sql")).substitute(values))
    try:
        if not _count(connection, "texts") and not _count(connection, "outdated"):
            return False
        _replace_texts(connection)
        _fold(connection)
        return True
    finally:
        with contextlib.suppress(duckdb.Error):  # it would hide what went wrong before
            for table in ("texts", "tokens", "found"):
                connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM temp.{table}").fetchone()
    return int(row[0]) if row else 0


def _replace_texts(connection: duckdb.DuckDBPyConnection) -> None:
    """Put texts into the index, some at a time: gathering their words is done in memory only."""
    connection.execute("CREATE OR REPLACE TEMP TABLE difference (word VARCHAR, records BIGINT)")
    if _count(connection, "outdated"):
        _long(connection, sql_text("search/difference.sql"))
    slices = _slices(connection, 0)
    for first, last in slices:
        _read_words(connection, first, last)
        connection.execute(_COUNTED)
    follow_words(connection, search_words())
    again = []
    if _count(connection, "parted"):
        _long(connection, sql_text("search/parted.sql"))
        again = _slices(connection, slices[-1][1] if slices else 0)
    if _count(connection, "outdated"):
        _long(connection, sql_text("search/forget_texts.sql"))
    once = len(slices) == 1
    statements = Template(sql_text("search/postings.sql"))
    for place, (first, last) in enumerate([*slices, *again]):
        if place or not once:  # else the words are those that were read last
            _read_words(connection, first, last)
        _long(connection, statements.substitute(first=first, last=last))
    if slices or again:
        last = max(last for _, last in (*slices, *again))
        connection.execute(f"UPDATE search_index.state SET last_docid = {last}")


def _slices(connection: duckdb.DuckDBPyConnection, behind: int) -> list[tuple[int, int]]:
    """Divide the texts behind a number: the first and the last number of each part."""
    query = f"SELECT min(docid), max(docid) FROM temp.texts WHERE docid > {behind}"
    first, last = connection.execute(query).fetchall()[0]
    if first is None:
        return []
    return [(start, min(start + _AT_ONCE - 1, last)) for start in range(first, last + 1, _AT_ONCE)]


def _read_words(connection: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Fill `temp.tokens` with the words of some texts."""
    statement = Template(sql_text("search/tokens.sql")).substitute(first=first, last=last)
    _long(connection, statement)


def _fold(connection: duckdb.DuckDBPyConnection) -> None:
    """Put all postings in the order of words, if too many are out of it."""
    row = connection.execute(
        "SELECT folded, (SELECT count(*) FROM search_index.postings) FROM search_index.state"
    ).fetchone()
    folded, count = row or (0, 0)
    if count - folded > max(_LOOSE, folded // _LOOSE_SHARE):
        _long(connection, sql_text("search/fold.sql"))
        connection.execute(sql_text("search/about_postings.sql"))


def _long(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    ask_long(connection, lambda: connection.execute(statement))
