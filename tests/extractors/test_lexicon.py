import random
from collections.abc import Callable, Iterator
from importlib import resources

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LEXICON, LINEAR, growth
from vedtak.extractors.decisions import PHRASES
from vedtak.extractors.lexicon import KINDS, Entry, Groups, Lexicon, read_groups, standard_lexicon

FOLDER = resources.files("vedtak.extractors.lexicon")
LANGUAGES = {
    name: read_groups((FOLDER / name).read_text(encoding="utf-8"), name)
    for name in ("nb.toml", "nn.toml")
}
OPENERS = ("proposal", "decision")


def has(lexicon: Lexicon, kind: str, group: str, what: str, text: str) -> bool:
    """Whether the entry is found in the text, looked for as its kind is looked for."""
    if kind == "label":
        hit = lexicon.label(text)
        return hit is not None and group in hit.groups and hit.label.casefold() == what.casefold()
    if kind == "word":
        cell = regex.escape(what)
        return bool(regex.search(rf"(?i)(?<![\p{{L}}\d]){cell}(?![\p{{L}}\d])", text))
    if kind == "verb":
        return lexicon.verb(group).search(text) is not None
    if group in OPENERS:
        return lexicon.opener(group, text) is not None
    return lexicon.search(group, text) is not None


def entries(groups: Groups) -> Iterator[tuple[str, str, Entry]]:
    for kind, named in groups.items():
        for group, rows in named.items():
            for entry in rows:
                yield kind, group, entry


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_entry_is_found_where_it_should_be_and_only_there(name: str) -> None:
    wrong = []
    for kind, group, entry in entries(LANGUAGES[name]):
        # Each entry on its own, so that no other entry of the group can answer for it.
        alone = Lexicon([{kind: {group: (entry,)}}])
        whole = LEXICON if kind == "label" else alone
        if not has(whole, kind, group, entry[0], entry[1]):
            wrong.append(f"[{kind}] {group}: {entry[0]!r} is not found in {entry[1]!r}")
        if has(alone, kind, group, entry[0], entry[2]):
            wrong.append(f"[{kind}] {group}: {entry[0]!r} is found in {entry[2]!r}")
    assert wrong == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_entries_are_clean(name: str) -> None:
    for kind, group, entry in entries(LANGUAGES[name]):
        assert kind in KINDS
        assert all(part == part.strip() for part in entry[:1]), (group, entry)
        if kind in ("label", "word"):
            assert "  " not in entry[0]
        if kind == "label":
            assert entry[0][0].isupper() and entry[0][-1] not in ":", (group, entry)


@pytest.mark.parametrize("name", LANGUAGES)
def test_no_group_has_an_entry_twice(name: str) -> None:
    seen: set[tuple[str, str, str]] = set()
    for kind, group, entry in entries(LANGUAGES[name]):
        key = (kind, group, entry[0] if kind == "phrase" else entry[0].casefold())
        assert key not in seen, key
        seen.add(key)


@pytest.mark.parametrize("name", LANGUAGES)
def test_patterns_compile_and_match_no_empty_text(name: str) -> None:
    for kind, group, entry in entries(LANGUAGES[name]):
        if kind == "phrase":
            assert regex.compile(entry[0]).search("") is None, (group, entry)


def test_groups_that_the_extractors_name_exist() -> None:
    phrases = LEXICON.groups["phrase"]
    assert {group for group, _ in PHRASES} <= phrases.keys()
    assert {*OPENERS, "motion", "origin", "treatment", "approval", "unanimous"} <= phrases.keys()
    assert {"presented", "commented", "answered", "asks", "undertakes"} <= LEXICON.groups[
        "verb"
    ].keys()


def test_the_standard_lexicon_is_read_once() -> None:
    assert standard_lexicon() is standard_lexicon()


