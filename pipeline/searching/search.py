"""The search as the command line uses it: checked queries, filters, near words, hits.

The ranking is the macro `search_scores` of the database. What stands here is what people need
around it: a plain word about a query that asks for nothing, filters, one hit per case, and words
nearby where a word is not in the archive.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb

from vedtak.models.search import TextKind
from vedtak.pipeline.errors import DatabaseProblem, VedtakError
from vedtak.pipeline.searching.index import has_index
from vedtak.pipeline.searching.nearby import near_words
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import sql_text

_WORD: Final = re.compile(r"[^\W_]+")
_UNITS: Final = re.compile(r'-?"[^"]*"|[^\s"]+')
"""What a query is made of: a phrase in quotes, or what stands between spaces; as in the macro."""
_LONGEST: Final = 1000
"""Characters of a query; a page of text is no question."""
_MOST_WORDS: Final = 50


class SearchProblem(VedtakError):
    """A query that asks for nothing, or filters that make no sense."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must be besides matching; None and empty mean anything."""

    body: str | None = None
    """Key of a body, or part of its name or of its organization's name."""
    first: dt.date | None = None
    """First day."""
    last: dt.date | None = None
    """Last day."""
    case_type: str | None = None
    """Type of the case, as written or in the national vocabulary."""
    kinds: tuple[TextKind, ...] = ()
    """Kinds of records."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found; the others of the same case stand behind it."""

    score: float
    """How well it answers; comparable within one search only."""
    kind: str
    """Kind of record: 'decision', 'case', 'proposal', 'note' or 'meeting'."""
    record_id: str
    """Key of the record."""
    case_id: str | None
    """Case that it belongs to."""
    meeting_id: str | None
    """Meeting that it belongs to."""
    body_id: str | None
    """Body that met."""
    date: dt.date | None
    """Day."""
    title: str
    """Title with number."""
    text: str
    """Words of the record."""
    document_path: str | None
    """File in which it stands."""
    page: int | None
    """Page in that file."""
    words_found: int
    """How many of the query's words it has."""
    words_asked: int
    """How many words the query has, stop words aside."""
    also: list[str] = field(default_factory=list)
    """Kinds of the case's other records that were found."""


@dataclass(slots=True)
class Found:
    """The answer to a search."""

    query: str
    """The query that was answered, with near words in place of unknown ones."""
    total: int
    """Number of cases, and of records without one, that were found."""
    hits: list[Hit]
    """The best of them, best first."""
    also_for: dict[str, list[str]]
    """Words that the archive does not have → the words that were searched for as well."""
    marked: frozenset[str]
    """The words of the hits, in lower case, that made them hits."""
    phrases: tuple[str, ...] = ()
    """Phrases in quotes that were asked for."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A term that a query asks for; those of one slot stand for each other."""

    slot: int
    word: str
    term: str
    excluded: bool
    quoted: bool
    known: bool


