"""A database made of an export is the database that was exported."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.exported import exported, refused, run, tree
from tests.pipeline.filled import filled
from tests.pipeline.synthetic import everything
from vedtak.pipeline.exports.relations import views
from vedtak.pipeline.storing.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "v.duckdb"
    filled(path).close()
    return path


@pytest.fixture(scope="module")
def corpus_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real papers, whose texts are longer and odder than any we would make up."""
    path = tmp_path_factory.mktemp("export") / "corpus.duckdb"
    corpus = ROOT / "corpus"
    run("import", corpus / "nuit", corpus / "kommune", "--db", path, "--quiet")
    return path


@pytest.mark.parametrize("form", ["parquet", "json"])
def test_a_database_made_of_an_export_is_the_same(
    corpus_database: Path, tmp_path: Path, form: str
) -> None:
    folder = exported(corpus_database, tmp_path / "ut", form)
    new = tmp_path / "ny.duckdb"
    result = run("restore", folder, "--db", new)
    assert result.exit_code == 0, result.stderr
    with (
        Store.open(corpus_database, read_only=True) as old,
        Store.open(new, read_only=True) as restored,
    ):
        before = everything(old)
        assert everything(restored) == before
        assert sum(map(len, before.values())) > 1000
        for view in views():
            query = f"SELECT * FROM {view.name} ORDER BY ALL"
            assert (
                restored.connection.execute(query).fetchall()
                == old.connection.execute(query).fetchall()
            )
    again = exported(new, tmp_path / "igjen", form)
    assert tree(again) == tree(folder)


def test_a_restored_database_can_be_imported_into(database: Path, tmp_path: Path) -> None:
    folder = exported(database, tmp_path / "ut", "parquet")
    run("restore", folder, "--db", tmp_path / "ny.duckdb")
    note = ROOT / "corpus" / "nuit" / "nuit-2020-16-saksnotat.pdf"
    assert run("import", note, "--db", tmp_path / "ny.duckdb", "--quiet").exit_code == 0


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "cases.jsonl").unlink(), "is missing"),
        (lambda folder: (folder / "cases.jsonl").write_text("{}\n"), "not as it was exported"),
        (lambda folder: (folder / "manifest.json").unlink(), "is no export"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "is damaged"),
        (lambda folder: (folder / "manifest.json").write_text("[]"), "not written by vedtak"),
        (lambda folder: older(folder, schema_version=0), "exported with schema 0"),
        (lambda folder: older(folder, format="csv"), "an export as csv"),
    ],
)
def test_only_a_whole_export_becomes_a_database(
    database: Path, tmp_path: Path, spoil: Any, said: str
) -> None:
    folder = exported(database, tmp_path / "ut", "json")
    spoil(folder)
    assert said in refused("restore", folder, "--db", tmp_path / "ny.duckdb")
    assert [path.name for path in tmp_path.iterdir()] == ["ut"]


def older(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | changes), encoding="utf-8")


def test_a_database_is_not_restored_over_another(database: Path, tmp_path: Path) -> None:
    folder = exported(database, tmp_path / "ut", "json")
    before = database.read_bytes()
    assert "it exists" in refused("restore", folder, "--db", database)
    assert database.read_bytes() == before
    nowhere = tmp_path / "ingen" / "v.duckdb"
    assert "no directory" in refused("restore", folder, "--db", nowhere)
