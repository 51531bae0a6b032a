"""What a place is paid."""

import numpy as np
from numba import njit

from tournament.engine.memory import Slots, Whole
from tournament.engine.options import BARE
from tournament.engine.population.structured.geometry import degree, inside, neighbour
from tournament.engine.population.structured.tables import Desk, Int16s, Sites


@njit(**BARE)
def _ones(s: Sites, here: Int16s, place: Whole) -> Whole:
    """Return how many neighbours inside a lattice are of type 1, of two."""
    up, down = place - s.width, place + s.width
    ones = here[up] + here[place - 1] + here[place + 1] + here[down]
    if s.near == 8:
        ones += here[up - 1] + here[up + 1] + here[down - 1] + here[down + 1]
    return ones


@njit(**BARE)
def count(s: Sites, here: Int16s, tally: Slots, place: Whole) -> Whole:
    """Count encounters with others by type; return how often a place meets itself."""
    own = np.int64(s.self_interaction)
    if s.near != 0 and s.types == 2 and inside(s, place):
        ones = _ones(s, here, place)
        tally[0], tally[1] = s.near - ones, ones
        return own
    for j in range(s.types):
        tally[j] = 0
    for i in range(degree(s, s.meets_start, place)):
        other = neighbour(s, s.meets_start, s.meets_place, place, i)
        if other == place:
            own += 1
        else:
            tally[here[other]] += 1
    return own


@njit(**BARE)
def worth(s: Sites, tally: Slots, own: Whole, kind: Whole) -> float:
    """Return what a place is paid if it is of a type, for counted encounters."""
    paid, met = 0.0, own
    for j in range(s.types):
        times = tally[j] + own * (j == kind)
        paid += times * s.payoffs[kind * s.types + j]
        met += tally[j]
    return paid / met if s.average and met > 0 else paid


@njit(**BARE)
def weighed(s: Sites, here: Int16s, place: Whole, kind: Whole) -> float:
    """Return what a place is paid if it is of a type, where encounters have weights."""
    paid, met, row = 0.0, 0.0, kind * s.types
    for arc in range(s.meets_start[place], s.meets_start[place + 1]):
        other = np.int64(s.meets_place[arc])
        theirs = kind if other == place else np.int64(here[other])
        paid += s.meets_weight[arc] * s.payoffs[row + theirs]
        met += s.meets_weight[arc]
    if s.self_interaction:
        paid += s.payoffs[row + kind]
        met += 1.0
    return paid / met if s.average and met > 0.0 else paid


@njit(**BARE)
def payoff(s: Sites, d: Desk, here: Int16s, place: Whole) -> float:
    """Return what a place is paid now."""
    kind = np.int64(here[place])
    if s.weighted:
        return weighed(s, here, place, kind)
    own = count(s, here, d.tally, place)
    return worth(s, d.tally, own, kind)


@njit(**BARE)
def known(s: Sites, d: Desk, here: Int16s, place: Whole) -> float:
    """Return what a place is paid now: found before, where all places are renewed at once."""
    return s.paid[place] if s.synchronous else payoff(s, d, here, place)
