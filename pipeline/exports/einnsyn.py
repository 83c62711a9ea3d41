"""The meetings in the vocabulary of eInnsyn and Noark 5, one Moetemappe per line.

Names of fields are those of the eInnsyn API; `moetedeltaker` inside a Moetemappe is Noark 5's,
since the API ties it to a Votering only. What the vocabulary has no place for is counted in
`not-expressed`, never squeezed into a field that means something else.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

import duckdb

from vedtak.pipeline.exports.description import Written
from vedtak.pipeline.exports.papers import Papers, read_papers
from vedtak.pipeline.exports.records import (
    CHUNK,
    Row,
    fetch,
    known,
    write_lines,
    write_not_expressed,
)

_FUNCTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "chair": "Møteleder",
        "deputy_chair": "Nestleder",
        "member": "Medlem",
        "substitute": "Varamedlem",
        "observer": "Observatør",
        "secretariat": "Sekretariat",
        "administration": "Administrasjon",
    }
)
"""moetedeltakerFunksjon; 'Møteleder' is Noark's own word, the others are the usual ones."""

_DOCUMENT_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agenda": "innkalling",
        "minutes": "protokoll",
        "case_protocol": "saksprotokoll",
        "case_note": "saksframlegg",
        "attachment": "vedlegg",
        "other": "annet",
    }
)
_BALLOTS: Final[Mapping[str, str]] = MappingProxyType({"for": "Ja", "against": "Nei"})
_NORWAY: Final = ZoneInfo("Europe/Oslo")


def write(folder: Path, connection: duckdb.DuckDBPyConnection) -> list[Written]:
    """Write bodies, meetings, and what can't be expressed."""
    bodies, meetings = folder / "enheter.jsonl", folder / "moetemapper.jsonl"
    return [
        Written(
            "Enhet",
            bodies,
            write_lines(bodies, _bodies(connection)),
            "Bodies [Enhet, enhetstype UTVALG], one per line.",
        ),
        Written(
            "Moetemappe",
            meetings,
            write_lines(meetings, _meetings(connection)),
            "Meetings [Moetemappe] with documents, participants and cases, one per line.",
        ),
        *write_not_expressed(
            folder, connection, "exports/einnsyn_not_expressed.sql", "eInnsyn/Noark 5"
        ),
    ]


