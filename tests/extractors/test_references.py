"""References as minutes write them, and what only looks like one."""

import pytest

from tests.extractors.papers import LEXICON, plain
from vedtak.extractors.document import extract
from vedtak.extractors.references import body_named
from vedtak.models.extraction import Extraction

HEAD = """\
MØTEPROTOKOLL

Utvalg: Kommunestyret
Møtedato: 25.03.2026
Levanger kommune

Til stede:
Kari Ås (AP), ordfører

PS 12/26 Endring av navn på rådet for likestilling

Saksbehandler: Ola Li    Arkivsak: 26/1477

"""


TAIL = """
PS 13/26 Navn på ny skole

Vedtak:

Skolen får navnet Nes.
"""
ROUTE = """\
Behandles i:           Møtedato      Saksnr.
Formannskapet          18.03.2026    40/26
Kommunestyret          25.03.2026    12/26
"""


def read(text: str) -> Extraction:
    return extract(plain(f"{HEAD}{text}{TAIL}"), "aaaaaaaaaaaaaaaa", LEXICON)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # body and day above the recommendation: the municipal systems of today
        (
            "Driftsutvalget 04.03.2026\n\nINNSTILLING\n\nNavnet endres.\n",
            [("proposed", "Driftsutvalget", "2026-03-04", None)],
        ),
        (
            "Formannskapet 18.03.2026 INNSTILLING\n\nNavnet endres.\n",
            [("proposed", "Formannskapet", "2026-03-18", None)],
        ),
        # the same day, and no recommendation below: it is no reference
        ("Formannskapet 18.03.2026\n\nNavnet ble drøftet.\n", []),
        # the genitive, with day and number
        (
            "Formannskapets innstilling 17/2-26, sak 0031/26:\n\nNavnet endres.\n",
            [("proposed", "Formannskapet", "2026-02-17", "31/26")],
        ),
        (
            "Tilråding frå formannskapet 06.02.2026, sak 9/26:\n\nNamnet vert endra.\n",
            [("proposed", "formannskapet", "2026-02-06", "9/26")],
        ),
        (
            "Hovedutvalg for plan og miljø sin innstilling 30.01.2026:\n\nNavnet endres.\n",
            [("proposed", "Hovedutvalg for plan og miljø", "2026-01-30", None)],
        ),
        # an officer is no body
        ("Kommunedirektørens innstilling:\n\nNavnet endres.\n", []),
        ("Rådmannens forslag til vedtak:\n\nNavnet endres.\n", []),
        # sentences
        (
            "Utvalg for plan og næring har behandlet saken i møte 26.01.2026, sak 51/26.\n",
            [("treated", "Utvalg for plan og næring", "2026-01-26", "51/26")],
        ),
        (
            "Plan- og miljøutvalget behandlet interpellasjon FO 2/2025 i møte den 03.09.2025.\n",
            [("treated", "Plan- og miljøutvalget", "2025-09-03", "FO 2/2025")],
        ),
        (
            "Saken ble behandlet i formannskapet 12.03.2026 som sak 14/26.\n",
            [("treated", "formannskapet", "2026-03-12", "14/26")],
        ),
        (
            "Saka har vore oppe tidlegare: I sak 19/25 vart det gjeve løyve.\n",
            [("earlier", None, None, "19/25")],
        ),
        (
            "Formannskapet vedtok i sak 71/25 budsjettet.\n",
            [("decided", "Formannskapet", None, "71/25")],
        ),
        ("Det vises til sak 8/26 om budsjettet.\n", [("see", None, None, "8/26")]),
        ("Se jf. kommunestyresak 12/20 for bakgrunn.\n", [("see", "kommunestyre", None, "12/20")]),
        # the line that opens the treatment is about the case itself
        (
            "Kommunestyrets behandling av sak 12/2026 i møte den 25.03.2026:\nDrøftet.\n",
            [],
        ),
        ("Det vises til sak 12/26.\n", []),
        # a paragraph of law and a plot of land are no cases
        ("Det vises til forvaltningsloven § 6 og gnr 12/7.\n", []),
        # a list of the bodies that treat the case; its own row is none
        (
            ROUTE,
            [("treated", "Formannskapet", "2026-03-18", "40/26")],
        ),
    ],
)
def test_references(text: str, found: list[tuple[str, str | None, str | None, str | None]]) -> None:
    references = read(text).case_references
    assert [
        (one.kind, one.body_as_written, str(one.date) if one.date else None, one.number)
        for one in references
    ] == [
        (kind, body, day, f"00{number}" if number == "31/26" else number)
        for kind, body, day, number in found
    ]
    assert all(one.case_id == "levanger-kommunestyret/2026/ps-12-26" for one in references)
    assert all(one.page == 1 for one in references)


def test_the_archive_number_below_the_heading_is_the_cases() -> None:
    case, _ = read("Arkivsak 98/112 er en annen sak.\n").cases
    assert case.archive_case == "26/1477"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Formannskapets", "Formannskapet"),
        ("Valgnemndas", "Valgnemnda"),
        ("utvalg for plan og næring", "utvalg for plan og næring"),
        ("Rådmannens", None),
        ("Dermed ble saken i utvalget", None),
        (None, None),
    ],
)
def test_names_of_bodies(words: str | None, name: str | None) -> None:
    assert body_named(LEXICON, words) == name


JOINT = """\
MØTEPROTOKOLL

Utvalg: Formannskapet
Fellesmøte mellom formannskapet og utvalg for oppvekst og kultur
Møtedato: 25.03.2026
Levanger kommune

Til stede:
Kari Ås (AP), ordfører

PS 12/26 Budsjett for skolene

Vedtak:

Budsjettet vedtas.
"""


def test_a_joint_meeting_is_of_both_bodies() -> None:
    found = extract(plain(JOINT), "aaaaaaaaaaaaaaaa", LEXICON)
    assert {one.meeting_id for one in found.meetings} == {
        one.meeting_id for one in found.meeting_bodies
    }
    assert [(one.body_id, one.body_as_written) for one in found.meeting_bodies] == [
        ("levanger-formannskapet", "formannskapet"),
        ("levanger-utvalg-for-oppvekst-og-kultur", "utvalg for oppvekst og kultur"),
    ]
    alone = JOINT.replace("mellom formannskapet og utvalg for oppvekst og kultur", "i dag")
    assert extract(plain(alone), "aaaaaaaaaaaaaaaa", LEXICON).meeting_bodies == []


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Utkast", "draft"),
        ("Foreløpig, ikke godkjent av utvalget", "draft"),
        ("Protokollen er godkjent av: Kari Ås", "signed"),
        ("Protokollen ble godkjent uten merknader.", None),
        ("Protokollen ble godkjent og signert.", None),  # those of the meeting before
        ("Møteboka vart godkjend.", None),
        ("Protokollen ble signert av møtelederen.", "signed"),
        ("Utkastet til plan ble drøftet.", None),
    ],
)
def test_what_minutes_say_of_themselves(line: str, status: str | None) -> None:
    text = JOINT.replace("Levanger kommune\n", f"Levanger kommune\n{line}\n")
    (part,) = extract(plain(text), "aaaaaaaaaaaaaaaa", LEXICON).parts
    assert part.status == status
