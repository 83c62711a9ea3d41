import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from vedtak.extractors.keys import letters
from vedtak.pipeline.cli import COMMANDS, main
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.importing import importing
from vedtak.pipeline.tables.schema import TABLES, view_names

CORPUS = Path(__file__).parents[2] / "corpus"
BUNDLE = CORPUS / "nuit" / "nuit-2020-03-moetepakke.txt"
NOTE = CORPUS / "nuit" / "nuit-2020-16-saksnotat.pdf"
SCAN = CORPUS / "nuit" / "nuit-2020-01-referat-skannet.pdf"
README = CORPUS / "kommune" / "README.md"


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "vedtak.duckdb"
    result = run("import", BUNDLE, NOTE, SCAN, "--db", path)
    assert result.exit_code == ExitCode.SOME_FILES_FAILED
    return path


def sql(database: Path, query: str, *options: str) -> Result:
    return run("sql", query, "--db", database, *options)


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from vedtak.pipeline.cli import COMMANDS, main\n"
        "try:\n"
        "    main(['--help'])\n"
        "finally:\n"
        "    heavy = {'spacy', 'duckdb', 'pydantic', 'pyarrow', 'pypdfium2', 'pdfplumber'}\n"
        "    print('loaded:', sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "loaded: []" in done.stdout
    for name in COMMANDS:
        assert re.search(rf"^  {name}  ", done.stdout, re.MULTILINE)
    assert done.stderr == ""


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_says_what_it_is_for(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None and command.name == name
    assert command.short_help
    assert run(name, "--help").exit_code == ExitCode.OK
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name


def test_import_prints_the_report_on_stdout_and_bad_files_on_stderr(tmp_path: Path) -> None:
    nowhere = tmp_path / "nei.pdf"
    result = run("import", NOTE, README, nowhere, "--db", tmp_path / "v.duckdb", "--quiet")
    assert result.exit_code == ExitCode.SOME_FILES_FAILED
    lines = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())
    assert lines["Files"] == "2 (1 imported, 0 unchanged, 1 quarantined, 1 not found)"
    assert lines["Cases"] == "1"
    assert set(lines) == {
        "Files",
        "Pages",
        "Database",
        "Meetings",
        "Cases",
        "Decisions",
        "People",
        "Unclassified",
        "Findings",
        "Seconds",
    }
    complaints = result.stderr.splitlines()
    assert len(complaints) == 2
    assert complaints[0].startswith(f"{nowhere}: there is no such file")
    assert complaints[1].startswith(f"{README}: no minutes were found in it")


def test_import_of_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    result = run("import", tmp_path / "tom", "--db", tmp_path / "v.duckdb")
    assert result.exit_code == ExitCode.NOTHING_USABLE
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_import_without_paths_is_a_usage_error() -> None:
    assert run("import").exit_code == ExitCode.USAGE


@pytest.mark.parametrize("command", [["import", str(NOTE)], ["sql", "select 1"], ["show", "abcd"]])
def test_wrong_database_is_named_and_left_alone(command: list[str], tmp_path: Path) -> None:
    wrong = tmp_path / "feil.duckdb"
    wrong.write_bytes(b"Ingen database. " * 1000)
    result = run(*command, "--db", wrong)
    assert result.exit_code == ExitCode.DATABASE_UNUSABLE
    (line,) = result.stderr.splitlines()
    assert str(wrong) in line
    assert result.stdout == ""
    assert wrong.read_bytes() == b"Ingen database. " * 1000
    assert list(tmp_path.iterdir()) == [wrong]


def test_database_held_by_another_process(database: Path, tmp_path: Path) -> None:
    held = Path(shutil.copy(database, tmp_path))
    before = held.read_bytes()
    script = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(held)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        result = run("import", NOTE, "--db", held)
        holder.communicate()
    assert result.exit_code == ExitCode.DATABASE_UNUSABLE
    assert str(held) in result.stderr
    if sys.platform != "win32":  # elsewhere DuckDB does not tell who it is
        assert str(holder.pid) in result.stderr
    assert held.read_bytes() == before


def test_interruption_has_its_own_exit_code(monkeypatch: Any, tmp_path: Path) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "import_paths", interrupted)
    result = run("import", NOTE, "--db", tmp_path / "v.duckdb")
    assert result.exit_code == ExitCode.INTERRUPTED
    assert "interrupted" in result.stderr


