"""Which files an import is about: paths as given, folders walked from top to bottom."""

import glob
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Collected:
    """The files that some paths lead to."""

    files: list[Path] = field(default_factory=list)
    """Files in the order of the paths, those of a folder sorted; each path once."""
    unreachable: list[tuple[str, str]] = field(default_factory=list)
    """Paths that lead nowhere and folders that can't be opened, each with the reason."""


def expand_paths(paths: Iterable[Path], read_names: Callable[[], bytes]) -> Iterator[Path]:
    """Replace `-` by the paths on standard input, and a pattern by what it matches.

    Args:
        paths: Paths as given.
        read_names: Gives standard input: a path per line, or zeros between them (`find -print0`),
            which is the only way for names with a line end in them.

    Yields:
        Paths; a pattern that matches nothing stays as it is, and is then named as missing.
    """
    for path in paths:
        if str(path) == "-":
            data = read_names()
            names = data.split(b"\0") if b"\0" in data else data.splitlines()
            yield from (Path(os.fsdecode(name)) for name in names if name)
        elif any(sign in str(path) for sign in "*?[") and not os.path.lexists(path):
            # Shells match patterns themselves, except on Windows and where they are quoted.
            matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207
            yield from (Path(match) for match in matches) if matches else (path,)
        else:
            yield path


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
    for path in paths:
        if path.is_dir():
            for inner in _walk(path, collected, database):
                found.setdefault(inner)
        elif os.path.lexists(path):
            found.setdefault(path)
        else:
            reason = "there is no such file or folder; check the path"
            collected.unreachable.append((path_text(path), reason))
    collected.files = list(found)
    return collected


def path_text(path: Path) -> str:
    r"""Return a path as text that can be printed and stored.

    Bytes of a name that are no UTF-8 are written as `\\xe6`, so that two such names stay two.
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _walk(folder: Path, collected: Collected, database: Path | None) -> Iterator[Path]:
    """Yield the files of a folder and of the folders in it, sorted by path, but no database's."""
    own, home = _own_names(database), _home(database)

    def complain(error: OSError) -> None:
        reason = f"the folder can't be opened ({error.strerror}); ask its owner"
        collected.unreachable.append((path_text(Path(error.filename)), reason))

    files = []
    for root, folders, names in os.walk(folder, onerror=complain):
        if own and Path(root).resolve() == home:
            folders[:] = [name for name in folders if not own.fullmatch(name)]
            names = [name for name in names if not own.fullmatch(name)]
        files += [Path(root, name) for name in names]
    yield from sorted(files)


def _own_names(database: Path | None) -> re.Pattern[str] | None:
    """Return what the files and folders are called that belong to a database.

    Those of an import that was killed count too: DuckDB's temporary files, and the folder in which
    a new database is made.
    """
    if database is None:
        return None
    name = re.escape(database.name)
    return re.compile(rf"{name}(?:\.wal|\.wal\.\w+|\.tmp)?|\.{name}-\w+")


def _home(database: Path | None) -> Path | None:
    """Return the folder in which a database stands."""
    return None if database is None else database.resolve().parent
