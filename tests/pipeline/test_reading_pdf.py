import hashlib
import itertools
import math
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from vedtak.models.documents import TextSource
from vedtak.models.page import RawPage, Rule
from vedtak.pipeline.errors import UnreadableContent, UnreadableFile
from vedtak.pipeline.reading.file import read_file
from vedtak.pipeline.reading.pdf import read_pdf

NUIT = Path(__file__).parents[2] / "corpus" / "nuit"
BUNDLE = NUIT / "nuit-2020-03-moetepakke.pdf"
SCAN = NUIT / "nuit-2020-01-referat-skannet.pdf"
WITH_TEXT = sorted(path for path in NUIT.glob("*.pdf") if path != SCAN)
HELVETICA = "/Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding"
TEXT = "BT /F1 12 Tf 100 700 Td (Vedtak fattet) Tj ET "


def make_pdf(
    *contents: str,
    page: str = "",
    font: str = HELVETICA,
    resources: str = "",
    extra: Sequence[str] = (),
    media: str = "0 0 600 800",
    trailer: str = "",
) -> bytes:
    """A PDF by hand: a page per content, font F1; extra objects are numbered from 10."""
    objects = {1: "<</Type/Catalog/Pages 2 0 R>>", 3: f"<<{font}>>"}
    for number, content in zip(itertools.count(100, 2), contents, strict=False):
        objects[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[{media}]{page}/Contents {number + 1} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>{resources}>>>>"
        )
        objects[number + 1] = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    kids = " ".join(f"{100 + 2 * i} 0 R" for i in range(len(contents)))
    objects[2] = f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>"
    objects.update(enumerate(extra, start=10))
    result = b"%PDF-1.7\n"
    table = "xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(objects):
        table += f"{number} 1\n{len(result):010d} 00000 n \n"
        result += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode("latin-1")
    table += f"trailer<</Size {max(objects) + 1}/Root 1 0 R{trailer}>>\n"
    return result + f"{table}startxref\n{len(result)}\n%%EOF\n".encode()


def only_page(data: bytes) -> RawPage:
    (page,) = read_pdf(data)
    return page


def texts(page: RawPage) -> list[str]:
    return [word.text for word in page.words]


def boxes(page: RawPage) -> list[tuple[int, ...]]:
    return [tuple(round(v) for v in word[1:5]) for word in page.words]


@pytest.mark.parametrize("path", WITH_TEXT, ids=lambda path: path.stem)
def test_words_are_those_of_pdfplumber(path: Path) -> None:
    pages = read_pdf(path.read_bytes())
    with pdfplumber.open(path) as reference:
        assert len(pages) == len(reference.pages)
        for page, other in zip(pages, reference.pages, strict=True):
            expected = other.extract_words(extra_attrs=["size"])
            assert Counter(texts(page)) == Counter(word["text"] for word in expected)
            for word in page.words:
                middle = (word.top + word.bottom) / 2
                assert any(
                    abs(o["x0"] - word.x0) < 1
                    and abs(o["x1"] - word.x1) < 1
                    and abs((o["top"] + o["bottom"]) / 2 - middle) < 0.3 * word.size
                    and abs(o["size"] - word.size) < 0.1
                    for o in expected
                    if o["text"] == word.text
                )


