"""Ctrl-C before the command line is there."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.test_import_command import POSIX
from vedtak.pipeline.errors import ExitCode

SCRIPT = """
import os, signal, sys

when, handler = sys.argv[1:3]
sys.argv[1:] = ["--version"]

class Interrupting:
    def find_spec(self, name, *more):
        if name == when:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, getattr(signal, handler))
from vedtak.pipeline.start import main
sys.meta_path.insert(0, Interrupting())
main()
"""
WHILE_LOADING = ("vedtak.pipeline.cli", "click", "inspect", "vedtak.pipeline.errors")


def start(when: str, handler: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-c", SCRIPT, when, handler], capture_output=True)


@POSIX
@pytest.mark.parametrize("when", WHILE_LOADING)
def test_ctrl_c_while_it_is_loaded_ends_in_one_line(when: str) -> None:
    ended = start(when, "default_int_handler")
    assert ended.returncode == ExitCode.INTERRUPTED
    assert ended.stdout == b""
    (line,) = ended.stderr.splitlines()
    assert line == b"vedtak: interrupted before it began; nothing was done."


@POSIX
def test_a_program_that_is_not_to_be_interrupted_is_not() -> None:
    ended = start("vedtak.pipeline.cli", "SIG_IGN")
    assert (ended.returncode, ended.stderr) == (ExitCode.OK, b"")
    assert ended.stdout.startswith(b"vedtak ")


END = """
import atexit, sys
from vedtak.pipeline.start import _end

atexit.register(sys.stdout.write, "and this")
print("this")
_end(int(sys.argv[1]))
sys.exit(int(sys.argv[1]))
"""


def test_what_was_said_is_out_before_the_end() -> None:
    done = subprocess.run([sys.executable, "-c", END, "6"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (6, "this\nand this")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_what_cannot_be_said_at_the_end_is_no_success() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-c", END, "0"]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE)
    assert ended.returncode != ExitCode.OK
    assert b"No space left" in ended.stderr


MINUTES = """Møteprotokoll
Formannskapet i Vik
Møte 3/2020
Dato: 2. mars 2020
Til stede: Kari Ås, Ola Lie

Sak 1/20 Budsjett
Vedtak: Budsjettet vedtas.
"""
IMPORT = """
import atexit, sys
from vedtak.pipeline.start import main
heavy = {"numpy", "pandas", "pdfplumber", "pyarrow", "spacy"}
atexit.register(lambda: print("loaded:", sorted(heavy & {*sys.modules})))
main()
"""


def test_a_small_text_is_imported_without_loading_what_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "referat.txt").write_text(MINUTES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, "import", "referat.txt", "--workers", "0", "--quiet"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (ExitCode.OK, "")
    assert "1 imported" in done.stdout
    assert done.stdout.endswith("loaded: []\n")
