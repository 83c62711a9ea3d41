from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LEXICON, LINEAR, growth, lines, read, running
from vedtak.extractors.vote_lines import heads_vote, is_vote_line, tells_counts, vote_goes_on
from vedtak.extractors.vote_patterns import CONTEST, PUT_AGAINST
from vedtak.extractors.votes import VoteRead, read_votes

DEFAULTS: dict[str, Any] = {
    "subject": None,
    "votes_for": None,
    "votes_against": None,
    "adopted": None,
    "unanimous": None,
    "casting_vote": False,
}


def votes(text: str) -> list[VoteRead]:
    return read_votes(running(text), LEXICON)


def fields(vote: VoteRead) -> dict[str, Any]:
    return {name: getattr(vote, name) for name in DEFAULTS}


def named(vote: VoteRead) -> dict[str, list[tuple[str, str | None]]]:
    return {side.choice: [(name, party) for name, party, _, _ in side.names] for side in vote.sides}


ONE: list[tuple[str, dict[str, Any], str]] = [
    (
        (
            "For forslaget stemte 2: Kari Ås (AP), Ola Li (H). "
            "Imot forslaget stemte 1: Per By (SV). "
            "Dermed ble forslaget vedtatt."
        ),
        {
            "subject": "forslaget",
            "votes_for": 2,
            "votes_against": 1,
            "adopted": True,
            "unanimous": False,
        },
        "both sides and the result",
    ),
    (
        "For forslaget stemte 34: Kari Ås (AP). Dermed ble forslaget vedtatt.",
        {"subject": "forslaget", "votes_for": 34, "adopted": True},
        "nobody against is written: not unanimous by inference",
    ),
    (
        "Imot forslaget stemte 3: Per By (SV).",
        {"subject": "forslaget", "votes_against": 3},
        "only one side, no result",
    ),
    (
        "Forslaget ble vedtatt mot 3 stemmer (SV, R).",
        {"subject": "Forslaget", "votes_against": 3, "adopted": True, "unanimous": False},
        "only those against are counted; the others are not inferred",
    ),
    (
        "Forslaget ble vedtatt med 15 mot 8 stemmer.",
        {
            "subject": "Forslaget",
            "votes_for": 15,
            "votes_against": 8,
            "adopted": True,
            "unanimous": False,
        },
        "both counts in the result",
    ),
    (
        "Forslaget falt med 5 mot 20 stemmer.",
        {
            "subject": "Forslaget",
            "votes_for": 5,
            "votes_against": 20,
            "adopted": False,
            "unanimous": False,
        },
        "rejected with counts",
    ),
    (
        "Forslaget ble ikke vedtatt med 5 mot 20 stemmer.",
        {
            "subject": "Forslaget",
            "votes_for": 5,
            "votes_against": 20,
            "adopted": False,
            "unanimous": False,
        },
        "not adopted with counts",
    ),
    (
        "Innstillingen ble enstemmig vedtatt.",
        {"subject": "Innstillingen", "adopted": True, "unanimous": True},
        "unanimous",
    ),
    (
        "Framlegget vart samrøystes vedteke.",
        {"subject": "Framlegget", "adopted": True, "unanimous": True},
        "nynorsk",
    ),
    ("Forslaget falt.", {"subject": "Forslaget", "adopted": False}, "a bare result"),
    ("Dermed ble forslaget ikke vedtatt.", {"adopted": False}, "a negated result"),
    ("Dermed ble forslaget tiltrådt.", {"adopted": True}, "another word for adopted"),
    (
        "Forslaget ble vedtatt med leders dobbeltstemme.",
        {"subject": "Forslaget", "adopted": True, "casting_vote": True},
        "the chair's casting vote",
    ),
    (
        "11 stemte mot forslaget, 6 stemte for.",
        {"votes_for": 6, "votes_against": 11, "unanimous": False},
        "counts in a sentence; the result is not inferred",
    ),
    (
        "Vedtatt mot tre stemmer.",
        {"votes_against": 3, "adopted": True, "unanimous": False},
        "a count in words",
    ),
    (
        "Formannskapets innstilling pkt. 1 og 3 vart vedteken mot 1 røyst (MDG).",
        {
            "subject": "Formannskapets innstilling pkt. 1 og 3",
            "votes_against": 1,
            "adopted": True,
            "unanimous": False,
        },
        "a stop behind an abbreviation ends no sentence",
    ),
    (
        "Framlegget frå Fossdal fall mot 1 røyst.",
        {"subject": "Framlegget frå Fossdal", "votes_for": 1, "adopted": False},
        "what falls against one vote had one vote",
    ),
    (
        "Votering: Marianne Stokkes forslag falt.",
        {"subject": "Marianne Stokkes forslag", "adopted": False},
        "the heading is no part of what was voted on",
    ),
    (
        "Kari Ås ble valgt med 12 mot 3 stemmer.",
        {"votes_for": 12, "votes_against": 3, "adopted": True, "unanimous": False},
        "an election",
    ),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in ONE])
