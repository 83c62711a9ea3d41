"""`vedtak cite`: a reference with the words and where they stand."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import case_options, database_option


@click.command("cite", short_help="Print a reference: file, page, characters and quoted words.")
@click.argument("record")
@database_option
@case_options
@click.option(
    "--style",
    type=click.Choice(["text", "bibtex", "json"]),
    default="text",
    show_default=True,
    help="A footnote, an entry of BibTeX, or CSL-JSON for reference managers.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "nb"]),
    default="en",
    show_default=True,
    help="Language of the words around the quote.",
)
def cite(
    record: str, database: Path, body: str | None, year: int | None, style: str, language: str
) -> None:
    """Print a reference to RECORD: who met when, the words, and where in which file they stand.

    RECORD is a key (of a decision, proposal, vote, case, meeting, attendance …) or the number of a
    case, such as 12/20; of a case its decisions are cited. `vedtak verify` proves references.
    """
    from vedtak.pipeline.asking.citation_styles import to_style
    from vedtak.pipeline.asking.citing import cite as make_citations

    click.echo(to_style(make_citations(database, record, body, year), style, language))