def strokes(page: Any) -> list[Rule]:
    """What pdfplumber would call a rule: strokes along an axis, and thin areas."""
    found = [Rule(o["x0"], o["top"], o["x1"], o["bottom"]) for o in page.lines]
    for rect in page.rects:
        x0, top, x1, bottom = (rect[key] for key in ("x0", "top", "x1", "bottom"))
        if rect["stroke"]:
            found += [Rule(x0, top, x1, top), Rule(x0, bottom, x1, bottom)]
            found += [Rule(x0, top, x0, bottom), Rule(x1, top, x1, bottom)]
        elif min(x1 - x0, bottom - top) <= 4:
            found.append(Rule(x0, top, x1, bottom))
    for curve in page.curves:
        for (x0, y0), (x1, y1) in itertools.pairwise(curve["pts"]):
            if curve["stroke"] and (x0 == x1 or y0 == y1):
                found.append(Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return found


def covered(rule: Rule, others: Iterable[Rule]) -> bool:
    """Whether every point of a rule, two points apart, lies on one of the others."""
    steps = max(1, math.ceil(max(rule.x1 - rule.x0, rule.bottom - rule.top) / 2))
    near = list(others)
    for step in range(steps + 1):
        x = rule.x0 + (rule.x1 - rule.x0) * step / steps
        y = rule.top + (rule.bottom - rule.top) * step / steps
        if not any(
            o.x0 - 1.6 <= x <= o.x1 + 1.6 and o.top - 1.6 <= y <= o.bottom + 1.6 for o in near
        ):
            return False
    return True


@pytest.mark.parametrize("path", WITH_TEXT, ids=lambda path: path.stem)
def test_rules_are_those_of_pdfplumber(path: Path) -> None:
    pages = read_pdf(path.read_bytes())
    with pdfplumber.open(path) as reference:
        for page, other in zip(pages, reference.pages, strict=True):
            expected = strokes(other)
            assert all(covered(rule, page.rules) for rule in expected)
            assert all(covered(rule, expected) for rule in page.rules)
            assert all(r.x0 == r.x1 or r.top == r.bottom for r in page.rules)


def test_bold_and_links_of_the_sample() -> None:
    pages = read_pdf(BUNDLE.read_bytes())
    first = pages[0].words
    assert [w.text for w in first if w.size == 18] == ["Agenda", "for", "møte", "i", "NUIT"]
    assert all(w.bold for w in first if w.size == 18)
    assert not first[0].bold
    assert [link.url[:33] for link in pages[13].links] == ["https://ehelse.no/styrer-og-utval"] * 2
    link = pages[8].links[0]
    assert link.url == "https://www.fhi.no/hn/statistikk/sykdomspulsen/"
    assert link.x0 < link.x1 and link.top < link.bottom


def test_source_file() -> None:
    source = read_file(BUNDLE)
    assert source.sha256 == hashlib.sha256(BUNDLE.read_bytes()).hexdigest()
    assert source.media_type == "application/pdf"
    assert source.text_source is TextSource.TEXT_LAYER
    assert [page.number for page in source.pages] == list(range(1, 17))
    assert all(page.text is None for page in source.pages)


@pytest.mark.parametrize(
    ("turn", "matrix", "size"),
    [
        (0, "1 0 0 1 120 730", (480, 730)),
        (90, "0 1 -1 0 80 130", (730, 480)),
        (180, "-1 0 0 -1 400 90", (480, 730)),
        (270, "0 -1 1 0 440 660", (730, 480)),
    ],
)
def test_crop_box_and_rotation_are_applied(turn: int, matrix: str, size: tuple[int, int]) -> None:
    # However the page is turned, the text stands upright 100 right of and 60 below the corner.
    page = only_page(
        make_pdf(
            f"q {matrix} cm BT /F1 12 Tf (Vedtak fattet) Tj ET 0 -10 m 90 -10 l S Q",
            page=f"/Rotate {turn}/CropBox[20 30 500 760]",
        )
    )
    assert (page.width, page.height) == size
    at_x, baseline = 100, {0: 30, 90: 60, 180: 60, 270: 60}[turn]
    assert texts(page) == ["Vedtak", "fattet"]
    assert boxes(page)[0] == (at_x, round(baseline - 9.6), at_x + 37, round(baseline + 2.4))
    (rule,) = page.rules
    assert rule == Rule(at_x, baseline + 10, at_x + 90, baseline + 10)


def test_text_along_the_margin_keeps_its_real_box() -> None:
    page = only_page(make_pdf("BT /F1 12 Tf 0 1 -1 0 300 100 Tm (Vedtak) Tj ET"))
    assert texts(page) == ["Vedtak"]
    word = page.words[0]
    assert word.bottom - word.top > 2 * (word.x1 - word.x0) > 0


@pytest.mark.parametrize(
    "moved",
    [
        "(Oslo) Tj 40 0 Td (Bergen) Tj",
        "(Oslo) Tj 24 -13 Td (Bergen) Tj",
        "[(Oslo) -2000 (Bergen)] TJ",
    ],
)
def test_cells_are_not_glued_together(moved: str) -> None:
    assert texts(only_page(make_pdf(f"BT /F1 12 Tf 100 700 Td {moved} ET"))) == ["Oslo", "Bergen"]


def test_small_letters_stay_with_their_word() -> None:
    page = only_page(make_pdf("BT /F1 12 Tf 100 700 Td (50 m) Tj /F1 7 Tf 27 5 Td (2) Tj ET"))
    assert texts(page) == ["50", "m2"]


def test_word_over_a_line_end_is_parted_and_keeps_its_hyphen() -> None:
    page = only_page(
        make_pdf(
            "BT /F1 12 Tf 100 700 Td (porte-) Tj 0 -14 Td (f\xf8lje e-) Tj 0 -14 Td (helse) Tj ET"
        )
    )
    assert texts(page) == ["porte-", "følje", "e-", "helse"]
    tops = [word.top for word in page.words]
    assert tops[0] < tops[1] == tops[2] < tops[3]


def test_scaled_bold_and_invisible_text() -> None:
    page = only_page(
        make_pdf(
            "q 2 0 0 2 0 0 cm BT /F1 6 Tf 50 350 Td (Stor) Tj ET Q "
            "BT /F1 12 Tf 2 Tr 200 700 Td (Fet) Tj ET BT /F1 12 Tf 3 Tr 300 700 Td (Usynlig) Tj ET"
        )
    )
    assert [(w.text, w.size, w.bold) for w in page.words] == [
        ("Stor", 12, False),
        ("Fet", 12, True),
        ("Usynlig", 12, False),
    ]


def test_rules_from_strokes_rectangles_and_thin_areas() -> None:
    page = only_page(
        make_pdf(
            TEXT + "10 10 100 50 re S "  # four borders
            "200 100 80 0.5 re f 300 100 0.5 60 re f "  # drawn as areas
            "400 100 50 20 re f "  # a shade
            "100 400 m 150 400 l S 150.5 400 m 200 400 l S 100 400 m 200 400 l S "  # in pieces
            "100 300 m 200 350 l S "  # slanted
            "20 w 100 500 m 200 500 l S"  # a bar
        )
    )
    assert page.rules == [
        Rule(100, 400, 200, 400),
        Rule(200, 699.75, 280, 699.75),
        Rule(10, 740, 110, 740),
        Rule(10, 790, 110, 790),
        Rule(10, 740, 10, 790),
        Rule(110, 740, 110, 790),
        Rule(300.25, 640, 300.25, 700),
    ]


def test_rules_and_words_inside_of_forms() -> None:
    inner = "0 0 m 100 0 l S BT /F1 12 Tf 20 30 Td (Inne) Tj ET"
    form = (
        "<</Type/XObject/Subtype/Form/BBox[0 0 999 999]/Matrix[1 0 0 1 10 20]"
        f"/Resources<</Font<</F1 3 0 R>>>>/Length {len(inner)}>>stream\n{inner}\nendstream"
    )
    page = only_page(
        make_pdf("q 2 0 0 2 100 200 cm /X Do Q", extra=[form], resources="/XObject<</X 10 0 R>>")
    )
    assert page.rules == [Rule(120, 560, 320, 560)]
    assert [(w.text, w.x0, w.size) for w in page.words] == [("Inne", 160, 24)]


def test_addresses_with_and_without_link() -> None:
    page = only_page(
        make_pdf(
            "BT /F1 12 Tf 100 700 Td (Se www.ehelse.no/x og https://a.no/b her) Tj ET",
            page="/Annots[<</Type/Annot/Subtype/Link/Rect[225 690 300 715]"
            "/A<</S/URI/URI(https://b.no/)>>>>]",
        )
    )
    assert [link.url for link in page.links] == ["https://b.no/", "http://www.ehelse.no/x"]
    assert page.links[0][1:] == (225, 85, 300, 110)


def encrypt(data: bytes, password: bytes) -> bytes:
    """Set a password, by the oldest of the standard's methods (RC4, 40 bits)."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")

    def rc4(key: bytes, text: bytes) -> bytes:
        state, j, out = list(range(256)), 0, bytearray()
        for i in range(256):
            j = (j + state[i] + key[i % len(key)]) % 256
            state[i], state[j] = state[j], state[i]
        i = j = 0
        for byte in text:
            i = (i + 1) % 256
            j = (j + state[i]) % 256
            state[i], state[j] = state[j], state[i]
            out.append(byte ^ state[(state[i] + state[j]) % 256])
        return bytes(out)

    padded = (password + pad)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + struct.pack("<i", -4) + b"0123456789abcdef").digest()[:5]
    entry = (
        f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{owner.hex()}>/U<{rc4(key, pad).hex()}>>>"
        f"/ID[<{b'0123456789abcdef'.hex()}><{b'0123456789abcdef'.hex()}>]"
    )
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R" + entry.encode())


def refusal(tmp_path: Path, data: bytes) -> UnreadableFile:
    path = tmp_path / "referat.txt"  # the name is no witness
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        read_file(path)
    error = caught.value
    assert error.path == str(path)
    assert error.sha256 == hashlib.sha256(data).hexdigest()
    assert error.size_bytes == len(data)
    assert error.media_type == "application/pdf"
    return error


def test_password(tmp_path: Path) -> None:
    assert "password" in refusal(tmp_path, encrypt(make_pdf(TEXT), b"hemmelig")).reason


def test_no_pages(tmp_path: Path) -> None:
    assert "no pages" in refusal(tmp_path, make_pdf()).reason


def test_scan_needs_ocr(tmp_path: Path) -> None:
    error = refusal(tmp_path, SCAN.read_bytes())
    assert "OCR" in error.reason
    assert error.page_count == 4


def test_page_without_words_among_others_is_kept() -> None:
    pages = read_pdf(make_pdf("", TEXT, "10 10 m 90 10 l S"))
    assert [len(page.words) for page in pages] == [0, 2, 0]


@pytest.mark.parametrize("kept", [20, 2000, 200_000, 400_000, 428_000, 428_460])
def test_truncated(tmp_path: Path, kept: int) -> None:
    assert "truncated" in refusal(tmp_path, BUNDLE.read_bytes()[:kept]).reason


def test_truncated_by_any_length_is_never_read_in_part() -> None:
    data = make_pdf(TEXT, TEXT, TEXT)
    for kept in range(10, len(data)):
        try:
            pages = read_pdf(data[:kept])
        except UnreadableContent:
            continue
        assert [texts(page) for page in pages] == [["Vedtak", "fattet"]] * 3


def test_damaged(tmp_path: Path) -> None:
    assert "damaged" in refusal(tmp_path, b"%PDF-1.7\n" + bytes(5000) + b"%%EOF").reason


def test_a_wrong_table_of_contents_alone_is_no_harm() -> None:
    page = only_page(make_pdf(TEXT).replace(b"startxref\n", b"startxref\n9"))
    assert texts(page) == ["Vedtak", "fattet"]


def test_line_before_the_header_is_no_harm() -> None:
    assert texts(only_page(b"From: arkiv\r\n" + make_pdf(TEXT))) == ["Vedtak", "fattet"]


def test_fonts_that_do_not_name_their_letters(tmp_path: Path) -> None:
    names = " ".join(f"/g{i}" for i in range(95))
    widths = " ".join(["500"] * 95)
    font = (
        "/Type/Font/Subtype/Type1/BaseFont/ABCDEF+X/FirstChar 32/LastChar 126"
        f"/Widths[{widths}]/Encoding<</Type/Encoding/Differences[32 {names}]>>"
    )
    error = refusal(tmp_path, make_pdf(TEXT, font=font))
    assert "fonts" in error.reason and "OCR" in error.reason
    assert error.page_count == 1


def test_a_page_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    data = make_pdf(TEXT, TEXT).replace(b"/Type/Page/Parent", b"/Type/Pagx/Parent", 1)
    try:
        pages = read_pdf(data)
    except UnreadableContent as problem:
        assert "page 1 of 2" in problem.reason
    else:
        assert [texts(page) for page in pages] == [["Vedtak", "fattet"]] * 2
