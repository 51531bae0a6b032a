"""Of which type a place is next: one function for each process."""

import math

import numpy as np
from numba import njit

from tournament.engine.memory import Whole
from tournament.engine.options import BARE
from tournament.engine.population.draws import below, draw
from tournament.engine.population.structured.geometry import degree, neighbour
from tournament.engine.population.structured.payoffs import count, known, weighed, worth
from tournament.engine.population.structured.tables import Desk, Int16s, Sites
from tournament.referee.population.sites import COIN, DRAWS, FROM, TYPE
from tournament.rules.population import PROCESSES

_NUMBER = {name: number for number, name in enumerate(PROCESSES)}
MORAN, DEATH_BIRTH, WRIGHT_FISHER = (
    _NUMBER[name] for name in ("moran", "death-birth", "wright-fisher")
)
FERMI, IMITATE = _NUMBER["fermi"], _NUMBER["imitate best"]
RESPOND = _NUMBER["best response"]
TOO_SMALL = 700.0


@njit(**BARE)
def word(s: Sites, renewal: Whole, purpose: Whole) -> np.uint64:
    """Return a draw of a renewal."""
    return draw(s.stream[0], s.stream[1], np.uint64(DRAWS * renewal + purpose))


@njit(**BARE)
def share(z: np.uint64) -> float:
    """Return a draw on [0, 1)."""
    return np.float64(z >> np.uint64(11)) * 2.0**-53


@njit(**BARE)
def mutant(s: Sites, kind: Whole, renewal: Whole) -> Whole:
    """Return the type of a newcomer whose parent, or who itself, is of type `kind`."""
    if not s.mutates:
        return kind
    row = kind * s.types
    target = share(word(s, renewal, TYPE)) * s.mutation[row + s.types - 1]
    for j in range(s.types - 1):
        if target < s.mutation[row + j]:
            return j
    return s.types - 1


# -- by fitness ------------------------------------------------------------------------------------


@njit(**BARE)
def _candidate(s: Sites, place: Whole, which: Whole) -> Whole:
    """Return a candidate for a place: a neighbour; number -1 is the place itself."""
    if which < 0:
        return place
    return neighbour(s, s.learns_start, s.learns_place, place, which)


@njit(**BARE)
def parent(s: Sites, d: Desk, here: Int16s, place: Whole, renewal: Whole) -> Whole:
    """Return the type of the parent of who is born at a place; -1 where nobody can be."""
    first = -1 if s.process == WRIGHT_FISHER else 0
    many = degree(s, s.learns_start, place)
    if many == first == 0:
        return -1
    kind = here[_candidate(s, place, first)]
    alike = True
    for i in range(first + 1, many):
        alike &= here[_candidate(s, place, i)] == kind
    if alike:
        return np.int64(kind)
    top = -math.inf
    for i in range(first, many):
        d.room[i - first] = known(s, d, here, _candidate(s, place, i))
        top = max(top, d.room[i - first])
    total = 0.0
    for i in range(first, many):
        paid = d.room[i - first]
        if s.exponential:
            fit = math.exp(s.selection * (paid - top))
        else:
            fit = max(0.0, 1.0 - s.selection + s.selection * paid)
        if s.by_weight and i >= 0:
            fit *= s.learns_weight[s.learns_start[place] + i]
        d.room[i - first] = fit
        total += fit
    z = word(s, renewal, FROM)
    if total == 0.0:
        return np.int64(here[_candidate(s, place, first + below(z, many - first))])
    target, upto = share(z) * total, 0.0
    for i in range(first, many):
        upto += d.room[i - first]
        if target < upto:
            return np.int64(here[_candidate(s, place, i)])
    return np.int64(here[_candidate(s, place, many - 1)])


# -- by payoff -------------------------------------------------------------------------------------


@njit(**BARE)
def one_of(s: Sites, place: Whole, z: np.uint64) -> Whole:
    """Return one of the neighbours of a place, by the weight of the arc; -1 if there is none."""
    many = degree(s, s.learns_start, place)
    if many == 0:
        return -1
    which = below(z, many)
    if s.by_weight:
        first, total = s.learns_start[place], 0.0
        for i in range(many):
            total += s.learns_weight[first + i]
        target, which = share(z) * total, 0
        upto = s.learns_weight[first]
        while which < many - 1 and target >= upto:
            which += 1
            upto += s.learns_weight[first + which]
    return neighbour(s, s.learns_start, s.learns_place, place, which)


@njit(**BARE)
def compare(s: Sites, d: Desk, here: Int16s, place: Whole, renewal: Whole) -> Whole:
    """Return the type of a place that compares its payoff with that of a model."""
    model = one_of(s, place, word(s, renewal, FROM))
    if model < 0 or here[model] == here[place]:
        return np.int64(here[place])
    difference = known(s, d, here, model) - known(s, d, here, place)
    x = -s.selection * difference
    chance = 1.0 / (1.0 + math.exp(x)) if x < TOO_SMALL else 0.0
    return np.int64(here[model] if share(word(s, renewal, COIN)) < chance else here[place])


@njit(**BARE)
def imitate(s: Sites, d: Desk, here: Int16s, place: Whole) -> Whole:
    """Return the type of the best paid among a place and its neighbours."""
    mine, many = here[place], degree(s, s.learns_start, place)
    if not s.synchronous:  # payoffs are worth sparing
        alike = True
        for i in range(many):
            alike &= here[neighbour(s, s.learns_start, s.learns_place, place, i)] == mine
        if alike:
            return np.int64(mine)
    best, kept, other = known(s, d, here, place), True, np.int64(s.types)
    for i in range(many):
        near = neighbour(s, s.learns_start, s.learns_place, place, i)
        kind, paid = np.int64(here[near]), known(s, d, here, near)
        if paid > best:
            best, kept, other = paid, False, np.int64(s.types)
        if paid == best:
            if kind == mine:
                kept = True
            else:
                other = kind if kind < other else other
    return np.int64(mine) if kept else other


@njit(**BARE)
def respond(s: Sites, d: Desk, here: Int16s, place: Whole) -> Whole:
    """Return the type that would be paid best at a place, all others as they are."""
    mine = np.int64(here[place])
    own: Whole = 0
    if not s.weighted:
        own = count(s, here, d.tally, place)
    found: Whole = mine
    best = -math.inf
    for j in range(s.types):
        paid = weighed(s, here, place, j) if s.weighted else worth(s, d.tally, own, j)
        if paid > best or (paid == best and j == mine):
            best, found = paid, j
    return found


@njit(**BARE)
def renewed(s: Sites, d: Desk, here: Int16s, place: Whole, renewal: Whole) -> Whole:
    """Return the type of a place that dies, or learns."""
    mine = np.int64(here[place])
    if s.process == DEATH_BIRTH or s.process == WRIGHT_FISHER:
        kind = parent(s, d, here, place, renewal)
        return mine if kind < 0 else mutant(s, kind, renewal)
    explored = mutant(s, mine, renewal)
    if explored != mine:
        return explored
    if s.process == FERMI:
        return compare(s, d, here, place, renewal)
    if s.process == IMITATE:
        return imitate(s, d, here, place)
    return respond(s, d, here, place)
