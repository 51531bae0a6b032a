"""The loops over time: one place after the other, or all at once."""

import numpy as np
from numba import njit

from tournament.engine.memory import Whole, after
from tournament.engine.options import BARE
from tournament.engine.population.draws import below
from tournament.engine.population.structured.clock import (
    PAY,
    PLAY,
    RENEW,
    TICK,
    fixed,
    goes_on,
    tick,
)
from tournament.engine.population.structured.geometry import degree, neighbour
from tournament.engine.population.structured.parents import (
    parent_of_all,
    weigh_again,
    weigh_all,
)
from tournament.engine.population.structured.payoffs import payoff
from tournament.engine.population.structured.renewal import (
    RESPOND,
    mutant,
    one_of,
    renewed,
    word,
)
from tournament.engine.population.structured.tables import (
    GENERATION,
    STEPS,
    Desk,
    Int16s,
    Sites,
    desk_at,
    sites_at,
)
from tournament.referee.population.sites import FROM, WHO

# -- one after the other ---------------------------------------------------------------------------


@njit(**BARE)
def settle(s: Sites, here: Int16s, place: Whole, kind: Whole) -> bool:
    """Give a place a type; return whether that is the end."""
    s.counts[here[place]] -= 1
    s.counts[kind] += 1
    here[place] = kind
    return s.fixation and s.counts[kind] == s.size


def play_one_by_one(sites: int, desk: int, until: int) -> int:
    """Play until a generation is over, or to the end, where learners or the dead are drawn."""
    s, d = sites_at(sites), desk_at(desk)
    here = s.sites
    while goes_on(s, until):
        steps = s.progress[STEPS]
        end = steps + s.size
        if not s.mutates and s.process != RESPOND and fixed(s):
            steps = end
        while steps < end and s.stop[0] == 0:
            place = below(word(s, steps, WHO), s.size)
            kind = renewed(s, d, here, place, steps)
            steps += 1
            if kind != here[place] and settle(s, here, place, kind):
                break
        s.progress[STEPS] = steps
        tick(s)
    return 0


def play_moran(sites: int, desk: int, until: int) -> int:
    """Play until a generation is over, or to the end, where parents are drawn."""
    s, d = sites_at(sites), desk_at(desk)
    here = s.sites
    weigh_all(s, d, here)
    while goes_on(s, until):
        steps = s.progress[STEPS]
        end = steps + s.size
        if not s.mutates and fixed(s):
            steps = end
        while steps < end and s.stop[0] == 0:
            mother = parent_of_all(s, word(s, steps, WHO))
            place = one_of(s, mother, word(s, steps, FROM))
            kind = mutant(s, np.int64(here[mother]), steps)
            steps += 1
            if place < 0 or kind == here[place]:
                continue
            if settle(s, here, place, kind):
                break
            weigh_again(s, d, here, place)
            for i in range(degree(s, s.met_start, place)):
                weigh_again(s, d, here, neighbour(s, s.met_start, s.met_place, place, i))
        s.progress[STEPS] = steps
        tick(s)
    return 0


# -- all at once -----------------------------------------------------------------------------------


@njit(**BARE)
def _pay(s: Sites, d: Desk, first: Whole, last: Whole) -> None:
    """Find what some places are paid."""
    here = after(s.sites, s.size * (s.progress[GENERATION] & 1))
    for place in range(first, last):
        s.paid[place] = payoff(s, d, here, place)


@njit(**BARE)
def _renew(s: Sites, d: Desk, first: Whole, last: Whole) -> None:
    """Find the types of some places in the next generation."""
    generation = s.progress[GENERATION]
    here = after(s.sites, s.size * (generation & 1))
    there = after(s.sites, s.size * (1 - (generation & 1)))
    for place in range(first, last):
        kind = renewed(s, d, here, place, generation * s.size + place)
        if kind != here[place]:
            d.change[here[place]] -= 1
            d.change[kind] += 1
        there[place] = kind


def play_at_once(sites: int, desk: int, what: int, first: int, last: int) -> int:
    """Play until generation `last` is over, or to the end; or a part of a generation, from place
    `first` to `last`."""
    s, d = sites_at(sites), desk_at(desk)
    if what == PAY:
        _pay(s, d, first, last)
    if what == RENEW:
        _renew(s, d, first, last)
    if what == TICK:
        s.progress[STEPS] += 1
        tick(s)
    while what == PLAY and goes_on(s, last):
        if s.process != RESPOND:
            _pay(s, d, 0, s.size)
        _renew(s, d, 0, s.size)
        for j in range(s.types):
            s.counts[j] += d.change[j]
            d.change[j] = 0
        s.progress[STEPS] += 1
        tick(s)
    return 0
