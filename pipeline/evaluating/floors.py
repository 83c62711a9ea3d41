"""Floors under the evaluation: values that must not be fallen below, and how they are raised.

They stand in a file with the corpus. Lowering one takes a flag that says so.
"""

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from vedtak.pipeline.errors import VedtakError
from vedtak.pipeline.evaluating.evaluate import Evaluation
from vedtak.pipeline.evaluating.scoring import Score

FLOORS: Final = "floors.toml"
"""Name of the file in the corpus."""

Values: TypeAlias = dict[str, dict[str, float]]
"""Values by table ('nuit.case') and key ('title'); all are shares of 1, higher is better."""

_DIGITS: Final = 4
_HEAD: Final = """\
# What `vedtak evaluate` must reach: F1 (exact) per family, type of record and field; `whole` is the
# share of records that are right in every field, `text.classified` the share of the text whose role
# is known. Written by `vedtak evaluate --update-floors`, which lowers nothing without `--lower`.
"""


class FloorsProblem(VedtakError):
    """The floors can't be read, or would have to be lowered."""


@dataclass(slots=True)
class Floors:
    """Pinned values and the digest of the corpus that they belong to."""

    digest: str = ""
    """Digest of the corpus when they were pinned; empty when none were."""
    values: Values = field(default_factory=dict)
    """The floors."""


def read_floors(corpus: Path) -> Floors:
    """Read the floors of a corpus; there are none where the file is missing.

    Raises:
        FloorsProblem: The file can't be understood.
    """
    path = corpus / FLOORS
    if not path.exists():
        return Floors()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return Floors(
            content["digest"],
            {
                f"{family}.{kind}": {name: float(value) for name, value in values.items()}
                for family, kinds in content["floors"].items()
                for kind, values in kinds.items()
            },
        )
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError, ValueError) as error:
        raise FloorsProblem(f"{path}: the floors can't be understood ({error}).") from error


def values_of(evaluation: Evaluation) -> Values:
    """Return the values of an evaluation that floors are put under."""
    values: Values = {}
    for family, score in evaluation.families.items():
        for table, name, value in _values(score):
            # Rounded down, or the value itself could lie below its floor.
            floor = math.floor(value * 10**_DIGITS) / 10**_DIGITS
            values.setdefault(f"{family}.{table}", {})[name] = floor
    return values


def below_floors(evaluation: Evaluation, floors: Floors) -> list[str]:
    """Say what lies below its floor, and whether the corpus is the one of the floors."""
    if not floors.digest:
        return ["there are no floors yet; make them with --update-floors"]
    problems = []
    if floors.digest != evaluation.digest:
        problems.append(
            "the corpus is not the one that the floors were made for; look at what changed, then "
            "use --update-floors"
        )
    return problems + [
        f"{table}.{name}: {now:.4f} is below its floor of {floor:.4f}"
        if now is not None
        else f"{table}.{name}: nothing was measured, its floor is {floor:.4f}"
        for table, name, floor, now in _lowered(floors.values, values_of(evaluation))
        if _family(table) not in evaluation.skipped
    ]


def update_floors(corpus: Path, evaluation: Evaluation, *, lower: bool) -> None:
    """Pin the values of an evaluation as floors; those of families with skipped scans stay.

    Args:
        corpus: The corpus, where the file is written.
        evaluation: The evaluation.
        lower: Whether floors may be lowered or dropped.

    Raises:
        FloorsProblem: A floor would be lowered without leave; nothing is written then.
    """
    before = read_floors(corpus).values
    kept = {table: old for table, old in before.items() if _family(table) in evaluation.skipped}
    values = values_of(evaluation) | kept
    lowered = list(_lowered(before, values))
    if lowered and not lower:
        names = ", ".join(f"{table}.{name}" for table, name, _, _ in lowered)
        raise FloorsProblem(
            f"these floors would be lowered: {names}; nothing was written (--lower allows it)."
        )
    text = f'{_HEAD}digest = "{evaluation.digest}"\n'
    for table, entries in values.items():
        lines = "".join(f"{name} = {value}\n" for name, value in entries.items())
        text += f"\n[floors.{table}]\n{lines}"
    (corpus / FLOORS).write_text(text, encoding="utf-8")


def _family(table: str) -> str:
    return table.partition(".")[0]


def _values(score: Score) -> Iterator[tuple[str, str, float]]:
    """Yield table, key and value of everything that gets a floor."""
    for kind in score.records:
        if (whole := score.whole(kind)) is not None:
            yield kind, "whole", whole
        for (of, name), counts in score.fields.items():
            if of == kind and (f1 := counts.exact.f1) is not None:
                yield kind, name, f1
    yield "text", "classified", 1 - score.unclassified_share


def _lowered(
    floors: Mapping[str, Mapping[str, float]], values: Mapping[str, Mapping[str, float]]
) -> Iterator[tuple[str, str, float, float | None]]:
    """Yield the floors that the values do not reach, each with the value."""
    for table, entries in floors.items():
        for name, floor in entries.items():
            now = values.get(table, {}).get(name)
            if now is None or now < floor:
                yield table, name, floor, now
