"""References written out: for a footnote, for BibTeX, and as CSL-JSON."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from vedtak.pipeline.asking.citing import Citation
from vedtak.pipeline.asking.tabular import to_json

_SHORT: Final = 16
"""Digits of the hash in a footnote: those of the document_id."""
_LATEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "{}$&#%_"},
    }
)
_TERMS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": {
            "meeting": "meeting",
            "case": "case",
            "page": "p.",
            "characters": "characters",
            "decisions": "decision",
            "proposals": "proposal",
            "votes": "vote",
            "case_presence": "presence",
            "contributions": "contribution",
            "attachments": "attachment",
            "attendance": "attendance",
            "cases": "title",
            "meetings": "heading",
            "minutes": "Minutes",
            "agenda": "Agenda",
            "case_note": "Case note",
            "case_protocol": "Case protocol",
        },
        "nb": {
            "meeting": "møte",
            "case": "sak",
            "page": "s.",
            "characters": "tegn",
            "decisions": "vedtak",
            "proposals": "forslag til vedtak",
            "votes": "votering",
            "case_presence": "tilstedeværelse",
            "contributions": "innlegg",
            "attachments": "vedlegg",
            "attendance": "til stede",
            "cases": "sakstittel",
            "meetings": "møtehode",
            "minutes": "Møteprotokoll",
            "agenda": "Møteinnkalling",
            "case_note": "Saksframlegg",
            "case_protocol": "Saksprotokoll",
        },
    }
)
LANGUAGES: Final = tuple(_TERMS)
"""Languages in which a reference can be written."""


def to_style(citations: Sequence[Citation], style: str, language: str) -> str:
    """Write references.

    Args:
        citations: The references.
        style: 'text', 'bibtex' or 'json' (CSL-JSON).
        language: 'en' or 'nb'.
    """
    terms = _TERMS[language]
    if style == "json":
        return to_json([_csl(each, terms) for each in citations], indent=2)
    write = _bibtex if style == "bibtex" else _text
    return "\n\n".join(write(each, terms) for each in citations)


def _text(each: Citation, terms: Mapping[str, str]) -> str:
    """Write a reference as a footnote."""
    about = [each.body or "", *_meeting(each, terms)]
    if each.date:
        about.append(_day(each.date))
    case = _case(each, terms)
    if case:
        about.append(case)
    lines = [", ".join(filter(None, about)) + f", {terms[each.kind]}:"]
    lines.append(f"«{each.words}»")
    lines.append(f"{each.path}, {_where(each, terms)}, SHA-256 {each.sha256[:_SHORT]}. {each.key}")
    lines += [f"({note})" for note in each.notes]
    return "\n".join(lines)


def _meeting(each: Citation, terms: Mapping[str, str]) -> list[str]:
    return [f"{terms['meeting']} {each.meeting_number}"] if each.meeting_number else []


def _case(each: Citation, terms: Mapping[str, str]) -> str:
    words = [terms["case"], each.case_number or ""] if each.case_number else []
    if each.title and each.kind != "cases":
        words.append(f"«{' '.join(each.title.split())}»")
    return " ".join(filter(None, words))


def _where(each: Citation, terms: Mapping[str, str]) -> str:
    """Name pages with the characters on them."""
    return "; ".join(
        f"{terms['page']} {place.page} ({terms['characters']} {place.start}–{place.end})"
        for place in each.places
    )


def _day(date: Any) -> str:
    return date.strftime("%d.%m.%Y") if isinstance(date, dt.date) else str(date)


def _heading(each: Citation) -> str:
    """Return number and title of the case, or the words."""
    title = " ".join((each.title or "").split())
    return " ".join(filter(None, [each.case_number, title])) or each.words


def _bibtex(each: Citation, terms: Mapping[str, str]) -> str:
    """Write a reference as an entry of BibTeX; keys have neither commas nor spaces."""
    key = each.key.replace(",", "-").replace(" ", "-")
    kind = terms.get(each.part_kind or "", "")
    published = ", ".join(filter(None, [kind, *_meeting(each, terms)]))
    note = (
        f"{terms[each.kind]}: «{each.words}»; {each.path}, {_where(each, terms)}; "
        f"SHA-256 {each.sha256}"
    )
    fields = {
        "author": f"{{{_latex(each.body or '')}}}" if each.body else "",
        "title": f"{{{_latex(_heading(each))}}}",
        "howpublished": _latex(published),
        "year": str(each.date.year) if each.date else "",
        "date": each.date.isoformat() if each.date else "",
        "note": _latex("; ".join([note, *each.notes])),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def _csl(each: Citation, terms: Mapping[str, str]) -> dict[str, Any]:
    """Make a reference as reference managers read it, with what proves it besides."""
    date = each.date
    item: dict[str, Any] = {
        "id": each.key,
        "type": "document",
        "title": _heading(each),
        "author": [{"literal": each.body}] if each.body else None,
        "issued": {"date-parts": [[date.year, date.month, date.day]]} if date else None,
        "genre": terms.get(each.part_kind or ""),
        "event-title": ", ".join(_meeting(each, terms)) or None,
        "number": each.case_number,
        "page": ", ".join(str(number) for number in dict.fromkeys(p.page for p in each.places)),
        "archive_location": each.path,
        "note": "; ".join([f"{terms[each.kind]}: «{each.words}»", *each.notes]),
        "custom": {
            "sha256": each.sha256,
            "document_id": each.document_id,
            "quote": each.words,
            "places": [place._asdict() for place in each.places],
        },
    }
    return {name: value for name, value in item.items() if value is not None}
