"""The shell, fed with lines; and what completes them."""

import os
import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.pipeline.filled import filled
from vedtak.pipeline.asking import prompt
from vedtak.pipeline.asking.querying import open_locked
from vedtak.pipeline.asking.shell import Completer, Shell, history_file, keywords
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import ExitCode


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shell") / "v.duckdb"
    filled(path).close()
    return path


def piped(database: Path, text: str, *options: str) -> Result:
    result = CliRunner().invoke(main, ["shell", "--db", str(database), *options], input=text)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("select 1 as a;", '{"a": 1}\n'),
        # the last statement needs no semicolon, and lines may end as on Windows
        ("select 1 as a;\r\nselect 2 as b\r\n", '{"a": 1}\n{"b": 2}\n'),
        # over several lines, with an empty one; a semicolon inside a text ends nothing
        ("select 1 as a,\n\n  2 as b;", '{"a": 1, "b": 2}\n'),
        ("select 'x;\ny' as a;", '{"a": "x;\\ny"}\n'),
        ("select 1 as a; select 2 as b;", '{"a": 1}\n{"b": 2}\n'),
        (".mode csv\nselect 'æ' as a;", "a\næ\n"),
        ("select 1 as a;\n.quit\nselect 2 as b;", '{"a": 1}\n'),
        ("", ""),
        ("\n  \n", ""),
    ],
)
def test_what_is_piped_in_is_answered(database: Path, text: str, shown: str) -> None:
    result = piped(database, text)
    assert (result.exit_code, result.stdout, result.stderr) == (0, shown, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select titel from cases;", "did you mean title"),
        ("delete from cases;", "read-only"),
        (".tabels", "did you mean .tables?"),
        (".mode rubbish", ".mode takes one of table, csv, json, nl; it is nl."),
        (".schema desisions", "did you mean decisions?"),
        ("select 'never ended", "unterminated"),
    ],
)
def test_mistakes_are_told_in_a_line_and_the_rest_is_answered(
    database: Path, text: str, said: str
) -> None:
    result = piped(database, f"select 0 as a;\n{text}\n")
    assert result.exit_code == ExitCode.USAGE
    (line,) = result.stderr.splitlines()
    assert said in line
    assert result.stdout.startswith('{"a": 0}\n')


def test_what_comes_after_a_mistake_is_answered(database: Path) -> None:
    assert piped(database, "selec 1;\nselect 2 as b;").stdout == '{"b": 2}\n'


def test_commands_describe_the_database(database: Path) -> None:
    tables = piped(database, ".tables").stdout.splitlines()
    assert "cases (table)" in tables
    assert "decisions_flat (view)" in tables
    assert "meetings_of(body, year := NULL) (macro)" in tables
    schema = piped(database, ".schema people votes_of").stdout
    assert "person_id" in schema and "votes_of(person) (macro)" in schema
    assert "participation (view)" in piped(database, ".schema").stdout
    assert ".quit" in piped(database, ".help").stdout


@pytest.mark.parametrize(
    ("line", "word", "first"),
    [
        ("sel", "sel", ["select"]),
        ("select tit", "tit", ["title", "title_variants"]),
        ("select * from decisions_f", "decisions_f", ["decisions_flat"]),
        ("from meetings_o", "meetings_o", ["meetings_of"]),
        ("select cases.arch", "arch", ["archive_case"]),
        ("select people.", "", ["person_id", "name"]),
        (".ta", ".ta", [".tables"]),
        ("SEL", "SEL", ["select"]),
        ("select ", "", []),
        ("select æ", "æ", []),
    ],
)
def test_words_are_completed(database: Path, line: str, word: str, first: list[str]) -> None:
    with open_locked(database) as connection:
        found, candidates = Completer(keywords(connection)).complete(line)
    assert found == word
    assert candidates[: len(first)] == first
    assert first or not candidates


def test_history_is_kept_where_such_things_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    monkeypatch.setattr(sys, "platform", "linux")
    assert history_file() == Path("/state/vedtak/history")
    monkeypatch.setenv("XDG_STATE_HOME", "")
    assert history_file() == Path.home() / ".local" / "state" / "vedtak" / "history"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "C:/local")
    assert history_file() == Path("C:/local/vedtak/history")


def test_a_session_at_a_terminal(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    said: list[str] = []
    with (
        open_locked(database) as connection,
        create_pipe_input() as typed,
        create_app_session(input=typed, output=DummyOutput()),
    ):
        shell = Shell(connection, "nl", say=said.append, complain=said.append)
        # a statement over two lines; one that is dropped with Ctrl-C; Ctrl-D at the end
        typed.send_text("select 1 as a,\r2 as b;\rselect 9,\r\x03select 3 as c;\r\x04")
        prompt.run_prompt(shell, Completer(keywords(connection)))
    assert said == ['{"a": 1, "b": 2}', '{"c": 3}']
    history = tmp_path / "vedtak" / "history"
    assert "+select 3 as c;" in history.read_text(encoding="utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(history.stat().st_mode) == 0o600


def test_without_a_place_for_history_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fil").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "fil"))
    assert type(prompt.open_history()).__name__ == "InMemoryHistory"


def test_a_shell_without_a_database(tmp_path: Path) -> None:
    assert piped(tmp_path / "nei.duckdb", "select 1;").exit_code == ExitCode.DATABASE_UNUSABLE
