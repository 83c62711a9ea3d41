import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LINEAR, growth
from vedtak.models.documents import TextSource
from vedtak.models.page import RawPage
from vedtak.pipeline.errors import ExitCode, UnreadableContent, UnreadableFile, VedtakError
from vedtak.pipeline.reading.file import read_file, tell_media_type
from vedtak.pipeline.reading.text import decode, read_text

SAMPLE = Path(__file__).parents[2] / "corpus" / "nuit" / "nuit-2020-03-moetepakke.txt"
LETTERS = "abcdefghijklmnoprstuvyæøåÆØÅéü0123456789/.,:()-"
words = st.text(LETTERS, min_size=1, max_size=12)
lines = st.lists(words, max_size=8).map(" ".join)
texts = st.lists(lines, min_size=1, max_size=12).map("\n".join).filter(str.strip)
ENCODINGS = {
    "utf-8": ("", "utf-8"),
    "utf-8 marked": ("\ufeff", "utf-8"),
    "utf-16-le marked": ("\ufeff", "utf-16-le"),
    "utf-16-be marked": ("\ufeff", "utf-16-be"),
    "utf-32-le marked": ("\ufeff", "utf-32-le"),
    "utf-16-le": ("", "utf-16-le"),
    "utf-16-be": ("", "utf-16-be"),
    "windows-1252": ("", "cp1252"),
    "latin-1": ("", "latin-1"),
}


def check_offsets(pages: list[RawPage]) -> None:
    for page in pages:
        assert page.text is not None
        for word in page.words:
            assert page.text[word.start : word.start + len(word.text)] == word.text
            assert page.text.count("\n", 0, word.start) == word.top == word.bottom - 1
        rest = "".join(
            c for i, c in enumerate(page.text) if not any(_covers(w, i) for w in page.words)
        )
        assert not rest.strip()


def _covers(word: object, at: int) -> bool:
    start, text = getattr(word, "start"), getattr(word, "text")  # noqa: B009
    return bool(start <= at < start + len(text))


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@given(text=texts)
def test_every_encoding_gives_the_same_words(name: str, line_end: str, text: str) -> None:
    mark, encoding = ENCODINGS[name]
    pages = read_text((mark + text.replace("\n", line_end)).encode(encoding))
    assert [page.text for page in pages] == [text]
    assert [word.text for word in pages[0].words] == text.split()
    check_offsets(pages)


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])))
def test_any_utf8_text_is_covered_by_its_words(text: str) -> None:
    pages = read_text(("æøå " + text).encode())
    check_offsets(pages)


@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        pages = read_text(data)
    except UnreadableContent as problem:
        assert problem.reason
    else:
        check_offsets(pages)


def test_form_feeds_part_pages_and_a_closing_one_makes_none() -> None:
    pages = read_text(b"en\nto\n\fside to\n\f\fside fire\f\n")
    assert [(page.number, page.text) for page in pages] == [
        (1, "en\nto\n"),
        (2, "side to\n"),
        (3, ""),
        (4, "side fire"),
    ]
    assert [page.height for page in pages] == [2, 1, 0, 1]
    assert pages[3].words[1].start == 5


def test_columns_are_characters_and_tabs_stop_at_eight() -> None:
    (page,) = read_text("Sak\tTema\n  12/20  Møte\nab\t\tc\td".encode())
    cells = [(w.text, w.x0, w.x1, w.top, w.bottom, w.start) for w in page.words]
    assert cells == [
        ("Sak", 0, 3, 0, 1, 0),
        ("Tema", 8, 12, 0, 1, 4),
        ("12/20", 2, 7, 1, 2, 11),
        ("Møte", 9, 13, 1, 2, 18),
        ("ab", 0, 2, 2, 3, 23),
        ("c", 16, 17, 2, 3, 27),
        ("d", 24, 25, 2, 3, 29),
    ]
    assert page.width == 25


def test_no_break_space_parts_words_and_soft_hyphen_stays() -> None:
    (page,) = read_text("10\u00a0000 kr porte\u00adfølje".encode())
    assert [word.text for word in page.words] == ["10", "000", "kr", "porte\u00adfølje"]


def test_decomposed_letters_are_composed() -> None:
    (page,) = read_text("Forslag fra\u030a A\u030astrand".encode())
    assert page.text == "Forslag frå Åstrand"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"M\xf8te \x96 sak \x93A\x94", "Møte – sak “A”"),
        (b"\x81 M\xf8te om sak 12/20 p\xe5 Sk\xf8yen", "\x81 Møte om sak 12/20 på Skøyen"),
        (b"\xef\xbb\xbfM\xc3\xb8te", "Møte"),
        ("Møte på Gjøvik ".encode() + b"\xf8", "Møte på Gjøvik ø"),
        (b"Sak 1\x1a", "Sak 1"),
        (b"Sak 1\r\n" + bytes(500), "Sak 1\r\n"),
        (b"\xff\xfeS\0a\0k\0", "Sak"),
    ],
)
def test_decoding(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, bytes(3000), b"\x00\x01\x02\x03" * 99])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableContent, match="binary"):
        read_text(data)


