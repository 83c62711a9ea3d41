"""What an import made of one document, in the form of the records made by hand."""

import datetime as dt
from typing import Any, Final

from vedtak.pipeline.evaluating.scoring import Item, Value
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import key_of

Row = dict[str, Any]

_MEETING: Final = {
    "number": "number",
    "date": "date",
    "start_time": "start_time",
    "end_time": "end_time",
    "place": "place",
    "extraordinary": "extraordinary",
}
_ATTENDANCE: Final = {
    "name": "name_as_written",
    "organization": "organization_as_written",
    "party": "party",
    "role": "role",
    "position": "position",
    "status": "status",
    "substitute_for": "substitute_for",
}
_CASE: Final = {
    name: name
    for name in (
        "number",
        "title",
        "case_type",
        "case_kind",
        "archive_case",
        "description",
        "discussion",
        "approves_minutes_of",
    )
}
_NOTE: Final = {
    name: name
    for name in (
        "title",
        "case_number",
        "addressed_to",
        "date",
        "case_type",
        "sender",
        "case_handlers",
        "archive_case",
        "sections",
    )
}
_VOTE: Final = {
    name: name
    for name in (
        "subject",
        "proposer",
        "votes_for",
        "votes_against",
        "result",
        "unanimous",
        "casting_vote",
    )
}
_PROPOSAL: Final = {"text": "text", "proposer": "proposer"}
_DECISION: Final = {"text": "text", "outcome": "outcome", "unanimous": "unanimous"}
_PRESENCE: Final = {"name": "name_as_written", "event": "event", "substitute_for": "substitute_for"}
_BALLOT: Final = {"name": "name_as_written", "party": "party", "choice": "choice"}
_ATTACHMENT: Final = {"label": "label", "title": "title", "url": "url"}


def found_document(store: Store, document_id: str) -> Item:
    """Read from the contract tables what a document says, part by part.

    Which part says it is told by schema `stated`; the values are those of the contract, so that
    mistakes in putting parts together count like mistakes in reading.

    Args:
        store: The database.
        document_id: The document.
    """
    parts = _Parts(store).rows(
        "SELECT * FROM main.parts WHERE document_id = ? AND kind <> 'other' ORDER BY ordinal",
        document_id,
    )
    return Item("document", {}, {"part": [_Part(store, row).item() for row in parts]})


class _Parts:
    """Asks the database."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def rows(self, query: str, *values: str) -> list[Row]:
        """Return the rows of a query as dicts."""
        cursor = self.store.connection.execute(query, list(values))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class _Part(_Parts):
    """Makes the item of one part."""

    def __init__(self, store: Store, row: Row) -> None:
        super().__init__(store)
        self.row = row

    def item(self) -> Item:
        """Return the part with all that is inside it."""
        part = Item("part", {"kind": self.row["kind"], "body": self._body()})
        meetings = self._meetings()
        notes = self._stated("case_notes")
        part.key = self._key(meetings, notes)
        part.children = {
            "meeting": meetings,
            "attendance": [
                _item("attendance", row, _ATTENDANCE) for row in self._stated("attendance")
            ],
            "case": [self._case(row) for row in self._stated("cases")],
            "note": [self._note(row) for row in notes],
        }
        return part

    def _body(self) -> list[str]:
        """Return the names by which the part's body goes."""
        rows = self.rows(
            "SELECT short_name, name FROM main.bodies JOIN main.meetings USING (body_id) "
            "WHERE meeting_id = ?",
            self.row["meeting_id"],
        )
        names = [self.row["body_as_written"], *(name for row in rows for name in row.values())]
        return [name for name in names if name]

    def _meetings(self) -> list[Item]:
        """Return the meeting of the part unless nothing is known of it."""
        rows = self.rows("SELECT * FROM main.meetings WHERE meeting_id = ?", self.row["meeting_id"])
        meetings = [_item("meeting", row, _MEETING) for row in rows]
        return [each for each in meetings if any(v is not None for v in each.fields.values())]

    def _key(self, meetings: list[Item], notes: list[Row]) -> Value:
        """Return what tells the part from others of its kind."""
        if self.row["kind"] == "case_note":
            return notes[0]["case_number"] if notes else None
        return next((m.fields["number"] or m.fields["date"] for m in meetings), None)

    def _note(self, row: Row) -> Item:
        note = _item("note", row, _NOTE)
        note.children = {
            "proposal": [_item("proposal", each, _PROPOSAL) for each in self._stated("proposals")],
            "attachment": [
                _item("attachment", each, _ATTACHMENT) for each in self._stated("attachments")
            ],
        }
        return note

    def _case(self, row: Row) -> Item:
        key = row["case_id"]
        case = _item("case", row, _CASE)
        case.fields["presenters"] = [
            spoken["name_as_written"]
            for spoken in self._stated("contributions", key)
            if spoken["act"] == "presented" and spoken["name_as_written"]
        ]
        decisions = self._stated("decisions", key)
        case.fields["addressees"] = list(
            dict.fromkeys(
                point["addressee"]
                for decision in decisions
                for point in self._points(decision["decision_id"])
                if point["addressee"]
            )
        )
        case.children = {
            kind: [_item(kind, each, names) for each in self._stated(table, key)]
            for kind, table, names in (
                ("proposal", "proposals", _PROPOSAL),
                ("attachment", "attachments", _ATTACHMENT),
                ("presence", "case_presence", _PRESENCE),
            )
        }
        case.children["decision"] = [_item("decision", each, _DECISION) for each in decisions]
        case.children["vote"] = [self._vote(each) for each in self._stated("votes", key)]
        return case

    def _points(self, decision_id: str) -> list[Row]:
        return self.rows(
            "SELECT * FROM main.decision_points WHERE decision_id = ? ORDER BY ordinal",
            decision_id,
        )

    def _vote(self, row: Row) -> Item:
        vote = _item("vote", row, _VOTE)
        ballots = self.rows(
            "SELECT * FROM main.ballots WHERE vote_id = ? ORDER BY ordinal", row["vote_id"]
        )
        vote.children["ballot"] = [_item("ballot", each, _BALLOT) for each in ballots]
        return vote

    def _stated(self, table: str, case_id: str | None = None) -> list[Row]:
        """Return the contract's rows for what the part states, in its order."""
        key = ", ".join(
            name if name == "ordinal" else f"main.canonical_key({name}) AS {name}"
            for name in key_of(table)
        )
        on = " AND ".join(f"c.{name} = s.{name}" for name in key_of(table))
        only = "" if case_id is None else "AND c.case_id = ?"
        return self.rows(
            f"SELECT c.* FROM main.{table} AS c "
            f"JOIN (SELECT {key}, min(statement) AS place FROM stated.{table} "
            f"WHERE part_id = ? GROUP BY ALL) AS s ON {on} "
            f"WHERE true {only} ORDER BY s.place",
            *([self.row["part_id"]] if case_id is None else [self.row["part_id"], case_id]),
        )


def _item(kind: str, row: Row, names: dict[str, str]) -> Item:
    """Make an item of a row."""
    fields = {ours: _value(row[theirs]) for ours, theirs in names.items()}
    return Item(kind, fields, certainty=row.get("certainty"))


def _value(value: Any) -> Value:
    """Write a value as the records made by hand do."""
    if isinstance(value, dt.time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return [str(_value(each)) for each in value]
    return None if value is None else value if isinstance(value, bool | int) else str(value)
