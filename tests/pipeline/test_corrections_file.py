import datetime as dt
from pathlib import Path

import pytest

from vedtak.pipeline.corrections.check import rulings_of
from vedtak.pipeline.corrections.entries import CorrectionProblem, SetEntry
from vedtak.pipeline.corrections.file import parse_corrections
from vedtak.pipeline.corrections.told import Corrections, load_corrections
from vedtak.pipeline.names.rulings import Apart, Called, NameKind, Same, WrittenName

SHA = "d25ab398473501b5069d696ea8616b6e7d027aa5b7d364d3b51a4a8bf56e6296"
SETTING = f"[[set]]\ndocument = '{SHA}'\nquote = 'Vedtak'\nreason = 'r'\n"

TITLE = "table = 'cases'\ncolumn = 'title'\nvalue = 'x'"


def read(text: str) -> Corrections:
    return parse_corrections(text, Path("corrections.toml"))


GOOD = f"""
# a remark
[[merge]]
names = ["Kari Ås", "Kari Aas"]
into = "Kari Ås"
reason = "Same person, see the minutes of 2019"
by = "arkivar"
date = 2026-01-31

[[set]]
table = "meetings"
column = "date"
document = "{SHA}"
quote = "Møte 1/2020"
value = 2020-02-14
reason = "Year is wrong on the page"

[[merge]]
kind = "organization"
names = ["NHN", {{ name = "Norsk Helsenett", body = "nuit" }}]
reason = "Short form"

[[split]]
names = [{{ name = "Per Vik", body = "a" }}, {{ name = "Per Vik", body = "b" }}]
reason = "Two people"

[[rename]]
name = "Kari Ås"
to = "Kari Ås Nilsen"
reason = "Married"
"""


def test_entries_come_in_the_order_of_the_file() -> None:
    entries = read(GOOD).entries
    assert [(e.ordinal, e.action.value, e.line) for e in entries] == [
        (1, "merge", 3),
        (2, "set", 10),
        (3, "merge", 18),
        (4, "split", 23),
        (5, "rename", 27),
    ]
    assert entries[0].content.date == dt.date(2026, 1, 31)
    assert isinstance(entries[1].content, SetEntry)
    assert entries[1].content.value == dt.date(2020, 2, 14)


def test_names_become_rulings() -> None:
    person, organization = NameKind.PERSON, NameKind.ORGANIZATION
    long_form = WrittenName("Norsk Helsenett", "nuit")
    kari, aas = WrittenName("Kari Ås"), WrittenName("Kari Aas")
    assert rulings_of(read(GOOD).entries) == [
        Same(person, (kari, aas), "Same person, see the minutes of 2019"),
        Same(organization, (WrittenName("NHN"), long_form), "Short form"),
        Apart(person, (WrittenName("Per Vik", "a"), WrittenName("Per Vik", "b")), "Two people"),
        # 'Kari Aas' is shown as 'Kari Ås', who is shown as 'Kari Ås Nilsen'
        Called(person, aas, "Kari Ås Nilsen"),
        Called(person, kari, "Kari Ås Nilsen"),
    ]


