"""Broken and hostile files, made from good ones, the same every time."""

import random
import re
from collections.abc import Iterator

from tests.pipeline.test_importing import CORPUS, NOTE, NUIT, PROTOCOL

_OBJECT = re.compile(rb"\d+ 0 obj\b.*?\bendobj", re.DOTALL)
_LINE = re.compile(rb"[^\n]*\n")
_PDFS = (NOTE, NUIT / "nuit-2020-03-innkalling.pdf")
_TEXTS = (PROTOCOL, CORPUS / "kommune" / "levanger-saksframlegg-325790.txt")


def mutations(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield broken files, three texts for two PDFs, each with what was done to it."""
    pdfs = [path.read_bytes() for path in _PDFS]
    texts = [path.read_bytes() for path in _TEXTS]
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        pool = texts if number % 5 < 3 else pdfs
        data = bytearray(chance.choice(pool))
        change = chance.choice((_flip, _cut, _splice, _graft, _repeat, _swap))
        change(data, chance, bytearray(chance.choice(pool)))
        yield f"{number}-{change.__name__.strip('_')}", bytes(data)


def _flip(data: bytearray, chance: random.Random, other: bytearray) -> None:
    for _ in range(chance.choice((1, 10, 200))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random, other: bytearray) -> None:
    begin = chance.randrange(len(data))
    del data[begin : begin + chance.choice((1, 1000, len(data)))]


def _splice(data: bytearray, chance: random.Random, other: bytearray) -> None:
    begin, at = chance.randrange(len(other)), chance.randrange(len(data))
    piece = other[begin : begin + chance.choice((20, 500, 20_000))]
    data[at : at + chance.choice((0, len(piece)))] = piece


def _graft(data: bytearray, chance: random.Random, other: bytearray) -> None:
    """Put whole objects of one PDF in the place of those of another; of texts, whole lines."""
    piece = _OBJECT if data.startswith(b"%PDF") else _LINE
    for _ in range(chance.choice((1, 5))):
        ours = [found.span() for found in piece.finditer(data)]
        theirs = [found.group() for found in piece.finditer(other)]
        begin, end = chance.choice(ours)
        data[begin:end] = chance.choice(theirs)


def _repeat(data: bytearray, chance: random.Random, other: bytearray) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.choice((3, 100, 5000))] * chance.choice((2, 20))


def _swap(data: bytearray, chance: random.Random, other: bytearray) -> None:
    """Change numbers, which is what lengths, offsets and references are made of."""
    for _ in range(chance.choice((1, 20))):
        at = chance.randrange(len(data))
        for place in range(at, min(at + 300, len(data))):
            if 48 <= data[place] <= 57:
                data[place] = 48 + chance.randrange(10)
                break


def hostile_pdf(name: str) -> bytes:
    """Return a hostile PDF by name."""
    return _HOSTILE[name]


def pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    """Put objects together with a table of references."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, table)
    return bytes(out)


def _one_page(content: bytes, extra: bytes = b"", **more: bytes) -> bytes:
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>",
        4: content,
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: extra or b"null",
    }
    for name, body in more.items():
        objects[int(name.removeprefix("o"))] = body
    return pdf(objects)


def _stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (head, len(data), data)


def _bomb() -> bytes:
    import zlib

    packed = zlib.compress(b"BT /F1 9 Tf (x) Tj ET\n" * 3_000_000, 9)
    packed = zlib.compress(packed, 9)
    return _one_page(_stream(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def _many_pages() -> bytes:
    """A million pages that are all the same one, through a tree of page lists."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for level in range(6):
        kids = b" ".join([b"%d 0 R" % (level + 3)] * 10)
        objects[level + 2] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, 10 ** (6 - level))
    objects[8] = b"<< /Type /Page /MediaBox [0 0 595 842] >>"
    return pdf(objects)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_HOSTILE = {
    "bomb": _bomb(),
    "million pages": _many_pages(),
    "million pages in a row": pdf(
        {
            1: _CATALOG,
            2: b"<< /Type /Pages /Kids [%b] /Count 1000000 >>" % (b"3 0 R " * 1_000_000),
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        }
    ),
    "page list in itself": pdf(
        {1: _CATALOG, 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000 >>"}
    ),
    "page list in a ring": pdf(
        {
            1: _CATALOG,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>",
            3: b"<< /Type /Pages /Kids [2 0 R] /Count 9 /Parent 2 0 R >>",
        }
    ),
    "form in itself": _one_page(
        _stream(b"/X Do BT /F1 9 Tf (Sak 1/20) Tj ET"),
        _stream(
            b"/X Do /X Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
            b"/Resources << /XObject << /X 6 0 R >> >>",
        ),
    ),
    "font without mapping": _one_page(
        _stream(b"BT /F1 12 Tf 50 700 Td <0001000200030004000500060007> Tj ET"),
        o5=b"<< /Type /Font /Subtype /Type0 /BaseFont /Ukjent /Encoding /Identity-H "
        b"/DescendantFonts [7 0 R] >>",
        o7=b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Ukjent /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    ),
    "huge page": _one_page(_stream(b"BT /F1 9 Tf (Sak) Tj ET")).replace(
        b"[0 0 595 842]", b"[0 0 200000 200000]"
    ),
    "page without area": _one_page(_stream(b"BT /F1 9 Tf (Sak) Tj ET")).replace(
        b"[0 0 595 842]", b"[5 5 5.00 5.0]"
    ),
    "deep lists": _one_page(_stream(b"[" * 200_000 + b"]" * 200_000 + b" TJ")),
    "deep objects": pdf({1: b"[" * 100_000 + b"]" * 100_000, 2: b"null"}),
    "script": pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS "
            b"(app.launchURL\\('http://127.0.0.1:9/'\\)) >> /AA << /WC << /S /Launch "
            b"/F (/bin/sh) >> >> >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        }
    ),
}
HOSTILE = tuple(_HOSTILE)
