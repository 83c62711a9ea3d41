from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LEXICON, LINEAR, growth, running
from vedtak.extractors.people_lines import join_items
from vedtak.extractors.people_list import read_people, role_of
from vedtak.models.meetings import AttendanceRole, AttendanceStatus

FIELDS = ("organization", "party", "role", "status", "substitute_for")


def people(text: str) -> list[tuple[str, dict[str, Any]]]:
    found, _ = read_people(running(text), LEXICON)
    return [
        (one.name, {f: getattr(one, f) for f in FIELDS if getattr(one, f) is not None})
        for one in found
    ]


ITEMS: list[tuple[str, list[tuple[str, dict[str, Any]]], str]] = [
    ("Kari Ås", [("Kari Ås", {})], "a name"),
    ("Kari Ås (AP)", [("Kari Ås", {"party": "AP"})], "a party"),
    ("Kari Ås (KS)", [("Kari Ås", {"organization": "KS"})], "an organization"),
    (
        "Kari Ås (Direktoratet for e-helse)",
        [("Kari Ås", {"organization": "Direktoratet for e-helse"})],
        "an organization of several words",
    ),
    ("Kari Ås, KS", [("Kari Ås", {"organization": "KS"})], "an organization behind a comma"),
    ("Kari Ås, leder", [("Kari Ås", {"role": AttendanceRole.CHAIR})], "a role behind a comma"),
    ("Leder: Kari Ås", [("Kari Ås", {"role": AttendanceRole.CHAIR})], "a role before a colon"),
    (
        "Wenche P. Dehli (AP, nestleder)",
        [("Wenche P. Dehli", {"party": "AP", "role": AttendanceRole.DEPUTY_CHAIR})],
        "two things in a parenthesis",
    ),
    (
        "Kari Ås (vara for Ola Li)",
        [("Kari Ås", {"role": AttendanceRole.SUBSTITUTE, "substitute_for": "Ola Li"})],
        "a substitute",
    ),
    (
        "Kari Ås (SV) møtte for Ola Li",
        [
            (
                "Kari Ås",
                {"party": "SV", "role": AttendanceRole.SUBSTITUTE, "substitute_for": "Ola Li"},
            )
        ],
        "a substitute outside of the parenthesis",
    ),
    (
        "Kari Ås for Ola Li (A)",
        [
            (
                "Kari Ås",
                {"party": "A", "role": AttendanceRole.SUBSTITUTE, "substitute_for": "Ola Li"},
            )
        ],
        "a substitute without a verb",
    ),
    (
        "1. vara Kari Ås for prof. Ola Li",
        [("Kari Ås", {"role": AttendanceRole.SUBSTITUTE, "substitute_for": "Ola Li"})],
        "titles on both sides",
    ),
    (
        "Kari Ås møtte for Ola Li. Ingen møtte for Per By",
        [("Kari Ås", {"role": AttendanceRole.SUBSTITUTE, "substitute_for": "Ola Li"})],
        "a further sentence is no member",
    ),
    (
        "Kari Ås, FrP - for Ola Li",
        [
            (
                "Kari Ås",
                {"party": "FrP", "role": AttendanceRole.SUBSTITUTE, "substitute_for": "Ola Li"},
            )
        ],
        "a party before a dash",
    ),
    ("Kari Ås/KrF", [("Kari Ås", {"party": "KrF"})], "a party behind a slash"),
    ("Kari Ås under sak 12", [("Kari Ås", {})], "a remark behind the name"),
    (
        "Varaordf. Kari Ås",
        [("Kari Ås", {"role": AttendanceRole.DEPUTY_CHAIR})],
        "a title cut short",
    ),
    ("Pleie- og omsorgssjef Kari Ås", [("Kari Ås", {})], "an office of two words"),
    ("Kari Ås (ingen vara møtte)", [("Kari Ås", {})], "a remark is no office"),
    ("Kari Ås (forfall)", [("Kari Ås", {"status": AttendanceStatus.ABSENT})], "absent"),
    ("Kari Ås (gikk kl. 14)", [("Kari Ås", {})], "a remark is no organization"),
    ("Kari Ås (KS (nord))", [("Kari Ås", {"organization": "KS"})], "nested parentheses"),
    ("Kari Ås (AP), Ola Li (H)", [("Kari Ås", {"party": "AP"}), ("Ola Li", {"party": "H"})], "two"),
    ("Kari Ås og Ola Li", [("Kari Ås", {}), ("Ola Li", {})], "parted by a word"),
    ("Kari Ås; Ola Li", [("Kari Ås", {}), ("Ola Li", {})], "parted by a semicolon"),
    ("Kari Ås\nOla Li", [("Kari Ås", {}), ("Ola Li", {})], "one per line"),
    ("• Kari Ås\n• Ola Li", [("Kari Ås", {}), ("Ola Li", {})], "bullets"),
    ("1. Kari Ås\n2. Ola Li", [("Kari Ås", {}), ("Ola Li", {})], "numbers"),
    ("Kari, Ola og Per", [("Kari", {}), ("Ola", {}), ("Per", {})], "first names in a list"),
    ("Martin von Heimburg", [("Martin von Heimburg", {})], "a particle"),
    ("Ingen", [], "nobody"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in ITEMS])
