"""README.md and docs/: every link leads somewhere, and what is told of the program is still so."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from tests.readme import PAGES, README, ROOT
from vedtak.pipeline.cli import COMMANDS, main
from vedtak.pipeline.deriving.checks import check_names
from vedtak.pipeline.tables.schema import TABLES, view_names

DICTIONARY: Final = ROOT / "docs" / "data-dictionary.md"
MESSAGES: Final = ROOT / "docs" / "exit-codes.md"
OTHER_PAGES: Final = (ROOT / "corpus" / "README.md", ROOT / "notebooks" / "README.md")
_FENCED: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"(?<!!)\[[^\[\]]*\]\(([^()\s]+)\)")
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
_MESSAGE: Final = re.compile(r"^\| ((?:`[^`]+`(?:, )?)+) \|", re.MULTILINE)


def prose(page: Path) -> str:
    """The text of a page without its fenced blocks."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(text: str) -> list[str]:
    """What headings are called in links, as GitHub calls them."""
    plain = (heading.lower().strip() for heading in _HEADING.findall(text))
    return [re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain]


def broken(page: Path, text: str) -> Iterator[str]:
    """The links of a page that lead nowhere; those to other sites are not followed."""
    for target in _LINK.findall(text):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        if not file.exists() or (anchor and anchor not in anchors(prose(file))):
            yield target


@pytest.mark.parametrize("page", [*PAGES, *OTHER_PAGES], ids=lambda page: page.parent.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(broken(page, prose(page))) == []


def test_a_link_that_leads_nowhere_is_found() -> None:
    text = "[a](docs/nei.md) [b](#nei) [c](README.md#ask) [d](#ask) [e](https://example.org/x)"
    assert list(broken(README, text)) == ["docs/nei.md", "#nei"]
    headings = "## Who, what & `when`\n### 1. Är det så?\n"
    assert anchors(headings) == ["who-what--when", "1-är-det-så"]


def test_the_readme_leads_to_every_page() -> None:
    targets = {target.partition("#")[0] for target in _LINK.findall(prose(README))}
    assert {f"docs/{page.name}" for page in PAGES if page != README} <= targets


def test_the_readme_names_every_command() -> None:
    table = prose(README).partition("## Commands")[2]
    assert [name for name in COMMANDS if f"`vedtak {name}" not in table] == []


def test_the_tables_that_the_readme_names_are_there() -> None:
    section = prose(README).partition("## What is in the database")[2].partition("\nEach table")[0]
    named = re.findall(r"`(\w+)`", section)
    assert len(named) > 20
    assert [name for name in named if name not in [*TABLES, *view_names()]] == []


def test_the_data_dictionary_is_up_to_date() -> None:
    printed = CliRunner().invoke(main, ["schema", "--markdown"]).output
    assert DICTIONARY.read_text(encoding="utf-8") == printed, (
        "docs/data-dictionary.md is out of date; run "
        "uv run vedtak schema --markdown > docs/data-dictionary.md"
    )


def said_by_the_program() -> str:
    """All texts in the code and in its queries, with a … where something is put in."""
    said = [file.read_text(encoding="utf-8") for file in (ROOT / "pipeline").rglob("*.sql")]
    for folder in ("pipeline", "extractors"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    parts = (p.value if isinstance(p, ast.Constant) else "…" for p in node.values)
                    said.append("".join(map(str, parts)))
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    said.append(node.value)
    return "\n".join(said)


def told(first: str, last: str = "\0") -> list[str]:
    """The first cells of the tables of the page of messages, from a heading to another one."""
    rows = _MESSAGE.findall(prose(MESSAGES).partition(first)[2].partition(last)[0])
    return [cell for row in rows for cell in re.findall(r"`([^`]+)`", row)]


def test_the_messages_are_those_of_the_program() -> None:
    said = said_by_the_program()
    messages = told("## Files that were set aside", "## Findings")
    pieces = [piece for message in messages for piece in re.split(r"\s*…\s*", message) if piece]
    assert len(messages) > 60
    assert [piece for piece in pieces if piece not in said] == []


def test_the_checks_are_those_of_the_program() -> None:
    explained, said = set(told("## Findings")), said_by_the_program().split("\n")
    assert set(check_names()) <= explained
    assert sorted(explained - set(check_names()) - set(said)) == []
