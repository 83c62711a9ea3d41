"""`vedtak import`: files into the database."""

import contextlib
import importlib.util
import sys
import typing
from pathlib import Path

import click

from vedtak.pipeline.commands.options import corrections_option, database_option, profile_option
from vedtak.pipeline.errors import ExitCode, MissingProgram

if typing.TYPE_CHECKING:
    from collections.abc import Callable

    from vedtak.pipeline.importing.options import ImportOptions
    from vedtak.pipeline.outcomes import ImportReport
    from vedtak.pipeline.parsing.cluster import ClusterPool
    from vedtak.pipeline.parsing.workers import WorkerPool
    from vedtak.pipeline.settings import ParseOptions


@click.command("import", short_help="Import files and folders into the database.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@database_option
@click.option(
    "--workers",
    type=click.IntRange(0),
    envvar="VEDTAK_WORKERS",
    show_envvar=True,
    help="Files read at once, each in a process of its own; as many as there are cores if not "
    "given. 0 reads in this process: only to look for faults, since a file that crashes or hangs "
    "then takes the import with it.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Read on the workers of this Dask cluster: address of its scheduler, or the scheduler "
    "file. Every machine must have the files under the same path.",
)
@click.option(
    "--ship-files",
    is_flag=True,
    help="With --cluster: send the bytes of the files along, for machines that do not have them.",
)
@click.option(
    "--into-parquet",
    "parquet",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write Parquet files into this folder instead of a database, for `vedtak build`.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Time for one page, and for all the rest of a file; every page adds a twentieth to the "
    "time of its file, and every page that is recognized all of it.",
)
@click.option(
    "--memory",
    type=click.IntRange(100),
    default=2000,
    show_default=True,
    metavar="MB",
    help="Memory that each of these processes may ask for (Linux only).",
)
@click.option(
    "--ocr",
    type=click.Choice(["auto", "never", "force"]),
    default="auto",
    show_default=True,
    envvar="VEDTAK_OCR",
    show_envvar=True,
    help="Recognize pages with Tesseract: those without usable text, none, or all of every PDF.",
)
@click.option(
    "--keep-ocr",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Keep a searchable copy of every PDF that was recognized here.",
)
@click.option("--force", is_flag=True, help="Read files anew that are there already.")
@click.option(
    "--retry-quarantined", is_flag=True, help="Read files anew that were set aside before."
)
@profile_option
@click.option("--no-profiles", is_flag=True, help="Use no profile.")
@corrections_option
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write the report as one page of HTML.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option("--profile-stages", is_flag=True, help="Also print what each stage cost, in seconds.")
@click.option("--quiet", is_flag=True, help="No progress; only what failed, and the report.")
@click.pass_context
def import_files(ctx: click.Context, /, paths: tuple[Path, ...], **given: typing.Any) -> None:
    """Import files and folders into the database.

    A folder stands for all files in it, and - for the paths on standard input, one per line. Files
    that are there already are left alone, and so are files that were set aside before. A file that
    gives nothing is named with the reason on stderr, and so is a correction that could not be
    applied; the exit code is then 1. An import that was stopped goes on when it is run again.
    """
    from vedtak.pipeline.reading.collecting import expand_paths

    _check(ctx, given)
    report = _run([*expand_paths(paths, _standard_input)], _options(given), given)
    if given["report_file"] is not None:
        from vedtak.pipeline.importing.report import write_report

        try:
            write_report(report, given["database"], given["report_file"])
        except OSError as error:
            raise click.UsageError(
                f"the report can't be written to {given['report_file']} ({error.strerror}); "
                "the import itself is done."
            ) from error
    if given["as_json"]:
        from vedtak.pipeline.asking.tabular import to_json
        from vedtak.pipeline.outcomes import to_dict

        click.echo(to_json(to_dict(report, stages=given["profile_stages"]), indent=2))
    else:
        click.echo(_summary(report, given["parquet"] or given["database"], given["parquet"]))
        if given["profile_stages"]:
            from vedtak.pipeline.stages import stage_lines

            click.echo("\n" + "\n".join(stage_lines(report.stages.seconds)))
    if report.failures or report.corrections.stale:
        ctx.exit(ExitCode.SOME_FILES_FAILED)


def _standard_input() -> bytes:
    return sys.stdin.buffer.read()


def _options(given: dict[str, typing.Any]) -> "ImportOptions":
    """Make the options of the import from those of the command."""
    from vedtak.pipeline.corrections.told import corrections_beside, load_corrections
    from vedtak.pipeline.importing.options import ImportOptions
    from vedtak.pipeline.parsing.profiles import load_profiles
    from vedtak.pipeline.settings import Limits, OcrMode, ParseOptions

    profiles = load_profiles(given["profile_files"], switched_off=given["no_profiles"])
    limits = Limits(given["timeout"], given["memory"])
    parsing = ParseOptions(OcrMode(given["ocr"]), profiles, given["keep_ocr"], limits)
    path = given["corrections_file"]
    if not given["parquet"]:
        path = path or corrections_beside(given["database"])
    return ImportOptions(
        parsing, given["force"], given["retry_quarantined"], load_corrections(path)
    )


def _check(ctx: click.Context, given: dict[str, typing.Any]) -> None:
    """Refuse options that don't go together."""
    if given["ship_files"] and not given["cluster"]:
        raise click.UsageError("--ship-files goes with --cluster only.")
    if given["ship_files"] and given["keep_ocr"] is not None:
        raise click.UsageError("--keep-ocr does not go with --ship-files.")
    if given["parquet"] is None:
        return
    # Nothing is derived there, and nothing replaced.
    for name, option in (
        ("database", "--db"),
        ("force", "--force"),
        ("corrections_file", "--corrections"),
        ("report_file", "--report"),
    ):
        if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option} does not go with --into-parquet.")


