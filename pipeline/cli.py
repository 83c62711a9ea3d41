"""The command line: results go to stdout, everything else to stderr.

Exit codes are those of `ExitCode`. This is the one place where an error becomes a line of text.
"""

import types
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

import click

from vedtak.pipeline.errors import ExitCode, VedtakError, interruptible

COMMANDS: Final[Mapping[str, str]] = types.MappingProxyType(
    {
        "import": "import_files.import_files",
        "status": "status.status",
        "search": "search.search",
        "show": "show.show",
        "sql": "sql.sql",
        "shell": "shell.shell",
        "diff": "diff.diff",
        "timeline": "timeline.timeline",
        "cite": "cite.cite",
        "verify": "verify.verify",
        "correct": "correct.correct",
        "rebuild": "rebuild.rebuild",
        "remove": "remove.remove",
        "export": "export.export",
        "restore": "export.restore",
        "build": "build.build",
        "schema": "schema.schema",
        "upgrade": "upgrade.upgrade",
        "profile": "profile.profile",
        "evaluate": "evaluate.evaluate",
    }
)
"""The commands, each with its place in `commands`; only the one that is run is loaded."""

_EPILOG = "Exit codes: " + "; ".join(
    f"{code.value} {code.name.lower().replace('_', ' ')}" for code in ExitCode
)

_STOPPED = (
    "vedtak: interrupted; what was stored until now is whole. Run the same command again to go on."
)


class _Program(click.Group):
    """A group of commands that ends with one line instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None where there is none of the name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(".")
        command: click.Command = getattr(import_module(f"vedtak.pipeline.commands.{module}"), name)
        return command

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
