import pytest

from tests.extractors.papers import LEXICON
from vedtak.extractors.names import is_organization, is_person

PEOPLE = [
    ("Kari Ås", "two words"),
    ("Ole Johan Kvan", "three words"),
    ("Wenche P. Dehli", "an initial"),
    ("Janne K. J. Larsen", "two initials"),
    ("O. Hansen", "an initial for the first name"),
    ("Anne-Lise By", "a hyphen"),
    ("Per-Olav Åsen-Li", "two hyphens"),
    ("Martin von Heimburg", "a particle"),
    ("Ina van der Berg", "two particles"),
    ("Eirik D'Arcy", "an apostrophe"),
    ("Jens O’Brien", "a typographic apostrophe"),
    ("Kari McDonald", "a capital inside"),
    ("Éva Žižek", "letters of other languages"),
]

NO_PEOPLE = [
    ("", "nothing"),
    ("kari ås", "small letters"),
    ("Kari ås", "a small letter"),
    ("Kari Ås 2", "a digit"),
    ("Kari Ås, AP", "a comma"),
    ("Kari Ås Leder", "an office behind"),
    ("leder Kari", "an office before"),
    ("Direktoratet for e-helse", "an organization"),
    ("Helse Vest RHF", "an organization with an abbreviation"),
    ("Norsk Helsenett SF", "a company"),
    ("Levanger kommune", "a municipality"),
    ("Møte Sak", "words of headings"),
    ("Mandag Tirsdag", "days"),
    ("Kari " * 20, "far too long"),
]


@pytest.mark.parametrize("text", [row[0] for row in PEOPLE])
def test_names_of_people(text: str) -> None:
    assert is_person(text, LEXICON)
    assert not is_organization(text, LEXICON)


@pytest.mark.parametrize("text", [row[0] for row in NO_PEOPLE])
def test_what_nobody_is_called(text: str) -> None:
    assert not is_person(text, LEXICON)


@pytest.mark.parametrize(("text", "expected"), [("Kari", True), ("KS", False), ("kari", False)])
def test_one_word_is_a_name_only_where_asked(text: str, expected: bool) -> None:
    assert not is_person(text, LEXICON)
    assert is_person(text, LEXICON, single=True) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Direktoratet for e-helse", True),
        ("KS", True),
        ("Helse- og omsorgsdepartementet", True),
        ("Kontrollutvalget", True),
        ("Kari Ås", False),
        ("", False),
    ],
)
def test_organizations(text: str, expected: bool) -> None:
    assert is_organization(text, LEXICON) is expected
