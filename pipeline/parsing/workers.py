"""Many files at once, each in a worker process that may hang, crash or be killed over it.

Processes are spawned, not forked: a fork would inherit the open database. Each worker has one file
at a time, so that whatever becomes of a worker, it is known which file it was. A pool of the
standard library gives up as a whole when one of its processes dies; this one starts another.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Final

from vedtak.pipeline.parsing.document import ParsedFile, out_of_memory, refuse_file
from vedtak.pipeline.parsing.worker import OUT_OF_MEMORY, work
from vedtak.pipeline.parsing.worker_memory import taken_memory
from vedtak.pipeline.reading.types import EXTRACTING, RECOGNIZING
from vedtak.pipeline.settings import ParseOptions

_GRACE: Final = 30.0
"""Seconds that a new worker may take to load its libraries, on a busy machine, on top."""
_WEIGH: Final = 0.25
"""Seconds after which memory and deadlines are looked at when nothing happens."""
_MUCH: Final = 0.5
"""A worker that crashes with more than this share of its memory most likely wanted more."""
_RENEW: Final = 2000
"""Files after which a worker is replaced: libraries keep what they have seen."""


@dataclass(slots=True)
class _Worker:
    """A process and what it is busy with."""

    process: SpawnProcess
    connection: Connection
    path: Path | None = None
    """The file that it parses; None when it waits for one."""
    files: int = 0
    began: float = 0.0
    """When it got the file."""
    page: int = 0
    """The page that it reads, a stage below zero, or 0 when it has said nothing yet."""
    pages: int = 0
    """How many pages the file has, as far as it has said."""
    step_ends: float = 0.0
    """When it must have said something again."""
    file_ends: float = 0.0
    """When it must be done."""
    weighed: float = 0.0
    """When its memory was looked at."""
    taken: float = 0.0
    """Megabytes on top of its libraries that it had taken by then."""


class WorkerPool:
    """Parses files in processes of its own; use it in a `with` statement."""

    def __init__(self, options: ParseOptions, count: int | None = None) -> None:
        """Make a pool; processes start when there is work for them.

        Args:
            options: What changes the records, and the limits.
            count: Largest number of processes; as many as there are cores if None.
        """
        self.count = count or usable_cores()
        jobs = max(1, usable_cores() // self.count)
        self.options = replace(options, limits=replace(options.limits, ocr_jobs=jobs))
        self._workers: list[_Worker] = []
        self._scratch: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pages_underway(self) -> int:
        """Pages that were read of files that are not done yet."""
        return sum(max(0, each.page - 1) for each in self._workers if each.path is not None)

    @property
    def processes(self) -> dict[int, Path | None]:
        """Process ids of the workers, each with the file that it parses."""
        return {each.process.pid or 0: each.path for each in self._workers}

    def parse(self, files: Iterable[Path]) -> Iterator[ParsedFile]:
        """Parse files, and give results as they come.

        No more files are taken than there are workers, so memory does not grow with their number.

        Args:
            files: The files.

        Yields:
            What became of each file; a worker that hangs, crashes or is killed costs its own.
        """
        queue = iter(files)
        path = next(queue, None)
        while True:
            while path is not None and (worker := self._free_worker()) is not None:
                self._give(worker, path)
                path = next(queue, None)
            if path is None and not any(worker.path for worker in self._workers):
                return
            yield from self._collect()

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self._workers:
            _kill(worker)
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()
        if self._scratch is not None:  # a worker that is killed over OCR leaves pictures
            self._scratch.cleanup()
            self._scratch = None

    def _scratch_folder(self) -> str:
        """Return the folder in which workers have their temporary files."""
        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(
                prefix="vedtak-", ignore_cleanup_errors=True
            )
        return self._scratch.name

    def _free_worker(self) -> _Worker | None:
        """Return a process that waits for work; a new one if there may be more."""
        for worker in self._workers:
            if worker.path is None:
                return worker
        if len(self._workers) < self.count:
            with _signals_blocked():  # or Ctrl-C would leave a process that nobody knows of
                self._workers.append(_start(self.options, self._scratch_folder()))
            return self._workers[-1]
        return None

    def _give(self, worker: _Worker, path: Path) -> None:
        worker.path = path
        worker.began = time.monotonic()
        grace = _GRACE if not worker.files else 0.0
        worker.page = worker.pages = 0
        worker.step_ends = worker.began + self.options.limits.seconds + grace
        worker.file_ends = worker.step_ends
        worker.files += 1
        # A worker that died while it waited shows when its pipe is read.
        with contextlib.suppress(OSError):
            worker.connection.send(str(path))

    def _collect(self) -> Iterator[ParsedFile]:
        """Wait until something happens, and give what is done."""
        busy = {worker.connection: worker for worker in self._workers if worker.path}
        now = time.monotonic()
        for worker in busy.values():
            if now - worker.weighed >= _WEIGH:
                allowed = self.options.limits.memory_mb
                worker.weighed = now
                worker.taken = taken_memory(worker.process.pid or 0, allowed) or worker.taken
        ends = min(min(worker.step_ends, worker.file_ends) for worker in busy.values())
        for ready in wait(list(busy), timeout=max(0.0, min(_WEIGH, ends - now))):
            worker = busy[ready]  # type: ignore[index]  # only connections were waited for
            try:
                message = worker.connection.recv()
            except Exception:  # the pipe ends, or what comes out of it is cut off
                parsed = self._replace(worker, _how_it_ended(worker, self.options))
                parsed.died = True
                yield parsed
                continue
            if message[0] == "beat":
                self._note_beat(worker, message[1], message[2])
            else:
                yield self._take(worker, message[1])
        now = time.monotonic()
        for worker in busy.values():
            if worker.path and now >= min(worker.step_ends, worker.file_ends):
                if worker.connection.poll():
                    continue  # it was just in time
                yield self._replace(worker, self._what_took_long(worker, now))

    def _note_beat(self, worker: _Worker, page: int, count: int) -> None:
        """Note that a worker is alive, and give it time for what comes next."""
        limits = self.options.limits
        now = time.monotonic()
        worker.page = page
        if page == RECOGNIZING:
            budget = limits.budget(worker.pages, count)
            worker.file_ends = worker.step_ends = now + budget
            return
        if worker.pages != count:
            worker.pages = count
            worker.file_ends = max(worker.file_ends, worker.began + limits.budget(count))
        worker.step_ends = worker.file_ends if page == EXTRACTING else now + limits.seconds

    def _take(self, worker: _Worker, parsed: ParsedFile) -> ParsedFile:
        """Take a result; the worker is free again, or retired."""
        worker.path = None
        if parsed.exhausted or worker.files >= _RENEW:
            self._drop(worker)
        return parsed

    def _replace(self, worker: _Worker, reason: str) -> ParsedFile:
        """Give up a worker with its file; another is started when there is work."""
        path = worker.path
        began = worker.began
        self._drop(worker)
        parsed = refuse_file(path or Path(), reason, self.options)
        parsed.seconds = time.monotonic() - began
        return parsed

    def _drop(self, worker: _Worker) -> None:
        _kill(worker)
        worker.process.join()
        worker.connection.close()
        worker.path = None
        self._workers.remove(worker)

    def _what_took_long(self, worker: _Worker, now: float) -> str:
        seconds = self.options.limits.seconds
        advice = "look at it, or import it again with a higher --timeout"
        if worker.page > 0 and now >= worker.step_ends:
            where = f"page {worker.page} or one just behind it"
            return f"reading {where} took longer than {seconds:g} seconds; {advice}"
        return (
            f"reading it took {now - worker.began:.0f} seconds, longer than a file of its length "
            f"may take with --timeout {seconds:g}; {advice}"
        )


def usable_cores() -> int:
    """Return how many processes can run at once."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(options: ParseOptions, scratch: str) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, options, scratch), daemon=False)
    process.start()
    # Ours alone must stay open, or the end of the process would not end the pipe.
    theirs.close()
    return _Worker(process, ours)


