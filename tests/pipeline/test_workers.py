import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pipeline.test_importing import BUNDLE, CORPUS, NOTE, PROTOCOL, contents
from vedtak.models.documents import Status
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.parsing.document import NO_MINUTES, ParsedFile, parse_file
from vedtak.pipeline.parsing.worker_memory import taken_memory
from vedtak.pipeline.parsing.workers import WorkerPool, usable_cores
from vedtak.pipeline.settings import Circumstance, Limits, ParseOptions

LIMITS = Limits()
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to the limit")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def copies(folder: Path, count: int) -> list[Path]:
    """Files with different bytes."""
    text = PROTOCOL.read_text(encoding="utf-8")
    paths = [folder / f"{number}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(f"{text}\n{number}\n", encoding="utf-8")
    return paths


def test_workers_and_this_process_make_the_same_database(tmp_path: Path) -> None:
    import_paths([CORPUS], tmp_path / "here.duckdb")
    options = ParseOptions()
    with WorkerPool(options, 2) as pool:
        import_paths([CORPUS], tmp_path / "there.duckdb", parse=pool.parse)
        pids = list(pool.processes)
        assert len(pids) == 2
    assert not any(map(alive, pids))
    without = ("main.runs",)
    here = contents(tmp_path / "here.duckdb", without=without)
    assert here == contents(tmp_path / "there.duckdb", without=without)


def test_no_more_files_are_taken_than_there_are_workers(tmp_path: Path) -> None:
    taken = []

    def files() -> Iterator[Path]:
        for path in copies(tmp_path, 12):
            taken.append(path)
            yield path

    with WorkerPool(ParseOptions(), 2) as pool:
        done = 0
        for _ in pool.parse(files()):
            done += 1
            assert len(taken) <= done + 3
        assert done == 12


def test_no_process_is_started_for_nothing(tmp_path: Path) -> None:
    with WorkerPool(ParseOptions(), 4) as pool:
        assert list(pool.parse([])) == []
        assert pool.processes == {}
        list(pool.parse([PROTOCOL]))
        assert len(pool.processes) == 1


def hurt(kill: Callable[[int], None], limits: Limits = LIMITS) -> dict[str, ParsedFile]:
    """Parse two files with one worker that is hurt over the first."""
    with WorkerPool(ParseOptions(limits=limits), 1) as pool:

        def files() -> Iterator[Path]:
            yield NOTE
            # The worker is still loading its libraries: it can't be done with the file.
            ((pid, path),) = pool.processes.items()
            assert path == NOTE
            kill(pid)
            yield PROTOCOL

        return {parsed.path: parsed for parsed in pool.parse(files())}


@POSIX
@pytest.mark.parametrize(
    ("name", "words"), [("SIGSEGV", "SIGSEGV"), ("SIGABRT", "SIGABRT"), ("SIGKILL", "memory")]
)
def test_worker_that_dies_costs_its_own_file(name: str, words: str) -> None:
    results = hurt(lambda pid: os.kill(pid, getattr(signal, name)))
    assert results[str(PROTOCOL)].refusal is None
    lost = results[str(NOTE)]
    assert lost.refusal is not None
    assert words in lost.refusal
    assert lost.records is not None
    document = lost.records.document
    assert (document.status, document.size_bytes) == (Status.QUARANTINED, NOTE.stat().st_size)
    assert document.options_digest == ParseOptions().digest(Circumstance.LIMITS)


@POSIX
@pytest.mark.parametrize(("taken", "told"), [(1500.0, True), (900.0, False), (None, False)])
def test_crash_near_the_limit_is_told_as_lack_of_memory(
    taken: float | None, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vedtak.pipeline.parsing.workers.taken_memory", lambda *_: taken)
    reason = hurt(lambda pid: os.kill(pid, signal.SIGSEGV))[str(NOTE)].refusal or ""
    assert "(SIGSEGV)" in reason
    assert ("1500 of the 2000 MB" in reason) is told
    assert ("lack of memory" in reason) is told


@LINUX
def test_memory_of_a_process_is_seen_from_outside() -> None:
    script = (
        "import mmap\n"
        "from vedtak.pipeline.parsing.worker import limit_memory\n"
        "limit_memory(500)\n"
        "taken = mmap.mmap(-1, 300 << 20)\n"
        "print(flush=True)\n"
        "input()\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert 290 < (taken_memory(process.pid, 500) or 0) < 350
        process.communicate(b"\n")
    assert taken_memory(process.pid, 500) is None
    assert taken_memory(os.getpid(), 500) is None  # without a limit


@POSIX
def test_worker_that_hangs_costs_its_own_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedtak.pipeline.parsing.workers._GRACE", 0.0)
    results = hurt(lambda pid: os.kill(pid, signal.SIGSTOP), Limits(seconds=10))
    assert results[str(PROTOCOL)].refusal is None
    assert "longer" in (results[str(NOTE)].refusal or "")


@LINUX
def test_file_that_needs_too_much_memory_costs_nothing_else(tmp_path: Path) -> None:
    large = tmp_path / "stor.txt"
    large.write_text("Sak 1/20 Orientering om ting og tang\n" * 2_000_000, encoding="utf-8")
    options = ParseOptions(limits=Limits(memory_mb=400))
    with WorkerPool(options, 1) as pool:
        first, second = pool.parse([large, PROTOCOL])
    assert "400 MB" in (first.refusal or ""), first.refusal
    assert "memory" in (first.refusal or "")
    assert second.refusal is None


def test_limits_are_tried_again_when_they_change(tmp_path: Path) -> None:
    tight = ParseOptions(limits=Limits(seconds=0.01))
    database = tmp_path / "vedtak.duckdb"

    def run(options: ParseOptions) -> tuple[int, int, int]:
        with WorkerPool(options, 1) as pool:
            report = import_paths([BUNDLE], database, ImportOptions(options), pool.parse)
        return report.imported, report.unchanged, report.still_quarantined

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vedtak.pipeline.parsing.workers._GRACE", 0.0)
        assert run(tight) == (0, 0, 0)
        assert run(tight) == (0, 0, 1)
    assert run(ParseOptions()) == (1, 0, 0)
    assert run(tight) == (0, 1, 0)


def test_file_without_minutes_is_not_a_matter_of_limits() -> None:
    parsed = parse_file(CORPUS / "kommune" / "README.md")
    assert parsed.refusal == NO_MINUTES
    assert parsed.records is not None
    assert parsed.records.document.options_digest == ParseOptions().digest()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers end with their pipe")
def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    script = (
        "import os, sys, signal\n"
        "from pathlib import Path\n"
        "from vedtak.pipeline.settings import ParseOptions\n"
        "from vedtak.pipeline.parsing.workers import WorkerPool\n"
        "if __name__ == '__main__':\n"
        "    pool = WorkerPool(ParseOptions(), 2)\n"
        "    list(pool.parse(map(Path, sys.argv[1:])))\n"
        "    pids = list(pool.processes)\n"
        "    os.kill(pids[0], signal.SIGSTOP)\n"
        "    print(*pids, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    files = [str(path) for path in copies(tmp_path, 2)]
    done = subprocess.run([sys.executable, "-c", script, *files], stdout=subprocess.PIPE)
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 2
    ends = time.monotonic() + 30
    while any(map(alive, pids)) and time.monotonic() < ends:
        time.sleep(0.05)
    assert not any(map(alive, pids))


def test_cores() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


def test_force_reads_anew(tmp_path: Path) -> None:
    shutil.copy(PROTOCOL, tmp_path)
    database = tmp_path / "v" / "vedtak.duckdb"
    database.parent.mkdir()
    import_paths([tmp_path / PROTOCOL.name], database)
    before = contents(database, without=("main.runs", "main.documents"))
    report = import_paths([tmp_path / PROTOCOL.name], database, ImportOptions(force=True))
    assert (report.imported, report.unchanged) == (1, 0)
    assert contents(database, without=("main.runs", "main.documents")) == before
