"""The database from Python: records, SQL and data frames."""

import builtins
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import vedtak
from tests.pipeline.filled import filled
from tests.pipeline.synthetic import CASE, MEETING, many, write
from vedtak import open_archive
from vedtak.models.base import Record
from vedtak.pipeline.asking.archive import Archive, MissingLibrary
from vedtak.pipeline.asking.querying import QueryProblem
from vedtak.pipeline.errors import DatabaseProblem, UnknownRecord
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import TABLES

ITERATORS = sorted(name for name in TABLES if hasattr(Archive, name))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "v.duckdb"
    filled(path).close()
    return path


def test_the_package_has_one_door() -> None:
    assert vedtak.open_archive is open_archive
    assert set(vedtak.__all__) <= set(dir(vedtak))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = vedtak.nothing
    script = "import sys, vedtak; print('duckdb' in sys.modules, 'pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "False False\n"


@pytest.mark.parametrize("table", ITERATORS)
def test_records_are_those_of_the_database(database: Path, table: str) -> None:
    with open_archive(database) as archive:
        records: list[Record] = list(getattr(archive, table)())
        assert {type(record) for record in records} == {TABLES[table]}
        assert [tuple(r.model_dump().values()) for r in records] == archive.table(table).rows()


def test_most_tables_can_be_walked_through() -> None:
    assert len(ITERATORS) >= 17


def test_records_of_a_body_and_a_year(tmp_path: Path) -> None:
    with Store.open(tmp_path / "v.duckdb") as store:
        papers = many(3)
        for number, records in enumerate(papers):
            for meeting in records.extraction.meetings:
                meeting.body_id, meeting.year = f"nuit{number}", 2020 + number
            for body in records.extraction.bodies:
                body.body_id, body.short_name = f"nuit{number}", f"N{number}"
        write(store, *papers)
    with open_archive(tmp_path / "v.duckdb") as archive:
        assert [m.meeting_id for m in archive.meetings("nuit1")] == ["nuit1/2020/1"]
        assert [m.meeting_id for m in archive.meetings("N1", 2021)] == ["nuit1/2020/1"]
        assert list(archive.meetings("N1", 1999)) == []
        assert {a.meeting_id for a in archive.attendance(year=2022)} == {"nuit2/2020/1"}
        for name in ("cases", "decisions"):
            assert {r.case_id for r in getattr(archive, name)("n2")} == {"nuit2/2020/1-20"}
        points = archive.decision_points(body="N0")
        assert {point.decision_id for point in points} == {"nuit0/2020/1-20/decision/1"}
        with pytest.raises(UnknownRecord, match="no body nuitt1; did you mean nuit1"):
            archive.meetings("nuitt1")


def test_iterators_do_not_disturb_each_other(database: Path) -> None:
    with open_archive(database) as archive:
        people = archive.people()
        first = next(people)
        assert archive.sql("SELECT 1").rows() == [(1,)]
        assert [first, *people] == list(archive.people())


def test_answers_come_in_every_form(database: Path) -> None:
    with open_archive(database) as archive:
        answer = archive.sql("SELECT case_id, number FROM cases WHERE case_id = ?", [CASE])
        expected: list[dict[str, Any]] = [{"case_id": CASE, "number": "1/20"}]
        assert answer.columns == ["case_id", "number"]
        assert len(answer) == 1
        assert answer.rows() == list(answer) == [(CASE, "1/20")]
        assert answer.dicts() == expected
        assert answer.arrow().to_pylist() == expected
        assert answer.polars().to_dicts() == expected
        assert answer.pandas().to_dict("records") == expected
        named = archive.sql("SELECT $a AS a", {"a": "æ"})
        assert named.dicts() == [{"a": "æ"}]
        assert archive.sql("FROM meetings_of('NUIT', 2020)").dicts()[0]["meeting_id"] == MEETING
    assert answer.rows() == [(CASE, "1/20")]  # the answer outlives the database


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_a_missing_library_is_told(
    database: Path, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == library:
            raise ImportError(name)
        return found(name, *rest)

    with open_archive(database) as archive:
        answer = archive.sql("SELECT 1")
        monkeypatch.setattr(builtins, "__import__", without)
        with pytest.raises(MissingLibrary, match=f"pip install {library}"):
            getattr(answer, library)()


def test_nothing_but_the_database_is_reached(database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    with open_archive(database) as archive:
        for query in (
            "DELETE FROM cases",
            f"COPY cases TO '{tmp_path}/ut.csv'",
            "SELECT * FROM read_csv('/etc/passwd')",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(QueryProblem):
                archive.sql(query)
        with pytest.raises(QueryProblem, match="did you mean title"):
            archive.sql("SELECT titel FROM cases")
        with pytest.raises(UnknownRecord, match="did you mean cases"):
            archive.table("case")
    assert database.read_bytes() == before
    assert list(tmp_path.iterdir()) == []


def test_a_missing_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseProblem, match="import documents first"):
        open_archive(tmp_path / "nei.duckdb")


def test_the_example_of_the_researchers_path_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Path(__file__).parents[2] / "docs" / "researcher.md"
    (example,) = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    filled(tmp_path / "vedtak.duckdb").close()
    monkeypatch.chdir(tmp_path)
    exec(compile(example, page.name, "exec"), {})
    assert "2020-02-14 Nasjonalt utvalg 1/2020" in capsys.readouterr().out
