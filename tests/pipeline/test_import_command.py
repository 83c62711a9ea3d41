"""`vedtak import` as a program: what is printed, exit codes, Ctrl-C and SIGKILL."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.pipeline.test_importing import CORPUS, NOTE, PROTOCOL, SCAN, ask, contents
from tests.pipeline.test_workers import copies
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.importing.importing import import_paths

README = CORPUS / "kommune" / "README.md"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, ["import", *map(str, arguments)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


def program(*arguments: object, **more: Any) -> "subprocess.Popen[bytes]":
    # Whoever runs the tests may have Ctrl-C ignored, as a shell does for what runs behind it.
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from vedtak.pipeline.start import main; main()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script, "import", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )


def test_a_line_per_file_where_there_is_no_terminal(tmp_path: Path) -> None:
    result = run(NOTE, NOTE.parent / ".." / "nuit" / NOTE.name, README, "--db", tmp_path / "v")
    lines = result.stderr.splitlines()
    assert lines[0] == f"{NOTE}: imported, 2 pages"
    assert lines[1].startswith(f"{README}: quarantined: no minutes")
    assert lines[2].endswith(": same bytes as another file")
    again = run(NOTE, README, "--db", tmp_path / "v").stderr.splitlines()
    assert again[0] == f"{NOTE}: unchanged"
    assert again[1] == lines[1]


def test_quiet_names_only_what_failed(tmp_path: Path) -> None:
    assert run(NOTE, "--db", tmp_path / "v", "--quiet").stderr == ""
    (line,) = run(NOTE, README, "--db", tmp_path / "v", "--quiet").stderr.splitlines()
    assert line.startswith(f"{README}: no minutes")


def test_report_as_json(tmp_path: Path) -> None:
    result = run(NOTE, README, tmp_path / "nei", "--db", tmp_path / "v", "--json")
    report = json.loads(result.stdout)
    assert (report["files"], report["imported"], report["pages"]) == (2, 1, 2)
    assert [each["path"] for each in report["quarantined"]] == [str(README)]
    assert [each["path"] for each in report["missing"]] == [str(tmp_path / "nei")]
    assert {each["path"] for each in report["slowest"]} == {str(NOTE), str(README)}
    assert (report["run_id"], report["cases"]) == ("run-1", 1)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\0"])
def test_paths_on_standard_input(end: bytes, tmp_path: Path) -> None:
    names = end.join([os.fsencode(NOTE), os.fsencode(PROTOCOL), b""])
    result = run("-", "--db", tmp_path / "v", stdin=names)
    assert result.exit_code == ExitCode.OK
    assert result.stdout.startswith("Files        2 (2 imported")


def test_nothing_on_standard_input(tmp_path: Path) -> None:
    assert run("-", "--db", tmp_path / "v", stdin=b"").exit_code == ExitCode.NOTHING_USABLE


def test_patterns_that_no_shell_has_matched(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    shutil.copy(NOTE, tmp_path / "a" / "b" / "en.pdf")
    shutil.copy(PROTOCOL, tmp_path / "a" / "to [1].txt")
    result = run(tmp_path / "**" / "*.pdf", tmp_path / "a" / "to [1].txt", "--db", tmp_path / "v")
    assert result.exit_code == ExitCode.OK
    assert result.stdout.startswith("Files        2 (2 imported")
    missed = run(tmp_path / "*.docx", "--db", tmp_path / "v")
    assert "there is no such file" in missed.stderr


def test_exit_codes(tmp_path: Path) -> None:
    database = ("--db", tmp_path / "v", "--quiet")
    assert run(NOTE, *database).exit_code == ExitCode.OK
    assert run(NOTE, *database).exit_code == ExitCode.OK
    assert run(NOTE, README, *database).exit_code == ExitCode.SOME_FILES_FAILED
    assert run(NOTE, tmp_path / "nei", *database).exit_code == ExitCode.SOME_FILES_FAILED
    assert run(README, *database).exit_code == ExitCode.SOME_FILES_FAILED
    assert run(tmp_path / "nei", *database).exit_code == ExitCode.SOME_FILES_FAILED
    for wrong in ("--workers=-1", "--timeout=0", "--memory=5", "--ocr=perhaps", "--nei"):
        assert run(NOTE, wrong, *database).exit_code == ExitCode.USAGE
    (tmp_path / "feil").write_bytes(b"ingen database" * 100)
    assert run(NOTE, "--db", tmp_path / "feil").exit_code == ExitCode.DATABASE_UNUSABLE


def test_set_aside_files_are_tried_again_only_when_asked(tmp_path: Path) -> None:
    database = ("--db", tmp_path / "v", "--json")
    for options, still in (((), 0), ((), 2), (("--retry-quarantined",), 0), (("--force",), 0)):
        report = json.loads(run(README, SCAN, *database, *options).stdout)
        assert (len(report["quarantined"]), report["still_quarantined"]) == (2, still)


@POSIX
@pytest.mark.parametrize("workers", ["0", "2"])
def test_interruption_keeps_what_was_done_and_says_how_to_go_on(
    workers: str, tmp_path: Path
) -> None:
    folder = tmp_path / "arkiv"
    folder.mkdir()
    copies(folder, 400)
    database = tmp_path / "v.duckdb"
    with program(folder, "--db", database, "--workers", workers) as running:
        assert running.stderr is not None
        done = [running.stderr.readline() for _ in range(20)]
        running.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, rest = running.communicate(timeout=60)
    print("stopped after", time.monotonic() - began)
    assert running.returncode == ExitCode.INTERRUPTED
    assert all(b"imported" in line for line in done)
    (last,) = [line for line in rest.splitlines() if b"imported, 1" not in line]
    assert b"Run the same command again" in last
    stored = ask(database, "SELECT count(*) FROM documents")[0][0]
    assert stored < 400
    import_paths([folder], database)
    assert ask(database, "SELECT count(*) FROM documents") == [(400,)]


WITHOUT = ("main.runs", "main.documents")
DOCUMENTS = "SELECT * EXCLUDE (run_id) FROM documents ORDER BY ALL"


KILLED = """
import os, signal, sys, threading
from pathlib import Path
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.parsing.workers import WorkerPool

