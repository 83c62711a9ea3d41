import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.pipeline.test_import_command import run
from tests.pipeline.test_importing import CORPUS, NOTE, SCAN
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.importing import report as reporting
from vedtak.pipeline.storing.store import Store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with good files, bad files and a file with a hostile name."""
    place = tmp_path_factory.mktemp("arkiv")
    for source in (NOTE, SCAN, CORPUS / "kommune" / "README.md"):
        (place / source.name).write_bytes(source.read_bytes())
    for name in ("1.pdf", "2.pdf"):
        (place / name).write_bytes(b"%PDF-1.4 " + name.encode())
    (place / "<script>alert('x')< & \"'\n\x1b[31m.txt").write_bytes(b"ikke noe referat")
    return place


@pytest.fixture(scope="module")
def database(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("status") / "v.duckdb"
    result = run(folder, "--db", place, "--report", place.with_suffix(".html"))
    assert result.exit_code == ExitCode.SOME_FILES_FAILED
    assert "\x1b" not in result.output
    return place


def status(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["status", *map(str, arguments)])


def test_status_groups_what_was_set_aside_by_reason(database: Path) -> None:
    text = status("--db", database).stdout
    assert text.startswith("1 document imported, 2 pages")
    assert "5 documents quarantined" in text
    assert re.search(r"^ +2  the PDF is truncated", text, re.MULTILINE)
    assert "--ocr auto" in text
    assert "\x1b" not in text
    found = json.loads(status("--db", database, "--json").stdout)
    assert sum(reason["documents"] for reason in found["quarantined"]) == 5
    assert found["unfinished"] == []


def test_status_tells_of_an_import_that_was_cut_off(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "v.duckdb"
    copy.write_bytes(database.read_bytes())
    with Store.open(copy) as opened:
        opened.connection.execute("UPDATE runs SET finished_at = NULL")
    assert "did not finish" in status("--db", copy).stdout


def test_status_without_database(tmp_path: Path) -> None:
    assert status("--db", tmp_path / "nei").exit_code == ExitCode.DATABASE_UNUSABLE


def test_report_stands_alone_and_escapes_everything(database: Path) -> None:
    page = database.with_suffix(".html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)=(?!\"data:)", page)
    assert "default-src 'none'" in page
    assert "Slowest files" in page
    assert "\x1b" not in page


def test_report_shows_doubtful_pages(
    folder: Path, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "_DOUBTFUL", 101.0)
    copy = tmp_path / "v.duckdb"
    copy.write_bytes(database.read_bytes())
    with Store.open(copy) as opened:
        opened.connection.execute("UPDATE pages SET ocr_confidence = 40")
    place = tmp_path / "rapport.html"
    run(folder, "--db", copy, "--report", place)
    page = place.read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 2
    assert "page 2: 40 of 100" in page


def test_report_that_cannot_be_written(tmp_path: Path) -> None:
    result = run(NOTE, "--db", tmp_path / "v", "--report", tmp_path / "nei" / "r.html")
    assert result.exit_code == ExitCode.USAGE
    assert "the import itself is done" in result.stderr
