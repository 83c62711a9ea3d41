"""Counting what is right: precision, recall and F1 per field, whole records, certainty."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from vedtak.extractors.keys import letters

Value: TypeAlias = str | int | bool | list[str] | None
"""A value of a field; a list where order and number count."""


@dataclass(slots=True)
class Item:
    """A record, whether made by hand or found, with the records inside it."""

    kind: str
    """Type of record: 'part', 'meeting', 'attendance', 'case' and so on."""
    fields: dict[str, Value]
    """Its values; by hand only those that are judged."""
    children: dict[str, list["Item"]] = field(default_factory=dict)
    """Records inside it by type; by hand only types that are judged, empty for 'none at all'."""
    certainty: str | None = None
    """How sure a found record is."""
    key: Value = None
    """What tells it from others of its type where no field does; it is not judged."""


@dataclass(slots=True)
class Counts:
    """How often something was right, superfluous or missing."""

    right: int = 0
    """Values that were expected and found."""
    extra: int = 0
    """Values that were found and not expected."""
    missing: int = 0
    """Values that were expected and not found."""

    def add(self, other: "Counts") -> None:
        """Add the counts of something else."""
        self.right += other.right
        self.extra += other.extra
        self.missing += other.missing

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None when nothing was found."""
        return _share(self.right, self.right + self.extra)

    @property
    def recall(self) -> float | None:
        """Share of what was expected that was found; None when nothing was expected."""
        return _share(self.right, self.right + self.missing)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None when nothing was expected or found."""
        return _share(2 * self.right, 2 * self.right + self.extra + self.missing)


@dataclass(slots=True)
class FieldScore:
    """Counts of one field."""

    exact: Counts = field(default_factory=Counts)
    """Letter by letter, with runs of white space as one space."""
    folded: Counts = field(default_factory=Counts)
    """Without regard to case, space and punctuation."""


@dataclass(slots=True)
class Difference:
    """A value that is not as expected."""

    document: str
    """Document in which it is."""
    record: str
    """Record, as a path from the part down."""
    field: str
    """Field; 'record' where all of the record is missing or superfluous."""
    expected: Value
    """What was made by hand; None when it must be absent."""
    found: Value
    """What was extracted; None when nothing was."""


@dataclass(slots=True)
class Score:
    """All that is counted over one document or several."""

    fields: dict[tuple[str, str], FieldScore] = field(default_factory=dict)
    """Counts by type of record and field."""
    records: dict[str, Counts] = field(default_factory=dict)
    """Counts of whole records by type: right only when each judged field is, exactly."""
    certainty: dict[str, Counts] = field(default_factory=dict)
    """Counts of the values of records by how sure the records said they were."""
    characters: int = 0
    """Characters of the text."""
    unclassified: int = 0
    """Those that nobody knows what they are for."""
    differences: list[Difference] = field(default_factory=list)
    """Everything that is not as expected."""

    def add(self, other: "Score") -> None:
        """Add the counts of another score."""
        for key, theirs in other.fields.items():
            ours = self.fields.setdefault(key, FieldScore())
            ours.exact.add(theirs.exact)
            ours.folded.add(theirs.folded)
        for kind, counts in other.records.items():
            self.records.setdefault(kind, Counts()).add(counts)
        for level, counts in other.certainty.items():
            self.certainty.setdefault(level, Counts()).add(counts)
        self.characters += other.characters
        self.unclassified += other.unclassified
        self.differences += other.differences

    @property
    def unclassified_share(self) -> float:
        """Share of the text that nobody knows what it is for."""
        return self.unclassified / self.characters if self.characters else 0.0

    def whole(self, kind: str) -> float | None:
        """Share of the records of a type, expected or found, that are right as a whole."""
        counts = self.records.get(kind, Counts())
        return _share(counts.right, counts.right + counts.extra + counts.missing)

    def judge(
        self, kind: str, name: str, expected: Value, found: Value, certainty: str | None
    ) -> bool:
        """Count one field of one record.

        Args:
            kind: Type of the record.
            name: Name of the field.
            expected: The value made by hand; None or empty when it must be absent.
            found: The value that was extracted.
            certainty: How sure the found record is; None when nothing tells.

        Returns:
            Whether the value is right, letter by letter.
        """
        score = self.fields.setdefault((kind, name), FieldScore())
        wanted, got = _values(expected), _values(found)
        exact = _compare(wanted, got)
        score.exact.add(exact)
        score.folded.add(_compare(map(_folded, wanted), map(_folded, got)))
        if certainty is not None:
            self.certainty.setdefault(certainty, Counts()).add(exact)
        return wanted == got


def total(counts: Iterable[Counts]) -> Counts:
    """Add up counts."""
    summed = Counts()
    for each in counts:
        summed.add(each)
    return summed


def as_dict(counts: Counts) -> dict[str, float | int | None]:
    """Return counts with the figures made of them, for JSON."""
    return {
        **dataclasses.asdict(counts),
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
    }


def spaced(text: str) -> str:
    """Make every run of white space one space."""
    return " ".join(text.split())


def _values(value: Value) -> list[str]:
    """Return the values of a field as texts with single spaces, none when it is absent."""
    if value is None:
        return []
    if isinstance(value, list):
        return [spaced(each) for each in value]
    if isinstance(value, bool):
        return [str(value).lower()]
    return [spaced(str(value))]


def _folded(text: str) -> str:
    """Leave nothing of a text but letters and digits; a text without any stays as it is."""
    return letters(text) or text


def _compare(expected: Iterable[str], found: Iterable[str]) -> Counts:
    """Count the values that two lists share, each as often as it stands in both."""
    rest = list(expected)
    counts = Counts()
    for value in found:
        if value in rest:
            rest.remove(value)
            counts.right += 1
        else:
            counts.extra += 1
    counts.missing = len(rest)
    return counts


def _share(part: int, whole: int) -> float | None:
    """Divide; None when there is nothing to divide."""
    return part / whole if whole else None
