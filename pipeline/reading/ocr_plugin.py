"""Plugin of OCRmyPDF: wipes ruled lines out before letters are recognized, and notes them down.

Tesseract takes lines of a table for letters and drops rows of text that stand close below one.
What it has recognized is amended by a second reading, where the data for it are installed. This
module runs inside of OCRmyPDF.
"""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from ocrmypdf import OcrEngine, hookimpl
from ocrmypdf.builtin_plugins.tesseract_ocr import TesseractOcrEngine
from PIL import Image

from vedtak.pipeline.reading.ruled_image import find_ruled_lines, wipe
from vedtak.pipeline.reading.second_reading import amend

RULES_FOLDER = "VEDTAK_OCR_RULES"
"""Environment variable: the folder into which the ruled lines of each page are written."""
SECOND_LANGUAGE = "VEDTAK_OCR_SECOND"
"""Environment variable: Tesseract's name of the data that doubtful words are read with again."""


class TwiceReadingEngine(TesseractOcrEngine):
    """Tesseract, with a second reading of doubtful words."""

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: Any) -> None:
        """Recognize a page and write what is on it as hOCR."""
        TesseractOcrEngine.generate_hocr(  # type: ignore[no-untyped-call]
            input_file, output_hocr, output_text, options
        )
        language = os.environ.get(SECOND_LANGUAGE)
        if language:
            amend(output_hocr, input_file, language, options.tesseract.timeout)


@hookimpl
def get_ocr_engine(options: Any) -> OcrEngine:
    """Return what recognizes pages."""
    return TwiceReadingEngine()


@hookimpl
def filter_ocr_image(page: Any, image: Image.Image) -> Image.Image:
    """Return the picture of a page without its ruled lines."""
    pixels = np.asarray(image.convert("L"))
    dpi = float(image.info.get("dpi", (300.0, 300.0))[0]) or 300.0
    rules, mask = find_ruled_lines(pixels, dpi)
    folder = os.environ.get(RULES_FOLDER)
    if folder:
        file = Path(folder, f"{page.pageno + 1}.json")
        file.write_text(json.dumps([list(rule) for rule in rules]), encoding="utf-8")
    wiped = Image.fromarray(wipe(pixels, mask))
    wiped.info["dpi"] = (dpi, dpi)
    return wiped
