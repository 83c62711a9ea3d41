from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.pipeline.synthetic import agenda, draft, everything, minutes, write
from vedtak.pipeline.cli import main
from vedtak.pipeline.deriving.derived import rebuild
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.importing.removing import remove_document
from vedtak.pipeline.storing.store import Store

NUIT = Path(__file__).parents[2] / "corpus" / "nuit"
AGENDA = NUIT / "nuit-2020-03-innkalling.pdf"
BUNDLE = NUIT / "nuit-2020-03-moetepakke.pdf"


def run(*arguments: object, answer: str | None = None) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=answer)
    assert "Traceback" not in result.output
    return result


def contents(database: Path) -> dict[str, list[object]]:
    """All rows; which run imported a document last is no trace of another."""
    with Store.open(database, read_only=True) as store:
        tables = everything(store, without=("main.runs", "main.documents"))
        tables["main.documents"] = store.connection.execute(
            "SELECT * EXCLUDE (run_id) FROM main.documents ORDER BY ALL"
        ).fetchall()
    return tables


@pytest.mark.parametrize("removed", ["aaaa", "bbbb", "cccc"])
def test_what_is_removed_leaves_no_trace(removed: str, tmp_path: Path) -> None:
    papers = {"aaaa": agenda, "bbbb": minutes, "cccc": draft}
    for name, kept in (
        ("all", papers),
        ("rest", {k: v for k, v in papers.items() if k != removed}),
    ):
        with Store.open(tmp_path / name) as store:
            write(store, *(make() for make in kept.values()))
            rebuild(store)
    remove_document(tmp_path / "all", removed)
    left, right = contents(tmp_path / "all"), contents(tmp_path / "rest")
    assert [table for table in left if left[table] != right[table]] == []


def test_removing_one_of_two_files_is_like_importing_the_other_alone(tmp_path: Path) -> None:
    both, alone = tmp_path / "both.duckdb", tmp_path / "alone.duckdb"
    run("import", AGENDA, BUNDLE, "--db", both, "--quiet")
    run("import", AGENDA, "--db", alone, "--quiet")
    result = run("remove", BUNDLE, "--db", both, "--yes")
    assert result.exit_code == ExitCode.OK
    assert str(BUNDLE) in result.stdout
    left, right = contents(both), contents(alone)
    assert [table for table in left if left[table] != right[table]] == []
    assert left["main.cases"], "the other file's cases are still there"


def test_it_asks_first_and_no_is_no(tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"
    run("import", AGENDA, "--db", database, "--quiet")
    before = contents(database)
    refused = run("remove", AGENDA, "--db", database, answer="n\n")
    assert refused.exit_code == 1
    assert "Remove" in refused.stderr
    assert contents(database) == before
    agreed = run("remove", AGENDA, "--db", database, answer="y\n")
    assert agreed.exit_code == ExitCode.OK
    assert contents(database)["main.documents"] == []


def test_an_unknown_document_is_named(tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"
    run("import", AGENDA, "--db", database, "--quiet")
    result = run("remove", "nei.pdf", "--db", database, "--yes")
    assert result.exit_code == ExitCode.USAGE
    assert "no document nei.pdf" in result.stderr
