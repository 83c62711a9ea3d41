"""Which names are one organization's, on mentions alone."""

from collections.abc import Sequence
from typing import Any

import pytest

from vedtak.models.people import NameRule
from vedtak.pipeline.names.candidates import organization_candidates
from vedtak.pipeline.names.organizations import (
    Meaning,
    OrganizationMention,
    ResolvedOrganizations,
    resolve_organizations,
)
from vedtak.pipeline.names.ruled_names import RuledNames, apply_rulings
from vedtak.pipeline.names.rulings import Apart, NameKind, Same, WrittenName


def named(text: str, year: int = 2020, body: str = "nuit", **more: Any) -> OrganizationMention:
    values: dict[str, Any] = {
        "table": "attendance",
        "key": f"{body}/{year}/{text}/{more.get('person')}",
        "text": text,
        "body_id": body,
        "meeting_id": f"{body}/{year}",
        "date": None,
        "year": year,
        "document_id": "aaaa",
    }
    return OrganizationMention(**(values | more))


def told(short: str, base: str, year: int = 2020, body: str = "nuit") -> Meaning:
    return Meaning(short, base, body, year, NameRule.EXPLAINED, "it is written", "aaaa")


def resolved(
    mentions: Sequence[OrganizationMention],
    meanings: Sequence[Meaning] = (),
    ruled: RuledNames | None = None,
) -> ResolvedOrganizations:
    return resolve_organizations(mentions, meanings, ruled or RuledNames())


def groups(found: ResolvedOrganizations) -> list[list[str]]:
    return sorted(
        sorted({f"{m.text} {m.body_id} {m.year}" for m in g.mentions}) for g in found.groups
    )


HOD, LONG = "HOD", "Helse- og omsorgsdepartementet"


@pytest.mark.parametrize(
    ("mentions", "meanings", "rules"),
    [
        ([named("Helse Vest"), named("HELSE-VEST", 2021)], [], {"same letters"}),
        ([named("Helse Vest"), named("Helse Vest RHF", 2021)], [], {"legal form"}),
        (
            [named(HOD, person="kari lie"), named(LONG, 2021, person="kari lie")],
            [],
            {"same person"},
        ),
        (
            [named("NHN"), named("Norsk Helsenett SF")],
            [told("nhn", "norsk helsenett")],
            {"explained in the text"},
        ),
        ([named("NHN"), named("Norsk Helsenett (NHN)")], [], {"explained in the text"}),
        (
            [named("NHN", body="nurd"), named("Norsk Helsenett SF")],
            [told("nhn", "norsk helsenett")],
            {"only meaning known"},
        ),
    ],
)
def test_one_organization(
    mentions: list[OrganizationMention], meanings: list[Meaning], rules: set[str]
) -> None:
    found = resolved(mentions, meanings)
    assert len(found.groups) == 1
    assert {row[4].rule for row in found.joined} == rules
    assert found.groups[0].name not in ("HOD", "NHN")


@pytest.mark.parametrize(
    ("mentions", "meanings"),
    [
        ([named(HOD), named(LONG)], []),  # nobody says that they are one
        ([named(HOD, person="kari lie"), named(LONG, person="ola lie")], []),  # two people
        ([named("KS", person="kari lie"), named(LONG, person="kari lie")], []),  # letters don't fit
        ([named(HOD, 2001, person="kari lie"), named(LONG, 2020, person="kari lie")], []),
        ([named("Bolig AS"), named("Bolig SA")], []),  # two legal forms
        ([named("Styret", generic=True), named("Styret", body="nurd", generic=True)], []),
    ],
)
def test_two_organizations(mentions: list[OrganizationMention], meanings: list[Meaning]) -> None:
    assert len(resolved(mentions, meanings).groups) == 2


def test_a_name_without_its_legal_form_joins_none_of_two() -> None:
    found = resolved([named("Bolig AS"), named("Bolig SA"), named("Bolig")])
    assert len(found.groups) == 3
    rows = organization_candidates(found)
    assert {row.rule for row in rows} == {"legal form"}
    assert len(rows) == 2


def test_a_short_form_means_what_its_own_papers_say() -> None:
    mentions = [
        named("NHF", 2001, "a"),
        named("NHF", 2020, "a"),
        named("NHF", 2010, "b"),
        named("NHF", 2010, "c"),
        named("Norsk Hundeforening", 2001, "a"),
        named("Nordnes Havneforbund", 2020, "a"),
    ]
    meanings = [
        told("nhf", "norsk hundeforening", 2001, "a"),
        told("nhf", "nordnes havneforbund", 2020, "a"),
        told("nhf", "nordnes havneforbund", 2010, "b"),
    ]
    found = resolved(mentions, meanings)
    assert groups(found) == [
        ["NHF a 2001", "Norsk Hundeforening a 2001"],
        ["NHF a 2020", "NHF b 2010", "Nordnes Havneforbund a 2020"],
        ["NHF c 2010"],
    ]
    # In body c the papers do not say which; both are for a person to look at.
    pairs = {frozenset((row.left_name, row.right_name)) for row in organization_candidates(found)}
    assert pairs == {
        frozenset(("NHF", "Nordnes Havneforbund")),
        frozenset(("NHF", "Norsk Hundeforening")),
    }


def test_rulings_come_first() -> None:
    mentions = [named("Difi"), named("Digdir", 2021), named("KS"), named("KS", body="nurd")]
    spots = [(m.text, m.body_id) for m in mentions]
    kind = NameKind.ORGANIZATION
    same = Same(kind, (WrittenName("Difi"), WrittenName("Digdir")), "merged in 2020")
    apart = Apart(kind, (WrittenName("KS", "nuit"), WrittenName("KS", "nurd")), "two")
    ruled = apply_rulings(kind, [same, apart], spots)
    assert groups(resolved(mentions, (), ruled)) == [
        ["Difi nuit 2020", "Digdir nuit 2021"],
        ["KS nuit 2020"],
        ["KS nurd 2020"],
    ]
