"""The export for eInnsyn, checked against what its API demands, and read back."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from tests.pipeline.filled import filled
from tests.pipeline.synthetic import CASE, MEETING, records_of, write
from tests.pipeline.vocabularies import (
    CORPUS,
    DAY,
    MOMENT,
    TEXT,
    ask,
    exported,
    lines,
    not_expressed,
)
from vedtak.models.cases import Case
from vedtak.models.decisions import Ballot, Decision, Outcome, Vote, VoteResult
from vedtak.models.documents import Part, PartKind
from vedtak.models.extraction import Extraction
from vedtak.models.meetings import Body, Meeting
from vedtak.pipeline.cli import main
from vedtak.pipeline.exports.einnsyn import _moment
from vedtak.pipeline.storing.store import Store


def entity(name: str, required: str, **properties: object) -> dict[str, Any]:
    """The schema of one entity: its fields and no others, the mandatory ones there."""
    return {
        "type": "object",
        "properties": {"entity": {"const": name}, "externalId": TEXT, **properties},
        "required": ["entity", *required.split()],
        "additionalProperties": False,
    }


def many(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": 1}


# The fields, mandatory ones and codes of the eInnsyn API, as its specification has them.
WORDS = entity(
    "Moetesaksbeskrivelse", "tekstInnhold tekstFormat", tekstInnhold=TEXT, tekstFormat=TEXT
)
TITLES: dict[str, Any] = {"offentligTittel": TEXT, "offentligTittelSensitiv": TEXT}
FILE = entity(
    "Dokumentbeskrivelse",
    "tittel tittelSensitiv dokumentnummer tilknyttetRegistreringSom",
    tittel=TEXT,
    tittelSensitiv=TEXT,
    dokumentnummer={"type": "integer"},
    tilknyttetRegistreringSom=TEXT,
    dokumentobjekt=many(
        entity(
            "Dokumentobjekt",
            "referanseDokumentfil",
            referanseDokumentfil=TEXT,
            format=TEXT,
            sjekksum=TEXT,
            sjekksumAlgoritme=TEXT,
        )
    ),
)
PARTICIPANT = entity(
    "Moetedeltaker", "moetedeltakerNavn", moetedeltakerNavn=TEXT, moetedeltakerFunksjon=TEXT
)
VEDTAK = entity(
    "Vedtak",
    "vedtakstekst dato",
    vedtakstekst=WORDS,
    dato=DAY,
    votering=many(
        entity(
            "Votering",
            "moetedeltaker stemme",
            moetedeltaker=PARTICIPANT,
            stemme={"enum": ["Ja", "Nei", "Blankt"]},
        )
    ),
    behandlingsprotokoll=entity(
        "Behandlingsprotokoll", "tekstInnhold tekstFormat", tekstInnhold=TEXT, tekstFormat=TEXT
    ),
)
CASE_KINDS = [
    "moete",
    "politisk",
    "delegert",
    "interpellasjon",
    "godkjenning",
    "orientering",
    "referat",
    "annet",
]
MOETESAK = entity(
    "Moetesak",
    "offentligTittel offentligTittelSensitiv moetesakstype",
    **TITLES,
    beskrivelse=TEXT | {"maxLength": 1000},
    moetesakstype={"enum": CASE_KINDS},
    legacyMoetesakstype=TEXT,
    moetesaksaar={"type": "integer", "minimum": 1700},
    moetesakssekvensnummer={"type": "integer", "minimum": 0},
    utvalg=TEXT,
    innstilling=WORDS,
    utredning=entity(
        "Utredning",
        "saksbeskrivelse innstilling",
        saksbeskrivelse=WORDS,
        innstilling=WORDS,
        utredningsdokument=many(FILE),
    ),
    vedtak=VEDTAK,
    dokumentbeskrivelse=many(FILE),
)
MOETEMAPPE = entity(
    "Moetemappe",
    "offentligTittel offentligTittelSensitiv moetenummer utvalg moetedato",
    **TITLES,
    moetenummer=TEXT,
    utvalg=TEXT,
    moetedato=MOMENT,
    moetested=TEXT,
    moetedokument=many(
        entity(
            "Moetedokument",
            "offentligTittel offentligTittelSensitiv moetedokumenttype",
            **TITLES,
            moetedokumenttype=TEXT,
            dokumentbeskrivelse=many(FILE),
        )
    ),
    moetedeltaker=many(PARTICIPANT),
    moetesak=many(MOETESAK),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vocabularies") / "v.duckdb"
    arguments = ["import", str(CORPUS / "nuit"), str(CORPUS / "kommune"), "--db", str(path)]
    CliRunner().invoke(main, arguments)
    return path


def test_einnsyn_demands_nothing_that_is_not_given_or_listed(
    database: Path, tmp_path: Path
) -> None:
    folder = exported(database, tmp_path / "ut", "einnsyn")
    validator = jsonschema.Draft202012Validator(MOETEMAPPE)
    missing: Counter[str] = Counter()
    for meeting in lines(folder / "moetemapper.jsonl"):
        for error in validator.iter_errors(meeting):
            assert error.validator == "required", error
            missing[error.message.split("'")[1]] += 1
    listed = not_expressed(folder)
    expected = {
        "moetenummer": listed.get("Number of the meeting", 0),
        "offentligTittel": listed.get("Title of the case", 0),
        "offentligTittelSensitiv": listed.get("Title of the case", 0),
    }
    # Only the first note of a case is there at all.
    assert missing.pop("innstilling", 0) <= listed.get("Proposal of a note", 0)
    assert sum(expected.values()) > 0
    assert missing == Counter(expected)


def test_einnsyn_holds_what_the_database_holds(database: Path, tmp_path: Path) -> None:
    folder = exported(database, tmp_path / "ut", "einnsyn")
    meetings = {one["externalId"]: one for one in lines(folder / "moetemapper.jsonl")}
    cases = {c["externalId"]: c for one in meetings.values() for c in one.get("moetesak", [])}
    assert sorted(meetings) == [
        m for (m,) in ask(database, "SELECT meeting_id FROM meetings ORDER BY 1")
    ]
    told = ask(
        database, "SELECT case_id, title, year, sequence, coalesce(case_kind, 'annet') FROM cases"
    )
    names = ("offentligTittel", "moetesaksaar", "moetesakssekvensnummer", "moetesakstype")
    assert {key: tuple(case.get(name) for name in names) for key, case in cases.items()} == {
        key: tuple(values) for key, *values in told
    }
    decided = ask(
        database, "SELECT case_id, text FROM decisions WHERE decision_id LIKE '%/decision/1'"
    )
    assert {
        key: case["vedtak"]["vedtakstekst"]["tekstInnhold"]
        for key, case in cases.items()
        if "vedtak" in case
    } == dict(decided)
    present = ask(
        database,
        "SELECT meeting_id, list(name_as_written ORDER BY attendance_id) FROM attendance "
        "WHERE status = 'present' GROUP BY 1",
    )
    assert {
        key: [one["moetedeltakerNavn"] for one in meeting["moetedeltaker"]]
        for key, meeting in meetings.items()
        if "moetedeltaker" in meeting
    } == dict(present)
    bodies = lines(folder / "enheter.jsonl")
    assert [(b["externalId"], b["navn"], b["enhetstype"]) for b in bodies] == [
        (*row, "UTVALG") for row in ask(database, "SELECT body_id, name FROM bodies ORDER BY 1")
    ]


def test_what_einnsyn_cannot_express_is_counted(tmp_path: Path) -> None:
    filled(tmp_path / "v.duckdb").close()
    listed = not_expressed(exported(tmp_path / "v.duckdb", tmp_path / "ut", "einnsyn"))
    assert listed["Absence"] == 1
    assert listed["Invitation"] == 2
    assert listed["Vote as an event: subject, counts, result, casting vote"] == 1
    assert listed["Second and later proposals of a case"] == 1
    assert listed["Organization number of a body"] == 1
    assert "Substitute for whom [vara]" not in listed  # nobody is one, so nothing is lost


def meeting_with_votes(path: Path, *results: VoteResult | None) -> None:
    """A case with a decision and some votes, each with a ballot for, one against, one absent."""
    part = Part(
        part_id="dddd/1",
        document_id="dddd",
        ordinal=1,
        kind=PartKind.MINUTES,
        meeting_id=MEETING,
        first_page=1,
        last_page=1,
    )
    p = part.part_id
    votes = [
        Vote(vote_id=f"{CASE}/vote/{n}", case_id=CASE, part_id=p, ordinal=n, result=result)
        for n, result in enumerate(results, start=1)
    ]
    choices = {"Kari": "for", "Ola": "against", "Per": "absent"}
    ballots = [
        Ballot(vote_id=v.vote_id, part_id=p, ordinal=n, name_as_written=name, choice=choice)
        for v in votes
        for n, (name, choice) in enumerate(choices.items(), start=1)
    ]
    extraction = Extraction(
        parts=[part],
        bodies=[Body(body_id="nuit", name="NUIT", part_id=p)],
        meetings=[Meeting(meeting_id=MEETING, body_id="nuit", part_id=p)],
        cases=[Case(case_id=CASE, meeting_id=MEETING, ordinal=1, part_id=p)],
        decisions=[
            Decision(
                decision_id=f"{CASE}/decision/1",
                case_id=CASE,
                part_id=p,
                text="Vedtatt.",
                outcome=Outcome.ADOPTED,
            )
        ],
        votes=votes,
        ballots=ballots,
    )
    with Store.open(path) as store:
        write(store, records_of("dddd", extraction))


@pytest.mark.parametrize(
    ("results", "given", "lost"),
    [
        # one vote, and what was voted on was adopted: the ballots are about the decision
        ([VoteResult.ADOPTED], ["Ja", "Nei"], 0),
        # the proposal fell: 'for' it is not 'for' the decision
        ([VoteResult.REJECTED], [], 3),
        # nobody says what came of it
        ([None], [], 3),
        # two votes: nothing says which of them the decision is
        ([VoteResult.ADOPTED, VoteResult.ADOPTED], [], 6),
    ],
)
def test_a_ballot_becomes_a_votering_only_if_it_is_about_the_decision(
    tmp_path: Path, results: list[VoteResult | None], given: list[str], lost: int
) -> None:
    meeting_with_votes(tmp_path / "v.duckdb", *results)
    folder = exported(tmp_path / "v.duckdb", tmp_path / "ut", "einnsyn")
    (meeting,) = lines(folder / "moetemapper.jsonl")
    vedtak = meeting["moetesak"][0]["vedtak"]
    assert [one["stemme"] for one in vedtak.get("votering", [])] == given
    listed = not_expressed(folder)
    name = next((name for name in listed if name.startswith("Ballot where")), "")
    assert listed.get(name, 0) == lost
    assert listed.get("Ballot that is neither for nor against", 0) == (0 if lost else 1)
    # no day is written, and none is invented
    assert "moetedato" not in meeting and "dato" not in vedtak
    assert listed["Day of the meeting"] == listed["Number of the meeting"] == 1


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        ("2020-02-14", "10:00", "2020-02-14T09:00:00Z"),
        ("2020-05-13", "10:00", "2020-05-13T08:00:00Z"),  # summer time
        ("1975-07-01", "10:00", "1975-07-01T09:00:00Z"),  # when there was none
        ("2020-02-14", None, "2020-02-13T23:00:00Z"),
        (None, None, None),
    ],
)
def test_moments_are_in_utc(day: str | None, hour: str | None, moment: str | None) -> None:
    date = dt.date.fromisoformat(day) if day else None
    assert _moment(date, dt.time.fromisoformat(hour) if hour else None) == moment
