"""`vedtak correct`: entries for the corrections file."""

import datetime as dt
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from vedtak.pipeline.commands.options import corrections_option, database_option

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group("correct", short_help="Write down what a person knows better, to be applied always.")
def correct() -> None:
    """Write entries into the corrections file, checked against the database.

    The file is corrections.toml next to the database, or the one given with --corrections; it can
    also be edited by hand. Entries take effect with the next import or `vedtak rebuild`.
    """


def _common(command: Command) -> Command:
    """Add the options that all entries have."""
    for option in (
        click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="When, for the file."),
        click.option("--by", help="Who says so, for the file."),
        click.option("--reason", required=True, help="Why."),
        corrections_option,
        database_option,
    ):
        command = option(command)
    return command


def _kind(command: Command) -> Command:
    return click.option(
        "--organization", is_flag=True, help="The names are those of organizations, not of people."
    )(command)


@correct.command("merge", short_help="Names are one person's.")
@click.argument("names", nargs=-1, required=True, metavar="NAME NAME…")
@click.option("--into", help="The name to show.")
@click.option("--body", "bodies", multiple=True, help="Mean the names in this body's papers only.")
@_kind
@_common
def merge(names: tuple[str, ...], into: str | None, bodies: tuple[str, ...], **given: Any) -> None:
    """Take NAMEs, as they are written, for one person's (or organization's).

    With --body once, all of them are meant in the papers of that body; else give it once for each.
    """
    _append("merge", {"names": _names(names, bodies), "into": into}, given)


@correct.command("split", short_help="Names are different people's.")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--body", "bodies", multiple=True, help="Body in whose papers a name is meant.")
@_kind
@_common
def split(names: tuple[str, ...], bodies: tuple[str, ...], **given: Any) -> None:
    """Keep NAMEs apart; one NAME with several --body is a different person in each body."""
    _append("split", {"names": _names(names, bodies)}, given)


@correct.command("rename", short_help="The name that somebody goes by.")
@click.argument("name")
@click.argument("new_name", metavar="SHOWN")
@click.option("--body", "bodies", multiple=True, help="Body in whose papers the name is meant.")
@_kind
@_common
def rename(name: str, new_name: str, bodies: tuple[str, ...], **given: Any) -> None:
    """Show the person (or organization) who is written NAME as SHOWN."""
    (only,) = _names((name,), bodies)
    _append("rename", {"name": only, "to": new_name}, given)


@correct.command("set", short_help="The value of a field.")
@click.argument("key")
@click.argument("column")
@click.argument("value", required=False)
@click.option("--clear", is_flag=True, help="Empty the field.")
@_common
def set_field(key: str, column: str, value: str | None, clear: bool, **given: Any) -> None:
    """Set COLUMN of the record KEY to VALUE, bound to the words that it came from.

    KEY is as in `vedtak show`; for points and ballots with the number behind #. Lists are JSON.
    """
    from vedtak.pipeline.corrections.writing import setting_fields

    if clear == (value is not None):
        raise click.UsageError("give either a VALUE or --clear.")
    _append("set", setting_fields(given["database"], key, column, value), given)


def _names(names: tuple[str, ...], bodies: tuple[str, ...]) -> list[str | dict[str, str]]:
    """Put names and bodies together."""
    if not bodies:
        return list(names)
    if len(names) == 1:
        names *= len(bodies)
    if len(bodies) == 1:
        bodies *= len(names)
    if len(names) != len(bodies):
        raise click.UsageError("give --body once, or once for each name.")
    return [{"name": name, "body": body} for name, body in zip(names, bodies, strict=True)]


def _append(action: str, fields: dict[str, Any], given: dict[str, Any]) -> None:
    """Append an entry and say so."""
    from vedtak.pipeline.corrections.told import FILE_NAME
    from vedtak.pipeline.corrections.writing import add_entry

    database: Path = given["database"]
    path = given["corrections_file"] or database.with_name(FILE_NAME)
    if given.get("organization"):
        fields["kind"] = "organization"
    date = typing.cast("dt.datetime | None", given["date"])
    fields |= {"reason": given["reason"], "by": given["by"], "date": date.date() if date else None}
    entry = add_entry(database, path, action, fields)
    click.echo(
        f"{path}: {entry.where} is new; it takes effect with the next import or `vedtak rebuild`."
    )
