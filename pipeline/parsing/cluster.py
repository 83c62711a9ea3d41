"""Many files at once on many machines: the pool of a Dask cluster that is there already.

The cluster parses, the caller writes. Only so many files are under way as keep the cluster busy;
each result is fetched and released as it comes, so that neither the caller nor the scheduler holds
more with more files. What a lost worker had is done again by others.
"""

import contextlib
import hashlib
import logging
import os
import queue
import time
import uuid
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import dask
from distributed import Client, Future, KilledWorker

from vedtak.pipeline.parsing.cluster_problems import AGAIN, ClusterProblem, sees_otherwise, unlike
from vedtak.pipeline.parsing.cluster_worker import (
    Answer,
    Closing,
    Parsing,
    Sent,
    Unlike,
    facts,
    parse_task,
)
from vedtak.pipeline.parsing.cluster_worker import difference as difference_of
from vedtak.pipeline.parsing.document import ParsedFile, document_key, parse_file, refuse_file
from vedtak.pipeline.reading.collecting import path_text
from vedtak.pipeline.settings import ParseOptions

_TRIES: Final = 3
"""How often a file may end the process that reads it before it is set aside."""
_PER_THREAD: Final = 2
"""Tasks under way for each thread of the cluster: one that is done and one that waits."""
_MOST_BYTES: Final = 256 << 20
"""Bytes under way when files are sent along; they wait in the memory of the scheduler."""
_TASK: Final = 0.5
"""Seconds that a task should last: what is shorter costs the scheduler more than it is worth."""
_MOST_FILES: Final = 32
"""Files of a task, at most; one at first, and where each takes long."""
_LOOK: Final = 0.5
"""Seconds after which the connection is looked at when nothing comes."""
_COUNT: Final = 5.0
"""Seconds after which the threads of the cluster are counted again."""
_CONNECT: Final = 30.0
"""Seconds to reach the scheduler."""
_FIRST_WORKER: Final = 60.0
"""Seconds to wait for a first worker."""
_NO_WORKER: Final = 600.0
"""Seconds to wait for a new worker when all are gone."""
_KEY_LENGTH: Final = 16


@dataclass(slots=True)
class _File:
    """A file that is under way."""

    path: Path
    document_id: str
    """Key of its bytes as they are here."""
    data: bytes | None
    """Its bytes, until they are sent along."""
    size: int
    """How many they are."""
    tries: int


@dataclass(slots=True)
class _Job:
    """A task, with its files."""

    files: list[_File]
    future: Future[Answer]