def test_lists(text: str, expected: list[tuple[str, dict[str, Any]]]) -> None:
    assert people(text) == expected
    assert read_people(running(text), LEXICON)[1], "all of it could be read"


@pytest.mark.parametrize(
    "text", ["Kari", "Dette er ikke en liste over folk.", "Direktoratet for e-helse", "12/20"]
)
def test_what_is_no_list(text: str) -> None:
    assert read_people(running(text), LEXICON) == ([], False)


def test_entries_stand_where_they_say() -> None:
    text = "• Kari Ås (AP)\n• Ola Li, leder"
    found, _ = read_people(running(text), LEXICON)
    assert [text[one.start : one.end] for one in found] == ["Kari Ås (AP)", "Ola Li, leder"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Leder", AttendanceRole.CHAIR),
        ("NESTLEDER", AttendanceRole.DEPUTY_CHAIR),
        ("medlem", AttendanceRole.MEMBER),
        ("MEDL", AttendanceRole.MEMBER),
        ("vara", AttendanceRole.SUBSTITUTE),
        ("observatør", AttendanceRole.OBSERVER),
        ("referent", AttendanceRole.SECRETARIAT),
        ("lederen", None),
        ("", None),
    ],
)
def test_roles(text: str, role: AttendanceRole | None) -> None:
    assert role_of(text, LEXICON) == role


JOINS = [
    (["Kari Ås", "Ola Li"], [False, False], "a name per line"),
    (["Kari Ås (Direktoratet for", "e-helse)", "Ola Li"], [False, True, False], "a parenthesis"),
    (["Kari Ås", "(AP)"], [False, True], "a parenthesis on its own line"),
    (["Anne-", "Lise By"], [False, True], "a hyphen"),
    (["Kari Ås,", "Ola Li"], [False, True], "a comma"),
    (["Kari Ås og", "Ola Li"], [False, True], "a word that joins"),
    (["Kari Ås", "vara for Ola Li"], [False, True], "a small letter"),
    (["Kari (a", "b", "c)", "Ola Li"], [False, True, True, False], "three lines"),
    (["• Kari", "• Ola"], [False, False], "bullets"),
    (["Kari)", "Ola Li"], [False, False], "a parenthesis that nothing opened"),
    (["Kari Ås, Ola Li, Per By, Eli", "Moe"], [False, True], "a full line of names"),
    ([], [], "nothing"),
]


@pytest.mark.parametrize(("rows", "expected"), [row[:2] for row in JOINS])
def test_lines_that_go_on(rows: list[str], expected: list[bool]) -> None:
    assert join_items(rows, [float(len(row)) for row in rows]) == expected


NAMES = st.sampled_from(["Kari Ås", "Ola Li", "Anne-Lise Ødegård", "Janne K. J. Larsen"])
PARTIES = st.sampled_from(["AP", "H", "SV", "KrF"])


@given(
    st.lists(st.tuples(NAMES, PARTIES), min_size=1, max_size=6),
    st.sampled_from([", ", "; ", "\n", "\n• "]),
)
def test_what_is_written_is_read_back(listed: list[tuple[str, str]], separator: str) -> None:
    text = separator.join(f"{name} ({party})" for name, party in listed)
    assert people(text) == [(name, {"party": party}) for name, party in listed]


@given(st.text("Ka riÅs(),;og\n•-.1:Lederfor", max_size=50))
def test_any_text_gives_entries_inside_it(text: str) -> None:
    found, _ = read_people(running(text), LEXICON)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start :].startswith(one.name.split()[0])


SHAPES: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "people": lambda n: "Kari Ås (AP), " * n,
    "lines": lambda n: "Kari Ås\n" * n,
    "commas": lambda n: ", " * n,
    "parentheses": lambda n: "(" * n + ")" * n,
    "open parentheses": lambda n: "Kari Ås (" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_list(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        passage = running(SHAPES[shape](n))
        return lambda: read_people(passage, LEXICON)

    assert growth(action, 1000) < LINEAR
