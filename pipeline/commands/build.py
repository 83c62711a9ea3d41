"""`vedtak build`: a database from a folder of Parquet."""

from dataclasses import asdict
from pathlib import Path

import click

from vedtak.pipeline.commands.options import corrections_option
from vedtak.pipeline.counted import counted
from vedtak.pipeline.errors import ExitCode


@click.command("build", short_help="Make a database of what `import --into-parquet` has written.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    required=True,
    help="The database file to make; it must not exist.",
)
@corrections_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_context
def build(
    ctx: click.Context,
    folder: Path,
    database: Path,
    corrections_file: Path | None,
    as_json: bool,
) -> None:
    """Make a new database of FOLDER, the same as if its files had been imported into it.

    Files that were set aside are in the database too, with the reason. Corrections that could not
    be applied are named on stderr, and the exit code is then 1.
    """
    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.corrections.report import corrections_line
    from vedtak.pipeline.corrections.told import corrections_beside, load_corrections
    from vedtak.pipeline.importing.parquet_build import build as build_database
    from vedtak.pipeline.progress import printable

    corrections = load_corrections(corrections_file or corrections_beside(database))
    report = build_database(folder, database, corrections)
    if as_json:
        fields = ("imported", "pages", "meetings", "cases", "decisions", "people", "findings")
        found = {name: getattr(report, name) for name in fields}
        found["quarantined"] = len(report.quarantined)
        found["corrections"] = asdict(report.corrections)
        click.echo(to_json(found, indent=2))
    else:
        aside = f", {len(report.quarantined)} quarantined" if report.quarantined else ""
        click.echo(
            f"{database}: {counted(report.imported, 'document')}{aside}, "
            f"{counted(report.pages, 'page')}, {counted(report.meetings, 'meeting')}, "
            f"{counted(report.cases, 'case')}, {counted(report.decisions, 'decision')}."
        )
        if report.corrections.file:
            click.echo(f"Corrections: {corrections_line(report.corrections)}")
    for said in report.corrections.stale:
        click.echo(printable(said), err=True)
    if report.corrections.stale:
        ctx.exit(ExitCode.SOME_FILES_FAILED)
