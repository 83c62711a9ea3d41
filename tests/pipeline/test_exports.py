"""Every format is read back by other means than it was written with, and compared."""

import csv
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pipeline.exported import exported, refused, tree
from tests.pipeline.filled import AWKWARD, filled
from vedtak.pipeline.asking.tabular import plain
from vedtak.pipeline.exports import exporting
from vedtak.pipeline.exports.csv_files import from_cell, needs_apostrophe, to_cell
from vedtak.pipeline.exports.relations import Relation, stated, tables, views
from vedtak.pipeline.storing.store import Store

FORMATS = ["parquet", "csv", "json", "sqlite", "einnsyn", "popolo"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "v.duckdb"
    filled(path).close()
    return path


def rows_of(database: Path, relation: Relation) -> list[list[Any]]:
    """The rows as the database holds them, in the order of the key."""
    order = ", ".join(relation.key) or "ALL"
    with Store.open(database, read_only=True) as store:
        rows = store.connection.execute(f"SELECT * FROM {relation.source} ORDER BY {order}")
        return [list(row) for row in rows.fetchall()]


def test_parquet_holds_what_the_database_holds(database: Path, tmp_path: Path) -> None:
    folder = exported(database, tmp_path / "ut", "parquet")
    for relation in [*tables(), *stated()]:
        table = pq.read_table(folder / f"{relation.label}.parquet")
        assert [list(row.values()) for row in table.to_pylist()] == rows_of(database, relation)
        comments = [field.metadata[b"comment"].decode() for field in table.schema]
        assert comments == [column.comment for column in relation.columns]


def test_json_holds_what_the_database_holds(database: Path, tmp_path: Path) -> None:
    folder = exported(database, tmp_path / "ut", "json")
    for relation in [*tables(), *views(), *stated()]:
        text = (folder / f"{relation.label}.jsonl").read_text(encoding="utf-8")
        objects = [json.loads(line) for line in text.split("\n")[:-1]]
        assert objects == [
            dict(zip([c.name for c in relation.columns], plain(row), strict=True))
            for row in rows_of(database, relation)
        ]


def test_csv_holds_what_the_database_holds(database: Path, tmp_path: Path) -> None:
    folder = exported(database, tmp_path / "ut", "csv")
    for relation in [*tables(), *views()]:
        data = (folder / f"{relation.label}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        with (folder / f"{relation.label}.csv").open(encoding="utf-8-sig", newline="") as file:
            header, *lines = list(csv.reader(file, delimiter=";"))
        assert header == [column.name for column in relation.columns]
        types = [column.sql_type for column in relation.columns]
        found = [
            [from_cell(cell, kind) for cell, kind in zip(line, types, strict=True)]
            for line in lines
        ]
        assert found == rows_of(database, relation)


def test_csv_holds_nothing_that_excel_takes_for_something_else(
    database: Path, tmp_path: Path
) -> None:
    folder = exported(database, tmp_path / "ut", "csv", "--tables", "meetings,cases,decisions")
    texts = {name: data.decode("utf-8-sig") for name, data in tree(folder).items()}
    assert "\"'" + AWKWARD.replace('"', '""') + '"' in texts["meetings.csv"]
    assert ";'1/2020;" in texts["meetings.csv"]
    assert ";'1/20;" in texts["cases.csv"]
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute("SELECT max(similarity) FROM decisions").fetchone()
    assert row is not None and f";{row[0]!r};".replace(".", ",") in texts["decisions.csv"]


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        # case and meeting numbers become dates
        ("12/20", True),
        ("1-2", True),
        ("PS 12/20", False),
        ("1A", False),
        # numbers lose their zeros or their digits
        ("0047", True),
        ("1234567890123456", True),
        ("12e4567890123456", True),
        ("1f4567890123456a", False),
        ("10:30", True),
        ("50 %", True),
        ("1 000,50", True),
        ("kr 500", True),
        # dates in words
        ("1. mai 2021", True),
        ("mars 20", True),
        ("mai", True),
        ("maidagen i Oslo", False),
        ("Møte 1. mai 2021", False),
        # formulas
        ("=1+1", True),
        ("  @cmd", True),
        ("-5", True),
        ("\t=1", True),
        # constants
        ("SANN", True),
        ("sannsynlig", False),
        ("#N/A", True),
        # what reading back needs
        ("", True),
        ("'", True),
        ("'quoted'", True),
        ("Æøå", False),
    ],
)
def test_texts_that_excel_would_change_get_an_apostrophe(text: str, guarded: bool) -> None:
    assert needs_apostrophe(text) is guarded
    assert to_cell(text, "VARCHAR") == (f"'{text}" if guarded else text)


