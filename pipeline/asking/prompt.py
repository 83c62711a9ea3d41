"""The shell at a terminal: a line with completion, history and several lines per statement."""

import contextlib
from collections.abc import Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completion
from prompt_toolkit.completion import Completer as LineCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from vedtak.pipeline.asking.shell import Completer, Shell, history_file


class _Words(LineCompleter):
    """Hands the words of our completer to the prompt."""

    def __init__(self, completer: Completer) -> None:
        self._completer = completer

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        """Yield what the word before the cursor may become."""
        word, candidates = self._completer.complete(document.current_line_before_cursor)
        for candidate in candidates:
            yield Completion(candidate, start_position=-len(word))


def open_history() -> History:
    """Open the history; without a place to keep it, it lasts as long as the shell."""
    path = history_file()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Questions may name people: nobody else needs to read them.
        path.touch(mode=0o600)
        return FileHistory(str(path))
    return InMemoryHistory()


def run_prompt(shell: Shell, completer: Completer) -> None:
    """Ask for lines until the user leaves."""
    session: PromptSession[str] = PromptSession(
        history=open_history(), completer=_Words(completer), complete_while_typing=False
    )
    while True:
        try:
            line = session.prompt("   ...> " if shell.waiting else "vedtak> ")
        except KeyboardInterrupt:
            shell.drop()
            continue
        except EOFError:
            return
        if not shell.line(line):
            return
