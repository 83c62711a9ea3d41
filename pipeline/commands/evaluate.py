"""`vedtak evaluate`: how good the extraction is, against records made by hand."""

import typing
from pathlib import Path

import click

from vedtak.pipeline.commands.options import profile_option
from vedtak.pipeline.errors import CheckFailed

if typing.TYPE_CHECKING:
    from vedtak.extractors.profile import Profiles


@click.command("evaluate", short_help="Compare what is extracted with records made by hand.")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path, file_okay=False),
    default="corpus",
    show_default=True,
    help="Folder with documents, gold/, manifest.toml and floors.toml.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object.")
@click.option("--differences", is_flag=True, help="Only list every value that is not as expected.")
@click.option("--update-floors", is_flag=True, help="Pin the values of this run as floors.")
@click.option("--lower", is_flag=True, help="Let --update-floors lower or drop a floor.")
@profile_option
@click.option(
    "--no-profiles",
    is_flag=True,
    help="Show how good each family comes out without its profile; with --against, use none.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="OTHER",
    help="Instead show which records appeared, vanished or changed since this database was made.",
)
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    help="With --against: compare this database instead of the corpus as it is extracted now. "
    "With --corrections: the database that they belong to.",
)
@click.option(
    "--corrections",
    "corrections_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Instead take corrections as gold: which of them do the rules get right by themselves?",
)
@click.option(
    "--search", "of_search", is_flag=True, help="Instead ask the judged queries of the corpus."
)
def evaluate(
    corpus: Path,
    as_json: bool,
    differences: bool,
    update_floors: bool,
    lower: bool,
    profile_files: tuple[Path, ...],
    no_profiles: bool,
    against: Path | None,
    database: Path | None,
    corrections_file: Path | None,
    of_search: bool,
) -> None:
    """Compare what is extracted with records made by hand.

    Each document of the corpus is imported alone. The exit code is 6 when a value lies below its
    floor, or when the corpus is not the one that the floors were made for; with --no-profiles when
    F1 of a family lies below 0.9. With --against and --corrections nothing is judged, and the exit
    code is 0.
    """
    asked = {
        "--differences": differences,
        "--update-floors": update_floors,
        "--no-profiles": no_profiles,
        "--profile": bool(profile_files),
        "--against": against is not None,
        "--corrections": corrections_file is not None,
        "--search": of_search,
    }
    _check_usage(asked, as_json=as_json, lower=lower, database=database)

    from vedtak.pipeline.parsing.profiles import load_profiles

    if corrections_file is not None:
        _corrections(corrections_file, database, as_json=as_json)
    elif of_search:
        _search(corpus)
    elif against is not None:
        profiles = load_profiles(profile_files, switched_off=no_profiles)
        _against(against, database, corpus, profiles, as_json=as_json)
    elif no_profiles:
        _without_profiles(corpus, as_json=as_json, differences=differences)
    else:
        profiles = load_profiles(profile_files)
        _with_floors(corpus, profiles, asked, as_json=as_json, lower=lower)


_ALONE = {
    "--search": ("--differences", "--update-floors", "--no-profiles", "--profile", "--against"),
    "--against": ("--differences", "--update-floors"),
    "--no-profiles": ("--update-floors", "--profile"),
    "--corrections": (
        "--differences",
        "--update-floors",
        "--no-profiles",
        "--profile",
        "--against",
    ),
}
"""Options, each with those that say nothing together with it."""


def _check_usage(
    asked: dict[str, bool], *, as_json: bool, lower: bool, database: Path | None
) -> None:
    """Refuse options that say nothing together."""
    if as_json and asked["--differences"]:
        raise click.UsageError("--json lists the differences too; leave out --differences.")
    if lower and not asked["--update-floors"]:
        raise click.UsageError("--lower says something only together with --update-floors.")
    if database is not None and not (asked["--against"] or asked["--corrections"]):
        raise click.UsageError("--db says something only together with --against or --corrections.")
    for option, others in _ALONE.items():
        for other in others:
            if asked[option] and asked[other]:
                raise click.UsageError(f"{other} says nothing together with {option}.")


