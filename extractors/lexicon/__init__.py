"""The words that extractors look for: data in `lexicon/*.toml` and in the profiles.

An entry is a list of three texts: what to look for, a text in which it must be found and one in
which it must not. The kind of its group says how it is looked for: `label` at the beginning of a
line, `word` as a whole word or cell, `phrase` as a pattern anywhere, `verb` as a word inside a
sentence.
"""

import functools
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import NamedTuple

import regex

from vedtak.extractors.lexicon.required import (
    begins_with_capital,
    ends_with,
    may_match,
    telling_letters,
)
from vedtak.extractors.pattern import pattern

Entry = tuple[str, str, str]
"""What to look for, a text that has it, a text that has not."""
Groups = Mapping[str, Mapping[str, tuple[Entry, ...]]]
"""Kind of matching → group → entries."""

_Phrase = tuple[tuple[tuple[str, ...], ...], regex.Pattern[str]]
"""A phrase with the letters that tell where it can stand."""

KINDS = ("label", "word", "phrase", "verb")
"""The kinds of entries."""


class LabelHit(NamedTuple):
    """A label found at the beginning of a line."""

    groups: frozenset[str]
    """Groups that have the label, for example 'date' and 'note_date'."""
    label: str
    """The label as written."""
    end: int
    """Offset behind the label and its colon."""
    colon: bool
    """Whether a colon follows."""
    alone: bool
    """Whether nothing else stands on the line."""


class Lexicon:
    """Entries of one or more lexicons, with the questions that extractors ask.

    Patterns are compiled when they are asked for first: one short file needs few of them.
    """

    label: Callable[[str], LabelHit | None]
    """Read the label at the beginning of a line: the longest that stands there as whole words and
    begins with a capital, or is the key of front matter in small letters ("dato: …")."""
    is_word: Callable[[str, str], bool]
    """Whether a whole text, its case and a final stop aside, is an entry of a group of words.

    Takes the group and the text."""
    opener: Callable[[str, str], regex.Match[str] | None]
    """Read a line that opens a proposal or a decision: the phrase, then a colon or the line's end.

    Takes the group, 'proposal' or 'decision', and the line. The end of the match is where the words
    of the proposal or decision begin."""

    def __init__(self, sources: Iterable[Groups]) -> None:
        """Merge.

        Args:
            sources: Groups of each language and profile; later ones add to earlier ones.
        """
        self.groups: dict[str, dict[str, tuple[Entry, ...]]] = {kind: {} for kind in KINDS}
        for source in sources:
            for kind, groups in source.items():
                for name, entries in groups.items():
                    known = self.groups[kind].get(name, ())
                    self.groups[kind][name] = known + tuple(e for e in entries if e not in known)
        self._labels = _by_first_word(self.groups["label"])
        self._words = {
            name: {_folded(what) for what, _, _ in entries}
            for name, entries in self.groups["word"].items()
        }
        self._phrases = functools.cache(self._compile_phrases)
        self._openers = functools.cache(self._compile_openers)
        self._verbs = functools.cache(self._compile_verbs)
        # Every reader of a page asks for the same lines again.
        self._folded = functools.lru_cache(_REMEMBERED)(str.casefold)
        self._folded_whole = functools.lru_cache(_WHOLE)(str.casefold)
        self.label = functools.lru_cache(_REMEMBERED)(self._read_label)
        self.is_word = functools.lru_cache(_REMEMBERED)(self._is_entry)
        self.opener = functools.lru_cache(_REMEMBERED)(self._read_opener)

    def _read_label(self, text: str) -> LabelHit | None:
        if text[1:2] == " " and _SPACED.fullmatch(text):
            text = text.replace(" ", "")
        if not (text[:1].isupper() or (": " in text[3:14] and _FRONT_MATTER.match(text))):
            return None
        first = _FIRST_WORD.match(text)
        for words, groups in self._labels.get(first[0].casefold(), ()) if first else ():
            behind = _behind(text, words)
            if behind is None:
                continue
            mark = _AFTER_LABEL.match(text, behind)
            end = mark.end() if mark else behind
            return LabelHit(
                groups=groups,
                label=text[:behind],
                end=end,
                colon=bool(mark and ":" in mark[0]),
                alone=end >= len(text.rstrip()),
            )
        return None

    def _is_entry(self, group: str, text: str) -> bool:
        return _folded(text.strip(" .:")) in self._words.get(group, ())

    def words(self, group: str) -> set[str]:
        """Entries of a group of words, in lower case."""
        return self._words.get(group, set())

    def search(self, group: str, text: str) -> regex.Match[str] | None:
        """The first match of any phrase of the group anywhere in the text."""
        phrases = self._phrases(group, text[:1].isupper())
        folded = self._folded(text) if phrases else ""
        for telling, phrase in phrases:
            if may_match(telling, folded):
                match = phrase.search(text)
                if match:
                    return match
        return None

    def may_begin(self, group: str, text: str) -> bool:
        """Whether a text can have a phrase of the group, going by its first letter alone."""
        return bool(self._phrases(group, text[:1].isupper()))

    def likely(self, group: str, text: str) -> bool:
        """Whether a text has enough letters of a phrase of the group.

        Where the text of a whole case has not, its lines need not be searched one by one.
        """
        folded = self._folded_whole(text)
        return any(may_match(telling, folded) for telling, _ in self._phrases(group, True))

    def letters(self, group: str) -> list[tuple[str, ...]]:
        """For each phrase of a group letters in folded case: every match has one or another."""
        return [telling[0] for telling, _ in self._phrases(group, True)]

    @functools.cached_property
    def motion_has_colon(self) -> bool:
        """Whether every phrase that opens a motion ends with a colon."""
        return all(ends_with(what, ":") for what, _, _ in self.groups["phrase"].get("motion", ()))

    def find_all(self, group: str, text: str) -> Iterator[regex.Match[str]]:
        """All matches of the phrases of the group, phrase after phrase."""
        folded = self._folded(text)
        for telling, phrase in self._phrases(group, text[:1].isupper()):
            if may_match(telling, folded):
                yield from phrase.finditer(text)

    def _read_opener(self, group: str, text: str) -> regex.Match[str] | None:
        if not text[:1].isupper():
            return None
        folded = self._folded(text)
        for telling, phrase in self._openers(group):
            match = phrase.match(text) if may_match(telling, folded) else None
            if match and (match["colon"] == ":" or match.end() == len(text)):
                return match
        return None

    def verb(self, group: str) -> regex.Pattern[str]:
        """Pattern for any verb of the group as whole words."""
        return self._verbs(group)

    def _compile_phrases(self, group: str, capital: bool) -> tuple[_Phrase, ...]:
        """The phrases of a group that a text can have that begins with a capital, or with none."""
        return tuple(
            (telling_letters(what), pattern(what))
            for what, _, _ in self.groups["phrase"].get(group, ())
            if capital or not begins_with_capital(what)
        )

    def _compile_openers(self, group: str) -> tuple[_Phrase, ...]:
        behind = r"\s*(?:\([^)\n]{3,60}\))?\s*(?P<colon>:|\.(?=\s*$))?\s*"
        return tuple(
            (telling_letters(what), pattern(rf"(?i:(?:{what})){behind}"))
            for what, _, _ in self.groups["phrase"].get(group, ())
        )

    def _compile_verbs(self, group: str) -> regex.Pattern[str]:
        return _alternatives(what for what, _, _ in self.groups["verb"][group])


