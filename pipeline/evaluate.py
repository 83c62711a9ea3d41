"""The evaluation: each document of a corpus imported alone and compared with records made by hand.

Comparing with another database than the gold (`--against`) will go through `comparing.compare`,
which only sees two trees of records.
"""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from vedtak.pipeline.comparing import compare
from vedtak.pipeline.found import found_document
from vedtak.pipeline.gold import GoldDocument, corpus_digest, load_corpus
from vedtak.pipeline.importing import import_paths
from vedtak.pipeline.scoring import Difference, Item, Score
from vedtak.pipeline.store import Store


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


def evaluate_corpus(corpus: Path) -> Evaluation:
    """Import every document of a corpus alone and compare it with the gold.

    Raises:
        CorpusProblem: The corpus is not as its manifest says.
    """
    gold = load_corpus(corpus)
    evaluation = Evaluation(corpus_digest(corpus))
    with tempfile.TemporaryDirectory(prefix="vedtak-evaluate-") as folder:
        evaluation.documents = list(_evaluate(gold, Path(folder)))
    return evaluation


def _evaluate(gold: Iterable[GoldDocument], folder: Path) -> Iterable[DocumentScore]:
    for number, document in enumerate(gold):
        score = evaluate_document(document, folder / f"{number}.duckdb")
        yield DocumentScore(document.name, document.family, score)


def evaluate_document(document: GoldDocument, database: Path) -> Score:
    """Import one document into a database of its own and compare it with the gold.

    Args:
        document: The document and what is expected of it.
        database: The database to be made.
    """
    score = Score()
    report = import_paths([document.path], database)
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
