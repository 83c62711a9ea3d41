"""Who is who, on mentions alone: no database."""

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

import pytest

from tests.benchmarks.archive_of_names import make_archive
from tests.benchmarks.people import cpu_seconds, pair_scores, resolve
from vedtak.models.people import NameRule
from vedtak.pipeline.names.candidates import people_candidates
from vedtak.pipeline.names.mentions import Mention
from vedtak.pipeline.names.people import ResolvedPeople, resolve_people
from vedtak.pipeline.names.ruled_names import ContradictingRulings, RuledNames, apply_rulings
from vedtak.pipeline.names.rulings import Apart, Called, NameKind, Ruling, Same, WrittenName

SCOPES = {"a": "nes-kommune", "b": "nes-kommune", "c": "vik-kommune"}
PERSON = NameKind.PERSON


def on_list(text: str, meeting: int = 1, body: str = "a", **more: Any) -> Mention:
    """A row of a list; meeting n is in the year 2000 + n."""
    key = f"{body}/{2000 + meeting}"
    values: dict[str, Any] = {
        "table": "attendance",
        "key": f"{key}/{text}/{more.get('affiliation')}",
        "text": text,
        "body_id": body,
        "meeting_id": key,
        "date": dt.date(2000 + meeting, 3, 1),
        "year": 2000 + meeting,
        "document_id": key,
        "lists": (f"{key}/1",),
        "role": "member",
    }
    return Mention(**(values | more))


def voter(text: str, meeting: int = 1, body: str = "a", **more: Any) -> Mention:
    return on_list(text, meeting, body, table="ballots", lists=(), role="", **more)


def resolved(mentions: Sequence[Mention], ruled: RuledNames | None = None) -> ResolvedPeople:
    return resolve_people(mentions, SCOPES, ruled or RuledNames())


def people(mentions: Sequence[Mention], ruled: RuledNames | None = None) -> list[list[str]]:
    """The people, each as the sorted 'spelling body' of their mentions."""
    groups = resolved(mentions, ruled).groups
    return sorted(sorted({f"{m.text} {m.body_id}" for m in g.mentions()}) for g in groups)


ONE = [
    # what must be one person
    [on_list("Darlén Gjølstad"), on_list("Darlèn Gjølstad", 2)],
    [on_list("Bjørn Lie"), on_list("Bjorn Lie", 2), on_list("Bjoern Lie", 3)],
    [on_list("Karl Vestli"), on_list("Karl S. Vestli", 2)],
    [on_list("J. K. Larsen"), on_list("Janne Kathrine Jørstad Larsen", 2)],
    # two bodies of one municipality
    [on_list("Kari Lie"), on_list("Kari Lie", 2, "b")],
    # a fuller name in another body, for the same party, where the shorter one is rare
    [
        on_list("Per Aunan", affiliation="party a"),
        on_list("Per Espen Aunan", 1, "b", affiliation="party a"),
    ],
    # the same employer in bodies of different organizations
    [
        on_list("Kari Lie", affiliation="organization ks"),
        on_list("Kari Lie", 2, "c", affiliation="organization ks"),
    ],
    # a change of party from one period to the next
    [on_list("Kari Lie", 1, affiliation="party a"), on_list("Kari Lie", 3, affiliation="party h")],
    # a voter by the list of the meeting, by letter, shortened, by last name
    [on_list("Per Espen Aunan"), voter("Per Aunan"), voter("Aunan"), voter("Per")],
]

TWO = [
    # what must be two people
    [on_list("Kari Lie"), on_list("Kari Lie", 2, "c")],  # two municipalities
    [on_list("Per Lie"), on_list("Per Olav Lie")],  # one list
    [on_list("Per Lie"), on_list("Per Olav Lie", 9)],  # another period
    [on_list("Per A. Aunan"), on_list("Per Espen Aunan", 2)],  # contradicting middle names
    [on_list("Kari Hansen"), on_list("Kari Hanssen", 2)],  # one letter apart
    [on_list("Kari"), on_list("Kari Lie", 2)],  # a first name only
    [  # one list, one name, two parties
        on_list("Kari Lie", affiliation="party a"),
        on_list("Kari Lie", affiliation="party h"),
    ],
    [  # two bodies of one municipality, two parties
        on_list("Kari Lie", affiliation="party a"),
        on_list("Kari Lie", 1, "b", affiliation="party h"),
    ],
    [  # a party, and the administration
        on_list("Kari Lie", affiliation="party a"),
        on_list("Kari Lie", 1, "b", staff=True),
    ],
    [  # another party long after
        on_list("Kari Lie", 1, affiliation="party a"),
        on_list("Kari Lie", 12, affiliation="party h"),
    ],
    [voter("Per Lie"), on_list("Kari Lie"), on_list("Per Lie", 1, "c")],
]


@pytest.mark.parametrize("mentions", ONE)
def test_one_person(mentions: list[Mention]) -> None:
    assert len(resolved(mentions).groups) == 1