LABELS = [
    ("Dato 13. mai 2020", "Dato", 5, False, False, "a value behind it"),
    ("Dato: 13. mai 2020", "Dato", 6, True, False, "a colon"),
    ("Dato : 13. mai", "Dato", 7, True, False, "a colon after a space"),
    ("Dato:", "Dato", 5, True, True, "alone with a colon"),
    ("Dato", "Dato", 4, False, True, "alone"),
    ("DATO: 13. mai", "DATO", 6, True, False, "capitals"),
    ("Møte nr. 4/2014", "Møte nr", 9, False, False, "the longest label wins"),
    ("Til stede fra administrasjonen:", "Til stede fra administrasjonen", 31, True, True, "long"),
]


@pytest.mark.parametrize(("text", "label", "end", "colon", "alone"), [row[:5] for row in LABELS])
def test_labels(text: str, label: str, end: int, colon: bool, alone: bool) -> None:
    hit = LEXICON.label(text)
    assert hit is not None
    assert (hit.label, hit.end, hit.colon, hit.alone) == (label, end, colon, alone)


@pytest.mark.parametrize("text", ["", "Datoen er satt", "13. mai", "  Dato", "Xyz: a", "(Dato)"])
def test_what_is_no_label(text: str) -> None:
    assert LEXICON.label(text) is None


OPENINGS = [
    ("proposal", "Forslag til vedtak:", True, "a colon"),
    ("proposal", "Forslag til vedtak", True, "the whole line"),
    ("proposal", "FORSLAG TIL VEDTAK:", True, "capitals"),
    ("proposal", "Kommunedirektørens innstilling:", True, "who proposes"),
    ("proposal", "Framlegg til vedtak:", True, "nynorsk"),
    ("proposal", "Forslag til vedtak: Saken utsettes.", True, "words on the same line"),
    ("proposal", "Forslag til vedtak ble delt ut", False, "a sentence"),
    ("proposal", "forslag til vedtak:", False, "a small letter goes on with a sentence"),
    ("decision", "Vedtak:", True, "a colon"),
    ("decision", "Vedtak", True, "the whole line"),
    ("decision", "Enstemmig vedtak:", True, "with its vote"),
    ("decision", "Styrets vedtak:", True, "who decides"),
    ("decision", "Vedtaket er endelig", False, "another word"),
    ("decision", "Forslag til vedtak:", False, "a proposal is no decision"),
    ("proposal", "Vedtak:", False, "a decision is no proposal"),
]


@pytest.mark.parametrize(("group", "text", "opens"), [row[:3] for row in OPENINGS])
def test_openers(group: str, text: str, opens: bool) -> None:
    assert (LEXICON.opener(group, text) is not None) is opens


def test_an_opener_ends_where_the_words_begin() -> None:
    match = LEXICON.opener("proposal", "Kommunedirektørens forslag til vedtak: Saken utsettes.")
    assert match is not None
    assert (match.end(), match["who"]) == (39, "Kommunedirektørens")


@pytest.mark.parametrize(
    ("group", "text", "expected"),
    [
        ("party", "Ap", True),
        ("party", "AP", True),
        ("party", "Apen", False),
        ("absent", " Forfall. ", True),
        ("nobody", "Ingen", True),
        ("no such group", "Ingen", False),
    ],
)
def test_words_are_whole_cells(group: str, text: str, expected: bool) -> None:
    assert LEXICON.is_word(group, text) is expected


def test_later_sources_add_to_earlier_ones() -> None:
    first = read_groups('[label]\ndate = [["Dato", "Dato: 1", "Datoen"]]', "a")
    second = read_groups('[label]\ndate = [["Når", "Når: 1", "Nåren"]]', "b")
    for order in ([first, second], [second, first], [first, second, first]):
        lexicon = Lexicon(order)
        assert lexicon.label("Dato: 1") is not None and lexicon.label("Når: 1") is not None
        assert len(lexicon.groups["label"]["date"]) == 2


@pytest.mark.parametrize(
    "entry", ['["Dato", "Dato: 1"]', '["Dato", "Dato: 1", ""]', '["Dato", "Dato: 1", 3]', '"Dato"']
)
def test_a_wrong_entry_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match=r"my.toml: \[label\] date"):
        read_groups(f"[label]\ndate = [{entry}]", "my.toml")


