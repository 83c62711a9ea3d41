"""A cluster of a scheduler and workers, each a process of this machine."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.pipeline.test_importing import BUNDLE, CORPUS, NOTE, NUIT, PROTOCOL, contents
from tests.pipeline.test_workers import LINUX, copies
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.parsing import cluster
from vedtak.pipeline.parsing.cluster import ClusterPool
from vedtak.pipeline.parsing.cluster_problems import ClusterProblem
from vedtak.pipeline.parsing.cluster_worker import difference, facts
from vedtak.pipeline.parsing.document import ParsedFile
from vedtak.pipeline.settings import ParseOptions

WITHOUT = ("main.runs",)


class Cluster:
    """A scheduler and workers; all end with it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.file = place / "scheduler.json"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self.start("scheduler", "--port", "0", "--no-dashboard")
        wait_for(self.file.exists)

    @property
    def address(self) -> str:
        return str(json.loads(self.file.read_text(encoding="utf-8"))["address"])

    def start(self, what: str, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
        number = len(self.processes)
        folder = self.place / f"{what}-{number}"
        folder.mkdir()
        command = [sys.executable, "-m", "dask", what, "--host", "127.0.0.1"]
        command += ["--scheduler-file", str(self.file), *arguments]
        with (self.place / f"{what}-{number}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=folder,
                stdout=log,
                stderr=log,
                env={**os.environ, **more},
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def worker(self, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
        """A worker with one thread."""
        given = ["--nthreads", "1", "--nworkers", "1", "--no-dashboard", *arguments]
        return self.start("worker", *given, **more)

    def end(self) -> None:
        for process in reversed(self.processes):
            kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process with all that it has started, as a machine that loses its power does."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(what: object, seconds: float = 60.0) -> None:
    assert callable(what)
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, what
        time.sleep(0.02)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    yield made
    made.end()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers that nobody harms."""
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    made.worker()
    made.worker("--no-nanny")
    yield made
    made.end()


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, ["import", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_the_same_database_as_on_one_machine(two: Cluster, tmp_path: Path) -> None:
    import_paths([CORPUS], tmp_path / "here.duckdb")
    result = run(CORPUS, "--cluster", two.address, "--db", tmp_path / "there.duckdb", "--quiet")
    assert result.exit_code == ExitCode.SOME_FILES_FAILED  # the corpus has files that are no papers
    here = contents(tmp_path / "here.duckdb", without=WITHOUT)
    assert here == contents(tmp_path / "there.duckdb", without=WITHOUT)
    again = run(CORPUS, "--cluster", two.file, "--db", tmp_path / "there.duckdb", "--json")
    report = json.loads(again.stdout)
    assert (report["imported"], report["still_quarantined"]) == (0, len(report["quarantined"]))


def test_files_that_only_the_caller_has(
    two: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The paths are relative, and lead nowhere from where the workers stand."""
    monkeypatch.chdir(CORPUS.parent)
    names = [Path("corpus/nuit"), Path("corpus/kommune")]
    import_paths(names, tmp_path / "here.duckdb")
    options = ImportOptions()
    with ClusterPool(two.address, options.parsing, ship=True) as pool:
        # Behind the caller's back: the workers read nothing from where the files are.
        monkeypatch.setattr(cluster, "_for_all", lambda path: f"/nowhere/{path}")
        import_paths(names, tmp_path / "there.duckdb", options, pool.parse)
    here = contents(tmp_path / "here.duckdb", without=WITHOUT)
    assert here == contents(tmp_path / "there.duckdb", without=WITHOUT)


def test_a_worker_that_is_killed_in_the_middle_costs_nothing(
    empty: Cluster, tmp_path: Path
) -> None:
    folder = tmp_path / "arkiv"
    folder.mkdir()
    copies(folder, 60)
    files = [folder, NUIT]
    import_paths(files, tmp_path / "here.duckdb")
    workers = [empty.worker(), empty.worker()]
    options = ImportOptions()
    refused = []
    killed = False
    with ClusterPool(empty.address, options.parsing) as pool:
        assert pool._client is not None
        pool._client.wait_for_workers(2, timeout=60)

        def parse(paths: object) -> Iterator[ParsedFile]:
            nonlocal killed
            for number, parsed in enumerate(pool.parse(paths)):  # type: ignore[arg-type]
                if number >= 20 and pool._jobs and not killed:  # on a busy machine none may be left
                    kill(workers[0])
                    killed = True
                refused.append(parsed.refusal)
                yield parsed

        import_paths(files, tmp_path / "there.duckdb", options, parse)
    assert killed
    assert refused.count(None) == 60 + 7
    here = contents(tmp_path / "here.duckdb", without=WITHOUT)
    assert here == contents(tmp_path / "there.duckdb", without=WITHOUT)


def test_all_workers_gone_another_one_goes_on(empty: Cluster, tmp_path: Path) -> None:
    paths = copies(tmp_path, 12)
    first = empty.worker()
    with ClusterPool(empty.address, ParseOptions()) as pool:
        done: list[ParsedFile] = []
        for parsed in pool.parse(paths):
            if len(done) == 3:
                kill(first)
                empty.worker()
            done.append(parsed)
    assert sorted(parsed.path for parsed in done) == sorted(map(str, paths))
    assert {parsed.refusal for parsed in done} == {None}


def test_a_few_large_files_fill_all_the_room(
    two: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_MOST_BYTES", 1)
    with ClusterPool(two.address, ParseOptions(), ship=True) as pool:
        pool._lasts = 0.001  # tasks would have many files
        assert len(list(pool.parse(copies(tmp_path, 5)))) == 5


@LINUX
def test_a_file_that_kills_its_process_costs_itself(two: Cluster, tmp_path: Path) -> None:
    large = tmp_path / "stor.txt"
    large.write_text("Sak 1/20 Orientering om ting og tang\n" * 2_000_000, encoding="utf-8")
    from vedtak.pipeline.settings import Limits

    options = ParseOptions(limits=Limits(memory_mb=400))
    with ClusterPool(two.address, options) as pool:
        found = {parsed.path: parsed for parsed in pool.parse([large, PROTOCOL, NOTE])}
    assert "400 MB" in (found[str(large)].refusal or "")
    assert (found[str(PROTOCOL)].refusal, found[str(NOTE)].refusal) == (None, None)


def test_no_more_files_are_under_way_than_keep_the_cluster_busy(
    two: Cluster, tmp_path: Path
) -> None:
    taken = []

    def files() -> Iterator[Path]:
        for path in copies(tmp_path, 20):
            taken.append(path)
            yield path

    with ClusterPool(two.address, ParseOptions(), ship=True) as pool:
        done = 0
        for _ in pool.parse(files()):
            done += 1
            under_way = sum(len(job.files) for job in pool._jobs.values())
            assert len(pool._jobs) <= cluster._PER_THREAD * 2
            assert len(taken) <= done + under_way + len(pool._waiting) + 1 + len(pool._ready)
    assert done == 20


def test_nothing_is_left_on_the_cluster(two: Cluster) -> None:
    from distributed import Client

    with ClusterPool(two.address, ParseOptions()) as pool:
        list(pool.parse([NOTE, PROTOCOL]))
        name = pool._name
    with Client(two.address, set_as_default=False) as client:

        def left(dask_worker: object) -> tuple[bool, int]:
            import multiprocessing

            plugins = dask_worker.plugins  # type: ignore[attr-defined]
            return name in plugins, len(multiprocessing.active_children())

        assert set(client.run(left).values()) == {(False, 0)}
        assert client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)) == 0


def test_a_lost_scheduler_is_named_and_the_next_import_goes_on(
    empty: Cluster, tmp_path: Path
) -> None:
    folder, database = tmp_path / "arkiv", tmp_path / "v.duckdb"
    folder.mkdir()
    copies(folder, 40)
    empty.worker()
    options = ImportOptions(batch=8)
    with ClusterPool(empty.address, options.parsing) as pool:

        def parse(paths: object) -> Iterator[ParsedFile]:
            for number, parsed in enumerate(pool.parse(paths)):  # type: ignore[arg-type]
                if number == 12:
                    kill(empty.scheduler)
                yield parsed

        with pytest.raises(ClusterProblem, match=r"was lost.*run the same command again"):
            import_paths([folder], database, options, parse)
    report = import_paths([folder], database)
    assert 13 <= report.unchanged < 40
    assert report.unchanged + report.imported == 40
    import_paths([folder], tmp_path / "whole.duckdb")
    without = ("main.runs", "main.documents")
    whole = contents(tmp_path / "whole.duckdb", without=without)
    assert contents(database, without=without) == whole


def test_nobody_at_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 1.0)
    for address in ("tcp://127.0.0.1:1", "hva som helst"):
        result = run(NOTE, "--cluster", address, "--db", tmp_path / "v")
        assert result.exit_code == ExitCode.CLUSTER_UNUSABLE
        (line,) = result.stderr.splitlines()
        assert f"no cluster can be reached at {address}" in line
    assert not (tmp_path / "v").exists()


def test_a_cluster_without_workers(empty: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_FIRST_WORKER", 0.5)
    with pytest.raises(ClusterProblem, match=r"no worker.*dask worker tcp"):
        ClusterPool(empty.address, ParseOptions()).__enter__()


def told_at_start(place: Path, lines: str) -> str:
    """A folder with what Python runs when a worker starts."""
    place.mkdir()
    (place / "sitecustomize.py").write_text(lines, encoding="utf-8")
    return str(place)


NOT_INSTALLED = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "vedtak":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Finder())
"""
OTHER_RULES = """
import vedtak.extractors.version
vedtak.extractors.version.EXTRACTOR_VERSION = "0"
"""


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (NOT_INSTALLED, r"can't work for vedtak .*No module named 'vedtak'.*install"),
        (OTHER_RULES, r"extraction rules 0 there, \w+ here\); install the same"),
    ],
)
def test_workers_that_read_in_another_way_are_refused(
    lines: str, words: str, empty: Cluster, tmp_path: Path
) -> None:
    empty.worker(PYTHONPATH=told_at_start(tmp_path / "start", lines))
    with pytest.raises(ClusterProblem, match=words):
        ClusterPool(empty.address, ParseOptions()).__enter__()


def test_such_a_worker_is_refused_when_it_comes_late(empty: Cluster, tmp_path: Path) -> None:
    first = empty.worker()
    with ClusterPool(empty.address, ParseOptions()) as pool:
        list(pool.parse([NOTE]))
        kill(first)
        empty.worker(PYTHONPATH=told_at_start(tmp_path / "start", OTHER_RULES))
        with pytest.raises(ClusterProblem, match="extraction rules 0 there"):
            list(pool.parse([PROTOCOL]))


def test_workers_that_see_other_files_are_named(
    two: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for elsewhere, words in ((tmp_path / "nei", "can't read it"), (PROTOCOL, "another file")):
        with ClusterPool(two.address, ParseOptions()) as pool, monkeypatch.context() as patch:
            patch.setattr(cluster, "_for_all", lambda path, to=elsewhere: str(to))
            with pytest.raises(ClusterProblem, match=f"{words}.*--ship-files"):
                list(pool.parse([BUNDLE]))


def test_files_that_cannot_be_opened_have_the_reason_of_a_local_import(
    two: Cluster, tmp_path: Path
) -> None:
    for ship in (False, True):
        with ClusterPool(two.address, ParseOptions(), ship=ship) as pool:
            (parsed,) = pool.parse([tmp_path / "nei.pdf"])
        assert parsed.refusal == "there is no such file; check the path"


def test_machines_are_compared_by_all_that_records_depend_on() -> None:
    here = facts(ParseOptions())
    assert difference(here, dict(here)) is None
    other = {**here, "pypdfium2": "4"}
    assert difference(here, other) == f"pypdfium2 4 there, {here['pypdfium2']} here"


def test_called_wrongly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = ("--db", tmp_path / "v")
    assert run(NOTE, "--ship-files", *database).exit_code == ExitCode.USAGE
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run(NOTE, "--cluster", "tcp://127.0.0.1:1", *database)
    assert result.exit_code == ExitCode.MISSING_PROGRAM
    assert "pip install 'vedtak[cluster]'" in result.stderr
