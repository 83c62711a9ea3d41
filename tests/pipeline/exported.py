"""Exporting in tests: the commands, and what a folder holds."""

from pathlib import Path

from click.testing import CliRunner, Result

from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import ExitCode


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def exported(database: Path, folder: Path, form: str, *options: str) -> Path:
    result = run("export", folder, "--format", form, "--db", database, *options)
    assert result.exit_code == 0, result.stderr
    return folder


def refused(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code in (ExitCode.USAGE, ExitCode.DATABASE_UNUSABLE)
    (line,) = result.stderr.splitlines()
    return line


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
