"""DuckDB's full-text extension, loaded from the package that the program is installed with.

Nothing is fetched: the package index carries the extension for exactly the DuckDB that is pinned.
"""

import re
from importlib import resources
from typing import Final

import duckdb

from vedtak.pipeline.errors import MissingProgram

PACKAGE: Final = "duckdb_extension_fts"
"""Package that carries the extension."""

_NEEDED = re.compile(r"(?i)\b(?:search(?:_\w+)?|stem|fts_\w+)\b\s*[.(]")
"""SQL that calls what the extension brings: `search('…')`, `fts_main_search_texts.dict`; a column
called search is none."""


def load_fulltext(connection: duckdb.DuckDBPyConnection) -> None:
    """Make full-text search available on a connection.

    It must be done before a connection is forbidden to reach other files.

    Raises:
        MissingProgram: The extension is not installed, or not for this DuckDB.
    """
    try:
        folder = resources.files(PACKAGE)
    except ModuleNotFoundError as error:
        raise MissingProgram(
            f"the full-text extension is not installed: pip install {PACKAGE.replace('_', '-')}"
            f"=={duckdb.__version__}."
        ) from error
    file = folder.joinpath("extensions", f"v{duckdb.__version__}", "fts.duckdb_extension")
    with resources.as_file(file) as path:
        try:
            quoted = str(path).replace("'", "''")
            connection.execute(f"LOAD '{quoted}'")
        except duckdb.Error as error:
            said = str(error).partition("\n")[0]
            raise MissingProgram(
                f"the full-text extension cannot be loaded ({said}); install "
                f"{PACKAGE.replace('_', '-')}=={duckdb.__version__}."
            ) from error


def needs_fulltext(query: str) -> bool:
    """Tell whether SQL calls the search; loading what it needs takes a twentieth of a second."""
    return _NEEDED.search(query) is not None