def _bodies(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield the bodies."""
    query = "SELECT body_id, name, organization_as_written FROM main.bodies ORDER BY body_id"
    for row in fetch(connection, query):
        parent = row["organization_as_written"]
        yield known(
            entity="Enhet",
            externalId=row["body_id"],
            navn=row["name"],
            enhetstype="UTVALG",
            parent=known(entity="Enhet", navn=parent) if parent else None,
        )


def _meetings(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield the meetings with all that hangs on them, a chunk at a time."""
    meetings = list(
        fetch(
            connection,
            "SELECT m.*, b.name AS body FROM main.meetings AS m "
            "LEFT JOIN main.bodies AS b USING (body_id) ORDER BY m.meeting_id",
        )
    )
    for start in range(0, len(meetings), CHUNK):
        chunk = meetings[start : start + CHUNK]
        papers = read_papers(connection, [meeting["meeting_id"] for meeting in chunk])
        yield from (_meeting(meeting, papers) for meeting in chunk)


def _meeting(meeting: Row, papers: Papers) -> Row:
    """Make a Moetemappe."""
    key = meeting["meeting_id"]
    named = [meeting["body"] or meeting["body_id"], meeting["number"] or meeting["date"]]
    title = " ".join(str(word) for word in named if word)
    return known(
        entity="Moetemappe",
        externalId=key,
        **_titles(title),
        moetenummer=meeting["number"],
        utvalg=meeting["body"] or meeting["body_id"],
        moetedato=_moment(meeting["date"], meeting["start_time"]),
        moetested=meeting["place"],
        moetedokument=[_document(part, number) for number, part in _numbered(papers.parts, key)],
        moetedeltaker=[
            known(
                entity="Moetedeltaker",
                externalId=row["attendance_id"],
                moetedeltakerNavn=row["name_as_written"],
                moetedeltakerFunksjon=_FUNCTIONS.get(row["role"]),
            )
            for row in papers.attendance.get(key, [])
        ],
        moetesak=[_case(case, meeting, papers) for case in papers.cases.get(key, [])],
    )


def _document(part: Row, number: int) -> Row:
    """Make a Moetedokument of an agenda, minutes or the protocol of a case."""
    kind = _DOCUMENT_TYPES[part["kind"]]
    return known(
        entity="Moetedokument",
        externalId=part["part_id"],
        **_titles(part["title"] or kind.capitalize()),
        moetedokumenttype=kind,
        dokumentbeskrivelse=[_file(part, number, "hoveddokument")],
    )


def _file(part: Row, number: int, attached_as: str) -> Row:
    """Make a Dokumentbeskrivelse of the file that holds a part."""
    title = part["title"] or _DOCUMENT_TYPES[part.get("kind", "case_note")].capitalize()
    return known(
        entity="Dokumentbeskrivelse",
        tittel=title,
        tittelSensitiv=title,
        dokumentnummer=number,
        tilknyttetRegistreringSom=attached_as,
        dokumentobjekt=[
            known(
                entity="Dokumentobjekt",
                referanseDokumentfil=quote(part["path"]),
                format=part["media_type"],
                sjekksum=part["sha256"],
                sjekksumAlgoritme="SHA-256",
            )
        ],
    )


def _case(case: Row, meeting: Row, papers: Papers) -> Row:
    """Make a Moetesak."""
    key = case["case_id"]
    proposals = papers.proposals.get(key, [])
    return known(
        entity="Moetesak",
        externalId=key,
        **_titles(case["title"]),
        beskrivelse=_short(case["description"]),
        moetesakstype=case["case_kind"] or "annet",
        legacyMoetesakstype=case["case_type"],
        moetesaksaar=case["year"],
        moetesakssekvensnummer=case["sequence"],
        utvalg=meeting["body"] or meeting["body_id"],
        innstilling=_text(proposals[0]["text"]) if proposals else None,
        utredning=_note(papers.notes.get(key, []), papers),
        vedtak=_decision(case, meeting, papers),
        dokumentbeskrivelse=[
            known(
                entity="Dokumentbeskrivelse",
                externalId=row["attachment_id"],
                tittel=row["title"] or f"Vedlegg {row['label'] or number}",
                tittelSensitiv=row["title"] or f"Vedlegg {row['label'] or number}",
                dokumentnummer=number,
                tilknyttetRegistreringSom="vedlegg",
                dokumentobjekt=[known(entity="Dokumentobjekt", referanseDokumentfil=row["url"])]
                if row["url"]
                else [],
            )
            for number, row in _numbered(papers.attachments, key)
        ],
    )


def _note(notes: Sequence[Row], papers: Papers) -> Row | None:
    """Make the Utredning of the first case note."""
    if not notes:
        return None
    note = notes[0]
    own = papers.note_proposals.get(note["part_id"])
    return known(
        entity="Utredning",
        externalId=note["part_id"],
        saksbeskrivelse=_text(note["text"]),
        innstilling=_text(own[0]["text"]) if own else None,
        utredningsdokument=[_file(note, 1, "hoveddokumentForSaksframlegg")],
    )


def _decision(case: Row, meeting: Row, papers: Papers) -> Row | None:
    """Make the Vedtak of the first decision."""
    decisions = papers.decisions.get(case["case_id"], [])
    if not decisions:
        return None
    date = meeting["date"]
    discussion = case["discussion"]
    return known(
        entity="Vedtak",
        externalId=decisions[0]["decision_id"],
        vedtakstekst=_text(decisions[0]["text"]),
        dato=date.isoformat() if date else None,
        votering=_ballots(papers.votes.get(case["case_id"], []), papers),
        behandlingsprotokoll=known(
            entity="Behandlingsprotokoll", tekstInnhold=discussion, tekstFormat="text/plain"
        )
        if discussion
        else None,
    )


def _ballots(votes: Sequence[Row], papers: Papers) -> list[Row]:
    """Make a Votering of each ballot, where it can only be about what was decided.

    A Votering hangs on the decision and does not say what was voted on: 'Ja' to a proposal that
    fell would read as a vote for what was decided instead.
    """
    if len(votes) != 1 or votes[0]["result"] != "adopted":
        return []
    return [
        known(
            entity="Votering",
            moetedeltaker=known(
                entity="Moetedeltaker", moetedeltakerNavn=ballot["name_as_written"]
            ),
            stemme=_BALLOTS[ballot["choice"]],
        )
        for ballot in papers.ballots.get(votes[0]["vote_id"], [])
        if ballot["choice"] in _BALLOTS
    ]


def _titles(title: str | None) -> dict[str, str | None]:
    """Give both titles that the vocabulary wants; the papers are taken for public as they are."""
    return {"offentligTittel": title, "offentligTittelSensitiv": title}


def _text(text: str) -> Row:
    """Make a Moetesaksbeskrivelse."""
    return known(entity="Moetesaksbeskrivelse", tekstInnhold=text, tekstFormat="text/plain")


def _short(text: str | None) -> str | None:
    """Cut a text to the length that `beskrivelse` may have."""
    return text if text is None or len(text) <= 1000 else f"{text[:999]}…"


def _moment(date: dt.date | None, time: dt.time | None) -> str | None:
    """Give the moment in UTC at which a meeting began; midnight in Norway without an hour."""
    if date is None:
        return None
    local = dt.datetime.combine(date, time or dt.time(), _NORWAY)
    return local.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _numbered(rows: Mapping[str, list[Row]], key: str) -> Iterator[tuple[int, Any]]:
    """Yield what hangs on a key with its number, from 1."""
    return enumerate(rows.get(key, []), start=1)
