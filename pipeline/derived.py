"""What is derived from the records of all documents together, at the end of an import.

The order matters: names are resolved before anything counts people, and the index of the
search comes last: it is made from what people read.
Running it twice changes nothing.
"""

from collections.abc import Sequence

from vedtak.pipeline.checks import check_database
from vedtak.pipeline.resolve import resolve_names
from vedtak.pipeline.rulings import NO_RULINGS, Ruling
from vedtak.pipeline.search_index import refresh_index
from vedtak.pipeline.store import Store


def rebuild(store: Store, rulings: Sequence[Ruling] = NO_RULINGS) -> None:
    """Derive people, organizations, findings and the search from the records that are stored.

    Args:
        store: The database, open for writing.
        rulings: What a person has ruled about names.
    """
    resolve_names(store, rulings)
    check_database(store)
    refresh_index(store)
