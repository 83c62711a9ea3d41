"""What the exports in vocabularies of others hold, and what they could not express."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from vedtak.pipeline.cli import main
from vedtak.pipeline.storing.store import Store

CORPUS = Path(__file__).parents[2] / "corpus"
TEXT = {"type": "string", "minLength": 1}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}


def exported(database: Path, folder: Path, form: str) -> Path:
    arguments = ["export", str(folder), "--format", form, "--db", str(database)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return folder


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    with Store.open(database, read_only=True) as store:
        return store.connection.execute(query).fetchall()


def not_expressed(folder: Path) -> dict[str, int]:
    rows = json.loads((folder / "not-expressed.json").read_text(encoding="utf-8"))
    page = (folder / "not-expressed.md").read_text(encoding="utf-8")
    assert all(f"| {row['what']} |" in page for row in rows)
    assert all(row["records"] > 0 and row["reason"] for row in rows)
    return {row["what"]: row["records"] for row in rows}
