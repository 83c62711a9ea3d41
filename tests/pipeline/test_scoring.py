"""What is found against what is expected: records paired, values counted."""

from typing import Any

import pytest

from vedtak.pipeline.evaluating.comparing import compare
from vedtak.pipeline.evaluating.scoring import Counts, Item, Score, Value


def person(name: str, role: str = "member", certainty: str | None = None) -> Item:
    return Item("attendance", {"name": name, "role": role}, certainty=certainty)


def listed(*people: Item) -> Item:
    return Item("part", {}, {"attendance": list(people)})


def scored(expected: Item, found: Item) -> Score:
    score = Score()
    compare(score, "d", expected, found)
    return score


def counts(score: Score, kind: str, name: str) -> tuple[int, int, int]:
    exact = score.fields[kind, name].exact
    return exact.right, exact.extra, exact.missing


def test_all_right() -> None:
    score = scored(listed(person("Kari Nes")), listed(person("Kari  Nes\n", certainty="certain")))
    assert counts(score, "attendance", "name") == (1, 0, 0)
    assert score.whole("attendance") == 1
    assert score.certainty == {"certain": Counts(right=2)}
    assert score.differences == []


def test_wrong_value_is_both_superfluous_and_missing() -> None:
    score = scored(
        listed(person("Kari Nes")), listed(person("Kari Nes", "observer", certainty="likely"))
    )
    assert counts(score, "attendance", "role") == (0, 1, 1)
    assert counts(score, "attendance", "name") == (1, 0, 0)
    assert score.whole("attendance") == 0
    assert score.certainty["likely"].precision == 0.5
    (difference,) = score.differences
    assert (difference.field, difference.expected, difference.found) == (
        "role",
        "member",
        "observer",
    )


def test_misread_name_is_wrong_but_right_when_folded() -> None:
    score = scored(listed(person("Anne-Britt Lie")), listed(person("ANNE BRITT LIE")))
    field = score.fields["attendance", "name"]
    assert (field.exact.f1, field.folded.f1) == (0, 1)
    assert counts(score, "attendance", "role") == (1, 0, 0)


def test_missing_and_superfluous_records() -> None:
    score = scored(
        listed(person("Kari Nes"), person("Ola Lie")),
        listed(person("Kari Nes"), person("Per Skogstad Dal", certainty="guess")),
    )
    assert counts(score, "attendance", "name") == (1, 1, 1)
    assert counts(score, "attendance", "role") == (1, 1, 1)
    assert score.records["attendance"] == Counts(right=1, extra=1, missing=1)
    assert score.whole("attendance") == pytest.approx(1 / 3)
    assert score.certainty["guess"] == Counts(extra=2)
    assert [difference.field for difference in score.differences] == ["record", "record"]


def test_fields_and_records_without_gold_are_not_judged() -> None:
    found = Item(
        "part",
        {},
        {
            "attendance": [Item("attendance", {"name": "K", "party": "V"})],
            "case": [Item("case", {})],
        },
    )
    score = scored(listed(Item("attendance", {"name": "K"})), found)
    assert list(score.fields) == [("attendance", "name")]
    assert score.differences == []


def test_value_that_must_be_absent() -> None:
    expected = Item("part", {}, {"case": [Item("case", {"number": "1/20", "case_type": None})]})
    found = Item("part", {}, {"case": [Item("case", {"number": "1/20", "case_type": "Valg"})]})
    assert counts(scored(expected, found), "case", "case_type") == (0, 1, 0)
    assert counts(scored(expected, expected), "case", "case_type") == (0, 0, 0)


def test_records_that_must_be_absent() -> None:
    vote = Item("vote", {"subject": "forslaget"})
    score = scored(Item("case", {}, {"vote": []}), Item("case", {}, {"vote": [vote]}))
    assert score.records["vote"] == Counts(extra=1)
    assert counts(score, "vote", "subject") == (0, 1, 0)


