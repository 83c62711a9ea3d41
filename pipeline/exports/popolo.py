"""People, bodies, meetings, motions and votes in the vocabulary of Popolo, one JSON object.

The classes are read one after the other and written as they come, an object per line, so that an
archive of any size can be exported.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import duckdb

from vedtak.pipeline.exports.description import Written
from vedtak.pipeline.exports.records import Row, fetch, grouped, known, write_not_expressed

_RESULTS: Final[Mapping[str, str]] = MappingProxyType({"adopted": "pass", "rejected": "fail"})
_OPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"for": "yes", "against": "no", "absent": "absent"}
)
"""Popolo's words for how somebody voted; an alternative that was voted for keeps its own."""
_MEMBERS: Final = "('chair', 'deputy_chair', 'member', 'substitute', 'observer')"
_OF_CASE: Final = (
    "LEFT JOIN main.cases AS c USING (case_id) "
    "LEFT JOIN main.meetings AS m ON m.meeting_id = c.meeting_id "
    "LEFT JOIN main.parts AS q ON q.part_id = x.part_id "
    "LEFT JOIN main.documents AS d ON d.document_id = q.document_id"
)
_CASE_COLUMNS: Final = "c.title, c.number, c.case_type, m.meeting_id, m.body_id, m.date, d.path"


def write(folder: Path, connection: duckdb.DuckDBPyConnection) -> list[Written]:
    """Write all classes into one object, and the list of what can't be expressed."""
    path = folder / "popolo.json"
    written = []
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("{")
        for place, (name, (about, read)) in enumerate(_CLASSES.items()):
            file.write(f'{"," if place else ""}\n"{name}": [')
            count = 0
            for record in read(connection):
                file.write(("," if count else "") + "\n" + json.dumps(record, ensure_ascii=False))
                count += 1
            file.write("]")
            written.append((name, count, about))
        file.write("\n}\n")
    return [
        *(Written(name, path, count, about) for name, count, about in written),
        *write_not_expressed(folder, connection, "exports/popolo_not_expressed.sql", "Popolo"),
    ]


