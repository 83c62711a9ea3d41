import pytest

from vedtak.models.decisions import AgainstProposal
from vedtak.pipeline.texts.likeness import against_proposals

AS_PROPOSED, AMENDED, DIFFERENT = AgainstProposal


@pytest.mark.parametrize(
    ("decision", "proposals", "expected"),
    [
        ("NUIT tar saken til orientering.", [], (None, None)),
        ("", ["NUIT tar saken til orientering."], (None, None)),
        ("Saken utsettes.", ["…"], (None, None)),
        # spacing, case, punctuation and a hyphen at a line end are no change
        ("NUIT tar  saken til e-\nhelse.", ["nuit tar saken til ehelse"], (AS_PROPOSED, 1.0)),
        ("Saken utsettes.", ["Godkjennes.", "Saken utsettes"], (AS_PROPOSED, 1.0)),
        ("Ås får støtte.", ["As får støtte."], (AMENDED, 0.6667)),
        # one word more
        ("Saken tas til orientering nå", ["Saken tas til orientering"], (AMENDED, 0.8889)),
        # contained, though it is a small part
        ("Saken utsettes", ["a b c d e f g Saken utsettes h i j k"], (AMENDED, 0.2667)),
        ("a b c d e f g Saken utsettes h i j k", ["Saken utsettes"], (AMENDED, 0.2667)),
        # part of a word is not contained
        ("sak", ["Saken utsettes på ubestemt tid"], (DIFFERENT, 0.0)),
        ("Forslaget avvises", ["Rådet støtter planen"], (DIFFERENT, 0.0)),
        # the nearest of several counts
        ("a b c d e", ["x y z", "a b c d f", "a q r s t"], (AMENDED, 0.8)),
        # exactly on the line
        ("a b c d e", ["a b c x y"], (AMENDED, 0.6)),
        ("a b c d e", ["a b w x y"], (DIFFERENT, 0.4)),
    ],
)
def test_relation_to_the_proposals(
    decision: str, proposals: list[str], expected: tuple[AgainstProposal | None, float | None]
) -> None:
    assert against_proposals(decision, proposals) == expected
    assert against_proposals(decision, proposals[::-1]) == expected
