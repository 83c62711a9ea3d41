import datetime as dt

from tests.extractors.papers import NOTE, check_cover, plain, read
from vedtak.extractors.document import extract

BLOCK = """Til
Dato
Saksnummer
Type
Møte 3/2026
25.03.2026
7/26
Beslutning

Budsjett for 2026

Forslag til vedtak:

NUIT tar saken til orientering.

Bakgrunn

Dette er bakgrunnen for saken, som er lang nok.
"""


def test_a_note_with_its_box() -> None:
    found = read(NOTE)
    (note,) = found.case_notes
    assert (note.title, note.addressed_to, note.date) == (
        "Budsjett for 2026",
        "Møte 3/2026",
        dt.date(2026, 3, 25),
    )
    assert (note.case_number, note.case_type) == ("7/26", "Beslutning")
    assert (note.sender, note.case_handlers) == ("Karl Vestli", ["Kari Ås"])
    assert note.sections == ["Bakgrunn", "Vurdering"]
    assert note.text.startswith("Bakgrunn\nDette er bakgrunnen")
    assert "Forslag" not in note.text and "Vedlegg" not in note.text
    assert [p.text for p in found.proposals] == ["NUIT tar saken til orientering."]
    assert [(a.label, a.title) for a in found.attachments] == [("1", "Budsjett")]


def test_labels_as_a_block_and_values_as_a_block() -> None:
    (note,) = read(BLOCK).case_notes
    assert (note.addressed_to, note.date) == ("Møte 3/2026", dt.date(2026, 3, 25))
    assert (note.case_number, note.case_type) == ("7/26", "Beslutning")


def test_a_note_decides_nothing() -> None:
    found = read(NOTE + "\nVedtak:\n\nSaken vedtas.\n")
    assert (found.decisions, found.votes, found.meetings) == ([], [], [])


def test_notes_of_an_agenda_are_tied_to_its_meeting_and_case() -> None:
    agenda = (
        "Agenda for møte i NUIT\n\nMøte    3/2026\nDato    25.03.2026\nSted    Oslo\n\n"
        "Sak     Tema\n7/26    Budsjett for 2026\n"
    )
    found = read(agenda, NOTE)
    (note,) = found.case_notes
    assert note.case_id == "nuit/2026/7-26"
    assert {part.meeting_id for part in found.parts} == {"nuit/2026/3"}
    assert {p.case_id for p in found.proposals} == {"nuit/2026/7-26"}


def test_a_note_that_is_cut_off_keeps_what_it_has() -> None:
    for end in range(0, len(NOTE), 17):
        pages = plain(NOTE[:end])
        check_cover(pages, extract(pages, "d"))
