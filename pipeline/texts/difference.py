"""The word-level difference between what was proposed and what was decided."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from vedtak.models.decisions import ChangeKind
from vedtak.pipeline.texts.words import Word, words_of

_FEW: Final = 3
"""So many words that happen to be the same are not worth an interruption."""


class Change(NamedTuple):
    """A run of words that was kept, removed or added."""

    kind: ChangeKind
    """What became of it."""
    text: str
    """Its words with the punctuation and space behind them; kept ones as the decision has them."""


_Edit: TypeAlias = tuple[int, int, int, int]
"""From and to in the words of the proposal, from and to in those of the decision: the former were
replaced by the latter."""


def word_difference(proposal: str, decision: str) -> list[Change]:
    """Tell word by word how a decision differs from a proposal.

    What is no letter or digit makes no difference, and neither do case and hyphens.

    Args:
        proposal: Words of the proposal.
        decision: Words of the decision.

    Returns:
        Runs in reading order; those kept and added, put together, are the decision as it stands.
    """
    old, new = words_of(proposal), words_of(decision)
    if "".join(word.key for word in old) == "".join(word.key for word in new):
        return [Change(ChangeKind.KEPT, decision)] if decision else []
    return list(_changes(proposal, decision, old, new))


def _changes(
    proposal: str, decision: str, old: Sequence[Word], new: Sequence[Word]
) -> Iterator[Change]:
    """Yield the runs between and in the edits."""
    starts = _starts(new, decision)
    olds = _starts(old, proposal)
    at = 0
    for i, j, k, m in _merged(_edits(old, new)):
        if starts[at] < starts[k]:
            yield Change(ChangeKind.KEPT, decision[starts[at] : starts[k]])
        if i < j:
            yield Change(ChangeKind.REMOVED, proposal[olds[i] : olds[j]])
        if k < m:
            yield Change(ChangeKind.ADDED, decision[starts[k] : starts[m]])
        at = m
    if starts[at] < len(decision):
        yield Change(ChangeKind.KEPT, decision[starts[at] :])


def _starts(words: Sequence[Word], text: str) -> list[int]:
    """Return where each word begins, the first with what stands before it, and the text ends."""
    if not words:
        return [0]
    return [0, *(_opening(text, before, word) for before, word in _pairs(words)), len(text)]


def _pairs(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    return itertools.pairwise(words)


def _opening(text: str, before: Word, word: Word) -> int:
    """Return where a word begins with the marks right before it: a bracket, a quote, a sign."""
    start = word.start
    while start > before.end and not text[start - 1].isspace():
        start -= 1
    return start if start > before.end else word.start


def _edits(old: Sequence[Word], new: Sequence[Word]) -> Iterator[_Edit]:
    """Yield the shortest edits that turn the old words into the new ones."""
    from rapidfuzz.distance import Indel  # loaded when first asked: a short file asks nothing

    last: _Edit | None = None
    for step in Indel.opcodes([w.key for w in old], [w.key for w in new]):
        if step.tag == "equal":
            continue
        i, j, k, m = step.src_start, step.src_end, step.dest_start, step.dest_end
        if last and last[1] == i and last[3] == k:
            last = (last[0], j, last[2], m)
            continue
        if last:
            yield last
        last = (i, j, k, m)
    if last:
        yield last


def _merged(edits: Iterator[_Edit]) -> list[_Edit]:
    """Join edits with a few words between them, fewer than either changes.

    A single 'og' that two other sentences happen to share says nothing, and parts what belongs
    together.
    """
    joined: list[_Edit] = []
    for edit in edits:
        joined.append(edit)
        while len(joined) > 1 and _belong_together(joined[-2], joined[-1]):
            later, earlier = joined.pop(), joined.pop()
            joined.append((earlier[0], later[1], earlier[2], later[3]))
    return joined


def _belong_together(earlier: _Edit, later: _Edit) -> bool:
    kept = later[0] - earlier[1]
    sizes = [max(edit[1] - edit[0], edit[3] - edit[2]) for edit in (earlier, later)]
    return kept <= _FEW and kept < min(sizes)
