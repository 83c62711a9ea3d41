"""Plain text into pages: the encoding told from the bytes, columns kept as character cells."""

import re
import unicodedata

from vedtak.models.page import RawPage, Word
from vedtak.pipeline.errors import UnreadableContent

_TAB = 8
_CONTROL_SHARE = 0.05
"""Text has next to no control characters; random bytes have a tenth or more."""
_SAMPLE = 65536
"""Bytes looked at for the pattern of zero bytes; even, so that pairs stay pairs."""


def read_text(data: bytes) -> list[RawPage]:
    r"""Read the pages of a plain text file.

    Args:
        data: The bytes of the file.

    Returns:
        One page per stretch between form feeds; one without form feeds. Each page's text has `\n`
        as its line ends and composed characters (NFC); each word carries its offset into that
        text, its columns as x and its line as y, tabs taken as stops every 8 columns.

    Raises:
        UnreadableContent: The bytes are no text, or there is no word in them.
    """
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        # An å may be written as a and a ring (files from a Mac): no label would ever match it.
        text = unicodedata.normalize("NFC", text)
    pages = text.split("\f")
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    result = [_read_page(number, page) for number, page in enumerate(pages, start=1)]
    if not any(page.words for page in result):
        raise UnreadableContent("the file holds nothing but empty lines; look for a better copy")
    return result


def decode(data: bytes) -> str:
    """Decode text in UTF-8, UTF-16, UTF-32, Windows-1252 or Latin-1, whichever the bytes show.

    Args:
        data: The bytes of the file.

    Returns:
        The text without byte order mark and without a closing end-of-file character of DOS.

    Raises:
        UnreadableContent: The bytes are no text.
    """
    text = _decode_marked(data)
    if text is None:
        text = _decode_utf8(data)
    if text is None:
        text = _decode_single_bytes(data)
    # Padding at the end is no part of the text; a file of nothing else is a failed copy.
    text = text.rstrip("\x1a\0") or text
    strange = len(re.findall("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]", text))
    if strange > _CONTROL_SHARE * len(text):
        raise UnreadableContent(
            "is neither a PDF nor a text file but binary data of an unknown kind; "
            "save it as PDF or text in the program that made it"
        )
    return text.replace("\0", "\ufffd")  # a zero would end the text in a database or a terminal


def _decode_marked(data: bytes) -> str | None:
    """Decode by a byte order mark or by zero bytes in every other place."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", None),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            rest = data[len(mark) :]
            return rest.decode(encoding, "replace") if encoding else _decode_utf8(rest, sure=True)
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if pairs and second >= 0.4 * pairs and first <= 0.1 * pairs:
        return data.decode("utf-16-le", "replace")
    if pairs and first >= 0.4 * pairs and second <= 0.1 * pairs:
        return data.decode("utf-16-be", "replace")
    return None


def _decode_utf8(data: bytes, sure: bool = False) -> str | None:
    """Decode UTF-8; stray single bytes in it are taken for Windows-1252.

    Args:
        data: The bytes, without byte order mark.
        sure: Whether it is known to be UTF-8.

    Returns:
        The text; None when stray bytes are as many as the letters that only UTF-8 explains.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", text))
    meant = sum(1 for _ in re.finditer("[^\x00-\x7f]", text)) - stray
    if meant <= stray and not sure:
        return None
    repair = {0xDC00 + byte: _decode_single_bytes(bytes([byte])) for byte in range(0x80, 0x100)}
    return text.translate(repair)


def _decode_single_bytes(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # five bytes have no meaning there
        return data.decode("latin-1")


def _read_page(number: int, text: str) -> RawPage:
    words: list[Word] = []
    width = 0
    start_of_line = 0
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    for top, line in enumerate(lines):
        width = max(width, _add_words(words, line, top, start_of_line))
        start_of_line += len(line) + 1
    return RawPage(
        number=number, width=float(width), height=float(len(lines)), words=words, text=text
    )


def _add_words(words: list[Word], line: str, top: int, start_of_line: int) -> int:
    """Add a line's words; return the column behind the last of them."""
    upper, lower = float(top), float(top + 1)
    tabs = "\t" in line
    column = behind = 0
    for match in re.finditer(r"\S+", line):
        start, end = match.span()
        # Only spaces and tabs lie between two words, so each character is stepped over once.
        column = _after_space(column, line[behind:start]) if tabs else start
        x0 = float(column)
        column += end - start
        behind = end
        offset = start_of_line + start
        words.append(Word(match.group(), x0, upper, float(column), lower, 0.0, False, offset))
    return column


def _after_space(column: int, space: str) -> int:
    for character in space:
        column += _TAB - column % _TAB if character == "\t" else 1
    return column
