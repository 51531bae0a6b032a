"""The numbers of a well-mixed population, as both twins read them.

Legend: k types, N players (of each role). Type i is paid a[i, j] against type j.

Payoffs are whole numbers of *grains*. So sums are exact, in whatever order they are added up. A
grain is a power of two, at most 2**-40 of the largest payoff where N is 10**6, and less where N is
less. Chances are whole numbers below `ONE`, against which draws are compared.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tournament.rules.population import PopulationRules

ONE = 1 << 62
"""The chance of what is certain. A draw is compared as `word >> 2`."""
TIE = 1e-12
"""Payoffs are equal that differ by less than this part of the largest one: it is rounding."""
ROOM, LEAST = 60, -1000
"""Bits of the largest sum of payoffs; the exponent of the smallest grain."""


@dataclass(frozen=True)
class Numbers:
    """What holds in all repetitions of a well-mixed population.

    size, roles
        N; the role of each type, all 0 if there is one population.
    table
        k rows of k payoffs, in grains; 0 between types that do not meet.
    own
        (k,) what each type would be paid against itself, if nobody meets itself; else 0.
    met
        How many a player meets.
    grain
        The payoff of one grain.
    tie
        Sums of payoffs that differ by at most so many grains are equal.
    mutation
        k rows of k chances.
    newcomers
        The same rows, `cumulated`.
    """

    size: int
    roles: tuple[int, ...]
    table: tuple[tuple[int, ...], ...]
    own: tuple[int, ...]
    met: int
    grain: float
    tie: int
    mutation: tuple[tuple[float, ...], ...]
    newcomers: tuple[tuple[int, ...], ...]

    @property
    def populations(self) -> int:
        """How many populations there are: one, or one of each role."""
        return 1 + max(self.roles)

    @property
    def places(self) -> int:
        """How many players there are in all."""
        return self.size * self.populations

    def peers(self, kind: int) -> list[int]:
        """Return the types of the role of a type."""
        return [i for i, role in enumerate(self.roles) if role == self.roles[kind]]


@lru_cache(maxsize=4)
def numbers_of(rules: PopulationRules, size: int) -> Numbers:
    """Return the numbers of a population under some rules, with `size` players (of each role)."""
    two = len(set(rules.roles)) == 2
    roles = rules.roles if two else (0,) * rules.types
    payoffs = np.array(rules.payoffs)
    largest = float(np.abs(payoffs).max())
    exponent = math.frexp(largest)[1] + size.bit_length() - ROOM
    grain = math.ldexp(1.0, max(exponent, LEAST))
    meets = np.not_equal.outer(roles, roles) | (not two)
    table = np.where(meets, np.rint(payoffs / grain), 0).astype(np.int64)
    alone = two or rules.self_interaction
    met = size if alone else size - 1
    return Numbers(
        size=size,
        roles=roles,
        table=tuple(map(tuple, table.tolist())),
        own=tuple(np.diagonal(table * (not alone)).tolist()),
        met=met,
        grain=grain,
        tie=int(TIE * largest / grain * met),
        mutation=rules.mutation,
        newcomers=tuple(cumulated(row) for row in rules.mutation),
    )


# -- chances ---------------------------------------------------------------------------------------


def cumulated(weights: Sequence[float]) -> tuple[int, ...]:
    """Return the chance of each item or one before it, for weights of any sum.

    From the last item on that has any weight, the chance is certain.

    >>> [chance / ONE for chance in cumulated([1.0, 3.0, 0.0])]
    [0.25, 1.0, 1.0]
    """
    whole = 0.0
    for weight in weights:
        whole += weight
    sums, chances = 0.0, []
    for weight in weights:
        sums += weight
        chances.append(ONE if sums >= whole else int(sums / whole * ONE))
    return tuple(chances)


def certain(chances: Sequence[int]) -> int | None:
    """Return the only item that can be picked, or None.

    >>> certain(cumulated([0.0, 2.0])), certain(cumulated([1.0, 1.0]))
    (1, None)
    """
    first = next(i for i, chance in enumerate(chances) if chance > 0)
    return first if chances[first] == ONE else None


def picked(chances: Sequence[int], word: int) -> int:
    """Return the item that a word picks.

    >>> picked(cumulated([1.0, 3.0]), 0), picked(cumulated([1.0, 3.0]), 1 << 63)
    (0, 1)
    """
    return next(i for i, chance in enumerate(chances) if word >> 2 < chance)