@contextlib.contextmanager
def open_search(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database for searching, read-only.

    Raises:
        DatabaseProblem: The database can't be opened or has no index.
    """
    with Store.open(database, read_only=True) as store:
        store.lock_down()
        if not has_index(store.connection):
            raise DatabaseProblem(
                database,
                f"it has no index for searching yet; run vedtak rebuild --db {database}",
            )
        yield store.connection


def search(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    filters: Filters | None = None,
    limit: int = 10,
) -> Found:
    """Search.

    Args:
        connection: From `open_search`.
        query: Words, "phrases", prefix*, this|that, -without.
        filters: What hits must be besides.
        limit: Number of hits at most.

    Raises:
        SearchProblem: The query asks for nothing.
    """
    filters = filters or Filters()
    query = _cleaned(query)
    asked = _asked(connection, query)
    _check_asked(query, asked)
    also_for = near_words(connection, _unknown(asked))
    if also_for:
        for word, others in also_for.items():
            query = _with_others(query, word, others)
        asked = _asked(connection, query)
    if filters.body is not None:
        _check_body(connection, filters.body)
    hits, total = _hits(connection, query, filters, limit)
    phrases = tuple(
        unit.strip('"') for unit in _UNITS.findall(query) if unit.startswith('"') and len(unit) > 2
    )
    marked = _marked(connection, asked, hits)
    return Found(query, total, hits, also_for, marked, phrases)


def _cleaned(query: str) -> str:
    """Return a query without characters that no text has.

    Raises:
        SearchProblem: There is no word in it, or too many.
    """
    # Half a surrogate pair comes from bytes on the command line that are no text.
    query = query.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip()
    if not query:
        raise SearchProblem(
            "there is nothing to search for; give a word, such as: vedtak search høring"
        )
    words = _WORD.findall(query.lower())
    if len(query) > _LONGEST or len(words) > _MOST_WORDS:
        raise SearchProblem(
            f"the query is too long ({len(words)} words, {len(query)} characters); search for at "
            f"most {_MOST_WORDS} words."
        )
    if not words:
        raise SearchProblem(f"there is no word in {query!r}; search for letters or digits.")
    return query


def _asked(connection: duckdb.DuckDBPyConnection, query: str) -> list[_Term]:
    """Return the terms that a query asks for."""
    rows = connection.execute(sql_text("search/asked.sql"), {"query": query})
    return [_Term(*row) for row in rows.fetchall()]


def _check_asked(query: str, asked: list[_Term]) -> None:
    """Make sure that a query asks for something.

    Raises:
        SearchProblem: It has only stop words, or only says what is not wanted.
    """
    if not asked:
        words = " ".join(_WORD.findall(query.lower()))
        raise SearchProblem(
            f"{words!r} are words that stand everywhere and are not searched for; add a "
            "word that says what it is about."
        )
    if all(term.excluded for term in asked):
        raise SearchProblem(
            "the query only says what is not wanted; add a word that is (a minus in front of a "
            "word leaves out what has it)."
        )


def _unknown(asked: list[_Term]) -> list[str]:
    """Return the wanted words that find nothing; phrases stay as they are."""
    known = {term.slot for term in asked if term.known}
    wanted = (term for term in asked if not term.excluded and not term.quoted)
    return sorted({term.word for term in wanted if term.slot not in known})


def _with_others(query: str, word: str, others: list[str]) -> str:
    """Put near words beside an unknown one, outside of phrases."""
    units = []
    for unit in _UNITS.findall(query):
        if '"' not in unit and word in (part.lower() for part in re.split(r"\|", unit)):
            unit = "|".join([unit, *others])
        elif '"' not in unit and not unit.startswith("-") and word in _WORD.findall(unit.lower()):
            rest = [part for part in _WORD.findall(unit.lower()) if part != word]
            unit = " ".join([*rest, "|".join([word, *others])])
        units.append(unit)
    return " ".join(units)


def _check_body(connection: duckdb.DuckDBPyConnection, body: str) -> None:
    """Make sure that some body is meant.

    Raises:
        SearchProblem: No body has that in its key or name.
    """
    found = connection.execute(sql_text("search/bodies.sql"), {"body": body}).fetchall()
    if not found:
        known = connection.execute("SELECT body_id FROM main.bodies ORDER BY body_id").fetchall()
        names = ", ".join(key for (key,) in known[:8]) + (" …" if len(known) > 8 else "")
        raise SearchProblem(f"no body has {body!r} in its name; there are: {names or 'none'}.")


def _hits(
    connection: duckdb.DuckDBPyConnection, query: str, filters: Filters, limit: int
) -> tuple[list[Hit], int]:
    """Return the best hits, and how many there are."""
    sql = sql_text("search/hits.sql")
    if '"' in query:
        # Phrases are compared in the texts; reading those for nothing would cost the most.
        sql = sql.replace("search_index.scores(", "search_index.phrase_scores(")
    rows = connection.execute(
        sql,
        {
            "query": query,
            "body": filters.body,
            "first": filters.first,
            "last": filters.last,
            "type": filters.case_type,
            "kinds": [kind.value for kind in filters.kinds],
            "limit": limit,
        },
    ).fetchall()
    return [Hit(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _marked(
    connection: duckdb.DuckDBPyConnection, asked: list[_Term], hits: list[Hit]
) -> frozenset[str]:
    """Return the words of the hits by which they were found."""
    words = {word for hit in hits for word in _WORD.findall(f"{hit.title} {hit.text}".lower())}
    terms = sorted({term.term for term in asked if not term.excluded})
    rows = connection.execute(
        sql_text("search/marked.sql"), {"terms": terms, "words": sorted(words)}
    )
    return frozenset(word for (word,) in rows.fetchall())
