"""A record made by hand against the one that was found, and all that is inside them."""

from collections.abc import Iterator, Sequence
from typing import Final

from rapidfuzz import fuzz

from vedtak.extractors.keys import letters
from vedtak.pipeline.evaluating.scoring import Counts, Difference, Item, Score, Value, spaced

_ALIKE: Final = 55.0
"""From this likeness (0 to 100) on, two records are taken for the same one, misread."""
_MISREAD: Final = 60.0
"""Likeness of two parts of one kind whose numbers differ: taken when nothing better is left."""
_ALL: Final = "record"

# Per type of record: the fields by which it is told from others, the first is its name.
_TOLD_BY: Final = {
    "part": ("kind",),
    "attendance": ("name",),
    "case": ("number",),
    "proposal": ("text",),
    "decision": ("text",),
    "vote": ("subject", "proposer", "votes_for", "votes_against", "result"),
    "ballot": ("name",),
    "presence": ("name", "event"),
    "attachment": ("label", "title"),
}
# The only one of its type inside its parent: nothing has to be told apart.
_SINGLE: Final = frozenset({"meeting", "note"})
# Told by order too: votes on the same thing with the same numbers follow one another.
_NEAREST: Final = 0.1


def compare(score: Score, document: str, expected: Item, found: Item) -> None:
    """Compare two records and all that is inside them.

    Args:
        score: Where to count.
        document: Name of the document, for the list of differences.
        expected: What was made by hand.
        found: What was extracted.
    """
    _Comparison(score, document).inside(expected, found, "")


class _Comparison:
    """Counts what two trees of records share."""

    def __init__(self, score: Score, document: str) -> None:
        self.score = score
        self.document = document

    def inside(self, expected: Item, found: Item, path: str) -> None:
        """Compare the records inside two records."""
        for kind, wanted in expected.children.items():
            got = found.children.get(kind, [])
            for one, other in _pairs(kind, wanted, got):
                where = f"{path}{_label(one or other)}"
                if one is None and other is not None:
                    self._extra(other, wanted, where)
                elif one is not None and other is None:
                    self._missing(one, where)
                elif one is not None and other is not None:
                    self._both(one, other, where)

    def _both(self, expected: Item, found: Item, where: str) -> None:
        """Compare two records field by field."""
        right = True
        for name, value in expected.fields.items():
            got = _counterpart(name, value, found.fields)
            if not self.score.judge(expected.kind, name, value, got, found.certainty):
                right = False
                self._differs(where, name, value, got)
        counts = self.score.records.setdefault(expected.kind, Counts())
        counts.add(Counts(right=1) if right else Counts(missing=1))
        self.inside(expected, found, f"{where} > ")

    def _missing(self, expected: Item, where: str) -> None:
        """Count a record that was not found, with all that is inside it."""
        self._differs(where, _ALL, _summary(expected), None)
        for name, value in expected.fields.items():
            self.score.judge(expected.kind, name, value, None, None)
        self.score.records.setdefault(expected.kind, Counts()).missing += 1
        self.inside(expected, Item(expected.kind, {}), f"{where} > ")

    def _extra(self, found: Item, judged: Sequence[Item], where: str) -> None:
        """Count a record that nobody expected, in what is judged of the records next to it."""
        self._differs(where, _ALL, None, _summary(found))
        names = dict.fromkeys(name for item in judged for name in item.fields)
        for name in names or _TOLD_BY.get(found.kind, ())[:1]:
            self.score.judge(found.kind, name, None, found.fields.get(name), found.certainty)
        self.score.records.setdefault(found.kind, Counts()).extra += 1
        kinds = dict.fromkeys(kind for item in judged for kind in item.children)
        self.inside(Item(found.kind, {}, {kind: [] for kind in kinds}), found, f"{where} > ")

    def _differs(self, where: str, name: str, expected: Value, found: Value) -> None:
        self.score.differences.append(Difference(self.document, where, name, expected, found))


def _counterpart(name: str, expected: Value, found: dict[str, Value]) -> Value:
    """Return the found value that a field made by hand is compared with."""
    if name in ("discussion_starts", "discussion_ends"):
        text = found.get("discussion")
        if not isinstance(text, str) or not isinstance(expected, str):
            return text
        text, words = spaced(text), spaced(expected)
        return text[: len(words)] if name == "discussion_starts" else text[-len(words) :]
    value = found.get(name)
    if name == "body" and isinstance(value, list):
        # A body goes by several names; a record made by hand gives one of them.
        return expected if expected in value else next(iter(value), None)
    return value


def _pairs(
    kind: str, expected: Sequence[Item], found: Sequence[Item]
) -> Iterator[tuple[Item | None, Item | None]]:
    """Yield the records that belong together, then those that have no partner."""
    likenesses = [
        (_likeness(kind, one, other) - _NEAREST * abs(i - j), i, j)
        for i, one in enumerate(expected)
        for j, other in enumerate(found)
    ]
    partners: dict[int, int] = {}
    taken: set[int] = set()
    # The most alike first; among equals those that come first.
    for likeness, i, j in sorted(likenesses, key=lambda each: (-each[0], each[1], each[2])):
        if likeness >= _ALIKE and i not in partners and j not in taken:
            partners[i] = j
            taken.add(j)
    for i, one in enumerate(expected):
        yield one, found[partners[i]] if i in partners else None
    for j, other in enumerate(found):
        if j not in taken:
            yield None, other


def _likeness(kind: str, one: Item, other: Item) -> float:
    """Tell from 0 to 100 how alike two records are."""
    if kind in _SINGLE:
        return 100.0
    if kind == "part":
        same = letters(str(one.key or "")) == letters(str(other.key or ""))
        return 0.0 if one.fields["kind"] != other.fields["kind"] else 100.0 if same else _MISREAD
    shares = []
    for name in _TOLD_BY[kind]:
        a, b = one.fields.get(name), other.fields.get(name)
        if a is None and b is None:
            continue
        a, b = letters(str(a or "")), letters(str(b or ""))
        shares.append(100.0 if a == b else _near(kind, a, b))
    return sum(shares) / len(shares) if shares else 100.0


def _near(kind: str, one: str, other: str) -> float:
    """Tell how alike two values are that are not the same."""
    if kind == "case":
        return 0.0  # another number is another case
    return fuzz.ratio(one, other)


def _label(item: Item | None) -> str:
    """Name a record for a reader."""
    if item is None:
        return ""
    names = _TOLD_BY.get(item.kind, ())
    value = next((item.fields[name] for name in names if item.fields.get(name)), None)
    text = spaced(f"{value or ''} {item.key or ''}")
    return f"{item.kind} {text[:40]}{'…' if len(text) > 40 else ''}".rstrip()


def _summary(item: Item) -> str:
    """Put the values of a record into a line."""
    return "; ".join(f"{name}={value}" for name, value in item.fields.items() if value)