@contextlib.contextmanager
def _signals_blocked() -> Iterator[None]:
    """Put Ctrl-C off; a process that is started ignores it by itself before it lets it in."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _kill(worker: _Worker) -> None:
    """Kill a process together with the programs that it started."""
    killpg: Any = getattr(os, "killpg", None)
    if killpg is not None and worker.process.pid is not None:
        # It leads a group of its own soon after its start; before that there is no such group.
        with contextlib.suppress(OSError):
            killpg(worker.process.pid, signal.SIGKILL)
    worker.process.kill()


def _how_it_ended(worker: _Worker, options: ParseOptions) -> str:
    """Say how a process died over its file."""
    worker.process.join(timeout=5)
    code = worker.process.exitcode
    advice = "make a new PDF or text of it, or import it again with a higher --memory"
    if code is None:
        return f"the worker that read it stopped answering; {advice}"
    if code == OUT_OF_MEMORY:
        return out_of_memory(options)
    if code >= 0:
        return f"the worker that read it ended with code {code}; {advice}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    if name == "SIGKILL":
        return (
            "the worker that read it was killed, most likely because the machine ran out of "
            "memory; import it again with fewer --workers or --retry-quarantined"
        )
    if name == "SIGABRT":
        # pdfium knows no exceptions: where memory can't be had, it aborts its process. A form that
        # draws itself twice does so at any limit, and nothing of pdfium tells before.
        return (
            "the library that read it gave up (SIGABRT), as it does when a file needs more memory "
            f"than the {options.limits.memory_mb} MB that a worker may have; {advice}"
        )
    allowed = options.limits.memory_mb
    if worker.taken > _MUCH * allowed:
        # Not every library notices that it got none; and a stack that can't grow ends like this.
        return (
            f"it crashed the worker that read it ({name}) when that had taken {worker.taken:.0f} "
            f"of the {allowed} MB that it may have, most likely for lack of memory; {advice}"
        )
    return f"it crashed the worker that read it ({name}); {advice}"
