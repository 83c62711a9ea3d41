import pytest

from tests.extractors.papers import AGENDA, MINUTES, NOTE, PROTOCOL, reading
from vedtak.extractors.parts import split_parts
from vedtak.models.documents import PartKind

A, M, N, P, X = (
    PartKind.AGENDA,
    PartKind.MINUTES,
    PartKind.CASE_NOTE,
    PartKind.CASE_PROTOCOL,
    PartKind.OTHER,
)
LONG = "Dette er en tekst som ikke er noe møte.\n" * 20
BUNDLES = [
    ([], [], "nothing"),
    (["", " \n"], [], "empty pages"),
    ([AGENDA], [(A, 1, 1)], "an agenda"),
    ([MINUTES], [(M, 1, 1)], "minutes"),
    ([NOTE], [(N, 1, 1)], "a note"),
    ([PROTOCOL], [(P, 1, 1)], "the protocol of a case"),
    ([LONG], [(X, 1, 1)], "something else"),
    ([AGENDA, NOTE], [(A, 1, 1), (N, 2, 2)], "an agenda with a note"),
    ([AGENDA, LONG, NOTE, NOTE], [(A, 1, 2), (N, 3, 3), (N, 4, 4)], "two notes"),
    ([AGENDA, MINUTES], [(A, 1, 1), (M, 2, 2)], "agenda and minutes"),
    ([MINUTES, MINUTES], [(M, 1, 1), (M, 2, 2)], "two meetings"),
    ([MINUTES + AGENDA], [(M, 1, 1), (A, 1, 1)], "two parts on one page"),
    ([LONG, MINUTES], [(X, 1, 1), (M, 2, 2)], "something before"),
    (["Levanger kommune\n\n" + MINUTES], [(M, 1, 1)], "a letterhead joins the part"),
]


@pytest.mark.parametrize(("texts", "expected"), [row[:2] for row in BUNDLES])
def test_bundles(texts: list[str], expected: list[tuple[PartKind, int, int]]) -> None:
    one = reading(*texts)
    parts = split_parts(one)
    assert [(p.kind, p.lines[0].page, p.lines[-1].page) for p in parts] == expected
    assert [line for part in parts for line in part.lines] == one.flow.body()


def test_a_title_alone_is_not_enough_in_the_middle_of_a_text() -> None:
    text = MINUTES + "Referat fra møtet er sendt ut\nog alle har fått det.\n"
    assert [part.kind for part in split_parts(reading(text))] == [M]