STATEMENTS = {"execute", "begin", "commit", "rollback", "close"}

def run(folder, database, workers, at, after):
    done = 0

    def count(frame, event, function):
        nonlocal done
        if event == "c_call" and function.__name__ in STATEMENTS:
            done += 1
            if done == at:
                os.kill(os.getpid(), signal.SIGKILL)

    options = ImportOptions(batch=2)
    with WorkerPool(options.parsing, 2) as pool:
        sys.setprofile(count)
        threading.setprofile(count)  # batches are stored in a thread while workers read
        signal.setitimer(signal.ITIMER_REAL, after)  # nobody handles it: it kills
        import_paths([Path(folder)], Path(database), options, pool.parse if workers else None)
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.setprofile(None)
    return done

if __name__ == "__main__":
    for line in sys.stdin:
        folder, database, workers, at, after = line.split("\\t")
        out, into = os.pipe()
        child = os.fork()
        if not child:
            os.write(into, b"%d" % run(folder, database, int(workers), int(at), float(after)))
            os._exit(0)
        os.close(into)
        _, status = os.waitpid(child, 0)
        with open(out, "rb") as said:
            print(os.waitstatus_to_exitcode(status), int(said.read() or 0), flush=True)
"""
"""Imports in children, each killed before a statement of the database, or by the clock."""


class Killer:
    """Runs imports that are killed; what they need is loaded once."""

    def __init__(self, process: "subprocess.Popen[str]", workers: int) -> None:
        self.process = process
        self.workers = workers

    def run(
        self, folder: Path, database: Path, *, at: int = 0, after: float = 0.0
    ) -> tuple[int, int]:
        """Import, and give the exit code and the number of statements if it was not killed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        words = (folder, database, self.workers, at, after)
        self.process.stdin.write("\t".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        code, statements = self.process.stdout.readline().split()
        return int(code), int(statements)


@pytest.fixture
def killer(request: pytest.FixtureRequest) -> Iterator[Killer]:
    command = [sys.executable, "-c", KILLED]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Killer(process, request.param)
        assert process.stdin is not None
        process.stdin.close()


@POSIX
@pytest.mark.parametrize(("killer", "times"), [(0, 20), (2, 10)], indirect=["killer"])
def test_killed_at_any_moment_the_next_run_ends_in_the_same_database(
    killer: Killer, times: int, tmp_path: Path
) -> None:
    folder = tmp_path / "arkiv"
    folder.mkdir()
    copies(folder, 5)
    shutil.copy(folder / "3.txt", folder / "kopi av 3.txt")
    shutil.copy(README, folder)
    whole = tmp_path / "whole.duckdb"
    began = time.monotonic()
    code, statements = killer.run(folder, whole)
    lasts = time.monotonic() - began
    assert code == 0
    assert statements > 100
    expected, documents = contents(whole, without=WITHOUT), ask(whole, DOCUMENTS)
    assert len(documents) == 6
    chance = random.Random(4)
    # In the folder of the files: what a killed import leaves must not be taken for one of them.
    database = folder / "killed.duckdb"
    # Between statements the moment is independent of the machine; one in five comes by the clock,
    # in the middle of a statement, and goes on where the one before was killed.
    for number in range(times):
        at = chance.randint(1, statements * 9 // 10)
        assert killer.run(folder, database, at=at) == (-signal.SIGKILL, 0)
        if number % 5 == 4:
            killer.run(folder, database, after=chance.uniform(0.1, 1.0) * lasts)
        import_paths([folder], database)
        assert contents(database, without=WITHOUT) == expected
        assert ask(database, DOCUMENTS) == documents
        for each in folder.glob("*killed.duckdb*"):
            shutil.rmtree(each) if each.is_dir() else each.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="how a full disk is played")
def test_full_disk_is_named_and_what_was_stored_is_whole(tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"
    import_paths([PROTOCOL], database)
    before = contents(database)
    folder = tmp_path / "arkiv"
    folder.mkdir()
    copies(folder, 40)
    size = 200_000

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    with program(folder, "--db", database, "--workers", "0", preexec_fn=fill) as running:
        _, said = running.communicate(timeout=120)
    assert running.returncode == ExitCode.DATABASE_UNUSABLE, said
    assert b"room" in said.splitlines()[-1]
    assert b"Traceback" not in said
    assert contents(database) == before
    import_paths([folder], database)
    assert ask(database, "SELECT count(*) FROM documents") == [(41,)]
