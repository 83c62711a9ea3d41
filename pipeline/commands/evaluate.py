"""`vedtak evaluate`: how good the extraction is, against records made by hand."""

from pathlib import Path

import click

from vedtak.pipeline.errors import CheckFailed


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
def evaluate(
    corpus: Path, as_json: bool, differences: bool, update_floors: bool, lower: bool
) -> None:
    """Compare what is extracted with records made by hand.

    Each document of the corpus is imported alone. The exit code is 6 when a value lies below its
    floor, or when the corpus is not the one that the floors were made for.
    """
    if as_json and differences:
        raise click.UsageError("--json lists the differences too; leave out --differences.")
    if lower and not update_floors:
        raise click.UsageError("--lower says something only together with --update-floors.")

    from vedtak.pipeline import evaluate_report, floors
    from vedtak.pipeline.evaluate import evaluate_corpus
    from vedtak.pipeline.tabular import to_json

    evaluation = evaluate_corpus(corpus)
    if as_json:
        click.echo(to_json(evaluate_report.to_dict(evaluation), indent=2))
    elif not differences:
        click.echo(evaluate_report.to_text(evaluation))
    elif evaluation.total.differences:
        click.echo(evaluate_report.differences_to_text(evaluation))
    if update_floors:
        floors.update_floors(corpus, evaluation, lower=lower)
        return
    if problems := floors.below_floors(evaluation, floors.read_floors(corpus)):
        raise CheckFailed("\n".join(["the evaluation is not good enough:", *problems]))