QUERY = "select number, title, case_type from cases where sequence in (9, 10) order by sequence"
NINE = {"number": "9/20", "title": "Utredning om kunstig intelligens", "case_type": "Drøfting"}
TEN = {"number": "10/20", "title": "Eventuelt", "case_type": None}


def test_sql_when_piped_is_one_object_per_line(database: Path) -> None:
    result = sql(database, QUERY)
    assert [json.loads(line) for line in result.stdout.splitlines()] == [NINE, TEN]
    assert "Drøfting" in result.stdout
    assert result.stdout == sql(database, QUERY, "--nl").stdout


@pytest.mark.parametrize(("limit", "rows"), [(0, []), (1, [NINE]), (2, [NINE, TEN])])
def test_sql_as_json_array(database: Path, limit: int, rows: list[object]) -> None:
    result = sql(database, f"{QUERY} limit {limit}", "--json")
    assert json.loads(result.stdout) == rows


def test_sql_as_csv(database: Path) -> None:
    result = sql(database, QUERY, "--csv")
    assert list(csv.reader(io.StringIO(result.stdout))) == [
        list(NINE),
        list(NINE.values()),
        ["10/20", "Eventuelt", ""],
    ]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("'=HYPERLINK(1)'", "'=HYPERLINK(1)"),
        ("'+1'", "'+1"),
        ("'-2+3'", "'-2+3"),
        ("' @SUM(A1)'", "' @SUM(A1)"),
        ("chr(10) || '=1'", "'\n=1"),
        ("chr(9) || '=1'", "'\t=1"),
        ("'a' || chr(10) || '=1'", "a\n=1"),
        ("'a' || chr(13) || '=1'", "a\r=1"),
        ("'a=1'", "a=1"),
        ("-5", "-5"),
        ("-1.5::DOUBLE", "-1.5"),
    ],
)
def test_csv_holds_no_formula(database: Path, value: str, cell: str) -> None:
    lines = sql(database, f"select {value} as x", "--csv").stdout
    assert list(csv.reader(io.StringIO(lines, newline="")))[1:] == [[cell]]


def test_csv_header_holds_no_formula(database: Path) -> None:
    assert sql(database, 'select 1 as "=cmd()"', "--csv").stdout.splitlines()[0] == "'=cmd()"


def test_sql_as_table(database: Path) -> None:
    lines = sql(database, QUERY, "--table").stdout.splitlines()
    assert [re.split(r"  +", line) for line in (lines[0], *lines[2:])] == [
        list(NINE),
        list(NINE.values()),
        ["10/20", "Eventuelt"],
    ]


def test_sql_values_are_those_of_json(database: Path) -> None:
    query = (
        "select date '2020-05-13' as d, time '10:00' as t, timestamp '2020-05-13 10:00' as ts, "
        "1.5::decimal(4,2) as dec, 'nan'::double as nan, [1, null] as l, {'a': date '2020-01-01'} "
        "as s, 'æøå' as x, true as b, 170141183460469231731687303715884105727::hugeint as big, "
        "1 as d"
    )
    assert json.loads(sql(database, query).stdout) == {
        "d": "2020-05-13",
        "t": "10:00:00",
        "ts": "2020-05-13T10:00:00",
        "dec": 1.5,
        "nan": None,
        "l": [1, None],
        "s": {"a": "2020-01-01"},
        "x": "æøå",
        "b": True,
        "big": 170141183460469231731687303715884105727,
        "d_2": 1,
    }


