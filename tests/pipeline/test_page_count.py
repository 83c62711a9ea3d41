"""Lists of pages that lie about their length: no page is lost without a word."""

import base64
import zlib
from pathlib import Path

import pytest

from tests.pipeline.faults import pdf
from tests.pipeline.test_importing import NOTE, NUIT, ask
from tests.pipeline.test_reading_pdf import encrypt, make_pdf
from vedtak.pipeline.errors import UnreadableContent
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.reading import page_count
from vedtak.pipeline.reading.page_count import pages_in
from vedtak.pipeline.reading.pdf import read_layers, read_pdf

WORDS = ("Sak 1/20", "Sak 2/20", "Sak 3/20")
LINES = [f"BT /F1 12 Tf 100 700 Td ({words}) Tj ET" for words in WORDS]


def lying(count: int, data: bytes | None = None) -> bytes:
    """A PDF of three pages whose list of pages says otherwise."""
    data = make_pdf(*LINES) if data is None else data
    assert data.count(b"/Count 3") == 1
    return data.replace(b"/Count 3", b"/Count %d" % count)


def read(data: bytes) -> tuple[list[str], list[str]]:
    """The text of every page, and what is said of their number."""
    remarks: list[tuple[str, str]] = []
    layers = read_layers(data, remarks=remarks)
    assert [layer.page.number for layer in layers] == list(range(1, len(layers) + 1))
    assert {name for name, _ in remarks} <= {"page_count"}
    texts = [" ".join(word.text for word in layer.page.words) for layer in layers]
    return texts, [message for _, message in remarks]


@pytest.mark.parametrize("count", [1, 2, 4, 9, 19_999])
def test_all_pages_are_read_whatever_the_list_says(count: int) -> None:
    texts, (said,) = read(lying(count))
    assert texts == list(WORDS)
    assert f"says that there are {count}, but it has 3" in said


@pytest.mark.parametrize("count", [0, -7, 3])
def test_nothing_is_said_where_the_list_is_right_or_says_nothing(count: int) -> None:
    assert read(lying(count)) == (list(WORDS), [])


def test_pages_of_an_older_state_are_neither_read_nor_missed() -> None:
    older = b"%PDF-1.7\n7 0 obj\n<</Type/Page>>\nendobj\n"
    data = make_pdf(*LINES).replace(b"%PDF-1.7\n", older)
    assert pages_in(data) == 4
    assert read(data) == (list(WORDS), [])


def test_pages_of_an_encrypted_file() -> None:
    texts, (said,) = read(lying(2, encrypt(make_pdf(*LINES), b"")))
    assert len(texts) == 3  # their words are not encrypted and so can't be read
    assert "says that there are 2, but it has 3" in said


def packed(count: int, *, twice: bool = False) -> bytes:
    """A PDF whose list and pages lie in a packed stream of objects."""
    filters = b"/Filter[/ASCII85Decode/FlateDecode]" if twice else b"/Filter/FlateDecode"
    pages = b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count %d/MediaBox[0 0 600 800]>>" % count
    bodies = [pages, *[b"<</Type/Page/Parent 2 0 R>>"] * 3]
    places = [sum(map(len, bodies[:n])) + n for n in range(len(bodies))]
    head = b" ".join(b"%d %d" % (n + 2, place) for n, place in enumerate(places))
    inside = zlib.compress(head + b" " + b" ".join(bodies))
    if twice:
        inside = base64.a85encode(inside) + b"~>"
    out = b"%PDF-1.7\n"
    catalog = len(out)
    out += b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    stream = len(out)
    out += b"6 0 obj\n<</Type/ObjStm/N 4/First %d/Length %d%b>>stream\n%b\nendstream\nendobj\n" % (
        len(head) + 1,
        len(inside),
        filters,
        inside,
    )
    table = len(out)
    rows = [(0, 0, 255), (1, catalog, 0), *((2, 6, n) for n in range(4))]
    rows += [(1, stream, 0), (1, table, 0)]
    entries = b"".join(bytes([kind]) + a.to_bytes(4, "big") + bytes([b]) for kind, a, b in rows)
    return out + (
        b"7 0 obj\n<</Type/XRef/Size 8/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%b\nendstream\n"
        b"endobj\nstartxref\n%d\n%%%%EOF\n" % (len(entries), entries, table)
    )


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_pages_in_packed_objects(count: int) -> None:
    assert pages_in(packed(count)) == 3
    texts, said = read(packed(count))
    assert len(texts) == 3
    assert len(said) == (count != 3)


@pytest.mark.parametrize("count", [1, 3, 5])
def test_where_objects_are_packed_otherwise_pdfium_is_asked(count: int) -> None:
    assert pages_in(packed(count, twice=True)) is None
    texts, said = read(packed(count, twice=True))
    assert len(texts) == 3
    assert len(said) == (count != 3)
    assert pages_in(b"1 0 obj <</Type /ObjStm>>") is None


def test_page_that_is_missing_is_no_page_too_many() -> None:
    data = pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        }
    )
    with pytest.raises(UnreadableContent, match="page 2 of 2 is damaged"):
        read_pdf(data)


def test_more_pages_than_are_read_behind_a_small_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedtak.pipeline.reading.opening_pdf._MOST_PAGES", 2)
    with pytest.raises(UnreadableContent, match="more than the 2 that are read"):
        read_layers(lying(1))


def test_where_nobody_can_tell_a_person_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_count, "_with_marks", lambda *_: None)
    texts, (said,) = read(lying(2))
    assert texts == list(WORDS[:2])
    assert "may have more pages than the 2" in said
    assert read(make_pdf(*LINES))[1] == []


def test_import_reads_them_and_notes_it(tmp_path: Path) -> None:
    whole = (NUIT / "nuit-2020-01-referat.pdf").read_bytes()
    assert whole.count(b"/Count 4") == 1
    short = tmp_path / "kort.pdf"
    short.write_bytes(whole.replace(b"/Count 4", b"/Count 2"))
    import_paths([short, NOTE], tmp_path / "v")
    found = "SELECT page_count, message FROM documents JOIN findings USING (document_id)"
    ((pages, message),) = ask(tmp_path / "v", f"{found} WHERE check_name = 'page_count'")
    assert pages == 4
    assert message.startswith("The file's list of pages says that there are 2, but it has 4")
    (cases,) = ask(tmp_path / "v", "SELECT count(*) FROM cases WHERE meeting_id = 'nuit/2020/1'")
    assert cases == (10,)
