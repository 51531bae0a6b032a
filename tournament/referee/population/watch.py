"""What is written down of a population, and when a repetition of it is over."""

from collections.abc import Sequence

import numpy as np

from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import Clock, Task

FIRST_SETTLED = 64


class Watch:
    """Writes the books of one repetition.

    Parameters
    ----------
    task, books
        What is played, and the books of all its repetitions.
    repetition
        The number of the repetition in the task.
    """

    def __init__(self, task: Task, books: PopulationTallies, repetition: int) -> None:
        self.task, self.books, self.repetition = task, books, repetition
        self.looked = 0
        self.history: list[Sequence[int]] = []

    def over(self, generation: int, counts: Sequence[int], types: Sequence[int]) -> bool:
        """Write down what is seen when a generation is over; return whether it was the last one.

        Parameters
        ----------
        generation, counts
            Its number, and how many places are of each type.
        types
            The type of each place.
        """
        clock = self.task.clock
        self.history.append(list(counts))
        if generation == clock.looks[self.looked]:
            self.look(counts, types)
        fixed = clock.fixation and fixed_type(counts, self.task.rules.roles) >= 0
        settled = is_settled(clock, self.history, self.task.places.size)
        return fixed or settled or self.looked == len(clock.looks)

    def look(self, counts: Sequence[int], types: Sequence[int]) -> None:
        """Write down one look."""
        self.books.counts[self.looked] += counts
        self.books.squares[self.looked] += np.square(counts)
        for picture in np.flatnonzero(self.task.clock.pictures == self.looked):
            if self.books.pictures is not None and self.task.first + self.repetition == 0:
                self.books.pictures[picture] = types
        self.looked += 1

    def end(self, generation: int, steps: int, counts: Sequence[int], types: Sequence[int]) -> None:
        """Write down the end; at looks that are left the population is as in the end."""
        while self.looked < len(self.task.clock.looks):
            self.look(counts, types)
        fixed = fixed_type(counts, self.task.rules.roles)
        self.books.last[self.repetition] = counts
        self.books.end[self.repetition] = generation, steps, fixed


def fixed_type(counts: Sequence[int], roles: Sequence[int] = ()) -> int:
    """Return the type that has all places; -1 if none has.

    In two roles, the type that has all places of role 0, if one type has all others.

    >>> fixed_type([0, 5, 0]), fixed_type([1, 4, 0]), fixed_type([5, 5, 0], roles=[1, 0, 0])
    (1, -1, 1)
    """
    present = [kind for kind, count in enumerate(counts) if count]
    if len(present) == 1:
        return present[0]
    if len(present) == 2 == len({roles[kind] for kind in present if roles}):
        return next(kind for kind in present if roles[kind] == 0)
    return -1


def is_settled(clock: Clock, history: Sequence[Sequence[int]], size: int) -> bool:
    """Return whether shares move no more: whether mean counts of two times are nearly the same.

    Parameters
    ----------
    clock
        It says how nearly.
    history
        How many places were of each type after generation 0, 1, 2 ...
    size
        How many places there are.
    """
    n = (len(history) - 1) // 2
    if clock.settled is None or len(history) != 2 * n + 1 or not is_mark(n):
        return False
    rows = np.array(history)
    later, earlier = rows[n + 1 :].sum(axis=0), rows[n // 2 + 1 : n + 1].sum(axis=0)
    return moves_little(clock.settled, later, earlier, n, size)


def is_mark(n: int) -> bool:
    """Return whether n is 64, 128, 256 ...

    >>> [n for n in range(300) if is_mark(n)]
    [64, 128, 256]
    """
    return n >= FIRST_SETTLED and n & (n - 1) == 0


def moves_little(settled: float, later: np.ndarray, earlier: np.ndarray, n: int, size: int) -> bool:
    """Return whether the mean counts of the last n generations and of the n / 2 before are nearly
    the same, for their sums by type."""
    return bool((np.abs(later - 2 * earlier) <= settled * size * n).all())