def _run(
    paths: list[Path], options: "ImportOptions", given: dict[str, typing.Any]
) -> "ImportReport":
    """Import, and name on stderr what failed."""
    from vedtak.pipeline.progress import printable, watch_import

    if options.parsing.ocr == "force":
        from vedtak.pipeline.reading.ocr import require_ocr

        require_ocr()
    quiet, here = given["quiet"], given["workers"] == 0 and not given["cluster"]
    with (
        contextlib.nullcontext() if here else _pool(options.parsing, given) as pool,
        watch_import(quiet, lambda: pool.pages_underway if pool else 0) as watch,
    ):
        report = _import(given)(
            paths,
            given["parquet"] or given["database"],
            options,
            pool.parse if pool else None,
            watch.tell,
            watch.total,
        )
    for path, reason in report.failures if quiet else report.missing:
        click.echo(printable(f"{path}: {reason}"), err=True)
    for said in report.corrections.stale:
        click.echo(printable(said), err=True)
    return report


def _import(given: dict[str, typing.Any]) -> "Callable[..., ImportReport]":
    """Return what imports: into a database, or into a folder of Parquet."""
    if given["parquet"]:
        from vedtak.pipeline.importing.into_parquet import import_into_parquet

        return import_into_parquet
    from vedtak.pipeline.importing.importing import import_paths

    return import_paths


def _pool(options: "ParseOptions", given: dict[str, typing.Any]) -> "WorkerPool | ClusterPool":
    """Make what parses: processes of this machine, or a cluster."""
    if given["cluster"]:
        if importlib.util.find_spec("distributed") is None:
            raise MissingProgram(
                "--cluster needs Dask, which is not installed; pip install 'vedtak[cluster]'."
            )
        from vedtak.pipeline.parsing.cluster import ClusterPool

        return ClusterPool(given["cluster"], options, ship=given["ship_files"])
    from vedtak.pipeline.parsing.workers import WorkerPool

    return WorkerPool(options, given["workers"])


def _summary(report: "ImportReport", place: Path, parquet: Path | None) -> str:
    """Put a report into a few lines; a folder of Parquet has nothing derived to tell of."""
    from vedtak.pipeline.corrections.report import corrections_line

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
    if parquet:
        lines.append(("Folder", str(place)))
    elif report.files:
        lines += [
            ("Database", str(place)),
            ("Meetings", str(report.meetings)),
            ("Cases", str(report.cases)),
            ("Decisions", str(report.decisions)),
            ("People", str(report.people)),
            ("Unclassified", f"{report.unclassified:.1%} of the text"),
            ("Findings", str(report.findings)),
        ]
    if report.corrections.file or report.corrections.undone:
        lines.append(("Corrections", corrections_line(report.corrections)))
    lines.append(("Seconds", f"{report.seconds:.1f}"))
    return "\n".join(f"{name:<13}{value}" for name, value in lines)
