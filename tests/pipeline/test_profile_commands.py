import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.extractors.test_profile import LAGSTING, OURS
from vedtak.extractors.profile import Profiles
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import ExitCode, VedtakError
from vedtak.pipeline.evaluating.leave_out import AREAS, LeaveOut, Row
from vedtak.pipeline.evaluating.leave_out import to_text as leave_out_text
from vedtak.pipeline.parsing.profiles import BrokenProfile, load_profiles

CORPUS = Path(__file__).parents[2] / "corpus"
NUIT = CORPUS / "nuit" / "nuit-2020-01-referat.pdf"
PROTOCOL = CORPUS / "kommune" / "levanger-vedtak-9856.txt"

OWN = """\
name = "grend"
about = "Papers of Vassmo grendelag"

[match]
all = ['Vassmo grendelag']

[label]
present = [["Desse sat rundt bordet", "Desse sat rundt bordet: Kari Ås", "Desse sat"]]
"""
PAPER = """\
Referat frå styremøte i Vassmo grendelag
Dato: 3. mai 2021
Desse sat rundt bordet: Kari Ås, Ola Lie

Sak 1/21 Dugnad
Vedtak:
Dugnad 1. juni.
"""


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "grend.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "grend.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def stored(database: Path, query: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(run("sql", query, "--db", database, "--json").stdout)
    return rows


def test_list_names_what_they_match_by_and_what_they_add(own: Path) -> None:
    text = run("profile", "list", "--profile", own).stdout
    for name in [*OURS, "grend"]:
        assert any(line.startswith(f"{name} (") for line in text.splitlines())
    assert f"grend ({own})" in text
    assert "all of    Vassmo grendelag" in text
    assert "default   organization: Direktoratet for e-helse" in text


def test_list_as_json(own: Path) -> None:
    listed = json.loads(run("profile", "list", "--json", "--profile", own).stdout)
    assert [one["name"] for one in listed] == sorted([*OURS, "grend"])
    (grend,) = [one for one in listed if one["own"]]
    assert grend["adds"] == {"label": ["present"]}
    assert grend["match"]["all"] == ["Vassmo grendelag"]


def test_check_says_which_fits_by_which_words_and_on_which_page() -> None:
    result = run("profile", "check", NUIT, PROTOCOL)
    assert result.exit_code == ExitCode.OK
    first, second = result.stdout.split(f"{PROTOCOL}\n")
    assert "nuit: matches" in first
    assert "p. 1 « Direktoratet for e-helse »" in first
    assert "kommune-standard: does not match" in first
    assert "used: nuit (comes with vedtak)" in first
    assert "used: kommune-standard" in second


def test_check_shows_the_profiles_own_words(own: Path, paper: Path) -> None:
    (trial,) = json.loads(run("profile", "check", paper, "--profile", own, "--json").stdout)
    assert trial["used"] == "grend"
    assert trial["entries"] == [
        {
            "kind": "label",
            "group": "present",
            "page": 1,
            "line": "Desse sat rundt bordet: Kari Ås, Ola Lie",
        }
    ]


def test_check_of_a_paper_that_no_profile_fits(paper: Path) -> None:
    assert "used: none" in run("profile", "check", paper).stdout


def test_check_goes_on_after_a_file_that_cannot_be_read(paper: Path, tmp_path: Path) -> None:
    empty = tmp_path / "tom.pdf"
    empty.write_bytes(b"")
    result = run("profile", "check", empty, paper)
    assert result.exit_code == ExitCode.SOME_FILES_FAILED
    assert str(empty) in result.stderr and len(result.stderr.splitlines()) == 1
    assert str(paper) in result.stdout


def test_check_shows_every_kind_of_entry(tmp_path: Path) -> None:
    path = tmp_path / "ting.txt"
    path.write_text(f"{LAGSTING}\nOldermann: Kari Ås\n", encoding="utf-8")
    (trial,) = json.loads(run("profile", "check", path, "--json").stdout)
    found = {(hit["kind"], hit["group"]) for hit in trial["entries"]}
    assert found >= {
        ("label", "present"),
        ("word", "chair"),
        ("phrase", "decision"),
        ("phrase", "outcome_postponed"),
        ("verb", "presented"),
    }


def test_import_stores_the_name_of_the_profile(own: Path, paper: Path, tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"
    assert run("import", paper, PROTOCOL, "--profile", own, "--db", database).exit_code == 0
    query = "select profile from documents order by 1"
    assert [row["profile"] for row in stored(database, query)] == ["grend", "kommune-standard"]
    names = "select name_as_written as n from attendance order by 1"
    assert [row["n"] for row in stored(database, names)] == ["Kari Ås", "Ola Lie"]


def test_import_without_profiles(paper: Path, tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"
    assert run("import", paper, PROTOCOL, "--no-profiles", "--db", database).exit_code == 0
    assert {row["profile"] for row in stored(database, "select profile from documents")} == {None}


@pytest.mark.parametrize(
    "command", [["profile", "list"], ["profile", "check", NUIT], ["import", NUIT], ["evaluate"]]
)
@pytest.mark.parametrize("case", ["broken", "missing", "folder", "twice"])
def test_a_broken_profile_ends_in_one_line(
    command: list[object], case: str, own: Path, tmp_path: Path
) -> None:
    database = tmp_path / "v.duckdb"
    options = ["--db", database] if command[0] == "import" else []
    bad = tmp_path / "bad.toml"
    if case == "broken":
        bad.write_text(OWN.replace("Desse sat rundt bordet:", "Andre:"), encoding="utf-8")
    elif case == "folder":
        bad.mkdir()
    elif case == "twice":
        bad.write_text(OWN + "\n", encoding="utf-8")
    result = run(*command, "--profile", own, "--profile", bad, *options)
    assert result.exit_code == ExitCode.USAGE
    (line,) = result.stderr.splitlines()
    assert str(bad) in line
    if case == "broken":
        assert "[label] present" in line and "Desse sat rundt bordet" in line
    assert not database.exists()


def test_profile_and_no_profiles_together_say_nothing(own: Path) -> None:
    for command in (["import", NUIT], ["evaluate"]):
        result = run(*command, "--profile", own, "--no-profiles")
        assert result.exit_code == ExitCode.USAGE


def test_load_profiles(own: Path, tmp_path: Path) -> None:
    assert [one.name for one in load_profiles().profiles] == OURS
    assert [one.name for one in load_profiles([own]).profiles if one.own] == ["grend"]
    assert load_profiles(switched_off=True) == Profiles()
    with pytest.raises(BrokenProfile, match="can't be read"):
        load_profiles([tmp_path / "nei.toml"])
    with pytest.raises(VedtakError, match="leave one of them out"):
        load_profiles([own], switched_off=True)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A corpus of two families with a document each."""
    corpus = tmp_path / "corpus"
    manifest = ""
    for family, name in (("nuit", "nuit-2020-03-moetepakke"), ("kommune", "levanger-vedtak-9856")):
        document, gold = Path(family, f"{name}.txt"), Path("gold", f"{name}.json")
        for path in (document, gold):
            (corpus / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CORPUS / path, corpus / path)
        manifest += (
            f'[[gold]]\nfile = "{name}.json"\nfamily = "{family}"\n'
            f'documents = [{{ path = "{document.as_posix()}" }}]\n'
        )
    (corpus / "manifest.toml").write_text(manifest, encoding="utf-8")
    return corpus


def test_evaluate_without_profiles_prints_every_family_twice(small: Path) -> None:
    result = run("evaluate", "--no-profiles", "--json", "--corpus", small)
    assert result.exit_code == ExitCode.OK, result.stderr
    rows = json.loads(result.stdout)["leave_one_out"]
    assert [(row["family"], row["profiles"]) for row in rows] == [
        ("nuit", "none"),
        ("nuit", "of other families"),
        ("kommune", "none"),
        ("kommune", "of other families"),
    ]
    for row in rows:
        assert list(row["f1"]) == list(AREAS)
        assert all(value is None or value >= 0.9 for value in row["f1"].values()), row


def test_evaluate_without_profiles_fails_below_the_bar(small: Path) -> None:
    path = small / "gold" / "levanger-vedtak-9856.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    gold["parts"][0]["cases"][0]["decision"] = "Noe helt annet."
    path.write_text(json.dumps(gold), encoding="utf-8")
    result = run("evaluate", "--no-profiles", "--corpus", small)
    assert result.exit_code == ExitCode.CHECK_FAILED
    assert "kommune, profiles none: decisions: " in result.stderr
    assert result.stdout.startswith("Leave-one-family-out")


def test_what_lies_below_the_bar_is_named() -> None:
    f1: dict[str, float | None] = {**dict.fromkeys(AREAS, 1.0), "votes": 0.85, "cases": None}
    result = LeaveOut(None, [Row("nuit", "none", f1)])  # type: ignore[arg-type]
    assert result.below == ["nuit, profiles none: votes: 0.8500 is below 0.9"]
    head, row = leave_out_text(result).splitlines()[1:]
    assert head.split()[:4] == ["family", "profiles", "header", "attendance"]
    assert row.split() == ["nuit", "none", "1.0000", "1.0000", "-", "1.0000", "0.8500", "1.0000"]


@pytest.mark.parametrize(
    "options",
    [
        ["--no-profiles", "--update-floors"],
        ["--db", "v.duckdb"],
        ["--against", "v.duckdb", "--update-floors"],
        ["--against", "v.duckdb", "--differences"],
    ],
)
def test_evaluate_options_that_say_nothing_together(options: list[str]) -> None:
    assert run("evaluate", *options).exit_code == ExitCode.USAGE
