"""Names elsewhere than on attendance lists, held against the list of their own meeting.

Voters, speakers and those who come and go are nearly always on the list, often with a shorter
name. The list tells who 'Per Aunan' or 'Larsen' is, where just one on it fits.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from vedtak.extractors.name_forms import agree, exact_keys, fits_part
from vedtak.pipeline.names.mentions import Mention
from vedtak.pipeline.names.ruled_names import RuledNames


class Tie(NamedTuple):
    """A name with the rows of its meeting's lists that it fits."""

    mention: Mention
    """The name."""
    rows: tuple[Mention, ...]
    """The rows, all fitting equally well."""

    def narrow(self, roots: Mapping[int, int]) -> list[int]:
        """Return the groups whom the rows belong to; by party, if they are several.

        Args:
            roots: Group of each mention, by its identity.
        """
        fitting = sorted({roots[id(row)] for row in self.rows})
        stand = self.mention.affiliation
        if len(fitting) > 1 and stand is not None:
            same = {roots[id(row)] for row in self.rows if row.affiliation == stand}
            return sorted(same) or fitting
        return fitting

    def listed_name(self) -> str:
        """The name on the list."""
        return min(row.text for row in self.rows)

    def reason(self) -> str:
        """Why it is whose it is, in a sentence."""
        return f"« {self.listed_name()} » is the only one on the list of the meeting whom it fits"


class OwnList:
    """The names of an archive, parted into those on lists and those told by them."""

    def __init__(self, mentions: Iterable[Mention], ruled: RuledNames) -> None:
        self._ruled = ruled
        self._ties: list[Tie] = []
        named = list(mentions)
        others = [mention for mention in named if not mention.lists]
        self.standing = [mention for mention in named if mention.lists]
        """Mentions that stand for themselves: on lists, or fitting nobody on one."""
        meetings = {mention.meeting_id for mention in others}
        lists: dict[str, list[Mention]] = {}
        for mention in self.standing:
            if mention.meeting_id is not None and mention.meeting_id in meetings:
                lists.setdefault(mention.meeting_id, []).append(mention)
        self._fits: dict[tuple[str, str], tuple[Mention, ...]] = {}
        for mention in others:
            rows = self._fitting(mention, lists.get(mention.meeting_id or "", []))
            if rows:
                self._ties.append(Tie(mention, rows))
            else:
                self.standing.append(mention)

    def ties(self) -> list[Tie]:
        """Names that fit somebody on the list of their meeting."""
        return self._ties

    def _fitting(self, mention: Mention, rows: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return the rows that a name fits best: by ruling, by letter, shortened, in part."""
        key = (mention.meeting_id or "", mention.text)
        if key not in self._fits:
            ruled, spot, keys = self._ruled, _spot(mention), {*exact_keys(mention.text)}
            if ruled.sides:
                rows = [row for row in rows if not ruled.apart(spot, _spot(row))]
            self._fits[key] = (
                tuple(row for row in rows if ruled.groups and ruled.same(spot, _spot(row)))
                or tuple(row for row in rows if not keys.isdisjoint(exact_keys(row.text)))
                or tuple(row for row in rows if agree(mention.text, row.text))
                or tuple(row for row in rows if fits_part(mention.text, row.text))
            )
        return self._fits[key]


def _spot(mention: Mention) -> tuple[str, str | None]:
    """Spelling and body of a mention, as rulings name them."""
    return mention.text, mention.body_id
