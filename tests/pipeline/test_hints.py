"""Mistyped names in SQL, each with what the one line of the answer must and must not say."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.pipeline.filled import filled
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import ExitCode


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sql") / "v.duckdb"
    filled(path).close()
    return path


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.mark.parametrize(
    ("query", "said"),
    [
        # a letter too few, in a table that has the column
        ("select titel from cases", "no column titel; did you mean title (in cases)?"),
        # with an alias in front, DuckDB says it in other words
        ("select c.titel from cases c", "no column titel; did you mean title (in cases)?"),
        # the column of another table
        ("select party from cases", "no column party here, but in attendance, ballots"),
        # nothing like it: what there is
        ("select qqqq from people", "no column qqqq; people has person_id, name, "),
        ("select qqqq", "FROM clause is missing"),
        ("select c.qqqq from (select 1) c", "no column qqqq; vedtak schema lists"),
        ("select * from desisions", "no table or view desisions; did you mean decisions?"),
        ("select * from decision_flat", "did you mean decisions_flat?"),
        ("select * from zzzzzz", "no table or view zzzzzz; vedtak schema lists"),
        ("select * from meeting_of('nuit')", "did you mean meetings_of?"),
        # no name at fault: DuckDB's own words
        ("selec 1", "syntax error"),
        ("select 'titel'::int", "Conversion Error"),
    ],
)
def test_errors_name_the_nearest_name_in_one_line(database: Path, query: str, said: str) -> None:
    result = run("sql", query, "--db", database)
    assert result.exit_code == ExitCode.USAGE
    (line,) = result.stderr.splitlines()
    assert said in line


def test_a_file_of_statements_is_answered_one_after_the_other(
    database: Path, tmp_path: Path
) -> None:
    file = tmp_path / "q.sql"
    file.write_text(
        "\ufeff-- spørsmål\nselect 'æ;ø' as a;\nselect number from meetings; \n", encoding="utf-8"
    )
    expected = '{"a": "æ;ø"}\n{"number": "1/2020"}\n'
    assert run("sql", "-f", file, "--db", database).stdout == expected
    text = file.read_text(encoding="utf-8")
    assert run("sql", "-", "--db", database, stdin=text).stdout == expected
    assert run("sql", "--file", "-", "--db", database, stdin=text).stdout == expected
    assert run("sql", "-f", file, "--db", database, "--csv").stdout == "a\næ;ø\n\nnumber\n1/2020\n"


def test_statements_before_a_wrong_one_are_answered(database: Path) -> None:
    result = run("sql", "select 1 as a; select titel from cases; select 2", "--db", database)
    assert result.stdout == '{"a": 1}\n'
    assert "did you mean title" in result.stderr
    assert result.exit_code == ExitCode.USAGE


def test_a_later_statement_may_do_no_more_than_the_first(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = database.read_bytes()
    for harm in ("copy cases to 'ut.csv'", "set enable_external_access = true", "drop table runs"):
        result = run("sql", f"pragma database_list; {harm}", "--db", database, "--csv")
        assert result.exit_code == ExitCode.USAGE
        assert len(result.stdout.splitlines()) == 2  # the first statement's answer alone
        assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
    assert database.read_bytes() == before


def test_pivot_gives_one_answer(database: Path) -> None:
    # DuckDB makes two statements of it.
    query = "pivot (select 'x' as a, 1 as n) on a using sum(n)"
    assert run("sql", query, "--db", database).stdout == '{"x": 1}\n'


@pytest.mark.parametrize("arguments", [(), ("select 1", "-f", "-"), ("-f", "finnes-ikke.sql")])
def test_a_query_comes_from_one_place(database: Path, arguments: tuple[str, ...]) -> None:
    assert run("sql", *arguments, "--db", database).exit_code == ExitCode.USAGE


def test_a_file_in_another_encoding_is_refused(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.sql"
    file.write_bytes("select 'æ'".encode("latin-1"))
    assert "not UTF-8" in run("sql", "-f", file, "--db", database).stderr
