"""Which keys of bodies and meetings are linked, and above all which are not."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedtak.pipeline.linking.bodies import StatedBody, link_bodies
from vedtak.pipeline.linking.meetings import StatedMeeting, link_meetings

LEVANGER = "Levanger kommune"
DAY = dt.date(2020, 2, 14)
LATER = dt.date(2020, 2, 21)


@pytest.mark.parametrize(
    ("bodies", "links"),
    [
        # the definite ending
        (
            [
                StatedBody("levanger-formannskap", "Formannskap", None, LEVANGER),
                StatedBody("levanger-formannskapet", "Formannskapet", None, LEVANGER),
            ],
            [("levanger-formannskap", "levanger-formannskapet", "ending")],
        ),
        # bokmål and nynorsk
        (
            [
                StatedBody(
                    "vik-hovudutval-for-kultur", "Hovudutval for kultur", None, "Vik kommune"
                ),
                StatedBody(
                    "vik-hovedutvalg-for-kultur", "Hovedutvalg for kultur", None, "Vik kommune"
                ),
            ],
            [("vik-hovudutval-for-kultur", "vik-hovedutvalg-for-kultur", "ending")],
        ),
        # the municipality stands elsewhere
        (
            [
                StatedBody("midtdal-kontrollutvalget", "Kontrollutvalget", None, "Midtdal kommune"),
                StatedBody(
                    "kontrollutvalget-i-midtdal-kommune", "Kontrollutvalget i Midtdal kommune"
                ),
            ],
            [("kontrollutvalget-i-midtdal-kommune", "midtdal-kontrollutvalget", "place")],
        ),
        # the short form, given by one document
        (
            [
                StatedBody("faks", "Fagutvalget for antibiotika og smittevern", "FAKS"),
                StatedBody(
                    "fagutvalget-for-antibiotika-og-smittevern",
                    "Fagutvalg for antibiotika og smittevern",
                ),
            ],
            [("fagutvalget-for-antibiotika-og-smittevern", "faks", "short form")],
        ),
        # nobody says whose 'Formannskapet' it is: it may be any municipality's
        (
            [
                StatedBody("formannskapet", "Formannskapet"),
                StatedBody("formannskap", "Formannskap"),
                StatedBody("levanger-formannskapet", "Formannskapet", None, LEVANGER),
            ],
            [],
        ),
        # two municipalities have a body of the same name
        (
            [
                StatedBody("levanger-formannskapet", "Formannskapet", None, LEVANGER),
                StatedBody("verdal-formannskap", "Formannskap", None, "Verdal kommune"),
            ],
            [],
        ),
        # two bodies of one municipality with names that are alike
        (
            [
                StatedBody("vik-driftsutvalget", "Driftsutvalget", None, "Vik kommune"),
                StatedBody("vik-kontrollutvalget", "Kontrollutvalget", None, "Vik kommune"),
            ],
            [],
        ),
        # one short form for two full names: the long names stay what they are
        (
            [
                StatedBody("fu", "Fagutvalget for uttale og lyd", "FU"),
                StatedBody("fu", "Forretningsutvalget i laget vårt", "FU"),
            ],
            [],
        ),
    ],
)
def test_links_of_bodies(bodies: list[StatedBody], links: list[tuple[str, str, str]]) -> None:
    for ordered in itertools.permutations(bodies):
        found = link_bodies(ordered)
        assert [(link.stated_key, link.body_id, link.rule) for link in found] == links


def test_a_place_at_the_beginning_of_a_name_is_no_certain_link() -> None:
    (link,) = link_bodies(
        [
            StatedBody("levanger-formannskap", "Levanger formannskap"),
            StatedBody("levanger-formannskapet", "Formannskapet", None, LEVANGER),
        ]
    )
    assert (link.body_id, link.certainty) == ("levanger-formannskapet", "likely")
    assert "Levanger formannskap" in link.reason


def stated(rest: str, *dates: dt.date, **fields: object) -> StatedMeeting:
    key = f"nuit/{rest}"
    return StatedMeeting(key, "nuit", rest, frozenset(dates), **fields)  # type: ignore[arg-type]


CASES = frozenset({"nuit/2020/1-20", "nuit/2020/2-20", "nuit/2020/3-20"})


@pytest.mark.parametrize(
    ("meetings", "links", "doubts"),
    [
        # the agenda lacks the number
        (
            [stated("2020/1", DAY), stated("2020-02-14", DAY)],
            [("nuit/2020-02-14", "nuit/2020/1", "same date", "certain")],
            [],
        ),
        # a zero before the number
        (
            [stated("2020/05", DAY), stated("2020/5", DAY)],
            [("nuit/2020/05", "nuit/2020/5", "same number", "certain")],
            [],
        ),
        # a zero and another day: two papers that contradict each other
        ([stated("2020/05", DAY), stated("2020/5", LATER)], [], ["nuit/2020/05"]),
        # both at once
        (
            [stated("2020/05", DAY), stated("2020/5"), stated("2020-02-14", DAY)],
            [
                ("nuit/2020-02-14", "nuit/2020/5", "same date", "certain"),
                ("nuit/2020/05", "nuit/2020/5", "same number", "certain"),
            ],
            [],
        ),
        # two meetings on one day, and nobody says which the agenda is of
        (
            [stated("2020/1", DAY), stated("2020/2", DAY), stated("2020-02-14", DAY)],
            [],
            ["nuit/2020-02-14"],
        ),
        # papers of the numbered meeting contradict each other on the day
        ([stated("2020/1", DAY, LATER), stated("2020-02-14", DAY)], [], ["nuit/2020-02-14"]),
        # an ordinary meeting in the morning, another in the evening
        (
            [
                stated("2020/1", DAY, starts=frozenset({dt.time(9)})),
                stated("2020-02-14", DAY, starts=frozenset({dt.time(18)})),
            ],
            [],
            ["nuit/2020-02-14"],
        ),
        # announced for nine, begun at a quarter past
        (
            [
                stated("2020/1", DAY, starts=frozenset({dt.time(9)})),
                stated("2020-02-14", DAY, starts=frozenset({dt.time(9, 15)})),
            ],
            [("nuit/2020-02-14", "nuit/2020/1", "same date", "certain")],
            [],
        ),
        # an extra meeting is not the ordinary one
        (
            [
                stated("2020/1", DAY, extraordinary=frozenset({False})),
                stated("2020-02-14", DAY, extraordinary=frozenset({True})),
            ],
            [],
            ["nuit/2020-02-14"],
        ),
        # other days
        ([stated("2020/1", LATER), stated("2020-02-14", DAY)], [], []),
        # one lacks the day, the other the number; the numbers of the cases are the same
        (
            [stated("2020/1", cases=CASES), stated("2020-02-14", DAY, cases=CASES)],
            [("nuit/2020-02-14", "nuit/2020/1", "same cases", "likely")],
            [],
        ),
        # one case in common is no proof: it may have been put off
        (
            [
                stated("2020/1", cases=frozenset({"nuit/2020/3-20", "nuit/2020/4-20"})),
                stated("2020-02-14", DAY, cases=CASES),
            ],
            [],
            [],
        ),
        # neither day nor number on two papers, the same cases
        (
            [stated("udatert-aaaaaaaa-1", cases=CASES), stated("udatert-bbbbbbbb-1", cases=CASES)],
            [
                (
                    "nuit/udatert-bbbbbbbb-1",
                    "nuit/udatert-aaaaaaaa-1",
                    "same cases",
                    "likely",
                )
            ],
            [],
        ),
        # the same cases in two meetings: which one is not told
        (
            [
                stated("udatert-aaaaaaaa-1", cases=CASES),
                stated("2020/1", DAY, cases=CASES),
                stated("2020/2", LATER, cases=CASES),
            ],
            [],
            ["nuit/udatert-aaaaaaaa-1"],
        ),
    ],
)
def test_links_of_meetings(
    meetings: list[StatedMeeting], links: list[tuple[str, ...]], doubts: list[str]
) -> None:
    for ordered in itertools.permutations(meetings):
        found, open_ones = link_meetings(ordered)
        assert [(o.stated_key, o.meeting_id, o.rule, o.certainty) for o in found] == links
        assert [doubt.key for doubt in open_ones] == doubts


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["2020/1", "2020/01", "2020/2", "2020-02-14", "2020-02-21", "udatert-a"]
            ),
            st.frozensets(st.sampled_from([DAY, LATER]), max_size=2),
            st.frozensets(st.sampled_from(sorted(CASES))),
        ),
        unique_by=lambda one: one[0],
    )
)
def test_links_end_at_a_meeting_that_is_linked_to_none(
    made: list[tuple[str, frozenset[dt.date], frozenset[str]]],
) -> None:
    meetings = [stated(rest, *dates, cases=cases) for rest, dates, cases in made]
    links, _ = link_meetings(meetings)
    targets = {link.meeting_id for link in links}
    assert not targets & {link.stated_key for link in links}
    assert len({link.stated_key for link in links}) == len(links)
    assert link_meetings(reversed(meetings))[0] == links
    # Two different numbers never become one.
    numbers = {"nuit/2020/1", "nuit/2020/2"}
    assert not any({link.stated_key, link.meeting_id} == numbers for link in links)
