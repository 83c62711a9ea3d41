import json
from pathlib import Path

import pytest

from tests.pipeline.test_cli import run
from vedtak.pipeline.errors import ExitCode

CORPUS = Path(__file__).parents[2] / "corpus"
PAPERS = [CORPUS / "kommune" / "levanger-vedtak-9856.txt"]
DECISION = "levanger-plan-og-utviklingsutvalget/2026/24-26/decision/1"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "vedtak.duckdb"
    assert run("import", *PAPERS, "--db", path).exit_code == ExitCode.OK
    return path


def outcome(database: Path) -> str:
    query = f"select outcome from decisions where decision_id = '{DECISION}'"
    return str(json.loads(run("sql", query, "--db", database).stdout)["outcome"])


def test_a_correction_from_the_first_word_to_the_last(database: Path) -> None:
    file = database.with_name("corrections.toml")
    result = run(
        *("correct", "set", DECISION, "outcome", "approved", "--db", database),
        *("--reason", "Høringssvar", "--by", "arkivar", "--date", "2026-10-01"),
    )
    assert result.stdout.startswith(f"{file}: line 4, [[set]] is new")
    assert outcome(database) == "adopted"
    result = run("rebuild", "--db", database)
    assert result.exit_code == ExitCode.OK
    assert f"Corrections: 1 applied ({file})" in result.stdout
    assert outcome(database) == "approved"
    # it survives an import that reads everything anew, which says so
    result = run("import", *PAPERS, "--force", "--db", database)
    assert f"Corrections  1 applied ({file})" in result.stdout
    assert outcome(database) == "approved"
    # a reference says that a person had a hand in it
    said = run("cite", "24/26", "--db", database).stdout
    assert "(outcome is corrected from «adopted» to «approved»: Høringssvar)" in said
    # as gold: the rules do not know it yet
    said = run("evaluate", "--corrections", file, "--db", database).stdout
    assert said.splitlines()[-1].endswith("the rules get 0 right, 1 wrong, 0 stale")
    # the proof is about what the document says
    assert run("verify", "--db", database).exit_code == ExitCode.OK
    file.unlink()
    result = run("import", *PAPERS, "--db", database)
    assert "Corrections  none; 1 of before were undone" in result.stdout
    assert outcome(database) == "adopted"


def test_the_file_is_the_archivists(database: Path) -> None:
    file = database.with_name("corrections.toml")
    mine = "# min fil\n[[set]] # første\ntable = 'decisions'\ncolumn = 'unanimous'\n"
    mine += "document = 'd25ab398473501b5'\nquote = 'Vurdering og konklusjon i saksframlegget'\n"
    mine += "value = false\nreason = 'r'  # to be looked at\n"
    file.write_text(mine, encoding="utf-8")
    run("correct", "set", DECISION, "outcome", "approved", "--reason", "r", "--db", database)
    text = file.read_text(encoding="utf-8")
    assert text.startswith(mine)
    assert text.count("[[set]]") == 2
    assert list(file.parent.glob(".corrections*")) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["set", DECISION, "outcome", "ja"], "decisions.outcome can't be 'ja'"),
        (["set", DECISION, "utfall", "ja"], "decisions has no column 'utfall'"),
        (["set", f"{DECISION}0", "outcome", "noted"], "no record levanger-plan"),
        (["set", DECISION, "outcome"], "give either a VALUE or --clear"),
        (["merge", "Harald Lein Asbjørn", "Nils Nilsen Nei"], "no person is written 'Harald L"),
        (["merge", "Harald", "Harald Asbjørn Lein"], "'Harald' is one name only"),
        (["merge", "Harald Asbjørn Lein"], "names"),
        (["split", "A B", "C D", "--body", "x", "--body", "y", "--body", "z"], "--body once"),
        (["rename", "Ola Finnesikke", "Ola"], "no person is written 'Ola Finnesikke'"),
    ],
)
def test_what_cannot_be_meant_is_not_written(
    database: Path, arguments: list[str], message: str
) -> None:
    result = run("correct", *arguments, "--reason", "r", "--db", database)
    assert result.exit_code == ExitCode.USAGE
    assert message in result.stderr
    assert not database.with_name("corrections.toml").exists()


def test_a_wrong_file_is_refused_before_anything_is_touched(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "feil.toml"
    file.write_text("[[merge]]\nnames = ['Kari Ås', 'Per Vik']\n", encoding="utf-8")
    before = database.read_bytes()
    for command in (["import", str(PAPERS[0]), "--force"], ["rebuild"]):
        result = run(*command, "--db", database, "--corrections", file)
        assert result.exit_code == ExitCode.USAGE
        assert result.stderr == f"vedtak: {file}: line 1, [[merge]]: reason: is missing.\n"
        assert database.read_bytes() == before


def test_stale_corrections_are_named_and_set_the_exit_code(database: Path) -> None:
    run("correct", "set", DECISION, "outcome", "approved", "--reason", "r", "--db", database)
    file = database.with_name("corrections.toml")
    text = file.read_text(encoding="utf-8").replace("Vurdering og", "Vurderinger og")
    file.write_text(text, encoding="utf-8")
    for command in (["rebuild"], ["import", str(PAPERS[0]), "--quiet"]):
        result = run(*command, "--db", database)
        assert result.exit_code == ExitCode.SOME_FILES_FAILED
        assert "Correction in line 4 (set outcome of decisions: « Vurderinger" in result.stderr
        assert "no longer stand in the document" in result.stderr
    assert "stale_correction (error)" in run("status", "--db", database).stdout


def test_rebuild_without_a_database(tmp_path: Path) -> None:
    result = run("rebuild", "--db", tmp_path / "nei.duckdb")
    assert result.exit_code == ExitCode.DATABASE_UNUSABLE
    assert list(tmp_path.iterdir()) == []
