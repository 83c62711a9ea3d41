import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from vedtak.pipeline.cli import main
from vedtak.pipeline.stages import Stages, stage_lines

PAPER = Path(__file__).parents[2] / "corpus" / "kommune" / "levanger-vedtak-9495.txt"
STAGES = ["read", "lay out", "extract", "store", "link", "resolve", "matters", "check", "index"]


@pytest.mark.parametrize("workers", ["0", "1"])
def test_stages_are_told_only_when_asked(tmp_path: Path, workers: str) -> None:
    told = []
    for name, options in (("a", []), ("b", ["--profile-stages"])):
        database = str(tmp_path / f"{name}.duckdb")
        arguments = ["import", str(PAPER), "--db", database, "--json", "--workers", workers]
        done = CliRunner().invoke(main, [*arguments, "--quiet", *options])
        assert done.exit_code == 0, done.output
        told.append(json.loads(done.stdout))
    assert "stages" not in told[0]
    assert [one["stage"] for one in told[1]["stages"]] == STAGES
    assert all(one["wall_seconds"] >= 0 for one in told[1]["stages"])


def test_stages_add_up() -> None:
    stages, other = Stages(), Stages()
    stages.add("read", 1.0, 2.0)
    other.add("read", 0.5, 0.5)
    other.add("store", 0.5, 1.0)
    stages.take(other)
    stages.take(None)
    assert stages.seconds == {"read": (1.5, 2.5), "store": (0.5, 1.0)}
    assert stage_lines(stages.seconds)[1].split() == ["read", "1.50", "2.50", "75%"]
