"""`vedtak timeline`: a case through all the meetings that treat it."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option


@click.command("timeline", short_help="Show a case through its life, body after body.")
@click.argument("case")
@database_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object, nothing shortened.")
def timeline(case: str, database: Path, as_json: bool) -> None:
    """Show every step of a matter in order: agenda, note, treatment, decision.

    CASE is the key of a case or a matter, or the number of a case as it is written; where several
    cases have that number, they are named.
    """
    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.asking.timeline import read_timeline, to_text

    told = read_timeline(database, case)
    click.echo(to_json(told.as_dict(), indent=2) if as_json else to_text(told))
