"""Corrections against each other: contradictions, circles, and names that could be anybody's."""

from collections.abc import Sequence
from typing import Any

from vedtak.extractors.keys import letters
from vedtak.pipeline.corrections.entries import (
    CorrectionProblem,
    Entry,
    MergeEntry,
    RenameEntry,
    SetEntry,
    SplitEntry,
    said_of,
)
from vedtak.pipeline.names.rulings import Apart, Called, NameKind, Ruling, Same, WrittenName


def check_entries(entries: Sequence[Entry]) -> None:
    """Make sure that entries can all be true at once.

    Raises:
        CorrectionProblem: Two contradict each other, names lead in a circle, or a person is called
            by one name only; the message names the entries.
    """
    for entry in entries:
        _check_first_names(entry)
    _check_settings([entry for entry in entries if isinstance(entry.content, SetEntry)])
    for kind in NameKind:
        own = [entry for entry in entries if entry.kind is kind]
        _check_groups(own)
        shown_names(own)


def rulings_of(entries: Sequence[Entry]) -> list[Ruling]:
    """Turn the entries about names into rulings for the resolver."""
    rulings: list[Ruling] = []
    for entry in entries:
        if entry.kind is None:
            continue
        reason = entry.content.reason
        if isinstance(entry.content, MergeEntry):
            rulings.append(Same(entry.kind, entry.names, reason))
        elif isinstance(entry.content, SplitEntry):
            rulings.append(Apart(entry.kind, entry.names, reason))
    for kind in NameKind:
        shown = shown_names([entry for entry in entries if entry.kind is kind])
        rulings += [Called(kind, name, called) for name, called in shown.items()]
    return rulings


def shown_names(entries: Sequence[Entry]) -> dict[WrittenName, str]:
    """Return the name that each renamed name is shown by in the end.

    Raises:
        CorrectionProblem: A name is to be shown by two, or names lead in a circle.
    """
    steps: dict[WrittenName, tuple[str, Entry]] = {}
    for entry in entries:
        content = entry.content
        if isinstance(content, MergeEntry):
            called = content.into
        elif isinstance(content, RenameEntry):
            called = content.to
        else:
            continue
        for name in entry.names if called else ():
            if called is None or name.text == called:
                continue
            if name in steps and steps[name][0] != called:
                raise _contradiction(
                    entry, steps[name][1], f"{name.text} becomes {called} and {steps[name][0]}"
                )
            steps.setdefault(name, (called, entry))
    return {name: _end(name, steps) for name in steps}


def _end(name: WrittenName, steps: dict[WrittenName, tuple[str, Entry]]) -> str:
    """Follow a name to the one that it is shown by."""
    seen = [name]
    called, entry = steps[name]
    while True:
        following = WrittenName(called, name.body_id)
        if following not in steps:
            following = WrittenName(called)
        if following not in steps:
            return called
        if following in seen:
            circle = " → ".join(each.text for each in [*seen, following])
            raise CorrectionProblem(
                f"{entry.where}: the names lead in a circle: {circle}; take one of them out."
            )
        seen.append(following)
        called, entry = steps[following]


def _check_first_names(entry: Entry) -> None:
    """Refuse a single name for a person: it could be anybody's."""
    if entry.kind is not NameKind.PERSON:
        return
    for name in entry.names:
        if len(name.text.split()) == 1 and name.body_id is None:
            raise CorrectionProblem(
                f"{entry.where}: '{name.text}' is one name only and could be anybody's; say in "
                f'which body: {{ name = "{name.text}", body = "…" }}.'
            )


def _check_settings(entries: Sequence[Entry]) -> None:
    """Refuse two values for one field."""
    seen: dict[tuple[Any, ...], Entry] = {}
    for entry in entries:
        content = entry.content
        if not isinstance(content, SetEntry):
            continue
        short = content.document[:16]
        place = (content.table, content.column, short, letters(content.quote), content.key)
        other = seen.setdefault(place, entry)
        if other is entry:
            continue
        assert isinstance(other.content, SetEntry)
        what = f"{content.table}.{content.column} at « {content.quote} »"
        if other.content.value == content.value:
            raise CorrectionProblem(
                f"{entry.where} says of {what} what {other.where} has said; take one out."
            )
        raise _contradiction(
            entry, other, f"{what} is {content.value!r} and {other.content.value!r}"
        )


def _check_groups(entries: Sequence[Entry]) -> None:
    """Refuse to keep apart what is merged."""
    groups = _Groups()
    for entry in entries:
        if isinstance(entry.content, MergeEntry):
            if len(set(entry.names)) < len(entry.names):
                raise CorrectionProblem(f"{entry.where}: a name stands in it twice.")
            for name in entry.names[1:]:
                groups.join(entry.names[0], name, entry)
    for entry in entries:
        if not isinstance(entry.content, SplitEntry):
            continue
        if len(set(entry.names)) < len(entry.names):
            raise CorrectionProblem(
                f"{entry.where}: a name stands in it twice and can't differ from itself; say in "
                "which bodies."
            )
        found: dict[WrittenName, WrittenName] = {}
        for name in entry.names:
            for each in (name, WrittenName(name.text)):
                if (root := groups.root(each)) is None:
                    continue
                if root in found and found[root] != name:
                    pair = said_of((found[root], name))
                    raise _contradiction(entry, groups.entry(root), f"{pair} are one and are not")
                found[root] = name


class _Groups:
    """Names joined by merges."""

    def __init__(self) -> None:
        self._above: dict[WrittenName, WrittenName] = {}
        self._entries: dict[WrittenName, Entry] = {}

    def join(self, one: WrittenName, other: WrittenName, entry: Entry) -> None:
        """Put two names into one group."""
        for name in (one, other):
            self._above.setdefault(name, name)
        top, below = self.root(one), self.root(other)
        assert top is not None and below is not None
        self._above[below] = top
        self._entries[top] = entry

    def root(self, name: WrittenName) -> WrittenName | None:
        """Return the name that stands for a group; None for a name without one."""
        if name not in self._above:
            return None
        while self._above[name] != name:
            name = self._above[name]
        return name

    def entry(self, root: WrittenName) -> Entry:
        """Return an entry that made the group."""
        return self._entries[root]


def _contradiction(entry: Entry, other: Entry, what: str) -> CorrectionProblem:
    first, second = sorted((entry, other), key=lambda each: each.ordinal)
    same = (
        f"{first.where} contradicts itself"
        if first is second
        else (f"{first.where} and {second.where} contradict each other")
    )
    return CorrectionProblem(f"{same}: {what}; take one out.")
