"""The command line: results go to stdout, everything else to stderr.

Exit codes are those of `ExitCode`. This is the one place where an error becomes a line of text.
"""

from typing import Any

import click

from vedtak.pipeline.commands.build import build
from vedtak.pipeline.commands.cite import cite
from vedtak.pipeline.commands.correct import correct
from vedtak.pipeline.commands.diff import diff
from vedtak.pipeline.commands.evaluate import evaluate
from vedtak.pipeline.commands.export import export, restore
from vedtak.pipeline.commands.import_files import import_files
from vedtak.pipeline.commands.profile import profile
from vedtak.pipeline.commands.rebuild import rebuild
from vedtak.pipeline.commands.remove import remove
from vedtak.pipeline.commands.schema import schema
from vedtak.pipeline.commands.search import search
from vedtak.pipeline.commands.shell import shell
from vedtak.pipeline.commands.show import show
from vedtak.pipeline.commands.sql import sql
from vedtak.pipeline.commands.status import status
from vedtak.pipeline.commands.timeline import timeline
from vedtak.pipeline.commands.upgrade import upgrade
from vedtak.pipeline.commands.verify import verify
from vedtak.pipeline.errors import ExitCode, VedtakError, interruptible

_EPILOG = "Exit codes: " + "; ".join(
    f"{code.value} {code.name.lower().replace('_', ' ')}" for code in ExitCode
)

_STOPPED = (
    "vedtak: interrupted; what was stored until now is whole. Run the same command again to go on."
)


class _Program(click.Group):
    """A group of commands that ends with one line instead of a traceback."""

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        """Read the command line; Ctrl-C ends this with the same line as everything else."""
        try:
            return super().make_context(*given, **more)
        except KeyboardInterrupt as error:
            click.echo(_STOPPED, err=True)
            raise click.exceptions.Exit(ExitCode.INTERRUPTED) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and turn what went wrong into a line on stderr and an exit code."""
        try:
            with interruptible():
                return super().invoke(ctx)
        except VedtakError as error:
            click.echo(f"vedtak: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo(_STOPPED, err=True)
            ctx.exit(ExitCode.INTERRUPTED)


@click.group(cls=_Program, epilog=f"{_EPILOG}.", context_settings={"max_content_width": 100})
@click.version_option(package_name="vedtak", message="%(prog)s %(version)s")
def main() -> None:
    """Turn Norwegian meeting minutes into one database of decisions and participation."""


COMMANDS = (
    import_files,
    status,
    search,
    show,
    sql,
    shell,
    diff,
    timeline,
    cite,
    verify,
    correct,
    rebuild,
    remove,
    export,
    restore,
    build,
    schema,
    upgrade,
    profile,
    evaluate,
)
for command in COMMANDS:
    main.add_command(command)
