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
