"""Each notebook runs top to bottom, shows charts with data in them, and says what they show."""

import html
import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import duckdb
import marimo as mo
import pytest
from click.testing import CliRunner

from vedtak.pipeline.cli import main

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "notebooks"
NOTEBOOKS: Final = ("who_meets", "what_is_decided", "one_matter", "how_far_to_trust")

CHARTS: Final[Mapping[str, set[str]]] = {
    "who_meets": {
        "bodies_that_meet",
        "people_per_meeting",
        "who_came",
        "participation_by_person",
        "participation_by_group",
        "who_stays",
    },
    "what_is_decided": {
        "outcomes",
        "outcomes_over_time",
        "types_over_time",
        "from_proposal_to_decision",
        "likeness",
    },
    "one_matter": {"matters_in_time", "life_of_the_matter", "who_was_there"},
    "how_far_to_trust": {
        "certainty_of_records",
        "certainty_over_time",
        "findings_by_check",
        "pages_by_source",
        "ocr_confidence",
        "text_by_role",
        "unclassified_by_document",
        "what_is_missing",
        "approved_minutes",
    },
}
NOTHING_TO_DRAW: Final = {"likeness", "ocr_confidence", "unclassified_by_document"}
"""Charts that the sample, imported without OCR, has nothing for: no proposal that was decided, no
recognized page, no text that became nothing."""


@pytest.fixture(scope="module", autouse=True)
def importable() -> Iterator[None]:
    """Notebooks import each other's tools from their own folder, as marimo lets them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        patch.setattr(sys, "argv", ["notebook"])  # notebooks read their arguments from here
        yield


def imported(folder: Path, *paths: str) -> Path:
    database = folder / "vedtak.duckdb"
    found = [str(ROOT / "corpus" / path) for path in paths]
    CliRunner().invoke(main, ["import", *found, "--quiet", "--db", str(database)])
    return database


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported(tmp_path_factory.mktemp("sample"), "nuit")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All families of the corpus, 1998 to 2026, some pages of them as if they were recognized."""
    folder = tmp_path_factory.mktemp("corpus")
    database = imported(folder, "nuit", "kommune", "made/municipal", "made/boards", "made/second")
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "UPDATE pages SET ocr_confidence = 60 + page_number WHERE page_number > 3"
        )
    return database


