"""Profiles on the command line: read from files, listed, and tried on documents."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import regex

from vedtak.extractors.lexicon import Entry, Lexicon
from vedtak.extractors.profile import (
    Profile,
    Profiles,
    Verdict,
    first_texts,
    lexicon_for,
    read_profile,
    standard_profiles,
)
from vedtak.extractors.profile_file import OPENERS, ProfileError
from vedtak.pipeline.errors import VedtakError
from vedtak.pipeline.reading.file import read_file

if TYPE_CHECKING:
    from vedtak.extractors.flow import FlowLine

_WORDS: Final = 100
"""Characters of a line that are shown."""


class BrokenProfile(VedtakError):
    """A file that is no profile."""


def load_profiles(files: Iterable[Path] = (), *, switched_off: bool = False) -> Profiles:
    """Read the user's profiles and put them beside those that come with vedtak.

    Args:
        files: The user's profiles.
        switched_off: Whether no profile at all is used.

    Raises:
        BrokenProfile: A file can't be read or is no profile; says which entry is wrong.
        VedtakError: There are files, though profiles are switched off.
    """
    files = list(files)
    if switched_off and files:
        raise VedtakError("--no-profiles says that --profile is not used; leave one of them out.")
    if switched_off:
        return Profiles()
    try:
        own = [read_profile(_bytes(file), str(file)) for file in files]
        return Profiles.of([*standard_profiles().profiles, *own])
    except ProfileError as error:
        raise BrokenProfile(f"{error}.") from error


def _bytes(file: Path) -> bytes:
    """Read a file of the user."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BrokenProfile(f"{file}: the profile can't be read ({error.strerror}).") from error


class EntryHit(NamedTuple):
    """An entry of a profile that was found in a document."""

    kind: str
    """'label', 'word', 'phrase' or 'verb'."""
    group: str
    """Its group."""
    page: int
    """Page on which it stands."""
    line: str
    """The line in which it stands."""


@dataclass(slots=True)
class Trial:
    """What the profiles make of a document."""

    path: str
    """The document."""
    verdicts: list[tuple[Profile, Verdict]]
    """Each profile with whether it fits and by what."""
    chosen: Profile | None
    """The profile that would be used."""
    entries: list[EntryHit] = field(default_factory=list)
    """Where the words of the profile were found that would be used."""


def try_profiles(path: Path, profiles: Profiles) -> Trial:
    """Try profiles on a document; nothing is imported.

    Raises:
        UnreadableFile: The document gives no pages.
    """
    # Imported here: an import only reads profiles, and leaves pages to its workers.
    from vedtak.extractors.flow import make_flow
    from vedtak.extractors.layout import lay_out

    pages = [lay_out(page) for page in read_file(path).pages]
    texts = first_texts(pages)
    verdicts = [(profile, profile.judge(texts)) for profile in profiles.profiles]
    trial = Trial(str(path), verdicts, profiles.choose(pages))
    if trial.chosen is not None:
        flow = make_flow(pages, lexicon_for(trial.chosen))
        trial.entries = list(_entries(trial.chosen, flow.lines))
    return trial


def _entries(profile: Profile, lines: "Sequence[FlowLine]") -> Iterator[EntryHit]:
    """Yield where the entries of a profile stand, line by line."""
    alone = Lexicon([profile.groups])
    for line in lines:
        for kind, group in _on_line(alone, line):
            yield EntryHit(kind, group, line.page, " ".join(line.text.split()))


def _on_line(alone: Lexicon, line: "FlowLine") -> Iterator[tuple[str, str]]:
    """Yield kind and group of the entries that are found in a line."""
    hits = [alone.label(text) for text in dict.fromkeys((line.text, *(c.text for c in line.cells)))]
    labels = {group for hit in hits if hit is not None for group in hit.groups}
    yield from (("label", group) for group in sorted(labels))
    for group in alone.groups["word"]:
        if _any_word(alone.groups["word"][group]).search(line.text):
            yield "word", group
    for group in alone.groups["phrase"]:
        found = alone.opener if group in OPENERS else alone.search
        if found(group, line.text):
            yield "phrase", group
    for group in alone.groups["verb"]:
        if alone.verb(group).search(line.text):
            yield "verb", group


