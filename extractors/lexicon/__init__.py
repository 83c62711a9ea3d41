"""The words that extractors look for: data in `lexicon/*.toml` and in the profiles.

An entry is a list of three texts: what to look for, a text in which it must be found and one in
which it must not. The kind of its group says how it is looked for: `label` at the beginning of a
line, `word` as a whole word or cell, `phrase` as a pattern anywhere, `verb` as a word inside a
sentence.
"""

import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

import regex

from vedtak.extractors.lexicon.required import Needles, ends_with, needles
from vedtak.extractors.pattern import pattern

Entry = tuple[str, str, str]
"""What to look for, a text that has it, a text that has not."""
Groups = Mapping[str, Mapping[str, tuple[Entry, ...]]]
"""Kind of matching → group → entries."""

KINDS = ("label", "word", "phrase", "verb")
"""The kinds of entries."""


@dataclass(frozen=True, slots=True)
class LabelHit:
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
        self._owners: dict[str, set[str]] = {}
        for name, entries in self.groups["label"].items():
            for what, _, _ in entries:
                self._owners.setdefault(_folded(what), set()).add(name)
        # Most lines begin with no label: two letters tell, at a tenth of the cost of the pattern.
        self._starts = {_start(label) for label in self._owners}
        self._words = {
            name: {_folded(what) for what, _, _ in entries}
            for name, entries in self.groups["word"].items()
        }
        self._phrases = functools.cache(self._compile_phrases)
        self._openers = functools.cache(self._compile_openers)
        self._verbs = functools.cache(self._compile_verbs)
        self._text, self._folded = "", ""
        # Every reader of a page asks for the same lines again.
        self._known_label = functools.lru_cache(_REMEMBERED)(self._read_label)
        self._known_opener = functools.lru_cache(_REMEMBERED)(self._read_opener)

    def label(self, text: str) -> LabelHit | None:
        """Read the label at the beginning of a line.

        Args:
            text: The line.

        Returns:
            The longest label that stands there as whole words and begins with a capital, or is the
            key of front matter in small letters ("dato: …"); None if there is none.
        """
        return self._known_label(text)

    def _read_label(self, text: str) -> LabelHit | None:
        if text[1:2] == " " and _SPACED.fullmatch(text):
            text = text.replace(" ", "")
        if not (text[:1].isupper() or _FRONT_MATTER.match(text)):
            return None
        start = _start(text)
        if start not in self._starts and start[:1] not in self._starts:
            return None
        match = self._label.match(text)
        if not match:
            return None
        rest = text[match.end("label") :]
        mark = _AFTER_LABEL.match(rest)
        end = match.end("label") + (mark.end() if mark else 0)
        return LabelHit(
            groups=frozenset(self._owners[_folded(match["label"])]),
            label=match["label"],
            end=end,
            colon=bool(mark and ":" in mark[0]),
            alone=end >= len(text.rstrip()),
        )

    @functools.cached_property
    def _label(self) -> regex.Pattern[str]:
        """Pattern for all labels."""
        return _labels(self._owners)

    def is_word(self, group: str, text: str) -> bool:
        """Whether the whole text, its case and a final stop aside, is an entry of the group."""
        return _folded(text.strip(" .:")) in self._words.get(group, ())

    def words(self, group: str) -> set[str]:
        """Entries of a group of words, in lower case."""
        return self._words.get(group, set())

    def search(self, group: str, text: str) -> regex.Match[str] | None:
        """The first match of any phrase of the group anywhere in the text."""
        for phrase in self._likely(group, text):
            match = phrase.search(text)
            if match:
                return match
        return None

    def _likely(self, group: str, text: str) -> Iterator[regex.Pattern[str]]:
        """The phrases of a group of whose letters the text has enough."""
        if text is not self._text:  # the same line is asked for many groups in turn
            self._text, self._folded = text, text.casefold()
        folded = self._folded
        for wanted, phrase in self._phrases(group):
            if wanted is None or any(map(folded.__contains__, wanted)):
                yield phrase

    @functools.cached_property
    def motion_has_colon(self) -> bool:
        """Whether every phrase that opens a motion ends with a colon."""
        return all(ends_with(what, ":") for what, _, _ in self.groups["phrase"].get("motion", ()))

    def find_all(self, group: str, text: str) -> Iterator[regex.Match[str]]:
        """All matches of the phrases of the group, phrase after phrase."""
        for phrase in self._likely(group, text):
            yield from phrase.finditer(text)

    def opener(self, group: str, text: str) -> regex.Match[str] | None:
        """A line that opens a proposal or a decision: the phrase, then a colon or the line's end.

        Args:
            group: 'proposal' or 'decision'.
            text: The line.

        Returns:
            The match; its end is where the words of the proposal or decision begin.
        """
        return self._known_opener(group, text) if text[:1].isupper() else None

    def _read_opener(self, group: str, text: str) -> regex.Match[str] | None:
        for phrase in self._openers(group):
            match = phrase.match(text)
            if match and (match["colon"] == ":" or match.end() == len(text)):
                return match
        return None

    def verb(self, group: str) -> regex.Pattern[str]:
        """Pattern for any verb of the group as whole words."""
        return self._verbs(group)

    def _compile_phrases(self, group: str) -> tuple[tuple[Needles | None, regex.Pattern[str]], ...]:
        entries = self.groups["phrase"].get(group, ())
        return tuple((needles(what), regex.compile(what)) for what, _, _ in entries)

    def _compile_openers(self, group: str) -> tuple[regex.Pattern[str], ...]:
        return tuple(
            regex.compile(
                rf"(?i:(?:{what}))\s*(?:\([^)\n]{{3,60}}\))?\s*(?P<colon>:|\.(?=\s*$))?\s*"
            )
            for what, _, _ in self.groups["phrase"].get(group, ())
        )

    def _compile_verbs(self, group: str) -> regex.Pattern[str]:
        return _alternatives(what for what, _, _ in self.groups["verb"][group])


_REMEMBERED = 1 << 14
"""Lines of which it is known for a while which label they begin with: a few hundred pages, since
each reader of a document goes through all of it."""
_FRONT_MATTER = pattern(r"[a-zæøå]{3,12}: \S")
"""A key of the front matter of a Markdown file, for example 'dato: 2023-03-06'."""
_SPACED = pattern(r"(?:\p{L} ){3,}\p{L}")
"""A word with a space between its letters, for example 'M Ø T E B O K'."""
_AFTER_LABEL = pattern(r"\s*(?:\*\*)?\s*[:.]?\s*(?:\*\*)?\s*[:]?\s*")
_SPACE = pattern(r"\s+")


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text.strip()).casefold()


def _start(text: str) -> str:
    """The first two letters; the first alone where space follows, however much of it."""
    return text[:2].rstrip().casefold()


def _labels(owners: Mapping[str, set[str]]) -> regex.Pattern[str]:
    ordered = sorted(owners, key=lambda label: (-len(label), label))
    body = "|".join(
        regex.escape(label, literal_spaces=True).replace(" ", r"\s+") for label in ordered
    )
    return regex.compile(rf"(?i)(?P<label>{body})(?![\p{{L}}\d])")


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
