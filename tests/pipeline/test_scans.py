"""Pages without usable text: told apart, recognized, and the better reading kept."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.test_import_command import run
from tests.pipeline.test_importing import NUIT, SCAN, ask
from tests.pipeline.test_reading_pdf import TEXT, make_pdf
from vedtak.models.documents import TextSource
from vedtak.models.page import RawPage, Word
from vedtak.pipeline.errors import ExitCode, UnreadableContent
from vedtak.pipeline.evaluating.evaluate import evaluate_document
from vedtak.pipeline.evaluating.gold import load_corpus
from vedtak.pipeline.evaluating.scoring import Score
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.parsing.document import parse_file
from vedtak.pipeline.reading import ocr
from vedtak.pipeline.reading import scan as reading_scan
from vedtak.pipeline.reading.file import read_file
from vedtak.pipeline.reading.ocr import can_read_twice, can_recognize, how_to_install
from vedtak.pipeline.reading.ocr_cache import load_pages, save_pages
from vedtak.pipeline.reading.pdf import PageLayer, read_layers
from vedtak.pipeline.reading.scan import Lack, lack_of, quality, read_pdf_pages
from vedtak.pipeline.reading.types import no_beat
from vedtak.pipeline.settings import Limits, OcrMode, ParseOptions

AUTO = ParseOptions(ocr=OcrMode.AUTO)
NEEDS_OCR = pytest.mark.skipif(
    not can_recognize(), reason=f"Tesseract is not installed: {how_to_install()}"
)

NEEDS_ALL = pytest.mark.skipif(
    not can_read_twice(), reason=f"Tesseract lacks its data: {how_to_install()}"
)


def words(text: str) -> list[Word]:
    return [Word(word, 10.0 * n, 10.0, 10.0 * n + 9, 20.0) for n, word in enumerate(text.split())]


def layer(text: str, **more: Any) -> PageLayer:
    found = words(text)
    letters = sum(len(word.text) for word in found)
    fields = {"unmapped": 0, "hidden": 0, "objects": 1, "pictured": 0.0} | more
    return PageLayer(RawPage(1, 595, 842, found), letters, **fields)


PROSE = "Utvalget tok saken til orientering og ba om en rapport til neste møte i mai 2020."


@pytest.mark.parametrize(
    ("page", "lack"),
    [
        (layer(PROSE), None),
        (layer("", objects=0), None),
        (layer(""), Lack.NOTHING),
        (layer("Side 3", pictured=0.9), Lack.STRAY),
        (layer("Side 3", pictured=0.1), None),
        (layer(PROSE, unmapped=50), Lack.GARBAGE),
        (layer(PROSE.replace("e", "\xad")), Lack.GARBAGE),
        (layer("ab\xad " + PROSE), None),
        (layer(f"{'Utvalgettoksakentilorienteringogbaomenrapport' * 2} {PROSE}"), Lack.GARBAGE),
        (layer(f"https://www.{'langtnavn' * 30}.no/mappe/fil {PROSE}"), None),
        (layer(PROSE, hidden=70, pictured=1.0), None),
        (layer("U1v@lg¢t t0k s~k€n 7i] 0r!ent" * 3, hidden=70, pictured=1.0), Lack.POOR),
    ],
)
def test_what_is_wrong_with_a_page(page: PageLayer, lack: Lack | None) -> None:
    assert lack_of(page) is lack


def test_real_text_layers_are_usable() -> None:
    for path in NUIT.glob("*.pdf"):
        for page in read_layers(path.read_bytes()):
            assert lack_of(page) is (Lack.NOTHING if path == SCAN else None), path
            if path != SCAN:
                assert quality(page.page.words) > 0.8


@pytest.fixture
def recognizer(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Stands in for Tesseract: reads the same prose on every page."""
    asked: list[Any] = []

    def recognize(data: bytes, pages: list[int], *more: Any) -> dict[int, RawPage]:
        asked.append(pages)
        return {n: RawPage(n, 595, 842, words(PROSE), ocr_confidence=70.0) for n in pages}

    monkeypatch.setattr(reading_scan, "recognize", recognize)
    monkeypatch.setattr(reading_scan, "can_recognize", lambda: True)
    monkeypatch.setattr(reading_scan, "second_language", lambda: "Latin")
    yield asked


