"""How good the search is: queries with the records that answer them, judged by hand."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from vedtak.pipeline.errors import VedtakError
from vedtak.pipeline.searching.search import search

QUERIES: Final = Path("search", "queries.toml")
"""Where the queries stand in a corpus."""
RECALL_FLOOR: Final = 0.95
"""Least share of the judged records among the first ten hits."""
MRR_FLOOR: Final = 0.85
"""Least mean of one over the rank of the first right hit."""
_DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with what answers it."""

    text: str
    """The query."""
    half: str
    """'tuning', or 'held out' where nobody betters the search by looking at it."""
    guards: str
    """What it guards."""
    relevant: tuple[str, ...]
    """Keys of cases, meetings or notes."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How a query was answered."""

    query: Judged
    """The query."""
    recall: float
    """Share of the relevant records among the first ten hits."""
    reciprocal_rank: float
    """One over the rank of the first relevant hit; 0 without one."""
    missing: tuple[str, ...]
    """Relevant records that are not among the first ten hits."""


def read_queries(corpus: Path) -> list[Judged]:
    """Read the judged queries of a corpus.

    Raises:
        VedtakError: There are none.
    """
    path = corpus / QUERIES
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["query"]
    except FileNotFoundError as error:
        raise VedtakError(
            f"{path}: there is no such file; it should hold judged queries."
        ) from error
    return [
        Judged(one["text"], one["half"], one["guards"], tuple(one["relevant"])) for one in entries
    ]


def answer(connection: duckdb.DuckDBPyConnection, query: Judged) -> Answered:
    """Search for a judged query and see what was found."""
    hits = search(connection, query.text, limit=_DEPTH).hits
    keys = [{hit.record_id, hit.case_id} for hit in hits]
    missing = tuple(key for key in query.relevant if not any(key in found for found in keys))
    ranks = (rank for rank, found in enumerate(keys, 1) if not found.isdisjoint(query.relevant))
    rank = next(ranks, None)
    recall = 1 - len(missing) / len(query.relevant)
    return Answered(query, recall, 1 / rank if rank else 0.0, missing)


def means(answers: Sequence[Answered]) -> tuple[float, float]:
    """Return the mean recall and the mean reciprocal rank of some queries."""
    count = len(answers)
    return (
        sum(one.recall for one in answers) / count,
        sum(one.reciprocal_rank for one in answers) / count,
    )


def to_text(answers: Sequence[Answered]) -> str:
    """Write the figures of each half, and every query of the tuning half that is not answered best.

    Which queries of the other half fail is not told, so that nobody mends them one by one.
    """
    lines = [f"{'half':<10} {'queries':>7} {'recall@10':>9} {'MRR':>6}"]
    halves = {
        one.query.half: [a for a in answers if a.query.half == one.query.half] for one in answers
    }
    for half, some in [*halves.items(), ("all", list(answers))]:
        recall, rank = means(some)
        lines.append(f"{half:<10} {len(some):>7} {recall:>9.3f} {rank:>6.3f}")
    for one in halves.get("tuning", []):
        if one.recall < 1 or one.reciprocal_rank < 1:
            lost = f"; missing: {', '.join(one.missing)}" if one.missing else ""
            lines.append(f"{one.query.text!r}: first right hit {_rank(one)}{lost}")
    return "\n".join(lines)


def _rank(one: Answered) -> str:
    """Write the rank of the first right hit."""
    return f"at {round(1 / one.reciprocal_rank)}" if one.reciprocal_rank else "none"
