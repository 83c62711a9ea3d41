import pickle
from importlib import resources
from typing import Any

import pytest

from tests.extractors.papers import check_cover, plain
from vedtak.extractors.document import extract
from vedtak.extractors.lexicon import standard_lexicon
from vedtak.extractors.profile import (
    LOOKED_AT,
    Profile,
    Profiles,
    lexicon_digest,
    lexicon_for,
    read_profile,
    standard_profiles,
)
from vedtak.extractors.profile_file import ProfileError, entry_problem
from vedtak.models.extraction import Extraction

FOLDER = resources.files("vedtak.extractors.profiles")
OURS = ["example", "kommune-standard", "nuit"]

LAGSTING = """\
Lagsting nr. 4
Eksempelvik historielag

Lagstingsdag: 3. mai 2021
Tid: kl. 18.00
Tingstad: Bygdetunet
På tinget: Kari Ås og Ola Lie
Heime: Per Vik
Pennefører: Kari Ås

Sak 1/2021 Godkjenning av innkalling
Det kom ingen merknader.
Slik vart det:
Innkallinga er godkjend.

Sak 2/2021 Nytt tak på bygdetunet
Kari Ås la ut om saka.
Slik vart det:
Saka ligg til neste ting.
"""
"""Papers that the profile `example` is made for."""


def profile(text: str = "", match: str = "all = ['Vassmo']", name: str = "mine") -> Profile:
    """A profile of the user."""
    whole = f'name = "{name}"\nabout = "Test"\n[match]\n{match}\n{text}'
    return read_profile(whole.encode(), f"{name}.toml")


def fits(match: str, *pages: str) -> bool:
    return Profiles.of([profile(match=match)]).choose(plain(*pages)) is not None


def read(text: str, *profiles: Profile) -> Extraction:
    pages = plain(text)
    found = extract(pages, "d" * 16, profiles=Profiles.of(profiles))
    check_cover(pages, found)
    return found


def test_ours_are_read_and_their_entries_pass_their_own_examples() -> None:
    # Reading a profile tests every entry; a wrong one would raise.
    assert [one.name for one in standard_profiles().profiles] == OURS
    for name in OURS:
        read_profile(FOLDER.joinpath(f"{name}.toml").read_bytes(), name)


@pytest.mark.parametrize("name", OURS)
def test_labels_of_ours_are_found_among_all_others(name: str) -> None:
    (one,) = [each for each in standard_profiles().profiles if each.name == name]
    lexicon = lexicon_for(one)
    for group, entries in one.groups.get("label", {}).items():
        for what, text, _ in entries:
            hit = lexicon.label(text)
            assert hit is not None and group in hit.groups, (group, what)


def test_the_example_reads_what_the_general_rules_cannot() -> None:
    without = read(LAGSTING)
    assert without.profile is None and not without.attendance
    found = extract(plain(LAGSTING), "d" * 16)
    assert found.profile == "example"
    (meeting,) = found.meetings
    assert (str(meeting.date), meeting.place, meeting.number) == ("2021-05-03", "Bygdetunet", "4")
    people = [(one.name_as_written, one.status) for one in found.attendance]
    assert people == [("Kari Ås", "present"), ("Ola Lie", "present"), ("Per Vik", "absent")]
    assert [one.number for one in found.cases] == ["1/2021", "2/2021"]
    assert [one.outcome for one in found.decisions] == ["approved", "postponed"]
    assert [one.name_as_written for one in found.contributions] == ["Kari Ås"]


def test_defaults_are_likely_and_stand_only_where_the_document_is_silent() -> None:
    found = extract(plain(LAGSTING), "d" * 16)
    (body,) = found.bodies
    assert (body.name, body.organization_as_written) == ("Lagstinget", "Eksempelvik historielag")
    assert (body.certainty, found.meetings[0].certainty) == ("likely", "likely")
    assert found.parts[0].body_as_written is None
    (finding,) = [one for one in found.findings if one.check_name == "no_body"]
    assert finding.severity == "info" and "profile example" in finding.message

    named = extract(plain(f"Utvalg: Valnemnda\n{LAGSTING}"), "d" * 16)
    assert named.bodies[0].name == "Valnemnda"


