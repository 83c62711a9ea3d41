"""Minutes made from a seed, for measuring: four layouts of real families, 1 to 80 pages each.

What stands in them is nonsense made of real sentences; how it stands is what costs time. Typst
renders them, so they are printed pages as a word processor would make them.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import typst

CORPUS: Final = Path(__file__).parents[2] / "corpus"
LONGEST: Final = 80
_GIVEN: Final = [
    "Anne",
    "Kari",
    "Ole",
    "Per",
    "Åse",
    "Bjørn",
    "Ingrid",
    "Lars",
    "Marit",
    "Nils",
    "Solveig",
    "Tor",
    "Øyvind",
    "Siri",
]
_FAMILY: Final = [
    "Aas",
    "Berg",
    "Dahl",
    "Eide",
    "Fossum",
    "Hagen",
    "Lien",
    "Moen",
    "Nygård",
    "Solberg",
    "Ødegård",
    "Vik",
]
_PARTIES: Final = ["AP", "H", "SP", "SV", "V", "KRF", "FRP", "R", "MDG"]
_NYNORSK: Final = {"ikke": "ikkje", "fra": "frå", "vedtatt": "vedteke", "en": "ein"}
_HEAD: Final = """#set page(paper: "a4", margin: 2.4cm, footer: context [
  #align(center)[Side #counter(page).display("1 av 1", both: true)]], header: [%s])
#set text(font: "New Computer Modern", size: %spt, lang: "nb", hyphenate: %s)
#set par(justify: %s)
"""


def sentences() -> list[str]:
    """Sentences of natural length out of the texts of the corpus."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*/*.txt"))]
    running = " ".join(" ".join(texts).split())
    found = re.findall(r"[A-ZÆØÅ][^.!?\n]{40,260}\.(?= )", running)
    return sorted(set(found))


