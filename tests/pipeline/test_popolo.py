"""The export as Popolo, checked against its classes, and read back."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from tests.pipeline.vocabularies import CORPUS, TEXT, ask, exported, not_expressed
from vedtak.pipeline.cli import main

# The fields of Popolo's classes that are used, each with its form.
POPOLO_DAY = {"type": "string", "pattern": r"^\d{4}(-\d\d){0,2}$"}
NAMES = {"type": "array", "items": {"type": "object", "required": ["name"]}, "minItems": 1}
SOURCES = {"type": "array", "items": {"type": "object", "required": ["url"]}, "minItems": 1}
CLASSES: dict[str, dict[str, Any]] = {
    "persons": {"name": TEXT, "other_names": NAMES},
    "organizations": {
        "name": TEXT,
        "other_names": NAMES,
        "classification": TEXT,
        "parent_id": TEXT,
    },
    "memberships": {
        "person_id": TEXT,
        "organization_id": TEXT,
        "role": TEXT,
        "on_behalf_of_id": TEXT,
    },
    "events": {
        "name": TEXT,
        "identifiers": {"type": "array"},
        "classification": TEXT,
        "start_date": POPOLO_DAY,
        "location": TEXT,
        "organization_id": TEXT,
        "attendees": NAMES,
        "sources": SOURCES,
    },
    "motions": {
        "organization_id": TEXT,
        "legislative_session_id": TEXT,
        "classification": TEXT,
        "identifier": TEXT,
        "title": TEXT,
        "text": TEXT,
        "date": POPOLO_DAY,
        "result": TEXT,
        "sources": SOURCES,
    },
    "vote_events": {
        "motion_id": TEXT,
        "organization_id": TEXT,
        "legislative_session_id": TEXT,
        "identifier": TEXT,
        "start_date": POPOLO_DAY,
        "result": {"enum": ["pass", "fail"]},
        "counts": {
            "type": "array",
            "items": {"type": "object", "required": ["option", "value"]},
        },
        "votes": {"type": "array", "items": {"type": "object", "required": ["option"]}},
        "sources": SOURCES,
    },
    "speeches": {
        "creator_id": TEXT,
        "attribution_text": TEXT,
        "type": {"const": "narrative"},
        "role": TEXT,
        "text": TEXT,
        "title": TEXT,
        "date": POPOLO_DAY,
        "event_id": TEXT,
        "sources": SOURCES,
    },
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vocabularies") / "v.duckdb"
    arguments = ["import", str(CORPUS / "nuit"), str(CORPUS / "kommune"), "--db", str(path)]
    CliRunner().invoke(main, arguments)
    return path


@pytest.fixture(scope="module")
def popolo(database: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = exported(database, tmp_path_factory.mktemp("popolo") / "ut", "popolo")
    not_expressed(folder)
    made: dict[str, Any] = json.loads((folder / "popolo.json").read_text(encoding="utf-8"))
    return made


def test_popolo_has_the_form_of_its_classes(popolo: dict[str, Any]) -> None:
    assert list(popolo) == list(CLASSES)
    for name, properties in CLASSES.items():
        assert popolo[name]
        schema = {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"id": TEXT, **properties},
                "required": ["id"],
                "additionalProperties": False,
            },
        }
        jsonschema.validate(popolo[name], schema)


def test_every_reference_of_popolo_leads_somewhere(popolo: dict[str, Any]) -> None:
    ids = [record["id"] for records in popolo.values() for record in records]
    assert len(set(ids)) == len(ids)

    def references(value: Any) -> list[str]:
        if isinstance(value, list):
            return [one for item in value for one in references(item)]
        if isinstance(value, dict):
            own = [one for name, one in value.items() if name.endswith("_id")]
            return own + [one for item in value.values() for one in references(item)]
        return []

    found = references(popolo)
    assert len(found) > 100
    assert sorted(set(found) - set(ids)) == []


def test_popolo_holds_what_the_database_holds(database: Path, popolo: dict[str, Any]) -> None:
    assert [(p["id"], p["name"]) for p in popolo["persons"]] == ask(
        database, "SELECT 'person/' || person_id, name FROM people ORDER BY person_id"
    )
    attendees = {(e["id"], a["id"]) for e in popolo["events"] for a in e.get("attendees", [])}
    assert attendees == set(
        ask(
            database,
            "SELECT 'meeting/' || meeting_id, 'person/' || person_id FROM attendance "
            "WHERE status = 'present' AND person_id IS NOT NULL",
        )
    )
    decisions = [
        (motion["id"], motion["text"], motion["result"])
        for motion in popolo["motions"]
        if motion["classification"] == "decision"
    ]
    assert decisions == ask(
        database,
        "SELECT 'motion/' || decision_id, text, outcome FROM decisions ORDER BY decision_id",
    )
    counts = []
    for event in popolo["vote_events"]:
        numbers = {count["option"]: count["value"] for count in event.get("counts", [])}
        counts.append((event["id"], numbers.get("yes"), numbers.get("no")))
    assert counts == ask(
        database,
        "SELECT 'vote/' || vote_id, votes_for, votes_against FROM votes ORDER BY vote_id",
    )
    ballots = sum(len(v.get("votes", [])) for v in popolo["vote_events"])
    assert [(ballots,)] == ask(database, "SELECT count(*) FROM ballots")
    assert ballots > 0
    assert [(len(popolo["speeches"]),)] == ask(database, "SELECT count(*) FROM contributions")
