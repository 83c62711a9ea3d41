"""`vedtak verify`: the files read again, and every quote proved."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option
from vedtak.pipeline.errors import CheckFailed


@click.command("verify", short_help="Read all files again and prove every quote by its page.")
@database_option
@click.option(
    "--ocr",
    type=click.Choice(["auto", "never"]),
    default="auto",
    show_default=True,
    envvar="VEDTAK_OCR",
    show_envvar=True,
    help="Whether pages that were recognized are recognized again where the cache has them not.",
)
@click.option(
    "--workers",
    type=click.IntRange(0),
    envvar="VEDTAK_WORKERS",
    show_envvar=True,
    help="Files read at once; as many as there are cores if not given, 0 for this process alone.",
)
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def verify(database: Path, ocr: str, workers: int | None, as_json: bool) -> None:
    """Read all files of the database again and prove what it quotes.

    The bytes must hash to what they did, the text of each page must be the same, and all words
    that are kept as written must stand on the pages. What does not hold is named on stderr, and
    the exit code is then 6.
    """
    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.parsing.workers import usable_cores
    from vedtak.pipeline.progress import printable
    from vedtak.pipeline.verifying.verifying import to_text, verify_database

    count = usable_cores() if workers is None else workers
    found = verify_database(database, recognize=ocr != "never", workers=count)
    click.echo(to_json(found.as_dict(), indent=2) if as_json else to_text(found))
    if found.problems:
        lines = [printable(f"{each.path}: {each.message}.") for each in found.problems]
        raise CheckFailed("\n".join([f"{len(lines)} problems:", *lines]))