def papers(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield names and Typst texts of documents, the same every time.

    Args:
        count: How many.
        seed: Of the random numbers.
    """
    pool = sentences()
    layouts: Sequence[tuple[str, Callable[[_Writer], str]]] = (
        ("utvalg", _committee),
        ("kommune", _municipal),
        ("storting", _assembly),
        ("nynorsk", _nynorsk),
    )
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        # Most minutes are short and a few are very long, as in real archives.
        pages = min(LONGEST, 1 + int(chance.expovariate(1 / 14)))
        name, layout = layouts[number % len(layouts)]
        yield f"{number:04}-{name}", layout(_Writer(chance, pool, pages, number))


def render(folder: Path, count: int, seed: int) -> list[Path]:
    """Write documents as PDF files and return their paths."""
    compiler = typst.Compiler()
    paths = []
    for name, text in papers(count, seed):
        path = folder / f"{name}.pdf"
        data = compiler.compile(text.encode(), format="pdf")
        assert isinstance(data, bytes)
        path.write_bytes(data)
        paths.append(path)
    return paths


class _Writer:
    """Says what a document holds."""

    def __init__(self, chance: random.Random, pool: Sequence[str], pages: int, number: int) -> None:
        self.chance = chance
        self.pool = pool
        self.cases = max(1, pages)
        self.year = 1995 + number % 30
        self.month, self.day = 1 + number % 12, 1 + number % 28
        self.number = 1 + number % 9
        self.members = [self.name() for _ in range(chance.choice((9, 15, 35)))]

    def name(self) -> str:
        given = self.chance.sample(_GIVEN, self.chance.choice((1, 1, 2)))
        return " ".join([*given, self.chance.choice(_FAMILY)])

    def sentence(self) -> str:
        return _escaped(self.chance.choice(self.pool))

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(2, 6)))

    def paragraphs(self, low: int, high: int) -> str:
        return "\n\n".join(self.paragraph() for _ in range(self.chance.randint(low, high)))

    def title(self) -> str:
        return _escaped(" ".join(self.chance.choice(self.pool).split()[:7]).rstrip(".,:;"))


def _escaped(text: str) -> str:
    return re.sub(r"([\\#$*_`@<>\[\]~=/+-])", r"\\\1", text)


def _committee(w: _Writer) -> str:
    """Minutes with ruled tables for head and cases, and people with organizations."""
    people = " \\\n".join(f"{m} (Helse Nord RHF)" for m in w.members)
    rows = "\n".join(
        f"[{n}/{w.year % 100:02}], [{w.title()}], [Orientering]," for n in range(1, w.cases + 1)
    )
    cases = "\n".join(
        f"*{n}/{w.year % 100:02}*, [*{w.title()}* \n\n {w.paragraphs(1, 3)} \n\n *Vedtak:* \\\n "
        f"Utvalget tar saken til orientering. ],".replace("*, [", "], [", 1).replace("*", "[", 1)
        for n in range(1, w.cases + 1)
    )
    return (
        _HEAD % ("Fagutvalget", 10.5, "true", "false")
        + "= Referat fra møte i Fagutvalget\n"
        + "#table(columns: (3cm, 1fr),\n"
        + f"[Møte], [{w.number}/{w.year}],\n[Dato], [{w.day:02}.{w.month:02}.{w.year}],\n"
        + f"[Tid], [10:00 – 14:00],\n[Sted], [Oslo],\n[Til stede], [{people}],\n)\n"
        + f"#table(columns: (2cm, 1fr, 3cm),\n[Sak], [Tema], [Sakstype],\n{rows})\n"
        + f"#table(columns: (2cm, 1fr),\n{cases})\n"
    )


def _municipal(w: _Writer) -> str:
    """A protocol with an attendance table without rules, and votes with names."""
    table = "\n".join(f"[{m}], [medlem], [{w.chance.choice(_PARTIES)}], []," for m in w.members)
    voters = ", ".join(f"{m} ({w.chance.choice(_PARTIES)})" for m in w.members)
    listed = "\n".join(f"[PS {n}/{w.year % 100:02}], [{w.title()}]," for n in range(1, w.cases + 1))
    cases = "\n".join(
        f"\n== PS {n}/{w.year % 100:02} {w.title()}\n"
        f"Kommunestyrets behandling av sak {n}/{w.year} i møte den "
        f"{w.day:02}.{w.month:02}.{w.year}:\n\n*Behandling*\n\n{w.paragraphs(0, 3)}\n\n"
        f"Kommunedirektørens forslag til vedtak:\n\n{w.sentence()}\n\n"
        f"For forslaget stemte {len(w.members)}: {voters}.\n\n"
        f"Dermed ble innstillingen vedtatt.\n\n*VEDTAK*\n\n{w.sentence()}\n"
        for n in range(1, w.cases + 1)
    )
    return (
        _HEAD % ("", 11, "false", "false")
        + "= Møteprotokoll\n"
        + "#table(columns: (3cm, 1fr), stroke: none,\n[*Utvalg:*], [Kommunestyret],\n"
        + "[*Møtested:*], [Fjordvik rådhus],\n"
        + f"[*Dato:*], [{w.day:02}.{w.month:02}.{w.year}],\n[*Tidspunkt:*], [17:00 – 21:30],)\n"
        + "*Til stede:*\n#table(columns: (6cm, 3cm, 2cm, 1fr), stroke: none,\n"
        + f"[*Navn*], [*Funksjon*], [*Parti*], [*Møtte for*],\n{table})\n"
        + "== Saksliste\n#table(columns: (3cm, 1fr), stroke: none,\n"
        + f"[*Saksnr.*], [*Tittel*],\n{listed})\n{cases}"
    )


def _assembly(w: _Writer) -> str:
    """A long assembly: two columns of debate, little structure."""
    talks = "\n".join(
        f"*{w.name()}* ({w.chance.choice(_PARTIES)}) [{10 + n % 8}:{n % 60:02}:12]: "
        f"{w.paragraphs(1, 4)}\n"
        for n in range(2 * w.cases)
    )
    return (
        _HEAD % (f"{w.year} – Forhandlinger", 9.5, "true", "true")
        + f"= Møte {w.day}. mai {w.year} kl. 10\n"
        + f"President: {w.members[0]}\n\n== Sak nr. 1\n{w.title()}\n\n#columns(2)[\n{talks}]\n"
        + "Votering:\n\nKomiteens innstilling ble enstemmig vedtatt.\n"
    )


def _nynorsk(w: _Writer) -> str:
    """A protocol in nynorsk with running lists of people and points."""

    def turned(text: str) -> str:
        return " ".join(_NYNORSK.get(word, word) for word in text.split(" "))

    cases = "\n".join(
        f"\n*Sak {n}/{w.year % 100:02} {turned(w.title())}*\n\n*Saksopplysningar*\n\n"
        f"{turned(w.paragraphs(1, 4))}\n\n*Framlegg til vedtak:*\n\n"
        f"\\1. {turned(w.sentence())}\n\n\\2. {turned(w.sentence())}\n\n"
        f"*Røysting:*\n\nFramlegget vart samrøystes vedteke.\n\n*Vedtak:*\n\n"
        f"{turned(w.sentence())}\n"
        for n in range(1, w.cases + 1)
    )
    return (
        _HEAD % ("Fjellbygd kommune", 11, "true", "true")
        + "= Møtebok for formannskapet\n"
        + f"*Møtedato:* {w.day:02}.{w.month:02}.{w.year}\n\n*Møtestad:* Kommunehuset\n\n"
        + f"*Frammøtte:* {', '.join(w.members)}\n\n*Forfall:* {w.name()}\n{cases}"
    )
