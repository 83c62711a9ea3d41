"""The evaluation of a corpus, its floors and its reports."""

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.pipeline.test_scoring import counts
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.evaluating.evaluate import (
    DocumentScore,
    Evaluation,
    evaluate_corpus,
    evaluate_document,
)
from vedtak.pipeline.evaluating.floors import (
    FloorsProblem,
    below_floors,
    read_floors,
    update_floors,
    values_of,
)
from vedtak.pipeline.evaluating.gold import CorpusProblem, GoldDocument, corpus_digest, load_corpus
from vedtak.pipeline.evaluating.report import differences_to_text, to_dict, to_text
from vedtak.pipeline.evaluating.scoring import Counts, Score

CORPUS = Path(__file__).parents[2] / "corpus"
PROTOCOL = "kommune/steinkjer-vedtak-7872.txt"
GOLD = "steinkjer-vedtak-7872.json"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A corpus of one document."""
    corpus = tmp_path / "corpus"
    (corpus / "gold").mkdir(parents=True)
    (corpus / "kommune").mkdir()
    shutil.copy(CORPUS / PROTOCOL, corpus / PROTOCOL)
    shutil.copy(CORPUS / "gold" / GOLD, corpus / "gold" / GOLD)
    (corpus / "manifest.toml").write_text(
        f'[[gold]]\nfile = "{GOLD}"\nfamily = "kommune"\ndocuments = [{{ path = "{PROTOCOL}" }}]\n',
        encoding="utf-8",
    )
    return corpus


def edit(corpus: Path, **changes: Any) -> None:
    """Change values of the only case of the gold."""
    path = corpus / "gold" / GOLD
    gold = json.loads(path.read_text(encoding="utf-8"))
    gold["parts"][0]["cases"][0].update(changes)
    path.write_text(json.dumps(gold), encoding="utf-8")


def evaluate(corpus: Path, *options: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["evaluate", "--corpus", str(corpus), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.stdout, result.stderr


def test_changed_gold_is_seen_in_every_kind_of_record(small: Path, tmp_path: Path) -> None:
    (document,) = load_corpus(small)
    before = evaluate_document(document, tmp_path / "all.duckdb")
    assert before.records["ballot"] == Counts(right=8)
    # What is taken out of the gold is superfluous in the import, what is put in is missing there.
    edit(small, votes=[], presence=[], decision="Saken utsettes.", title="Ny veg")
    (changed,) = load_corpus(small)
    after = evaluate_document(changed, tmp_path / "changed.duckdb")
    assert after.records["vote"] == Counts(extra=1)
    assert after.records["presence"] == Counts(extra=3)
    assert after.records["decision"].right == 0
    assert counts(after, "decision", "text") == (0, 1, 1)
    assert counts(after, "case", "title") == (0, 0, 1)


def test_document_that_cannot_be_imported_misses_everything(small: Path, tmp_path: Path) -> None:
    (document,) = load_corpus(small)
    document.path.write_bytes(b"")
    score = evaluate_document(document, tmp_path / "v.duckdb")
    assert score.records["ballot"] == Counts(missing=8)
    assert score.differences[0].field == "status"


def test_floors_rise_and_do_not_fall_without_leave(small: Path) -> None:
    code, stdout, stderr = evaluate(small)
    assert code == ExitCode.CHECK_FAILED
    assert "no floors yet" in stderr
    assert "ballot: 100.0% of 8" in stdout
    assert evaluate(small, "--update-floors")[0] == ExitCode.OK
    assert evaluate(small)[0] == ExitCode.OK
    pinned = (small / "floors.toml").read_bytes()
    edit(small, title="Ny veg", outcome="noted")
    code, _, stderr = evaluate(small)
    assert code == ExitCode.CHECK_FAILED
    assert "kommune.decision.outcome: 0.0000 is below its floor of 1.0000" in stderr
    assert "the corpus is not the one" in stderr
    code, _, stderr = evaluate(small, "--update-floors")
    assert code != ExitCode.OK
    assert "kommune.decision.outcome" in stderr
    assert (small / "floors.toml").read_bytes() == pinned
    assert evaluate(small, "--update-floors", "--lower")[0] == ExitCode.OK
    assert evaluate(small)[0] == ExitCode.OK


def test_dropped_value_counts_as_lowered(small: Path) -> None:
    evaluation = evaluate_corpus(small)
    update_floors(small, evaluation, lower=False)
    less = copy.deepcopy(evaluation)
    for document in less.documents:
        del document.score.fields["decision", "outcome"]
    with pytest.raises(FloorsProblem, match=r"decision\.outcome"):
        update_floors(small, less, lower=False)
    assert below_floors(less, read_floors(small)) == [
        "kommune.decision.outcome: nothing was measured, its floor is 1.0000"
    ]


def test_floors_lie_never_above_what_was_measured() -> None:
    score = Score(records={"case": Counts(right=2, missing=1)}, characters=3, unclassified=1)
    evaluation = Evaluation("x")
    assert values_of(evaluation) == {}
    evaluation.documents = [DocumentScore("d", "f", score)]
    assert values_of(evaluation) == {
        "f.case": {"whole": 0.6666},
        "f.text": {"classified": 0.6666},
    }


def test_changed_document_changes_the_digest(small: Path) -> None:
    before = corpus_digest(small)
    (small / "README.md").write_text("not evaluated", encoding="utf-8")
    assert corpus_digest(small) == before
    with (small / PROTOCOL).open("ab") as file:
        file.write(b"\n")
    assert corpus_digest(small) != before


def test_differences_name_document_record_field_expected_and_found(small: Path) -> None:
    edit(small, outcome="noted")
    _, stdout, _ = evaluate(small, "--differences")
    first, expected, found = stdout.splitlines()
    assert first.startswith(f"{PROTOCOL}: part case_protocol 2026-06-09 > case 30/2026 > decision")
    assert first.endswith(": outcome")
    assert (expected.split(), found.split()) == (["expected", "noted"], ["found", "referred"])


def test_json_holds_everything(small: Path) -> None:
    _, stdout, _ = evaluate(small, "--json")
    content = json.loads(stdout)
    assert content["total"]["fields"]["ballot.name"]["exact"]["right"] == 8
    assert content["documents"][0]["document"] == PROTOCOL
    assert content["families"]["kommune"]["records"]["vote"]["whole"] == 1


@pytest.mark.parametrize("options", [["--lower"], ["--json", "--differences"]])
def test_options_that_say_nothing_together(options: list[str]) -> None:
    assert evaluate(CORPUS, *options)[0] == ExitCode.USAGE


@pytest.mark.parametrize("broken", ["manifest.toml", f"gold/{GOLD}", PROTOCOL])
def test_corpus_without_a_file_that_it_needs(small: Path, broken: str) -> None:
    (small / broken).unlink()
    code, _, stderr = evaluate(small)
    assert code == ExitCode.USAGE
    assert Path(broken).name in stderr
    assert len(stderr.splitlines()) == 1


def test_gold_that_is_not_json(small: Path) -> None:
    (small / "gold" / GOLD).write_text("{", encoding="utf-8")
    with pytest.raises(CorpusProblem, match="no JSON"):
        load_corpus(small)


def test_manifest_names_every_gold_and_every_document() -> None:
    documents: list[GoldDocument] = load_corpus(CORPUS)
    named = {document.path for document in documents}
    there = {
        path
        for folder in ("nuit", "kommune", "made")
        for path in (CORPUS / folder).rglob("*")
        if path.suffix in (".txt", ".pdf", ".md") and path.name != "README.md"
    }
    assert named == there
    manifest = (CORPUS / "manifest.toml").read_text(encoding="utf-8")
    for gold in (CORPUS / "gold").iterdir():
        assert gold.name in manifest


def test_scans_are_left_out_aloud_where_they_cannot_be_read(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (small / "manifest.toml").open("a", encoding="utf-8") as file:
        file.write(
            f'[[gold]]\nfile = "{GOLD}"\nfamily = "scans"\n'
            f'documents = [{{ path = "{PROTOCOL}", scan = true }}]\n'
        )
    monkeypatch.setattr("vedtak.pipeline.evaluating.evaluate.can_read_twice", lambda: True)
    assert evaluate(small, "--update-floors")[0] == ExitCode.OK
    assert "[floors.scans.ballot]" in (small / "floors.toml").read_text(encoding="utf-8")
    monkeypatch.setattr("vedtak.pipeline.evaluating.evaluate.can_read_twice", lambda: False)
    code, stdout, _ = evaluate(small)
    assert code == ExitCode.OK
    assert f"scans need: {PROTOCOL}; " in stdout.splitlines()[-1]
    assert evaluate(small, "--differences")[2].startswith("Not evaluated")
    assert json.loads(evaluate(small, "--json")[1])["skipped"] == [PROTOCOL]
    # Their floors are not lost.
    pinned = (small / "floors.toml").read_bytes()
    assert evaluate(small, "--update-floors")[0] == ExitCode.OK
    assert (small / "floors.toml").read_bytes() == pinned


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate_corpus(CORPUS)


def test_corpus_reaches_its_floors(evaluation: Evaluation) -> None:
    assert below_floors(evaluation, read_floors(CORPUS)) == [], differences_to_text(evaluation)


def test_nuit_is_right_to_the_letter(evaluation: Evaluation) -> None:
    nuit = evaluation.families["nuit"]
    assert nuit.differences == [], differences_to_text(evaluation)
    assert nuit.unclassified_share < 0.02
    assert all(share == 1 for share in map(nuit.whole, nuit.records))


def test_report_shows_every_document(evaluation: Evaluation) -> None:
    text = to_text(evaluation)
    for document in evaluation.documents:
        assert document.name in text
    assert json.loads(json.dumps(to_dict(evaluation)))["digest"] == evaluation.digest
