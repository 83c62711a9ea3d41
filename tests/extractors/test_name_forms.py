import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedtak.extractors.name_forms import (
    agree,
    exact_keys,
    fits_part,
    is_full,
    one_letter_apart,
    wildcards,
)

NAMES = st.text("abekøåÅØ .-", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bjørn Lie", "Bjorn Lie"),
        ("Bjørn Lie", "Bjoern Lie"),
        ("Åge Ås", "Aage Aas"),
        ("Anne-Lise Berg", "ANNE LISE BERG"),
        ("Darlén Gjølstad", "Darlèn Gjølstad"),
    ],
)
def test_the_same_letters(one: str, other: str) -> None:
    assert set(exact_keys(one)) & set(exact_keys(other))


@pytest.mark.parametrize(("one", "other"), [("Kari Moe", "Kari Mo"), ("Ås", "As")])
def test_other_letters(one: str, other: str) -> None:
    assert not set(exact_keys(one)) & set(exact_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Karl Vestli", "Karl S. Vestli"),
        ("Per Aunan", "Per Espen Aunan"),
        ("Janne K. J. Larsen", "Janne Kathrine Jørstad Larsen"),
        ("P. Aunan", "Per Espen Aunan"),
        ("Å. Grenne", "Åge Grenne"),
        ("J.K. Larsen", "Janne Kathrine Larsen"),
        ("Merete Flatås", "Merete Bøhn-Flatås"),
        ("Bjoern K. Lie", "Bjørn Kristian Lie"),
    ],
)
def test_names_that_may_be_one(one: str, other: str) -> None:
    assert agree(one, other)
    assert agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Per A. Aunan", "Per Espen Aunan"),  # contradicting middle names
        ("Per Espen Aunan", "Espen Aunan"),  # another first name
        ("Per Aunan", "Per Aune"),
        ("Kari A. B. Lie", "Kari B. A. Lie"),  # another order
        ("Larsen", "Janne Larsen"),  # one name is too little
        ("Kari L.", "Kari Lie"),
    ],
)
def test_names_that_are_not_one(one: str, other: str) -> None:
    assert not agree(one, other)
    assert not agree(other, one)


@given(NAMES, NAMES)
def test_agreement_goes_both_ways(one: str, other: str) -> None:
    assert agree(one, other) == agree(other, one)
    assert one_letter_apart(one, other) == one_letter_apart(other, one)
    assert agree(one, one)
    assert not one_letter_apart(one, one)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Kari Hansen", "Kari Hanssen", True),
        ("Kari Hansen", "Kari Hasnen", True),  # two letters swapped
        ("Kari Hansen", "Kara Hanssen", False),  # in two names
        ("Kari Hansen", "Kari Hansens Lie", False),
        ("Bo Li", "Bo Lo", False),  # too short to tell
        ("Åge Grenne", "Aage Grene", True),
    ],
)
def test_one_letter_apart(one: str, other: str, apart: bool) -> None:
    assert one_letter_apart(one, other) == apart
    if apart:
        assert set(wildcards(one)) & set(wildcards(other))


def test_single_names() -> None:
    assert fits_part("Larsen", "Janne K. J. Larsen")
    assert fits_part("Janne", "Janne Larsen")
    assert not fits_part("Kathrine", "Janne Kathrine Larsen")
    assert not fits_part("J.", "Janne Larsen")
    assert is_full("Kari Lie")
    assert not is_full("K. Lie")
    assert not is_full("Kari")
