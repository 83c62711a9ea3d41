"""What Tesseract has recognized (hOCR) into the page model."""

import re
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree

from vedtak.models.page import RawPage, Rule, Word

_ASCENT, _DESCENT = 0.8, 0.2
"""Share of the font size above and below the baseline, as in words of a text layer."""
_ALIKE: Final = 0.2
"""Sizes that differ by a smaller share from the usual one of the page are the usual one: what is
measured of a line depends on which letters it happens to have."""
_LETTERS: Final = re.compile(r"\w")
_NOISE: Final = 60.0
"""Signs without letter or digit that were recognized with less confidence are dirt."""
_LINES: Final = {"ocr_line", "ocr_header", "ocr_textfloat", "ocr_caption"}


class _Line(NamedTuple):
    """A line: its words as text, box and confidence, its size and baseline, in points."""

    words: list[tuple[str, tuple[float, ...], float]]
    size: float
    left: float
    baseline: float
    slope: float


def read_hocr(file: Path, number: int, rules: Sequence[Rule]) -> RawPage:
    """Read a page from what Tesseract wrote.

    Args:
        file: File in hOCR.
        number: Number of the page, from 1.
        rules: Its ruled lines, in points.

    Returns:
        The page, with the mean confidence of its words; None where there are none.
    """
    tree = ElementTree.parse(file)  # written by Tesseract, not by the document
    page = next(each for each in tree.iter() if each.get("class") == "ocr_page")
    titles = _titles(page)
    box = titles["bbox"]
    scale = 72.0 / (float(titles.get("scan_res", ["300"])[0]) or 300.0)
    lines = [_line(each, scale) for each in page.iter() if each.get("class") in _LINES]
    words = list(_words([line for line in lines if line.words]))
    weights = [(word.confidence or 0.0, len(word.text)) for word in words]
    total = sum(weight for _, weight in weights)
    mean = sum(value * weight for value, weight in weights) / total if total else None
    return RawPage(
        number=number,
        width=round(float(box[2]) * scale, 2),
        height=round(float(box[3]) * scale, 2),
        words=words,
        rules=list(rules),
        ocr_confidence=None if mean is None else round(mean, 1),
    )


def _words(lines: list[_Line]) -> Iterator[Word]:
    """Yield the words line by line, equally high side by side."""
    sizes = [line.size for line in lines for _ in line.words]
    usual = statistics.median(sizes) if sizes else 0.0
    for line in lines:
        size = usual if abs(line.size - usual) <= _ALIKE * usual else line.size
        for text, (x0, _, x1, _), confidence in line.words:
            if confidence < _NOISE and not _LETTERS.search(text):
                continue
            baseline = line.baseline + line.slope * (x0 - line.left)
            yield Word(
                text,
                round(x0, 2),
                round(baseline - _ASCENT * size, 2),
                round(x1, 2),
                round(baseline + _DESCENT * size, 2),
                round(size, 1),
                confidence=confidence,
            )


def _line(element: ElementTree.Element, scale: float) -> _Line:
    titles = _titles(element)
    left, _, _, bottom = (float(value) * scale for value in titles["bbox"])
    slope, offset = (float(value) for value in titles.get("baseline", ["0", "0"])[:2])
    size = float(titles.get("x_size", ["0"])[0]) * scale
    words = []
    for each in element.iter():
        if each.get("class") == "ocrx_word":
            text = "".join("".join(each.itertext()).split())
            if text:
                of_word = _titles(each)
                box = tuple(float(value) * scale for value in of_word["bbox"])
                words.append((text, box, float(of_word.get("x_wconf", ["0"])[0])))
    return _Line(words, size, left, bottom + offset * scale, slope)


def _titles(element: ElementTree.Element) -> dict[str, list[str]]:
    """Read the properties that hOCR keeps in the title: name to values."""
    properties = {}
    for part in element.get("title", "").split(";"):
        name, *values = part.split() or [""]
        properties[name] = values
    return properties
