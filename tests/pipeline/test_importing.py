import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.pipeline.synthetic import everything, rows
from tests.pipeline.test_reading_pdf import TEXT, encrypt, make_pdf
from vedtak.extractors import document, layout
from vedtak.models.documents import Status
from vedtak.pipeline import settings
from vedtak.pipeline.errors import DatabaseProblem, NothingUsable
from vedtak.pipeline.importing import importing
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.outcomes import ImportReport
from vedtak.pipeline.parsing import document as parsing
from vedtak.pipeline.parsing.document import NO_MINUTES, ParsedFile, parse_file
from vedtak.pipeline.storing.store import Store

CORPUS = Path(__file__).parents[2] / "corpus"
NUIT = CORPUS / "nuit"
BUNDLE = NUIT / "nuit-2020-03-moetepakke.txt"
NOTE = NUIT / "nuit-2020-16-saksnotat.pdf"
SCAN = NUIT / "nuit-2020-01-referat-skannet.pdf"
PROTOCOL = CORPUS / "kommune" / "steinkjer-vedtak-7872.txt"

Contents = dict[str, list[Any]]


def contents(database: Path, *, without: tuple[str, ...] = ("main.runs",)) -> Contents:
    with Store.open(database, read_only=True) as store:
        return everything(store, without=without)


def ask(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with Store.open(database, read_only=True) as store:
        return rows(store, sql)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ImportReport]:
    """The text bundle, the PDF bundle, the single PDFs and the scan, all in one database."""
    database = tmp_path_factory.mktemp("sample") / "vedtak.duckdb"
    return database, import_paths([NUIT], database)


def test_report_says_what_was_done(sample: tuple[Path, ImportReport]) -> None:
    _, report = sample
    assert (report.files, report.imported, report.unchanged, report.copies) == (8, 7, 0, 0)
    assert [path for path, _ in report.quarantined] == [str(SCAN)]
    assert report.failures == report.quarantined
    assert (report.meetings, report.cases, report.decisions) == (3, 17, 10)
    assert 30 < report.people < 60
    assert 0 <= report.unclassified < 0.02
    assert report.seconds > 0


def test_every_meeting_case_and_decision_once_with_several_documents_as_evidence(
    sample: tuple[Path, ImportReport],
) -> None:
    database, _ = sample
    assert ask(database, "SELECT meeting_id FROM meetings ORDER BY 1") == [
        ("nuit/2020/1",),
        ("nuit/2020/2",),
        ("nuit/2020/3",),
    ]
    assert ask(database, "SELECT sequence FROM cases ORDER BY 1") == [(n,) for n in range(1, 18)]
    decided = ask(database, "SELECT case_id FROM decisions ORDER BY length(case_id), case_id")
    assert decided == [(f"nuit/2020/{n}-20",) for n in (*range(1, 10), 11)]
    evidence = ask(
        database,
        "SELECT case_id, count(DISTINCT document_id) FROM case_timeline GROUP BY 1 "
        "HAVING count(DISTINCT document_id) < 3",
    )
    assert evidence == []


def test_run_is_noted(sample: tuple[Path, ImportReport]) -> None:
    database, report = sample
    assert ask(
        database,
        "SELECT run_id, documents_imported, documents_unchanged, documents_quarantined, pages, "
        "finished_at >= started_at FROM runs",
    ) == [("run-1", 7, 0, 1, report.pages, True)]
    assert ask(database, "SELECT DISTINCT run_id FROM documents") == [("run-1",)]


def test_spans_cover_every_page(sample: tuple[Path, ImportReport]) -> None:
    database, _ = sample
    assert ask(database, "SELECT count(*) FROM pages") == [(sample[1].pages,)]
    uncovered = """
        SELECT document_id, page_number FROM pages
        LEFT JOIN (
            SELECT document_id, page_number, sum(char_end - char_start) AS covered,
                min(char_start) AS first, max(char_end) AS last, bool_or(gap) AS gap
            FROM (
                SELECT *, char_start <> lag(char_end, 1, 0) OVER (
                    PARTITION BY document_id, page_number ORDER BY char_start
                ) AS gap FROM spans
            ) GROUP BY ALL
        ) USING (document_id, page_number)
        WHERE length(text) > 0 AND (covered, first, last, gap)
            IS DISTINCT FROM (length(text), 0, length(text), false)
    """
    assert ask(database, uncovered) == []


def test_importing_again_changes_nothing(sample: tuple[Path, ImportReport], tmp_path: Path) -> None:
    database = Path(shutil.copy(sample[0], tmp_path))
    before = contents(database)
    report = import_paths([NUIT], database)
    assert (report.imported, report.unchanged, report.pages) == (0, 7, 0)
    assert report.quarantined == sample[1].quarantined
    assert contents(database) == before
    assert ask(database, "SELECT run_id, documents_unchanged FROM runs ORDER BY 1") == [
        ("run-1", 0),
        ("run-2", 7),
    ]


