import pytest

from tests.extractors.papers import LEXICON
from vedtak.extractors.attendance_groups import Group, met_from, read_group


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foreldrerepresentanter: Kari Ås", Group(24, organization="Foreldrerepresentanter")),
        ("Kommunens representant: Kari Ås", Group(24, organization="Kommunens representant")),
        ("Fra Vik kommune: Kari Ås", Group(17, organization="Vik kommune")),
        ("For Høyre: Kari Ås", Group(11, party="Høyre")),
        ("Sp: Kari Ås", Group(4, party="Sp")),
        ("Rektor: Kari Ås", Group(8, position="Rektor")),
        ("Daglig leder SFO: Kari Ås", Group(18, position="Daglig leder SFO", staff=True)),
        ("Styremedlemmer: Kari Ås", Group(16)),
        ("Leder: Kari Ås", None),
        ("Kari Ås: leder", None),
        ("Protokollvitner: Kari Ås", None),
        ("Godkjent av: Kari Ås", None),
        ("elevrådet: Kari Ås", None),
        ("Møtet begynte kl. 18:00", None),
    ],
)
def test_labels_of_groups(text: str, expected: Group | None) -> None:
    assert read_group(text, LEXICON) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fra forretningsfører møtte Kari Ås.", Group(27)),
        ("Frå Vest Revisjon deltok Kari Ås", Group(25, organization="Vest Revisjon")),
        ("Fra møtet ble møtte gjester", None),
        ("Fra oven kommer alt", None),
    ],
)
def test_guests_in_a_sentence(text: str, expected: Group | None) -> None:
    assert met_from(text) == expected
