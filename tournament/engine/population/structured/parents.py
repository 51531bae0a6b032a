"""A parent drawn by fitness among all places: sums of fitness by halves, in a binary tree."""

import math

import numpy as np
from numba import njit

from tournament.engine.memory import Whole
from tournament.engine.options import BARE
from tournament.engine.population.draws import below
from tournament.engine.population.structured.payoffs import payoff
from tournament.engine.population.structured.renewal import share
from tournament.engine.population.structured.tables import Desk, Int16s, Sites
from tournament.referee.population.sites import FARTHEST, LOG2_E, LOG_2, MOST_POWER, NOBODY


@njit(**BARE)
def _shifted(s: Sites, branch: Whole, power: Whole) -> float:
    """Return the sum of a branch in units of a power of two."""
    by = power - s.powers[branch]
    return s.sums[branch] * s.halves[by] if by <= FARTHEST else 0.0


@njit(**BARE)
def _join(s: Sites, branch: Whole) -> bool:
    """Add up the two branches of a branch; return whether it changed."""
    left, right = 2 * branch, 2 * branch + 1
    if not s.exponential:
        total = s.sums[left] + s.sums[right]
        changed = total != s.sums[branch]
        s.sums[branch] = total
        return changed
    power = max(s.powers[left], s.powers[right])
    total = _shifted(s, left, power) + _shifted(s, right, power)
    changed = total != s.sums[branch] or power != s.powers[branch]
    s.sums[branch], s.powers[branch] = total, power
    return changed


@njit(**BARE)
def _weigh(s: Sites, d: Desk, here: Int16s, place: Whole) -> None:
    """Write down the fitness of a place."""
    leaf, paid = s.leaves + place, payoff(s, d, here, place)
    if not s.exponential:
        s.sums[leaf] = max(0.0, 1.0 - s.selection + s.selection * paid)
        return
    power = s.selection * paid * LOG2_E
    whole = math.floor(min(max(power, -MOST_POWER), MOST_POWER))
    s.sums[leaf] = math.exp((power - whole) * LOG_2)
    s.powers[leaf] = np.int64(whole)


@njit(**BARE)
def weigh_all(s: Sites, d: Desk, here: Int16s) -> None:
    """Write down the fitness of all places."""
    for leaf in range(s.leaves, 2 * s.leaves):
        if leaf < s.leaves + s.size:
            _weigh(s, d, here, leaf - s.leaves)
        else:
            s.sums[leaf], s.powers[leaf] = NOBODY
    for branch in range(s.leaves - 1, 0, -1):
        _join(s, branch)


@njit(**BARE)
def weigh_again(s: Sites, d: Desk, here: Int16s, place: Whole) -> None:
    """Write down the fitness of a place that may have changed."""
    branch = s.leaves + place
    total = s.sums[branch]
    power = s.powers[branch] if s.exponential else 0
    _weigh(s, d, here, place)
    changed = total != s.sums[branch] or (s.exponential and power != s.powers[branch])
    while changed and branch > 1:
        branch >>= 1
        changed = _join(s, branch)


@njit(**BARE)
def parent_of_all(s: Sites, word: np.uint64) -> Whole:
    """Return a parent drawn by fitness among all places."""
    if s.sums[1] == 0.0:
        return below(word, s.size)
    target, branch = share(word) * s.sums[1], 1
    while branch < s.leaves:
        above, branch = branch, 2 * branch
        if s.exponential:
            power = s.powers[above]
            left, right = _shifted(s, branch, power), _shifted(s, branch + 1, power)
        else:
            left, right = s.sums[branch], s.sums[branch + 1]
        if target >= left and right != 0.0:
            target -= left
            branch += 1
        if s.exponential:
            target /= s.halves[s.powers[above] - s.powers[branch]]
    return branch - s.leaves
