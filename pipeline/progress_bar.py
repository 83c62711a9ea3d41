"""The bar that a terminal shows while files come in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
from vedtak.pipeline.progress import printable


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
def draw_bar(underway: Callable[[], int]) -> Iterator[Bar]:
    """Draw a bar on stderr until the import is done.

    Args:
        underway: Gives the number of pages of files that are not done yet.
    """
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("files"), _Pages())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        yield Bar(progress, underway)
