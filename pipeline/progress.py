"""How far an import is: a bar on a terminal, a line per file elsewhere; always on stderr."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import click

from vedtak.pipeline.counted import counted
from vedtak.pipeline.outcomes import Outcome


class Watch(Protocol):
    """Is told how far an import is."""

    def total(self, count: int) -> None:
        """Take the number of files."""

    def tell(self, outcome: Outcome, path: str, pages: int, reason: str | None) -> None:
        """Take what became of a file."""


class Quiet:
    """Says nothing; what failed is named at the end."""

    def total(self, count: int) -> None:
        """Take the number of files."""

    def tell(self, outcome: Outcome, path: str, pages: int, reason: str | None) -> None:
        """Take what became of a file."""


class Lines:
    """Prints a line per file."""

    def total(self, count: int) -> None:
        """Take the number of files."""

    def tell(self, outcome: Outcome, path: str, pages: int, reason: str | None) -> None:
        """Print what became of a file."""
        what = f"{outcome.value}, {counted(pages, 'page')}" if pages else outcome.value
        click.echo(printable(f"{path}: {what}" + (f": {reason}" if reason else "")), err=True)


@contextmanager
def watch_import(quiet: bool, underway: Callable[[], int]) -> Iterator[Watch]:
    """Choose how to say how far an import is.

    Args:
        quiet: Whether to say nothing.
        underway: Gives the number of pages of files that are not done yet.
    """
    if quiet:
        yield Quiet()
    elif not sys.stderr.isatty():
        yield Lines()
    else:
        # Imported here: only a terminal has need of what draws on it.
        from vedtak.pipeline.progress_bar import draw_bar

        with draw_bar(underway) as bar:
            yield bar


def printable(text: str) -> str:
    """Write characters that would change the terminal or break the line as escapes.

    The name of a file may hold anything.
    """
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
