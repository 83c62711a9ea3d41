"""How well, and at what cost, people are told apart in a made archive of which the truth is known.

Run with `uv run python -m tests.benchmarks.people [SEED …]`. Precision and recall are over pairs of
attendance rows: of the pairs given to one person, the share that is one person's, and of one
person's pairs, the share given to one person. The same over pairs of spellings in a body (each
counted once, however many rows carry it) is printed below it: it weighs a slip as much as a name
used for years.
"""

import gc
import sys
import time
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from tests.benchmarks.archive_of_names import make_archive
from vedtak.extractors.name_forms import exact_keys, name_parts
from vedtak.pipeline.names.candidates import people_candidates
from vedtak.pipeline.names.mentions import Mention
from vedtak.pipeline.names.people import resolve_people
from vedtak.pipeline.names.ruled_names import RuledNames

SEEDS = (1, 2, 3)


def pair_counts(truth: Sequence[Hashable], guess: Sequence[Hashable]) -> tuple[int, int, int]:
    """Pairs given to one and being one; pairs given to one; pairs being one."""
    both = _pairs(Counter(zip(truth, guess, strict=True)).values())
    return both, _pairs(Counter(guess).values()), _pairs(Counter(truth).values())


def pair_scores(truth: Sequence[Hashable], guess: Sequence[Hashable]) -> tuple[float, float]:
    """Precision and recall over pairs."""
    both, given, real = pair_counts(truth, guess)
    return both / given, both / real


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def resolve(mentions: list[Mention], scopes: dict[str, str]) -> tuple[list[str], int]:
    """Resolve; return the person of each mention and the number of candidates."""
    resolved = resolve_people(mentions, scopes, RuledNames())
    candidates = people_candidates(resolved)
    person = {m.key: group.key for group in resolved.groups for m in group.mentions()}
    return [person[m.key] for m in mentions], len(candidates)


def cpu_seconds(mentions: list[Mention], scopes: dict[str, str], rounds: int = 3) -> float:
    """CPU seconds that resolving takes, the best of some rounds, each with cold caches."""
    seconds = []
    for _ in range(rounds):
        for cached in (name_parts, exact_keys):
            cached.cache_clear()
        gc.collect()
        before = time.process_time()
        resolve(mentions, scopes)
        seconds.append(time.process_time() - before)
    return min(seconds)


def spelling_scores(
    mentions: Sequence[Mention], truth: Sequence[int], guess: Sequence[str]
) -> tuple[float, float]:
    """Precision and recall over pairs of spellings, each once per body and person."""
    once = {
        (m.text, m.body_id, true, guessed): (true, guessed)
        for m, true, guessed in zip(mentions, truth, guess, strict=True)
    }
    return pair_scores([true for true, _ in once.values()], [g for _, g in once.values()])


def main(seeds: Sequence[int]) -> None:
    """Measure and print."""
    every = [0, 0, 0]
    for seed in seeds:
        mentions, truth, scopes = make_archive(seed)
        guess, candidates = resolve(mentions, scopes)
        precision, recall = pair_scores(truth, guess)
        counts = pair_counts(truth, guess)
        every = [total + count for total, count in zip(every, counts, strict=True)]
        print(f"seed {seed}: {len(mentions)} rows, {len(scopes)} bodies, {len(set(truth))} people")
        print(f"  pairs of rows       precision {precision:.5f}  recall {recall:.5f}")
        precision, recall = spelling_scores(mentions, truth, guess)
        print(f"  pairs of spellings  precision {precision:.5f}  recall {recall:.5f}")
        larger, _, more_scopes = make_archive(seed, bodies=4 * len(scopes))
        seconds, longer = cpu_seconds(mentions, scopes), cpu_seconds(larger, more_scopes)
        print(f"  {candidates} candidates; {seconds:.2f} s CPU; {len(larger)} rows {longer:.2f} s")
        print(
            f"  {len(larger) / len(mentions):.2f} times the rows, {longer / seconds:.2f} the time"
        )
    both, given, real = every
    print(f"all seeds: pairs of rows precision {both / given:.5f}  recall {both / real:.5f}")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or SEEDS)
