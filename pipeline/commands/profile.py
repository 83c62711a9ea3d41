"""`vedtak profile`: what profiles there are, and what they make of a document."""

from pathlib import Path

import click

from vedtak.pipeline.commands.options import profile_option
from vedtak.pipeline.errors import ExitCode


@click.group("profile", short_help="List profiles, and try them on documents.")
def profile() -> None:
    """List profiles, and try them on documents.

    A profile is a TOML file that says how one family of documents is known by its text, and what
    it does its own way. `example.toml`, which comes with vedtak, explains it line by line.
    """


@profile.command("list", short_help="List the profiles with what they match by.")
@profile_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON array.")
def list_profiles(profile_files: tuple[Path, ...], as_json: bool) -> None:
    """List the profiles: name, what they are for, what they match by and what they add."""
    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.parsing import profiles

    known = profiles.load_profiles(profile_files)
    listed = profiles.list_to_dict(known)
    click.echo(to_json(listed, indent=2) if as_json else profiles.list_to_text(known))


@profile.command("check", short_help="Say which profile fits a document, and why.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@profile_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON array.")
@click.pass_context
def check(
    ctx: click.Context, files: tuple[Path, ...], profile_files: tuple[Path, ...], as_json: bool
) -> None:
    """Say of each document which profiles fit it and by which words, and which would be used.

    Nothing is imported. Below the profile that would be used stand the words of it that the
    document has, with their pages. A file that can't be read is named on stderr, and the exit code
    is then 1.
    """
    from vedtak.pipeline.asking.tabular import to_json
    from vedtak.pipeline.errors import UnreadableFile
    from vedtak.pipeline.parsing import profiles

    known = profiles.load_profiles(profile_files)
    trials = []
    for file in files:
        try:
            trials.append(profiles.try_profiles(file, known))
        except UnreadableFile as problem:
            click.echo(str(problem), err=True)
        else:
            if not as_json:
                click.echo(profiles.trial_to_text(trials[-1]))
    if as_json:
        click.echo(to_json([profiles.trial_to_dict(trial) for trial in trials], indent=2))
    if len(trials) < len(files):
        ctx.exit(ExitCode.SOME_FILES_FAILED)
