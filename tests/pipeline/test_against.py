import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.evaluating.against import Comparison, compare_databases
from vedtak.pipeline.evaluating.against_report import to_text

CORPUS = Path(__file__).parents[2] / "corpus"
MINUTES = CORPUS / "nuit" / "nuit-2020-02-referat.pdf"
PROTOCOL = CORPUS / "kommune" / "levanger-vedtak-9856.txt"
NOTE = CORPUS / "nuit" / "nuit-2020-16-saksnotat.pdf"


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("against") / "v.duckdb"
    assert run("import", MINUTES, PROTOCOL, "--db", path).exit_code == ExitCode.OK
    return path


@pytest.fixture
def base(imported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(imported, tmp_path / "base.duckdb"))


def change(database: Path, *statements: str) -> None:
    with duckdb.connect(str(database)) as connection:
        for statement in statements:
            connection.execute(statement)


def changes(comparison: Comparison) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (each.kind, each.table, each.fields)
        for document in comparison.documents
        for each in document.changes
    ]


def test_nothing_changed(base: Path, imported: Path) -> None:
    comparison = compare_databases(base, imported, "now")
    assert (comparison.both, comparison.documents, comparison.counts()) == (2, [], {})
    text = to_text(comparison)
    assert f"Base      {base}\nCompared  now" in text
    assert "No record appeared, vanished or changed." in text


def test_appeared_and_vanished_are_seen_from_the_base(base: Path, imported: Path) -> None:
    change(base, "DELETE FROM stated.attendance WHERE name_as_written = 'Christine Bergland'")
    ((kind, table, fields),) = changes(compare_databases(base, imported, "now"))
    assert (kind, table, fields["name_as_written"]) == (
        "appeared",
        "attendance",
        "Christine Bergland",
    )
    ((kind, _, _),) = changes(compare_databases(imported, base, "now"))
    assert kind == "vanished"
    assert "\n  + attendance nuit/2020/2/attendance/" in to_text(
        compare_databases(base, imported, "now")
    )


def test_changed_fields_are_shown_with_both_values(base: Path, imported: Path) -> None:
    change(
        base,
        "UPDATE stated.decisions SET outcome = 'other' WHERE decision_id LIKE 'levanger%'",
        "UPDATE stated.meetings SET date = '1999-01-01' WHERE meeting_id LIKE 'nuit%'",
        "UPDATE main.documents SET language = NULL, profile = NULL WHERE path LIKE '%.pdf'",
        "UPDATE main.parts SET title = 'X' WHERE document_id IN "
        "(SELECT document_id FROM main.documents WHERE path LIKE '%.pdf')",
    )
    found = changes(compare_databases(base, imported, "now"))
    assert ("changed", "documents", {"language": [None, "nb"], "profile": [None, "nuit"]}) in found
    tables = [table for _, table, _ in found]
    assert tables == ["decisions", "documents", "parts", "meetings"]
    assert found[0][2]["outcome"][0] == "other"
    assert found[3][2]["date"][0] == "1999-01-01"


def test_a_record_whose_key_alone_changed_is_changed(base: Path, imported: Path) -> None:
    change(
        base,
        "UPDATE stated.attendance SET attendance_id = replace(attendance_id, '/2020/2/', '/x/'), "
        "meeting_id = 'nuit/x'",
    )
    comparison = compare_databases(base, imported, "now")
    assert set(comparison.counts()) == {"attendance"}
    assert comparison.counts()["attendance"]["appeared"] == 0
    assert all(list(fields) == ["key"] for _, _, fields in changes(comparison))
    assert "~ attendance nuit/x/attendance/" in to_text(comparison)


def test_rows_that_a_document_states_twice_are_counted_twice(base: Path, imported: Path) -> None:
    change(base, "INSERT INTO stated.ballots SELECT * FROM stated.ballots")
    comparison = compare_databases(base, imported, "now")
    with duckdb.connect(str(imported), read_only=True) as connection:
        ballots = connection.execute("SELECT count(*) FROM stated.ballots").fetchone()
    assert ballots is not None and ballots[0] > 0
    assert comparison.counts() == {"ballots": {"appeared": 0, "vanished": ballots[0], "changed": 0}}


def test_a_base_of_an_older_version_may_lack_a_column(base: Path, imported: Path) -> None:
    change(
        base,
        "DROP VIEW decisions_flat",
        "ALTER TABLE main.documents DROP COLUMN profile",
    )
    assert changes(compare_databases(base, imported, "now")) == []


def test_documents_that_only_one_holds_are_named_and_not_counted(
    base: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.duckdb"
    run("import", PROTOCOL, NOTE, "--db", other)
    comparison = compare_databases(base, other, "now")
    assert comparison.both == 1
    assert comparison.only_base == [str(MINUTES)]
    assert comparison.only_compared == [str(NOTE)]
    assert comparison.documents == []
    assert f"Documents only in base: 1\n  {MINUTES}" in to_text(comparison)


def test_command_with_a_database(base: Path, imported: Path) -> None:
    change(base, "DELETE FROM stated.votes")
    result = run("evaluate", "--against", base, "--db", imported)
    assert result.exit_code == ExitCode.OK
    assert result.stdout.startswith(f"Base      {base}\nCompared  {imported}\n")
    content = json.loads(run("evaluate", "--against", base, "--db", imported, "--json").stdout)
    assert content["base"] == str(base)
    assert content["counts"]["votes"]["appeared"] >= 1
    assert {each["kind"] for doc in content["documents"] for each in doc["changes"]} == {"appeared"}


def test_command_with_the_corpus(base: Path) -> None:
    result = run("evaluate", "--against", base, "--corpus", CORPUS)
    assert result.exit_code == ExitCode.OK
    assert "Documents in both: 2" in result.stdout
    assert "No record appeared, vanished or changed." in result.stdout
    result = run("evaluate", "--against", base, "--corpus", CORPUS, "--no-profiles")
    assert "profile: kommune-standard → (nothing)" in result.stdout


@pytest.mark.parametrize("which", ["base", "db"])
def test_what_is_no_database_is_named(which: str, imported: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nei.duckdb"
    pair = (nothing, imported) if which == "base" else (imported, nothing)
    result = run("evaluate", "--against", pair[0], "--db", pair[1])
    assert result.exit_code == ExitCode.DATABASE_UNUSABLE
    (line,) = result.stderr.splitlines()
    assert str(nothing) in line
    assert not nothing.exists()


def test_long_values_are_shown_from_where_they_differ(base: Path, imported: Path) -> None:
    change(
        base,
        "UPDATE stated.decisions SET text = text || ' Slutt.' WHERE decision_id LIKE 'levanger%'",
    )
    text = to_text(compare_databases(base, imported, "now"))
    (line,) = [line for line in text.splitlines() if line.startswith("  ~ decisions")]
    assert "Slutt. → …" in line
    assert len(line) < 300
