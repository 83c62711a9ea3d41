"""Nothing that a file holds stops an import, and no file gets lost."""

import json
import os
import sys
import tempfile
from pathlib import Path

import pytest

from tests.pipeline.faults import HOSTILE, hostile_pdf, mutations
from tests.pipeline.test_import_command import run
from tests.pipeline.test_importing import NOTE, PROTOCOL, ask
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.parsing.document import NO_MINUTES, parse_file
from vedtak.pipeline.parsing.workers import WorkerPool
from vedtak.pipeline.reading import file as reading
from vedtak.pipeline.settings import Limits, ParseOptions

COUNT = 1000


def test_mutated_files_are_imported_or_named(tmp_path: Path) -> None:
    folder = tmp_path / "arkiv"
    folder.mkdir()
    made = dict(mutations(COUNT, seed=4))
    assert len(made) == COUNT
    for name, data in made.items():
        (folder / name).write_bytes(data)
    options = ParseOptions(limits=Limits(seconds=30))
    database = tmp_path / "v.duckdb"
    with WorkerPool(options) as pool:
        report = import_paths([folder], database, ImportOptions(options), pool.parse)
    assert report.files == COUNT
    assert report.unreadable == report.missing == []
    assert report.imported + report.copies + len(report.quarantined) == COUNT
    assert report.imported > COUNT / 4
    for path, reason in report.quarantined:
        assert reason.strip(), path
        assert "\n" not in reason
        assert "fault of vedtak" not in reason, (path, reason)
    ((stored,),) = ask(database, "SELECT count(DISTINCT path) FROM document_paths")
    assert stored == COUNT


