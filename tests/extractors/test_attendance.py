from collections.abc import Callable

import pytest

from tests.extractors.papers import AGENDA, LINEAR, MINUTES, growth, plain, read, reading
from vedtak.extractors.attendance import read_attendance
from vedtak.extractors.attendance_sections import find_sections
from vedtak.extractors.attendance_table import table_header
from vedtak.models.documents import PartKind, Role

Row = tuple[str, str, str, str | None, str | None, str | None]


def attendance(*texts: str, kind: PartKind = PartKind.MINUTES) -> list[Row]:
    one = reading(*texts)
    read_attendance(one, one.flow.body(), kind, "m", "d/1")
    return [
        (
            row.name_as_written,
            row.role,
            row.status,
            row.party,
            row.organization_as_written,
            row.substitute_for,
        )
        for row in one.found.attendance
    ]


def row(name: str, role: str = "member", status: str = "present", **more: str) -> Row:
    values = (more.get(field) for field in ("party", "organization", "substitute_for"))
    party, organization, substitute_for = values
    return (name, role, status, party, organization, substitute_for)


LISTS = [
    ("Til stede: Kari Ås, Ola Li", [row("Kari Ås"), row("Ola Li")], "on the line of the label"),
    ("Til stede:\nKari Ås\nOla Li", [row("Kari Ås"), row("Ola Li")], "below the label"),
    (
        "Til stede   Kari Ås (AP)\n            Ola Li (H)",
        [row("Kari Ås", party="AP"), row("Ola Li", party="H")],
        "in the column beside it",
    ),
    (
        "Til stede:\nKari Ås      Per By\nOla Li       Eli Moe",
        [row("Kari Ås"), row("Ola Li"), row("Per By"), row("Eli Moe")],
        "two columns never merge",
    ),
    (
        "Til stede:\nKari Ås\n\nForfall:\nOla Li",
        [row("Kari Ås"), row("Ola Li", status="absent")],
        "who was absent",
    ),
    ("Til stede: Kari Ås\nForfall: Ingen", [row("Kari Ås")], "nobody was absent"),
    (
        "Medlemmer:\nKari Ås\n\nVaramedlemmer:\nOla Li (vara for Per By)",
        [row("Kari Ås"), row("Ola Li", "substitute", substitute_for="Per By")],
        "substitutes",
    ),
    (
        "Til stede:\nKari Ås (Direktoratet for\ne-helse)\nOla Li (KS)",
        [
            row("Kari Ås", organization="Direktoratet for e-helse"),
            row("Ola Li", organization="KS"),
        ],
        "a parenthesis broken over lines",
    ),
    ("Observatører: Kari Ås", [row("Kari Ås", "observer")], "observers"),
    ("Fra administrasjonen: Kari Ås", [row("Kari Ås", "administration")], "administration"),
    ("Møteleder: Kari Ås", [row("Kari Ås", "chair")], "the chair"),
    (
        "Til stede:\nNavn      Funksjon   Parti\nKari Ås   Leder      AP\nOla Li    Medlem     H",
        [row("Kari Ås", "chair", party="AP"), row("Ola Li", party="H")],
        "a table",
    ),
    (
        "Til stede:\nForeldre: Kari Ås (leder), Ola Li\nElevrådet: Per By\nForfall: Eli Moe",
        [
            row("Kari Ås", "chair", organization="Foreldre"),
            row("Ola Li", organization="Foreldre"),
            row("Per By", organization="Elevrådet"),
            row("Eli Moe", status="absent"),
        ],
        "groups say whom their people stand for",
    ),
    (
        "Til stede: Kari Ås\nProtokollvitner: Ola Li, Per By\nTellekorps: Eli Moe",
        [row("Kari Ås")],
        "a task is no group",
    ),
    (
        "Til stede:\nKari Ås\nForfall: Ola Li\nFra OBOS: Per By",
        [
            row("Kari Ås"),
            row("Ola Li", status="absent"),
            row("Per By", "other", organization="OBOS"),
        ],
        "who stands below an absence on one line was not absent",
    ),
    (
        "Forfall:\nBø kommune: Kari Ås\nVik kommune: Ola Li",
        [
            row("Kari Ås", status="absent", organization="Bø kommune"),
            row("Ola Li", status="absent", organization="Vik kommune"),
        ],
        "groups inside a list of the absent are absent",
    ),
    (
        "Til stede:\nLeder: Kari Ås\nKasserer: Ola Li\nPer By\nDaglig leder: Eli Moe",
        [row("Kari Ås", "chair"), row("Ola Li"), row("Per By"), row("Eli Moe", "administration")],
        "an office before a colon is that of one person",
    ),
    (
        "Til stede:\nLeder             Kari Ås\nRepresentant      Ola Li",
        [row("Kari Ås", "chair"), row("Ola Li")],
        "a role in the column before the names",
    ),
    (
        "Til stede ved opprop: 24 representanter\nHøyre: Kari Ås, Ola Li\nSV: Per By",
        [row("Kari Ås", party="Høyre"), row("Ola Li", party="Høyre"), row("Per By", party="SV")],
        "parties below a number of members",
    ),
    (
        "Til stede: 9 representanter\nBehandling:\nHøyre: Kari Ås fremmet forslag\nFor: Kari Ås",
        [],
        "parties in a discussion and a vote are no lists",
    ),
    ("Til stede: Kari Ås m/vara Ola Li, Per By", [row("Kari Ås"), row("Per By")], "and a vara"),
    ("Møtte: 23 av 25 medlemmer møtte\nÅpningssang: Kari Ås", [], "a number is no list"),
    ("Fra forretningsfører møtte Kari Ås.", [row("Kari Ås", "other")], "guests in a sentence"),
    (
        "Fremmøtte representanter:\nBø kommune: ordfører Kari Ås",
        [row("Kari Ås", "chair", organization="Bø kommune")],
        "a heading that only begins with a label",
    ),
    (
        "Varamedlem som møtte:\nKari Ås for Ola Li       SV",
        [row("Kari Ås", "substitute", party="SV", substitute_for="Ola Li")],
        "a substitute with a column of parties",
    ),
    (
        "Forfall: Kari Ås (H). Vara: Ola Li (H)",
        [
            row("Kari Ås", status="absent", party="H"),
            row("Ola Li", "substitute", party="H", substitute_for="Kari Ås"),
        ],
        "who stood in, behind the absent",
    ),
    ("Til stede: Kari Ås (vara: Ola Li)", [row("Kari Ås")], "who could have stood in"),
    (
        "Forfall: Kari Ås (ingen vara møtte)",
        [row("Kari Ås", status="absent")],
        "nobody stood in",
    ),
    (
        "Fra adm.: rådmann Per By\nOla Li forlot møtet kl. 11.30.",
        [row("Per By", "administration")],
        "a sentence below a list",
    ),
    (
        "Til stede: Kari Ås (leder), Ola\n           Li, Per By",
        [row("Kari Ås", "chair"), row("Ola Li"), row("Per By")],
        "a name broken over two lines",
    ),
    (
        "Fra revisjonen: revisor Kari Ås og regnskapsrevisor\nOla Li",
        [row("Kari Ås", "other"), row("Ola Li", "other")],
        "an office above its person",
    ),
    (
        "Medlemmer  Parti  Møtt  Vara\nKari Ås    AP     Ja\nOla Li     H      Nei   Per By",
        [
            row("Kari Ås", party="AP"),
            row("Ola Li", status="absent", party="H"),
            row("Per By", "substitute", substitute_for="Ola Li"),
        ],
        "a table with a column of those who stood in",
    ),
    (
        "Navn               Parti\nKari Ås (leder)    AP\nOrdfører Ola Li    H",
        [row("Kari Ås", "chair", party="AP"), row("Ola Li", "chair", party="H")],
        "roles in the column of names",
    ),
    (
        "Til stede:\nKari Ås, leder, Ap\nOla Li, nestleder, Sp",
        [row("Kari Ås", "chair", party="Ap"), row("Ola Li", "deputy_chair", party="Sp")],
        "a party at the end of a line is no first name",
    ),
    ("Saken tas til orientering av Kari Ås", [], "no list at all"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected"), [one[:2] for one in LISTS])
def test_lists(text: str, expected: list[Row]) -> None:
    assert attendance(text) == expected


def test_agendas_invite() -> None:
    assert attendance("Medlemmer:\nKari Ås", kind=PartKind.AGENDA) == [
        row("Kari Ås", status="invited")
    ]
    assert [one.status for one in read(AGENDA).attendance] == ["invited"]


def test_a_list_goes_on_over_a_page_break() -> None:
    assert attendance("Til stede:\nKari Ås", "Ola Li\nPer By") == [
        row("Kari Ås"),
        row("Ola Li"),
        row("Per By"),
    ]


def test_the_words_behind_each_row_are_claimed() -> None:
    text = plain(MINUTES)[0].text
    found = read(MINUTES)
    for one in found.attendance:
        (span,) = (s for s in found.spans if s.record_id == one.attendance_id)
        assert span.role == Role.ATTENDANCE
        assert one.name_as_written in text[span.char_start : span.char_end]
    assert len({one.attendance_id for one in found.attendance}) == len(found.attendance) == 4


def test_elected_below_the_head_have_not_come() -> None:
    text = (
        "Årsmøte i Heia Velforening\n4. mars 2014\nTil stede: 22 medlemmer\n"
        "Sak 1: Årsmelding\nVedtak: Godkjent\nSak 2: Valg\nStyremedlemmer: Kari Ås, Ola Li\n"
        "Varamedlemmer: Per By\nRevisor: Eli Moe\n"
    )
    assert read(text).attendance == []


def test_headings_of_sections() -> None:
    one = reading("Til stede:\nKari Ås\nForfall:\nOla Li\nMøtested: Rådhuset\nPer By")
    sections = find_sections(one, one.flow.body())
    assert [(s.group, [line.text for line in s.lines]) for s in sections] == [
        ("present", ["Kari Ås"]),
        ("absent", ["Ola Li"]),
    ]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Navn   Funksjon   Parti", ["column_name", "column_role", "column_party"]),
        ("Navn Funksjon Møtte for", ["column_name", "column_role", "column_substitute"]),
        ("Navn", None),
        ("Funksjon   Navn", None),
        ("Navn   Kari Ås", None),
    ],
)
def test_heading_rows_of_tables(text: str, groups: list[str] | None) -> None:
    one = reading(text)
    columns = table_header(one.lexicon, one.flow.lines[0])
    assert ([column.group for column in columns] if columns else None) == groups


SHAPES: dict[str, Callable[[int], str]] = {
    "people": lambda n: "Til stede:\n" + "Kari Ås (AP)\n" * n,
    "labels": lambda n: "Til stede:\n" * n,
    "parentheses": lambda n: "Til stede:\n" + "Kari Ås (\n" * n,
    "columns": lambda n: "Til stede:\n" + "Kari Ås    Ola Li\n" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_list(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        text = SHAPES[shape](n)
        return lambda: attendance(text)

    assert growth(action, 200) < LINEAR
