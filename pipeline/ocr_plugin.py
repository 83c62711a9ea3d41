"""Plugin of OCRmyPDF: wipes ruled lines out before letters are recognized, and notes them down.

Tesseract takes lines of a table for letters and drops rows of text that stand close below one.
This module runs inside of OCRmyPDF.
"""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from ocrmypdf import hookimpl
from PIL import Image

from vedtak.pipeline.ruled_image import find_ruled_lines, wipe

RULES_FOLDER = "VEDTAK_OCR_RULES"
"""Environment variable: the folder into which the ruled lines of each page are written."""


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