PICTURE = "10 10 m 90 10 l 90 90 l S"


def test_only_pages_without_text_are_recognized(recognizer: list[Any]) -> None:
    data = make_pdf(TEXT, PICTURE, "", TEXT)
    read = read_pdf_pages(data, AUTO, no_beat)
    assert recognizer == [[2]]
    assert [page.ocr_confidence for page in read.pages] == [None, 70.0, None, None]
    assert read.source is TextSource.TEXT_LAYER
    ((check, message),) = read.remarks
    assert (check, message.split(" were")[0]) == ("ocr_confidence", "Page 2")
    assert read_pdf_pages(make_pdf(PICTURE), AUTO, no_beat).source is TextSource.OCR


def test_force_recognizes_every_page(recognizer: list[Any]) -> None:
    read = read_pdf_pages(make_pdf(TEXT, TEXT), ParseOptions(ocr=OcrMode.FORCE), no_beat)
    assert recognizer == [[1, 2]]
    assert read.source is TextSource.OCR


def test_never_says_which_pages_are_missing(recognizer: list[Any]) -> None:
    read = read_pdf_pages(make_pdf(TEXT, PICTURE), ParseOptions(), no_beat)
    ((check, message),) = read.remarks
    assert check == "page_without_text"
    assert "Page 2" in message
    assert "--ocr auto" in message
    with pytest.raises(UnreadableContent, match="--ocr auto") as caught:
        read_pdf_pages(make_pdf(PICTURE), ParseOptions(), no_beat)
    assert not caught.value.needs_ocr
    assert recognizer == []


def test_better_of_two_readings_is_kept() -> None:
    bad, good = layer("U1v@lg¢t t0k s~k€n"), RawPage(1, 595, 842, words(PROSE))
    is_better = reading_scan._is_better
    assert is_better(good, bad, Lack.POOR, force=False)
    assert not is_better(bad.page, layer(PROSE), Lack.POOR, force=False)
    assert not is_better(RawPage(1, 595, 842, []), layer(""), Lack.NOTHING, force=True)


GARBAGE = "U1v@lg\\242t t0k s~k\\200n 7i] 0r!ent "
HIDDEN = f"{PICTURE} BT 3 Tr /F1 12 Tf 50 700 Td ({GARBAGE * 3}) Tj ET"


