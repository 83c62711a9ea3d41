"""`vedtak remove`: take a document out of the database."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option


@click.command("remove", short_help="Remove a document and all that only it says.")
@click.argument("document")
@database_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(document: str, database: Path, yes: bool) -> None:
    """Remove DOCUMENT and all that only it says from the database.

    DOCUMENT is a document_id, the beginning of one, or the path of an imported file. The file
    itself is left alone; what other documents say of the same meetings and cases stays. Importing
    the file again brings everything back.
    """
    from vedtak.pipeline.progress import printable
    from vedtak.pipeline.removing import named_document, remove_document

    key, path = named_document(database, document)
    if not yes:
        click.confirm(
            f"Remove {printable(path)} ({key}) and all that only it says?", abort=True, err=True
        )
    remove_document(database, key)
    click.echo(f"{printable(path)} ({key}) is removed; the file itself is untouched.")
