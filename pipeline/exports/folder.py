"""Where an export goes: all of it or nothing, and never over somebody else's files.

An export is written into a folder beside its own and renamed when it is whole, so that a kill
leaves the old state, at worst with a folder `.NAME-….partial` beside it.
"""

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb

from vedtak.pipeline.exports.relations import ExportProblem

MANIFEST: Final = "manifest.json"
"""File that names every other file of an export."""


@contextlib.contextmanager
def new_folder(target: Path, *, overwrite: bool) -> Iterator[Path]:
    """Give a folder to write to, which becomes `target` when all went well.

    Args:
        target: Where the export is to be.
        overwrite: Whether an earlier export there may be replaced.

    Raises:
        ExportProblem: When something is there that is not ours to replace, or nothing can be
            written there.
    """
    check_target(target, overwrite=overwrite)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".partial", dir=target.parent)
    except OSError as error:
        raise ExportProblem(f"{target} cannot be written: {error.strerror}.") from error
    folder = Path(made)
    try:
        # Others may read an export as they may read any new folder; temporary ones are private.
        umask = os.umask(0)
        os.umask(umask)
        folder.chmod(0o777 & ~umask)
        yield folder
        check_target(target, overwrite=overwrite)
        _put(folder, target)
    except OSError as error:
        # Errors of Arrow are without a name of their own.
        said = error.strerror or str(error).partition("\n")[0]
        raise ExportProblem(f"{target} cannot be written: {said}.") from error
    except (duckdb.Error, sqlite3.Error) as error:
        said = str(error).partition("\n")[0]
        raise ExportProblem(f"{target} cannot be written: {said}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_target(target: Path, *, overwrite: bool) -> None:
    """Refuse a place that holds something, unless it is an earlier export and nothing else.

    Raises:
        ExportProblem: Says what is there.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise ExportProblem(f"{target} is there and is no folder; name another.")
    found = _files(target)
    if not found:
        return
    if not overwrite:
        raise ExportProblem(
            f"{target} is not empty (it holds {_some(found)}); name another folder, or replace an "
            "earlier export with --overwrite."
        )
    ours = {MANIFEST, *_named(target)}
    strange = [name for name in found if name not in ours]
    if strange:
        raise ExportProblem(
            f"{target} holds what no export wrote ({_some(strange)}); move it away, or name "
            "another folder."
        )


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of an export.

    Raises:
        ExportProblem: When there is none, or it is none of ours.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ExportProblem(f"{folder} is no export: {MANIFEST} is missing.") from error
    except ValueError as error:
        raise ExportProblem(f"{path} is damaged; export anew.") from error
    if not isinstance(manifest, dict) or manifest.get("program") != "vedtak":
        raise ExportProblem(f"{path} was not written by vedtak export.")
    return manifest


def _named(target: Path) -> Iterator[str]:
    """Yield the files that the manifest of a folder names; none without one."""
    with contextlib.suppress(ExportProblem):
        for file in read_manifest(target).get("files", []):
            yield str(file.get("path"))


def _files(target: Path) -> list[str]:
    """Return everything in a folder but the folders that hold something, by path."""
    if not target.is_dir():
        return []
    return sorted(
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if path.is_symlink() or not path.is_dir() or not any(path.iterdir())
    )


def _put(folder: Path, target: Path) -> None:
    """Give a whole export its name; the earlier one goes when the new one is there."""
    if not target.exists():
        folder.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".old", dir=target.parent))
    target.rename(old / target.name)
    try:
        folder.rename(target)
    except OSError:
        (old / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _some(names: list[str]) -> str:
    """Name the first few of several files."""
    rest = len(names) - 3
    return ", ".join(names[:3]) + (f" and {rest} more" if rest > 0 else "")
