"""`vedtak search`: find decisions, cases, proposals, notes and meetings by their words."""

import datetime as dt
import sys
import typing
from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option

if typing.TYPE_CHECKING:
    from vedtak.pipeline.searching.search import Found, Hit

_KINDS = ("decisions", "cases", "proposals", "notes", "meetings")


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """Read '2020-04-01', or '2020', which stands for its first day, as an end for its last."""
    if value is None:
        return None
    try:
        if value.isdecimal() and len(value) == 4:
            return (
                dt.date(int(value), 1, 1) if param.name == "first" else dt.date(int(value), 12, 31)
            )
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no day; write 2020 or 2020-04-01.") from error


@click.command("search", short_help="Find cases, decisions, proposals and notes by their words.")
@click.argument("query", nargs=-1, required=True)
@database_option
@click.option(
    "--in",
    "kinds",
    type=click.Choice(_KINDS),
    multiple=True,
    help="Only these records; repeatable.",
)
@click.option("--body", help="A body's key, or part of its name or its organization's.")
@click.option("--from", "first", callback=_day, metavar="DAY", help="First day, or year.")
@click.option("--to", "last", callback=_day, metavar="DAY", help="Last day, or year.")
@click.option("--type", "case_type", help="Type of the case: Orientering, politisk …")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=10, show_default=True, help="Hits at most."
)
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def search(
    query: tuple[str, ...],
    database: Path,
    kinds: tuple[str, ...],
    body: str | None,
    first: dt.date | None,
    last: dt.date | None,
    case_type: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Find records by their words, best first, one hit per case.

    Endings, bokmål or nynorsk, and the parts of compounds are no matter: høring finds
    høyringsuttale. Inside the query, "several words" must stand together, styr* finds what begins
    so, høring|innspill one or the other, and a minus leaves out: vedtak search 'skole -salg'.
    """
    from vedtak.models.search import TextKind
    from vedtak.pipeline.searching.search import Filters, open_search
    from vedtak.pipeline.searching.search import search as find

    if first and last and first > last:
        raise click.UsageError(f"--from {first} lies after --to {last}.")
    chosen = tuple(TextKind(kind.removesuffix("s")) for kind in kinds)
    filters = Filters(body, first, last, case_type, chosen)
    with open_search(database) as connection:
        found = find(connection, " ".join(query), filters, limit)
    _tell(found)
    if as_json:
        _print_json(found)
    else:
        _print_text(found)


def _tell(found: "Found") -> None:
    """Say on stderr what was searched for besides, and that nothing was found."""
    for word, others in found.also_for.items():
        click.echo(
            f"{word!r} is not in the archive; searched also for {', '.join(others)}", err=True
        )
    if not found.hits:
        click.echo("nothing found", err=True)


def _print_text(found: "Found") -> None:
    """Print the hits for reading."""
    mark = _bold if sys.stdout.isatty() else _starred
    for number, hit in enumerate(found.hits, start=1):
        click.echo("\n".join(_lines(number, hit, found, mark)))
    if found.total > len(found.hits):
        click.echo(f"{len(found.hits)} of {found.total} shown; --limit shows more", err=True)


def _lines(
    number: int, hit: "Hit", found: "Found", mark: typing.Callable[[str], str]
) -> typing.Iterator[str]:
    """Yield the lines of one hit."""
    from vedtak.pipeline.texts.marking import excerpt, mark_words

    kinds = ", ".join([hit.kind, *hit.also])
    yield f"{number}. {mark_words(hit.title or hit.record_id, found.marked, mark)}  ({kinds})"
    page = f", p. {hit.page}" if hit.page else ""
    where = " · ".join(text for text in (hit.meeting_id, hit.date and hit.date.isoformat()) if text)
    yield f"   {where} · {hit.document_path or '?'}{page}"
    if hit.text:
        yield f"   {mark_words(excerpt(hit.text, found.marked), found.marked, mark)}"


def _print_json(found: "Found") -> None:
    """Print everything as one JSON object."""
    import dataclasses

    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.texts.marking import excerpt, mark_words

    hits = [
        {
            **dataclasses.asdict(hit),
            "excerpt": mark_words(excerpt(hit.text, found.marked), found.marked, _starred),
        }
        for hit in found.hits
    ]
    answer = {"query": found.query, "total": found.total, "also_for": found.also_for, "hits": hits}
    click.echo(to_json(answer, indent=2))


def _bold(word: str) -> str:
    """Mark a word on a terminal."""
    return click.style(word, bold=True)


def _starred(word: str) -> str:
    """Mark a word where there is no bold."""
    return f"**{word}**"
