"""The tables in which is noted what derived rows were made from, and what was touched since.

By them an import derives anew what it has changed, without looking at the whole archive.
"""

import functools
from collections.abc import Iterator

from vedtak.pipeline.tables.table_definition import Column, TableDefinition


def bookkeeping_tables() -> Iterator[TableDefinition]:
    """Yield the tables; they are in schema `stated`."""
    yield TableDefinition(
        "stated.touched_bodies",
        (Column("body_id", "VARCHAR", False, "Key of the body, or of a document."),),
        (),
        # Filled in the transaction that writes or removes a document, so that linking after a
        # stop knows what is left to do.
        "Bodies, and documents, of which anything was written or removed since all was derived.",
    )
    touched = (
        Column("table_name", "VARCHAR", False, "Table of the record."),
        Column("key", "VARCHAR", False, "Key of the record, or of what was listed by it."),
    )
    about = "Records that were touched since the index of the search was made from them."
    yield TableDefinition("stated.touched_records", touched, (), about)
    owners = (Column("owner", "BIGINT", False, "Digest of the first three pieces of a key."),)
    about = "Meetings and cases of which anything was ever stated; what is not here is new."
    yield TableDefinition("stated.known_owners", owners, (), about)
    settled = (
        Column("step", "VARCHAR", False, "What was derived, for example 'matters'."),
        Column("part", "VARCHAR", False, "Organization or body that it was derived for."),
        Column("digest", "VARCHAR", False, "Digest of all that it was derived from."),
    )
    about = "What derived rows were made from, so that only what has changed is derived anew."
    yield TableDefinition("stated.settled", settled, (), about)
    yield from _name_definitions()
    yield _known_cases()


def _known_cases() -> TableDefinition:
    """Return the table by which matters are found without looking at the whole archive."""
    columns = (
        Column("part", "VARCHAR", False, "Organization or body that it was derived for."),
        Column("case_id", "VARCHAR", False, "Case; '' stands for the bodies of the part."),
        Column("digest", "BIGINT", False, "Digest of all that is known of it."),
        Column("body_id", "VARCHAR", True, "Body that treats it."),
        Column("date", "DATE", True, "Day of the meeting that treats it."),
        Column("sequence", "INTEGER", True, "Running number."),
        Column("year", "INTEGER", True, "Year of the number."),
        Column("archive", "BIGINT", True, "Digest of the number of the archive, if any."),
        Column("title", "BIGINT", True, "Digest of the title, where that tells enough."),
    )
    about = "What each case may have in common with others, when matters were derived last."
    return TableDefinition("stated.known_cases", columns, (), about)


def _name_definitions() -> Iterator[TableDefinition]:
    """Yield the tables by which names are resolved without looking at the whole archive."""
    text = functools.partial(Column, sql_type="VARCHAR", nullable=False)
    person = text("person_id", comment="Person.")
    claims = (
        person,
        text("plain", comment="Name in plain letters, the key unless somebody else has it."),
        text("day", comment="Day or year of the first dated record, or '9999'."),
        text("scope", comment="Mark by what the bodies belong to."),
        text("stand", comment="Mark by party or organization, or ''."),
        text("text", comment="First spelling."),
        text("text_place", comment="Body, or document, of the first spelling."),
        text("text_stand", comment="Party or organization of the first spelling, or ''."),
    )
    about = "What the key of a person is made of, and what decides between namesakes."
    yield TableDefinition("stated.person_keys", claims, (), about)
    names = (person, text("name", comment="A full name of the person, folded."))
    about = "Full names of people, by which namesakes are found."
    yield TableDefinition("stated.person_full_names", names, (), about)
    marks = (
        text("place", comment="Body, or document where no body is told."),
        text(
            "kind",
            comment="'scope' (what the body belongs to), 'name' (a full name in its papers) or "
            "'link' (what makes somebody one person with somebody of another body).",
        ),
        text("mark", comment="Scope, name or link."),
    )
    about = "What connects the names in the papers of one body with those in others."
    yield TableDefinition("stated.name_marks", marks, (), about)
