"""How likely it is that a player of a well-mixed population becomes another type, compiled."""

import numpy as np
from numba import njit

from tournament.engine.memory import Whole, after
from tournament.engine.options import BARE
from tournament.engine.population.crowd.payoffs import (
    WHOLE,
    best,
    best_paid,
    better,
    paid,
    relative,
    response,
)
from tournament.engine.population.crowd.tables import DEATH, FERMI, IMITATE, RESPOND, Crowd
from tournament.referee.population.numbers import ONE


@njit(**BARE)
def _child_of(c: Crowd, role: Whole, without: Whole) -> None:
    """Fill in the weights of the types of a child; one player of a type is no parent."""
    top = best_paid(c, role, without)
    for i in range(c.types):
        c.weights[i] = 0.0
    for i in range(c.types):
        may = c.counts[i] - (i == without)
        if may > 0 and c.role[i] == role:
            weight = np.float64(may) * relative(c, paid(c, i), top)
            row = after(c.mutation, c.types * i)
            for new in range(c.types):
                c.weights[new] += weight * row[new]


@njit(**BARE)
def _learning(c: Crowd, own: Whole) -> None:
    """Fill in the weights of what a learner becomes that compares itself with a model."""
    row, learned = after(c.mutation, c.types * own), 0.0
    for i in range(c.types):
        c.weights[i] = row[i]
        if i != own and c.counts[i] > 0 and c.role[i] == c.role[own]:
            models = np.float64(c.counts[i]) / np.float64(c.size - 1)
            takes = models * better(c, paid(c, i), paid(c, own))
            learned += takes
            c.weights[i] += row[own] * takes
    c.weights[own] = row[own] * max(0.0, 1.0 - learned)


@njit(**BARE)
def becomes(c: Crowd, own: Whole) -> None:
    """Fill in how likely it is that one of type `own` becomes each type, and cumulate it."""
    if c.process == FERMI:
        _learning(c, own)
    elif c.process == IMITATE or c.process == RESPOND:
        takes = best(c, own) if c.process == IMITATE else response(c, own)
        for i in range(c.types):
            c.weights[i] = c.mutation[c.types * own + i]
        looks, c.weights[own] = c.weights[own], 0.0
        c.weights[takes] += looks
    else:
        _child_of(c, c.role[own], own if c.process == DEATH else -1)
    whole = 0.0
    for i in range(c.types):
        whole += c.weights[i]
    sums = 0.0
    for i in range(c.types):
        sums += c.weights[i]
        c.chances[i] = ONE if sums >= whole else np.int64(sums / whole * WHOLE)