@pytest.mark.parametrize("data", [b"\n \n\t", b"\xef\xbb\xbf", "\u00a0\f\n".encode()])
def test_text_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableContent, match="empty lines"):
        read_text(data)


def test_five_megabytes_keep_every_word() -> None:
    text = SAMPLE.read_text(encoding="utf-8") * 140
    pages = read_text(text.encode())
    assert sum(len(page.words) for page in pages) == len(text.split())


def test_one_endless_line_grows_with_its_length() -> None:
    (page,) = read_text(b"ord\t" * 500_000)
    assert page.words[-1].x0 == 8 * 499_999
    assert growth(lambda size: lambda: read_text(b"ord\t" * size), most=50_000) < LINEAR


def test_sample_file() -> None:
    source = read_file(SAMPLE)
    assert source.media_type == "text/plain"
    assert source.text_source is TextSource.PLAIN_TEXT
    assert source.size_bytes == SAMPLE.stat().st_size
    assert len(source.sha256) == 64
    check_offsets([RawPage(1, 0, 0, p.words[:200], text=_cut(p)) for p in source.pages])


def _cut(page: RawPage) -> str:
    assert page.text is not None
    last = page.words[:200][-1]
    return page.text[: last.start + len(last.text)]


@pytest.mark.parametrize(
    ("data", "media_type", "named"),
    [
        (b"PK\x03\x04....word/document.xml", "wordprocessingml.document", "Word"),
        (b"PK\x03\x04....xl/workbook.xml", "spreadsheetml.sheet", "Excel"),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", "text", "odt"),
        (b"PK\x03\x04 anything", "application/zip", "unpack"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x-ole-storage", "old Office"),
        (rb"{\rtf1\ansi Sak}", "application/rtf", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "PNG"),
        (b"\xff\xd8\xff\xe0", "image/jpeg", "JPEG"),
        (b"II*\0....", "image/tiff", "TIFF"),
        (b"<!DOCTYPE html><html>", "text/html", "HTML"),
        (b"\n <html lang='nb'>", "text/html", "HTML"),
        (b"<?xml version='1.0'?><html>", "text/html", "HTML"),
        (b"<?xml version='1.0'?><sak/>", "application/xml", "XML"),
        (b"%!PS-Adobe-3.0", "application/postscript", "PostScript"),
    ],
)
def test_other_types_are_named(tmp_path: Path, data: bytes, media_type: str, named: str) -> None:
    path = tmp_path / "referat.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match="not supported") as caught:
        read_file(path)
    assert caught.value.media_type is not None
    assert caught.value.media_type.endswith(media_type)
    assert named in caught.value.reason
    assert caught.value.size_bytes == len(data)
    assert len(caught.value.sha256 or "") == 64


@pytest.mark.parametrize("text", ["BMI og vekt", "MM", "II. Saker", "PK", "Rar!", "MZ", "8BPS"])
def test_text_that_looks_like_magic_is_text(text: str) -> None:
    assert tell_media_type(text.encode()) == "text/plain"


def test_missing_folder_empty_and_pipe(tmp_path: Path) -> None:
    import os

    empty, pipe = tmp_path / "tom.txt", tmp_path / "pipe"
    empty.write_bytes(b"")
    os.mkfifo(pipe)
    for path, reason in (
        (tmp_path / "borte.pdf", "no such file"),
        (tmp_path / "a\0b", "can't be read"),
        (tmp_path, "is a folder"),
        (empty, "is empty"),
        (pipe, "not a regular file"),
    ):
        with pytest.raises(UnreadableFile, match=reason) as caught:
            read_file(path)
        message = str(caught.value)
        assert message.startswith(f"{path}: ") and message.endswith(".")
    with pytest.raises(UnreadableFile) as caught:
        read_file(empty)
    assert caught.value.size_bytes == 0


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("vedtak.pipeline.reading.file.os.open", refuse)
    with pytest.raises(UnreadableFile, match="no permission"):
        read_file(tmp_path / "låst.pdf")


def test_unreadable_file_crosses_between_processes() -> None:
    error = UnreadableFile("a.pdf", "is damaged", "ab", 3, "application/pdf", 7)
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, VedtakError)
    assert vars(again) == vars(error)
    assert str(again) == "a.pdf: is damaged."
    assert again.exit_code is ExitCode.SOME_FILES_FAILED
