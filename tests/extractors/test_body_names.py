import pytest

from vedtak.extractors.body_names import (
    BodyName,
    is_common,
    named_in_place,
    place_of,
    read_body_name,
)


@pytest.mark.parametrize(
    ("name", "organization", "core", "place"),
    [
        # definite and indefinite form, bokmål and nynorsk
        ("Formannskapet", "Levanger kommune", "formannskap", "levanger"),
        ("FORMANNSKAP", "Levanger kommune", "formannskap", "levanger"),
        ("Fylkesutvalet", "Vestfjord fylkeskommune", "fylkesutvalg", "vestfjord"),
        ("Fylkesutvalget", "Vestfjord fylkeskommune", "fylkesutvalg", "vestfjord"),
        ("Hovudutval for oppvekst", None, "hovedutvalg for oppvekst", None),
        ("Eldrerådet", "Ås kommune", "eldreraad", "aas"),
        # where the municipality stands
        ("Kontrollutvalget i Midtdal kommune", None, "kontrollutvalg", "midtdal"),
        ("Levanger kommunestyre", "Levanger kommune", "kommunestyre", "levanger"),
        ("Formannskapet, Levanger kommune", None, "formannskap", "levanger"),
        ("Kontrollutvalget i Nord-Aurdal", "Nord-Aurdal kommune", "kontrollutvalg", "nord aurdal"),
        # words that only look like it
        ("Kommunestyret", None, "kommunestyre", None),
        ("Styret i kommunen", None, "styre i kommunen", None),
        ("Levanger", "Levanger kommune", "levanger", "levanger"),
        ("NUIT", "Direktoratet for e-helse", "nuit", None),
    ],
)
def test_what_a_name_says(
    name: str, organization: str | None, core: str, place: str | None
) -> None:
    assert read_body_name(name, organization) == BodyName(core, place)


def test_a_place_at_the_beginning_counts_only_where_it_is_known() -> None:
    assert named_in_place("Levanger formannskap", "levanger") == BodyName("formannskap", "levanger")
    assert named_in_place("Levanger", "levanger") is None
    assert named_in_place("Formannskapet i Levanger", "levanger") is None
    assert place_of("Direktoratet for e-helse") is None


def test_common_names_say_nothing() -> None:
    assert is_common("styre") and is_common("formannskap")
    assert not is_common("arbeidsgruppe for klarspraak")
