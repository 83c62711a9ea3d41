"""Questions in SQL that can read the database and nothing else."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from vedtak.pipeline.errors import VedtakError
from vedtak.pipeline.fulltext import load_fulltext, needs_fulltext
from vedtak.pipeline.store import Store

_CHUNK: Final = 1000


class QueryProblem(VedtakError):
    """A query that DuckDB does not understand or may not run."""


@dataclass(slots=True)
class Result:
    """The answer to a query."""

    columns: list[str]
    """Names of the columns, made different from each other."""
    rows: Iterator[Sequence[Any]]
    """The rows, fetched as they are read."""


@contextlib.contextmanager
def open_query(database: Path, query: str) -> Iterator[Result]:
    """Run a query; the database is open as long as the context is.

    Raises:
        DatabaseProblem: The database can't be opened.
        QueryProblem: The query is wrong or wants what it may not do.
    """
    with Store.open(database, read_only=True) as store:
        if needs_fulltext(query):
            load_fulltext(store.connection)
        store.lock_down()
        with _plain_words():
            cursor: duckdb.DuckDBPyConnection | None = store.connection.execute(query)
            if cursor is None:  # despite its declared type, for a query without any statement
                raise QueryProblem("the query is empty.")
            columns = [str(column[0]) for column in cursor.description or []]
        yield Result(_distinct(columns), _rows(cursor) if columns else iter(()))


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[Sequence[Any]]:
    """Yield the rows of an answer."""
    while True:
        with _plain_words():
            chunk = cursor.fetchmany(_CHUNK)
        if not chunk:
            return
        yield from chunk


@contextlib.contextmanager
def _plain_words() -> Iterator[None]:
    """Turn DuckDB's complaints into one line each."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise QueryProblem("the query is not valid text.") from error
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        if "pytz" in str(error):
            raise QueryProblem(
                "the answer holds a moment with a time zone; cast it, as in now()::TIMESTAMP."
            ) from error
        # The first paragraph says what is wrong; what follows points into the query.
        said = " ".join(str(error).partition("\n\n")[0].split())
        raise QueryProblem(f"the query does not work. {said}") from error


def _distinct(names: Sequence[str]) -> list[str]:
    """Number names that come twice, or a JSON object would hold only the last."""
    taken: set[str] = set()
    distinct = []
    for name in names:
        number, free = 2, name
        while free in taken:
            free, number = f"{name}_{number}", number + 1
        taken.add(free)
        distinct.append(free)
    return distinct
