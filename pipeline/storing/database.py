"""Opening and making database files, with every refusal in plain words."""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from vedtak.pipeline.errors import DatabaseProblem
from vedtak.pipeline.tables.contract import (
    CONFIG,
    MARKER,
    SCHEMA_VERSION,
    is_current,
    make_empty_database,
)

_MEMORY: Final = "128MB"
"""Memory for the pages of the file while it is written to: more makes an import no faster."""
_LOG: Final = "64MB"
"""Size of the log beside the file up to which nothing is written into the file itself, as far as
DuckDB can tell beforehand: by itself it does so after every batch, which takes longer than all
else. To read the log after a kill takes half a second."""
_SMALL: Final = 32 * 2**20
"""Bytes of a file, with its log, in which texts are not packed when it is tidied up: to do so takes
half of the time and saves a tenth of the room. In large files it saves more than half."""
_HOLDER = re.compile(r"Conflicting lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")


def open_database(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open a vedtak database; to write, a missing one is made.

    Args:
        path: The database file.
        read_only: Whether only to read; a missing file is then an error.

    Raises:
        DatabaseProblem: When the file can't be opened or is not ours; it is then untouched.
    """
    _check_place(path, read_only=read_only)
    if not path.exists() and _make_database(path):
        return _open_to_write(path, empty=False, current=True)
    # First look without the right to write: opening a file for writing may already change it.
    connection = _connect(path, read_only=True)
    try:
        empty = _check_marker(connection, path)
        if empty and read_only:
            raise DatabaseProblem(path, "it is an empty DuckDB database; import documents first")
        current = empty or _is_current(connection, path, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    if read_only:
        return connection
    connection.close()
    return _open_to_write(path, empty=empty, current=current)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a vedtak database to read it, and close it again; see `open_database`."""
    connection = open_database(path, read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def close_database(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Close a database that was open for writing or reading; an open transaction is undone."""
    files = (path, path.with_name(f"{path.name}.wal"))
    if sum(file.stat().st_size for file in files if file.exists()) <= _SMALL:
        with contextlib.suppress(duckdb.Error):  # its configuration may be locked
            connection.execute("SET disabled_compression_methods = 'fsst'")
    connection.close()


def lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    """Forbid SQL on a connection to reach any other file or the network, for good."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _open_to_write(path: Path, *, empty: bool, current: bool) -> duckdb.DuckDBPyConnection:
    """Open a database that is ours, or empty, and give it what it lacks."""
    connection = _connect(path, read_only=False)
    # What is read and written again and again stays in memory; the rest is better on the disk than
    # in what other programs could use. Larger questions make do with it: they go over the disk.
    connection.execute(f"SET memory_limit = '{_MEMORY}'")
    connection.execute(f"SET checkpoint_threshold = '{_LOG}'")
    try:
        if empty:
            from vedtak.pipeline.tables.schema import create_schema

            create_schema(connection)
        elif not current:
            _bring_up_to_date(connection, path)
    except duckdb.Error as error:
        connection.close()
        raise DatabaseProblem(path, f"it cannot be made: {_first_line(error)}") from error
    except DatabaseProblem:
        connection.close()
        raise
    return connection


def _is_current(connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool) -> bool:
    """Tell whether a database needs nothing added; to read it, refuse one that does."""
    try:
        if is_current(connection):
            return True
        from vedtak.pipeline.storing.migration import find_lack

        lack = find_lack(connection)
    except duckdb.Error as error:
        raise DatabaseProblem(path, f"it is damaged: {_first_line(error)}") from error
    if read_only and lack:
        raise DatabaseProblem(
            path, f"another version of vedtak made it ({lack}); run vedtak upgrade --db {path}"
        )
    return False


def _bring_up_to_date(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Add what an older database lacks, or refuse it."""
    from vedtak.pipeline.storing.migration import NotAdditive, migrate

    try:
        migrate(connection)
    except NotAdditive as difference:
        raise DatabaseProblem(
            path,
            f"another version of vedtak made it, and it cannot be brought up to date "
            f"({difference}); import the files into a new one: vedtak import … --db NEW.duckdb",
        ) from difference


def _check_place(path: Path, *, read_only: bool) -> None:
    """Refuse places where no database can be."""
    if path.is_dir():
        raise DatabaseProblem(path, "it is a directory; name a file")
    if path.exists():
        if not path.is_file():
            raise DatabaseProblem(path, "it is not a regular file")
    elif read_only:
        raise DatabaseProblem(path, "there is no such file; import documents first")
    elif not path.parent.is_dir():
        raise DatabaseProblem(path, f"there is no directory {path.parent}; make it first")


def _make_database(path: Path) -> bool:
    """Make an empty vedtak database.

    It is made in a directory of its own and then linked to its name, so that nobody ever sees
    half of it, and a file that somebody else makes meanwhile is not overwritten.

    Returns:
        Whether the file is ours, and not of somebody who was faster.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as directory:
            new = Path(directory, "new.duckdb")
            make_empty_database(new)
            return _give_name(new, path)
    except OSError as error:
        raise DatabaseProblem(path, f"it cannot be made: {error.strerror}") from error
    except duckdb.Error as error:
        raise DatabaseProblem(path, f"it cannot be made: {_first_line(error)}") from error


def _give_name(new: Path, path: Path) -> bool:
    """Give a finished file its name unless the name is taken; tell whether it was not."""
    try:
        os.link(new, path)
    except FileExistsError:
        return False  # another process was faster; its file is as good as ours
    except OSError:
        # Some file systems know no links.
        if path.exists():
            return False
        new.replace(path)
    return True


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open a file with DuckDB and put its complaints into plain words."""
    # Many small statements: handing them to other threads takes longer than doing them.
    config = CONFIG if read_only else {**CONFIG, "threads": 1}
    try:
        return duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        raise DatabaseProblem(path, _reason(error)) from error


def _reason(error: duckdb.Error) -> str:
    """Say in plain words why DuckDB could not open a file."""
    message = str(error)
    holder = _HOLDER.search(message)
    if holder is not None:
        return (
            f"another program has it open ({holder['program']}, process {holder['pid']}); "
            "close it and try again"
        )
    for clue, reason in (
        ("not a valid DuckDB database file", "it is not a DuckDB database"),
        ("different configuration", "this program has it open already"),
        ("Permission denied", "you have no permission to open it"),
        ("Read-only file system", "it is on a file system that cannot be written to"),
        ("newer version of DuckDB", "a newer DuckDB made it; update vedtak"),
    ):
        if clue in message:
            return reason
    return f"DuckDB cannot open it: {_first_line(error)}"


def _check_marker(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Make sure that a database is ours and of our version.

    Returns:
        Whether the database has no tables at all, so that it can become ours.
    """
    try:
        tables = [name for (name,) in connection.execute(_TABLE_NAMES).fetchall()]
        if not tables:
            return True
        if MARKER not in tables:
            raise DatabaseProblem(
                path, f"it is a DuckDB database, but not one of vedtak (it has {_some(tables)})"
            )
        row = connection.execute(f"SELECT max(version) FROM main.{MARKER}").fetchone()
    except duckdb.Error as error:
        raise DatabaseProblem(path, f"it is damaged: {_first_line(error)}") from error
    version = row[0] if row else None
    if version is None:
        raise DatabaseProblem(path, "it does not say which version of vedtak made it")
    if version > SCHEMA_VERSION:
        raise DatabaseProblem(
            path,
            f"a newer vedtak made it (schema {version}, this one knows {SCHEMA_VERSION}); "
            "update vedtak",
        )
    return False


_TABLE_NAMES: Final = """
    SELECT table_name FROM duckdb_tables() WHERE NOT internal
    UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal
    ORDER BY 1
"""


def _some(names: list[str]) -> str:
    """Name the first few of several tables."""
    rest = len(names) - 3
    return ", ".join(names[:3]) + (f" and {rest} more" if rest > 0 else "")


def _first_line(error: Exception) -> str:
    """Return the first line of an error; DuckDB adds stack traces to some."""
    return str(error).partition("\n")[0]


def rollback_quietly(connection: duckdb.DuckDBPyConnection) -> None:
    """Undo the open transaction, if DuckDB has not done so itself."""
    with contextlib.suppress(duckdb.Error):
        connection.rollback()
