"""Documents as Parquet, and the database that is made of them."""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.pipeline.test_importing import CORPUS, NOTE, NUIT, PROTOCOL, SCAN, ask, contents
from tests.pipeline.test_interruption import interrupted
from tests.pipeline.test_workers import copies
from tests.readme import ROOT, blocks
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import DatabaseProblem, ExitCode
from vedtak.pipeline.importing import importing, parquet_store
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.importing.into_parquet import import_into_parquet
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.importing.parquet_build import build
from vedtak.pipeline.importing.parquet_store import COLUMNS, ParquetStore, part_files
from vedtak.pipeline.parsing.document import ParsedFile, parse_file, refuse_file
from vedtak.pipeline.settings import Limits, OcrMode, ParseOptions

PAGE = ROOT / "docs" / "many-machines.md"
WITHOUT = ("main.runs",)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four documents in a part."""
    monkeypatch.setattr("vedtak.pipeline.importing.into_parquet._PART", 4)


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [*map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(folder: Path) -> dict[str, list[Any]]:
    """All rows, whatever part they stand in."""
    return {
        table: sorted(
            repr(row)
            for path in part_files(folder, table)
            for row in pq.read_table(path).to_pylist()
        )
        for table in COLUMNS
    }


def test_the_same_database_as_by_importing(small_parts: None, tmp_path: Path) -> None:
    twice = tmp_path / "to ganger.txt"
    shutil.copy(PROTOCOL, twice)
    files = [CORPUS, twice]
    import_paths(files, tmp_path / "direct.duckdb")
    report = import_into_parquet(files, tmp_path / "deler")
    assert len(part_files(tmp_path / "deler", "documents")) > 10
    built = build(tmp_path / "deler", tmp_path / "built.duckdb")
    assert (built.imported, built.pages) == (report.imported, report.pages)
    assert len(built.quarantined) == len(report.quarantined)
    direct = contents(tmp_path / "direct.duckdb", without=WITHOUT)
    assert direct == contents(tmp_path / "built.duckdb", without=WITHOUT)
    # And what is found in other papers is not different from now on.
    for database in ("direct.duckdb", "built.duckdb"):
        import_paths(copies(tmp_path, 1), tmp_path / database)
    direct = contents(tmp_path / "direct.duckdb", without=WITHOUT)
    assert direct == contents(tmp_path / "built.duckdb", without=WITHOUT)


def test_corrections_are_applied(tmp_path: Path) -> None:
    corrections = tmp_path / "corrections.toml"
    corrections.write_text(
        '[[rename]]\nname = "Karl Vestli"\nto = "Karl V."\nreason = "-"\n'
        '[[rename]]\nname = "Nobody Here"\nto = "X"\nreason = "-"\n',
        encoding="utf-8",
    )
    run("import", NUIT, "--db", tmp_path / "direct.duckdb")
    run("import", NUIT, "--into-parquet", tmp_path / "deler")
    result = run("build", tmp_path / "deler", "--db", tmp_path / "built.duckdb")
    assert result.exit_code == ExitCode.SOME_FILES_FAILED
    assert "Corrections: 1 applied, 1 stale" in result.stdout
    assert "Nobody Here" in result.stderr
    direct = contents(tmp_path / "direct.duckdb", without=WITHOUT)
    assert direct == contents(tmp_path / "built.duckdb", without=WITHOUT)


def test_a_document_gives_the_same_rows_whatever_comes_with_it(
    small_parts: None, tmp_path: Path
) -> None:
    files = sorted(NUIT.iterdir())
    import_into_parquet(files, tmp_path / "en")
    import_into_parquet(files, tmp_path / "to")
    assert tree(tmp_path / "en") == tree(tmp_path / "to")
    import_into_parquet(files[::-1], tmp_path / "bakfra")
    assert rows_of(tmp_path / "en") == rows_of(tmp_path / "bakfra")


def test_what_is_there_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "deler"
    import_into_parquet([NOTE, SCAN, PROTOCOL], folder)
    before = tree(folder)
    monkeypatch.setattr(importing, "parse_file", None)
    report = import_into_parquet([NOTE, SCAN, PROTOCOL], folder)
    assert (report.unchanged, report.still_quarantined) == (2, 1)
    assert tree(folder) == before
    elsewhere = tmp_path / "kopi.pdf"
    shutil.copy(NOTE, elsewhere)
    for _ in range(2):
        import_into_parquet([elsewhere, NOTE], folder)
    build(folder, tmp_path / "v.duckdb")
    assert ask(tmp_path / "v.duckdb", "SELECT path FROM document_paths ORDER BY path") == sorted(
        (str(path),) for path in (NOTE, SCAN, PROTOCOL, elsewhere)
    )
    assert len(tree(folder)) == len(before) + 1


def test_files_that_were_set_aside_are_tried_again_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "deler"
    import_into_parquet([NOTE, SCAN], folder, parse=refusing)
    assert [row["status"] for row in documents(folder)] == ["quarantined"] * 2
    report = import_into_parquet([NOTE, SCAN], folder)
    assert (report.imported, report.still_quarantined) == (0, 2)
    again = ImportOptions(retry_quarantined=True)
    assert import_into_parquet([NOTE, SCAN], folder, again).imported == 1
    assert sorted(row["status"] for row in documents(folder)) == ["imported", "quarantined"]
    build(folder, tmp_path / "built.duckdb")
    import_paths([NOTE, SCAN], tmp_path / "direct.duckdb")
    direct = contents(tmp_path / "direct.duckdb", without=WITHOUT)
    assert direct == contents(tmp_path / "built.duckdb", without=WITHOUT)


def refusing(files: Iterable[Path]) -> list[ParsedFile]:
    return [refuse_file(path, "it is late", ParseOptions()) for path in files]


def documents(folder: Path) -> list[dict[str, Any]]:
    return [
        row for path in part_files(folder, "documents") for row in pq.read_table(path).to_pylist()
    ]


class Killed(BaseException):
    """The end, without a word."""


def cut_off(times: int) -> Callable[[Path, Path], Path]:
    """What gives a finished file its name, and ends all instead of the given one of a part."""
    replace, written = Path.replace, 0

    def give_name(path: Path, target: Path) -> Path:
        nonlocal written
        written += "part-" in target.name
        if written == times:
            raise Killed
        return replace(path, target)

    return give_name


@pytest.mark.parametrize("times", [1, 2, 9, 18, 27, 30])
def test_whenever_it_is_cut_off_the_next_import_makes_up_for_it(
    times: int, small_parts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "arkiv"
    place.mkdir()
    files = [*copies(place, 10), NOTE]
    import_into_parquet(files, tmp_path / "hel")
    folder = tmp_path / "deler"
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Path, "replace", cut_off(times))
        import_into_parquet(files, folder)
    import_into_parquet(files, folder)
    assert rows_of(folder) == rows_of(tmp_path / "hel")
    assert len(tree(folder)) - 1 == len(list(folder.glob("*/*.parquet")))


@pytest.mark.parametrize("times", [1, 2, 3])
def test_cut_off_over_a_second_try_the_file_is_tried_again(
    times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "deler"
    import_into_parquet([NOTE, PROTOCOL], folder, parse=refusing)
    again = ImportOptions(retry_quarantined=True)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Path, "replace", cut_off(times))
        import_into_parquet([NOTE, PROTOCOL], folder, again)
    import_into_parquet([NOTE, PROTOCOL], folder, again)
    import_into_parquet([NOTE, PROTOCOL], tmp_path / "hel")
    assert rows_of(folder) == rows_of(tmp_path / "hel")


def test_ctrl_c_keeps_what_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = copies(tmp_path, 10)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(importing, "_LAST_SECONDS", 60.0)
        patch.setattr(importing, "parse_file", interrupted(parse_file, 6))
        import_into_parquet(files, tmp_path / "deler")
    report = import_into_parquet(files, tmp_path / "deler")
    assert (report.unchanged, report.imported) == (5, 5)


def refused(folder: Path, **options: Any) -> str:
    with pytest.raises(DatabaseProblem) as told:
        import_into_parquet([NOTE], folder, ImportOptions(ParseOptions(**options)))
    return str(told.value)


def test_folders_that_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "brev.txt").write_text("Hei\n", encoding="utf-8")
    assert "holds something else" in refused(full)
    assert [path.name for path in full.iterdir()] == ["brev.txt"]
    with pytest.raises(DatabaseProblem, match="no folder of vedtak import --into-parquet"):
        build(full, tmp_path / "v.duckdb")
    folder = tmp_path / "deler"
    import_into_parquet([NOTE], folder)
    assert "other rules, lexicons, profiles or options" in refused(folder, ocr=OcrMode.FORCE)
    with ParquetStore.open(folder, ParseOptions()):
        assert "another import writes to it" in refused(folder)
    (tmp_path / "v.duckdb").touch()
    with pytest.raises(DatabaseProblem, match="it exists"):
        build(folder, tmp_path / "v.duckdb")
    monkeypatch.setattr(parquet_store, "_FORMAT", 2)
    with pytest.raises(DatabaseProblem, match="a vedtak with other tables wrote it"):
        build(folder, tmp_path / "w.duckdb")
    assert not (tmp_path / "w.duckdb").exists()


def test_other_limits_are_no_other_rules(tmp_path: Path) -> None:
    import_into_parquet([NOTE], tmp_path / "deler")
    options = ImportOptions(ParseOptions(limits=Limits(seconds=5)))
    assert import_into_parquet([NOTE], tmp_path / "deler", options).unchanged == 1


def test_damaged_part_is_named_and_makes_no_database(tmp_path: Path) -> None:
    import_into_parquet([NOTE], tmp_path / "deler")
    (part,) = part_files(tmp_path / "deler", "cases")
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(DatabaseProblem, match=r"cannot be made of .*deler.*cases"):
        build(tmp_path / "deler", tmp_path / "v.duckdb")
    assert [path.name for path in tmp_path.iterdir()] == ["deler"]


@pytest.mark.parametrize("option", ["--force", "--db=x", "--report=x", "--corrections=x"])
def test_options_that_make_no_sense_there(option: str, tmp_path: Path) -> None:
    result = run("import", NOTE, "--into-parquet", tmp_path / "deler", option)
    assert result.exit_code == ExitCode.USAGE
    assert "does not go with --into-parquet" in result.stderr


def test_commands(tmp_path: Path) -> None:
    folder = tmp_path / "deler"
    result = run("import", NUIT, "--into-parquet", folder, "--quiet")
    assert result.exit_code == ExitCode.SOME_FILES_FAILED
    lines = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())
    assert lines["Files"] == "8 (7 imported, 0 unchanged, 1 quarantined)"
    assert (lines["Folder"], "Cases" in lines) == (str(folder), False)
    built = json.loads(run("build", folder, "--db", tmp_path / "v", "--json").stdout)
    assert (built["imported"], built["quarantined"], built["decisions"]) == (7, 1, 10)


def test_duckdb_and_polars_read_every_table_as_it_is(tmp_path: Path) -> None:
    import_into_parquet([PROTOCOL], tmp_path)  # most tables are empty
    with duckdb.connect() as connection:
        for table, columns in COLUMNS.items():
            names = [column.name for column in columns]
            found = connection.execute(f"FROM read_parquet('{tmp_path}/{table}/*.parquet')")
            assert [one[0] for one in found.description or ()] == names
            frame = polars.read_parquet(tmp_path / table / "*.parquet")
            assert (frame.columns, frame.height) == (names, len(found.fetchall()))


def test_parts_of_a_cluster_are_those_of_one_machine(tmp_path: Path) -> None:
    def out_of_order(files: Iterable[Path]) -> list[ParsedFile]:
        return [parse_file(path) for path in files][::-1]

    import_into_parquet([NUIT], tmp_path / "en")
    import_into_parquet([NUIT], tmp_path / "to", parse=out_of_order)
    assert tree(tmp_path / "en") == tree(tmp_path / "to")


def test_the_queries_of_the_documentation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    import_into_parquet([CORPUS / "kommune"], Path("deler"))
    found = [
        block
        for block in blocks(PAGE.read_text(encoding="utf-8"))
        if block.language in ("sql", "py")
    ]
    (query, program) = ("\n".join(block.lines) for block in found)
    with duckdb.connect() as connection:
        answer = connection.execute(query).fetchall()
    assert sum(count for _, count in answer) > 5
    names: dict[str, Any] = {}
    exec(program, names)
    assert names["answer"].rows() == answer