@pytest.mark.parametrize(
    "query",
    [
        "select nothing from cases",
        "selec 1",
        "",
        "/* nothing but a remark */",
        "select '\udcff'",
        "delete from cases",
        "create table x (i int)",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/etc/*')",
        "select * from read_csv('http://127.0.0.1:9/x.csv')",
        "select getenv('HOME')",
        "export database 'ut'",
        "load httpfs",
        "load 'noe.duckdb_extension'",
        "pragma enable_profiling; pragma profiling_output='ut.json'; select 1",
        "set temp_directory = 'ut'",
        "set lock_configuration = false",
        "create temp table t as select * from read_text('/etc/passwd')",
        "insert into cases select * from cases",
        "update cases set title = ''",
        "drop table cases",
        "create secret (type s3)",
        "copy cases to 'ut.csv'",
        "attach 'annen.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
        "select 1/0::int, cast('a' as int)",
    ],
)
def test_sql_that_fails_is_one_line(database: Path, query: str) -> None:
    before = database.read_bytes()
    result = sql(database, query)
    assert result.exit_code == ExitCode.USAGE
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""
    assert database.read_bytes() == before


def test_sql_without_database(tmp_path: Path) -> None:
    result = sql(tmp_path / "nei.duckdb", "select 1")
    assert result.exit_code == ExitCode.DATABASE_UNUSABLE
    assert list(tmp_path.iterdir()) == []


def test_decisions_read_like_the_minutes(database: Path) -> None:
    query = (
        "select body_id, number, decision, outcome, against_proposal from decisions_flat "
        "where number = '6/20'"
    )
    assert json.loads(sql(database, query).stdout) == {
        "body_id": "nuit",
        "number": "6/20",
        "decision": "NUIT tar presentasjonen om nasjonal arkitekturstyring til orientering og ber "
        "om at det blir lagt frem en sak om hvordan nasjonal arkitekturstyring kan formaliseres.",
        "outcome": "noted",
        "against_proposal": None,
    }


def nodes(tree: dict[str, Any]) -> list[dict[str, Any]]:
    return [tree, *(node for child in tree["children"] for node in nodes(child))]


def test_show_as_json_has_the_words_of_every_record(database: Path) -> None:
    result = run("show", BUNDLE, "--db", database, "--json")
    all_nodes = nodes(json.loads(result.stdout))
    kinds = [node["kind"] for node in all_nodes]
    assert [kinds.count(kind) for kind in ("part", "meeting", "attendance")] == [5, 5, 71]
    assert kinds.count("decision") == 10
    source = letters(BUNDLE.read_text(encoding="utf-8"))
    for node in all_nodes:
        if node["kind"] not in ("document", "part"):
            assert node["pages"]
            assert node["words"]
        if node["kind"] in ("part", "meeting", "attendance", "case", "proposal", "decision"):
            assert node["certainty"] in ("certain", "likely", "guess")
        assert all(letters(words) in source for words in node["words"])


@pytest.mark.parametrize("name", ["path", "id", "prefix"])
def test_show_finds_a_document_by_any_of_its_names(database: Path, name: str) -> None:
    (line,) = sql(
        database, f"select document_id from documents where path = '{NOTE}'"
    ).stdout.split("\n")[:1]
    key = json.loads(line)["document_id"]
    result = run("show", {"path": NOTE, "id": key, "prefix": key[:6]}[name], "--db", database)
    assert result.exit_code == ExitCode.OK
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines[0] == f"document {key}"
    assert "sender: Karl Vestli" in lines
    assert any(line.startswith("note ") and "p. 1" in line and "certain" in line for line in lines)
    assert any(line.startswith("« ") for line in lines)


def test_show_finds_the_same_bytes_elsewhere(database: Path, tmp_path: Path) -> None:
    copy = shutil.copy(NOTE, tmp_path / "kopi.pdf")
    assert run("show", copy, "--db", database).exit_code == ExitCode.OK


def test_show_of_a_quarantined_file_tells_why(database: Path) -> None:
    assert "error: has no text layer" in run("show", SCAN, "--db", database).stdout


def test_show_of_an_unknown_document(database: Path) -> None:
    result = run("show", "finnes-ikke.pdf", "--db", database)
    assert result.exit_code == ExitCode.USAGE
    assert len(result.stderr.splitlines()) == 1


def test_schema_lists_every_table_view_and_column() -> None:
    text, markdown = run("schema").stdout, run("schema", "--markdown").stdout
    for name in TABLES:
        assert f"\n{name} (table)\n" in f"\n{text}"
        assert f"## `{name}` (table)" in markdown
        for column in TABLES[name].model_fields:
            assert f"| `{column}` |" in markdown
    for name in view_names():
        assert f"\n{name} (view)\n" in text
    assert "| - |" not in markdown
    assert "|  |" not in markdown
