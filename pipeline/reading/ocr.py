"""Recognizing pages with Tesseract, through OCRmyPDF.

OCRmyPDF runs as a program of its own: it is killed with the worker, and nothing of it is loaded
for files that need none of it. It deskews the pages, cleans them where unpaper is installed, and
writes what it has recognized where we read it: words with their boxes and confidences.
"""

import functools
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

from vedtak.models.page import RawPage, Rule
from vedtak.pipeline.errors import MissingProgram, UnreadableContent
from vedtak.pipeline.page_ranges import page_ranges
from vedtak.pipeline.reading.ocr_cache import cache_file, load_pages, save_pages
from vedtak.pipeline.settings import Limits

_VERSION: Final = "2"
"""Raise it with every change of how pages are recognized and read."""
LANGUAGE: Final = "nor"
"""Tesseract's Norwegian, which knows both written languages."""
_SCRIPT: Final = ("Latin", "script/Latin")
"""What the data for all of the Latin script may be called; doubtful words are read with them."""
_INSTALL: Final = {
    "linux": "sudo apt-get install tesseract-ocr tesseract-ocr-nor "
    "tesseract-ocr-script-latn unpaper && pip install 'vedtak[ocr]'",
    "darwin": "brew install tesseract tesseract-lang unpaper && pip install 'vedtak[ocr]'",
    "win32": 'winget install UB-Mannheim.TesseractOCR && pip install "vedtak[ocr]"',
}
"""The one command that installs what is missing; on Windows, tick Norwegian and the Latin
script in the installer."""
_SYSTEMS: Final = {"linux": "Debian", "darwin": "macOS", "win32": "Windows"}


@functools.cache
def can_recognize() -> bool:
    """Tell whether all that recognizing needs is installed."""
    if importlib.util.find_spec("ocrmypdf") is None or shutil.which("tesseract") is None:
        return False
    return LANGUAGE in _installed()


def second_language() -> str | None:
    """Return Tesseract's name of the data for the Latin script; None where they are missing."""
    return next((name for name in _SCRIPT if name in _installed()), None)


def can_read_twice() -> bool:
    """Tell whether all is installed that recognizing can make use of."""
    return can_recognize() and second_language() is not None


