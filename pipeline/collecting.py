"""Which files an import is about: paths as given, folders walked from top to bottom."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Collected:
    """The files that some paths lead to."""

    files: list[Path] = field(default_factory=list)
    """Files in the order of the paths, those of a folder sorted; each path once."""
    unreachable: list[tuple[str, str]] = field(default_factory=list)
    """Paths that lead nowhere and folders that can't be opened, each with the reason."""


def collect_files(paths: Iterable[Path], database: Path | None = None) -> Collected:
    """Find the files that paths lead to.

    Inside a folder every file counts, whatever its name: a file that is no minutes is better
    refused with a reason than passed over in silence. Links to folders are not followed, or a
    link upwards would have no end.

    Args:
        paths: Files and folders.
        database: The database of the import, which is no document where it stands in a folder.

    Returns:
        The files and what could not be reached.
    """
    collected = Collected()
    found: dict[Path, None] = {}
    own = _own_files(database)
    for path in paths:
        if path.is_dir():
            for inner in _walk(path, collected):
                if not own or inner.name not in own or inner.parent.resolve() != _home(database):
                    found.setdefault(inner)
        elif os.path.lexists(path):
            found.setdefault(path)
        else:
            reason = "there is no such file or folder; check the path"
            collected.unreachable.append((str(path), reason))
    collected.files = list(found)
    return collected


def _walk(folder: Path, collected: Collected) -> Iterator[Path]:
    """Yield the files of a folder and of the folders in it, sorted by path."""

    def complain(error: OSError) -> None:
        reason = f"the folder can't be opened ({error.strerror}); ask its owner"
        collected.unreachable.append((str(error.filename), reason))

    files = []
    for root, _, names in os.walk(folder, onerror=complain):
        files += [Path(root, name) for name in names]
    yield from sorted(files)


def _own_files(database: Path | None) -> frozenset[str]:
    """Return the names of the files that make up a database."""
    if database is None:
        return frozenset()
    return frozenset(f"{database.name}{ending}" for ending in ("", ".wal", ".tmp"))


def _home(database: Path | None) -> Path | None:
    """Return the folder in which a database stands."""
    return None if database is None else database.resolve().parent