def test_a_municipality_in_the_text_goes_before_the_default() -> None:
    text = (
        "Vassmo kommune\nMøteprotokoll\nUtvalg: Formannskapet\nDato: 3. mai 2021\n"
        "Sak 1/21 Budsjett\nVedtak:\nBudsjettet vedtas.\n"
    )
    own = profile('[defaults]\norganization = "Annen kommune"', match="all = ['Formannskapet']")
    (body,) = read(text, own).bodies
    assert (body.organization_as_written, body.certainty) == ("Vassmo kommune", "certain")
    silent = text.replace("Vassmo kommune\n", "")
    found = read(silent, own)
    assert found.bodies[0].body_id == "annen-formannskapet"
    assert (found.bodies[0].certainty, found.meetings[0].certainty) == ("likely", "likely")


RULES = [
    ("all = ['Vassmo', 'sogn']", ["Vassmo sogn"], True),
    ("all = ['Vassmo', 'sogn']", ["Vassmo"], False),
    ("any = ['Vassmo', 'sogn']", ["Vassmo"], True),
    ("any = ['Vassmo', 'sogn']\nminimum = 2", ["Vassmo"], False),
    ("any = ['Vassmo', 'sogn']\nminimum = 2", ["sogn", "Vassmo"], True),
    ("all = ['Vassmo']\nnone = ['sogn']", ["Vassmo sogn"], False),
    ("all = ['Vassmo']\nnone = ['sogn']", ["Vassmo"], True),
    ("all = ['Vassmo menighets råd']", ["Vassmo \n   menighets\nråd"], True),
    ("all = ['vassmo']", ["Vassmo"], False),
    ("all = ['(?i)vassmo']", ["VASSMO"], True),
    ("all = ['Vassmo']", ["a"] * (LOOKED_AT - 1) + ["Vassmo"], True),
    ("all = ['Vassmo']", ["a"] * LOOKED_AT + ["Vassmo"], False),
]


@pytest.mark.parametrize(("match", "pages", "expected"), RULES)
def test_rules(match: str, pages: list[str], expected: bool) -> None:
    assert fits(match, *pages) is expected


def test_a_verdict_tells_page_and_words() -> None:
    verdict = profile(match="any = ['Vass\\w+', 'sogn']").judge([(1, "a"), (2, "i Vassmo b")])
    assert verdict.matches
    assert [(hit.page, hit.words) for hit in verdict.hits] == [(2, "Vassmo"), (None, None)]
    assert verdict.found == 1


def test_the_users_own_comes_first_then_the_one_with_more_phrases_then_the_name() -> None:
    pages = plain("Vassmo sogn")
    two = profile(match="all = ['Vassmo', 'sogn']", name="b")
    one, other = profile(name="a"), profile(name="c")
    ours = read_profile(
        b"name = \"z\"\nabout = \"x\"\n[match]\nall = ['V', 's', 'o']", "z.toml", own=False
    )
    for order in ([two, one, other, ours], [ours, other, one, two]):
        assert Profiles.of(order).choose(pages) == two
    assert Profiles.of([other, one]).choose(pages) == one
    assert Profiles.of([ours]).choose(pages) == ours
    assert Profiles().choose(pages) is None


def test_an_own_profile_replaces_ours_of_the_same_name() -> None:
    own = profile(name="nuit")
    together = Profiles.of([*standard_profiles().profiles, own])
    assert [one.name for one in together.profiles] == OURS
    assert own in together.profiles
    with pytest.raises(ProfileError, match=r"also the name of the profile in nuit\.toml"):
        Profiles.of([own, profile(match="all = ['x']", name="nuit")])


def test_without_leaves_out_the_profiles_of_a_family() -> None:
    assert [one.name for one in standard_profiles().without("kommune").profiles] == [
        "example",
        "nuit",
    ]


