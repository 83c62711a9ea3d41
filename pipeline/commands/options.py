"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def database_option(command: Command) -> Command:
    """Add `--db`, the database file."""
    return click.option(
        "--db",
        "database",
        type=click.Path(path_type=Path),
        default="vedtak.duckdb",
        show_default=True,
        help="The database file.",
    )(command)


def format_options(command: Command) -> Command:
    """Add the options that choose how rows are printed."""
    for name, words in (
        ("nl", "One JSON object per line; what comes out when piped."),
        ("json", "One JSON array of objects."),
        ("csv", "Comma-separated values with a header."),
        ("table", "A table for reading; what comes out on a terminal."),
    ):
        command = click.option(f"--{name}", "style", flag_value=name, default=None, help=words)(
            command
        )
    return command


def profile_option(command: Command) -> Command:
    """Add `--profile`, a profile of the user's own."""
    return click.option(
        "--profile",
        "profile_files",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="FILE",
        help="A profile of your own (TOML), besides those that come with vedtak; repeatable.",
    )(command)


def case_options(command: Command) -> Command:
    """Add the options that tell apart cases with the same number."""
    command = click.option("--year", type=int, help="Year of the case, if there are several.")(
        command
    )
    return click.option("--body", help="body_id or part of the name, if there are several.")(
        command
    )


def corrections_option(command: Command) -> Command:
    """Add `--corrections`, the file with what a person has ruled."""
    return click.option(
        "--corrections",
        "corrections_file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Corrections to apply (TOML); corrections.toml next to the database if not given.",
    )(command)
