"""The loop over time of a population whose encounters are played: the twin of
`tournament.referee.population.live`.

What pairs of types were paid lies in pools, which Python fills. Where a pool does not suffice for
all encounters of a place, the loop stops in front of them, and goes on once there is more. A
renewal that was stopped begins again: its draws are the same, and who has played has played.

Legend: k types, N places. Pair (i, j) of types, the lower one first, has the number i k + j.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from tournament.engine.memory import Bytes, Floats, Slots, Whole, after, struct_of
from tournament.engine.options import BARE
from tournament.engine.population.draws import below, rest
from tournament.engine.population.structured.clock import fixed, goes_on, tick
from tournament.engine.population.structured.geometry import degree, neighbour
from tournament.engine.population.structured.loops import settle
from tournament.engine.population.structured.renewal import (
    DEATH_BIRTH,
    FERMI,
    IMITATE,
    MORAN,
    RESPOND,
    TOO_SMALL,
    WRIGHT_FISHER,
    mutant,
    one_of,
    share,
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
from tournament.engine.words import absorb
from tournament.referee.population.live import TRIES
from tournament.referee.population.sites import COIN, FROM, WHO

NOBODY, SHORT = -1, -2
"""In place of a place or a type: there is none; or a pool did not suffice."""


class Pools(NamedTuple):
    """What pairs of types were paid in matches that are not used up, and who has played."""

    room: int  # matches that a pool can hold
    paid: Floats  # (k k, room, 2) what the first and the second of a pair were paid
    used: Slots  # (k k) matches that are used up,
    filled: Slots  # (k k) and that there are
    certain: Bytes  # (k k) whether all matches of a pair are alike; then there is one
    need: Slots  # (k k) zeros
    known: Slots  # (N + k) when a place played last, plus 1; and a place, if it were of a type
    worth: Floats  # (N + k) what it was paid
    most: float  # what nobody is paid more than
    at: Slots  # (2,) the place that is renewed next, all at once; the pair that needs more


pools_at = struct_of(Pools)


# -- payoffs ---------------------------------------------------------------------------------------


@njit(**BARE)
def _met(s: Sites, here: Int16s, place: Whole, kind: Whole, which: Whole) -> Whole:
    """Return the type of a neighbour; after the last one comes the place itself."""
    if which == degree(s, s.meets_start, place):
        return kind
    other = neighbour(s, s.meets_start, s.meets_place, place, which)
    return kind if other == place else np.int64(here[other])


@njit(**BARE)
def _pair(s: Sites, kind: Whole, other: Whole) -> Whole:
    return min(kind, other) * s.types + max(kind, other)


@njit(**BARE)
def _suffices(s: Sites, p: Pools, here: Int16s, place: Whole, kind: Whole, many: Whole) -> bool:
    """Return whether there are matches for all encounters of a place; else note a pair."""
    for i in range(many):
        p.need[_pair(s, kind, _met(s, here, place, kind, i))] += 1
    short = -1
    for i in range(many):
        pair = _pair(s, kind, _met(s, here, place, kind, i))
        left = p.filled[pair] - p.used[pair]
        if short < 0 and (left < 1 if p.certain[pair] else left < p.need[pair]):
            short = pair
    for i in range(many):
        p.need[_pair(s, kind, _met(s, here, place, kind, i))] = 0
    p.at[1] = short
    return short < 0


@njit(**BARE)
def _plays(
    s: Sites, p: Pools, here: Int16s, place: Whole, kind: Whole, slot: Whole, now: Whole
) -> bool:
    """Find what a place is paid, if it has not played yet; return whether there were matches."""
    if p.known[slot] == now + 1:
        return True
    many = degree(s, s.meets_start, place) + np.int64(s.self_interaction)
    if not _suffices(s, p, here, place, kind, many):
        return False
    total, weights, first = 0.0, 0.0, 0
    if s.weighted:
        first = s.meets_start[place]
    for i in range(many):
        other = _met(s, here, place, kind, i)
        pair = _pair(s, kind, other)
        match = p.used[pair]
        if not p.certain[pair]:
            p.used[pair] += 1
        weight = 1.0
        if s.weighted and i < degree(s, s.meets_start, place):
            weight = s.meets_weight[first + i]
        total += weight * p.paid[(pair * p.room + match) * 2 + np.int64(kind > other)]
        weights += weight
    p.worth[slot] = total / weights if s.average and weights > 0.0 else total
    p.known[slot] = now + 1
    return True


# -- parents ---------------------------------------------------------------------------------------


@njit(**BARE)
def _relative(s: Sites, p: Pools, place: Whole) -> float:
    """Return the fitness of a place, divided by the most there can be."""
    paid = p.worth[place]
    if s.exponential:
        return math.exp(s.selection * (paid - p.most))
    best = 1.0 - s.selection + s.selection * p.most
    return max(0.0, 1.0 - s.selection + s.selection * paid) / best if best > 0.0 else 1.0


@njit(**BARE)
def _drawn(s: Sites, place: Whole, z: np.uint64) -> tuple[Whole, np.uint64]:
    """Return a candidate for a place by the weight of arcs, and another word; of all places for
    place -1."""
    if place < 0:
        return below(z, s.size), rest(z, s.size)
    first = -1 if s.process == WRIGHT_FISHER else 0
    many = degree(s, s.learns_start, place)
    which, left = first + below(z, many - first), rest(z, many - first)
    if s.by_weight:
        left, arcs = absorb(z, np.uint64(0)), s.learns_start[place]
        total = 0.0
        for i in range(first, many):
            total += 1.0 if i < 0 else s.learns_weight[arcs + i]
        target, upto, which = share(z) * total, 0.0, many - 1
        for i in range(first, many):
            upto += 1.0 if i < 0 else s.learns_weight[arcs + i]
            if target < upto:
                which = i
                break
    if which < 0:
        return place, left
    return neighbour(s, s.learns_start, s.learns_place, place, which), left


@njit(**BARE)
def _parent(s: Sites, p: Pools, here: Int16s, place: Whole, z: np.uint64, now: Whole) -> Whole:
    """Return a parent that is not refused, for a place; of all places for place -1."""
    if place >= 0 and s.process != WRIGHT_FISHER and degree(s, s.learns_start, place) == 0:
        return NOBODY
    for number in range(1, TRIES):
        one, left = _drawn(s, place, absorb(z, np.uint64(number)))
        if not _plays(s, p, here, one, np.int64(here[one]), one, now):
            return SHORT
        if share(left) < _relative(s, p, one):
            return one
    return _drawn(s, place, absorb(z, np.uint64(TRIES)))[0]


# -- learners --------------------------------------------------------------------------------------


@njit(**BARE)
def _compare(s: Sites, p: Pools, here: Int16s, place: Whole, renewal: Whole, now: Whole) -> Whole:
    """Return the type of a place that compares its payoff with that of a model."""
    mine = np.int64(here[place])
    model = one_of(s, place, word(s, renewal, FROM))
    if model < 0 or here[model] == mine:
        return mine
    for one in (model, place):
        if not _plays(s, p, here, one, np.int64(here[one]), one, now):
            return SHORT
    x = -s.selection * (p.worth[model] - p.worth[place])
    chance = 1.0 / (1.0 + math.exp(x)) if x < TOO_SMALL else 0.0
    return np.int64(here[model]) if share(word(s, renewal, COIN)) < chance else mine


@njit(**BARE)
def _imitate(s: Sites, p: Pools, here: Int16s, place: Whole, now: Whole) -> Whole:
    """Return the type of the best paid among a place and its neighbours."""
    mine, many = np.int64(here[place]), degree(s, s.learns_start, place)
    alike = True
    for i in range(many):
        alike &= here[neighbour(s, s.learns_start, s.learns_place, place, i)] == mine
    if alike:
        return mine
    best, found = -math.inf, mine
    for i in range(-1, many):
        one = place
        if i >= 0:
            one = neighbour(s, s.learns_start, s.learns_place, place, i)
        kind = np.int64(here[one])
        if not _plays(s, p, here, one, kind, one, now):
            return SHORT
        paid = p.worth[one]
        if paid > best or (paid == best and found != mine and (kind == mine or kind < found)):
            best, found = paid, kind
    return found


@njit(**BARE)
def _respond(s: Sites, p: Pools, here: Int16s, place: Whole, renewal: Whole) -> Whole:
    """Return the type that would be paid best at a place, all others as they are."""
    mine, best, found = np.int64(here[place]), -math.inf, np.int64(0)
    for j in range(s.types):
        if not _plays(s, p, here, place, j, s.size + j, renewal):
            return SHORT
        paid = p.worth[s.size + j]
        if paid > best or (paid == best and j == mine):
            best, found = paid, np.int64(j)
    return found


@njit(**BARE)
def _renewed(s: Sites, p: Pools, here: Int16s, place: Whole, renewal: Whole, now: Whole) -> Whole:
    """Return the type of a place that dies, or learns."""
    mine = np.int64(here[place])
    if s.process == DEATH_BIRTH or s.process == WRIGHT_FISHER:
        one = _parent(s, p, here, place, word(s, renewal, FROM), now)
        if one == SHORT:
            return SHORT
        return mine if one < 0 else mutant(s, np.int64(here[one]), renewal)
    explored = mutant(s, mine, renewal)
    if explored != mine:
        return explored
    if s.process == FERMI:
        return _compare(s, p, here, place, renewal, now)
    if s.process == IMITATE:
        return _imitate(s, p, here, place, now)
    return _respond(s, p, here, place, renewal)


# -- time ------------------------------------------------------------------------------------------


@njit(**BARE)
def _step(s: Sites, p: Pools, here: Int16s, step: Whole) -> tuple[Whole, Whole]:
    """Return which place is renewed by a step, and its type."""
    who = word(s, step, WHO)
    if s.process != MORAN:
        place = below(who, s.size)
        return place, _renewed(s, p, here, place, step, step)
    mother = _parent(s, p, here, -1, who, step)
    if mother == SHORT:
        return 0, SHORT
    place = one_of(s, mother, word(s, step, FROM))
    if place < 0:
        return mother, np.int64(here[mother])
    return place, mutant(s, np.int64(here[mother]), step)


@njit(**BARE)
def _one_by_one(s: Sites, p: Pools) -> bool:
    """Play the steps of a generation; return whether there were matches for all."""
    here, step = s.sites, s.progress[STEPS]
    end = (s.progress[GENERATION] + 1) * s.size
    if not s.mutates and s.process != RESPOND and fixed(s):
        step = end
    while step < end and s.stop[0] == 0:
        place, kind = _step(s, p, here, step)
        if kind == SHORT:
            s.progress[STEPS] = step
            return False
        step += 1
        if kind != here[place] and settle(s, here, place, kind):
            break
    s.progress[STEPS] = step
    return True


@njit(**BARE)
def _at_once(s: Sites, p: Pools, d: Desk) -> bool:
    """Renew all places; return whether there were matches for all."""
    generation = s.progress[GENERATION]
    here = after(s.sites, s.size * (generation & 1))
    there = after(s.sites, s.size * (1 - (generation & 1)))
    while p.at[0] < s.size:
        place = p.at[0]
        renewal = generation * s.size + place
        kind = _renewed(s, p, here, place, renewal, generation)
        if kind == SHORT:
            return False
        d.change[here[place]] -= 1
        d.change[kind] += 1
        there[place] = kind
        p.at[0] += 1
    p.at[0] = 0
    for j in range(s.types):
        s.counts[j] += d.change[j]
        d.change[j] = 0
    s.progress[STEPS] += 1
    return True


def play_live(sites: int, desk: int, pools: int, until: int) -> int:
    """Play until a generation is over, or to the end; return 1 if a pool needs more before."""
    s, d, p = sites_at(sites), desk_at(desk), pools_at(pools)
    while goes_on(s, until):
        if not (_at_once(s, p, d) if s.synchronous else _one_by_one(s, p)):
            return 1
        tick(s)
    return 0
