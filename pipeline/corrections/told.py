"""Corrections as an import is told them; to read and apply them is for others.

Most imports have none, and need nothing of what reads them.
"""

import typing
from pathlib import Path
from typing import Final, NamedTuple

if typing.TYPE_CHECKING:
    from vedtak.pipeline.corrections.entries import Entry

FILE_NAME: Final = "corrections.toml"
"""Name of the file that is looked for next to the database."""


class Corrections(NamedTuple):
    """A corrections file that was read and found sound in itself."""

    path: Path | None = None
    """The file; None where there is none."""
    entries: "tuple[Entry, ...]" = ()
    """Its entries in order."""


NO_CORRECTIONS: Final = Corrections()


def corrections_beside(database: Path) -> Path | None:
    """Return the corrections file next to a database; None where there is none."""
    path = database.with_name(FILE_NAME)
    return path if path.is_file() else None


def load_corrections(path: Path | None) -> Corrections:
    """Read a corrections file.

    Args:
        path: The file; no corrections if None.

    Raises:
        CorrectionProblem: It can't be read, or something in it is wrong or contradicts itself; the
            message names the file and the entry.
    """
    if path is None:
        return NO_CORRECTIONS
    from vedtak.pipeline.corrections.file import read_corrections

    return read_corrections(path)