def _persons(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield people with their other spellings."""
    spellings = grouped(
        fetch(connection, "SELECT * FROM main.person_names ORDER BY person_id, name_as_written"),
        "person_id",
    )
    for row in fetch(connection, "SELECT * FROM main.people ORDER BY person_id"):
        others = [one["name_as_written"] for one in spellings.get(row["person_id"], [])]
        yield known(
            id=_id("person", row["person_id"]),
            name=row["name"],
            other_names=[{"name": name} for name in others if name != row["name"]],
        )


def _organizations(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield bodies, the organizations behind them and behind people, and parties."""
    for row in fetch(connection, "SELECT * FROM main.bodies ORDER BY body_id"):
        short = row["short_name"]
        yield known(
            id=_id("body", row["body_id"]),
            name=row["name"],
            classification="committee",
            other_names=[{"name": short}] if short and short != row["name"] else [],
            parent_id=_id("organization", row["organization_id"]),
        )
    spellings = grouped(
        fetch(
            connection,
            "SELECT * FROM main.organization_names ORDER BY organization_id, name_as_written",
        ),
        "organization_id",
    )
    for row in fetch(connection, "SELECT * FROM main.organizations ORDER BY organization_id"):
        others = [one["name_as_written"] for one in spellings.get(row["organization_id"], [])]
        yield known(
            id=_id("organization", row["organization_id"]),
            name=row["name"],
            other_names=[{"name": name} for name in others if name != row["name"]],
        )
    parties = (
        "SELECT party FROM main.attendance WHERE party IS NOT NULL "
        "UNION SELECT party FROM main.ballots WHERE party IS NOT NULL ORDER BY party"
    )
    for row in fetch(connection, parties):
        yield known(id=_id("party", row["party"]), name=row["party"], classification="party")


def _memberships(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield who is listed in which body in which capacity, and for whom; no days are known."""
    query = (
        "SELECT DISTINCT a.person_id, m.body_id, a.role, a.organization_id, a.party "
        "FROM main.attendance AS a JOIN main.meetings AS m USING (meeting_id) "
        f"WHERE a.person_id IS NOT NULL AND a.role IN {_MEMBERS} ORDER BY ALL"
    )
    for row in fetch(connection, query):
        behind = _id("organization", row["organization_id"]) or _id("party", row["party"])
        key = "/".join(str(row[name] or "") for name in ("person_id", "body_id", "role"))
        yield known(
            id=f"membership/{key}" + (f"/{behind}" if behind else ""),
            person_id=_id("person", row["person_id"]),
            organization_id=_id("body", row["body_id"]),
            role=row["role"],
            on_behalf_of_id=behind,
        )


def _events(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield meetings with those who were there."""
    present = grouped(
        fetch(
            connection,
            "SELECT DISTINCT a.meeting_id, a.person_id, p.name FROM main.attendance AS a "
            "JOIN main.people AS p USING (person_id) WHERE a.status = 'present' ORDER BY ALL",
        ),
        "meeting_id",
    )
    query = (
        "SELECT x.*, b.name AS body, d.path FROM main.meetings AS x "
        "LEFT JOIN main.bodies AS b ON b.body_id = x.body_id "
        "LEFT JOIN main.parts AS q ON q.part_id = x.part_id "
        "LEFT JOIN main.documents AS d ON d.document_id = q.document_id ORDER BY x.meeting_id"
    )
    for row in fetch(connection, query):
        number = row["number"]
        yield known(
            id=_id("meeting", row["meeting_id"]),
            name=" ".join(filter(None, (row["body"] or row["body_id"], number))),
            identifiers=[{"identifier": number}] if number else [],
            classification="meeting",
            start_date=_date(row["date"]),
            location=row["place"],
            organization_id=_id("body", row["body_id"]),
            attendees=[
                {"id": _id("person", one["person_id"]), "name": one["name"]}
                for one in present.get(row["meeting_id"], [])
            ],
            sources=_sources(row),
        )


def _motions(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield proposals, decisions and what was voted on."""
    for table, key, kind in (
        ("proposals", "proposal_id", "proposal"),
        ("decisions", "decision_id", "decision"),
    ):
        outcome = "x.outcome" if table == "decisions" else "NULL"
        query = (
            f"SELECT x.{key} AS id, x.text, {outcome} AS outcome, {_CASE_COLUMNS} "
            f"FROM main.{table} AS x {_OF_CASE} WHERE c.case_id IS NOT NULL ORDER BY x.{key}"
        )
        for row in fetch(connection, query):
            yield _motion(row, kind, row["text"], row["outcome"])
    query = (
        f"SELECT x.vote_id AS id, x.*, {_CASE_COLUMNS} FROM main.votes AS x {_OF_CASE} ORDER BY 1"
    )
    for row in fetch(connection, query):
        yield _motion(row, "subject of a vote", row["subject"], _RESULTS.get(row["result"] or ""))


def _motion(row: Row, kind: str, text: str | None, result: str | None) -> Row:
    """Make a motion of something that belongs to a case."""
    return known(
        id=_id("motion", row["id"]),
        organization_id=_id("body", row["body_id"]),
        legislative_session_id=_id("meeting", row["meeting_id"]),
        classification=kind,
        identifier=row["number"],
        title=row["title"],
        text=text,
        date=_date(row["date"]),
        result=result,
        sources=_sources(row),
    )


def _vote_events(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield votes with the counts and the ballots that are written, never with others."""
    ballots = grouped(
        fetch(connection, "SELECT * FROM main.ballots ORDER BY vote_id, ordinal"), "vote_id"
    )
    query = f"SELECT x.*, {_CASE_COLUMNS} FROM main.votes AS x {_OF_CASE} ORDER BY x.vote_id"
    for row in fetch(connection, query):
        counts = (("yes", row["votes_for"]), ("no", row["votes_against"]))
        yield known(
            id=_id("vote", row["vote_id"]),
            motion_id=_id("motion", row["vote_id"]),
            organization_id=_id("body", row["body_id"]),
            legislative_session_id=_id("meeting", row["meeting_id"]),
            identifier=row["number"],
            start_date=_date(row["date"]),
            result=_RESULTS.get(row["result"] or ""),
            counts=[{"option": option, "value": n} for option, n in counts if n is not None],
            votes=[
                known(
                    voter_id=_id("person", one["person_id"]),
                    voter={"name": one["name_as_written"]},
                    option=_OPTIONS.get(one["choice"], one["choice"]),
                    party_id=_id("party", one["party"]),
                )
                for one in ballots.get(row["vote_id"], [])
            ],
            sources=_sources(row),
        )


def _speeches(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield who presented, spoke or answered, with the sentence of the minutes that says so."""
    query = (
        f"SELECT x.*, {_CASE_COLUMNS} FROM main.contributions AS x {_OF_CASE} "
        "ORDER BY x.contribution_id"
    )
    for row in fetch(connection, query):
        yield known(
            id=_id("speech", row["contribution_id"]),
            creator_id=_id("person", row["person_id"]),
            attribution_text=row["name_as_written"] or row["organization_as_written"],
            type="narrative",  # the minutes tell of a speech, they do not hold it
            role=row["act"],
            text=row["text"],
            title=row["title"],
            date=_date(row["date"]),
            event_id=_id("meeting", row["meeting_id"]),
            sources=_sources(row),
        )


def _id(kind: str, key: str | None) -> str | None:
    """Make an identifier that is unique among all classes."""
    return None if key is None else f"{kind}/{key}"


def _date(date: dt.date | None) -> str | None:
    """Write a day; hours are left out, since Popolo wants a time zone with them."""
    return None if date is None else date.isoformat()


def _sources(row: Row) -> list[dict[str, Any]]:
    """Name the document that says so."""
    return [{"url": row["path"]}] if row["path"] else []


Reader = Callable[[duckdb.DuckDBPyConnection], Iterator[Row]]
_CLASSES: Final[Mapping[str, tuple[str, Reader]]] = MappingProxyType(
    {
        "persons": ("People.", _persons),
        "organizations": ("Bodies, organizations and parties.", _organizations),
        "memberships": ("Who is listed in which body in which capacity.", _memberships),
        "events": ("Meetings, with those who were there.", _events),
        "motions": ("Proposals, decisions, and what was voted on.", _motions),
        "vote_events": ("Votes with the counts and ballots that are written.", _vote_events),
        "speeches": ("Who presented, spoke or answered.", _speeches),
    }
)
"""The classes in the order in which they are written, each with what it holds."""
