"""What types are paid in a well-mixed population, and whom one follows, compiled.

`meet` and `change` are where payoffs come from: they keep `totals`, in grains. All else reads them.
"""

import math

import numpy as np
from numba import njit

from tournament.engine.memory import Whole, after
from tournament.engine.options import BARE
from tournament.engine.population.crowd.tables import Crowd
from tournament.engine.words import mix
from tournament.referee.population.numbers import ONE

WHOLE = float(ONE)
LOWEST = -(1 << 63)

# -- where payoffs come from -----------------------------------------------------------------------


@njit(**BARE)
def meet(c: Crowd) -> None:
    """Let all meet all."""
    for i in range(c.types):
        total = 0
        for j in range(c.types):
            total += c.table[c.types * j + i] * c.counts[j]
        c.totals[i] = total


@njit(**BARE)
def change(c: Crowd, old: Whole, new: Whole) -> None:
    """Let one player change its type."""
    c.counts[old] -= 1
    c.counts[new] += 1
    less, more = after(c.table, c.types * old), after(c.table, c.types * new)
    for i in range(c.types):
        c.totals[i] += more[i] - less[i]


# -- what payoffs mean -----------------------------------------------------------------------------


@njit(**BARE)
def paid(c: Crowd, kind: Whole) -> Whole:
    """Return what one of a type is paid by all whom it meets."""
    return c.totals[kind] - c.own[kind]


@njit(**BARE)
def best_paid(c: Crowd, role: Whole, without: Whole) -> Whole:
    """Return what the best paid of a role is paid, not counting one player of a type; or -1."""
    most = LOWEST
    for i in range(c.types):
        there = (c.counts[i] > (i == without)) & (c.role[i] == role)
        value = c.totals[i] - c.own[i]
        most = max(most, value if there else LOWEST)  # no branch: several types at once
    return most


@njit(**BARE)
def _mean(c: Crowd, total: Whole) -> float:
    """Return a payoff: the mean over those whom one meets."""
    return np.float64(total) * c.grain / c.met


@njit(**BARE)
def relative(c: Crowd, mine: Whole, top: Whole) -> float:
    """Return the fitness of one who is paid so much, divided by the fitness of the best."""
    s = c.selection
    if c.exponential:
        return math.exp(s * _mean(c, mine - top))
    best = 1.0 - s + s * _mean(c, top)
    if best <= 0:
        return 1.0
    return max(0.0, (1.0 - s + s * _mean(c, mine)) / best)


@njit(**BARE)
def better(c: Crowd, other: Whole, than: Whole) -> float:
    """Return the chance that who is paid `than` takes over the type of who is paid `other`."""
    x = -c.selection * _mean(c, other - than)
    return 1.0 / (1.0 + math.exp(x)) if x < 700.0 else 0.0


@njit(**BARE)
def says_yes(word: np.uint64, chance: float) -> bool:
    """Return whether a word says that what has this chance happens."""
    return bool(np.int64(word >> np.uint64(2)) < np.int64(chance * WHOLE))


# -- whom one follows ------------------------------------------------------------------------------


@njit(**BARE)
def best(c: Crowd, own: Whole) -> Whole:
    """Return the type of the best paid: what one of type `own` takes over."""
    least = best_paid(c, c.role[own], -1) - c.tie
    if paid(c, own) >= least:
        return own
    for i in range(c.types):
        if c.counts[i] > 0 and c.role[i] == c.role[own] and paid(c, i) >= least:
            return i
    return own


@njit(**BARE)
def response(c: Crowd, own: Whole) -> Whole:
    """Return the type that would be paid best: what one of type `own` becomes."""
    me = 0 if c.meets_itself else 1
    mine = after(c.table, c.types * own)
    most = LOWEST
    for i in range(c.types):
        if c.role[i] == c.role[own]:
            most = max(most, c.totals[i] - me * mine[i])
    least = most - c.tie
    if c.totals[own] - me * mine[own] >= least:
        return own
    for i in range(c.types):
        if c.role[i] == c.role[own] and c.totals[i] - me * mine[i] >= least:
            return i
    return own


@njit(**BARE)
def picked(chances: np.ndarray, word: np.uint64) -> Whole:
    """Return the item that a word picks, of cumulated chances."""
    x, i = np.int64(word >> np.uint64(2)), 0
    while x >= chances[i]:
        i += 1
    return i


@njit(**BARE)
def newcomer(c: Crowd, kind: Whole, at: np.uint64, step: np.uint64) -> tuple[Whole, np.uint64]:
    """Return the type of a child of a type, or what a learner tries; and how far draws are."""
    only = c.only[kind]
    if only >= 0:
        return only, at
    at += step
    word, row = mix(at), after(c.newcomers, c.types * kind)
    x = np.int64(word >> np.uint64(2))
    if x < row[kind] and (kind == 0 or x >= row[kind - 1]):  # most often
        return kind, at
    return picked(row, word), at