def test_other_order_of_files_gives_the_same_records(
    sample: tuple[Path, ImportReport], tmp_path: Path
) -> None:
    database = tmp_path / "other.duckdb"
    files = sorted(NUIT.iterdir(), reverse=True)
    import_paths(files[:3], database)
    import_paths(files, database)
    without = ("main.runs", "main.documents")
    assert contents(database, without=without) == contents(sample[0], without=without)


def test_no_library_for_tables_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from vedtak.pipeline.importing.importing import import_paths\n"
        "database, *files = map(Path, sys.argv[1:])\n"
        "for file in files: import_paths([file], database)\n"
        "print(*{'numpy', 'pandas', 'polars', 'pyarrow'} & sys.modules.keys())"
    )
    paths = [tmp_path / "vedtak.duckdb", PROTOCOL, BUNDLE]
    command = [sys.executable, "-c", code, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_same_bytes_twice_are_one_document_with_two_paths(tmp_path: Path) -> None:
    for name in ("a/note.pdf", "b/kopi.pdf"):
        (tmp_path / name).parent.mkdir()
        shutil.copy(NOTE, tmp_path / name)
    database = tmp_path / "vedtak.duckdb"
    report = import_paths([tmp_path], database)
    assert (report.files, report.imported, report.copies) == (2, 1, 1)
    first, second = str(tmp_path / "a/note.pdf"), str(tmp_path / "b/kopi.pdf")
    assert ask(database, "SELECT path FROM documents") == [(first,)]
    assert ask(database, "SELECT path FROM document_paths ORDER BY 1") == [(first,), (second,)]


def test_new_place_of_a_known_document_is_added(tmp_path: Path) -> None:
    database = tmp_path / "vedtak.duckdb"
    import_paths([NOTE], database)
    other = Path(shutil.copy(NOTE, tmp_path / "flyttet.pdf"))
    report = import_paths([other], database)
    assert (report.imported, report.unchanged) == (0, 1)
    assert ask(database, "SELECT path FROM documents") == [(str(NOTE),)]
    assert {path for (path,) in ask(database, "SELECT path FROM document_paths")} == {
        str(NOTE),
        str(other),
    }


def test_newer_rules_extract_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "vedtak.duckdb"
    import_paths([NOTE], database)
    for module in (importing, parsing, settings):
        monkeypatch.setattr(module, "EXTRACTOR_VERSION", "test-2")
    report = import_paths([NOTE], database)
    assert (report.imported, report.unchanged) == (1, 0)
    assert ask(database, "SELECT extractor_version, run_id FROM documents") == [("test-2", "run-2")]


BAD = {
    "tom.pdf": (b"", "empty"),
    "avkuttet.pdf": (NOTE.read_bytes()[:20_000], "truncated"),
    "hemmelig.pdf": (encrypt(make_pdf(TEXT), b"hemmelig"), "password"),
    "bilde.pdf": (SCAN.read_bytes(), "OCR"),
    "uten-tekst.pdf": (make_pdf(""), "blank"),
    "README.md": (b"# vedtak\n\nTurns minutes into a database.\n", NO_MINUTES),
    ".skjult": (b"\x00\x01\x02\x03" * 50, ""),
    "brev.txt": ("Kjære Kari,\n\ntakk for sist! Vi ses på lørdag.\n".encode(), NO_MINUTES),
}


@pytest.fixture
def bad_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "arkiv"
    folder.mkdir()
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    shutil.copy(PROTOCOL, folder / "z-protokoll.txt")
    return folder


def test_bad_files_are_named_and_the_others_imported(bad_folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "vedtak.duckdb"
    nowhere = tmp_path / "finnes-ikke.pdf"
    report = import_paths([nowhere, bad_folder], database)
    assert report.imported == 1
    assert [path for path, _ in report.missing] == [str(nowhere)]
    reasons = dict(report.quarantined)
    assert set(reasons) == {str(bad_folder / name) for name in BAD}
    for name, (_, words) in BAD.items():
        reason = reasons[str(bad_folder / name)]
        assert words in reason
        assert "\n" not in reason
    stored = ask(
        database, "SELECT path, error, page_count FROM documents WHERE status <> 'imported'"
    )
    assert {path: error for path, error, _ in stored} == reasons
    assert ask(database, "SELECT documents_imported, documents_quarantined FROM runs") == [
        (1, len(BAD))
    ]


def test_quarantined_files_say_nothing(bad_folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "vedtak.duckdb"
    import_paths([bad_folder], database)
    quarantined = "(SELECT document_id FROM documents WHERE status = 'quarantined')"
    for table in ("pages", "parts", "spans", "stated.meetings", "stated.cases"):
        assert ask(database, f"SELECT * FROM {table} WHERE document_id IN {quarantined}") == []


def test_quarantined_files_are_named_each_time_and_stay_as_they_are(
    bad_folder: Path, tmp_path: Path
) -> None:
    database = tmp_path / "vedtak.duckdb"
    first = import_paths([bad_folder], database)
    before = contents(database)
    second = import_paths([bad_folder], database)
    assert second.quarantined == first.quarantined
    assert contents(database) == before


def test_copies_of_a_bad_file_are_all_named(tmp_path: Path) -> None:
    for name in ("1.pdf", "2.pdf"):
        (tmp_path / name).write_bytes(b"")
    database = tmp_path / "vedtak.duckdb"
    report = import_paths([tmp_path / "1.pdf", tmp_path / "2.pdf"], database)
    assert len(report.quarantined) == 2
    assert ask(database, "SELECT count(*) FROM documents") == [(1,)]
    assert ask(database, "SELECT count(*) FROM document_paths") == [(2,)]


@pytest.mark.parametrize(
    ("module", "place"), [(parsing, "read_file"), (layout, "lay_out"), (document, "extract")]
)
def test_unforeseen_fault_costs_one_file_until_it_is_mended(
    module: ModuleType, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = getattr(module, place)
    seen: list[Any] = []

    def broken(*values: Any, **named: Any) -> Any:
        seen.append(values)
        if len(seen) == 1:
            raise ValueError("tall\nuten mening")
        return whole(*values, **named)

    monkeypatch.setattr(module, place, broken)
    database = tmp_path / "vedtak.duckdb"
    report = import_paths([NOTE, PROTOCOL], database)
    ((path, reason),) = report.quarantined
    assert path == str(NOTE)
    assert "ValueError: tall uten mening" in reason
    assert "fault of vedtak" in reason
    assert report.imported == 1
    assert ask(database, "SELECT status, sha256 = '' FROM documents ORDER BY 1") == [
        (Status.IMPORTED, False),
        (Status.QUARANTINED, False),
    ]
    again = import_paths([NOTE, PROTOCOL], database)
    assert (again.unchanged, again.quarantined, again.still_quarantined) == (
        1,
        report.quarantined,
        1,
    )
    options = ImportOptions(retry_quarantined=True)
    mended = import_paths([NOTE, PROTOCOL], database, options)
    assert (mended.imported, mended.unchanged, mended.failures) == (1, 1, [])


def test_only_missing_paths_make_no_database(tmp_path: Path) -> None:
    report = import_paths([tmp_path / "nei"], tmp_path / "vedtak.duckdb")
    assert [path for path, _ in report.failures] == [str(tmp_path / "nei")]
    assert list(tmp_path.iterdir()) == []


def test_folder_without_files_is_nothing_usable(tmp_path: Path) -> None:
    with pytest.raises(NothingUsable, match="tom-mappe"):
        (tmp_path / "tom-mappe" / "i").mkdir(parents=True)
        import_paths([tmp_path / "tom-mappe"], tmp_path / "vedtak.duckdb")
    assert not (tmp_path / "vedtak.duckdb").exists()


def test_broken_link_and_loop_of_links_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "lenker"
    folder.mkdir()
    try:
        (folder / "brutt.pdf").symlink_to(tmp_path / "borte.pdf")
        (folder / "opp").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("this system knows no links")
    report = import_paths([folder], tmp_path / "vedtak.duckdb")
    assert [path for path, _ in report.unreadable] == [str(folder / "brutt.pdf")]


def test_the_database_itself_is_no_document(tmp_path: Path, monkeypatch: Any) -> None:
    shutil.copy(PROTOCOL, tmp_path)
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        report = import_paths([Path()], Path("vedtak.duckdb"))
        assert (report.files, report.failures) == (1, [])


def test_what_a_killed_import_leaves_is_no_document(tmp_path: Path) -> None:
    shutil.copy(PROTOCOL, tmp_path)
    for folder, name in (
        (".v.duckdb-abc_12", "new.duckdb"),
        ("v.duckdb.tmp", "duckdb_temp_storage-0.tmp"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(b"halv")
    report = import_paths([tmp_path], tmp_path / "v.duckdb")
    assert (report.files, report.failures) == (1, [])


def test_wrong_database_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    wrong = tmp_path / "vedtak.duckdb"
    wrong.write_bytes(b"Dette er ingen database." * 1000)

    def never(files: Iterable[Path]) -> Iterator[ParsedFile]:
        raise AssertionError("nothing must be parsed")

    with pytest.raises(DatabaseProblem, match=r"vedtak\.duckdb"):
        import_paths([PROTOCOL], wrong, parse=never)
    assert wrong.read_bytes() == b"Dette er ingen database." * 1000


def test_what_is_parsed_crosses_between_processes(tmp_path: Path) -> None:
    def elsewhere(files: Iterable[Path]) -> Iterator[ParsedFile]:
        for path in pickle.loads(pickle.dumps(list(files))):
            yield pickle.loads(pickle.dumps(parse_file(path)))

    files = [PROTOCOL, NOTE, SCAN, tmp_path / "nei.txt"]
    import_paths(files, tmp_path / "here.duckdb")
    import_paths(files, tmp_path / "there.duckdb", parse=elsewhere)
    assert contents(tmp_path / "here.duckdb") == contents(tmp_path / "there.duckdb")


def test_more_files_than_fit_into_one_batch(tmp_path: Path) -> None:
    report = import_paths([CORPUS / "kommune"], tmp_path / "small.duckdb", ImportOptions(batch=2))
    import_paths([CORPUS / "kommune"], tmp_path / "large.duckdb")
    assert report.imported == 5
    assert contents(tmp_path / "small.duckdb") == contents(tmp_path / "large.duckdb")