def test_inside_of_a_missing_record_is_missing_too() -> None:
    ballot = Item("ballot", {"name": "Kari Nes"})
    vote = Item("vote", {"subject": "forslaget"}, {"ballot": [ballot, ballot]})
    score = scored(Item("case", {}, {"vote": [vote]}), Item("case", {}))
    assert score.records == {"vote": Counts(missing=1), "ballot": Counts(missing=2)}


def test_inside_of_a_superfluous_record_is_superfluous_too() -> None:
    def vote(subject: str) -> Item:
        ballots = [Item("ballot", {"name": "Kari Nes"})]
        return Item("vote", {"subject": subject}, {"ballot": ballots})

    score = scored(
        Item("case", {}, {"vote": [vote("forslaget")]}),
        Item("case", {}, {"vote": [vote("forslaget"), vote("xyz")]}),
    )
    assert score.records == {
        "vote": Counts(right=1, extra=1),
        "ballot": Counts(right=1, extra=1),
    }


def test_lists_are_counted_by_value_and_right_only_in_order() -> None:
    def case(*names: str) -> Item:
        fields: dict[str, Value] = {"number": "1/20", "presenters": list(names)}
        return Item("part", {}, {"case": [Item("case", fields)]})

    score = scored(case("A", "B"), case("B", "A"))
    assert counts(score, "case", "presenters") == (2, 0, 0)
    assert score.whole("case") == 0
    assert counts(scored(case("A", "A"), case("A")), "case", "presenters") == (1, 0, 1)
    assert counts(scored(case(), case("A")), "case", "presenters") == (0, 1, 0)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Karl Vestli\norienterte. Det ble kommentert at alt er bra.", (True, True)),
        ("7/20 Karl Vestli orienterte. Det ble kommentert at alt er bra.", (False, True)),
        ("Karl Vestli orienterte. Det ble kommentert at alt er bra. Vedtak:", (True, False)),
        (None, (False, False)),
    ],
)
def test_discussion_by_its_first_and_last_words(text: str | None, right: tuple[bool, bool]) -> None:
    wanted = {
        "number": "7/20",
        "discussion_starts": "Karl Vestli orienterte.",
        "discussion_ends": "alt er bra.",
    }
    found = Item("case", {"number": "7/20", "discussion": text})
    score = scored(
        Item("part", {}, {"case": [Item("case", dict(wanted))]}),
        Item("part", {}, {"case": [found]}),
    )
    judged = tuple(
        score.fields["case", f"discussion_{place}"].exact.f1 == 1 for place in ("starts", "ends")
    )
    assert judged == right


def test_another_case_number_is_another_case() -> None:
    def case(number: str) -> Item:
        return Item("part", {}, {"case": [Item("case", {"number": number})]})

    assert scored(case("12/20"), case("13/20")).records["case"] == Counts(extra=1, missing=1)


def test_equal_votes_are_paired_in_order() -> None:
    def votes(*counts_for: int) -> Item:
        each: dict[str, Value] = {"subject": "forslaget", "proposer": "Kari", "votes_against": 3}
        return Item(
            "case", {}, {"vote": [Item("vote", {**each, "votes_for": n}) for n in counts_for]}
        )

    score = scored(votes(4, 4, 9), votes(4, 4, 8))
    assert score.records["vote"] == Counts(right=2, missing=1)


def test_body_may_go_by_any_of_its_names() -> None:
    def document(body: Any) -> Item:
        return Item("document", {}, {"part": [Item("part", {"kind": "agenda", "body": body})]})

    assert scored(document("NUIT"), document(["Nasjonalt utvalg", "NUIT"])).differences == []
    assert len(scored(document("NUIT"), document(["Et annet"])).differences) == 1


def test_part_with_another_number_is_taken_only_when_no_better_is_left() -> None:
    def part(kind: str, key: str) -> Item:
        return Item("part", {"kind": kind, "body": key}, key=key)

    expected = Item("document", {}, {"part": [part("minutes", "1/20"), part("minutes", "2/20")]})
    found = Item("document", {}, {"part": [part("minutes", "2/20"), part("minutes", "7/20")]})
    score = scored(expected, found)
    assert counts(score, "part", "kind") == (2, 0, 0)
    assert counts(score, "part", "body") == (1, 1, 1)