@given(st.text() | st.text(alphabet="'=+-@ 0123456789/.,maiEe\t\r\n;\""))
def test_every_text_comes_back_from_a_cell(text: str) -> None:
    assert from_cell(to_cell(text, "VARCHAR"), "VARCHAR") == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_comes_back_from_a_cell(number: float) -> None:
    cell = to_cell(number, "DOUBLE")
    assert "." not in cell
    assert from_cell(cell, "DOUBLE") == number


def test_sqlite_holds_what_the_database_holds(database: Path, tmp_path: Path) -> None:
    folder = exported(database, tmp_path / "ut", "sqlite")
    connection = sqlite3.connect(folder / "vedtak.sqlite")
    for relation in [*tables(), *views()]:
        found = [list(row) for row in connection.execute(f"SELECT * FROM {relation.name}")]
        expected = [
            [json.dumps(v, ensure_ascii=False) if isinstance(v, list) else v for v in plain(row)]
            for row in rows_of(database, relation)
        ]
        assert found == expected
        told = connection.execute(
            "SELECT column_name, description FROM data_dictionary "
            "WHERE table_name = ? AND column_name IS NOT NULL",
            [relation.name],
        ).fetchall()
        assert told == [(column.name, column.comment) for column in relation.columns]
    (key,) = (row for row in connection.execute("PRAGMA table_info(cases)") if row[5])
    assert key[1] == "case_id"
    connection.close()


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_database_gives_the_same_bytes(database: Path, tmp_path: Path, form: str) -> None:
    first = tree(exported(database, tmp_path / "a", form))
    assert tree(exported(database, tmp_path / "b", form)) == first


@pytest.mark.parametrize("form", FORMATS)
def test_the_manifest_names_every_file_and_every_count(
    database: Path, tmp_path: Path, form: str
) -> None:
    folder = exported(database, tmp_path / "ut", form)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = tree(folder)
    del files["manifest.json"]
    assert {file["path"]: (file["bytes"], file["sha256"]) for file in manifest["files"]} == {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()
    }
    assert manifest["schema_version"] == 1
    assert manifest["documents_extracted_by"] == {"1": 3}
    assert manifest["last_run"]["started_at"] == "2024-05-17T10:00:00.123456"
    assert str(database.parent) not in json.dumps(manifest)
    with Store.open(database, read_only=True) as store:
        for relation in manifest["relations"]:
            if relation["kind"] != "records":
                name = relation["name"].replace("/", ".")
                count = store.connection.execute(f"SELECT count(*) FROM {name}").fetchone()
                assert (relation["rows"],) == count


@pytest.mark.parametrize("form", FORMATS)
def test_the_data_package_describes_every_column(database: Path, tmp_path: Path, form: str) -> None:
    folder = exported(database, tmp_path / "ut", form)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)
    relations = {relation.label: relation for relation in [*tables(), *views(), *stated()]}
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["description"]
        if form in ("einnsyn", "popolo"):
            continue
        fields = resource["schema"]["fields"]
        columns = relations[resource["title"]].columns
        assert [(f["name"], f["description"]) for f in fields] == [
            (column.name, column.comment) for column in columns
        ]
        assert all(f["description"] and f["type"] for f in fields)


