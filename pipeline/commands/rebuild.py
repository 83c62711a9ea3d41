"""`vedtak rebuild`: everything derived anew from what is stored."""

from dataclasses import asdict
from pathlib import Path

import click

from vedtak.pipeline.commands.options import corrections_option, database_option
from vedtak.pipeline.errors import ExitCode


@click.command("rebuild", short_help="Derive everything anew from what is stored, corrected.")
@database_option
@corrections_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_context
def rebuild(
    ctx: click.Context, database: Path, corrections_file: Path | None, as_json: bool
) -> None:
    """Derive everything anew from what the documents state, and apply the corrections.

    No file is read again. Corrections that could not be applied are named on stderr, and the exit
    code is then 1; a file that is wrong in itself is refused (2) before anything is touched.
    """
    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.corrections.corrected import count_applied, rebuild_corrected
    from vedtak.pipeline.corrections.report import corrections_line, report_corrections
    from vedtak.pipeline.corrections.told import corrections_beside, load_corrections
    from vedtak.pipeline.errors import DatabaseProblem
    from vedtak.pipeline.progress import printable
    from vedtak.pipeline.storing.store import Store

    corrections = load_corrections(corrections_file or corrections_beside(database))
    if not database.exists():
        raise DatabaseProblem(database, "there is no such file; import documents first")
    with Store.open(database) as store:
        before = count_applied(store)
        done = rebuild_corrected(store, corrections, anew=True)
        report = report_corrections(corrections.path, done, before)
    if as_json:
        click.echo(to_json(asdict(report), indent=2))
    else:
        click.echo(f"Everything is derived anew. Corrections: {corrections_line(report)}")
    for said in report.stale:
        click.echo(printable(said), err=True)
    if report.stale:
        ctx.exit(ExitCode.SOME_FILES_FAILED)
