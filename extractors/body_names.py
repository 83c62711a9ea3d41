"""What a body's name says apart from its form: which body, and of which municipality."""

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import NamedTuple

from vedtak.extractors.keys import fold

Forms = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Group → plain form → how it is written, all folded."""


class BodyName(NamedTuple):
    """A name without what may vary."""

    core: str
    """The name folded, without municipality, in indefinite bokmål: 'plan og utviklingsutvalg'."""
    place: str | None
    """Municipality, folded and without 'kommune'; None where nothing says it."""


@functools.cache
def body_forms() -> Forms:
    """The forms of `lexicon/bodies.toml`, folded, read once."""
    folder = resources.files("vedtak.extractors.lexicon")
    text = (folder / "bodies.toml").read_text(encoding="utf-8")
    return {
        group: {fold(to): tuple(fold(one) for one in written) for to, written in forms.items()}
        for group, forms in tomllib.loads(text).items()
    }


def place_of(organization: str | None) -> str | None:
    """The municipality of an organization's name: 'Levanger kommune' is of 'levanger'.

    Args:
        organization: Name as written, or None.

    Returns:
        The place, folded; None where the organization is no municipality.
    """
    words = fold(organization or "").split()
    if len(words) > 1 and words[-1] in _words("owner"):
        return " ".join(words[:-1])
    return None


def read_body_name(name: str, organization: str | None = None) -> BodyName:
    """Read a name: 'Kontrollutvalget i Midtdal kommune' is the 'kontrollutvalg' of 'midtdal'.

    Args:
        name: Name as written.
        organization: The organization that the body belongs to, as written, if known.
    """
    words = fold(name).split()
    place = place_of(organization) or _place_named(words)
    if place:
        words = _without_place(words, place.split())
    return BodyName(" ".join(_plain(word) for word in words), place)


def is_common(core: str) -> bool:
    """Whether many organizations have a body of this name, such as 'styre'."""
    return core in _words("common") or core in body_forms()["ending"]


def named_in_place(name: str, place: str) -> BodyName | None:
    """Read a name that begins with a place: 'Levanger formannskap', if the place is 'levanger'.

    Returns:
        The name without the place, or None where it does not begin with it.
    """
    words, lead = fold(name).split(), place.split()
    if words[: len(lead)] != lead or len(words) == len(lead):
        return None
    return BodyName(" ".join(_plain(word) for word in words[len(lead) :]), place)


def _words(group: str) -> set[str]:
    return {one for written in body_forms()[group].values() for one in written}


def _place_named(words: list[str]) -> str | None:
    """The word before 'kommune': municipalities of several words need the organization."""
    for i in range(1, len(words)):
        if words[i] in _words("owner") and words[i - 1] not in _words("linking"):
            return words[i - 1]
    return None


def _without_place(words: list[str], place: list[str]) -> list[str]:
    """Drop the place with the word that ties it to the name and with 'kommune' behind it."""
    for i in range(len(words) - len(place) + 1):
        if words[i : i + len(place)] != place:
            continue
        before, behind = words[:i], words[i + len(place) :]
        if behind and behind[0] in _words("owner"):
            behind = behind[1:]
        if before and before[-1] in _words("linking"):
            before = before[:-1]
        # A name that is nothing but the place is the place's own.
        return [*before, *behind] or words
    return words


def _plain(word: str) -> str:
    forms = body_forms()
    for to, written in forms["ending"].items():
        # The longest first, so that 'utvalet' does not end as 'utval' with a rest.
        for ending in sorted(written, key=len, reverse=True):
            if word.endswith(ending):
                word = word.removesuffix(ending) + to
                break
        else:
            continue
        break
    if word in (whole := _whole_words()):
        return whole[word]
    for to, written in forms["beginning"].items():
        for beginning in written:
            if word.startswith(beginning):
                return to + word.removeprefix(beginning)
    return word


def _whole_words() -> dict[str, str]:
    """Forms of the group of beginnings that are whole words, such as 'kyrkjelege'."""
    beginnings = body_forms()["beginning"]
    return {one: to for to, written in beginnings.items() for one in written}