def run(notebook: str, database: Path, *arguments: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run a notebook; return its figures and listings by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VEDTAK_DB", str(database))
        patch.setattr(sys, "argv", ["notebook", *arguments])
        _, names = importlib.import_module(notebook).app.run()
    tools = importlib.import_module("notebook_tools")
    values = list(dict(names).values())
    figures = {one.name: one for one in values if isinstance(one, tools.Figure)}
    return figures, {one.name: one for one in values if isinstance(one, tools.Listing)}


def units(spec: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The single marks of a chart, with the data of the whole where they have none of their own."""
    for layer in spec.get("layer", []):
        yield from units({"data": spec.get("data"), **layer})
    if "mark" in spec:
        yield spec


def check_chart(name: str, chart: Any) -> None:
    spec = chart.to_dict()
    marks = list(units(spec))
    assert marks, name
    for mark in marks:
        rows = spec["datasets"][mark["data"]["name"]]
        assert rows, f"{name} draws nothing"
        for side in ("x", "y"):
            shown = mark["encoding"][side]
            assert shown["title"], f"{name}: the {side} axis has no title"
            field = shown["field"]
            assert any(row[field] is not None for row in rows), f"{name}: {field} is empty"
    assert spec.get("width", 0) <= 640 or "step" in spec["width"]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_charts_of_the_sample_have_data_titles_and_a_sentence(notebook: str, sample: Path) -> None:
    figures, _ = run(notebook, sample)
    assert CHARTS[notebook] <= set(figures)
    for name in CHARTS[notebook]:
        figure = figures[name]
        assert figure.says.rstrip().endswith((".", ")")), name
        if name in NOTHING_TO_DRAW:
            assert figure.chart is None
            assert " no" in figure.says.lower(), name
        else:
            check_chart(name, figure.chart)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_charts_of_the_whole_corpus_all_have_data(notebook: str, corpus: Path) -> None:
    figures, _ = run(notebook, corpus)
    for name in CHARTS[notebook]:
        check_chart(name, figures[name].chart)


def test_sentences_come_from_the_data(sample: Path, corpus: Path) -> None:
    for notebook in NOTEBOOKS:
        small, large = run(notebook, sample)[0], run(notebook, corpus)[0]
        same = {name for name in CHARTS[notebook] if small[name].says == large[name].says}
        # NUIT has most meetings in both, so what is said of it alone is the same.
        about_nuit = CHARTS["who_meets"] - {"bodies_that_meet"}
        assert same <= about_nuit, same


def test_what_is_said_of_the_sample_is_right(sample: Path) -> None:
    meets, _ = run("who_meets", sample)
    assert "3 meetings of 1 body, from 14 February 2020 to 13 May 2020" in (
        meets["bodies_that_meet"].says
    )
    assert (
        "Minutes of 2 meetings list who came: 26 to 27 people" in meets["people_per_meeting"].says
    )
    decided, listings = run("what_is_decided", sample)
    assert "Of 17 cases, 10 have a decision (59%)" in decided["outcomes"].says
    assert (
        "the busiest meeting day is 2020-02-14 with 10 cases" in decided["outcomes_over_time"].says
    )
    assert listings["words_changed"].rows.is_empty()
    matter, _ = run("one_matter", sample)
    assert "Case 15/20 of 13 May 2020 probably answers" in matter["life_of_the_matter"].says
    trust, listings = run("how_far_to_trust", sample)
    assert "1 thing is missing" in trust["what_is_missing"].says
    assert listings["findings_list"].rows["check"].to_list() == ["minutes_unseen"]


def test_every_point_can_be_cited(corpus: Path) -> None:
    for notebook in NOTEBOOKS:
        for name, figure in run(notebook, corpus)[0].items():
            if figure.chart is None or name == "text_by_role":  # all text has no one place
                continue
            fields = {
                tip["field"]
                for mark in units(figure.chart.to_dict())
                for tip in mark["encoding"].get("tooltip", [])
            }
            assert {"document_path", "case_id"} & fields, name


def test_dates_come_in_order_and_years_without_meetings_are_shown(corpus: Path) -> None:
    figures, _ = run("what_is_decided", corpus)
    (mark,) = units(figures["outcomes_over_time"].chart.to_dict())
    domain = mark["encoding"]["x"]["scale"]["domain"]
    assert domain == [str(year) for year in range(1998, 2027)]


def test_letters_of_norwegian_sort_behind_z() -> None:
    tools = importlib.import_module("notebook_tools")
    names = ["Åse", "Zeth", "Ærling", "Øyvind", "Anne", "Aas"]
    rows = duckdb.sql(
        f"SELECT name FROM (SELECT unnest({names}) AS name) ORDER BY {tools.norwegian('name')}"
    ).fetchall()
    assert [name for (name,) in rows] == ["Anne", "Zeth", "Ærling", "Øyvind", "Aas", "Åse"]


def test_words_of_documents_are_no_markup() -> None:
    tools = importlib.import_module("notebook_tools")
    words = "<b>*a*</b> [x](y) \\[z\\] $1$ _æ_"
    assert set(tools.plain(words)) & set("<>*[]()_$\\") == set()
    assert html.unescape(tools.plain(words)) == words
    assert html.unescape(re.sub("<[^>]+>", "", mo.md(tools.plain(words)).text)).strip() == words


def test_a_body_and_a_matter_can_be_chosen(corpus: Path) -> None:
    figures, _ = run("who_meets", corpus, "--body", "universitetsstyret")
    assert "met 2 times" in figures["people_per_meeting"].says
    figures, _ = run("one_matter", corpus, "--matter", "nuit/2020/4-20/matter")
    assert "in case 4/20" in figures["life_of_the_matter"].says
    with pytest.raises(SystemExit, match="`--body nobody`: it is not in the database"):
        run("who_meets", corpus, "--body", "nobody")


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_without_a_database_it_says_which_command_makes_one(notebook: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, FOLDER / f"{notebook}.py"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "vedtak.duckdb: there is no such file" in done.stderr
    assert "`uv run vedtak import corpus/nuit` makes a database" in done.stderr
    assert f"notebooks/{notebook}.py -- --db FILE" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_without_meetings_is_told(sample: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.duckdb"
    shutil.copy(sample, empty)
    with duckdb.connect(str(empty)) as connection:
        connection.execute("DELETE FROM meetings")
    with pytest.raises(SystemExit, match="it holds no meeting"):
        run("who_meets", empty)


def test_a_database_of_an_older_vedtak_is_told(sample: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.duckdb"
    shutil.copy(sample, old)
    with duckdb.connect(str(old)) as connection:
        connection.execute("DROP VIEW follow_ups")
    with pytest.raises(SystemExit, match=r"vedtak upgrade --db .*old\.duckdb"):
        run("who_meets", old)


def test_pages_need_no_network(corpus: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, FOLDER / "render.py", "--db", corpus, "--out", tmp_path / "html"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for notebook in NOTEBOOKS:
        page = (tmp_path / "html" / f"{notebook}.html").read_text(encoding="utf-8")
        assert page.count("<svg") >= len(CHARTS[notebook])
        assert page.count("<script>") == 2
        assert 'src="http' not in page
        assert "<marimo-" not in page
