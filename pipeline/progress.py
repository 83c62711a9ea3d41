"""How far an import is: a bar on a terminal, a line per file elsewhere; always on stderr."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

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
        what = f"{outcome.value}, {pages} pages" if pages else outcome.value
        click.echo(printable(f"{path}: {what}" + (f": {reason}" if reason else "")), err=True)


class Bar:
    """Draws a bar with files, pages, pages per second and the time left."""

    def __init__(self, progress: Progress, underway: Callable[[], int]) -> None:
        self.progress = progress
        self.underway = underway
        self.done = 0
        self.task = progress.add_task("import", total=None, pages=lambda: self.done + underway())

    def total(self, count: int) -> None:
        """Take the number of files."""
        self.progress.update(self.task, total=count)

    def tell(self, outcome: Outcome, path: str, pages: int, reason: str | None) -> None:
        """Move the bar; what failed stays above it."""
        self.done += pages
        self.progress.advance(self.task)
        if reason:
            line = printable(f"{path}: {outcome.value}: {reason}")
            self.progress.console.print(line, markup=False, highlight=False, soft_wrap=True)


class _Pages(ProgressColumn):
    """Pages so far, and per second."""

    def render(self, task: Task) -> Text:
        """Render the column."""
        pages = task.fields["pages"]()
        speed = pages / task.elapsed if task.elapsed else 0.0
        return Text(f"{pages} pages, {speed:.1f}/s")


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
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("files"), _Pages())
        console = Console(stderr=True)
        with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
            yield Bar(progress, underway)


def printable(text: str) -> str:
    """Write characters that would change the terminal or break the line as escapes.

    The name of a file may hold anything.
    """
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
