"""The way in: `vedtak` as a program.

Loading what the commands need takes a moment, in which Ctrl-C would end in a traceback from the
middle of somebody's library. Until the command line is there, it ends the program in a line.
"""

import atexit
import gc
import os
import signal
import sys
from typing import Any, Final

_INTERRUPTED: Final = 130
"""`ExitCode.INTERRUPTED`, which is not loaded yet."""
_LINE: Final = b"vedtak: interrupted before it began; nothing was done.\n"
_RARELY: Final = 200_000
"""New objects after which cycles of garbage are looked for; what is loaded, fewer, has none."""


def main() -> None:
    """Load the command line and run it."""
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:  # who started it may want it ignored
        signal.signal(signal.SIGINT, _leave)
    gc.set_threshold(_RARELY, 20, 20)
    # Plugins of other people's would be looked for in all packages that are installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.meta_path.insert(0, _NoPandas())
    from vedtak.pipeline.cli import main as command

    if handler is signal.default_int_handler:
        signal.signal(signal.SIGINT, handler)
    try:
        command(prog_name="vedtak")
    except SystemExit as ended:
        _end(ended.code)
        raise


class _NoPandas:
    """Hides pandas, of which the program has no use.

    DuckDB and Arrow import it with the first value they are given, to see whether that is of
    pandas. It takes longer than all that most commands do; and where it is not installed, to look
    for it takes longer than to answer.
    """

    def find_spec(self, name: str, *_: Any) -> None:
        """Say of pandas that it is not there, and nothing of any other module."""
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def _end(code: str | int | None) -> None:
    """End without giving back, one object after the other, what the system takes back as a whole.

    That takes up to half a second after a large import. Comes back if what was said does not get
    out, or the code is none that a program can end with: Python knows what to do then.
    """
    if not isinstance(code, int):
        return
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return
    os._exit(code)


def _leave(*_: Any) -> None:
    """End at once: nothing is open yet that would have to be closed."""
    os.write(2, _LINE)
    os._exit(_INTERRUPTED)
