"""`vedtak sql`: ask the database."""

import sys
from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option, format_options


@click.command("sql", short_help="Ask the database in SQL; nothing can be changed.")
@click.argument("query")
@database_option
@format_options
def sql(query: str, database: Path, style: str | None) -> None:
    """Ask the database in SQL.

    The file is opened for reading only, and a query reaches no other file and no network. Tables,
    views and columns are listed by `vedtak schema`.
    """
    from vedtak.pipeline.querying import open_query
    from vedtak.pipeline.tabular import print_rows

    with open_query(database, query) as result:
        print_rows(result, style or ("table" if sys.stdout.isatty() else "nl"))
