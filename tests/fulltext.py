"""DuckDB's full-text extension, beside which our stemmer and our search are tried."""

from importlib import resources

import duckdb


def load_fulltext(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the extension from its package; nothing is fetched."""
    place = resources.files("duckdb_extension_fts") / "extensions" / f"v{duckdb.__version__}"
    with resources.as_file(place / "fts.duckdb_extension") as path:
        connection.execute(f"LOAD '{path}'")
