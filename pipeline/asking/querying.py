"""Questions in SQL that can read the database and nothing else."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from vedtak.pipeline.errors import VedtakError
from vedtak.pipeline.storing.database import lock_down, reading

_CHUNK: Final = 1000
Parameters = Sequence[Any] | Mapping[str, Any] | None
"""Values of the placeholders in a query, in order or by name."""


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
    with open_locked(database) as connection:
        results = run_statements(connection, query)
        result = next(results)
        for later in results:
            result = later
        yield result


@contextlib.contextmanager
def open_locked(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database for questions that reach nothing else.

    Args:
        database: The database.

    Raises:
        DatabaseProblem: The database can't be opened.
    """
    with reading(database) as connection:
        lock_down(connection)
        yield connection


def run_statements(
    connection: duckdb.DuckDBPyConnection, text: str, parameters: Parameters = None
) -> Iterator[Result]:
    """Run one statement after the other and yield what each answers.

    A result is to be read before the next one is asked for.

    Args:
        connection: The database.
        text: One statement or several, separated by semicolons.
        parameters: Values of the placeholders, where there is a single statement.

    Raises:
        QueryProblem: A statement is wrong or wants what it may not do; those before it were run.
    """
    with plain_words(text):
        text.encode()  # DuckDB would call half of a surrogate pair a wrong argument
        statements = connection.extract_statements(text)
    if not statements:
        raise QueryProblem("the query is empty.")
    for statement in statements:
        with plain_words(text):
            cursor = connection.execute(statement, parameters)
            columns = [str(column[0]) for column in cursor.description or []]
        yield Result(_distinct(columns), _rows(cursor, text) if columns else iter(()))


def _rows(cursor: duckdb.DuckDBPyConnection, query: str) -> Iterator[Sequence[Any]]:
    """Yield the rows of an answer."""
    while True:
        with plain_words(query):
            chunk = cursor.fetchmany(_CHUNK)
        if not chunk:
            return
        yield from chunk


@contextlib.contextmanager
def plain_words(query: str) -> Iterator[None]:
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
        from vedtak.pipeline.asking.hints import hint

        # The first paragraph says what is wrong; what follows points into the query.
        said = hint(str(error), query) or " ".join(str(error).partition("\n\n")[0].split())
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