def test_only_some_tables(database: Path, tmp_path: Path) -> None:
    folder = exported(database, tmp_path / "ut", "parquet", "--tables", "decisions_flat, meetings")
    assert set(tree(folder)) == {
        "manifest.json",
        "datapackage.json",
        "meetings.parquet",
        "decisions_flat.parquet",
    }
    said = refused("restore", folder, "--db", tmp_path / "ny.duckdb")
    assert "no table documents" in said
    assert not (tmp_path / "ny.duckdb").exists()
    said = refused(
        "export", tmp_path / "x", "--format", "csv", "--tables", "meeting", "--db", database
    )
    assert "did you mean meetings?" in said
    said = refused(
        "export", tmp_path / "x", "--format", "popolo", "--tables", "cases", "--db", database
    )
    assert "has no tables" in said
    assert not (tmp_path / "x").exists()


def test_a_folder_that_holds_something_is_left_alone(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ut"
    folder.mkdir()
    exported(database, folder, "csv", "--tables", "cases")  # an empty one will do
    before = tree(folder)
    said = refused("export", folder, "--format", "json", "--db", database)
    assert "is not empty" in said and "--overwrite" in said
    assert tree(folder) == before
    exported(database, folder, "json", "--tables", "cases", "--overwrite")
    assert set(tree(folder)) == {"cases.jsonl", "datapackage.json", "manifest.json"}
    (folder / "mine.txt").write_text("mitt", encoding="utf-8")
    said = refused("export", folder, "--format", "json", "--overwrite", "--db", database)
    assert "what no export wrote (mine.txt)" in said
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mitt"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ut"]


def test_overwriting_needs_an_earlier_export(database: Path, tmp_path: Path) -> None:
    for content in ("{}", "ikke json", '{"program": "vedtak", "files": [{"path": "../x"}]}'):
        folder = tmp_path / "ut"
        folder.mkdir(exist_ok=True)
        (folder / "manifest.json").write_text(content, encoding="utf-8")
        (folder / "brev.docx").write_bytes(b"x")
        said = refused("export", folder, "--format", "csv", "--overwrite", "--db", database)
        assert "brev.docx" in said
    (tmp_path / "fil").write_bytes(b"x")
    assert "is no folder" in refused(
        "export", tmp_path / "fil", "--format", "csv", "--overwrite", "--db", database
    )
    (tmp_path / "lenke").symlink_to(tmp_path / "ut")
    assert "is no folder" in refused(
        "export", tmp_path / "lenke", "--format", "csv", "--db", database
    )


def test_without_a_database_nothing_is_made(tmp_path: Path) -> None:
    said = refused("export", tmp_path / "ut", "--format", "csv", "--db", tmp_path / "nei.duckdb")
    assert "import documents first" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        sqlite3.OperationalError("database or disk is full"),
        duckdb.IOException("IO Error: No space left on device\n\nStack Trace: …"),
    ],
)
def test_a_full_disk_is_told_in_a_line_and_leaves_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> Path:
        raise error

    monkeypatch.setattr(exporting, "TABULAR", {"csv": fail})
    said = refused("export", tmp_path / "ut", "--format", "csv", "--db", database)
    assert "cannot be written" in said
    assert "space left" in said or "disk is full" in said
    assert list(tmp_path.iterdir()) == []


def test_a_kill_leaves_no_half_export(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "ut"
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from vedtak.pipeline.exports import exporting, csv_files\n"
        "def slow(folder, relation, rows):\n"
        "    path = csv_files.write(folder, relation, rows)\n"
        "    if relation.name == 'meetings':\n"
        "        print('half', flush=True)\n"
        "        time.sleep(60)\n"
        "    return path\n"
        "exporting.TABULAR = {'csv': slow}\n"
        f"exporting.export(Path({str(database)!r}), Path({str(target)!r}), 'csv')\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert not target.exists()
    exported(database, target, "csv")
    assert (target / "manifest.json").exists()
