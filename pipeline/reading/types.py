"""What readers tell: how far they are, and what they have read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from vedtak.models.documents import TextSource
from vedtak.models.page import RawPage
from vedtak.pipeline.settings import Circumstance

Beat: TypeAlias = Callable[[int, int], None]
"""Told which page is read next, from 1, and of how many; or a stage below zero."""

EXTRACTING: Final = -1
"""Stage: the pages are read, and their records are looked for."""

RECOGNIZING: Final = -2
"""Stage: so many pages are recognized."""


def no_beat(page: int, count: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class PagesRead:
    """The pages of a file and what has to be said about them."""

    source: TextSource
    """Where the text of most pages comes from."""
    pages: list[RawPage]
    """The pages in order."""
    remarks: list[tuple[str, str]] = field(default_factory=list)
    """What a person should look at: name of the check and message."""
    circumstance: Circumstance = Circumstance.NONE
    """What about OCR is not installed and would have given more."""
