"""Keys of people in a whole archive, when only some of the people are told anew.

Namesakes may stand anywhere, so that whose key it is depends on everybody with the same name: what
decides is stored (`stated.person_keys`), one row per person.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields

import duckdb

from vedtak.pipeline.names.name_choice import Claim, give_claims
from vedtak.pipeline.tables.rows import fill, text_rows

CLAIM_COLUMNS = tuple(field.name for field in fields(Claim) if field.name != "key")


def claim_among_all(connection: duckdb.DuckDBPyConnection, claims: Sequence[Claim]) -> set[str]:
    """Give people their keys among all others of the archive.

    Args:
        connection: With `temp.touched_people`, the keys of those who are told anew.
        claims: Those who are told anew.

    Returns:
        Bodies, or documents, of other people whose key is another now.
    """
    others = _namesakes(connection, [claim.plain for claim in claims])
    give_claims([*claims, *(claim for claim, _ in others)])
    return {claim.text_place for claim, before in others if claim.key != before}


def _namesakes(
    connection: duckdb.DuckDBPyConnection, plain: Iterable[str]
) -> list[tuple[Claim, str]]:
    """Return everybody else whose key may depend on that of somebody with one of some names."""
    rows = connection.execute(
        "SELECT plain FROM stated.person_keys WHERE person_id IN (FROM temp.touched_people) "
        "OR NOT contains(plain, '-')"
    ).fetchall()
    counts = Counter(plain)
    counts.update(name for (name,) in rows)
    # A key begins with the name in plain letters. 'kari' and 'kari-vik' meet only where a second
    # 'kari' is called 'kari-vik' after the body, so that most have no one but their namesakes.
    crowded = {name for name, count in counts.items() if count > 1 and "-" not in name}
    found = {_family(name, crowded) for name in counts}
    fill(connection, "families", text_rows(family=sorted(found)))
    rows = connection.execute(
        f"SELECT {', '.join(CLAIM_COLUMNS)}, person_id FROM stated.person_keys "
        "WHERE (split_part(plain, '-', 1) IN (FROM temp.families) "
        "OR array_to_string(string_split(plain, '-')[1:2], '-') IN (FROM temp.families)) "
        "AND person_id NOT IN (FROM temp.touched_people)"
    ).fetchall()
    return [(Claim(*row[:-1]), row[-1]) for row in rows]


def _family(plain: str, crowded: set[str]) -> str:
    """The first two names, or the first where people are known by that alone."""
    words = plain.split("-")
    return words[0] if words[0] in crowded else "-".join(words[:2])