@pytest.mark.parametrize("better", [True, False])
def test_bad_layer_of_an_earlier_recognition_is_replaced_only_by_a_better_one(
    better: bool, recognizer: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    worse = RawPage(1, 595, 842, words("¢@¢ 0~0 ]7!"), ocr_confidence=90.0)
    if not better:
        monkeypatch.setattr(reading_scan, "recognize", lambda *_: {1: worse})
    read = read_pdf_pages(make_pdf(HIDDEN, TEXT), AUTO, no_beat)
    first = " ".join(word.text for word in read.pages[0].words)
    assert first.startswith("Utvalget tok saken" if better else "U1v@lg")
    said = dict(read.remarks)["ocr_layer"]
    assert said.startswith("Page 1 of the file: an earlier recognition of poor quality")
    assert ("recognized anew" if better else "kept") in said
    assert read.pages[1].ocr_confidence is None


@NEEDS_OCR
def test_scan_with_a_bad_layer_is_read_anew(tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    scan, database = tmp_path / "skann.pdf", tmp_path / "v.duckdb"
    with pikepdf.open(SCAN) as pdf:
        del pdf.pages[1:]
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.obj.Resources.Font = pikepdf.Dictionary(F1=font)
        page.contents_add(HIDDEN.removeprefix(PICTURE).encode())
        pdf.save(scan)
    ((layer_of_it,)) = read_layers(scan.read_bytes())
    assert lack_of(layer_of_it) is Lack.POOR
    import_paths([scan], database, ImportOptions(AUTO))
    assert ask(database, "SELECT text_source FROM documents") == [("ocr",)]
    ((text,),) = ask(database, "SELECT text FROM pages")
    assert "U1v@lg" not in text
    assert "Godkjenning" in text
    found = "SELECT message FROM findings WHERE check_name = 'ocr_layer'"
    ((message,),) = ask(database, found)
    assert "recognized anew" in message


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedtak.pipeline.reading.ocr.can_recognize", lambda: False)
    monkeypatch.setattr("vedtak.pipeline.importing.importing.can_recognize", lambda: False)
    monkeypatch.setattr(reading_scan, "can_recognize", lambda: False)


def test_without_tesseract_a_scan_is_set_aside_until_it_is_installed(
    without_tesseract: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "v.duckdb"
    options = ImportOptions(AUTO)
    first = import_paths([SCAN], database, options)
    ((_, reason),) = first.quarantined
    for words_ in ("apt-get install tesseract-ocr", "brew install", "winget install"):
        assert words_ in reason
    assert import_paths([SCAN], database, options).still_quarantined == 1
    monkeypatch.setattr("vedtak.pipeline.importing.importing.can_recognize", lambda: True)
    assert import_paths([SCAN], database, options).still_quarantined == 0


def test_force_without_tesseract_is_an_error_of_its_own(
    without_tesseract: None, tmp_path: Path
) -> None:
    result = run(SCAN, "--ocr", "force", "--db", tmp_path / "v")
    assert result.exit_code == ExitCode.MISSING_PROGRAM
    assert "apt-get install" in result.stderr
    result = run(SCAN, "--ocr", "auto", "--db", tmp_path / "v")
    assert result.exit_code == ExitCode.SOME_FILES_FAILED


def test_failing_ocr_costs_the_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_scan, "can_recognize", lambda: True)
    monkeypatch.setattr(ocr, "_how", lambda limits: "test")
    monkeypatch.setattr(
        ocr, "_command", lambda *_: [sys.executable, "-c", "import sys; sys.exit('kaputt')"]
    )
    assert "kaputt" in (parse_file(SCAN, AUTO).refusal or "")
    read = read_pdf_pages(make_pdf(TEXT, PICTURE), AUTO, no_beat)
    assert [name for name, _ in read.remarks] == ["ocr_failed"]


def test_recognized_pages_are_kept(tmp_path: Path) -> None:
    page = RawPage(2, 595.3, 841.9, [Word("møte", 1, 2, 3, 4, confidence=91.0)], ocr_confidence=91)
    file = tmp_path / "en" / "side.json"
    assert load_pages(file) is None
    save_pages(file, {2: page})
    assert load_pages(file) == {2: page}
    for broken in (b"", b"[1]", b"{}x", b'[{"number": 1}]'):
        file.write_bytes(broken)
        assert load_pages(file) is None


@NEEDS_OCR
def test_the_scanned_minutes_of_the_sample(tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"
    keep = tmp_path / "sokbar"
    before = SCAN.read_bytes()
    result = run(SCAN, "--db", database, "--ocr", "auto", "--keep-ocr", keep)
    assert result.exit_code == ExitCode.OK, result.output
    assert SCAN.read_bytes() == before
    ((source, pages),) = ask(database, "SELECT text_source, page_count FROM documents")
    assert (source, pages) == ("ocr", 4)
    ((number, date, place),) = ask(
        database, "SELECT number, date::VARCHAR, place FROM meetings WHERE meeting_id LIKE '%/1'"
    )
    assert (number, date) == ("1/2020", "2020-02-14")
    assert place.startswith("Direktoratet for e-helse, Verkstedveien 1 Skøyen, Oslo")
    cases = ask(database, "SELECT number FROM cases ORDER BY ordinal")
    assert cases == [(f"{n}/20",) for n in range(1, 11)]
    assert ask(database, "SELECT min(ocr_confidence) > 85 FROM pages") == [(True,)]
    (copy,) = keep.iterdir()
    assert copy.name.startswith(SCAN.stem)
    searchable = read_file(copy)
    assert "Godkjenning" in {word.text for word in searchable.pages[0].words}


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> Score:
    """The scan against the records made by hand, as `vedtak evaluate` compares them."""
    (document,) = (each for each in load_corpus(NUIT.parent) if each.path == SCAN)
    assert document.scan
    return evaluate_document(document, tmp_path_factory.mktemp("scan") / "v.duckdb")


@NEEDS_ALL
@pytest.mark.parametrize(
    ("kind", "name"),
    [("meeting", "date"), ("meeting", "number"), ("meeting", "place"), ("case", "number")],
)
def test_the_scan_gives_its_header_and_its_cases(score: Score, kind: str, name: str) -> None:
    assert score.fields[kind, name].exact.f1 == 1, score.differences


@NEEDS_ALL
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("attendance", "name"),
        ("attendance", "organization"),
        ("attendance", "role"),
        ("attendance", "status"),
        ("decision", "text"),
        ("decision", "outcome"),
    ],
)
def test_the_scan_gives_its_people_and_decisions(score: Score, kind: str, name: str) -> None:
    assert (score.fields[kind, name].folded.f1 or 0) >= 0.97, score.differences


def test_missing_data_for_the_second_reading_are_a_finding(
    recognizer: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_scan, "second_language", lambda: None)
    read = read_pdf_pages(make_pdf(TEXT, PICTURE), AUTO, no_beat)
    messages = dict(read.remarks)
    assert "Page 2 of the file" in messages["ocr_letters"]
    assert "tesseract-ocr-script-latn" in messages["ocr_letters"]
    # Nothing was recognized, nothing is said.
    assert read_pdf_pages(make_pdf(TEXT), AUTO, no_beat).remarks == []


def test_scans_without_the_second_reading_are_read_again_once_its_data_are_there(
    recognizer: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prose = "Møte 1/2020 i Utvalget\nDato: 14. februar 2020\nSak 1/20 Orientering\nVedtak: Tatt."
    lines = [
        f"BT /F1 12 Tf 50 {700 - 20 * n} Td ({line}) Tj ET"
        for n, line in enumerate(prose.split("\n"))
    ]
    scan, plain = tmp_path / "delvis.pdf", tmp_path / "tekst.pdf"
    scan.write_bytes(make_pdf(" ".join(lines), PICTURE))
    plain.write_bytes(make_pdf(" ".join(lines)))
    database, options = tmp_path / "v.duckdb", ImportOptions(AUTO)

    def again(*, latin: bool) -> tuple[int, int]:
        monkeypatch.setattr(reading_scan, "second_language", lambda: "Latin" if latin else None)
        monkeypatch.setattr("vedtak.pipeline.importing.importing.can_recognize", lambda: True)
        monkeypatch.setattr("vedtak.pipeline.importing.importing.can_read_twice", lambda: latin)
        report = import_paths([scan, plain], database, options)
        return report.imported, report.unchanged

    said = "SELECT count(*) FROM findings WHERE check_name = 'ocr_letters'"
    assert again(latin=False) == (2, 0)
    assert ask(database, said) == [(1,)]
    assert again(latin=False) == (0, 2)
    assert again(latin=True) == (1, 1)
    assert ask(database, said) == [(0,)]
    assert again(latin=True) == (0, 2)
    # Data that are gone again make nothing worse.
    assert again(latin=False) == (0, 2)


def test_what_was_recognized_with_other_data_is_recognized_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ways = set()
    monkeypatch.setattr(ocr, "_programs", lambda: ["tesseract 5"])
    for data in ({"nor": 1}, {"nor": 2}, {"nor": 1, "Latin": 5}, {"nor": 1, "script/Latin": 6}):
        monkeypatch.setattr(ocr, "_installed", lambda data=data: data)
        ways.add(ocr._how.__wrapped__(Limits()))
    assert len(ways) == 4
