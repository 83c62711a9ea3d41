"""What was recognized before, so that better rules need no second recognition.

Recognizing takes seconds per page, a thousand times as long as all the rest. The files are found
by the bytes of the PDF and by the programs and settings that read them; deleting them costs
nothing but time.
"""

import hashlib
import json
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Final

from vedtak.models.page import RawPage, Rule, Word

FOLDER: Final = "VEDTAK_OCR_CACHE"
"""Environment variable: another folder for what was recognized; empty for none."""


def cache_folder() -> Path | None:
    """Return the folder in which recognized pages are kept; None when they are not."""
    named = os.environ.get(FOLDER)
    if named is not None:
        return Path(named) if named else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
    return Path(base or Path.home() / ".cache") / "vedtak" / "ocr"


def cache_file(data: bytes, pages: Collection[int], how: str) -> Path | None:
    """Return where the pages of a PDF are kept.

    Args:
        data: Bytes of the PDF.
        pages: Numbers of the pages.
        how: Versions and settings of what recognizes them.
    """
    folder = cache_folder()
    if folder is None:
        return None
    key = hashlib.sha256(f"{how}\n{sorted(pages)}\n".encode())
    key.update(hashlib.sha256(data).digest())
    name = key.hexdigest()
    return folder / name[:2] / f"{name}.json"


def load_pages(file: Path) -> dict[int, RawPage] | None:
    """Read kept pages; None when there are none, or none that can be read."""
    try:
        kept = json.loads(file.read_bytes())
        return {page["number"]: _page(page) for page in kept}
    except (OSError, ValueError, TypeError, KeyError):
        return None


def save_pages(file: Path, pages: dict[int, RawPage]) -> None:
    """Keep pages; a full disk is no reason to fail."""
    kept = [
        {
            "number": page.number,
            "width": page.width,
            "height": page.height,
            "words": page.words,
            "rules": page.rules,
            "confidence": page.ocr_confidence,
        }
        for page in pages.values()
    ]
    half = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        half.replace(file)
    except OSError:
        half.unlink(missing_ok=True)


def _page(kept: dict[str, object]) -> RawPage:
    words, rules = kept["words"], kept["rules"]
    if not isinstance(words, list) or not isinstance(rules, list):
        raise TypeError("no pages")
    return RawPage(
        number=int(str(kept["number"])),
        width=float(str(kept["width"])),
        height=float(str(kept["height"])),
        words=[Word(*word) for word in words],
        rules=[Rule(*rule) for rule in rules],
        ocr_confidence=None if kept["confidence"] is None else float(str(kept["confidence"])),
    )
