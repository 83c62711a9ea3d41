"""`vedtak export` and `vedtak restore`: the data in other formats, and back."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option
from vedtak.pipeline.counted import counted

FORMATS = ("parquet", "csv", "json", "sqlite", "einnsyn", "popolo")


@click.command("export", short_help="Write the data in another format: Parquet, CSV, eInnsyn …")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(FORMATS), required=True, help="The format to write."
)
@click.option(
    "--tables",
    "names",
    metavar="NAMES",
    help="Only these tables and views, with commas between; all tables if left out.",
)
@click.option("--overwrite", is_flag=True, help="Replace an earlier export in the folder.")
@database_option
def export(folder: Path, form: str, names: str | None, overwrite: bool, database: Path) -> None:
    """Write the data into FOLDER, with a manifest and a description of every column.

    The folder must be empty or missing. Nothing is left of an export that is cut off. The same
    database gives the same bytes.
    """
    from vedtak.pipeline.exports import exporting

    wanted = [name.strip() for name in (names or "").split(",") if name.strip()]
    done = exporting.export(database, folder, form, wanted, overwrite=overwrite)
    what = "tables and views" if form in exporting.TABULAR else "kinds of record"
    click.echo(f"{folder}: {done.relations} {what}, {counted(done.rows, 'row')}, as {form}.")


@click.command("restore", short_help="Make a database of an export as Parquet or JSON.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    required=True,
    help="The database file to make; it must not exist.",
)
def restore(folder: Path, database: Path) -> None:
    """Make a new database of FOLDER, an export of all tables as Parquet or JSON.

    Every file is compared with the manifest first.
    """
    from vedtak.pipeline.exports import restoring

    rows = restoring.restore(folder, database)
    click.echo(f"{database}: {counted(rows, 'row')} restored.")
