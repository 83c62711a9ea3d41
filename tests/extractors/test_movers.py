import pytest

from vedtak.extractors.movers import FROM, OFFICE, RECOMMENDED, proposer_of
from vedtak.models.decisions import Proposal


def proposal(ordinal: int, proposer: str | None) -> Proposal:
    return Proposal(
        proposal_id=f"sak/proposal/{ordinal}",
        case_id="sak",
        part_id="d/1",
        ordinal=ordinal,
        text="Noe",
        proposer=proposer,
    )


PROPOSALS = [
    proposal(1, "Formannskapet"),
    proposal(2, "Terje Nordbø, Raudt"),
    proposal(3, "Lars Petter Egge (FrP)"),
]


@pytest.mark.parametrize(
    ("subject", "proposer"),
    [
        ("Framlegget frå Nordbø", "Terje Nordbø, Raudt"),  # by last name, though not the newest
        ("Nordbøs forslag", "Terje Nordbø, Raudt"),  # in the genitive
        ("Formannskapets innstilling pkt. 2", "Formannskapet"),  # a body
        ("Innstillingen for øvrig", "Formannskapet"),  # what the case came with
        ("forslaget", "Lars Petter Egge (FrP)"),  # nobody named: the newest
        (None, "Lars Petter Egge (FrP)"),
        ("Forslaget fra Solheim", "Solheim"),  # named, and not among the proposals
        ("Hansens utsettelsesforslag", "Hansen"),
    ],
)
def test_proposer_is_told_by_the_words(subject: str | None, proposer: str) -> None:
    assert proposer_of(subject, PROPOSALS, PROPOSALS[-1]) == proposer


def test_nothing_is_invented() -> None:
    assert proposer_of("forslaget", [], None) is None
    assert proposer_of("Innstillingen", PROPOSALS[1:], PROPOSALS[-1]) is None
    two = [proposal(1, "Kari Lie (H)"), proposal(2, "Ola Lie (V)")]
    assert proposer_of("innstillingen", two, None) is None


def test_patterns_match_their_examples() -> None:
    assert OFFICE.search("Rådmannen si tilråding")
    assert not OFFICE.search("Innstillingen")
    assert FROM.search("Framlegget frå Nordbø (R)")
    assert not FROM.search("Forslaget til vedtak")
    assert RECOMMENDED.search("Innstillingen for øvrig")
    assert not RECOMMENDED.search("forslaget")