_REMEMBERED = 1 << 14
"""Lines of which it is known for a while which label they begin with: a few hundred pages, since
each reader of a document goes through all of it."""
_WHOLE = 4
"""Texts of whole cases and parts that are remembered, while one group after the other is asked."""
_FRONT_MATTER = pattern(r"[a-zæøå]{3,12}: \S")
"""A key of the front matter of a Markdown file, for example 'dato: 2023-03-06'."""
_SPACED = pattern(r"(?:\p{L} ){3,}\p{L}")
"""A word with a space between its letters, for example 'M Ø T E B O K'."""
_AFTER_LABEL = pattern(r"\s*(?:\*\*)?\s*[:.]?\s*(?:\*\*)?\s*[:]?\s*")
_FIRST_WORD = pattern(r"[\p{L}\d]+")


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


_Label = tuple[tuple[str, ...], frozenset[str]]
"""The words of a label, folded, and the groups that have it."""


def _by_first_word(groups: Mapping[str, Iterable[Entry]]) -> dict[str, list[_Label]]:
    """Labels, the longest first, by their first word up to a mark: most lines begin with none."""
    owners: dict[str, set[str]] = {}
    for name, entries in groups.items():
        for what, _, _ in entries:
            owners.setdefault(_folded(what), set()).add(name)
    found: dict[str, list[_Label]] = {}
    for label in sorted(owners, key=lambda label: (-len(label), label)):
        first = _FIRST_WORD.match(label)
        entry = (tuple(label.split(" ")), frozenset(owners[label]))
        found.setdefault(first[0] if first else "", []).append(entry)
    return found


def _behind(text: str, words: Sequence[str]) -> int | None:
    """Where the text goes on behind these words, if it begins with them as whole words."""
    at = 0
    for word in words:
        if at:
            before = len(text) - at
            at = len(text) - len(text[at:].lstrip())
            if len(text) - at == before:
                return None
        if text[at : at + len(word)].casefold() != word:
            return None
        at += len(word)
    following = text[at : at + 1]
    return None if following.isalpha() or following.isdecimal() else at


def _alternatives(words: Iterable[str]) -> regex.Pattern[str]:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    body = "|".join(
        regex.escape(word, literal_spaces=True).replace(" ", r"\s+") for word in ordered
    )
    return regex.compile(rf"\b(?:{body})\b")


def read_groups(text: str, source: str) -> Groups:
    """Read the groups of a lexicon or profile.

    Args:
        text: TOML text.
        source: Name of the file, for error messages.

    Returns:
        Kind → group → entries.

    Raises:
        ValueError: An unknown kind, or an entry that is not three texts; says which.
    """
    groups: dict[str, dict[str, tuple[Entry, ...]]] = {}
    for kind, named in tomllib.loads(text).items():
        if kind not in KINDS:
            continue
        for name, entries in named.items():
            for entry in entries:
                if len(entry) != 3 or not all(isinstance(part, str) and part for part in entry):
                    raise ValueError(
                        f"{source}: [{kind}] {name}: {entry!r} is not three texts: what to look "
                        "for, a text that has it, a text that has not"
                    )
            groups.setdefault(kind, {})[name] = tuple((e[0], e[1], e[2]) for e in entries)
    return groups


@functools.cache
def standard_lexicon() -> Lexicon:
    """The lexicon of bokmål and nynorsk that comes with vedtak, read once."""
    folder = resources.files("vedtak.extractors.lexicon")
    sources = []
    for name in ("nb.toml", "nn.toml"):
        sources.append(read_groups((folder / name).read_text(encoding="utf-8"), name))
    return Lexicon(sources)
