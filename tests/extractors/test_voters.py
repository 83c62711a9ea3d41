"""Voters held against the attendance list."""

import pytest

from tests.extractors.papers import read
from vedtak.extractors.voters import same_name

MINUTES = """Møteprotokoll

Utvalg:     Kommunestyret
Dato:       25.03.2026

Til stede:
Navn                      Funksjon   Parti
Per Espen Aunan           medlem     AP
Janne Kathrine Larsen     medlem     FRP
Frode Lund                medlem     SP


PS 6/26 Referatsaker
For forslaget stemte 3: Per Aunan (Ap), Janne K. Larsen (FrP), Eva Moe (H).
Dermed ble forslaget vedtatt.

VEDTAK
Referatsakene tas til orientering.
"""


def test_party_of_the_list_stands_beside_the_one_written_with_the_vote() -> None:
    found = read(MINUTES)
    assert [(one.name_as_written, one.party, one.party_listed) for one in found.ballots] == [
        ("Per Aunan", "Ap", "AP"),
        ("Janne K. Larsen", "FrP", "FRP"),
        ("Eva Moe", "H", None),
    ]


def test_voter_who_is_not_on_the_list_is_a_finding() -> None:
    findings = [one for one in read(MINUTES).findings if one.check_name == "voter_not_listed"]
    assert len(findings) == 1
    assert findings[0].message.startswith("Eva Moe votes in ")


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("Per Aunan", "Per Espen Aunan", True),
        ("Janne K. J. Larsen", "Janne Kathrine Jørstad Larsen", True),
        ("Karl S. Vestli", "Karl Vestli", True),
        ("Ola Hansen", "Ole Hansen", False),
        ("Kari Ås", "Kari Aas", True),
        ("Kari Lie", "Lie", True),
        ("Anne Marie Li", "Marie Anne Li", False),
    ],
)
def test_spellings_that_may_be_one_person(short: str, full: str, same: bool) -> None:
    assert same_name(short, full) is same
    assert same_name(full, short) is same


def test_front_matter_is_a_header() -> None:
    found = read(
        "---\ntitle: Referat fra møte i Arkivgruppa\ndate: 2023-03-06\n---\n\n"
        "## 1. Plan\n\nVedtak: Arkivgruppa vedtar planen.\n\n## 2. Eventuelt\n\nIngen.\n"
    )
    assert [(one.meeting_id, str(one.date)) for one in found.meetings] == [
        ("arkivgruppa/2023-03-06", "2023-03-06")
    ]