def test_mutations_are_the_same_every_time() -> None:
    assert list(mutations(20, seed=1)) == list(mutations(20, seed=1))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The reasons for which hostile PDFs are set aside, by name; empty where they are not."""
    folder = tmp_path_factory.mktemp("fiendtlig")
    for name in HOSTILE:
        (folder / f"{name}.pdf").write_bytes(hostile_pdf(name))
    # Time enough on the busiest machine: here it is memory that ends what has no end.
    options = ParseOptions(limits=Limits(seconds=300, memory_mb=600))
    with WorkerPool(options, 2) as pool:
        results = list(pool.parse(sorted(folder.iterdir())))
    return {Path(parsed.path).stem: parsed.refusal or "" for parsed in results}


BLANK = "all its pages are blank; look whether it is the right file"
OUT_OF_MEMORY = "a file needs more memory than the 600 MB that a worker may have"
REASONS = {
    "bomb": OUT_OF_MEMORY,
    "form in itself": OUT_OF_MEMORY,
    "million pages": "it has 1000000 pages, more than the 20000 that are read; split it",
    "million pages in a row": "it has 1000000 pages, more than the 20000 that are read; split it",
    "page list in itself": "page 1 of 2000 is damaged",
    "page list in a ring": "page 1 of 9 is damaged",
    "font without mapping": "the fonts do not say which letters they show",
    "huge page": "page 1 has an absurd size (200000 by 200000 points)",
    # pdfium takes a letter's size for it, and reads the page.
    "page without area": NO_MINUTES,
    "deep lists": BLANK,
    "deep objects": "the PDF is damaged, or has no pages",
    "script": BLANK,
}
"""What is said of each, word by word: one reason, whatever the machine has to do besides."""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to the limit of memory")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pdf_is_set_aside_with_a_reason(name: str, hostile: dict[str, str]) -> None:
    assert REASONS[name] in hostile[name]
    assert "fault of vedtak" not in hostile[name]
    assert hostile.keys() == REASONS.keys()


def test_odd_names_are_named_and_kept_apart(tmp_path: Path) -> None:
    folder = tmp_path / "arkiv"
    folder.mkdir()
    names = [b"a'b\"c.txt", b"linje\nskift.txt", b"-rf.txt", b"$(reboot).txt", b"  .txt"]
    if sys.platform == "linux":
        names += [b"m\xf8te.txt", b"m\xe5te.txt"]
    text = PROTOCOL.read_bytes()
    for number, name in enumerate(names):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:  # noqa: PTH118, PTH123
            file.write(text + b"\n%d\n" % number)
    result = run(folder, "--db", tmp_path / "v")
    assert result.exit_code == ExitCode.OK
    assert len(result.stderr.splitlines()) == len(names)
    paths = {path for (path,) in ask(tmp_path / "v", "SELECT path FROM documents")}
    assert len(paths) == len(names)
    if sys.platform == "linux":
        assert {path.rpartition("/")[2] for path in paths} >= {"m\\xf8te.txt", "m\\xe5te.txt"}
    assert run(folder, "--db", tmp_path / "v").stdout.count(f"{len(names)} unchanged") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links and rights are those of POSIX")
def test_links_pipes_and_locked_files_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "arkiv"
    (folder / "inn").mkdir(parents=True)
    (folder / "ring").symlink_to(folder / "ring")
    (folder / "inn" / "opp").symlink_to(folder, target_is_directory=True)
    (folder / "borte").symlink_to(tmp_path / "nei")
    os.mkfifo(folder / "kø")
    (folder / "god.txt").write_bytes(PROTOCOL.read_bytes())
    report = import_paths([folder], tmp_path / "v")
    reasons = {Path(path).name: reason for path, reason in report.unreadable}
    assert set(reasons) == {"ring", "borte", "kø"}
    assert "not a regular file" in reasons["kø"]
    assert report.imported == 1
    assert report.files == 4


@pytest.mark.skipif(sys.platform == "win32", reason="rights are those of POSIX")
def test_file_without_permission_is_named() -> None:
    # Not in pytest's folder: nobody else may enter that.
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        locked, other = folder / "laast.txt", folder / "aapen.txt"
        for path, mode in ((locked, 0), (other, 0o644)):
            path.write_bytes(PROTOCOL.read_bytes())
            path.chmod(mode)
        refused, read = refusals_without_rights([locked, other])
    assert "permission" in refused
    assert read == ""


def refusals_without_rights(paths: list[Path]) -> list[str]:
    """Why files are refused; root, who may read everything, reads as nobody in a child."""
    refusals = [parse_file(path).refusal or "" for path in paths]
    if os.geteuid() != 0:
        return refusals
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        # What is needed is loaded by now: nobody may be unable to read even Python.
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            said = [parse_file(path).refusal or "" for path in paths]
            os.write(into, json.dumps(said).encode())
        finally:
            os._exit(0)
    os.close(into)
    with open(out, "rb") as answer:  # noqa: PTH123
        said = json.load(answer)
    os.waitpid(child, 0)
    return list(said)


def test_permission_denied_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("vedtak.pipeline.reading.file.os.open", refuse)
    assert "ask its owner" in (parse_file(NOTE).refusal or "")


def test_file_that_changes_while_it_is_read_is_tried_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = tmp_path / "vokser.txt"
    growing.write_bytes(PROTOCOL.read_bytes())
    check = reading._check_kind

    def grow(shown: str, state: os.stat_result) -> None:
        check(shown, state)
        with growing.open("ab") as file:
            file.write(b"mer\n")

    monkeypatch.setattr(reading, "_check_kind", grow)
    report = import_paths([growing], tmp_path / "v")
    ((_, reason),) = report.unreadable
    assert "changed while it was read" in reason
    monkeypatch.undo()
    assert import_paths([growing], tmp_path / "v").imported == 1


def test_copy_of_a_file_that_changed_is_not_lost(tmp_path: Path) -> None:
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    for path in (one, two):
        path.write_bytes(PROTOCOL.read_bytes())

    def parse(files: object) -> object:
        for path in list(files):  # type: ignore[call-overload]
            if path == one:
                one.write_bytes(PROTOCOL.read_bytes() + b"\nnytt\n")
            yield parse_file(path)

    report = import_paths([one, two], tmp_path / "v", parse=parse)  # type: ignore[arg-type]
    assert (report.imported, report.copies) == (2, 0)
    assert ask(tmp_path / "v", "SELECT count(*) FROM document_paths") == [(2,)]


def test_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("reading.file", "parsing.document"):
        monkeypatch.setattr(f"vedtak.pipeline.{module}.MOST_BYTES", 1000)
    ((_, reason),) = import_paths([NOTE], tmp_path / "v").unreadable
    assert "too large" in reason
