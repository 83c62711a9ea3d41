"""PDF into pages, page by page from the text layer or from a recognition, whichever is better."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from vedtak.models.documents import TextSource
from vedtak.models.page import RawPage, Word
from vedtak.pipeline.errors import UnreadableContent
from vedtak.pipeline.reading.ocr import can_recognize, how_to_install, recognize, second_language
from vedtak.pipeline.reading.pdf import PageLayer, lack_of_text, read_layers
from vedtak.pipeline.reading.types import RECOGNIZING, Beat, PagesRead
from vedtak.pipeline.settings import Circumstance, OcrMode, ParseOptions

_STRAY: Final = 30
"""Fewer letters than this on a picture are a stamp or a page number, not its text."""
_PICTURED: Final = 0.5
"""A picture that covers this share of a page is the page."""
_UNMAPPED: Final = 0.5
_SOFT: Final = 0.05
"""Share of soft hyphens from which on they stand for letters that got lost."""
_LONGEST: Final = 30
"""Letters of the longest words; longer ones are several without their spaces."""
_RUN_TOGETHER: Final = 0.4
_POOR: Final = 0.75
"""Share of the letters in words that look like words, below which a recognition is done again."""
_SURE: Final = 60.0
"""Mean confidence below which a forced recognition does not replace a text layer."""
_DOUBTFUL: Final = 75.0
"""Mean confidence below which a person should look at the page."""
_WORDLIKE: Final = re.compile(
    r"""[(\[«"'“”‘’*•–-]*
    (?: (?:[A-ZÆØÅÄÖÜÉ]?[a-zæøåäöüéèêóòôáà]+ | [A-ZÆØÅÄÖÜÉ]+) (?:[-/.'’:]
        (?:[A-ZÆØÅÄÖÜÉ]?[a-zæøåäöüéèêóòôáà]+ | [A-ZÆØÅÄÖÜÉ]+ | \d+))*
      | \d+(?:[-/.,:–]\d+)*\.? )
    [-–)\]»"'“”‘’.,:;!?%*]*""",
    re.VERBOSE,
)


class Lack(StrEnum):
    """What is wrong with the text layer of a page."""

    NOTHING = "no text"
    STRAY = "a few stray letters"
    GARBAGE = "text that is no text"
    POOR = "an earlier recognition of poor quality"


def read_pdf_pages(
    data: bytes, options: ParseOptions, beat: Beat, keep: Path | None = None
) -> PagesRead:
    """Read the pages of a PDF, and recognize those that have no usable text.

    Args:
        data: Bytes of the file.
        options: When to recognize.
        beat: Told how far it is.
        keep: Where a searchable copy is left if pages are recognized.

    Raises:
        UnreadableContent: No page gives text.
    """
    remarks: list[tuple[str, str]] = []
    layers = read_layers(data, beat, remarks)
    lacks = {layer.page.number: lack for layer in layers if (lack := lack_of(layer))}
    force = options.ocr is OcrMode.FORCE
    wanted = [layer.page.number for layer in layers if force or layer.page.number in lacks]
    hopeless = lack_of_text(layers) if _all_lack(layers, lacks) else None
    result = PagesRead(TextSource.TEXT_LAYER, [layer.page for layer in layers], remarks)
    if not wanted:
        if hopeless:
            raise UnreadableContent(hopeless, len(layers))
        return result
    if options.ocr is OcrMode.NEVER or not can_recognize():
        _do_without(result, lacks, hopeless, options)
        return result
    beat(RECOGNIZING, len(wanted))
    try:
        found = recognize(data, wanted, options.limits, keep)
    except UnreadableContent as problem:
        if hopeless:
            problem.page_count = len(layers)
            raise
        result.remarks.append(("ocr_failed", f"{_pages(lacks)}: {problem.reason}."))
        return result
    _put_in(result, layers, found, lacks, force=force)
    if not any(page.words for page in result.pages):
        raise UnreadableContent(
            "nothing could be recognized on its pages, they are blank or no text; look at them",
            len(layers),
        )
    return result


def lack_of(layer: PageLayer) -> Lack | None:
    """Tell what is wrong with the text layer of a page; None if it is fine or the page blank."""
    words = layer.page.words
    if not layer.letters:
        return Lack.NOTHING if layer.objects else None
    if layer.letters < _STRAY and layer.pictured >= _PICTURED:
        return Lack.STRAY
    texts = [word.text for word in words]
    soft = "".join(texts).count("\xad")
    long = sum([len(text) for text in texts if len(text) > _LONGEST and text.isalpha()])
    if (
        layer.unmapped > _UNMAPPED * layer.letters
        or soft > _SOFT * layer.letters
        or long > _RUN_TOGETHER * layer.letters
    ):
        return Lack.GARBAGE
    if 2 * layer.hidden > layer.letters and quality(words) < _POOR:
        return Lack.POOR
    return None


def quality(words: Sequence[Word]) -> float:
    """Share of the letters that stand in words that look like words, 0 to 1."""
    total = sum(len(word.text) for word in words)
    good = sum(len(word.text) for word in words if _WORDLIKE.fullmatch(word.text))
    return good / total if total else 0.0


def _all_lack(layers: Sequence[PageLayer], lacks: dict[int, Lack]) -> bool:
    """Tell whether no page has text that is worth anything."""
    worthless = [number for number, lack in lacks.items() if lack is not Lack.POOR]
    blank = sum(1 for layer in layers if not layer.letters and layer.page.number not in lacks)
    return len(worthless) + blank == len(layers)


def _do_without(
    result: PagesRead, lacks: dict[int, Lack], hopeless: str | None, options: ParseOptions
) -> None:
    """Make do with the text layer, and say which pages are missing."""
    missing = options.ocr is not OcrMode.NEVER
    if missing:
        advice = f"what it takes is not installed: {how_to_install()}"
    else:
        advice = "import it again with --ocr auto"
    if hopeless or len(lacks) == len(result.pages):
        reason = hopeless or "has no usable text on any page; it needs OCR"
        raise UnreadableContent(f"{reason}; {advice}", len(result.pages), missing)
    bad = {number: lack for number, lack in lacks.items() if lack is not Lack.POOR}
    if bad:
        result.circumstance = Circumstance.NO_OCR if missing else Circumstance.NONE
        said = "; ".join(sorted({lack.value for lack in bad.values()}))
        result.remarks.append(
            ("page_without_text", f"{_pages(bad)} of the file: {said}; {advice}.")
        )


def _put_in(
    result: PagesRead,
    layers: Sequence[PageLayer],
    found: dict[int, RawPage],
    lacks: dict[int, Lack],
    *,
    force: bool,
) -> None:
    """Take the better of text layer and recognition, page by page."""
    taken = []
    for place, layer in enumerate(layers):
        recognized = found.get(layer.page.number)
        lack = lacks.get(layer.page.number)
        if recognized is None or not _is_better(recognized, layer, lack, force=force):
            continue
        recognized.links = layer.page.links
        result.pages[place] = recognized
        taken.append(layer.page.number)
    written = sum(1 for page in result.pages if page.words)
    if 2 * len(taken) >= max(1, written):
        result.source = TextSource.OCR
    if taken and second_language() is None:
        message = (
            f"{_pages(taken)} of the file: letters that Tesseract's Norwegian does not know, as ä "
            f"and è, are guessed, since its data for the Latin script are not installed: "
            f"{how_to_install()}; then import it again."
        )
        result.remarks.append(("ocr_letters", message))
        result.circumstance = Circumstance.NO_LATIN
    poor = {number for number, lack in lacks.items() if lack is Lack.POOR}
    for numbers, outcome in (
        (poor.intersection(taken), "recognized anew, which reads better"),
        (poor.difference(taken), "kept, since a new one reads no better; compare the scan"),
    ):
        if numbers:
            message = f"{_pages(numbers)} of the file: {Lack.POOR.value}, {outcome}."
            result.remarks.append(("ocr_layer", message))
    doubtful = {
        page.number: page.ocr_confidence
        for page in result.pages
        if page.ocr_confidence is not None and page.ocr_confidence < _DOUBTFUL
    }
    if doubtful:
        message = f"{_pages(doubtful)} were recognized with little confidence; compare the scan."
        result.remarks.append(("ocr_confidence", message))


def _is_better(recognized: RawPage, layer: PageLayer, lack: Lack | None, *, force: bool) -> bool:
    """Tell whether a recognition is to replace the text layer of a page."""
    if not recognized.words:
        return False
    if lack in (Lack.NOTHING, Lack.STRAY, Lack.GARBAGE):
        return True
    if lack is None:
        return force and (recognized.ocr_confidence or 0.0) >= _SURE
    return quality(recognized.words) > quality(layer.page.words)


def _pages(numbers: Iterable[int]) -> str:
    """Name pages in a sentence, not more than a few."""
    names = [str(number) for number in sorted(numbers)]
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return f"Page{'s' if len(names) > 1 else ''} {', '.join(names[:10])}{more}"
