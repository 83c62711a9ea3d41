"""The evaluation: each document of a corpus imported alone, compared with records made by hand."""

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vedtak.extractors.profile import Profiles
from vedtak.pipeline.evaluating.comparing import compare
from vedtak.pipeline.evaluating.found import found_document
from vedtak.pipeline.evaluating.gold import GoldDocument, corpus_digest, load_corpus
from vedtak.pipeline.evaluating.scoring import Difference, Item, Score
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.reading.ocr import can_read_twice
from vedtak.pipeline.settings import OcrMode, ParseOptions
from vedtak.pipeline.storing.store import Store


@dataclass(slots=True)
class DocumentScore:
    """How good one document came out."""

    name: str
    """Path inside the corpus."""
    family: str
    """Family of documents that it belongs to."""
    score: Score
    """What was counted."""


@dataclass(slots=True)
class Evaluation:
    """How good the documents of a corpus came out."""

    digest: str
    """Digest of the corpus and the records made by hand."""
    documents: list[DocumentScore] = field(default_factory=list)
    """The documents in the order of the manifest."""
    skipped: dict[str, list[str]] = field(default_factory=dict)
    """Scans by family, left out where not all is installed that OCR can make use of."""

    @property
    def families(self) -> dict[str, Score]:
        """The score of each family, in the order of the manifest."""
        families: dict[str, Score] = {}
        for document in self.documents:
            families.setdefault(document.family, Score()).add(document.score)
        return families

    @property
    def total(self) -> Score:
        """The score of all documents."""
        score = Score()
        for document in self.documents:
            score.add(document.score)
        return score


@contextlib.contextmanager
def imported_corpus(corpus: Path, profiles: Profiles | None = None) -> Iterator[Path]:
    """Import all documents of a corpus into one database, which is gone afterwards.

    Args:
        corpus: The corpus.
        profiles: Profiles to choose from; those that come with vedtak if None.

    Yields:
        The database.

    Raises:
        CorpusProblem: The corpus is not as its manifest says.
    """
    paths = [document.path for document in load_corpus(corpus)]
    with tempfile.TemporaryDirectory(prefix="vedtak-evaluate-") as folder:
        database = Path(folder, "corpus.duckdb")
        import_paths(paths, database, _options(profiles))
        yield database


def _options(profiles: Profiles | None) -> ImportOptions:
    return ImportOptions(ParseOptions(OcrMode.AUTO, profiles))


def evaluate_corpus(
    corpus: Path, profiles: Profiles | None = None, family: str | None = None
) -> Evaluation:
    """Import every document of a corpus alone and compare it with the gold.

    Args:
        corpus: The corpus.
        profiles: Profiles to choose from; those that come with vedtak if None.
        family: The only family that is looked at; all if None.

    Raises:
        CorpusProblem: The corpus is not as its manifest says.
    """
    gold = [each for each in load_corpus(corpus) if family in (None, each.family)]
    evaluation = Evaluation(corpus_digest(corpus))
    if not can_read_twice():
        for scan in (each for each in gold if each.scan):
            evaluation.skipped.setdefault(scan.family, []).append(scan.name)
        gold = [each for each in gold if not each.scan]
    with tempfile.TemporaryDirectory(prefix="vedtak-evaluate-") as folder:
        evaluation.documents = list(_evaluate(gold, Path(folder), profiles))
    return evaluation


def _evaluate(
    gold: Iterable[GoldDocument], folder: Path, profiles: Profiles | None
) -> Iterable[DocumentScore]:
    for number, document in enumerate(gold):
        score = evaluate_document(document, folder / f"{number}.duckdb", profiles)
        yield DocumentScore(document.name, document.family, score)


def evaluate_document(
    document: GoldDocument, database: Path, profiles: Profiles | None = None
) -> Score:
    """Import one document into a database of its own and compare it with the gold.

    Args:
        document: The document and what is expected of it.
        database: The database to be made.
        profiles: Profiles to choose from; those that come with vedtak if None.
    """
    score = Score()
    report = import_paths([document.path], database, _options(profiles))
    found = Item("document", {})
    if report.failures:
        reason = "; ".join(reason for _, reason in report.failures)
        score.differences.append(
            Difference(document.name, "document", "status", "imported", reason)
        )
    else:
        found = _found(database, score)
    compare(score, document.name, document.expected, found)
    return score


def _found(database: Path, score: Score) -> Item:
    """Read what was imported; count its characters."""
    with Store.open(database, read_only=True) as store:
        counts = store.connection.execute(
            "SELECT sum(char_end - char_start), "
            "coalesce(sum(char_end - char_start) FILTER (role = 'unclassified'), 0), "
            "any_value(document_id) FROM main.spans"
        ).fetchone()
        if counts is None or counts[2] is None:
            return Item("document", {})
        score.characters, score.unclassified = int(counts[0]), int(counts[1])
        return found_document(store, counts[2])
