import pytest

from tests.extractors.papers import plain, reading
from vedtak.extractors.presence import read_presence
from vedtak.models.documents import Role

Event = tuple[str, str, str | None]
EVENTS: list[tuple[str, list[Event], str]] = [
    ("Ola Li ble kjent inhabil.", [("Ola Li", "disqualified", None)], "unfit"),
    ("Ola Li vart kjend ugild.", [("Ola Li", "disqualified", None)], "unfit, nynorsk"),
    ("Ola Li erklærte seg inhabil.", [("Ola Li", "disqualified", None)], "says so himself"),
    ("Ola Li meldte seg inhabil.", [("Ola Li", "disqualified", None)], "tells it himself"),
    (
        "Ola Li fratrådte som inhabil.",
        [("Ola Li", "disqualified", None), ("Ola Li", "left", None)],
        "leaves because unfit",
    ),
    ("Ola Li fratrådte møtet.", [("Ola Li", "left", None)], "leaves"),
    (
        "Ola Li ble kjent inhabil og fratrådte møtet.",
        [("Ola Li", "disqualified", None), ("Ola Li", "left", None)],
        "unfit and leaves",
    ),
    ("Ola Li (H) tok sete.", [("Ola Li", "joined", None)], "joins"),
    ("Kari Ås kom kl. 12.30.", [("Kari Ås", "joined", None)], "joins at a time"),
    (
        "Eli Moe tiltrådte som vara for Ola Li.",
        [("Eli Moe", "substituted", "Ola Li")],
        "steps in for somebody",
    ),
    (
        "Ola Li fratrådte. Kari Ås tiltrådte møtet.",
        [("Ola Li", "left", None), ("Kari Ås", "joined", None)],
        "two sentences",
    ),
    ("Ola Li ba om en habilitetsvurdering.", [], "asks"),
    ("Kari Ås tiltrådte forslaget.", [], "agrees with a proposal"),
    ("Medlemmene fratrådte møtet.", [], "nobody is named"),
    ("Kari Ås orienterte om saken.", [], "speaks"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in EVENTS])
def test_events(text: str, expected: list[Event]) -> None:
    one = reading(text)
    read_presence(one, one.join(one.flow.body()), "c", "d/1")
    assert [
        (row.name_as_written, row.event, row.substitute_for) for row in one.found.case_presence
    ] == expected


def test_the_same_sentence_counts_once() -> None:
    one = reading("Ola Li fratrådte møtet.")
    read_presence(one, one.join(one.flow.body()), "c", "d/1")
    read_presence(one, one.join(one.flow.body()), "c", "d/1")
    assert [row.presence_id for row in one.found.case_presence] == ["c/presence/1"]


def test_the_sentence_is_kept_and_claimed() -> None:
    text = "Saken ble drøftet.\nOla Li fratrådte\nmøtet. Mer om saken."
    one = reading(text)
    read_presence(one, one.join(one.flow.body()), "c", "d/1")
    assert [row.text for row in one.found.case_presence] == ["Ola Li fratrådte møtet."]
    (claim,) = (c for c in one.claims if c.record_id == "c/presence/1")
    claimed = plain(text)[0].text[claim.start : claim.end]
    assert " ".join(claimed.split()) == "Ola Li fratrådte møtet."
    assert claim.role is Role.DISCUSSION


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ola Li forlot møtet under behandlingen av saken.", True),
        ("Ola Li gjekk frå medan saka vart handsama.", True),
        ("Ola Li forlot møtet kl. 12.30.", False),
    ],
)
def test_a_change_may_hold_for_one_case_only(text: str, expected: bool) -> None:
    one = reading(text)
    read_presence(one, one.join(one.flow.body()), "c", "d/1")
    assert [row.case_only for row in one.found.case_presence] == [expected]