def test_a_vote_as_written(text: str, expected: dict[str, Any]) -> None:
    (vote,) = votes(text)
    assert fields(vote) == DEFAULTS | expected


@pytest.mark.parametrize(
    "text",
    ["", "Saken ble drøftet.", "Alle 25 var til stede.", "Kari Ås (AP) og Ola Li (H).", "3 mot 2"],
)
def test_what_is_no_vote(text: str) -> None:
    assert votes(text) == []


BALLOTS: list[tuple[str, dict[str, list[tuple[str, str | None]]], str]] = [
    (
        (
            "Tilrådinga vart vedteken med 2 mot 1 røyster. For tilrådinga røysta: Kari Ås og "
            "Ola Li. For framlegget frå By røysta: Per By."
        ),
        {
            "tilrådinga": [("Kari Ås", None), ("Ola Li", None)],
            "framlegget frå By": [("Per By", None)],
        },
        "names behind the result, as many as it counts",
    ),
    (
        (
            "Innstillinga vart sett opp mot framlegget frå By. For innstillinga røysta 1: Kari Ås "
            "(AP). For framlegget frå By røysta 1: Per By (SV). Innstillinga vart vedteken."
        ),
        {"innstillinga": [("Kari Ås", "AP")], "framlegget frå By": [("Per By", "SV")]},
        "two proposals put against each other are one vote",
    ),
    (
        "For forslaget stemte 2: Kari Ås (AP), Ola Li (H). Imot forslaget stemte 1: Per By (SV).",
        {"for": [("Kari Ås", "AP"), ("Ola Li", "H")], "against": [("Per By", "SV")]},
        "both sides",
    ),
    (
        "For forslaget stemte 2: Kari Ås, Ola Li.",
        {"for": [("Kari Ås", None), ("Ola Li", None)]},
        "no parties",
    ),
    (
        "For forslaget stemte 2: Janne K. J. Larsen (FrP), Siri-Marie Øvrum Li (AP).",
        {"for": [("Janne K. J. Larsen", "FrP"), ("Siri-Marie Øvrum Li", "AP")]},
        "initials and double names",
    ),
    ("For forslaget stemte 35.", {"for": []}, "nobody is named"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in BALLOTS])
def test_named_votes(text: str, expected: dict[str, list[tuple[str, str | None]]]) -> None:
    (vote,) = votes(text)
    assert named(vote) == expected


@pytest.mark.parametrize(("winner", "adopted"), [("1", True), ("2", False)])
def test_alternatives_put_against_each_other_are_one_vote(winner: str, adopted: bool) -> None:
    (vote,) = votes(
        "For forslag 1 stemte 20: Kari Ås (AP). For forslag 2 stemte 15: Ola Li (H). "
        f"Dermed ble forslag {winner} vedtatt."
    )
    assert (vote.subject, vote.votes_for, vote.votes_against) == ("forslag 1", 20, 15)
    assert (vote.adopted, vote.alternatives) == (adopted, True)
    assert named(vote) == {"forslag 1": [("Kari Ås", "AP")], "forslag 2": [("Ola Li", "H")]}


