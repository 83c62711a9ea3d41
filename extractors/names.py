"""Telling names of people from everything else that is written with capitals."""

import functools

from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.pattern import pattern

_TOKEN = (
    r"(?:\p{Lu}['’]\p{Lu}\p{Ll}++|\p{Lu}[\p{Ll}\p{M}'’´`]++(?:\p{Lu}\p{Ll}++)?+"
    r"|\p{Lu}{2,}+\p{Ll}*+|(?:\p{Lu}\.)++)"
)
_PIECE = rf"{_TOKEN}(?:-{_TOKEN})*+"
_PARTICLE = r"(?:von|van|de|der|den|av|af|el|al|bin|ibn|la|le|da|di|du|dos|del|ten|zu|y|i)"
NAME = pattern(rf"{_PIECE}(?:\s(?:(?:{_PARTICLE}|\p{{Lu}})\s){{0,3}}+{_PIECE}){{1,5}}+")
"""Two words or more with capitals, initials and particles between them, for example
'Ole Johan Kvan', 'Wenche P. Dehli', 'Martin von Heimburg'; not 'Direktoratet for e-helse'."""

OFFICE = pattern(
    r"(?i)\p{L}{2,}(?:leder|leiar|sjef|direktør|rådgiver|rådgjevar|sekretær|konsulent|ansvarlig|"
    r"ansvarleg|inspektør|mester|meister|prest|rektor|verge|verje|lærer|lærar|ingeniør|arkitekt|"
    r"koordinator|konservator|amanuensis|lektor|professor|stipendiat|bibliotekar|psykolog|overlege|revisor|rettleder|rettleiar|advokat)"
)
"""A word that is an office by its ending, for example 'Fiskerirettleder'; not 'Hermann'."""

_OFFICE_WORD = pattern(r"\p{Ll}{4,}(?:-\p{Ll}+)?")
"""A word that no name has: small letters and too long for a particle, as in 'ansvarlig revisor'."""

_SHORT_TITLE = pattern(r"\p{L}(?:\p{Ll}|\.(?=\p{Ll})){2,}\.")
"""A title cut short, for example 'avd.ing.' and 'Varaordf.'; not the initials of 'P. A. Munch'."""

_LEXICONS = 8
"""How many lexicons are in use at one time, as for several profiles."""

FIRST_NAME = pattern(r"\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?")
"""One word with a capital, for example 'Kari' or 'Anne-Lise'; not 'KS'."""


def is_organization(text: str, lexicon: Lexicon) -> bool:
    """Whether a text has a word or an ending that only organizations, bodies and places have."""
    words = text.replace("-", " ").split()
    lowered = [word.strip(".,:;()").casefold() for word in words]
    if not lexicon.words("organization").isdisjoint(lowered):
        return True
    endings = _endings(lexicon)
    return any([word.endswith(endings) for word in lowered])


@functools.lru_cache(_LEXICONS)
def _endings(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(lexicon.words("organization_ending"))


def strip_title(name: str, lexicon: Lexicon) -> tuple[str | None, str]:
    """Part a title in front of a name from the name: 'Rådmann Tore Eriksen'.

    Returns:
        The title, or None, and the name without it.
    """
    title, rest = _strip_one(name, lexicon)
    if title and not NAME.fullmatch(rest):  # 'Instituttleder prof. Kari Ås'
        second, behind = _strip_one(rest, lexicon)
        if second:
            return f"{title} {second}", behind
    return title, rest


def _strip_one(name: str, lexicon: Lexicon) -> tuple[str | None, str]:
    words = name.split()
    for count in (2, 1):
        if len(words) > count and lexicon.is_word("title", " ".join(words[:count])):
            if _OFFICE_WORD.fullmatch(words[count]):
                break  # 'Oppdragsansvarlig revisor Kari Ås'
            return " ".join(words[:count]), " ".join(words[count:])
    if len(words) > 2 and OFFICE.fullmatch(words[0]) and not _OFFICE_WORD.fullmatch(words[1]):
        return words[0], " ".join(words[1:])
    if (
        len(words) > 2
        and _SHORT_TITLE.fullmatch(words[0])
        and NAME.fullmatch(name[len(words[0]) :].strip())
    ):
        return words[0], " ".join(words[1:])
    small = [i for i, word in enumerate(words[:5]) if _OFFICE_WORD.fullmatch(word)]
    if small and len(words) - small[-1] > 2 and not any(word[0].isdigit() for word in words):
        rest = " ".join(words[small[-1] + 1 :])
        if NAME.fullmatch(rest):
            return " ".join(words[: small[-1] + 1]), rest
    return None, name


_NO_NAMES = (
    "not_a_person", "chair", "deputy_chair", "member", "substitute", "observer", "secretariat",
    "title", "official", "absent",
)  # fmt: skip
"""Groups of words that no name of a person has."""


@functools.lru_cache(_LEXICONS)
def _never_in_names(lexicon: Lexicon) -> frozenset[str]:
    return frozenset().union(*map(lexicon.words, _NO_NAMES))


@functools.lru_cache(1 << 13)
def is_person(text: str, lexicon: Lexicon, *, single: bool = False) -> bool:
    """Whether a text is the name of a person, as far as its form can tell.

    Args:
        text: The whole text to judge.
        lexicon: Words that no person is called.
        single: Whether one word alone may be a name, as in a list of first names.

    Returns:
        True for two to six words in the form of a name, none of which is a word that stands in
        headings, in names of organizations or for an office.
    """
    if len(text) > 60 or (not NAME.fullmatch(text) and not (single and FIRST_NAME.fullmatch(text))):
        return False
    words = text.split()
    if not _never_in_names(lexicon).isdisjoint([word.strip(".").casefold() for word in words]):
        return False
    loud = [word for word in words if word.isupper() and len(word) > 2]
    if len(words) == 2 and len(loud) == 1 and not all(word.isupper() for word in words):
        return False
    if words[-1].endswith(".") and len(words[-1]) <= 3:
        return False
    return not is_organization(text, lexicon)
