"""Records made by hand: which files they describe, and what they expect to be found."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vedtak.pipeline.errors import VedtakError
from vedtak.pipeline.evaluating.scoring import Item, Value

MANIFEST: Final = "manifest.toml"
"""Name of the file that says which documents each file of gold describes."""

_CASE_FIELDS: Final = (
    "number",
    "title",
    "case_type",
    "case_kind",
    "archive_case",
    "description",
    "approves_minutes_of",
    "presenters",
    "addressees",
)
_NOTE_FIELDS: Final = {
    "title": "title",
    "case_number": "case_number",
    "to": "addressed_to",
    "date": "date",
    "case_type": "case_type",
    "from": "sender",
    "case_handlers": "case_handlers",
    "archive_case": "archive_case",
    "sections": "sections",
}


class CorpusProblem(VedtakError):
    """The corpus is not as its manifest says."""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document and what is expected of it."""

    path: Path
    """The file."""
    name: str
    """Its path inside the corpus."""
    family: str
    """Family of documents that it belongs to."""
    expected: Item
    """Its parts with all that is inside them."""
    scan: bool = False
    """Whether it can be read only where the programs for OCR are installed."""


def load_corpus(corpus: Path) -> list[GoldDocument]:
    """Read the manifest of a corpus and the records made by hand.

    Raises:
        CorpusProblem: A file that the manifest names is missing or can't be understood.
    """
    documents = []
    for entry in _manifest(corpus):
        gold = _json(corpus / "gold" / entry["file"])
        for document in entry["documents"]:
            path = corpus / document["path"]
            if not path.is_file():
                raise CorpusProblem(f"{path}: the manifest names it, but there is no such file.")
            chosen = document.get("parts", range(len(gold["parts"])))
            parts = [_part(gold["parts"][index]) for index in chosen]
            expected = Item("document", {}, {"part": parts})
            scan = bool(document.get("scan"))
            documents.append(GoldDocument(path, document["path"], entry["family"], expected, scan))
    return documents


def corpus_digest(corpus: Path) -> str:
    """Return a digest of everything that the evaluation of a corpus depends on."""
    names = {MANIFEST}
    for entry in _manifest(corpus):
        names.add(f"gold/{entry['file']}")
        names.update(document["path"] for document in entry["documents"])
    digest = hashlib.sha256()
    for name in sorted(names):
        content = hashlib.sha256((corpus / name).read_bytes()).hexdigest()
        digest.update(f"{name} {content}\n".encode())
    return digest.hexdigest()


def _manifest(corpus: Path) -> list[dict[str, Any]]:
    """Read the manifest."""
    path = corpus / MANIFEST
    try:
        entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["gold"]
    except FileNotFoundError as error:
        raise CorpusProblem(f"{path}: there is no such file; {corpus} is no corpus.") from error
    except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError) as error:
        raise CorpusProblem(f"{path}: the manifest can't be understood ({error}).") from error
    return entries


def _json(path: Path) -> dict[str, Any]:
    """Read a file of gold."""
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusProblem(f"{path}: the manifest names it, but there is no such file.") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise CorpusProblem(f"{path}: it is no JSON ({error}).") from error
    return content


def _part(gold: Mapping[str, Any]) -> Item:
    """Make the item of a part."""
    meeting = gold.get("meeting") or {}
    note = gold["kind"] == "case_note"
    key = gold.get("case_number") if note else meeting.get("number") or meeting.get("date")
    part = Item("part", {"kind": gold["kind"]}, key=key)
    if "body" in gold:
        part.fields["body"] = gold["body"]
    if any(value is not None for value in meeting.values()):
        part.children["meeting"] = [Item("meeting", dict(meeting))]
    if "attendance" in gold:
        part.children["attendance"] = [Item("attendance", dict(p)) for p in gold["attendance"]]
    if "cases" in gold:
        part.children["case"] = [_case(case, gold["kind"]) for case in gold["cases"]]
    if note:
        fields = {ours: gold[theirs] for theirs, ours in _NOTE_FIELDS.items() if theirs in gold}
        part.children["note"] = [Item("note", fields, dict(_shared(gold)))]
    return part


def _case(gold: Mapping[str, Any], part_kind: str) -> Item:
    """Make the item of a case."""
    fields: dict[str, Value] = {name: gold[name] for name in _CASE_FIELDS if name in gold}
    for place in ("starts", "ends"):
        if "discussion" in gold:
            fields[f"discussion_{place}"] = (gold["discussion"] or {}).get(place)
    case = Item("case", fields, dict(_shared(gold)))
    if "decision" in gold:
        case.children["decision"] = _decisions(gold)
    elif part_kind == "agenda":
        case.children["decision"] = []  # an agenda never yields a decision
    if "votes" in gold:
        case.children["vote"] = [_vote(vote) for vote in gold["votes"]]
    if "presence" in gold:
        case.children["presence"] = [Item("presence", dict(event)) for event in gold["presence"]]
    return case


def _shared(gold: Mapping[str, Any]) -> Iterator[tuple[str, list[Item]]]:
    """Yield what cases and notes have alike: proposals and attachments."""
    if "proposals" in gold:
        yield "proposal", [Item("proposal", dict(proposal)) for proposal in gold["proposals"]]
    elif "proposal" in gold:
        fields = {"text": gold["proposal"]}
        if "proposer" in gold:
            fields["proposer"] = gold["proposer"]
        yield "proposal", [Item("proposal", fields)] if gold["proposal"] else []
    if "attachments" in gold:
        yield "attachment", [Item("attachment", dict(each)) for each in gold["attachments"]]


def _decisions(gold: Mapping[str, Any]) -> list[Item]:
    """Return the decision of a case, or none where it must have none."""
    if gold["decision"] is None:
        return []
    fields: dict[str, Value] = {"text": gold["decision"]}
    fields |= {name: gold[name] for name in ("outcome", "unanimous") if name in gold}
    return [Item("decision", fields)]


def _vote(gold: Mapping[str, Any]) -> Item:
    """Make the item of a vote."""
    vote = Item("vote", {name: value for name, value in gold.items() if name != "ballots"})
    if "ballots" in gold:
        vote.children["ballot"] = [Item("ballot", dict(ballot)) for ballot in gold["ballots"]]
    return vote