@pytest.mark.parametrize("mentions", TWO)
def test_two_people(mentions: list[Mention]) -> None:
    assert len(resolved(mentions).groups) >= 2
    assert len({m.key for g in resolved(mentions).groups for m in g.mentions()}) == len(
        {m.key for m in mentions}
    )


def test_a_short_form_that_fits_two_people_is_a_candidate_and_no_merge() -> None:
    mentions = [on_list("K. Lie"), on_list("Kari Lie", 2), on_list("Knut Lie", 2)]
    found = resolved(mentions)
    assert len(found.groups) == 3
    rows = {(row.left_name, row.right_name, row.rule) for row in people_candidates(found)}
    assert rows == {("K. Lie", "Kari Lie", "shortened"), ("K. Lie", "Knut Lie", "shortened")}


def test_a_name_left_out_before_two_middle_names_joins_neither() -> None:
    mentions = [on_list("Per Lie"), on_list("Per A. Lie", 2), on_list("Per Olav Lie", 3)]
    assert len(resolved(mentions).groups) == 3


def test_who_is_on_one_list_with_the_one_is_the_other() -> None:
    mentions = [on_list("K. Lie"), on_list("Kari Lie"), on_list("Knut Lie", 2)]
    assert people(mentions) == [["K. Lie a", "Knut Lie a"], ["Kari Lie a"]]


def test_a_voter_who_fits_two_on_the_list_is_nobody_for_sure() -> None:
    found = resolved([on_list("Kari Lie"), on_list("Knut Lie"), voter("Lie")])
    assert [len(group.mentions()) for group in found.groups] == [1, 1]
    rows = people_candidates(found)
    assert [(row.left_id, row.left_name, row.right_name) for row in rows] == [
        (None, "Lie", "Kari Lie"),
        (None, "Lie", "Knut Lie"),
    ]


def test_the_party_tells_which_of_two_voted() -> None:
    mentions = [
        on_list("Kari Lie", affiliation="party a"),
        on_list("Kari Lie", affiliation="party h"),
        voter("Kari Lie", affiliation="party h", key="vote"),
    ]
    group = next(g for g in resolved(mentions).groups if len(g.mentions()) == 2)
    assert {m.affiliation for m in group.mentions()} == {"party h"}


def slip(meeting: int, listed_too: bool = False, role: str = "member") -> list[Mention]:
    """Nine meetings of Kari Hansen, in one of which a Kari Hanssen stands instead."""
    rows = [on_list("Kari Hansen", n) for n in range(1, 10) if listed_too or n != meeting]
    return [*rows, on_list("Kari Hanssen", meeting, role=role)]


def test_a_slip_is_told_by_who_is_missing() -> None:
    found = resolved(slip(5))
    assert len(found.groups) == 1
    assert [j.edge.rule for j in found.joined] == [NameRule.COMPLEMENTARY_PRESENCE]


@pytest.mark.parametrize(
    "mentions",
    [
        slip(5, listed_too=True),  # both were there, or one is listed as absent
        slip(5, role="substitute"),  # she stood in
        slip(9),  # nothing after it tells that the other was still a member
        [*slip(5), on_list("Kari Janssen", 1)],  # two names are as near
        [*slip(5), on_list("Kari Hanssen", 5, "b")],  # she sits in another body too
        [*slip(5), on_list("Kari Hanssen", 6), on_list("Kari Hanssen", 7)],  # too often
        [on_list("Kari Hanssen", 3), *(on_list("Kari Hansen", n) for n in (1, 2, 4, 5))],
    ],
)
def test_what_is_no_slip_for_sure(mentions: list[Mention]) -> None:
    names = [{m.text for m in g.mentions()} for g in resolved(mentions).groups]
    assert not any({"Kari Hansen", "Kari Hanssen"} <= group for group in names)


def test_names_and_keys_do_not_depend_on_the_order() -> None:
    mentions, _, scopes = make_archive(5, bodies=8, years=8)
    once = resolve_people(mentions, scopes, RuledNames())
    random.Random(1).shuffle(mentions)
    again = resolve_people(mentions, scopes, RuledNames())
    assert [(g.key, g.name) for g in once.groups] == [(g.key, g.name) for g in again.groups]
    assert people_candidates(once) == people_candidates(again)
    assert len({group.key for group in once.groups}) == len(once.groups)


def test_of_namesakes_the_earlier_keeps_the_plain_key() -> None:
    mentions = [on_list("Kari Lie", 5), on_list("Kari Lie", 2, "c")]
    assert [g.key for g in resolved(mentions).groups] == ["kari-lie", "kari-lie-nes-kommune"]
    later = [*mentions, on_list("Kari Lie", 8, "d")]
    assert {g.key for g in resolved(later).groups} == {
        "kari-lie",
        "kari-lie-nes-kommune",
        "kari-lie-d",
    }


def test_the_name_is_the_fullest_that_is_used_often() -> None:
    often = [on_list("Per Lie", n) for n in range(1, 9)]
    assert resolved([*often, on_list("Per O. Lie", 9)]).groups[0].name == "Per O. Lie"
    more = [*often, *(on_list("Per Lie", 9, key=f"{n}", meeting_id=f"{n}") for n in range(9))]
    assert resolved([*more, on_list("Per O. Lie", 10)]).groups[0].name == "Per Lie"


