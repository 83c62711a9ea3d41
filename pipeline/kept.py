"""Files that are made once and kept beside Python's bytecode, as the bytecode itself is.

What is kept can always be made anew: it is missing where nobody may write, and it is never asked
for under the name of another content.
"""

import importlib.util
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path


def keep_file(kind: str, key: str, make: Callable[[Path], None]) -> Path | None:
    """Return a kept file; it is made if it is missing.

    Args:
        kind: Name of what it holds; of each kind one file is kept, the one made last.
        key: Digest of all that it is made from.
        make: Makes it under the path that it is given.

    Returns:
        The file; None where nothing can be kept, or is to be kept (`PYTHONDONTWRITEBYTECODE`).
    """
    try:
        folder = Path(importlib.util.cache_from_source(__file__)).parent
    except NotImplementedError:  # a Python without bytecode
        return None
    file = folder / f"{kind}-{key}"
    if file.is_file():
        return file
    return None if sys.dont_write_bytecode else _made(file, kind, make)


def _made(file: Path, kind: str, make: Callable[[Path], None]) -> Path | None:
    """Make a file under another name first, so that nobody ever sees half of it."""
    new = file.with_name(f"new-{os.getpid()}-{threading.get_ident()}-{file.name}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            make(new)
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)
        for old in file.parent.glob(f"{kind}-*"):
            if old != file:
                old.unlink(missing_ok=True)
    except OSError:  # nobody may write there, or somebody has the old one open
        return file if file.is_file() else None
    return file
