"""Readable keys from Norwegian names, and the folding by which two spellings are the same."""

import functools
import hashlib
import re
import unicodedata

_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "þ": "th", "ß": "ss", "đ": "d"})
_FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "aa", "ð": "d", "þ": "th", "ß": "ss", "đ": "d"})

_APART = re.compile("[^0-9A-Za-z]+")
_REMEMBERED = 8192
"""Names whose folded form is remembered: the same people come again and again."""


def slug(text: str) -> str:
    """Turn a name into a key of lower-case ASCII letters, digits and single hyphens.

    >>> slug("Plan- og utviklingsutvalget på Ås")
    'plan-og-utviklingsutvalget-pa-as'
    """
    plain = unicodedata.normalize("NFC", text).casefold().translate(_PLAIN)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _APART.sub("-", ascii_only).strip("-")


@functools.lru_cache(_REMEMBERED)
def fold(text: str) -> str:
    """Fold a name so that spellings of one name agree: case, accents, hyphens, å and aa.

    >>> fold("Darlèn Aas-Gjølstad") == fold("DARLÉN ÅS GJOLSTAD".replace("Å", "Aa"))
    True
    """
    plain = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _APART.sub(" ", ascii_only).strip()


def letters(text: str) -> str:
    """Keep only letters and digits, in lower case: two texts that agree are the same words."""
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFC", text).casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def digest(text: str) -> str:
    """Eight hex digits that stand for the words of a text, whatever its spacing and case."""
    return hashlib.sha256(letters(text).encode()).hexdigest()[:8]
