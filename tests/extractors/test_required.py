import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedtak.extractors.lexicon import required, standard_lexicon
from vedtak.extractors.lexicon.required import begins_with_capital, is_in, needles, telling_letters
from vedtak.extractors.pattern import pattern
from vedtak.extractors.presence import DISQUALIFIED, JOINED, LEFT


def test_examples_in_docstrings() -> None:
    done = doctest.testmod(required)
    assert done.attempted and not done.failed


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:sak)?\d+",
        r"sak|\d+",
        r"(?:sak){0,3}",
        r"s?a?k?",
        r"[sak]+",
        r"(?!sak)\w+",
        r"(?<=sak)\w+",
        r"\p{Lu}+\b",
        r"(sak",
        r"(?x) s a k",
    ],
)
def test_nothing_is_needed_where_a_match_may_do_without(pattern: str) -> None:
    assert needles(pattern) is None


SOUGHT = [DISQUALIFIED, LEFT, JOINED, pattern(r"\p{Lu}\d"), pattern(r"(?i)straße|sak\s+\d")]
PEOPLE = ("Kari", "ble", "kjent", "inhabil", "UGILD", "meldte seg", "Fratrådte", "gikk kl", "ankom")
WORDS = st.sampled_from((*PEOPLE, "forlot", "STRASSE", "Straße", "sak", "12", "K1", ".", "\n"))


@given(st.lists(WORDS, max_size=8), st.sampled_from([" ", "", "  "]))
def test_to_look_for_letters_first_changes_nothing(words: list[str], between: str) -> None:
    text = between.join(words)
    assert [is_in(one, text) for one in SOUGHT] == [bool(one.search(text)) for one in SOUGHT]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        (r"^(?P<who>\p{Lu}[\p{L} ]{2,9}?) foreslo", True),
        (r"^(?:Saksprotokoll|Behandling) i \p{L}+", True),
        (r"^\p{Lu}+:", True),
        (r"^Av (?:sak|vedtak)", True),
        (r"\p{Lu}\p{L}+", False),
        (r"^\p{Lu}?sak", False),
        (r"^(?:Av )?sak", False),
        (r"^(?:Vedtak|\p{L}+) i", False),
        (r"^(?:Vedtak|sak) i", False),
        (r"^Vedtak|sak", False),
        (r"(?i)^Vedtak", False),
        (r"^(?i:Vedtak)", False),
        (r"^[\p{Lu}]sak", False),
        (r"^", False),
        (r"^(Vedtak", False),
    ],
)
def test_a_capital_at_the_beginning(phrase: str, expected: bool) -> None:
    assert begins_with_capital(phrase) is expected


def test_optional_letters_are_no_part_of_what_is_needed() -> None:
    assert needles("vedtaket?") == frozenset({"vedtake"})
    assert needles("ved(?:tatt|teke)+ i") == frozenset({"tatt", "teke"})
    assert needles(r"(?i)STRASSE\.") == frozenset({"strasse."})


def test_every_phrase_of_the_lexicon_finds_its_own_example() -> None:
    lexicon = standard_lexicon()
    for group, entries in lexicon.groups["phrase"].items():
        for what, found_in, _ in entries:
            wanted = needles(what)
            assert wanted is None or any(one in found_in.casefold() for one in wanted), what
            # Those that open a line are asked in another way.
            assert group in ("proposal", "decision") or lexicon.search(group, found_in), what


def test_few_letters_tell_what_many_tell() -> None:
    assert telling_letters("behandla|behandling|handsama|vedtak|vedtatt|ja") == (
        "behandl", "handsama", "ja", "vedta",
    )  # fmt: skip
    assert telling_letters("forslag|fellesforslag") == ("forslag",)


def test_where_a_phrase_can_stand_its_telling_letters_stand() -> None:
    for entries in standard_lexicon().groups["phrase"].values():
        for what, _, _ in entries:
            letters = telling_letters(what)
            assert letters
            for one in needles(what) or ():
                assert any(few in one for few in letters), what