def _search(corpus: Path) -> None:
    """Print how good the search is, and hold it against its bars."""
    from vedtak.pipeline.evaluating.evaluate import imported_corpus
    from vedtak.pipeline.searching import quality as search_quality
    from vedtak.pipeline.searching.search import open_search

    queries = search_quality.read_queries(corpus)
    with imported_corpus(corpus) as database, open_search(database) as connection:
        answers = [search_quality.answer(connection, query) for query in queries]
    click.echo(search_quality.to_text(answers))
    recall, rank = search_quality.means(answers)
    if recall < search_quality.RECALL_FLOOR or rank < search_quality.MRR_FLOOR:
        raise CheckFailed(
            f"the search is not good enough: recall {recall:.3f} (at least "
            f"{search_quality.RECALL_FLOOR}), MRR {rank:.3f} (at least {search_quality.MRR_FLOOR})"
        )


def _with_floors(
    corpus: Path, profiles: "Profiles", asked: dict[str, bool], *, as_json: bool, lower: bool
) -> None:
    """Print the evaluation and hold it against its floors."""
    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.evaluating import floors
    from vedtak.pipeline.evaluating import report as evaluate_report
    from vedtak.pipeline.evaluating.evaluate import evaluate_corpus

    evaluation = evaluate_corpus(corpus, profiles)
    if as_json:
        click.echo(to_json(evaluate_report.to_dict(evaluation), indent=2))
    elif not asked["--differences"]:
        click.echo(evaluate_report.to_text(evaluation))
    elif evaluation.total.differences:
        click.echo(evaluate_report.differences_to_text(evaluation))
    if evaluation.skipped and asked["--differences"]:
        click.echo(evaluate_report.skipped_to_text(evaluation), err=True)
    if asked["--update-floors"]:
        floors.update_floors(corpus, evaluation, lower=lower)
        return
    if problems := floors.below_floors(evaluation, floors.read_floors(corpus)):
        raise CheckFailed("\n".join(["the evaluation is not good enough:", *problems]))


def _without_profiles(corpus: Path, *, as_json: bool, differences: bool) -> None:
    """Print how good each family comes out without its profile."""
    from vedtak.extractors.profile import standard_profiles
    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.evaluating import leave_out
    from vedtak.pipeline.evaluating import report as evaluate_report

    result = leave_out.leave_one_out(corpus, standard_profiles())
    if as_json:
        report = evaluate_report.to_dict(result.off)
        click.echo(to_json({**report, "leave_one_out": leave_out.to_dict(result)}, indent=2))
    elif not differences:
        click.echo(leave_out.to_text(result))
    elif result.off.total.differences:
        click.echo(evaluate_report.differences_to_text(result.off))
    if result.below:
        raise CheckFailed("\n".join(["without profiles it is not good enough:", *result.below]))


def _against(
    base: Path, database: Path | None, corpus: Path, profiles: "Profiles", *, as_json: bool
) -> None:
    """Print what became of the records of a base."""
    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.evaluating import against_report
    from vedtak.pipeline.evaluating.against import compare_databases
    from vedtak.pipeline.evaluating.evaluate import imported_corpus

    if database is not None:
        comparison = compare_databases(base, database, str(database))
    else:
        with imported_corpus(corpus, profiles) as now:
            comparison = compare_databases(base, now, f"{corpus} as extracted now")
    if as_json:
        click.echo(to_json(against_report.to_dict(comparison), indent=2))
    else:
        click.echo(against_report.to_text(comparison))


def _corrections(path: Path, database: Path | None, *, as_json: bool) -> None:
    """Print which corrections the rules get right by themselves."""
    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.corrections.told import load_corrections
    from vedtak.pipeline.evaluating.corrections_gold import judge_corrections, to_dict, to_text

    found = judge_corrections(database or Path("vedtak.duckdb"), load_corrections(path))
    click.echo(to_json(to_dict(found), indent=2) if as_json else to_text(found))