BROKEN: dict[str, tuple[str, str]] = {
    "no toml": ("name = ", "it is no TOML"),
    "no name": ('about = "x"\n[match]\nall = ["a"]', "name: it is missing"),
    "no about": ('name = "x"\n[match]\nall = ["a"]', "about: it is missing"),
    "name is a number": ("name = 3", "name: 3 is no text"),
    "unknown key": ('nmae = "x"', "nmae: unknown; known are name, about"),
    "unknown rule": ("[match]\nsome = []", r"\[match\] some: unknown; known are all, any"),
    "match is a text": ('match = "a"', "match: it must be a table"),
    "no rule": ("[match]\nnone = ['a']", r"\[match\]: without a phrase"),
    "rule is a text": ("[match]\nall = 'a'", r"\[match\] all: it must be a list"),
    "phrase is a number": ("[match]\nall = [1]", r"\[match\] all: 1 is no text"),
    "no pattern": ("[match]\nall = ['(a']", r"\[match\] all: '\(a' is no pattern"),
    "fits nothing": ("[match]\nall = ['a*']", r"\[match\] all: 'a\*' fits a text of nothing"),
    "minimum": ("[match]\nany = ['a']\nminimum = 2", r"\[match\] minimum: any has only 1"),
    "minimum 0": ("[match]\nany = ['a']\nminimum = 0", r"\[match\] minimum: 0 is no number"),
    "unknown default": ("[defaults]\nplace = 'x'", r"\[defaults\] place: unknown"),
    "unknown group": ("[label]\ndat = []", r"\[label\] dat: no group that is read"),
    "group is a text": ("[label]\ndate = 'x'", r"\[label\] date: it must be a list"),
    "entry of two": ('[label]\ndate = [["Dag", "Dag: 1"]]', r"\[label\] date: \['Dag', 'Dag: 1'\]"),
    "entry is a text": ('[label]\ndate = ["Dag"]', r"\[label\] date: 'Dag' is not three texts"),
    "not found": ('[label]\ndate = [["Dag", "Dagen", "Natt"]]', r"\[label\] date: .*not found in"),
    "found": ('[word]\nchair = [["sjef", "sjef", "vår sjef"]]', r"\[word\] chair: .*is found in"),
    "small label": ('[label]\ndate = [["dag", "dag: 1", "x"]]', "begins with a capital"),
    "colon": ('[label]\ndate = [["Dag:", "Dag: 1", "x"]]', "without its colon"),
    "space": ('[verb]\nasks = [["ber ", "ber om", "x"]]', "space at the beginning or the end"),
    "wrong phrase": ("[phrase]\nunanimous = [['(', 'a', 'b']]", "unanimous: .*is no pattern"),
    "no capture": (
        "[phrase]\ntreatment = [['Behandlet', 'Behandlet', 'x']]",
        r"treatment: .*has no \(\?P<",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_profile_is_refused_with_file_group_and_entry(case: str) -> None:
    text, message = BROKEN[case]
    lines = (
        []
        if case in ("no toml", "no name", "no about", "name is a number")
        else ['name = "x"', 'about = "y"']
    )
    if "[match]" not in text and "match =" not in text and case != "no toml":
        text += "\n[match]\nall = ['a']"
    with pytest.raises(ProfileError, match=message) as caught:
        read_profile("\n".join([*lines, text]).encode(), "my.toml")
    assert str(caught.value).startswith("my.toml: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x80"])
def test_bytes_that_are_no_text(data: bytes) -> None:
    with pytest.raises(ProfileError, match="not in UTF-8"):
        read_profile(data, "my.toml")


def test_a_profile_saved_by_windows_is_read() -> None:
    text = 'name = "x"\nabout = "y"\n[match]\nall = ["a"]\n'
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert read_profile(data, "my.toml").name == "x"


@pytest.mark.parametrize("kind", ["label", "word", "phrase", "verb"])
def test_entries_of_the_standard_lexicon_pass_the_same_test(kind: str) -> None:
    wrong = [
        problem
        for group, entries in standard_lexicon().groups[kind].items()
        for entry in entries
        if (problem := entry_problem(kind, group, entry))
    ]
    assert wrong == []


def test_a_lexicon_is_compiled_once_for_equal_profiles() -> None:
    text = '[label]\ndate = [["Samlingsdag", "Samlingsdag: 1. mai", "Samling"]]'
    one, same = profile(text), profile(text)
    assert one is not same and one == same
    assert lexicon_for(one) is lexicon_for(same)
    assert lexicon_for(None) is lexicon_for(profile()) is standard_lexicon()
    hit = lexicon_for(one).label("Samlingsdag: 1. mai")
    assert hit is not None and hit.groups == {"date"}
    assert standard_lexicon().label("Samlingsdag: 1. mai") is None


def test_the_digest_tells_which_data_was_used() -> None:
    one, other = profile(), profile(match="all = ['x']", name="b")
    digests: list[Any] = [
        lexicon_digest(),
        lexicon_digest(Profiles()),
        lexicon_digest(Profiles.of([one])),
        lexicon_digest(Profiles.of([one, other])),
    ]
    assert len(set(digests)) == 4
    assert lexicon_digest() == lexicon_digest(standard_profiles())
    assert lexicon_digest(Profiles.of([other, one])) == digests[3]
    assert all(len(each) == 64 for each in digests)


def test_profiles_cross_between_processes() -> None:
    assert pickle.loads(pickle.dumps(standard_profiles())) == standard_profiles()
    with pytest.raises(ProfileError) as caught:
        read_profile(b"", "my.toml")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
