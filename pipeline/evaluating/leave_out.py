"""Leave-one-family-out: how good a family comes out without the profile that was made for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vedtak.extractors.profile import Profiles
from vedtak.pipeline.evaluating.evaluate import Evaluation, evaluate_corpus
from vedtak.pipeline.evaluating.scoring import Score, total

BAR: Final = 0.9
"""F1 that every family must reach without its profile."""
AREAS: Final = {
    "header": ("part", "meeting"),
    "attendance": ("attendance",),
    "cases": ("case",),
    "decisions": ("decision",),
    "votes": ("vote", "ballot"),
    "case notes": ("note",),
}
"""What is told of a family, each with the types of records whose values count."""
_OFF: Final = "none"
_OTHERS: Final = "of other families"


@dataclass(slots=True)
class Row:
    """How good one family came out with some profiles."""

    family: str
    """The family."""
    profiles: str
    """Which profiles were on."""
    f1: dict[str, float | None]
    """F1 of the values of each area, exact; None where there are none."""


@dataclass(slots=True)
class LeaveOut:
    """How good each family comes out without its own profile."""

    off: Evaluation
    """All documents with profiles off."""
    rows: list[Row]
    """Two rows for each family."""

    @property
    def below(self) -> list[str]:
        """What lies below the bar, in words."""
        return [
            f"{row.family}, profiles {row.profiles}: {area}: {value:.4f} is below {BAR}"
            for row in self.rows
            for area, value in row.f1.items()
            if value is not None and value < BAR
        ]


def leave_one_out(corpus: Path, profiles: Profiles) -> LeaveOut:
    """Evaluate each family without any profile, and with those of the other families alone.

    Args:
        corpus: The corpus.
        profiles: All profiles; `family` in their files says what they were made for.

    Raises:
        CorpusProblem: The corpus is not as its manifest says.
    """
    off = evaluate_corpus(corpus, Profiles())
    rows = []
    for family, score in off.families.items():
        rows.append(Row(family, _OFF, _f1(score)))
        others = evaluate_corpus(corpus, profiles.without(family), family)
        rows.append(Row(family, _OTHERS, _f1(others.total)))
    return LeaveOut(off, rows)


def _f1(score: Score) -> dict[str, float | None]:
    """Return F1 of each area, over all values of its records."""
    return {
        area: total(one.exact for (kind, _), one in score.fields.items() if kind in kinds).f1
        for area, kinds in AREAS.items()
    }


def to_text(result: LeaveOut) -> str:
    """Write the result as a table."""
    return "\n".join(_lines(result))


def _lines(result: LeaveOut) -> Iterator[str]:
    widths = [max(len(row.family) for row in result.rows), len(_OTHERS)] if result.rows else [6, 8]
    head = "  ".join(f"{area:>10}" for area in AREAS)
    yield "Leave-one-family-out: F1 of all values, letter by letter"
    yield f"{'family':<{max(6, widths[0])}}  {'profiles':<{widths[1]}}  {head}"
    for row in result.rows:
        cells = (f"{'-' if (f1 := row.f1[a]) is None else f'{f1:.4f}':>10}" for a in AREAS)
        yield f"{row.family:<{max(6, widths[0])}}  {row.profiles:<{widths[1]}}  {'  '.join(cells)}"


def to_dict(result: LeaveOut) -> list[dict[str, Any]]:
    """Return the rows as plain dicts."""
    return [{"family": row.family, "profiles": row.profiles, "f1": row.f1} for row in result.rows]