@functools.cache
def _installed() -> dict[str, int]:
    """List Tesseract's data: names and sizes, which tell one version of them from another."""
    try:
        known = subprocess.run(
            ["tesseract", "--list-langs"],
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    head, *names = known.stdout.splitlines() or [""]
    folder = re.search(r'"(.+)"', head)
    files = {name: Path(folder[1] if folder else "", f"{name}.traineddata") for name in names}
    return {name: file.stat().st_size if file.is_file() else 0 for name, file in files.items()}


def how_to_install() -> str:
    """Return the command that installs what recognizing needs, for each system."""
    own = _INSTALL.get(sys.platform)
    named = [f"{_SYSTEMS[name]}: {command}" for name, command in _INSTALL.items()]
    return own if own and sys.platform != "linux" else "; ".join(named)


def require_ocr() -> None:
    """Make sure that pages can be recognized.

    Raises:
        MissingProgram: Something is not installed.
    """
    if not can_recognize():
        raise MissingProgram(
            "--ocr force needs Tesseract with its Norwegian data and OCRmyPDF; "
            f"install them with {how_to_install()}"
        )


def recognize(
    data: bytes,
    pages: Collection[int],
    limits: Limits,
    keep: Path | None = None,
) -> dict[int, RawPage]:
    """Recognize pages of a PDF, unless that was done before.

    Args:
        data: Bytes of the PDF.
        pages: Numbers of the pages, from 1.
        limits: What it may cost.
        keep: Where a searchable copy of the whole file is left; nowhere if None.

    Returns:
        The pages that gave something, by number.

    Raises:
        UnreadableContent: OCRmyPDF failed; says why.
    """
    kept = cache_file(data, pages, _how(limits))
    if kept is not None and (keep is None or keep.exists()):
        found = load_pages(kept)
        if found is not None:
            return found
    found = _recognize(data, pages, limits, keep)
    if kept is not None:
        save_pages(kept, found)
    return found


def _recognize(
    data: bytes, pages: Collection[int], limits: Limits, keep: Path | None
) -> dict[int, RawPage]:
    with tempfile.TemporaryDirectory(prefix="vedtak-ocr-", ignore_cleanup_errors=True) as folder:
        source, copy = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        source.write_bytes(data)
        _run(_command(source, copy if keep else None, pages, limits), Path(folder), limits, pages)
        if keep is not None and copy.exists():
            _put(copy, keep)
        found = {}
        for file in Path(folder).glob("ocrmypdf.io.*/*_ocr_hocr.hocr"):
            number = int(file.name.partition("_")[0])
            found[number] = _read(file, number, Path(folder, f"{number}.json"))
        return found


@functools.cache
def _how(limits: Limits) -> str:
    """Name all that a recognition depends on besides the bytes."""
    data = [f"{name} {_installed().get(name)}" for name in (LANGUAGE, second_language()) if name]
    return " ".join([_VERSION, *data, *_programs(), str(limits.seconds)])


def _programs() -> list[str]:
    tesseract = subprocess.run(
        ["tesseract", "--version"], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    import importlib.metadata  # it takes longer to load than all else here

    programs = [tesseract.stdout.partition("\n")[0], importlib.metadata.version("ocrmypdf")]
    return [*programs, str(bool(shutil.which("unpaper")))]


def _read(file: Path, number: int, rules: Path) -> RawPage:
    from vedtak.pipeline.reading.hocr import read_hocr

    lines = json.loads(rules.read_text(encoding="utf-8")) if rules.exists() else []
    return read_hocr(file, number, [Rule(*line) for line in lines])


def _command(source: Path, copy: Path | None, pages: Collection[int], limits: Limits) -> list[str]:
    """Put together the command; every page named is recognized, whatever text it has."""
    plugin = Path(__file__).with_name("ocr_plugin.py")
    command = [sys.executable, "-m", "ocrmypdf", "-l", LANGUAGE, "--mode", "force"]
    command += [
        "--pages",
        page_ranges(sorted(pages), dash="-", comma=","),
        "--plugin",
        str(plugin),
        "--keep-temporary-files",
    ]
    command += ["--deskew", "--jobs", str(limits.ocr_jobs or os.cpu_count() or 1)]
    command += ["--tesseract-timeout", str(limits.seconds), "--invalidate-digital-signatures"]
    command += ["--tagged-pdf-mode", "ignore", "--continue-on-soft-render-error", "--quiet"]
    command += ["--optimize", "0"]
    if shutil.which("unpaper"):
        command.append("--clean")
    if copy is None:
        return [*command, "--output-type", "none", str(source), "-"]
    return [*command, "--output-type", "pdf", str(source), str(copy)]


def _run(command: list[str], folder: Path, limits: Limits, pages: Collection[int]) -> None:
    environment = {
        **os.environ,
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "TMP": str(folder),
        "VEDTAK_OCR_RULES": str(folder),
        "VEDTAK_OCR_SECOND": second_language() or "",
        "OMP_THREAD_LIMIT": "1",  # many pages at once are faster than many threads for one
    }
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=limits.budget(len(pages), len(pages)),
        )
    except subprocess.TimeoutExpired as error:
        reason = f"recognizing its pages took longer than {error.timeout:.0f} seconds"
        raise UnreadableContent(f"{reason}; import it again with a higher --timeout") from error
    except OSError as error:
        raise UnreadableContent(f"OCRmyPDF could not be started ({error.strerror})") from error
    if done.returncode:
        said = [
            line
            for line in done.stderr.decode("utf-8", "replace").splitlines()
            if line.strip() and "emporary working files" not in line and str(folder) not in line
        ]
        why = re.sub(r"\s+", " ", said[-1]).strip() if said else f"code {done.returncode}"
        raise UnreadableContent(
            f"its pages could not be recognized (OCRmyPDF: {why}); make a PDF with text from it"
        )


def _put(copy: Path, place: Path) -> None:
    """Leave the searchable copy at its place, whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f".{place.name}.{os.getpid()}")
    shutil.copyfile(copy, half)
    half.replace(place)
