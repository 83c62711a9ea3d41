import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from vedtak.pipeline.texts.difference import word_difference
from vedtak.pipeline.texts.likeness import against_proposals, nearest_proposal
from vedtak.pipeline.texts.words import keys_of

MARKS = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def marked(proposal: str, decision: str) -> str:
    runs = word_difference(proposal, decision)
    return "".join(MARKS[run.kind].format(run.text) for run in runs)


@pytest.mark.parametrize(
    ("proposal", "decision", "expected"),
    [
        # nothing but space, case, punctuation and line ends differs
        ("Saken tas til orien-\ntering", "Saken  tas til orientering.", None),
        ("e-helse godkjennes", "Ehelse godkjennes", None),
        ("", "", None),
        # something more at the end, and something less
        ("Saken utsettes.", "Saken utsettes til mai.", "Saken utsettes {+til mai.+}"),
        ("Saken utsettes til mai.", "Saken utsettes.", "Saken utsettes.[-til mai.-]"),
        # a word for a word; the bracket goes with its word
        ("Økes 8 % (fra 2002).", "Økes 3 % (fra 2002).", "Økes [-8 % -]{+3 % +}(fra 2002)."),
        # a point more in a numbered decision
        ("1. Ja.\n2. Nei.", "1. Ja.\n2. Nei.\n3. Kanskje.", "1. Ja.\n2. Nei.\n{+3. Kanskje.+}"),
        # one word that two sentences share does not part them
        ("alt her og mer til", "et helt og nytt x", "[-alt her og mer til-]{+et helt og nytt x+}"),
        # four words that they share do
        (
            "a b c d e f g h i j felles ord er her",
            "felles ord er her q r s t u v w x y z",
            "[-a b c d e f g h i j -]felles ord er her {+q r s t u v w x y z+}",
        ),
        ("", "Nytt vedtak", "{+Nytt vedtak+}"),
        ("Forslag", "", "[-Forslag-]"),
    ],
)  # fmt: skip
def test_differences_read_well(proposal: str, decision: str, expected: str | None) -> None:
    assert marked(proposal, decision) == (decision if expected is None else expected)


WORDY = st.lists(
    st.sampled_from(["Saken", "tas", "til", "(«e-helse»", "kr 5 000,-", "1.", "\n2.", "–", "ø"]),
    max_size=25,
).map(" ".join)


@given(WORDY, WORDY)
def test_both_texts_can_be_read_from_the_difference(proposal: str, decision: str) -> None:
    runs = word_difference(proposal, decision)
    assert "".join(run.text for run in runs if run.kind != "removed") == decision
    old = [key for run in runs if run.kind != "added" for key in keys_of(run.text)]
    assert "".join(old) == "".join(keys_of(proposal))
    # no run is followed by one of its kind, and none is empty
    assert all(one.kind != other.kind for one, other in itertools.pairwise(runs))
    assert all(run.text for run in runs)


@given(WORDY)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert [run.kind for run in word_difference(text, text)] == ["kept"] * bool(text)


@given(WORDY, st.lists(WORDY, max_size=4))
def test_the_nearest_proposal_is_the_one_whose_likeness_is_told(
    decision: str, proposals: list[str]
) -> None:
    _, likeness = against_proposals(decision, proposals)
    place = nearest_proposal(decision, proposals)
    assert (place is None) == (likeness is None)
    if place is not None and likeness != 1.0:
        nearest = Indel.normalized_similarity(keys_of(decision), keys_of(proposals[place]))
        assert round(nearest, 4) == likeness
