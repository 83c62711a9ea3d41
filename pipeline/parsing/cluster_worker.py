"""What runs on the workers of a cluster: files come in as tasks, records go out as results.

A task hands its file to a process of its own, watched by the same pool as in a local import: a
file that crashes, hangs or eats memory ends that process and not the worker of the cluster, which
would take the other files it holds down with it, be started anew by its nanny, and leave nobody
knowing which file it was.
"""

import contextlib
import functools
import hashlib
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib import metadata, resources
from pathlib import Path
from typing import Final, TypeAlias

from distributed import Worker, WorkerPlugin, get_worker

from vedtak.extractors.profile import lexicon_digest
from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.pipeline.parsing.document import ParsedFile
from vedtak.pipeline.parsing.workers import WorkerPool
from vedtak.pipeline.settings import OcrMode, ParseOptions

Sent: TypeAlias = tuple[str, bytes | None]
"""Where a file is, and its bytes; None where all machines have it there."""
Answer: TypeAlias = tuple[str, str, list[ParsedFile]]
"""Key of the task, address of the worker, and what became of the files, in their order."""

_LIBRARIES: Final = ("pdfplumber", "pypdfium2", "regex", "spacy")
"""Libraries whose version can change a record."""
_IDLE: Final = 60.0
"""Seconds without work after which processes end: the import may have died without a word."""


class Unlike(Exception):
    """A worker would read files in another way than the one who asked."""


class Closing(Exception):
    """The worker is about to end; another is to do the task."""


def facts(options: ParseOptions) -> dict[str, str]:
    """Return all that records depend on besides a file's bytes and the options, by name.

    Args:
        options: Those of the import.
    """
    found = {
        "version": metadata.version("vedtak"),
        "extraction rules": EXTRACTOR_VERSION,
        "lexicon": lexicon_digest(options.profiles)[:16],
        "code": _code_digest(),
        **{name: metadata.version(name) for name in _LIBRARIES},
    }
    if options.ocr is not OcrMode.NEVER:
        from vedtak.pipeline.reading.ocr import can_recognize, second_language

        can = can_recognize()
        found["OCR"] = f"{'installed' if can else 'missing'} ({can and second_language()})"
    return found


def difference(here: dict[str, str], there: dict[str, str]) -> str | None:
    """Say in what two machines differ; None when they read alike."""
    differing = [
        f"{name} {there.get(name, 'missing')} there, {here.get(name, 'missing')} here"
        for name in sorted({*here, *there})
        if here.get(name) != there.get(name)
    ]
    return "; ".join(differing) or None


@functools.cache
def _code_digest() -> str:
    """Digest of the program itself: during development, rules change without a new version."""
    total = hashlib.sha256()
    for package in ("models", "extractors", "pipeline"):
        folder = Path(str(resources.files(f"vedtak.{package}")))
        files = (file for file in folder.rglob("*") if file.suffix in (".py", ".toml", ".sql"))
        for name, file in sorted((file.relative_to(folder).as_posix(), file) for file in files):
            total.update(f"{package}/{name}\n".encode())
            total.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()[:16]


class Parsing(WorkerPlugin):
    """The processes of one worker for one import; its `setup` is called on the worker."""

    def __init__(self, name: str, options: ParseOptions, wanted: dict[str, str]) -> None:
        """Describe the import.

        Args:
            name: Name of the plugin; each import has its own.
            options: Those of the import.
            wanted: The facts of the machine that asks.
        """
        self.name = name
        self.options = options
        self.wanted = wanted

    def setup(self, worker: Worker) -> None:
        """Prepare; processes start when there is work for them."""
        # Nannies forbid their workers to start processes, for fear they could be left behind;
        # ours end with the process that started them.
        multiprocessing.current_process().daemon = False
        self._address = str(worker.address)
        self._folder = worker.local_directory
        self._lock = threading.Lock()
        self._own = threading.local()
        self._pools: list[WorkerPool] = []
        self._busy = 0
        self._closed = False
        self._timer: threading.Timer | None = None
        self._unlike = difference(self.wanted, facts(self.options))

    def teardown(self, worker: Worker) -> None:
        """End all processes; tasks that wait for one fail, and are done by other workers."""
        with self._lock:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()
            if not self._busy:
                self._rest()
            # A pool belongs to the thread that waits for it: it is told by the death of its
            # process, and closes it.
            for pid in [pid for pool in self._pools for pid in pool.processes]:
                with contextlib.suppress(OSError):
                    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))

    def parse(self, path: str, data: bytes | None) -> ParsedFile:
        """Parse a file in a process of its own.

        Args:
            path: Where the file is, for all machines alike; ignored where its bytes are given.
            data: Its bytes; None to read them from the path.

        Raises:
            Unlike: This machine would read it in another way than the one that asked.
            Closing: The worker ends.
        """
        if self._unlike is not None:
            raise Unlike(self._address, self._unlike)
        with self._pool() as pool:
            if data is None:
                (parsed,) = pool.parse([Path(path)])
            else:
                with tempfile.TemporaryDirectory(dir=self._folder) as folder:
                    file = Path(folder, "file")
                    file.write_bytes(data)
                    (parsed,) = pool.parse([file])
        if self._closed:
            raise Closing(self._address)
        return parsed

    @contextlib.contextmanager
    def _pool(self) -> Iterator[WorkerPool]:
        """Give this thread's pool of one process.

        A process ends with the thread that started it, so threads never lend theirs.
        """
        with self._lock:
            if self._closed:
                raise Closing(self._address)
            if self._timer is not None:
                self._timer.cancel()
            self._busy += 1
            pool: WorkerPool | None = getattr(self._own, "pool", None)
            if pool is None:
                pool = WorkerPool(self.options, 1)
                # The cluster gives each core a file; pages of one are not to compete as well.
                pool.options = replace(
                    self.options, limits=replace(self.options.limits, ocr_jobs=1)
                )
                self._own.pool = pool
                self._pools.append(pool)
        try:
            yield pool
        finally:
            with self._lock:
                self._busy -= 1
                if self._closed:
                    pool.close()
                elif not self._busy:
                    self._timer = threading.Timer(_IDLE, self._rest_if_idle)
                    self._timer.daemon = True
                    self._timer.start()

    def _rest_if_idle(self) -> None:
        with self._lock:
            if not self._busy:
                self._rest()

    def _rest(self) -> None:
        """End processes that nobody waits for; the next task starts one."""
        for pool in self._pools:
            pool.close()


def parse_task(plugin: str, key: str, files: list[Sent]) -> Answer:
    """Parse some files on a worker, one after the other; this is the task.

    Args:
        plugin: Name of the plugin of the import.
        key: Key of the task, which is given back.
        files: The files.
    """
    worker = get_worker()
    parsing = worker.plugins.get(plugin)
    if not isinstance(parsing, Parsing):
        raise Closing(str(worker.address))
    return key, str(worker.address), [parsing.parse(path, data) for path, data in files]