class ClusterPool:
    """Parses files on a cluster; use it in a `with` statement."""

    def __init__(self, address: str, options: ParseOptions, *, ship: bool = False) -> None:
        """Make a pool; entering it connects.

        Args:
            address: Address of the scheduler, or the scheduler file that it wrote.
            options: What changes the records, and the limits.
            ship: Whether to send the bytes of the files; if not, every machine must have them
                under the same path as this one.
        """
        self.address = address
        self.options = options
        self.ship = ship
        self._name = f"vedtak-{uuid.uuid4().hex}"
        self._client: Client | None = None
        self._jobs: dict[str, _Job] = {}
        self._done: queue.SimpleQueue[Future[Answer]] = queue.SimpleQueue()
        self._ready: list[ParsedFile] = []
        self._waiting: list[_File] = []
        self._sent = 0
        self._lasts = _TASK
        self._threads = 0
        self._counted = self._last_seen = 0.0
        self._log_level = logging.NOTSET

    def __enter__(self) -> "ClusterPool":
        # What it has to say is said by us, in one line.
        log = logging.getLogger("distributed")
        self._log_level = log.level
        log.setLevel(logging.CRITICAL + 1)
        try:
            self._connect()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pages_underway(self) -> int:
        """Pages that were read of files that are not done yet; a cluster does not tell."""
        return 0

    def parse(self, files: Iterable[Path]) -> Iterator[ParsedFile]:
        """Parse files, and give results as they come.

        Args:
            files: The files.

        Yields:
            What became of each file; one that ends its process time and again costs itself only.

        Raises:
            ClusterProblem: The scheduler or all workers are lost, or the workers see other files.
        """
        queued = iter(files)
        path = next(queued, None)
        while True:
            while path is not None and self._has_room():
                self._take(path, 1)
                path = next(queued, None)
                if path is None or len(self._waiting) >= self._most():
                    self._send()
                yield from self._drain()
            if not self._jobs:
                self._send()  # a few large files may fill all the room
            if path is None and not self._jobs:
                return
            self._collect()
            yield from self._drain()

    def close(self) -> None:
        """Leave the cluster as it was, whatever it is doing; its workers go on living."""
        client, self._client = self._client, None
        try:
            if client is None:
                return
            with contextlib.suppress(Exception):
                if client.status == "running":
                    client.cancel([job.future for job in self._jobs.values()])
                    client.unregister_worker_plugin(self._name)
            self._jobs.clear()
            with contextlib.suppress(Exception):
                client.close(timeout=2)
        finally:
            logging.getLogger("distributed").setLevel(self._log_level)

    def _connect(self) -> None:
        """Reach the scheduler, make sure that the workers read like this machine, prepare them."""
        known_by = "scheduler_file" if Path(self.address).is_file() else "address"
        arguments: dict[str, Any] = {known_by: self.address}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # other versions of libraries: it works or it fails
                self._client = Client(
                    **arguments, timeout=_CONNECT, set_as_default=False, name="vedtak"
                )
        except (OSError, ValueError, TypeError, RuntimeError, ImportError) as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise ClusterProblem(
                f"no cluster can be reached at {self.address} ({said}); check the address, and "
                "that `dask scheduler` runs there."
            ) from error
        try:
            self._client.wait_for_workers(1, timeout=_FIRST_WORKER)
        except (OSError, TimeoutError) as error:
            raise ClusterProblem(
                f"the cluster at {self.address} has no worker, and none has come in "
                f"{_FIRST_WORKER:.0f} seconds; start some with `dask worker {self.address}`."
            ) from error
        self._check_workers()
        self._client.register_plugin(Parsing(self._name, self.options, facts(self.options)))

    def _check_workers(self) -> None:
        """Refuse a cluster whose workers would read files in another way."""
        here = facts(self.options)
        found = self._running().run(facts, self.options, on_error="return")
        for worker, there in sorted(found.items()):
            if isinstance(there, BaseException):
                raise ClusterProblem(
                    f"the worker {worker} can't work for vedtak ({type(there).__name__}: {there}); "
                    "install the same version of vedtak[cluster] there."
                )
            if differs := difference_of(here, there):
                raise unlike(worker, differs)

    def _running(self) -> Client:
        """Return the connection, if it still is one."""
        if self._client is None or self._client.status != "running":
            raise self._lost()
        return self._client

    def _lost(self) -> ClusterProblem:
        return ClusterProblem(
            f"the scheduler at {self.address} was lost; see whether it still runs. {AGAIN}"
        )

    def _has_room(self) -> bool:
        """Tell whether another file may be sent."""
        self._count_threads()
        return len(self._jobs) < max(1, _PER_THREAD * self._threads) and (
            not (self._jobs or self._waiting) or self._sent < _MOST_BYTES
        )

    def _count_threads(self) -> None:
        """Note how large the cluster is; give it up when it has been empty for too long."""
        now = time.monotonic()
        if now - self._counted < _COUNT:
            return
        client = self._running()
        try:
            self._threads = sum(client.nthreads().values())
        except Exception as error:
            raise self._lost() from error
        self._counted = now
        if self._threads or not self._last_seen:
            self._last_seen = now
        elif now - self._last_seen > _NO_WORKER:
            raise ClusterProblem(
                f"the cluster at {self.address} has had no worker for {_NO_WORKER:.0f} seconds; "
                f"start some. {AGAIN}"
            )

    def _most(self) -> int:
        """Return how many files a task should have, going by how long they took lately."""
        return max(1, min(_MOST_FILES, int(_TASK / max(self._lasts, 0.001))))

    def _take(self, path: Path, tries: int) -> None:
        """Put a file with those that are sent next; what can't even be opened is judged here."""
        data: bytes | None = None
        document_id = None
        if self.ship:
            with contextlib.suppress(OSError, ValueError):
                if path.is_file():
                    data = path.read_bytes()
                    document_id = hashlib.sha256(data).hexdigest()[:_KEY_LENGTH]
        else:
            document_id = document_key(path)
        if document_id is None:
            self._ready.append(parse_file(path, self.options))
            return
        size = len(data) if data is not None else 0
        self._sent += size
        self._waiting.append(_File(path, document_id, data, size, tries))

    def _send(self) -> None:
        """Send the files that wait to the cluster, as one task."""
        files, self._waiting = self._waiting, []
        if not files:
            return
        key = f"{self._name}-{uuid.uuid4().hex}"
        sent: list[Sent] = [(_for_all(file.path), file.data) for file in files]
        # The bytes belong to the task: put on a worker beforehand, they would be lost with it.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "4 GiB"}):
            future = self._running().submit(
                parse_task, self._name, key, sent, key=key, retries=_TRIES, pure=False
            )
        for file in files:
            file.data = None  # the task has them
        self._jobs[key] = _Job(files, future)
        future.add_done_callback(self._done.put)

    def _drain(self) -> Iterator[ParsedFile]:
        """Yield what is done."""
        while self._ready:
            yield self._ready.pop(0)

    def _collect(self) -> None:
        """Wait until something is done, and fetch all that is."""
        try:
            done = [self._done.get(timeout=_LOOK)]
        except queue.Empty:
            self._running()
            if any(job.future.cancelled() for job in self._jobs.values()):
                raise self._lost() from None
            self._count_threads()
            return
        with contextlib.suppress(queue.Empty):
            while True:
                done.append(self._done.get_nowait())
        failed = [future for future in done if future.status == "error"]
        for future in failed:
            self._fail(future)
        finished = [future for future in done if future.status == "finished"]
        answers = self._fetch(finished)
        for key, worker, parsed in answers:
            for file, one in zip(self._let_go(key), parsed, strict=True):
                self._lasts = 0.9 * self._lasts + 0.1 * one.seconds
                self._settle(file, self._judge(file, worker, one))
        settled = {key for key, _, _ in answers} | {future.key for future in failed}
        for future in done:
            if future.key not in settled:
                if future.cancelled():
                    raise self._lost()
                # Its worker went before the result was fetched: it is done again.
                future.add_done_callback(self._done.put)

    def _fetch(self, finished: list[Future[Answer]]) -> list[Answer]:
        """Fetch results; those whose worker is gone are left out."""
        if not finished:
            return []
        try:
            answers: list[Answer] = self._running().gather(finished, errors="skip")
        except (OSError, RuntimeError) as error:
            raise self._lost() from error
        return answers

    def _let_go(self, key: str) -> list[_File]:
        """Take a task off the cluster."""
        job = self._jobs.pop(key)
        self._sent -= sum(file.size for file in job.files)
        job.future.release()
        return job.files

    def _settle(self, file: _File, parsed: ParsedFile | None) -> None:
        """Give what became of a file; where that is nothing, send it again, and alone."""
        if parsed is not None:
            self._ready.append(parsed)
            return
        self._send()
        self._take(file.path, file.tries + 1)
        self._send()

    def _judge(self, file: _File, worker: str, parsed: ParsedFile) -> ParsedFile | None:
        """Make sure that a result is about our file; None to have it parsed again."""
        if parsed.died and file.tries < _TRIES:
            return None  # perhaps it was the machine
        found = parsed.records.document.document_id if parsed.records is not None else None
        if found != file.document_id:
            now = document_key(file.path)
            # A file may change, or go, while it is on its way.
            if now is not None and found != now and now == file.document_id:
                raise sees_otherwise(worker, file.path, parsed)
        parsed.path = path_text(file.path)
        if parsed.records is not None:
            parsed.records.document.path = parsed.path
            parsed.records.paths = [parsed.path]
        return parsed

    def _fail(self, future: Future[Answer]) -> None:
        """Take a failed task apart: each of its files is tried alone before it is set aside."""
        error = future.exception()
        if isinstance(error, Unlike):
            raise unlike(*error.args)
        files = self._let_go(str(future.key))
        for file in files:
            again = len(files) > 1 or (isinstance(error, Closing) and file.tries < _TRIES)
            self._settle(file, None if again else self._refuse(file.path, error))

    def _refuse(self, path: Path, error: BaseException | None) -> ParsedFile:
        """Set a file aside over which its task failed."""
        if isinstance(error, KilledWorker):
            reason = (
                f"{error.allowed_failures + 1} workers of the cluster died while they had it; look "
                "at their logs, or import it again with --retry-quarantined"
            )
        else:
            said = " ".join(f"{type(error).__name__}: {error}".split())
            reason = (
                f"the cluster could not read it ({said}); import it again with --retry-quarantined"
            )
        return refuse_file(path, reason, self.options)


def _for_all(path: Path) -> str:
    """Return the path by which other machines know a file; links in it may lead elsewhere there."""
    return os.path.abspath(path)  # noqa: PTH100
