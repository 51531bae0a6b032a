"""When it is looked at a population, and when a repetition ends, in plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import Clock

FIRST = 128
"""The first generation after which a repetition may end because it has settled."""


@dataclass(frozen=True)
class Diary:
    """What happened in a repetition.

    seen
        How many players were of each type whenever it was looked, until the end.
    last
        The same in the end.
    end
        As in `PopulationTallies`.
    """

    seen: list[list[int]]
    last: list[int]
    end: tuple[int, int, int]


class Watch:
    """Watches a repetition.

    Parameters
    ----------
    clock
        When it is looked, and when the repetition ends.
    size
        How many players there are (of each role).

    Attributes
    ----------
    generation, steps
        How much of the repetition is over.
    """

    def __init__(self, clock: Clock, size: int) -> None:
        self.clock, self.size = clock, size
        self.generation = self.steps = 0
        self.looks = clock.looks.tolist()
        self.seen: list[list[int]] = []
        self.sums: list[list[int]] = []  # of counts, in the generations up to each power of two

    def over(self, counts: Sequence[int], *, fixed: bool) -> bool:
        """Look at the counts after a generation, and return whether the repetition ends."""
        if self.generation == self.looks[len(self.seen)]:
            self.seen.append(list(counts))
        settled = self.clock.settled is not None and self.settled(counts, self.clock.settled)
        return settled or len(self.seen) == len(self.looks) or (self.clock.fixation and fixed)

    def settled(self, counts: Sequence[int], most: float) -> bool:
        """Return whether the mean counts have not moved.

        Sums are kept of generations n / 2 + 1 to n, for n = 1, 2, 4, 8 ...
        """
        if self.generation == 0:
            self.sums = [[0] * len(counts)]
            return False
        now = self.sums[-1] = [a + b for a, b in zip(self.sums[-1], counts, strict=True)]
        if self.generation.bit_count() > 1:
            return False
        self.sums.append([0] * len(counts))
        if self.generation < FIRST:
            return False
        n, before = self.generation // 2, self.sums[-3]
        return all(
            float(abs(a - 2 * b)) <= most * self.size * n for a, b in zip(now, before, strict=True)
        )

    def diary(self, counts: Sequence[int], fixed_type: int) -> Diary:
        """Return what happened."""
        return Diary(self.seen, list(counts), (self.generation, self.steps, fixed_type))


def books_of(diaries: Sequence[Diary]) -> PopulationTallies:
    """Return the books of some repetitions, with the looks at the longest of them.

    Of shorter ones the last counts are repeated.
    """
    looks = max(len(diary.seen) for diary in diaries)
    seen = np.array(
        [diary.seen + [diary.last] * (looks - len(diary.seen)) for diary in diaries], np.int64
    )
    return PopulationTallies(
        counts=seen.sum(axis=0),
        squares=(seen**2).sum(axis=0),
        last=np.array([diary.last for diary in diaries], np.int64),
        end=np.array([diary.end for diary in diaries], np.int64),
    )
