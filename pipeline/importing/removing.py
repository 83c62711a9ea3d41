"""Taking a document out of the database, with all that only it says."""

from pathlib import Path

from vedtak.models.corrections import Correction
from vedtak.pipeline.asking.showing import find_document
from vedtak.pipeline.corrections.corrected import rebuild_corrected
from vedtak.pipeline.corrections.told import NO_CORRECTIONS, Corrections
from vedtak.pipeline.storing.store import Store


def named_document(database: Path, name: str) -> tuple[str, str]:
    """Find the document that somebody means.

    Args:
        database: The database.
        name: A document_id, the beginning of one, or a path.

    Returns:
        Its key and the path where it was found first.

    Raises:
        UnknownRecord: There is no such document, or there are several.
        DatabaseProblem: The database can't be opened.
    """
    with Store.open(database, read_only=True) as store:
        key = find_document(store.connection, name)
        query = "SELECT path FROM main.documents WHERE document_id = ?"
        row = store.connection.execute(query, [key]).fetchone()
    return key, str(row[0]) if row else name


def remove_document(
    database: Path, document_id: str, corrections: Corrections = NO_CORRECTIONS
) -> list[Correction]:
    """Remove a document and derive anew what spans documents, all or nothing.

    Args:
        database: The database.
        document_id: Key of the document.
        corrections: What a person has ruled.

    Returns:
        What became of each correction: one that was about the document is stale now.

    Raises:
        DatabaseProblem: The database can't be opened.
    """
    with Store.open(database) as store, store.transaction():
        store.remove(document_id)
        return rebuild_corrected(store, corrections)
