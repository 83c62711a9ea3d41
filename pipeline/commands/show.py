"""`vedtak show`: what was taken from a document, with the words that it came from."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option


@click.command("show", short_help="Show what a document says, with the words it came from.")
@click.argument("document")
@database_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object, nothing shortened.")
def show(document: str, database: Path, as_json: bool) -> None:
    """Show what DOCUMENT says, each record with its page, certainty and words.

    DOCUMENT is a document_id, the beginning of one, or the path of an imported file.
    """
    from vedtak.pipeline.asking.showing import show_document, to_text
    from vedtak.pipeline.asking.tabular import to_json

    tree = show_document(database, document)
    click.echo(to_json(tree.as_dict(), indent=2) if as_json else to_text(tree))
