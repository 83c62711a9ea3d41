"""`vedtak sql`: ask the database."""

import sys
from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option, format_options


@click.command("sql", short_help="Ask the database in SQL; nothing can be changed.")
@click.argument("query", required=False)
@click.option(
    "-f",
    "--file",
    "file",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Read the statements from a file (UTF-8); - for standard input.",
)
@database_option
@format_options
def sql(query: str | None, file: Path | None, database: Path, style: str | None) -> None:
    """Ask the database in SQL: QUERY, or - to read it from standard input.

    Several statements, separated by semicolons, are answered one after the other. The file is
    opened for reading only, and a query reaches no other file and no network. Tables, views,
    columns and macros are listed by `vedtak schema`.
    """
    from vedtak.pipeline.asking.querying import open_locked, run_statements
    from vedtak.pipeline.asking.tabular import print_rows

    text = _text(query, file)
    style = style or ("table" if sys.stdout.isatty() else "nl")
    with open_locked(database) as connection:
        for number, result in enumerate(run_statements(connection, text)):
            # Lines of JSON need no gap; tables and CSV would run into each other.
            if number and style in ("table", "csv"):
                click.echo()
            print_rows(result, style)


def _text(query: str | None, file: Path | None) -> str:
    """Return the statements from where they are."""
    if (query is None) == (file is None):
        raise click.UsageError("Give a query, or a file with -f FILE.")
    if query == "-" or str(file) == "-":
        data, place = sys.stdin.buffer.read(), "standard input"
    elif file is None:
        return query or ""
    else:
        try:
            data, place = file.read_bytes(), str(file)
        except OSError as error:
            raise click.UsageError(f"{file} cannot be read: {error.strerror}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{place} is not UTF-8; save it as UTF-8.") from error
