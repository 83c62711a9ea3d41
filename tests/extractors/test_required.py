import doctest

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from vedtak.extractors.lexicon import required, standard_lexicon
from vedtak.extractors.lexicon.required import (
    begins_with_capital,
    is_any_in,
    may_match,
    needles,
    telling_letters,
)
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
    assert [is_any_in([one], text) for one in SOUGHT] == [bool(one.search(text)) for one in SOUGHT]
    assert is_any_in(SOUGHT, text) == any(one.search(text) for one in SOUGHT)


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
        ("behandl", "handsama", "ja", "vedta"),
    )
    assert telling_letters("forslag|fellesforslag") == (("forslag",),)
    assert telling_letters(r"Saka? (?:vert|blir) \d+ utsett,? i dag") == (
        (" utsett",), (" i dag",), ("blir", "vert"),
    )  # fmt: skip


def test_a_phrase_stands_only_where_its_telling_letters_stand() -> None:
    for entries in standard_lexicon().groups["phrase"].values():
        for what, found_in, _ in entries:
            assert may_match(telling_letters(what), found_in.casefold()), what
            assert not may_match(telling_letters(what), ""), what


WORDS = st.sampled_from(["sak", "Vedtak", "møte ", "a", "b"])
PATTERNS = st.recursive(
    WORDS | st.sampled_from([r"\d", r"\p{Lu}", "[ab]", "x?", r"\.", "y*", "z{0,2}", "w+", "(?=a)"]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.lists(inner, min_size=1, max_size=3).map(lambda some: f"(?:{'|'.join(some)})")
        | inner.map(lambda one: f"(?:{one})?")
        | inner.map(lambda one: f"(?:{one})+")
    ),
    max_leaves=8,
)


@given(PATTERNS, st.lists(WORDS | st.sampled_from("1.wxyzA")).map("".join))
def test_no_match_is_lost_for_want_of_letters(source: str, text: str) -> None:
    if regex.search(source, text):
        assert may_match(telling_letters(source), text.casefold())