def test_what_is_no_kind_is_left_alone() -> None:
    assert read_groups('name = "nuit"\n[other]\na = 1', "my.toml") == {}


@given(st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_nothing(order: random.Random) -> None:
    rows = list(LANGUAGES["nb.toml"]["label"]["present"])
    order.shuffle(rows)
    lexicon = Lexicon([{"label": {"present": tuple(rows)}}])
    for what, text, _ in rows:
        hit = lexicon.label(text)
        assert hit is not None and hit.label.casefold() == what.casefold()


@given(st.text(max_size=80))
def test_any_text_can_be_asked(text: str) -> None:
    hit = LEXICON.label(text)
    assert hit is None or (0 < hit.end <= len(text) and text.startswith(hit.label) and hit.groups)
    for group in OPENERS:
        match = LEXICON.opener(group, text)
        assert match is None or match.start() == 0
    for group in LEXICON.groups["phrase"]:
        LEXICON.search(group, text)


ALL_LABELS = sorted({row[0] for rows in LEXICON.groups["label"].values() for row in rows})
PLAIN_LABEL = regex.compile(
    r"(?i)(?P<label>"
    + "|".join(
        regex.escape(label, literal_spaces=True).replace(" ", r"\s+")
        for label in sorted(ALL_LABELS, key=lambda label: (-len(label), label))
    )
    + r")(?![\p{L}\d])"
)
"""All labels, the longest first, as whole words."""


@given(
    st.lists(
        st.sampled_from(ALL_LABELS)
        | st.sampled_from([" ", "  ", ":", ".", "-", "a", "Å", "1", "\n", "²", "**", "et", "MØTE"])
        | st.text(max_size=3),
        max_size=6,
    ).map("".join),
    st.sampled_from([str, str.upper, str.capitalize]),
)
def test_a_label_is_what_a_pattern_of_all_labels_finds(text: str, case: Callable[..., str]) -> None:
    text = case(text)
    hit = LEXICON.label(text)
    wanted = PLAIN_LABEL.match(text) if text[:1].isupper() else None
    if hit is None:
        spaced = regex.fullmatch(r"(?:\p{L} ){3,}\p{L}", text)
        assert wanted is None or spaced
    elif text[:1].isupper() and not text.startswith(hit.label):
        assert text.replace(" ", "").startswith(hit.label)  # a word with spaces between letters
    elif text[:1].isupper():
        assert wanted is not None and wanted["label"] == hit.label


SHAPES: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "spaces": lambda n: "Dato" + " " * n + "1",
    "labels": lambda n: "Dato: " * n,
    "parentheses": lambda n: "(" * n + ")" * n,
    "capitals": lambda n: "A" * n,
    "words": lambda n: "Styret " * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_line(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        text = SHAPES[shape](n)

        def ask() -> None:
            LEXICON.label(text)
            for group in OPENERS:
                LEXICON.opener(group, text)

        return ask

    assert growth(action) < LINEAR


PLAIN_PHRASES = {
    group: [regex.compile(what) for what, _, _ in rows]
    for group, rows in LEXICON.groups["phrase"].items()
}
EXAMPLES = sorted(
    {row[i] for rows in LEXICON.groups["phrase"].values() for row in rows for i in (1, 2)}
)


@given(st.sampled_from(EXAMPLES), st.sampled_from(["", "sak ", "Sak ", " ", "1. ", "Å", "å"]))
def test_a_phrase_is_found_where_the_plain_pattern_finds_it(text: str, before: str) -> None:
    for group, patterns in PLAIN_PHRASES.items():
        for one in (before + text, before + text.lower(), before + text.upper()):
            plain = next(filter(None, (each.search(one) for each in patterns)), None)
            found = LEXICON.search(group, one)
            assert (found and found.span()) == (plain and plain.span()), group
            assert LEXICON.likely(group, f"sak\n{one}") or plain is None, group
