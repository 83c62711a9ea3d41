"""`vedtak status`: what is in the database, and what is not."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option


@click.command("status", short_help="Show what is in, what was set aside and why, what to doubt.")
@database_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object, with every path.")
def status(database: Path, as_json: bool) -> None:
    """Show what the database holds, which files were set aside and why, and what to doubt."""
    from vedtak.pipeline.asking.status import read_status, to_text
    from vedtak.pipeline.asking.tabular import to_json

    found = read_status(database)
    click.echo(to_json(found.as_dict(), indent=2) if as_json else to_text(found))
