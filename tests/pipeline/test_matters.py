"""Which cases are one matter: by archive number, by reference, by title, and which are not."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedtak.extractors.titles import is_generic, title_key
from vedtak.models.base import Certainty
from vedtak.models.matters import MatterRule
from vedtak.models.references import CaseReference
from vedtak.pipeline.matters.matters import Tie, TreatedCase, archive_number, make_matters
from vedtak.pipeline.matters.references import KnownBody, KnownCase, References

ORG = "levanger-kommune"
TITLE = "Salg av gamle Vestsida skole"


def case(key: str, day: int = 1, **fields: object) -> TreatedCase:
    body = key.split("/")[0]
    values: dict[str, object] = {
        "scope": ORG,
        "organization": ORG,
        "body_id": body,
        "meeting_id": f"{body}/{day}",
        "date": dt.date(2020, 1, 1) + dt.timedelta(days=day),
        "title": f"Noe helt annet om {key}",
    }
    return TreatedCase(case_id=key, **(values | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cases", "groups"),
    [
        # the same archive number, written in three ways
        (
            [
                case("fsk/2020/9-20", 1, archive_case="19/884-3"),
                case("kst/2020/4-20", 20, archive_case="2019/884"),
                case("pu/2020/2-20", 30, archive_case="19/00884"),
            ],
            [["fsk/2020/9-20", "kst/2020/4-20", "pu/2020/2-20"]],
        ),
        # the same archive number of two municipalities
        (
            [
                case("fsk/2020/9-20", 1, archive_case="19/884"),
                case("kst/2020/4-20", 20, archive_case="19/884", scope="verdal-kommune"),
            ],
            [],
        ),
        # a code of the archive is no case
        (
            [
                case("fsk/2020/9-20", 1, archive_case="033"),
                case("kst/2020/4-20", 20, archive_case="033"),
            ],
            [],
        ),
        # the folder of a meeting holds what every meeting does
        (
            [
                case("fsk/2020/1-20", 1, archive_case="15/212", title="Godkjenning av innkalling"),
                case("fsk/2020/2-20", 1, archive_case="15/212", title="Referatsaker"),
            ],
            [],
        ),
        # the same title in two bodies
        (
            [case("fsk/2020/9-20", 1, title=TITLE), case("kst/2020/4-20", 20, title=TITLE.upper())],
            [["fsk/2020/9-20", "kst/2020/4-20"]],
        ),
        # more than two years apart
        (
            [case("fsk/2020/9-20", 1, title=TITLE), case("kst/2020/4-20", 740, title=TITLE)],
            [],
        ),
        # a title that comes every year, without and with the year in it
        (
            [
                case("fsk/2020/9-20", 1, title="Budsjett for Levanger kommune"),
                case("kst/2020/4-20", 20, title="Budsjett for Levanger kommune"),
            ],
            [],
        ),
        (
            [
                case("fsk/2020/9-20", 1, title="Budsjett 2021 for Levanger kommune"),
                case("kst/2020/4-20", 20, title="Budsjett 2021 for Levanger kommune"),
                case("kst/2020/5-20", 20, title="Budsjett 2022 for Levanger kommune"),
            ],
            [["fsk/2020/9-20", "kst/2020/4-20"]],
        ),
        # twice in one meeting: which of the two is meant?
        (
            [
                case("fsk/2020/9-20", 1, title=TITLE),
                case("fsk/2020/8-20", 1, title=TITLE),
                case("kst/2020/4-20", 20, title=TITLE),
            ],
            [],
        ),
        # the same words for two cases of the archive
        (
            [
                case("fsk/2020/9-20", 1, title=TITLE, archive_case="19/884"),
                case("kst/2020/4-20", 20, title=TITLE, archive_case="20/17"),
            ],
            [],
        ),
        # in every meeting
        ([case(f"fsk/2020/{n}-20", n, title=TITLE) for n in (1, 30, 60)], []),
    ],
)
def test_what_is_one_matter(cases: list[TreatedCase], groups: list[list[str]]) -> None:
    for ordered in itertools.permutations(cases):
        matters, members = make_matters(ordered, [])
        found: dict[str, list[str]] = {}
        for member in members:
            found.setdefault(member.matter_id, []).append(member.case_id)
        assert [sorted(g) for g in found.values() if len(g) > 1] == [sorted(g) for g in groups]
        assert sum(matter.appearances for matter in matters) == len(members)


def test_a_matter_says_why_and_is_sure_only_by_number() -> None:
    cases = [
        case("fsk/2020/9-20", 1, title=TITLE, archive_case="19/884"),
        case("kst/2020/4-20", 20, title="Vestsida skole", archive_case="19/884"),
        case("pu/2020/3-20", 10, title=TITLE),
    ]
    (matter,), members = make_matters(cases, [])
    assert (matter.matter_id, matter.title) == ("levanger-kommune/2019/884", TITLE)
    assert (matter.first_date, matter.last_date) == (dt.date(2020, 1, 2), dt.date(2020, 1, 21))
    assert [(m.case_id, m.ordinal, m.rule, m.certainty) for m in members] == [
        ("fsk/2020/9-20", 1, "first", "certain"),
        ("pu/2020/3-20", 2, "title", "likely"),
        ("kst/2020/4-20", 3, "archive case", "certain"),
    ]
    assert TITLE in members[1].reason


def test_what_is_only_likely_unites_no_two_archive_cases() -> None:
    cases = [
        case("fsk/2020/9-20", 1, archive_case="19/884"),
        case("kst/2020/4-20", 20, archive_case="20/17"),
    ]
    one, other = (each.case_id for each in cases)
    likely = Tie(one, other, MatterRule.REFERENCE, "so", Certainty.LIKELY)
    certain = Tie(one, other, MatterRule.REFERENCE, "so", Certainty.CERTAIN)
    assert len(make_matters(cases, [likely])[0]) == 2
    (matter,), _ = make_matters(cases, [certain])
    assert matter.matter_id == "levanger-kommune/2019/884"


@given(st.permutations(range(6)), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5))))
def test_the_order_changes_nothing_and_each_case_has_one_matter(
    order: list[int], tied: list[tuple[int, int]]
) -> None:
    cases = [case(f"fsk/2020/{n}-20", n) for n in range(6)]
    ties = [
        Tie(cases[a].case_id, cases[b].case_id, MatterRule.REFERENCE, "so", Certainty.CERTAIN)
        for a, b in tied
    ]
    expected = make_matters(cases, ties)
    assert make_matters([cases[i] for i in order], list(reversed(ties))) == expected
    assert sorted(member.case_id for member in expected[1]) == [c.case_id for c in cases]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("15/1097", "2015/1097"),
        ("98/00112", "1998/112"),
        ("2026/1477-1", "2026/1477"),
        ("033", None),
        ("255 L12", None),
        ("GNR 12/7", None),
        (None, None),
    ],
)
def test_archive_numbers(written: str | None, number: str | None) -> None:
    assert archive_number(written) == number


@pytest.mark.parametrize(
    "title",
    [
        "Eventuelt",
        "EVENTUELT",
        "Ymse",
        "Referatsaker",
        "Referatsaker - meldingar frå departementet",
        "Godkjenning av møteprotokoll 07.05.2009",
        "Orienteringer",
        "Protokoll fra møte 4/2016",
        None,
    ],
)
def test_titles_that_say_nothing(title: str | None) -> None:
    assert is_generic(title)
    assert title_key(title) is None


@pytest.mark.parametrize(
    "title", ["Referansegruppe for skolebruk", "Evtunnel ved Nes", "Orienteringsløp på Nes"]
)
def test_titles_that_only_begin_like_it(title: str) -> None:
    assert not is_generic(title)


BODIES = [
    KnownBody("fsk", "Formannskapet", None, ORG, "Levanger kommune"),
    KnownBody("kst", "Kommunestyret", None, ORG, "Levanger kommune"),
    KnownBody("other", "Formannskapet", None, "verdal-kommune", "Verdal kommune"),
]
DAY = dt.date(2020, 3, 18)
PROPOSED = case("fsk/2020/9-20", date=DAY, title=TITLE, archive_case="19/884")
ORIGIN = case("kst/2020/4-20", date=dt.date(2020, 3, 25), title=TITLE)


def known(one: TreatedCase, sequence: int, year: int = 2020) -> KnownCase:
    return KnownCase(one, sequence, year, (one.title or "",))


@pytest.mark.parametrize(
    ("fields", "status", "target"),
    [
        # by number, with or without the day
        (
            {"body_as_written": "formannskapet", "sequence": 9, "year": 2020},
            "found",
            PROPOSED.case_id,
        ),
        # by day and title
        ({"body_as_written": "Formannskap", "date": DAY}, "found", PROPOSED.case_id),
        # by body and title alone
        ({"body_as_written": "Formannskapet"}, "found", PROPOSED.case_id),
        # another number on the same day
        (
            {"body_as_written": "Formannskapet", "sequence": 7, "year": 2020, "date": DAY},
            "case unseen",
            None,
        ),
        # a meeting that nobody has seen
        (
            {"body_as_written": "Formannskapet", "date": dt.date(2020, 3, 4)},
            "meeting unseen",
            None,
        ),
        # a body that nobody has seen
        ({"body_as_written": "Driftsutvalget", "date": DAY}, "body unseen", None),
        # a number without a body is of the body itself
        ({"sequence": 9, "year": 2020}, "case unseen", None),
    ],
)
def test_what_a_reference_means(fields: dict[str, object], status: str, target: str | None) -> None:
    cases = [known(PROPOSED, 9), known(ORIGIN, 4)]
    cases.append(known(case("other/2020/9-20", date=DAY, title=TITLE, scope="verdal-kommune"), 9))
    meetings = [("fsk", DAY), ("kst", dt.date(2020, 3, 25)), ("other", DAY)]
    reference = CaseReference.model_validate(
        {
            "reference_id": "kst/2020/4-20/reference/x",
            "case_id": ORIGIN.case_id,
            "part_id": "a/1",
            "kind": "proposed",
            "text": "…",
            "number": f"{fields['sequence']}/20" if "sequence" in fields else None,
        }
        | fields
    )
    link = References(BODIES, cases, meetings).resolve(reference)
    assert (link.status, link.target_case_id) == (status, target)
    assert link.reason
    assert (link.certainty is None) == (target is None)


def test_two_cases_with_one_title_on_the_day_are_not_told_apart() -> None:
    twin = case("fsk/2020/8-20", date=DAY, title=TITLE)
    reference = CaseReference(
        reference_id="kst/2020/4-20/reference/x",
        case_id=ORIGIN.case_id,
        part_id="a/1",
        kind="proposed",  # type: ignore[arg-type]
        body_as_written="Formannskapet",
        date=DAY,
        text="Formannskapet 18.03.2020",
    )
    cases = [known(PROPOSED, 9), known(twin, 8), known(ORIGIN, 4)]
    link = References(BODIES, cases, [("fsk", DAY)]).resolve(reference)
    assert (link.status, link.target_case_id) == ("several", None)
