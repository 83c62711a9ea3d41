"""Short forms of names that a document explains."""

from vedtak.models.base import Record


class Abbreviation(Record):
    """Short form that a text explains: 'Norsk Helsenett (NHN)'."""

    abbreviation_id: str
    """Key: '<part_id>/<short form>-<digest of the long form>'."""
    part_id: str
    """Part in which it stands first."""
    page_number: int
    """Page, from 1."""
    char_start: int
    """First character of the long form in the page's text."""
    char_end: int
    """Character behind the closing parenthesis."""
    short_form: str
    """Short form as written, for example 'NHN'."""
    long_form: str
    """Words before the parenthesis that its letters fit, for example 'Norsk Helsenett'."""
