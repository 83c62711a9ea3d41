"""What a person has ruled about names, before any rule of ours gets to speak."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class NameKind(StrEnum):
    """Whose name it is."""

    PERSON = "person"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name as it is written, everywhere or in the papers of one body."""

    text: str
    """The spelling, exactly as it is written."""
    body_id: str | None = None
    """Body in whose papers it is meant; any body if None."""


@dataclass(frozen=True, slots=True)
class Same:
    """Names that are one person's, or one organization's, whatever the rules say."""

    kind: NameKind
    names: tuple[WrittenName, ...]
    """The names, two or more."""
    reason: str
    """Why, for the table of merges."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Names that are different people's, or organizations', whatever the rules say.

    Two names with the same spelling and different bodies split one person into two.
    """

    kind: NameKind
    names: tuple[WrittenName, ...]
    """The names, two or more; each stands for one of its own."""
    reason: str
    """Why."""


@dataclass(frozen=True, slots=True)
class Called:
    """The name that a person or an organization goes by."""

    kind: NameKind
    name: WrittenName
    """A spelling that is theirs."""
    shown: str
    """The name to show in its place."""


Ruling = Same | Apart | Called
NO_RULINGS: Sequence[Ruling] = ()