def test_bodies_with_the_same_people_belong_together() -> None:
    names = [f"{first} {last}" for first in ("Kari", "Ola", "Per") for last in ("Lie", "Moe", "Ås")]
    mentions = [on_list(name, body="a") for name in names]
    mentions += [on_list(name, body="x") for name in names]
    scopes = {"a": "nes-kommune", "x": "body x"}
    found = resolve_people(mentions, scopes, RuledNames())
    assert len(found.groups) == len(names)
    assert {j.edge.rule for j in found.joined} == {NameRule.SHARED_MEMBERS}
    fewer = [m for m in mentions if m.text.endswith(("Lie", "Moe"))]
    assert len(resolve_people(fewer, scopes, RuledNames()).groups) == 12


def rule(*rulings: Ruling, mentions: Sequence[Mention]) -> RuledNames:
    return apply_rulings(PERSON, rulings, [(m.text, m.body_id) for m in mentions])


def written(*texts: str, body: str | None = None) -> tuple[WrittenName, ...]:
    return tuple(WrittenName(text, body) for text in texts)


def test_a_ruling_joins_what_the_rules_keep_apart() -> None:
    mentions = [on_list("Kari Lie"), on_list("Kari Moen"), on_list("Ola Ås")]
    ruled = rule(Same(PERSON, written("Kari Lie", "Kari Moen"), "married"), mentions=mentions)
    assert people(mentions, ruled) == [["Kari Lie a", "Kari Moen a"], ["Ola Ås a"]]
    joined = resolved(mentions, ruled).joined
    assert [(j.edge.rule, j.edge.reason) for j in joined] == [(NameRule.CORRECTION, "married")]


def test_a_ruling_keeps_apart_what_the_rules_join() -> None:
    mentions = [on_list("Per Lie"), on_list("Per O. Lie", 2), on_list("Kari Ås")]
    ruled = rule(Apart(PERSON, written("Per Lie", "Per O. Lie"), "cousins"), mentions=mentions)
    assert len(resolved(mentions, ruled).groups) == 3
    same_name = [on_list("Kari Lie"), on_list("Kari Lie", 2, "b")]
    names = (*written("Kari Lie", body="a"), *written("Kari Lie", body="b"))
    ruled = rule(Apart(PERSON, names, "namesakes"), mentions=same_name)
    assert people(same_name, ruled) == [["Kari Lie a"], ["Kari Lie b"]]
    voters = [on_list("Per Olav Lie"), voter("Per Lie")]
    ruled = rule(Apart(PERSON, written("Per Lie", "Per Olav Lie"), "two"), mentions=voters)
    assert len(resolved(voters, ruled).groups) == 2


def test_a_ruling_renames() -> None:
    mentions = [on_list("Kari Lie"), on_list("Kari L. Lie", 2)]
    ruled = rule(Called(PERSON, WrittenName("Kari Lie"), "Kari Lie Ås"), mentions=mentions)
    groups = resolved(mentions, ruled).groups
    assert [(group.key, group.name) for group in groups] == [("kari-l-lie", "Kari Lie Ås")]


def test_names_that_nobody_carries_are_told() -> None:
    mentions = [on_list("Kari Lie")]
    names = (*written("Kari Lie", body="b"), *written("Nobody", "Kari Lie"))
    ruled = rule(Same(PERSON, names, "?"), mentions=mentions)
    assert ruled.unknown == [WrittenName("Kari Lie", "b"), WrittenName("Nobody")]


@pytest.mark.parametrize(
    "rulings",
    [
        [
            Same(PERSON, written("A Lie", "B Lie"), "1"),
            Apart(PERSON, written("A Lie", "B Lie"), ""),
        ],
        [  # through a chain
            Same(PERSON, written("A Lie", "B Lie"), "1"),
            Same(PERSON, written("B Lie", "C Lie"), "2"),
            Apart(PERSON, written("A Lie", "C Lie"), "3"),
        ],
        [
            Called(PERSON, WrittenName("A Lie"), "Anne"),
            Called(PERSON, WrittenName("A Lie"), "Anna"),
        ],
    ],
)
def test_rulings_that_contradict_each_other_are_refused(rulings: list[Ruling]) -> None:
    mentions = [on_list("A Lie"), on_list("B Lie"), on_list("C Lie")]
    with pytest.raises(ContradictingRulings, match="A Lie"):
        rule(*rulings, mentions=mentions)


@pytest.mark.parametrize("seed", [1, 3])
def test_a_made_archive_is_resolved(seed: int) -> None:
    mentions, truth, scopes = make_archive(seed, bodies=16)
    guess, _ = resolve(mentions, scopes)
    precision, recall = pair_scores(truth, guess)
    assert precision >= 0.999
    assert recall >= 0.97


def test_cost_grows_with_the_rows() -> None:
    small, _, few = make_archive(1, bodies=8)
    large, _, many = make_archive(1, bodies=32)
    assert cpu_seconds(large, many) <= 8 * cpu_seconds(small, few)
