"""Pages made by hand, and how the time of an extractor grows with its input."""

import gc
import re
import time
from collections.abc import Callable, Iterable, Sequence

from vedtak.extractors.context import Reading
from vedtak.extractors.document import extract
from vedtak.extractors.flow import FlowLine, make_flow
from vedtak.extractors.layout import lay_out
from vedtak.extractors.lexicon import standard_lexicon
from vedtak.extractors.text import Passage, Run, Vocabulary, join
from vedtak.models.extraction import Extraction
from vedtak.models.page import Link, Page, RawPage, Rule, Word

LEXICON = standard_lexicon()
LINEAR = 12
"""Four times the input may take this many times as long; a quadratic extractor takes 16 times."""


MINUTES = """\
MØTEPROTOKOLL

Utvalg: Formannskapet
Møtedato: 25.03.2026
Tid: 10.00 - 12.00
Møtested: Rådhuset
Møte nr. 3/2026

Til stede:
Kari Ås (AP), leder
Ola Li (H)
Per By (SV), vara for Eli Moe

Forfall:
Eli Moe (SV)

SAKSLISTE
Saksnr.     Tittel                      Sakstype
PS 6/26     Godkjenning av protokoll    Godkjenning
PS 7/26     Budsjett for 2026           Beslutning

PS 6/26 Godkjenning av protokoll

Vedtak:

Protokollen godkjennes.

PS 7/26 Budsjett for 2026

Forslag til vedtak:

Budsjettet vedtas.

Behandling:

Kari Ås orienterte om saken.
Ola Li ble kjent inhabil og fratrådte møtet.
Eli Moe tiltrådte som vara for Ola Li.

Vedlegg 1: Budsjett
Vedlegg 2: Plan

Vedtak:

Budsjettet vedtas.

Møtet hevet 12:15
"""
"""Minutes with two cases."""

AGENDA = """\
MØTEINNKALLING

Utvalg: Formannskapet
Møtedato: 25.03.2026
Møtested: Rådhuset

Medlemmer:
Kari Ås (AP)

SAKSLISTE
PS 6/26     Godkjenning av protokoll
PS 7/26     Budsjett for 2026

PS 7/26 Budsjett for 2026

Forslag til vedtak:

Budsjettet vedtas.

Vedlegg:
1. Budsjett
2. Plan
"""
"""The agenda of the same meeting."""

NOTE = """\
Til          Møte 3/2026
Dato         25.03.2026
Saksnummer   7/26
Type         Beslutning
Fra          Karl Vestli
Saksbehandler  Kari Ås

Budsjett for 2026

Forslag til vedtak:

NUIT tar saken til orientering.

Bakgrunn

Dette er bakgrunnen for saken, som er lang nok.

Vurdering

Dette er vurderingen.

Vedlegg:
1. Budsjett
"""
"""A case note."""

PROTOCOL = """\
Kommunestyrets behandling av sak 33/2026 i møte den 24.06.2026:

Behandling
Kari Ås (Høyre) fremmet følgende endringsforslag:

Kr 1.000 brukes.

Dermed ble endringsforslaget vedtatt.

Vedtak:
Saken utsettes.
"""
"""The protocol of a single case."""


def plain(*texts: str) -> list[Page]:
    """Pages of plain text, laid out."""
    pages = []
    for number, text in enumerate(texts, start=1):
        words, at = [], 0
        rows = text.split("\n")
        for top, row in enumerate(rows):
            for match in re.finditer(r"\S+", row):
                x0, x1 = float(match.start()), float(match.end())
                start = at + match.start()
                words.append(Word(match[0], x0, top, x1, top + 1, 0.0, False, start))
            at += len(row) + 1
        width = float(max(map(len, rows)))
        pages.append(lay_out(RawPage(number, width, float(len(rows)), words, text=text)))
    return pages


def put(text: str, x0: float, top: float, size: float = 10.0, bold: bool = False) -> list[Word]:
    """Words of printed text from a place on: letters half as wide as the font is high."""
    words = []
    for word in text.split():
        x1 = x0 + len(word) * size / 2
        words.append(Word(word, x0, top, x1, top + size, size, bold))
        x0 = x1 + size * 0.3
    return words


def box(x0: float, top: float, x1: float, bottom: float, cut_x: Iterable[float] = ()) -> list[Rule]:
    """The rules around a box, with vertical rules inside it."""
    down = [Rule(x, top, x, bottom) for x in (x0, *cut_x, x1)]
    return [Rule(x0, top, x1, top), Rule(x0, bottom, x1, bottom), *down]


def printed(
    words: Iterable[Word],
    rules: Iterable[Rule] = (),
    links: Iterable[Link] = (),
    number: int = 1,
) -> Page:
    """A printed page in A4, laid out."""
    return lay_out(RawPage(number, 595, 842, list(words), list(rules), list(links)))


def cells(page: Page) -> list[list[str]]:
    """The texts of a page's cells, row by row; lines of a tall cell parted by a stroke."""
    return [["|".join(line.text for line in cell.lines) for cell in row.cells] for row in page.rows]


def reading(*texts: str) -> Reading:
    """A document of plain text, ready to be read."""
    return reading_of(plain(*texts))


def reading_of(pages: Sequence[Page]) -> Reading:
    """A document, ready to be read."""
    flow = make_flow(pages, LEXICON)
    return Reading("d" * 16, flow, LEXICON, Vocabulary(flow.pages))


def lines(*texts: str) -> list[FlowLine]:
    """The lines of pages of plain text."""
    return make_flow(plain(*texts), LEXICON).lines


def joined(*texts: str, paragraphs: bool = True) -> Passage:
    """The running text of pages of plain text."""
    one = reading(*texts)
    return join(one.flow.lines, one.vocabulary, paragraphs=paragraphs)


def running(text: str) -> Passage:
    """A passage with exactly this text, each character at its own place on page 1."""
    return Passage(text, [Run(0, 1, 0)])


def read(*texts: str) -> Extraction:
    """Everything that a document of plain text states."""
    return extract(plain(*texts), "d" * 16)


def check_cover(pages: Sequence[Page], found: Extraction) -> None:
    """The spans of each page cover it in order, without gap or overlap."""
    for page in pages:
        own = [span for span in found.spans if span.page_number == page.number]
        edges = [0]
        for span in own:
            assert span.char_start == edges[-1]
            assert span.char_end > span.char_start
            edges.append(span.char_end)
        assert edges[-1] == len(page.text)
    assert [span.page_number for span in found.spans] == sorted(
        span.page_number for span in found.spans
    )


def growth(action: Callable[[int], Callable[[], object]], most: int = 4000) -> float:
    """How many times as long four times the input takes.

    Args:
        action: Makes an input of a size and returns what is to be timed on it.
        most: Largest size of the smaller input. A size that takes long enough to be measured is
            looked for from below, so that an extractor that grows too fast fails and never hangs.
    """
    size = max(1, most // 64)
    while size < most and _best(action(size), 1) < 0.01:
        size = min(most, size * 2)
    ratios = []
    for _ in range(3):
        ratios.append(_best(action(4 * size), 2) / max(_best(action(size), 4), 1e-9))
        if ratios[-1] < LINEAR / 2:
            break
    return min(ratios)


def _best(action: Callable[[], object], runs: int) -> float:
    times = []
    enabled = gc.isenabled()
    gc.disable()
    try:
        for _ in range(runs):
            begin = time.process_time()
            action()
            times.append(time.process_time() - begin)
    finally:
        if enabled:
            gc.enable()
    return min(times)
