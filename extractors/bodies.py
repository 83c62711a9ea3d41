"""Which body a part is of, and the keys of bodies and meetings."""

import datetime as dt

from vedtak.extractors.context import Reading
from vedtak.extractors.keys import slug
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.municipality import municipality
from vedtak.extractors.pattern import pattern
from vedtak.extractors.profile import Profile
from vedtak.models.base import Certainty
from vedtak.models.documents import Part
from vedtak.models.meetings import Body

_ACRONYM = pattern(r"\p{Lu}[\p{Lu}\d-]{1,9}")
_COMMUNAL = pattern(
    r"(?i)(?:utvalg(?:et)?|utval(?:et)?|styret?|rådet?|råd|nemnda?|nemnd|tinget|formannskap(?:et)?|komiteen?|komité)\b"
)
"""A name that many municipalities have, for example 'Driftsutvalget'; not 'NUIT'."""
_YEAR = pattern(r"[/-](?:\d{4}|\d{2})$")
_MUNICIPALITY = pattern(r"(?i)\s*(?:fylkes)?kommune$")


IN_PARENTHESES = pattern(r"\s*\((?P<short>\p{Lu}[\p{Lu}\d-]{1,9})\)$")
"""A short form behind a name, for example 'Fagutvalget for smittevern (FAKS)'."""


class Naming:
    """Names bodies and meetings of one document the same way in all its parts."""

    def __init__(self, reading: Reading, profile: Profile | None = None) -> None:
        """Remember what the whole document says of the municipality that it is of.

        Args:
            reading: The document.
            profile: The profile that fits it, for what the document does not say itself.
        """
        self.default_body = profile.text.body if profile else None
        self.default_organization = profile.text.organization if profile else None
        self.assumed = False
        self.lexicon: Lexicon = reading.lexicon
        self.document_id = reading.document_id
        self.municipality = municipality(reading)
        self.last: Body | None = None

    def certainty(self, stated: Certainty) -> Certainty:
        """How sure a meeting is whose body was resolved last: 'likely' where a profile told it."""
        return Certainty.LIKELY if self.assumed and stated == Certainty.CERTAIN else stated

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
        document tells which; a part that names no body has that of the part before it, else that
        of the profile, and where there is none the key says that it is unknown.
    """
    if name is None and naming.last is not None:
        return naming.last.model_copy(update={"part_id": part_id})
    naming.assumed = name is None and naming.default_body is not None
    name = name or naming.default_body
    if name is None:
        return Body(body_id=f"ukjent-{naming.document_id[:8]}", name="(ukjent)", part_id=part_id)
    acronym = IN_PARENTHESES.search(name)
    if acronym:
        return _with_short_name(naming, name, acronym["short"], part_id)
    common = _is_common(name, naming.lexicon)
    owner = naming.municipality if common else None
    told = naming.assumed or (owner is None and naming.default_organization is not None)
    if owner is None and naming.default_organization:
        # The municipality is a part of the key, so it decides which body the meeting is of.
        owner, naming.assumed = naming.default_organization, naming.assumed or common
    place = _MUNICIPALITY.sub("", owner) if owner and common else ""
    own = slug(name)
    body_id = own if not place or own.startswith(slug(place)) else f"{slug(place)}-{own}"
    naming.last = Body(
        body_id=body_id or f"ukjent-{naming.document_id[:8]}",
        name=name,
        short_name=name if _ACRONYM.fullmatch(name) else None,
        organization_as_written=owner,
        certainty=Certainty.LIKELY if told else Certainty.CERTAIN,
        part_id=part_id,
    )
    return naming.last


def _with_short_name(naming: Naming, name: str, short: str, part_id: str) -> Body:
    """A body whose name has its short form in parentheses: the short form is its key."""
    full = IN_PARENTHESES.sub("", name).strip()
    told = naming.assumed or naming.default_organization is not None
    naming.last = Body(
        body_id=slug(short),
        name=full,
        short_name=short,
        organization_as_written=naming.default_organization,
        certainty=Certainty.LIKELY if told else Certainty.CERTAIN,
        part_id=part_id,
    )
    return naming.last


def _is_common(name: str, lexicon: Lexicon) -> bool:
    return lexicon.is_word("generic_body", name) or _COMMUNAL.search(name) is not None
