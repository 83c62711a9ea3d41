"""What runs in a worker process: files come in through a pipe, records go out through it.

A worker shares nothing with the process that started it and can be killed at any moment: it never
sees the database.
"""

import contextlib
import ctypes
import gc
import os
import signal
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from vedtak.pipeline.settings import ParseOptions

OUT_OF_MEMORY: Final = 77
"""Exit code of a worker that has not even the memory left to say so."""
_EVERY: Final = 0.2
"""Seconds between two signs of life, at least."""
_DIE_WITH_PARENT: Final = 1
_RARELY: Final = 100_000
"""New records after which cycles are looked for; a page has about a thousand."""
_MEGABYTE: Final = 1 << 20


def work(connection: Connection, options: ParseOptions, scratch: str) -> None:
    """Parse files until the pipe is closed.

    Args:
        connection: Gives paths as text and takes `("beat", page, count)` and `("done", parsed)`.
        options: Those of the import.
        scratch: Folder for temporary files, which whoever kills this process can remove.
    """
    _stand_alone()
    tempfile.tempdir = scratch
    # Imported here: what the libraries take is no part of the limit for files.
    from vedtak.pipeline.parsing.document import parse_file

    _collect_rarely()
    limit_memory(options.limits.memory_mb)
    last = 0.0

    def beat(page: int, count: int) -> None:
        nonlocal last
        now = time.monotonic()
        if page < 0 or now - last >= _EVERY:
            last = now
            connection.send(("beat", page, count))

    try:
        while True:
            path = Path(connection.recv())
            parsed = parse_file(path, options, beat)
            connection.send(("done", parsed))
            if parsed.exhausted:
                return  # what was lost of the memory is not worth finding
    except (EOFError, OSError):
        return
    except MemoryError:  # over the message, or what little is left to do
        os._exit(OUT_OF_MEMORY)


def _collect_rarely() -> None:
    """Look for cycles seldom: pages are many small records without any, and all are looked at."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_RARELY, 20, 50)


def _stand_alone() -> None:
    """Cut what ties this process to the terminal and to the one that started it."""
    # Ctrl-C reaches every process of the terminal, but only the parent is to answer it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        # A group of its own: it is killed together with the programs that it started.
        with contextlib.suppress(OSError):
            os.setsid()
    if sys.platform == "linux":
        # A worker that hangs in a library would not notice that its parent is gone.
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    # Libraries written in C complain on their own, in the middle of a progress bar.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


def limit_memory(megabytes: int) -> None:
    """Limit what this process may ask for beyond what it has now; only Linux keeps to it."""
    if sys.platform != "linux":
        return
    import resource

    has = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    limit = has + megabytes * _MEGABYTE
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
