from collections.abc import Callable

import pytest

from tests.extractors.papers import AGENDA, LEXICON, LINEAR, MINUTES, growth, lines, read, reading
from vedtak.extractors.case_columns import case_columns
from vedtak.extractors.cases import find_cases, title_variants

COLUMNS = [
    ("Sak   Tema   Sakstype", ["column_number", "column_title", "column_type"], "three columns"),
    ("Saksnr. Tittel Lukket", ["column_number", "column_title", "column_other"], "no gaps"),
    ("Saksnr   Innhold", ["column_number", "column_title"], "two columns"),
    ("Saknr   Innhald", ["column_number", "column_title"], "nynorsk"),
    ("Tittel   Saksnr", ["column_title", "column_number"], "the other way round"),
    ("Sak 12/20", None, "a case"),
    ("Tittel   Sakstype", None, "no number"),
    ("Saken har en tittel", None, "a sentence"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in COLUMNS])
def test_heading_rows_of_case_lists(text: str, expected: list[str] | None) -> None:
    assert case_columns(LEXICON, lines(text)[0]) == expected


Found = list[tuple[str | None, str | None, str | None]]


def cases(*texts: str, year: int | None = 2020) -> Found:
    one = reading(*texts)
    found, _ = find_cases(one, one.flow.body(), year)
    return [
        (
            case.number.written if case.number else None,
            title_variants(case)[0],
            next((h.case_type for h in case.headings if h.case_type), None),
        )
        for case in found
    ]


HEADINGS: list[tuple[str, Found, str]] = [
    ("12/20 Eventuelt", [("12/20", "Eventuelt", None)], "number and title"),
    ("PS 12/20 Budsjett", [("PS 12/20", "Budsjett", None)], "letters"),
    ("Sak 12/20: Budsjett", [("12/20", "Budsjett", None)], "word and colon"),
    ("Sak 12/20 - Budsjett", [("12/20", "Budsjett", None)], "a dash"),
    ("12/20\nBudsjett", [("12/20", "Budsjett", None)], "the title on the next line"),
    ("PS 12/20   Budsjett", [("PS 12/20", "Budsjett", None)], "two cells"),
    (
        "Sak    Tema        Sakstype\n1/20   Innkalling  Godkjenning\n2/20   Plan        Drøfting",
        [("1/20", "Innkalling", "Godkjenning"), ("2/20", "Plan", "Drøfting")],
        "a list with types",
    ),
    (
        "Sak     Tema\n1/20    Plan for digitale tjenester\n        i kommunene\n2/20    Eventuelt",
        [("1/20", "Plan for digitale tjenester i kommunene", None), ("2/20", "Eventuelt", None)],
        "a title over two lines",
    ),
    (
        (
            "Saksnr   Tittel              Side\n1/20     Budsjett ........   2\n"
            "2/20     Kjøp av tomt på\n         Neset ...........   13"
        ),
        [("1/20", "Budsjett", None), ("2/20", "Kjøp av tomt på Neset", None)],
        "dots that lead to a page",
    ),
    (
        "SAKSLISTE\nSak 1/20   Innkalling     s. 2\nSak 2/20   Plan           s. 3\nEventuelt",
        [("1/20", "Innkalling", None), ("2/20", "Plan", None), (None, "Eventuelt", None)],
        "pages beside the titles, an item without a number",
    ),
    (
        "Sak nr. 2/20\nØkonomiplan og budsjett\nfor 2021\n\nSaka vart drøfta.",
        [("2/20", "Økonomiplan og budsjett for 2021", None)],
        "a title over two lines below its number",
    ),
    (
        "2/20 SØKNAD OM TOMT\nPÅ NESET\nVedtak: Ja",
        [("2/20", "SØKNAD OM TOMT PÅ NESET", None)],
        "a title in capitals over two lines",
    ),
    (
        "Sak 2/20 Plan\nVedtak: Ja.\n\nEventuelt\nIngen saker.",
        [("2/20", "Plan", None), (None, "Eventuelt", None)],
        "an item without a number",
    ),
    (
        "Sak 2/20 Plan\nVedtak: Ja.\n\nYmse: Ingen saker.",
        [("2/20", "Plan", None), (None, "Ymse", None)],
        "its text on the same line",
    ),
    (
        "Sak 2/20 Plan\nVedtak: Ja.\n\nORIENTERINGSSAKER\nSak 3/20 Økonomi",
        [("2/20", "Plan", None), ("3/20", "Økonomi", None)],
        "a heading over cases is none",
    ),
    (
        "Sak 1/20 Plan\nSak 2/20 Eventuelt\n\nSak 1/20 Plan\nVedtak: Ja.\n\nEventuelt\nIngen.",
        [("1/20", "Plan", None), ("2/20", "Eventuelt", None)],
        "the list has its number",
    ),
    (
        "Sak 2/20 Plan\nVi drøfta\nEventuelt\nkan vi vente.",
        [("2/20", "Plan", None)],
        "a word of the text",
    ),
    (
        "Saksliste:\n1. Valg av møteleder\n2. Regnskap\n  2.1 Budsjett\n3. 17. mai\n\nVel møtt!",
        [
            ("1", "Valg av møteleder", None),
            ("2", "Regnskap", None),
            ("2.1", "Budsjett", None),
            ("3", "17. mai", None),
        ],
        "a list without years",
    ),
    (
        "Saksliste:\n1. Valg\n2. Plan\n\n1. Valg\nKari ble valgt.\n\n2. Plan\nVedtak: Ja.",
        [("1", "Valg", None), ("2", "Plan", None)],
        "such a list and the treatment are one case each",
    ),
    (
        "Sak 2/20 Valg\na) Leder\nVedtak: Kari Ås\nb) Kasserer\nVedtak: Per Li",
        [("2/20", "Valg", None), ("2/20 a", "Leder", None), ("2/20 b", "Kasserer", None)],
        "items that are decided one by one",
    ),
    (
        (
            "1. VALG\n   a) Leder\n      Vedtak: Kari Ås\n   b) Kasserer\n      Vedtak: Per Li\n\n"
            "2. PLAN\n   Vedtak: Ja."
        ),
        [
            ("1", "VALG", None),
            ("1 a", "Leder", None),
            ("1 b", "Kasserer", None),
            ("2", "PLAN", None),
        ],
        "items below a title, where a title could go on",
    ),
    (
        "Sak 2/20 Valg\nVedtak:\na) Leder: Kari Ås\nb) Kasserer: Per Li",
        [("2/20", "Valg", None)],
        "a list inside a decision",
    ),
    (
        "Sak 2/20 Valg\na) Leder skal velges\nb) Kasserer skal velges\nVedtak: Kari og Per",
        [("2/20", "Valg", None)],
        "a list with one decision",
    ),
    (
        "RS 1/20 Brev\nTas til orientering.\nO-sak 3 Ny veileder\nO-sak 4 ble utsatt.",
        [("RS 1/20", "Brev", None), ("O-sak 3", "Ny veileder", None)],
        "a series without years among numbers with years; not a sentence on it",
    ),
    ("12/20 er utsatt til neste møte", [], "a sentence that begins with a number"),
    ("15/1097", [], "an archive number"),
    ("2020-2023 Plan", [], "a period"),
    ("13/5-2020 Møte", [], "a date"),
    ("Se sak 12/20 Budsjett", [], "a mention in a sentence"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in HEADINGS])
