"""Profiles: what one family of documents does its own way, as data beside the lexicon.

A profile is a TOML file. Its rules look at the text of a document's first pages, never at the name
of the file. The entries of the chosen profile are added to the lexicon; its defaults are used only
where the document says nothing itself. No document needs a profile.
"""

import functools
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Final, NamedTuple

import regex

from vedtak.extractors.lexicon import Groups, Lexicon, standard_lexicon
from vedtak.extractors.lexicon.required import may_match, telling_letters
from vedtak.extractors.pattern import pattern
from vedtak.extractors.profile_file import ProfileError, ProfileText, read_profile_text
from vedtak.models.page import Page

LOOKED_AT: Final = 3
"""Pages from the first on in which the phrases of a profile are looked for."""
_MOST_TEXT: Final = 20_000
"""Characters of a page that are looked at: a page of plain text may be a whole archive."""


class PhraseHit(NamedTuple):
    """A phrase of a profile's rules, and where it was found."""

    rule: str
    """'all', 'any' or 'none'."""
    phrase: str
    """The pattern."""
    page: int | None
    """Page of the first place where it stands; None when it stands nowhere."""
    words: str | None
    """The words there, with single spaces."""


class Verdict(NamedTuple):
    """Whether a profile fits a document, and by what."""

    matches: bool
    """Whether all its rules are met."""
    hits: tuple[PhraseHit, ...]
    """Each of its phrases with the place where it was found."""

    @property
    def found(self) -> int:
        """Number of the phrases that speak for the profile and were found."""
        return sum(hit.rule != "none" and hit.page is not None for hit in self.hits)


@dataclass(frozen=True, slots=True)
class Profile:
    """A family of documents and what it does its own way. Equal when its file is equal."""

    name: str
    """Name, as stored with the documents."""
    source: str
    """File that it was read from."""
    digest: str
    """SHA-256 of the file's bytes in hexadecimal."""
    own: bool
    """Whether it is the user's; False for those that come with vedtak."""
    text: ProfileText = field(compare=False, repr=False)
    """What the file says."""

    @property
    def groups(self) -> Groups:
        """Its entries: kind of matching → group → entries."""
        return self.text.groups

    def judge(self, texts: Sequence[tuple[int, str]]) -> Verdict:
        """Tell whether the profile fits.

        Args:
            texts: Number and text of the first pages, as `first_texts` gives them.
        """
        folded = " ".join(text for _, text in texts).casefold()
        hits = tuple(
            _find(rule, phrase, texts, folded)
            for rule in ("all", "any", "none")
            for phrase in getattr(self.text, f"match_{rule}")
        )
        found = {
            rule: [hit.page is not None for hit in hits if hit.rule == rule]
            for rule in ("all", "any", "none")
        }
        matches = (
            all(found["all"])
            and not any(found["none"])
            and (not found["any"] or sum(found["any"]) >= self.text.minimum)
        )
        return Verdict(matches, hits)


class Profiles(NamedTuple):
    """The profiles that may be chosen from; it crosses between processes whole."""

    profiles: tuple[Profile, ...] = ()
    """In the order of their names; no name comes twice."""

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> "Profiles":
        """Put profiles together; one of the user's takes the place of ours with the same name.

        Raises:
            ProfileError: Two of the user's have the same name.
        """
        named: dict[str, Profile] = {}
        for profile in sorted(profiles, key=lambda one: one.own):
            other = named.get(profile.name)
            if other is not None and other.own and other != profile:
                raise ProfileError(
                    profile.source,
                    f'name: "{profile.name}" is also the name of the profile in {other.source}; '
                    "give one of them another name",
                )
            named[profile.name] = profile
        return cls(tuple(named[name] for name in sorted(named)))

    def without(self, family: str) -> "Profiles":
        """All but the profiles of a family of documents."""
        return Profiles(tuple(one for one in self.profiles if one.text.family != family))

    def choose(self, pages: Sequence[Page]) -> Profile | None:
        """Choose the profile of a document by its text; None where none fits.

        Where several fit, the user's own comes before ours, then the one with more phrases found,
        then the first by name.
        """
        texts = first_texts(pages)
        fitting = [(one, verdict) for one in self.profiles if (verdict := one.judge(texts)).matches]
        if not fitting:
            return None
        return min(fitting, key=lambda each: (not each[0].own, -each[1].found, each[0].name))[0]


def first_texts(pages: Sequence[Page]) -> list[tuple[int, str]]:
    """Number and text of the first pages, with single spaces and no line ends."""
    return [(page.number, " ".join(page.text[:_MOST_TEXT].split())) for page in pages[:LOOKED_AT]]


def _find(rule: str, phrase: str, texts: Sequence[tuple[int, str]], folded: str) -> PhraseHit:
    telling, words = _compiled(phrase)
    for page, text in texts if may_match(telling, folded) else ():
        match = words.search(text)
        if match:
            return PhraseHit(rule, phrase, page, match[0])
    return PhraseHit(rule, phrase, None, None)


@functools.cache
def _compiled(phrase: str) -> tuple[tuple[tuple[str, ...], ...], regex.Pattern[str]]:
    return telling_letters(phrase), pattern(phrase)


def read_profile(data: bytes, source: str, *, own: bool = True) -> Profile:
    """Read a profile and test its entries with their own examples.

    Args:
        data: Bytes of a TOML file.
        source: Name of the file, for messages.
        own: Whether the profile is the user's; one of ours is tried by the tests.

    Raises:
        ProfileError: The file is no profile; says which group and entry is wrong.
    """
    text = read_profile_text(data, source, tried=not own)
    return Profile(text.name, source, hashlib.sha256(data).hexdigest(), own, text)


@functools.cache
def standard_profiles() -> Profiles:
    """The profiles that come with vedtak, read once."""
    return Profiles.of(
        read_profile(data, name, own=False) for name, data in _data_files("profiles")
    )


@functools.cache
def lexicon_for(profile: Profile | None) -> Lexicon:
    """The standard lexicon with the entries of a profile, compiled once."""
    standard = standard_lexicon()
    if profile is None or not profile.groups:
        return standard
    return Lexicon([standard.groups, profile.groups])


def lexicon_digest(profiles: Profiles | None = None) -> str:
    """Digest of all data that extraction depends on: lexicons and profiles.

    Args:
        profiles: The profiles in use; those that come with vedtak if None.

    Returns:
        SHA-256 in hexadecimal. It changes when a byte of a lexicon or of one of the profiles
        changes, and does not depend on names and places of files, or on their order.
    """
    profiles = standard_profiles() if profiles is None else profiles
    total = hashlib.sha256()
    for name, data in _data_files("lexicon"):
        total.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
    # Whether a profile is the user's decides which of several is chosen.
    for digest, own in sorted((one.digest, one.own) for one in profiles.profiles):
        total.update(f"profile {digest} {own}\n".encode())
    return total.hexdigest()


def _data_files(folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the TOML files of a folder, by name."""
    place = resources.files("vedtak.extractors").joinpath(folder)
    for file in sorted(place.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield file.name, file.read_bytes()
