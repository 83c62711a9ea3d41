"""`vedtak import`: files into the database."""

import typing
from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option
from vedtak.pipeline.errors import ExitCode

if typing.TYPE_CHECKING:
    from vedtak.pipeline.importing import ImportReport


@click.command("import", short_help="Import files and folders into the database.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@database_option
@click.pass_context
def import_files(ctx: click.Context, paths: tuple[Path, ...], database: Path) -> None:
    """Import files and folders into the database.

    A folder stands for all files in it. Files that are there already are left alone. A file that
    gives nothing is named with the reason on stderr, and the exit code is then 1.
    """
    from vedtak.pipeline.importing import import_paths

    report = import_paths(paths, database)
    for path, reason in report.failures:
        click.echo(f"{path}: {reason}", err=True)
    click.echo(_summary(report, database))
    if report.failures:
        ctx.exit(ExitCode.SOME_FILES_FAILED)


def _summary(report: "ImportReport", database: Path) -> str:
    """Put a report into a few lines."""
    outcomes = [f"{report.imported} imported", f"{report.unchanged} unchanged"]
    for number, name in (
        (report.copies, "with the same bytes as another"),
        (len(report.quarantined), "quarantined"),
        (len(report.unreadable), "unreadable"),
        (len(report.missing), "not found"),
    ):
        if number:
            outcomes.append(f"{number} {name}")
    lines = [
        ("Files", f"{report.files} ({', '.join(outcomes)})"),
        ("Pages", f"{report.pages} imported"),
    ]
    if report.files:
        lines += [
            ("Database", str(database)),
            ("Meetings", str(report.meetings)),
            ("Cases", str(report.cases)),
            ("Decisions", str(report.decisions)),
            ("People", str(report.people)),
            ("Unclassified", f"{report.unclassified:.1%} of the text"),
            ("Findings", str(report.findings)),
        ]
    lines.append(("Seconds", f"{report.seconds:.1f}"))
    return "\n".join(f"{name:<13}{value}" for name, value in lines)
