"""An empty database, kept ready: writing its thousand definitions takes longer than a small file.

It is kept beside what OCR has recognized, by the digest of all that it is made of. Deleting it
costs nothing but time, and without such a folder a database is made from the definitions.
"""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

import duckdb

from vedtak.pipeline.ocr_cache import cache_folder
from vedtak.pipeline.schema import contract_digest, create_schema

_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false"
}


def make_empty(path: Path) -> None:
    """Make an empty vedtak database at a path where nothing is.

    Raises:
        OSError: The file can't be written.
        duckdb.Error: The same, as DuckDB says it.
    """
    kept = _kept()
    if kept is not None and kept.is_file():
        shutil.copyfile(kept, path)
        return
    with duckdb.connect(str(path), config=_CONFIG) as connection:
        create_schema(connection)
    if kept is not None:
        _keep(path, kept)


def _kept() -> Path | None:
    """Return where the empty database of just this schema and DuckDB is kept."""
    folder = cache_folder()
    if folder is None:
        return None
    return folder / "empty-database" / f"{contract_digest()}-{duckdb.__version__}.duckdb"


def _keep(made: Path, kept: Path) -> None:
    """Keep a copy; whoever reads it at the same time sees all of it or nothing."""
    with contextlib.suppress(OSError):  # a full disk or a home that is not ours: next time anew
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=kept.parent)
        os.close(handle)
        try:
            shutil.copyfile(made, name)
            Path(name).replace(kept)
        except BaseException:
            Path(name).unlink()
            raise