def test_each_result_closes_a_vote() -> None:
    text = (
        "For forslaget stemte 1: Kari Ås (AP). Dermed ble forslaget ikke vedtatt.\n"
        "For innstillingen stemte 30: Ola Li (H). Dermed ble innstillingen vedtatt."
    )
    first, second = votes(text)
    assert (first.subject, first.adopted) == ("forslaget", False)
    assert (second.subject, second.adopted) == ("innstillingen", True)
    assert 0 <= first.start < first.end <= second.start < second.end <= len(text)


LINES = [
    ("For forslaget stemte 35:", True),
    ("Imot forslaget stemte 3:", True),
    ("Dermed ble forslaget vedtatt.", True),
    ("11 stemte mot forslaget", True),
    ("Ved votering ble forslaget vedtatt", True),
    ("Votering", True),
    ("Forslaget ble vedtatt mot 3 stemmer", True),
    ("For øvrig vises til saken", False),
    ("Kommunen har 11 stemmerettigheter", False),
    ("Saken tas til orientering", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines_that_begin_a_vote(text: str, expected: bool) -> None:
    assert is_vote_line(text) is expected


GOES_ON = [
    ("For forslaget stemte 2: Kari Ås (AP),\nOla Li (H).", True, "a comma is open"),
    ("For forslaget stemte 2: Kari\nÅs (AP).", True, "no stop, no gap"),
    ("Dermed ble forslaget vedtatt.\nSaken er avsluttet.", False, "a sentence is over"),
    ("Votering\n\n\nNy sak", False, "a gap"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in GOES_ON])
def test_a_vote_goes_on_over_lines(text: str, expected: bool) -> None:
    *before, last = lines(text)
    assert vote_goes_on(before, last) is expected


MINUTES = """MØTEPROTOKOLL

Utvalg: Kommunestyret
Møtedato: 25.03.2026
Møtested: Rådhuset

Til stede: Kari Ås (AP), Ola Li (H), Per By (SV)

PS 6/26 Budsjett for 2026

Behandling:

For forslaget stemte 2: Kari Ås (AP), Ola Li
(H).
Imot forslaget stemte 1: Per By (SV).
Dermed ble forslaget vedtatt.

Vedtak:

Budsjettet vedtas.
"""


def test_a_vote_is_stored_with_its_ballots() -> None:
    found = read(MINUTES)
    (vote,) = found.votes
    assert (vote.votes_for, vote.votes_against, vote.result) == (2, 1, "adopted")
    assert [(b.name_as_written, b.party, b.choice, b.ordinal) for b in found.ballots] == [
        ("Kari Ås", "AP", "for", 1),
        ("Ola Li", "H", "for", 2),
        ("Per By", "SV", "against", 3),
    ]
    assert {b.vote_id for b in found.ballots} == {vote.vote_id}


def test_presence_is_never_a_vote() -> None:
    found = read(MINUTES.partition("For forslaget")[0] + "\nVedtak:\n\nBudsjettet vedtas.\n")
    assert (found.votes, found.ballots) == ([], [])
    assert [decision.unanimous for decision in found.decisions] == [None]


NAMES = st.sampled_from(["Kari Ås", "Ola Li", "Per By", "Janne K. J. Larsen", "Eli Kristin Moe"])
PARTIES = st.sampled_from(["AP", "H", "SP", "SV", "FrP", "KrF"])
VOTERS = st.lists(st.tuples(NAMES, PARTIES), min_size=1, max_size=6)


@given(VOTERS, VOTERS, st.booleans())
def test_what_is_written_is_read_back(
    pro: list[tuple[str, str]], contra: list[tuple[str, str]], adopted: bool
) -> None:
    def side(word: str, voters: list[tuple[str, str]]) -> str:
        names = ", ".join(f"{name} ({party})" for name, party in voters)
        return f"{word} forslaget stemte {len(voters)}: {names}."

    text = (
        f"{side('For', pro)} {side('Imot', contra)} "
        f"Dermed ble forslaget {'' if adopted else 'ikke '}vedtatt."
    )
    (vote,) = votes(text)
    assert named(vote) == {"for": pro, "against": contra}
    assert (vote.votes_for, vote.votes_against) == (len(pro), len(contra))
    assert vote.adopted is adopted
    for one in vote.sides:
        for name, party, start, end in one.names:
            assert name in text[start:end] and party is not None and party in text[start:end]


SHAPES: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "sides": lambda n: "For forslaget stemte 3: " * n,
    "voters": lambda n: "For forslaget stemte 3: " + "Kari Ås (AP), " * n,
    "results": lambda n: "Dermed ble forslaget vedtatt. " * n,
    "counts": lambda n: "3 stemte for, " * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        passage = running(SHAPES[shape](n))
        return lambda: read_votes(passage, LEXICON)

    assert growth(action, 1000) < LINEAR


TOLD = ("Innstillinga", "forslaget fra Egge", "vart satt", "ble stilt", "opp", "mot", "Imot", "med")
MORE = (
    "vedtatt",
    "falt",
    "fikk",
    "fekk",
    "3",
    "en",
    "tolv",
    "mot 2 stemmer",
    "15",
    "For",
    "stemte",
)
TEXTS = st.lists(
    st.sampled_from((*TOLD, *MORE, "(SV)", ".", ":", "\n", "Dermed ble", "Ved votering")),
    max_size=12,
).map(" ".join)


@given(TEXTS)
def test_what_no_contest_does_without_is_in_every_contest(text: str) -> None:
    assert PUT_AGAINST.search(text) or not CONTEST.search(text)


@given(st.lists(TEXTS, max_size=4))
def test_a_text_without_counts_has_vote_lines_only_by_their_heads(texts: list[str]) -> None:
    lines = [line for text in texts for line in text.split("\n")]
    if not tells_counts("\n".join(lines)):
        assert [is_vote_line(line) for line in lines] == [heads_vote(line) for line in lines]


FORMS: list[tuple[str, dict[str, Any], str]] = [
    (
        (
            "Ved alternativ votering mellom innstillingen og Moes forslag ble innstillingen "
            "vedtatt med 5 mot 1 stemme."
        ),
        {
            "subject": "innstillingen",
            "votes_for": 5,
            "votes_against": 1,
            "adopted": True,
            "unanimous": False,
        },
        "what was voted on stands behind the verb",
    ),
    (
        "Det ble først votert over innstillingen, som falt med 2 mot 5 stemmer.",
        {
            "subject": "innstillingen",
            "votes_for": 2,
            "votes_against": 5,
            "adopted": False,
            "unanimous": False,
        },
        "nobody votes on 'Det'",
    ),
    (
        "Framlegget frå Eide vart røysta ned med 11 røyster mot 6.",
        {
            "subject": "Framlegget frå Eide",
            "votes_for": 6,
            "votes_against": 11,
            "adopted": False,
            "unanimous": False,
        },
        "the word for votes between the counts",
    ),
    ("Votering: 9-2", {"votes_for": 9, "votes_against": 2, "unanimous": False}, "counts alone"),
    (
        "17 for og 10 mot.",
        {"votes_for": 17, "votes_against": 10, "unanimous": False},
        "no word for votes",
    ),
    (
        "- Endringsforslaget: 3 for, 6 mot, 0 avholdende. Forslaget falt.",
        {
            "subject": "Endringsforslaget",
            "votes_for": 3,
            "votes_against": 6,
            "adopted": False,
            "unanimous": False,
        },
        "what was voted on before the counts, the result behind them",
    ),
    ("Punkt 1: Enstemmig.", {"subject": "Punkt 1", "unanimous": True}, "point by point"),
    (
        "Punkt 2: 8 mot 3 stemmer.",
        {"subject": "Punkt 2", "votes_for": 8, "votes_against": 3, "unanimous": False},
        "point by point, with counts; the result is not inferred",
    ),
    (
        "Rådmannens innstilling ble vedtatt mot stemmene fra Høyre.",
        {"subject": "Rådmannens innstilling", "adopted": True, "unanimous": False},
        "some were against, nobody says how many",
    ),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in FORMS])
def test_forms_of_votes(text: str, expected: dict[str, Any]) -> None:
    (vote,) = votes(text)
    assert fields(vote) == DEFAULTS | expected


RESULT_LINES = [
    ("Innstillingen enstemmig vedtatt.", True),
    ("Utsettelsesforslag fra Sp ble enstemmig vedtatt.", True),
    ("Forslaget fra Høyre falt.", True),
    ("For stemte: Kari Ås (A)", True),
    ("Innstillingens pkt. 1 ble vedtatt mot 1 stemme (Frp).", True),
    ("Forslaget falt i god jord", False),
    ("Forslaget ble vedtatt i 2012.", False),
    ("Budsjettet er enstemmig.", False),
]


@pytest.mark.parametrize(("text", "expected"), RESULT_LINES)
def test_lines_that_tell_a_result(text: str, expected: bool) -> None:
    assert is_vote_line(text) is expected


HEAD = "MØTEPROTOKOLL\n\nUtvalg: Styret\nMøtedato: 25.03.2026\n\nSak 6/26 Ymse\n\n"


def test_a_sentence_that_tells_a_vote_ends_a_proposal() -> None:
    found = read(
        HEAD + "Innstilling:\nPlanen vedtas.\n\nBehandling:\n"
        "Karin Moe (H) foreslo: Saken utsettes.\n"
        "Ved alternativ votering mellom innstillingen og Moes forslag ble innstillingen vedtatt\n"
        "med 5 mot 1 stemme.\n\nVedtak:\nVegen bygges.\n"
    )
    assert [one.text for one in found.proposals] == ["Planen vedtas.", "Saken utsettes."]
    assert [(one.votes_for, one.votes_against) for one in found.votes] == [(5, 1)]
    assert [(one.outcome, one.unanimous) for one in found.decisions] == [("adopted", False)]


def test_each_label_begins_a_decision_and_the_next_item_belongs_to_none() -> None:
    found = read(
        HEAD + "a) Valg av møteleder\nVedtak: Kari Ås ble valgt.\n"
        "b) Lading av elbil\nVedtak: Forslaget ble vedtatt med 30 mot 7 stemmer.\n"
        "c) Hundehold\nVedtak: Forslaget falt.\n"
    )
    assert [(one.text, one.outcome, one.unanimous) for one in found.decisions] == [
        ("Kari Ås ble valgt.", "elected", None),
        ("Forslaget ble vedtatt med 30 mot 7 stemmer.", "adopted", False),
        ("Forslaget falt.", "rejected", None),
    ]
    assert [(one.votes_for, one.votes_against) for one in found.votes] == [(30, 7)]


def test_lettered_points_of_a_decision_stay_together() -> None:
    found = read(HEAD + "Vedtak:\na) Tomten kjøpes.\nb) Utgiften dekkes av fondet.\n")
    assert [one.text for one in found.decisions] == [
        "a) Tomten kjøpes.\nb) Utgiften dekkes av fondet."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Innkallingen og referatet fra møtet 15.11.2023 ble godkjent uten merknader.",
        "Valgt ble: Kari Ås, Ola Berg og Nils Rud.",
        "Fakultetsstyret tok saken til orientering.",
    ],
)
def test_decisions_without_a_label(text: str) -> None:
    assert [one.text for one in read(HEAD + text + "\n").decisions] == [text]


def test_a_result_of_another_day_in_the_middle_of_a_discussion_is_history() -> None:
    text = "Saken ble utsatt i møtet 15.11.2023.\n\nKari Ås spurte om framdriften.\n"
    assert not read(HEAD + text).decisions
