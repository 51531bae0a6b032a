"""The loops over the repetitions of a well-mixed population, compiled."""

import numpy as np
from numba import njit

from tournament.engine.memory import Whole
from tournament.engine.options import BARE
from tournament.engine.population.crowd.chances import becomes
from tournament.engine.population.crowd.clock import begin, close, fixed_type, over
from tournament.engine.population.crowd.payoffs import (
    best,
    best_paid,
    better,
    change,
    meet,
    newcomer,
    paid,
    picked,
    relative,
    response,
    says_yes,
)
from tournament.engine.population.crowd.tables import (
    DEATH,
    FERMI,
    FISHER,
    IMITATE,
    MORAN,
    Crowd,
    crowd_at,
)
from tournament.engine.population.draws import below, rest
from tournament.engine.words import mix
from tournament.referee.population.numbers import ONE

Draws = np.uint64

# -- two types -------------------------------------------------------------------------------------


@njit(**BARE)
def _fill(c: Crowd, n: Whole) -> None:
    """Find the chances of a step of two types, if n players are of type 0."""
    c.counts[0], c.counts[1] = n, c.size - n
    meet(c)
    for own in range(2):
        if c.counts[own] > 0:
            becomes(c, own)
            c.two[2 * n + own] = c.chances[0]


@njit(**BARE)
def _two(c: Crowd, n: Whole, at: Draws, step: Draws) -> tuple[Whole, Draws, Whole]:
    """Play a generation of two types; return the count of type 0, draws, and steps."""
    size, ends = c.size, c.fixation
    for i in range(size):
        at += step
        word = mix(at)
        first = below(word, size) < n
        cell = 2 * n + (1 - first)
        if c.two[cell] < 0:
            _fill(c, n)
        n += (np.int64(rest(word, size) >> np.uint64(2)) < c.two[cell]) - first
        if ends and (n == 0 or n == size):
            return n, at, i + 1
    return n, at, size


def play_two_types(crowd: Whole) -> int:
    """Play all repetitions of two types, one player after the other; return 1 if stopped."""
    c: Crowd = crowd_at(crowd)
    for repetition in range(c.repetitions):
        at, step = begin(c, repetition)
        n, generation, steps = c.counts[0], 0, 0
        ends, look = over(c, generation, 0)
        while not ends:
            if c.stop[0]:
                return 1
            n, at, done = _two(c, n, at, step)
            c.counts[0], c.counts[1] = n, c.size - n
            generation, steps = generation + 1, steps + done
            ends, look = over(c, generation, look)
        close(c, repetition, generation, steps, look)
    return 0


# -- one by one ------------------------------------------------------------------------------------


@njit(**BARE)
def _parent(c: Crowd, first: Whole, dead: Whole, at: Draws, step: Draws) -> tuple[Whole, Draws]:
    """Return the type of a parent, drawn by fitness; not the one in place `dead`, unless -1."""
    there, role = c.size, 1 if first > 0 else 0
    if dead >= 0:
        there -= 1
        top = best_paid(c, role, np.int64(c.who[dead]))
    else:
        top = c.top[role]
    while True:
        at += step
        word = mix(at)
        place = first + below(word, there)
        kind = np.int64(c.who[place + (dead >= 0 and place >= dead)])
        mine = paid(c, kind)
        if mine == top or says_yes(rest(word, there), relative(c, mine, top)):
            return kind, at


@njit(**BARE)
def _comes(c: Crowd, place: Whole, own: Whole, at: Draws, step: Draws) -> tuple[Whole, Draws]:
    """Return who comes to a place, and how far draws are."""
    first = c.size if place >= c.size else 0
    if c.process == MORAN:
        parent, at = _parent(c, first, -1, at, step)
        return newcomer(c, parent, at, step)
    if c.process == DEATH:
        parent, at = _parent(c, first, place, at, step)
        return newcomer(c, parent, at, step)
    tried, at = newcomer(c, own, at, step)
    if tried != own:
        return tried, at
    if c.process != FERMI:
        return (best(c, own) if c.process == IMITATE else response(c, own)), at
    at += step
    word = mix(at)
    model = first + below(word, c.size - 1)
    kind = np.int64(c.who[model + (model >= place)])
    if kind == own or not says_yes(rest(word, c.size - 1), better(c, paid(c, kind), paid(c, own))):
        return own, at
    return kind, at


@njit(**BARE)
def _one_by_one(c: Crowd, at: Draws, step: Draws) -> tuple[Draws, Whole]:
    """Play a generation; return how far draws are, and the steps."""
    for i in range(c.places):
        at += step
        place = below(mix(at), c.places)
        own = np.int64(c.who[place])
        new, at = _comes(c, place, own, at, step)
        if new != own:
            c.who[place] = new
            change(c, own, new)
            _look_up(c)
            if c.fixation and c.counts[own] == 0 and fixed_type(c) >= 0:
                return at, i + 1
    return at, c.places


@njit(**BARE)
def _look_up(c: Crowd) -> None:
    """Find what the best paid is paid, where parents are drawn among all."""
    if c.process == MORAN:
        for role in range(c.populations):
            c.top[role] = best_paid(c, role, -1)


@njit(**BARE)
def _stand(c: Crowd) -> None:
    """Give players their places, types in order, and let all meet all."""
    place = 0
    for role in range(c.populations):
        for kind in range(c.types):
            count = c.counts[kind] if c.role[kind] == role else 0
            for _ in range(count):
                c.who[place] = kind
                place += 1
    meet(c)
    _look_up(c)


def play_one_by_one(crowd: Whole) -> int:
    """Play all repetitions, one player after the other; return 1 if stopped."""
    c: Crowd = crowd_at(crowd)
    for repetition in range(c.repetitions):
        at, step = begin(c, repetition)
        _stand(c)
        generation, steps = 0, 0
        ends, look = over(c, generation, 0)
        while not ends:
            if c.stop[0]:
                return 1
            at, done = _one_by_one(c, at, step)
            generation, steps = generation + 1, steps + done
            ends, look = over(c, generation, look)
        close(c, repetition, generation, steps, look)
    return 0


# -- all at once -----------------------------------------------------------------------------------


@njit(**BARE)
def _all_at_once(c: Crowd, at: Draws, step: Draws) -> Draws:
    """Renew all places; return how far draws are."""
    for i in range(c.types):
        c.then[i] = 0
    meet(c)
    role = -1
    for own in range(c.types):
        count = c.counts[own]
        if count == 0:
            continue
        if c.process != FISHER or c.role[own] != role:  # else chances are the same
            becomes(c, own)
            role = c.role[own]
        only = 0
        while c.chances[only] == 0:
            only += 1
        if c.chances[only] == ONE:
            c.then[only] += count
            continue
        for _ in range(count):
            at += step
            c.then[picked(c.chances, mix(at))] += 1
    for i in range(c.types):
        c.counts[i] = c.then[i]
    return at


def play_all_at_once(crowd: Whole) -> int:
    """Play all repetitions, all players at once; return 1 if stopped."""
    c: Crowd = crowd_at(crowd)
    for repetition in range(c.repetitions):
        at, step = begin(c, repetition)
        generation = 0
        ends, look = over(c, generation, 0)
        while not ends:
            if c.stop[0]:
                return 1
            at = _all_at_once(c, at, step)
            generation += 1
            ends, look = over(c, generation, look)
        close(c, repetition, generation, generation, look)
    return 0
