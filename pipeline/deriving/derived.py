"""What is derived from the records of all documents together, at the end of an import.

The order matters: keys of bodies and meetings are linked first, names are resolved before anything
counts people, the checks come late, and the index of the search last: it is made from what people
read.
Running it twice changes nothing.
"""

from collections.abc import Sequence

from vedtak.pipeline.deriving.checks import check_database
from vedtak.pipeline.linking.linking import link_keys
from vedtak.pipeline.matters.tables import derive_matters
from vedtak.pipeline.names.resolve import resolve_names
from vedtak.pipeline.names.rulings import NO_RULINGS, Ruling
from vedtak.pipeline.searching.index import refresh_index
from vedtak.pipeline.storing.store import Store


def rebuild(store: Store, rulings: Sequence[Ruling] = NO_RULINGS) -> None:
    """Derive what spans documents anew from the records that are stored.

    Args:
        store: The database, open for writing.
        rulings: What a person has ruled about names.
    """
    with store.all_memory():
        link_keys(store)
        rebuild_linked(store, rulings)


def rebuild_linked(store: Store, rulings: Sequence[Ruling] = NO_RULINGS) -> None:
    """Derive all that comes after the keys of bodies and meetings are linked.

    Args:
        store: The database, open for writing, its keys linked.
        rulings: What a person has ruled about names.
    """
    measure = store.stages.measure
    with measure("resolve"):
        resolve_names(store, rulings)
    with measure("matters"):
        derive_matters(store)
    with measure("check"):
        check_database(store)
    with measure("index"):
        refresh_index(store)
