"""`vedtak upgrade`: bring a database of an older vedtak up to date."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option


@click.command("upgrade", short_help="Bring a database of an older vedtak up to date.")
@database_option
def upgrade(database: Path) -> None:
    """Add the tables, columns, views and macros that a database of an older vedtak lacks.

    An import does the same. Where columns are new, run your import again: it reads every document
    anew to fill them.
    """
    from vedtak.pipeline.errors import DatabaseProblem
    from vedtak.pipeline.storing.database import open_database

    if not database.exists():
        raise DatabaseProblem(database, "there is no such file; import documents first")
    open_database(database, read_only=False).close()
    click.echo(f"{database} is up to date.")
