"""`vedtak diff`: what was proposed against what was decided."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import case_options, database_option


@click.command("diff", short_help="Show word by word how decisions differ from proposals.")
@click.argument("case")
@database_option
@case_options
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def diff(case: str, database: Path, body: str | None, year: int | None, as_json: bool) -> None:
    """Show word by word how the decisions of CASE differ from the nearest proposal.

    CASE is a case_id or a number such as 12/20. On a terminal what is gone is red and struck, what
    is new green and underlined; elsewhere it stands in [-…-] and {+…+}.
    """
    from rich.console import Console

    from vedtak.pipeline.asking.case_difference import print_difference, read_difference
    from vedtak.pipeline.asking.tabular import to_json

    found = read_difference(database, case, body, year)
    if as_json:
        click.echo(to_json(found.as_dict(), indent=2))
    else:
        print_difference(found, Console())