def test_no_file_is_no_corrections() -> None:
    assert load_corrections(None).entries == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[merge]\n", "is not valid TOML"),
        ("[merge]\nnames = []", r"write \[\[merge\]\] with two brackets"),
        ("[[join]]\n", "does not know 'join'; there are"),
        ("[[merge]]\nnames = ['Kari Ås', 'Per Vik']", r"line 1, \[\[merge\]\]: reason: is missing"),
        ("\n\n[[merge]]\nnames = ['Kari Ås']\nreason = 'r'", "line 3.*names"),
        ("[[merge]]\nnames = ['Kari Ås', '  ']\nreason = 'r'", "names"),
        ("[[rename]]\nname = 'Kari Ås'\nto = 'K'\nreason = 'r'\nhvem = 'x'", "hvem: is not known"),
        ("[[merge]]\nkind = 'dog'\nnames = ['Kari Ås', 'Per Vik']\nreason = 'r'", "kind"),
        # a person called by a first name only
        ("[[merge]]\nnames = ['Kari', 'Kari Ås']\nreason = 'r'", "'Kari' is one name only"),
        ("[[rename]]\nname = 'Kari'\nto = 'Kari Ås'\nreason = 'r'", "'Kari' is one name only"),
        # fields that are not there, or not to be set, or not to this
        (SETTING + "table = 'sak'\ncolumn = 'x'\nvalue = 1", "no table 'sak'"),
        (SETTING + "table = 'findings'\ncolumn = 'message'\nvalue = 'x'", "no table 'findings'"),
        (SETTING + "table = 'cases'\ncolumn = 'x'\nvalue = 1", "cases has no column 'x'"),
        (SETTING + "table = 'cases'\ncolumn = 'case_id'\nvalue = 'x'", "is derived"),
        (SETTING + "table = 'attendance'\ncolumn = 'person_id'\nvalue = 'x'", "is derived"),
        (SETTING + "table = 'decisions'\ncolumn = 'similarity'\nvalue = 1", "is derived"),
        (SETTING + "table = 'decisions'\ncolumn = 'outcome'\nvalue = 'ja'", "can't be 'ja': input"),
        (SETTING + "table = 'meetings'\ncolumn = 'date'\nvalue = '30.2.2020'", "date can't"),
        (SETTING + "table = 'decisions'\ncolumn = 'text'\nclear = true", "can't be 'empty'"),
        (SETTING + "table = 'decisions'\ncolumn = 'text'\nvalue = ' '", "the value is blank"),
        (SETTING + "table = 'decisions'\ncolumn = 'text'", "give either a value, or clear"),
        (
            SETTING + "table = 'decisions'\ncolumn = 'text'\nvalue = 'x'\nclear = true",
            "give either a value, or clear",
        ),
        (SETTING.replace("Vedtak", "–") + TITLE, "quote"),
        (SETTING.replace(SHA, "nuit.pdf") + TITLE, "document"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_file_and_entry(text: str, message: str) -> None:
    with pytest.raises(CorrectionProblem, match=f"^corrections.toml: .*{message}"):
        read(text)


def merge(*names: str, into: str | None = None, body: str | None = None) -> str:
    shown = ", ".join(f"{{ name = '{n}', body = '{body}' }}" if body else f"'{n}'" for n in names)
    return f"[[merge]]\nnames = [{shown}]\nreason = 'r'\n" + (f"into = '{into}'\n" if into else "")


def split(*names: tuple[str, str | None]) -> str:
    shown = ", ".join(f"{{ name = '{n}', body = '{b}' }}" if b else f"'{n}'" for n, b in names)
    return f"[[split]]\nnames = [{shown}]\nreason = 'r'\n"


def rename(name: str, to: str) -> str:
    return f"[[rename]]\nname = '{name}'\nto = '{to}'\nreason = 'r'\n"


def setting(value: str, quote: str = "Vedtak", document: str = SHA) -> str:
    return (
        f"[[set]]\ntable = 'cases'\ncolumn = 'title'\ndocument = '{document}'\n"
        f"quote = '{quote}'\nvalue = '{value}'\nreason = 'r'\n"
    )


A, B, C = "A Ås", "B Bø", "C Cee"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (merge(A, B) + split((A, None), (B, None)), "line 1.* and line 4.* contradict each other"),
        # through a third name
        (merge(A, B) + merge(B, C) + split((A, None), (C, None)), "are one and are not"),
        # merged everywhere, so in both bodies
        (merge(A, B) + split((A, "x"), (A, "y")), "A Ås \\(x\\), A Ås \\(y\\) are one and are not"),
        (merge(A, A), "a name stands in it twice"),
        (split((A, None), (A, None)), "can't differ from itself"),
        (merge(A, B, into=A) + merge(A, B, into=B), "circle"),
        (rename(A, B) + rename(B, A), "circle: A Ås → B Bø → A Ås"),
        (rename(A, B) + rename(B, C) + rename(C, A), "circle"),
        (rename(A, B) + rename(A, C), "A Ås becomes C Cee and B Bø"),
        (merge(A, B, into=C) + rename(A, B), "contradict each other"),
        (setting("x") + setting("y"), "contradict each other"),
        # the same place by another spelling of it
        (setting("x") + setting("y", "VED-\\nTAK".replace("\\n", ""), SHA[:16]), "contradict"),
        (setting("x") + setting("x"), "says of cases.title at « Vedtak » what line 1"),
    ],
)  # fmt: skip
def test_contradictions_and_circles_are_refused(text: str, message: str) -> None:
    with pytest.raises(CorrectionProblem, match=message):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        merge(A, B) + merge(B, C),
        merge(A, B) + split((A, None), (C, None)),
        merge(A, B, body="x") + split((A, "x"), (A, "y")),
        merge(A, B, into=A) + rename(A, C),
        setting("x") + setting("y", "Forslag"),
        setting("x") + setting("y", document="0" * 64),
        merge("Kari", "Kari Ås", body="x"),
        "",
    ],
)
def test_what_can_all_be_true_is_accepted(text: str) -> None:
    assert len(read(text).entries) == text.count("[[")
