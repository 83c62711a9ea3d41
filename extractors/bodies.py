"""Which body a part is of, and the keys of bodies and meetings."""

import datetime as dt

import regex

from vedtak.extractors.context import Reading
from vedtak.extractors.header import municipality
from vedtak.extractors.keys import slug
from vedtak.extractors.lexicon import Lexicon
from vedtak.models.documents import Part
from vedtak.models.meetings import Body

_ACRONYM = regex.compile(r"\p{Lu}[\p{Lu}\d-]{1,9}")
_COMMUNAL = regex.compile(
    r"(?i)(?:utvalg(?:et)?|utval(?:et)?|styret?|rådet?|råd|nemnda?|nemnd|tinget|formannskap(?:et)?|komiteen?|komité)\b"
)
"""A name that many municipalities have, for example 'Driftsutvalget'; not 'NUIT'."""
_YEAR = regex.compile(r"[/-](?:\d{4}|\d{2})$")
_MUNICIPALITY = regex.compile(r"(?i)\s*(?:fylkes)?kommune$")


class Naming:
    """Names bodies and meetings of one document the same way in all its parts."""

    def __init__(self, reading: Reading) -> None:
        """Remember what the whole document says of the municipality that it is of.

        Args:
            reading: The document.
        """
        self.lexicon: Lexicon = reading.lexicon
        self.document_id = reading.document_id
        self.municipality = municipality(reading)
        self.last: Body | None = None

    def meeting_key(
        self,
        body_id: str,
        number: str | None,
        year: int | None,
        date: dt.date | None,
        part: Part,
    ) -> str:
        """Key of a meeting: by year and number, else by date, else by the part that tells of it."""
        if number and year:
            return f"{body_id}/{year}/{slug(_YEAR.sub('', number))}"
        if date:
            return f"{body_id}/{date.isoformat()}"
        return f"{body_id}/udatert-{part.document_id[:8]}-{part.ordinal}"


def resolve_body(naming: Naming, name: str | None, part_id: str) -> Body:
    """The body of a part.

    Args:
        naming: What the document has told so far.
        name: Name as written, if the part has one.
        part_id: The part.

    Returns:
        The body. A name that many municipalities have is joined to the municipality where the
        document tells which; a part that names no body has that of the part before it, and where
        there is none the key says that it is unknown.
    """
    if name is None:
        if naming.last is not None:
            return naming.last.model_copy(update={"part_id": part_id})
        return Body(body_id=f"ukjent-{naming.document_id[:8]}", name="(ukjent)", part_id=part_id)
    owner = naming.municipality if _is_common(name, naming.lexicon) else None
    place = _MUNICIPALITY.sub("", owner) if owner else ""
    own = slug(name)
    body_id = own if not place or own.startswith(slug(place)) else f"{slug(place)}-{own}"
    body = Body(
        body_id=body_id or f"ukjent-{naming.document_id[:8]}",
        name=name,
        short_name=name if _ACRONYM.fullmatch(name) else None,
        organization_as_written=owner,
        part_id=part_id,
    )
    naming.last = body
    return body


def _is_common(name: str, lexicon: Lexicon) -> bool:
    return lexicon.is_word("generic_body", name) or _COMMUNAL.search(name) is not None
