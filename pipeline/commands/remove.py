"""`vedtak remove`: take a document out of the database."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import corrections_option, database_option
from vedtak.pipeline.errors import ExitCode


@click.command("remove", short_help="Remove a document and all that only it says.")
@click.argument("document")
@database_option
@corrections_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def remove(
    ctx: click.Context, document: str, database: Path, corrections_file: Path | None, yes: bool
) -> None:
    """Remove DOCUMENT and all that only it says from the database.

    DOCUMENT is a document_id, the beginning of one, or the path of an imported file. The file
    itself is left alone; what other documents say of the same meetings and cases stays. Importing
    the file again brings everything back. Corrections stay in effect; those that were about the
    document are named on stderr, and the exit code is then 1.
    """
    from vedtak.pipeline.corrections.report import report_corrections
    from vedtak.pipeline.corrections.told import corrections_beside, load_corrections
    from vedtak.pipeline.importing.removing import named_document, remove_document
    from vedtak.pipeline.progress import printable

    corrections = load_corrections(corrections_file or corrections_beside(database))
    key, path = named_document(database, document)
    if not yes:
        click.confirm(
            f"Remove {printable(path)} ({key}) and all that only it says?", abort=True, err=True
        )
    done = remove_document(database, key, corrections)
    click.echo(f"{printable(path)} ({key}) is removed; the file itself is untouched.")
    stale = report_corrections(corrections.path, done, 0).stale
    for said in stale:
        click.echo(printable(said), err=True)
    if stale:
        ctx.exit(ExitCode.SOME_FILES_FAILED)
