"""An import as one page to look at: a file of HTML that needs nothing else.

Everything that comes from a document is escaped, and the page forbids itself to load anything.
"""

import base64
import html
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from vedtak.pipeline.outcomes import ImportReport
from vedtak.pipeline.progress import printable
from vedtak.pipeline.reading.collecting import path_text
from vedtak.pipeline.storing.store import Store

_MOST: Final = 500
"""Rows of a table; the rest is counted."""
_THUMBNAILS: Final = 24
_WIDTH: Final = 360
_DOUBTFUL: Final = 75.0
"""Pages below this confidence are shown."""
_HEAD: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>vedtak import</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } td, th { border-bottom: 1px solid #ddd;
padding: .3rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
figure { display: inline-block; margin: .5rem; width: 22rem; vertical-align: top }
img { border: 1px solid #999; max-width: 100% } .n { text-align: right }
</style></head><body>
"""


def write_report(report: ImportReport, database: Path, place: Path) -> None:
    """Write what an import did as a page of HTML.

    Args:
        report: What it did.
        database: The database that it wrote to.
        place: The file; one that is there is replaced.
    """
    half = place.with_name(f".{place.name}.half")
    half.write_text("".join(_page(report, database)), encoding="utf-8", errors="replace")
    half.replace(place)


def _page(report: ImportReport, database: Path) -> Iterator[str]:
    yield _HEAD
    yield f"<h1>Import {_text(report.run_id)}</h1>\n"
    counts = {
        "files": report.files,
        "imported": report.imported,
        "unchanged": report.unchanged,
        "copies": report.copies,
        "quarantined": len(report.quarantined),
        "unreadable": len(report.unreadable),
        "not found": len(report.missing),
        "pages imported": report.pages,
        "meetings": report.meetings,
        "cases": report.cases,
        "decisions": report.decisions,
        "people": report.people,
        "seconds": f"{report.seconds:.1f}",
    }
    yield from _table("What was done", ("", ""), counts.items())
    yield from _table("Files that gave nothing", ("file", "reason"), report.failures)
    slowest = [(path, f"{seconds:.1f}") for seconds, path in report.slowest]
    yield from _table("Slowest files", ("file", "seconds"), slowest)
    if report.files:
        with Store.open(database, read_only=True) as store:
            findings = store.connection.execute(
                "SELECT severity, check_name, message FROM main.findings "
                "ORDER BY list_position(['error', 'warning', 'info'], severity), 2, 3"
            ).fetchall()
            pages = store.connection.execute(
                "SELECT path, page_number, ocr_confidence, sha256 FROM main.pages "
                "JOIN main.documents USING (document_id) WHERE ocr_confidence < ? "
                "ORDER BY ocr_confidence, path, page_number",
                [_DOUBTFUL],
            ).fetchall()
        yield from _table("Findings", ("severity", "check", "what"), findings)
        yield from _doubtful(pages)
    yield "</body></html>\n"


def _table(title: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    rows = list(rows)
    if not rows:
        return
    yield f"<h2>{_text(title)}</h2>\n<table><tr>"
    yield "".join(f"<th>{_text(name)}</th>" for name in names) + "</tr>\n"
    for row in rows[:_MOST]:
        yield "<tr>" + "".join(f"<td>{_text(value)}</td>" for value in row) + "</tr>\n"
    yield "</table>\n"
    if len(rows) > _MOST:
        yield f"<p>and {len(rows) - _MOST} more</p>\n"


def _doubtful(pages: Sequence[tuple[str, int, float, str]]) -> Iterator[str]:
    if not pages:
        return
    yield f"<h2>Pages recognized with little confidence ({len(pages)})</h2>\n"
    for path, number, confidence, sha256 in pages[:_THUMBNAILS]:
        picture = thumbnail(Path(path), number, sha256)
        shown = f'<img alt="" src="data:image/png;base64,{picture}">' if picture else ""
        yield (
            f"<figure>{shown}<figcaption>{_text(path)}, page {number}: "
            f"{confidence:.0f} of 100</figcaption></figure>\n"
        )


def thumbnail(path: Path, number: int, sha256: str) -> str | None:
    """Draw a page of a PDF, small, as base64; None where that can't be done.

    Only bytes that were read once without harm are drawn.
    """
    import hashlib

    import pypdfium2

    try:
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            return None
        document = pypdfium2.PdfDocument(data)
        try:
            page = document[number - 1]
            # A page like a ribbon would make a picture that no memory holds.
            scale = min(_WIDTH / page.get_width(), 2 * _WIDTH / page.get_height())
            image = page.render(scale=scale, grayscale=True).to_pil()
        finally:
            document.close()
    except (OSError, ValueError, IndexError, ZeroDivisionError, pypdfium2.PdfiumError):
        return None
    drawn = io.BytesIO()
    image.save(drawn, "PNG", optimize=True)
    return base64.b64encode(drawn.getvalue()).decode("ascii")


def _text(value: object) -> str:
    return html.escape(printable(path_text(value) if isinstance(value, Path) else str(value)))
