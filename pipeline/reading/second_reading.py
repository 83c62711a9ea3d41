"""A second opinion on words that Tesseract's Norwegian cannot have read right.

It knows few letters with marks: an ä becomes å, an è becomes é, an ü becomes u. Those letters stand
in names. Words that may hold one are read again with the data for all of the Latin script, and
that reading is taken where nothing speaks against it. This module runs inside of OCRmyPDF.
"""

import re
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from PIL import Image, ImageOps

KNOWN: Final = frozenset("ÄÅÆÉÖØåæéöø")
"""All letters beyond a-z that the Norwegian data can give; those of the file nor.traineddata."""
_STAND_INS: Final = frozenset("éö")
"""Letters that are rare in Norwegian and often stand for others. So does å, but as it stands in
every line, it alone is no reason to doubt a word."""
_DOUBTFUL: Final = 75.0
"""Words read with less confidence may hold a letter that is not known."""
_NEARLY: Final = 5.0
"""By how much the second reading may be less sure than the first: their measures differ a little,
and a mark that is not on the page costs the second tens of points (tried on 12 made pages)."""
_PADDING: Final = 0.15
"""How much is cut out around a word, as a share of its height: marks lie outside of small boxes."""
_BORDER: Final = 0.6
"""White around what was cut out, as a share of its height."""
_LINE: Final = "7"
"""Tesseract takes a picture for one line. As one word (8) it reads worse."""
_WORD_LEVEL: Final = "5"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_CONFIDENCE: Final = re.compile(r"(?<=x_wconf )[\d.]+")
_BOX: Final = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word was read as, and how sure that is."""

    text: str
    """The word."""
    confidence: float
    """From 0 to 100."""


def is_doubtful(first: Reading) -> bool:
    """Tell whether a word may hold a letter that the Norwegian data do not know."""
    letters = [letter for letter in first.text if letter.isalpha()]
    return len(letters) > 1 and (
        letters[0].isupper() or not _STAND_INS.isdisjoint(letters) or first.confidence < _DOUBTFUL
    )


def is_better(first: Reading, second: Reading) -> bool:
    """Tell whether a second reading is to replace the first one.

    It must agree in all letters that the first could know. In place of one that it could not, the
    first may have anything: one letter, or two (ñ is taken for fi).
    """
    if second.confidence < first.confidence - _NEARLY:
        return False
    if not any(map(_is_unknown, second.text)):
        return False
    pattern = ""
    for letter, after in zip(second.text, f"{second.text[1:]} ", strict=True):
        # A second letter must not be the one that stands there anyhow: äf is no åff.
        instead = rf".(?:(?!{re.escape(after)}).)?"
        pattern += instead if _is_unknown(letter) else re.escape(letter)
    return bool(re.fullmatch(pattern, first.text))


def amend(hocr: Path, image: Path, language: str, seconds: float) -> None:
    """Read the doubtful words of a page again, and put the better readings into its hOCR.

    Args:
        hocr: What was recognized with the Norwegian data; it is written anew.
        image: The picture of the page that was recognized.
        language: Tesseract's name of the data for the Latin script.
        seconds: How long it may take; the first reading stands when it takes longer or fails.
    """
    tree = ElementTree.parse(hocr)  # written by Tesseract, not by the document
    words = [each for each in tree.iter() if each.get("class") == "ocrx_word"]
    doubtful = [word for word in words if is_doubtful(_reading(word)) and _box(word)]
    if not doubtful:
        return
    boxes = [_box(word) for word in doubtful]
    readings = _read(image, boxes, language, seconds)
    amended = False
    for number, word in enumerate(doubtful):
        second = readings.get(number)
        if second is not None and is_better(_reading(word), second):
            _put(word, second)
            amended = True
    if amended:
        ElementTree.register_namespace("", _XHTML)
        tree.write(hocr, encoding="utf-8", xml_declaration=True)


def _is_unknown(letter: str) -> bool:
    return letter.isalpha() and not letter.isascii() and letter not in KNOWN


def _reading(word: ElementTree.Element) -> Reading:
    confidence = _CONFIDENCE.search(word.get("title", ""))
    text = unicodedata.normalize("NFC", "".join("".join(word.itertext()).split()))
    return Reading(text, float(confidence[0]) if confidence else 0.0)


def _box(word: ElementTree.Element) -> tuple[int, ...]:
    """Return the edges of a word in pixels; nothing where it has none."""
    found = _BOX.search(word.get("title", ""))
    return tuple(map(int, found.groups())) if found else ()


def _put(word: ElementTree.Element, reading: Reading) -> None:
    for child in list(word):  # bold and italic
        word.remove(child)
    word.text = reading.text
    title = _CONFIDENCE.sub(str(round(reading.confidence)), word.get("title", ""))
    word.set("title", title)


def _read(
    image: Path, boxes: Sequence[tuple[int, ...]], language: str, seconds: float
) -> dict[int, Reading]:
    """Read what stands in boxes, each by itself; in one go, as loading the data takes a while."""
    with Image.open(image) as opened, tempfile.TemporaryDirectory(prefix="second-") as folder:
        page = opened.convert("L")
        dpi = opened.info.get("dpi", (300.0, 300.0))
        first, *more = (_cut(page, box) for box in boxes)
        file = Path(folder, "words.tif")
        first.save(file, save_all=True, append_images=more, dpi=dpi)
        command = ["tesseract", str(file), "stdout", "-l", language, "--psm", _LINE, "tsv"]
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=seconds or None,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            return {}
    return _readings(done.stdout.decode("utf-8", "replace").splitlines())


def _cut(page: Image.Image, box: tuple[int, ...]) -> Image.Image:
    left, top, right, bottom = box
    height = bottom - top
    pad, border = round(_PADDING * height), round(_BORDER * height)
    cut = page.crop(
        (
            max(0, left - pad),
            max(0, top - pad),
            min(page.width, right + pad),
            min(page.height, bottom + pad),
        )
    )
    return ImageOps.expand(cut, border=border, fill=255)


def _readings(rows: Iterable[str]) -> dict[int, Reading]:
    """Read Tesseract's table; pieces of one picture are one word."""
    readings: dict[int, Reading] = {}
    for row in rows:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != _WORD_LEVEL:
            continue
        number, piece = int(cells[1]) - 1, unicodedata.normalize("NFC", cells[11].strip())
        before = readings.get(number, Reading("", 100.0))
        confidence = min(before.confidence, float(cells[10]))
        readings[number] = Reading(before.text + piece, confidence)
    return readings
