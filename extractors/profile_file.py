"""The file of a profile: read, and refused in one clear sentence where it is wrong."""

import functools
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import regex

from vedtak.extractors.lexicon import KINDS, Entry, Groups, Lexicon, standard_lexicon

OPENERS: Final = ("proposal", "decision")
"""Groups of phrases that must open a line, and end with a colon or the line."""
_KEYS: Final = ("name", "about", "family", "match", "defaults", *KINDS)
_MATCH_KEYS: Final = ("all", "any", "none", "minimum")
_DEFAULT_KEYS: Final = ("body", "organization")
_SHAPE: Final = "three texts: what to look for, a text that has it, a text that has not"


class ProfileError(ValueError):
    """A profile that can't be used.

    Attributes:
        source: File that it stands in.
        reason: Which group and entry is wrong, and what to do, without a full stop.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(source, reason)
        self.source = source
        self.reason = reason

    def __str__(self) -> str:
        """File and reason."""
        return f"{self.source}: {self.reason}"


class ProfileText(NamedTuple):
    """What the file of a profile says."""

    name: str
    """Name of the profile."""
    about: str
    """What documents it is for, in a sentence."""
    family: str
    """Family of documents in the corpus that it was made for; its name unless it says so."""
    match_all: tuple[str, ...]
    """Patterns that must all be found."""
    match_any: tuple[str, ...]
    """Patterns of which `minimum` must be found."""
    match_none: tuple[str, ...]
    """Patterns of which none may be found."""
    minimum: int
    """How many of `match_any` must be found."""
    groups: Groups
    """Entries that are added to the lexicon."""
    body: str | None
    """Body of a meeting where the document names none."""
    organization: str | None
    """Organization that a body belongs to where the document names none."""


def read_profile_text(data: bytes, source: str, *, tried: bool = False) -> ProfileText:
    """Read the file of a profile.

    Args:
        data: Its bytes.
        source: Its name, for messages.
        tried: Whether its patterns and examples need no trying: that costs more than all the rest,
            and those that come with vedtak are tried by its tests.

    Raises:
        ProfileError: It is no profile; says which group and entry is wrong.
    """
    return _File(source, _toml(data, source), tried).read()


def _toml(data: bytes, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProfileError(source, "it is not in UTF-8; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(source, f"it is no TOML ({error})") from error


class _File:
    """Checks what a file says, piece by piece."""

    def __init__(self, source: str, content: dict[str, Any], tried: bool) -> None:
        self.source = source
        self.content = content
        self.tried = tried

    def read(self) -> ProfileText:
        self._only(self.content, _KEYS, "")
        match = self._table("match")
        self._only(match, _MATCH_KEYS, "[match] ")
        defaults = self._table("defaults")
        self._only(defaults, _DEFAULT_KEYS, "[defaults] ")
        name = self._text(self.content, "name", "")
        about = self._text(self.content, "about", "")
        rules = {rule: self._phrases(match, rule) for rule in ("all", "any", "none")}
        if not rules["all"] and not rules["any"]:
            raise self._wrong("[match]: without a phrase in all or any it would fit everything")
        return ProfileText(
            name=name,
            about=about,
            family=self._optional(self.content, "family", "") or name,
            match_all=rules["all"],
            match_any=rules["any"],
            match_none=rules["none"],
            minimum=self._minimum(match, len(rules["any"])),
            groups={kind: groups for kind in KINDS if (groups := self._groups(kind))},
            body=self._optional(defaults, "body", "[defaults] "),
            organization=self._optional(defaults, "organization", "[defaults] "),
        )

    def _wrong(self, reason: str) -> ProfileError:
        return ProfileError(self.source, reason)

    def _only(self, table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise self._wrong(f"{where}{key}: unknown; known are {', '.join(known)}")

    def _table(self, key: str) -> dict[str, Any]:
        table = self.content.get(key, {})
        if not isinstance(table, dict):
            raise self._wrong(f"{key}: it must be a table, [{key}]")
        return table

    def _text(self, table: Mapping[str, Any], key: str, where: str) -> str:
        value = table.get(key)
        if value is None:
            raise self._wrong(f'{where}{key}: it is missing; write {key} = "…"')
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(f"{where}{key}: {value!r} is no text")
        return " ".join(value.split())

    def _optional(self, table: Mapping[str, Any], key: str, where: str) -> str | None:
        return self._text(table, key, where) if key in table else None

    def _phrases(self, match: Mapping[str, Any], rule: str) -> tuple[str, ...]:
        phrases = match.get(rule, [])
        if not isinstance(phrases, list):
            raise self._wrong(f"[match] {rule}: it must be a list of texts in square brackets")
        for phrase in phrases:
            if not isinstance(phrase, str) or not phrase:
                raise self._wrong(f"[match] {rule}: {phrase!r} is no text")
            if not self.tried and (problem := _pattern_problem(phrase)):
                raise self._wrong(f"[match] {rule}: {phrase!r} {problem}")
        return tuple(phrases)

    def _minimum(self, match: Mapping[str, Any], phrases: int) -> int:
        minimum = match.get("minimum", 1)
        # True is an int in Python.
        if type(minimum) is not int or minimum < 1:
            raise self._wrong(f"[match] minimum: {minimum!r} is no number from 1 on")
        if minimum > max(1, phrases):
            raise self._wrong(f"[match] minimum: any has only {phrases} phrases, not {minimum}")
        return minimum

    def _groups(self, kind: str) -> dict[str, tuple[Entry, ...]]:
        groups: dict[str, tuple[Entry, ...]] = {}
        for group, entries in self._table(kind).items():
            where = f"[{kind}] {group}"
            if not self.tried and group not in (known := standard_lexicon().groups[kind]):
                groups_known = ", ".join(sorted(known))
                raise self._wrong(f"{where}: no group that is read; there are {groups_known}")
            if not isinstance(entries, list):
                raise self._wrong(f"{where}: it must be a list of entries, each {_SHAPE}")
            groups[group] = tuple(self._entry(kind, group, entry) for entry in entries)
        return groups

    def _entry(self, kind: str, group: str, entry: Any) -> Entry:
        where = f"[{kind}] {group}: {entry!r}"
        texts = isinstance(entry, list) and all(isinstance(part, str) and part for part in entry)
        if not texts or len(entry) != 3:
            raise self._wrong(f"{where} is not {_SHAPE}")
        what, has, has_not = entry
        if not self.tried and (problem := entry_problem(kind, group, (what, has, has_not))):
            raise self._wrong(f"{where}: {problem}")
        return what, has, has_not


def _pattern_problem(phrase: str) -> str | None:
    """Say what is wrong with a pattern; None when nothing is."""
    try:
        pattern = regex.compile(phrase)
    except regex.error as error:
        return f"is no pattern ({error})"
    return "fits a text of nothing" if pattern.search("") else None


def entry_problem(kind: str, group: str, entry: Entry) -> str | None:
    """Say what is wrong with an entry, by its own two examples; None when nothing is."""
    what, has, has_not = entry
    if what != what.strip():
        return "space at the beginning or the end of what to look for"
    if kind == "label" and (not what[0].isupper() or what.endswith(":")):
        return "a label begins with a capital letter and is written without its colon"
    if kind == "phrase":
        if problem := _pattern_problem(what):
            return f"what to look for {problem}"
        missing = _named(group) - set(regex.compile(what).groupindex)
        if missing:
            return f"the pattern has no (?P<{min(missing)}>…), which this group needs"
    try:
        alone = Lexicon([{kind: {group: (entry,)}}])
        found, found_too = (is_found(alone, kind, group, entry, text) for text in (has, has_not))
    except regex.error as error:
        return f"what to look for is no pattern ({error})"
    if not found:
        return f"it is not found in {has!r}, its example of where it must be"
    if found_too:
        return f"it is found in {has_not!r}, its example of where it must not be"
    return None


def is_found(lexicon: Lexicon, kind: str, group: str, entry: Entry, text: str) -> bool:
    """Whether an entry is found in a text, looked for as its kind is."""
    if kind == "label":
        hit = lexicon.label(text)
        same = hit is not None and hit.label.casefold() == " ".join(entry[0].split()).casefold()
        return hit is not None and same and group in hit.groups
    if kind == "word":
        word = regex.escape(entry[0])
        return bool(regex.search(rf"(?i)(?<![\p{{L}}\d]){word}(?![\p{{L}}\d])", text))
    if kind == "verb":
        return lexicon.verb(group).search(text) is not None
    if group in OPENERS:
        return lexicon.opener(group, text) is not None
    return lexicon.search(group, text) is not None


@functools.cache
def _named(group: str) -> frozenset[str]:
    """Captures that every pattern of a group of phrases has: extractors count on them."""
    entries = standard_lexicon().groups["phrase"][group]
    names = [frozenset(regex.compile(what).groupindex) for what, _, _ in entries]
    return frozenset.intersection(*names) if names else frozenset()
