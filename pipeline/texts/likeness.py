"""How a decision relates to what was proposed."""

from collections.abc import Sequence
from typing import Final

from vedtak.extractors.keys import letters
from vedtak.models.decisions import AgainstProposal
from vedtak.pipeline.texts.words import keys_of

_AMENDED_FROM: Final = 0.6
"""From this likeness on a decision counts as an amended proposal, below it as another one."""


def against_proposals(
    decision: str, proposals: Sequence[str]
) -> tuple[AgainstProposal | None, float | None]:
    """Compare the words of a decision with those of each proposal of its case.

    Args:
        decision: Words of the decision.
        proposals: Words of the proposals, none of them when there are none.

    Returns:
        The relation to the nearest proposal and the likeness from 0 to 1; nothing where there is
        nothing to compare.
    """
    plain = letters(decision)
    if not plain or not any(letters(proposal) for proposal in proposals):
        return None, None
    if any(letters(proposal) == plain for proposal in proposals):
        return AgainstProposal.AS_PROPOSED, 1.0
    from rapidfuzz.distance import Indel  # loaded when first asked: a short file asks nothing

    words = keys_of(decision)
    likeness, amended = 0.0, False
    for proposed in filter(None, map(keys_of, proposals)):
        likeness = max(likeness, Indel.normalized_similarity(words, proposed))
        amended = amended or _contains(words, proposed) or _contains(proposed, words)
    amended = amended or likeness >= _AMENDED_FROM
    relation = AgainstProposal.AMENDED if amended else AgainstProposal.DIFFERENT
    return relation, round(likeness, 4)


def nearest_proposal(decision: str, proposals: Sequence[str]) -> int | None:
    """Return the place of the proposal that a decision is nearest to; the first of equals.

    None where there is nothing to compare. Its likeness is the one that `against_proposals` gives.
    """
    plain = letters(decision)
    if not plain:
        return None
    places = [place for place, proposal in enumerate(proposals) if letters(proposal)]
    if len(places) < 2:
        return places[0] if places else None
    from rapidfuzz.distance import Indel  # loaded when first asked: a short file asks nothing

    words = keys_of(decision)

    def nearness(place: int) -> tuple[bool, float]:
        proposal = proposals[place]
        return letters(proposal) == plain, Indel.normalized_similarity(words, keys_of(proposal))

    return max(places, key=nearness)


def _contains(whole: Sequence[str], part: Sequence[str]) -> bool:
    """Tell whether some words stand one after another within other words."""
    return f" {' '.join(part)} " in f" {' '.join(whole)} "
