"""Every exit code of the table in the README, one by one."""

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.pipeline.test_evaluate import small  # noqa: F401
from tests.pipeline.test_importing import CORPUS, NOTE
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.storing.store import Store

NO_MINUTES = CORPUS / "kommune" / "README.md"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    Store.open(tmp_path / "v.duckdb").close()
    return tmp_path / "v.duckdb"


def code(*arguments: object) -> int:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert bool(result.stderr.strip()) == bool(result.exit_code) or arguments[0] == "import"
    return result.exit_code


def test_0_done(database: Path) -> None:
    assert code("import", NOTE, "--db", database) == 0
    assert code("status", "--db", database) == 0
    assert code("sql", "select 1", "--db", database) == 0
    assert code("show", NOTE, "--db", database) == 0
    assert code("schema") == code("profile", "list") == 0


def test_1_some_files_gave_nothing(database: Path) -> None:
    assert code("import", NOTE, NO_MINUTES, "--db", database) == 1
    assert code("import", NOTE, NO_MINUTES, "--db", database) == 1
    assert code("import", NOTE, database.parent / "nei.pdf", "--db", database) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["nei"],
        ["import"],
        ["import", NOTE, "--workers", "-1"],
        ["import", NOTE, "--profile", "nei.toml"],
        ["status", "--nei"],
        ["sql", "selec 1"],
        ["show", "nei"],
    ],
)
def test_2_called_wrongly(arguments: list[object], database: Path) -> None:
    place = [] if arguments == ["nei"] else ["--db", database]
    assert code(*arguments, *place) == 2


def test_2_report_that_cannot_be_written(database: Path) -> None:
    place = database.parent / "nei" / "r.html"
    assert code("import", NOTE, "--db", database, "--report", place) == 2


def test_3_missing_program(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedtak.pipeline.reading.ocr.can_recognize", lambda: False)
    assert code("import", NOTE, "--ocr", "force", "--db", database) == 3


def test_4_nothing_to_import(database: Path) -> None:
    (database.parent / "tom").mkdir()
    assert code("import", database.parent / "tom", "--db", database) == 4


@pytest.mark.parametrize("command", [["status"], ["sql", "select 1"], ["show", "abcd"]])
def test_5_there_is_no_database(command: list[str], tmp_path: Path) -> None:
    assert code(*command, "--db", tmp_path / "nei.duckdb") == 5
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command", [["status"], ["sql", "select 1"], ["show", "abcd"], ["import", NOTE]]
)
def test_5_it_is_none_of_vedtak(command: list[str], tmp_path: Path) -> None:
    wrong = tmp_path / "feil.duckdb"
    wrong.write_bytes(b"Ingen database. " * 1000)
    assert code(*command, "--db", wrong) == 5


def test_6_not_good_enough(small: Path) -> None:  # noqa: F811
    assert code("evaluate", "--corpus", small) == 6


def test_130_stopped(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vedtak.pipeline.asking.status.read_status", stop)
    monkeypatch.setattr("vedtak.pipeline.importing.importing.import_paths", stop)
    assert code("status", "--db", database) == 130
    assert code("import", NOTE, "--db", database) == 130


def test_the_documentation_and_the_help_name_all() -> None:
    page = (CORPUS.parent / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    table = page.partition("## Exit codes")[2].partition("\n## ")[0]
    assert [int(n) for n in re.findall(r"^\| (\d+) ", table, re.MULTILINE)] == list(ExitCode)
    shown = " ".join(CliRunner().invoke(main, ["--help"]).output.split())
    assert all(f"{each.value} {each.name.lower().replace('_', ' ')}" in shown for each in ExitCode)


def read_terminal(ours: int) -> Iterator[str]:
    """What a program writes to a terminal, until it ends."""
    with contextlib.suppress(OSError):  # how Linux says that nobody holds the other end
        while data := os.read(ours, 1 << 16):
            yield data.decode("utf-8", "replace")


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are those of POSIX")
def test_a_bar_on_a_terminal_only(tmp_path: Path) -> None:
    import pty
    import subprocess

    script = "from vedtak.pipeline.cli import main; main(prog_name='vedtak')"
    place = tmp_path / "v"
    command = [sys.executable, "-c", script, "import", str(NOTE), str(NO_MINUTES), "--db"]
    for more, drawn in (([], True), (["--quiet", "--force"], False)):
        ours, theirs = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
        with subprocess.Popen(
            [*command, str(place), *more], stdout=subprocess.DEVNULL, stderr=theirs, env=environment
        ):
            os.close(theirs)
            said = "".join(read_terminal(ours))
        os.close(ours)
        assert bool(re.search(r"2/2.*files.*2 pages, \d+\.\d/s", said)) == drawn
        assert "no minutes were found" in said.replace("\r\n", "")
