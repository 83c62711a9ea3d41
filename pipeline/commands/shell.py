"""`vedtak shell`: ask the database one question after the other."""

import sys
from pathlib import Path

import click

from vedtak.pipeline.commands.options import database_option, format_options


@click.command("shell", short_help="Ask one question after the other, with completion.")
@database_option
@format_options
def shell(database: Path, style: str | None) -> None:
    """Ask the database in SQL, one question after the other; nothing can be changed.

    Tab completes tables, columns, macros and the words of SQL; arrows bring back earlier questions.
    `.help` lists the commands. What is piped in is answered as it comes.
    """
    from vedtak.pipeline.asking.querying import open_locked
    from vedtak.pipeline.asking.shell import HELP, Completer, Shell, keywords, run_lines
    from vedtak.pipeline.errors import ExitCode

    terminal = sys.stdin.isatty()
    style = style or ("table" if sys.stdout.isatty() else "nl")
    with open_locked(database) as connection:
        session = Shell(connection, style)
        if terminal:
            from vedtak.pipeline.asking.prompt import run_prompt

            click.echo(HELP, err=True)
            run_prompt(session, Completer(keywords(connection)))
            return
        lines = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace").splitlines()
        run_lines(session, iter(lines))
    if session.failed:
        raise SystemExit(ExitCode.USAGE)
