import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from tests.pipeline.synthetic import CASE, DECISION, agenda, minutes, rows, write
from tests.pipeline.test_cli import run
from vedtak.pipeline.asking.case_difference import print_difference, read_difference
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.storing.store import Store

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("diff") / "vedtak.duckdb"
    papers = sorted((CORPUS / "kommune").glob("*.txt"))
    made = CORPUS / "made" / "municipal" / "oreland-plan-og-miljoutvalget-2025-09-24.txt"
    run("import", *papers, made, CORPUS / "nuit" / "nuit-2020-01-referat.pdf", "--db", path)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "vedtak.duckdb") as opened:
        yield opened


def test_diff_prints_marks_where_there_is_no_terminal(database: Path) -> None:
    lines = run("diff", "PS 72/25", "--db", database).stdout.splitlines()
    assert lines[0].startswith("PS 72/25 Detaljregulering Tangen brygge")
    assert lines[3] == "amended, similarity 0.91; the nearest of 3 proposals"
    assert lines[4].startswith("proposed by Kommunedirektøren: ") and lines[4].endswith(", p. 2")
    assert lines[5].startswith("decided: ") and lines[5].endswith(", p. 3")
    assert lines[-1] == (
        "  {+4. Det skal stilles krav om minst 2 sykkelparkeringsplasser per boenhet.+}"
    )
    assert all(len(line) <= 100 for line in lines[6:])


def test_diff_on_a_terminal_has_colours_and_no_marks(database: Path) -> None:
    console = Console(force_terminal=True, width=60, color_system="standard", record=True)
    with console.capture() as capture:
        print_difference(read_difference(database, "PS 72/25"), console)
    assert "\x1b[4;32m" in capture.get()
    assert "{+" not in capture.get()
    plain = console.export_text()
    assert all(len(line) <= 60 for line in plain.splitlines()[6:])


def test_diff_as_json_holds_everything(database: Path) -> None:
    found = json.loads(run("diff", "24/26", "--db", database, "--json").stdout)
    (decision,) = found["decisions"]
    assert found["date"] == "2026-09-02"
    assert decision["against_proposal"] == "amended"
    kept = "".join(c["text"] for c in decision["changes"] if c["kind"] != "removed")
    assert kept == decision["decision"]


def test_a_decision_without_proposal_says_so(database: Path) -> None:
    said = run("diff", "2/20", "--db", database).stdout
    assert "Decided without a recorded proposal" in said
    assert "NUIT godkjenner referat" in said


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["999/20"], "no case 999/20"),
        (["nuit/2020/2-21"], "did you mean nuit/2020/2-20"),
        (["2/20", "--year", "1999"], "no case called 2/20 of that body and year; there is:"),
        (["2/20", "--body", "bystyret"], "nuit/2020/2-20  NUIT, 2020-02-14: Godkjenning"),
    ],
)
def test_unknown_cases_are_named_with_the_candidates(
    database: Path, arguments: list[str], expected: str
) -> None:
    result = run("diff", *arguments, "--db", database)
    assert result.exit_code == ExitCode.USAGE
    assert expected in result.stderr
    assert result.stdout == ""


def test_a_number_that_two_bodies_have_is_not_guessed(database: Path, tmp_path: Path) -> None:
    papers = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for paper, body in zip(papers, ("Kulturutvalget", "Planutvalget"), strict=True):
        paper.write_text(
            f"Møteprotokoll\n\nUtvalg: {body}\nMøtedato: 11.03.2020\n\n"
            "Sak 5/20 Nytt bibliotek\n\nVedtak:\nSaken utsettes.\n",
            encoding="utf-8",
        )
    db = tmp_path / "v.duckdb"
    run("import", *papers, "--db", db)
    result = run("diff", "5/20", "--db", db)
    assert result.exit_code == ExitCode.USAGE
    assert "2 cases are called 5/20" in result.stderr
    assert run("diff", "5/20", "--db", db, "--body", "kultur").exit_code == ExitCode.OK


def test_changes_are_kept_in_step_with_the_decision(store: Store) -> None:
    query = (
        f"SELECT kind, text FROM decision_changes WHERE decision_id = '{DECISION}' ORDER BY ordinal"
    )
    write(store, minutes())
    assert rows(store, query) == []
    write(store, agenda())
    assert rows(store, query) == [
        ("kept", "NUIT tar saken til orientering "),
        ("added", "og ber om en rapport."),
    ]
    assert rows(store, "SELECT DISTINCT case_id FROM decision_changes") == [(CASE,)]
    store.remove("bbbb")
    assert rows(store, query) == []
