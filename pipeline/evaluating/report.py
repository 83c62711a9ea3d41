"""An evaluation as text for reading and as plain dicts for JSON."""

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from vedtak.pipeline.evaluating.evaluate import Evaluation
from vedtak.pipeline.evaluating.scoring import Counts, Difference, Score, Value, as_dict, total
from vedtak.pipeline.reading.ocr import how_to_install

_HEADINGS: Final = "precision  recall      F1  F1 folded  right/expected/found"
_LEVELS: Final = ("certain", "likely", "guess")


def to_text(evaluation: Evaluation) -> str:
    """Write an evaluation as tables: each document, each family, all of it."""
    lines: list[str] = []
    for document in evaluation.documents:
        lines += [document.name, *_score_lines(document.score), ""]
    for family, score in evaluation.families.items():
        lines += [f"All of family {family}", *_score_lines(score), ""]
    lines += ["All documents", *_score_lines(evaluation.total)]
    if evaluation.skipped:
        lines += ["", skipped_to_text(evaluation)]
    return "\n".join(lines)


def skipped_to_text(evaluation: Evaluation) -> str:
    """Say which documents were left out and how that can be changed."""
    names = ", ".join(name for names in evaluation.skipped.values() for name in names)
    return f"Not evaluated, as not all is installed that scans need: {names}; {how_to_install()}"


def differences_to_text(evaluation: Evaluation) -> str:
    """Write every difference in three lines: where, what was expected, what was found."""
    return "\n".join(
        f"{each.document}: {each.record}: {each.field}\n"
        f"    expected  {_shown(each.expected)}\n"
        f"    found     {_shown(each.found)}"
        for each in evaluation.total.differences
    )


def to_dict(evaluation: Evaluation) -> dict[str, Any]:
    """Return an evaluation as plain dicts."""
    return {
        "digest": evaluation.digest,
        "documents": [
            {"document": each.name, "family": each.family, **_score_dict(each.score)}
            for each in evaluation.documents
        ],
        "families": {name: _score_dict(score) for name, score in evaluation.families.items()},
        "total": _score_dict(evaluation.total),
        "skipped": [name for names in evaluation.skipped.values() for name in names],
        "differences": [_difference_dict(each) for each in evaluation.total.differences],
    }


def _score_lines(score: Score) -> Iterator[str]:
    """Yield the lines of one table."""
    width = max((len(f"{kind}.{name}") for kind, name in score.fields), default=0) + 4
    yield f"  {'':<{width}}{_HEADINGS}"
    for kind, records in score.records.items():
        share = score.whole(kind)
        whole = "-" if share is None else f"{share:.1%}"
        count = records.right + records.missing + records.extra
        yield f"  {kind}: {whole} of {count} right as a whole"
        for (of, name), counts in score.fields.items():
            if of == kind:
                folded = _figure(counts.folded.f1)
                yield f"    {name:<{width - 2}}{_figures(counts.exact)}  {folded:>9}  " + _sizes(
                    counts.exact
                )
    exact = total(counts.exact for counts in score.fields.values())
    folded = _figure(total(counts.folded for counts in score.fields.values()).f1)
    yield f"  {'all values':<{width}}{_figures(exact)}  {folded:>9}  {_sizes(exact)}"
    for level in _LEVELS:
        if (values := score.certainty.get(level)) is not None:
            yield (
                f"  precision where '{level}': {_figure(values.precision)} "
                f"of {values.right + values.extra}"
            )
    yield f"  unclassified text: {score.unclassified_share:.2%} of {score.characters} characters"


def _figures(counts: Counts) -> str:
    """Write precision, recall and F1 below their headings."""
    return f"{_figure(counts.precision):>9}  {_figure(counts.recall):>6}  {_figure(counts.f1):>6}"


def _figure(value: float | None) -> str:
    """Write a share; a dash where there is none."""
    return "-" if value is None else f"{value:.4f}"


def _sizes(counts: Counts) -> str:
    """Write how many values were right, expected and found."""
    return f"{counts.right}/{counts.right + counts.missing}/{counts.right + counts.extra}"


def _score_dict(score: Score) -> dict[str, Any]:
    """Return a score as plain dicts."""
    return {
        "records": {
            kind: {**dataclasses.asdict(counts), "whole": score.whole(kind)}
            for kind, counts in score.records.items()
        },
        "fields": {
            f"{kind}.{name}": {"exact": as_dict(counts.exact), "folded": as_dict(counts.folded)}
            for (kind, name), counts in score.fields.items()
        },
        "certainty": {level: as_dict(counts) for level, counts in score.certainty.items()},
        "characters": score.characters,
        "unclassified": score.unclassified_share,
    }


def _difference_dict(difference: Difference) -> dict[str, Value]:
    """Return a difference as a plain dict."""
    return dataclasses.asdict(difference)


def _shown(value: Value) -> str:
    """Write a value of a difference."""
    if value is None or value == []:
        return "(nothing)"
    return "; ".join(value) if isinstance(value, list) else str(value)
