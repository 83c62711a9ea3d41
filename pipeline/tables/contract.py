"""What marks a database as one of vedtak, and tells whether it is up to date.

The contract is written down in the models and in SQL (`schema`). To read all of it and to make its
tables takes longer than to import a small file, so an empty database and the digest of the contract
are kept (`kept`).
"""

import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from vedtak.pipeline.tables.kept import kept

SCHEMA_VERSION: Final = 1
"""Raised when a stored database needs a migration to be read by this code."""

MARKER: Final = "vedtak_schema"
"""Table by which a vedtak database is told from any other; one row, what made it."""

# Nothing is ever fetched: an archive's machine may have no way out, and must not try one.
CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false"
}
"""How DuckDB is configured, whatever it opens."""
_LAYOUT: Final = {"storage_compatibility_version": "v1.2.0", "default_block_size": "32768"}
"""How a new file is laid out, for good. Every column of every table takes a block at least, and, as
DuckDB older than 1.2 reads it, 3 KB more, rows or not: the archive of one small file took
seven times as much room. In smaller blocks a large one takes more: each is packed by itself.
"""
_HERE: Final = Path(__file__).parent
_MODULES: Final = ("schema.py", "bookkeeping.py", "table_definition.py", "macros.py")
"""Modules that write the contract down, besides the models."""


@functools.cache
def contract_digest() -> str:
    """Digest of all that makes an empty database: it tells whether a stored one is up to date."""
    return kept("contract", _source_digest(), _digest_of_text).decode("ascii")


def is_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether this very contract has made a database, or brought it up to date."""
    try:
        rows = connection.execute(f"SELECT version, contract FROM main.{MARKER}").fetchall()
    except duckdb.BinderException:  # a database of before there were digests
        return False
    return rows == [(SCHEMA_VERSION, contract_digest())]


def make_empty_database(path: Path) -> None:
    """Make a database with all tables, views and macros, and nothing in them.

    Raises:
        duckdb.Error: When it can't be made.
        OSError: When it can't be made.
    """

    def make() -> bytes:
        from vedtak.pipeline.tables.schema import create_schema

        with duckdb.connect(str(path), config={**CONFIG, **_LAYOUT}) as connection:
            create_schema(connection)
        return path.read_bytes()

    key = "-".join([contract_digest(), duckdb.__version__, *_LAYOUT.values()])
    data = kept("empty", f"{key}.duckdb", make)
    if not path.exists():
        path.write_bytes(data)


def _digest_of_text() -> bytes:
    from vedtak.pipeline.tables.schema import contract_text

    return hashlib.sha256(contract_text().encode()).hexdigest()[:16].encode("ascii")


def _source_digest() -> str:
    """Digest of the files that the contract is made from."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    """Yield the files that the contract is made from."""
    yield from (_HERE.parents[1] / "models").glob("*.py")
    yield from (_HERE / name for name in _MODULES)
    yield from (_HERE.parent / "sql").rglob("*.sql")