@functools.cache
def _any_word(entries: tuple[Entry, ...]) -> regex.Pattern[str]:
    """Pattern for any word of a group, wherever it stands: roles and organizations too."""
    words = "|".join(regex.escape(what) for what, _, _ in entries)
    return regex.compile(rf"(?i)(?<![\p{{L}}\d])(?:{words})(?![\p{{L}}\d])")


def list_to_text(profiles: Profiles) -> str:
    """Write what profiles there are: name, where from, about, rules and groups."""
    lines: list[str] = []
    for profile in profiles.profiles:
        text = profile.text
        lines.append(f"{profile.name} ({_origin(profile)})")
        lines.append(f"    {text.about}")
        lines += [f"    all of    {phrase}" for phrase in text.match_all]
        lines += [f"    {text.minimum} of any  {phrase}" for phrase in text.match_any]
        lines += [f"    none of   {phrase}" for phrase in text.match_none]
        groups = [f"[{kind}] {', '.join(named)}" for kind, named in profile.groups.items()]
        lines += [f"    adds      {each}" for each in groups]
        lines += [f"    default   {name}: {value}" for name, value in _defaults(profile)]
    return "\n".join(lines)


def list_to_dict(profiles: Profiles) -> list[dict[str, Any]]:
    """Return what profiles there are as plain dicts."""
    return [
        {
            "name": profile.name,
            "about": profile.text.about,
            "source": profile.source,
            "own": profile.own,
            "match": {
                "all": list(profile.text.match_all),
                "any": list(profile.text.match_any),
                "none": list(profile.text.match_none),
                "minimum": profile.text.minimum,
            },
            "adds": {kind: list(named) for kind, named in profile.groups.items()},
            "defaults": dict(_defaults(profile)),
        }
        for profile in profiles.profiles
    ]


def trial_to_text(trial: Trial) -> str:
    """Write what the profiles make of a document."""
    lines = [trial.path]
    for profile, verdict in trial.verdicts:
        lines.append(f"  {profile.name}: {'matches' if verdict.matches else 'does not match'}")
        if all(hit.page is None for hit in verdict.hits):
            lines[-1] += ", none of its phrases was found"
            continue
        for hit in verdict.hits:
            where = "not found" if hit.page is None else f"p. {hit.page} « {_cut(hit.words)} »"
            lines.append(f"    {hit.rule:<4}  {hit.phrase}: {where}")
    if trial.chosen is None:
        return "\n".join([*lines, "  used: none; the general rules alone"])
    lines.append(f"  used: {trial.chosen.name} ({_origin(trial.chosen)})")
    lines += [
        f"    [{hit.kind}] {hit.group}: p. {hit.page} « {_cut(hit.line)} »" for hit in trial.entries
    ]
    if not trial.entries:
        lines.append("    none of its own words stands in the document")
    return "\n".join(lines)


def trial_to_dict(trial: Trial) -> dict[str, Any]:
    """Return what the profiles make of a document as plain dicts."""
    return {
        "path": trial.path,
        "profiles": [
            {
                "name": profile.name,
                "matches": verdict.matches,
                "phrases": [
                    {"rule": hit.rule, "phrase": hit.phrase, "page": hit.page, "words": hit.words}
                    for hit in verdict.hits
                ],
            }
            for profile, verdict in trial.verdicts
        ],
        "used": trial.chosen.name if trial.chosen else None,
        "entries": [
            {"kind": hit.kind, "group": hit.group, "page": hit.page, "line": hit.line}
            for hit in trial.entries
        ],
    }


def _origin(profile: Profile) -> str:
    return profile.source if profile.own else "comes with vedtak"


def _defaults(profile: Profile) -> list[tuple[str, str]]:
    pairs = (("body", profile.text.body), ("organization", profile.text.organization))
    return [(name, value) for name, value in pairs if value is not None]


def _cut(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= _WORDS else f"{text[:_WORDS]}…"
