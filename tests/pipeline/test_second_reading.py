"""Doubtful words of a scan, read a second time."""

import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from vedtak.pipeline.reading.second_reading import Reading, amend, is_better, is_doubtful


@pytest.mark.parametrize(
    ("text", "confidence", "doubtful"),
    [
        ("Schåffer", 96, True),
        ("(Nes)", 96, True),
        ("idé", 96, True),
        ("også", 96, False),
        ("og", 96, False),
        ("og", 40, True),
        ("A", 96, False),
        ("2020", 40, False),
    ],
)
def test_which_words_are_read_again(text: str, confidence: float, doubtful: bool) -> None:
    assert is_doubtful(Reading(text, confidence)) is doubtful


@pytest.mark.parametrize(
    ("first", "second", "better"),
    [
        (("Nåkkålå", 91), ("Näkkälä", 93), True),
        (("Renér", 60), ("Renèr", 92), True),
        (("Mufioz", 91), ("Muñoz", 96), True),
        (("Hansen,", 91), ("Hänsen,", 96), True),
        # Letters that Norwegian data know are theirs to tell.
        (("Ødegård", 80), ("Ödegard", 96), False),
        (("Hansen", 80), ("Hanson", 96), False),
        # The rest of the word must agree.
        (("Schåffer", 80), ("Schäfer", 96), False),
        (("Schåffer", 80), ("Schäffen", 96), False),
        # A mark that is not there makes the second reading unsure.
        (("hovedutfordring", 92), ("hovedutfòrdring", 34), False),
        (("Schåffer", 80), ("", 96), False),
    ],
)
def test_which_reading_is_taken(
    first: tuple[str, float], second: tuple[str, float], better: bool
) -> None:
    assert is_better(Reading(*first), Reading(*second)) is better


HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><body><div class="ocr_page"><span class="ocr_line">
<span class="ocrx_word" title="bbox 10 10 90 40; x_wconf 92"><strong>Schåffer</strong></span>
<span class="ocrx_word" title="bbox 95 10 120 40; x_wconf 96">og</span>
<span class="ocrx_word" title="bbox 130 10 199 49; x_wconf 95">Nes</span>
</span></div></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> tuple[Path, Path]:
    hocr, image = tmp_path / "1.hocr", tmp_path / "1.png"
    hocr.write_text(HOCR, encoding="utf-8")
    Image.new("L", (200, 50), 255).save(image)
    return hocr, image


def answer(monkeypatch: pytest.MonkeyPatch, *rows: str) -> list[Any]:
    """Stand in for Tesseract."""
    asked: list[Any] = []

    def run(command: list[str], **more: Any) -> subprocess.CompletedProcess[bytes]:
        with Image.open(command[1]) as pictures:
            asked.append((command[2:], pictures.n_frames))  # type: ignore[attr-defined]
        table = ["level\tpage_num", *rows]
        return subprocess.CompletedProcess(command, 0, "\n".join(table).encode())

    monkeypatch.setattr(subprocess, "run", run)
    return asked


def row(number: int, confidence: float, text: str) -> str:
    return "\t".join(["5", str(number), *"11111111", str(confidence), text])


def test_better_readings_are_put_into_the_page(
    page: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, row(1, 95.6, "Schäf"), row(1, 94.2, "fer"), row(2, 96, "Nes"))
    amend(*page, "Latin", 10)
    assert asked == [(["stdout", "-l", "Latin", "--psm", "7", "tsv"], 2)]
    found = [
        ("".join(each.itertext()), each.get("title"))
        for each in ElementTree.parse(page[0]).iter()
        if each.get("class") == "ocrx_word"
    ]
    assert found == [
        ("Schäffer", "bbox 10 10 90 40; x_wconf 94"),
        ("og", "bbox 95 10 120 40; x_wconf 96"),
        ("Nes", "bbox 130 10 199 49; x_wconf 95"),
    ]


def test_page_stays_as_it_is_where_nothing_is_better_or_all_fails(
    page: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, row(1, 20, "Schäffer"))
    amend(*page, "Latin", 10)

    def fail(command: list[str], **more: Any) -> None:
        raise subprocess.TimeoutExpired(command, 10)

    monkeypatch.setattr(subprocess, "run", fail)
    amend(*page, "Latin", 10)
    assert page[0].read_text(encoding="utf-8") == HOCR