def test_headings(text: str, expected: Found) -> None:
    assert cases(text) == expected


def test_a_list_and_the_treatment_are_one_case() -> None:
    one = reading(MINUTES)
    found, rows = find_cases(one, one.flow.body(), 2026)
    assert [(len(case.listed), len(case.treated)) for case in found] == [(1, 1), (1, 1)]
    assert [row.text.split()[0] for row in rows] == ["SAKSLISTE", "Saksnr."]


def test_two_spellings_of_a_number_are_one_case() -> None:
    text = "PS 12/20 Budsjett\n\nPS 0012/2020 Budsjett for 2021\n\nVedtak:\n\nVedtas."
    one = reading(text)
    (case,) = find_cases(one, one.flow.body(), 2020)[0]
    assert title_variants(case) == ("Budsjett", ["Budsjett for 2021"])


def test_cases_are_stored_in_order() -> None:
    found = read(MINUTES)
    assert [(c.case_id, c.ordinal, c.title, c.case_kind) for c in found.cases] == [
        ("formannskapet/2026/ps-6-26", 1, "Godkjenning av protokoll", "politisk"),
        ("formannskapet/2026/ps-7-26", 2, "Budsjett for 2026", "politisk"),
    ]
    assert [case.case_id for case in read(AGENDA).cases] == [c.case_id for c in found.cases]


def test_an_agenda_never_decides() -> None:
    text = AGENDA + "\nVedtak:\n\nBudsjettet vedtas.\n\nDermed ble forslaget vedtatt.\n"
    found = read(text)
    assert (found.decisions, found.votes) == ([], [])


SHAPES: dict[str, Callable[[int], str]] = {
    "cases": lambda n: "\n".join(f"{i}/20 Tittel" for i in range(1, n + 1)),
    "one case": lambda n: "12/20 Tittel\n" * n,
    "lines": lambda n: "12/20 Tittel\n" + "Saken ble drøftet.\n" * n,
    "numbers": lambda n: "12/20 " * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_part(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        one = reading(SHAPES[shape](n))
        return lambda: find_cases(one, one.flow.body(), 2020)

    assert growth(action, 300) < LINEAR
