"""When it is looked at a well-mixed population, and when a repetition begins and ends."""

import numpy as np
from numba import njit

from tournament.engine.memory import Whole
from tournament.engine.options import BARE
from tournament.engine.population.crowd.tables import Crowd
from tournament.engine.words import U1, absorb
from tournament.referee.population.watch import FIRST_SETTLED
from tournament.results.units.population import STEPS


@njit(**BARE)
def begin(c: Crowd, repetition: Whole) -> tuple[np.uint64, np.uint64]:
    """Begin a repetition; return the state and the step of its stream."""
    for i in range(c.types):
        c.counts[i] = c.starts[c.types * repetition + i]
        c.recent[i] = c.before[i] = 0
    key = absorb(absorb(c.key, np.uint64(c.first + repetition)), np.uint64(STEPS))
    return absorb(key, np.uint64(0)), absorb(key, U1) | U1


@njit(**BARE)
def fixed_type(c: Crowd) -> Whole:
    """Return the type that all players (of role 0) are of, or -1."""
    there, kind = 0, -1
    for i in range(c.types):
        if c.counts[i] > 0:
            there += 1
            if c.role[i] == 0:
                kind = i
    return kind if there == c.populations else -1


@njit(**BARE)
def _settled(c: Crowd, generation: Whole) -> bool:
    """Add up counts; return whether their means have not moved."""
    for i in range(c.types):
        c.recent[i] += c.counts[i]
    if generation & (generation - 1):
        return False
    n, quiet = np.float64(generation // 2), bool(generation >= 2 * FIRST_SETTLED)
    for i in range(c.types):
        moved = np.float64(abs(c.recent[i] - 2 * c.before[i]))
        quiet = quiet and bool(moved <= c.settled * np.float64(c.size) * n)
        c.before[i], c.recent[i] = c.recent[i], 0
    return quiet


@njit(**BARE)
def over(c: Crowd, generation: Whole, look: Whole) -> tuple[bool, Whole]:
    """Look at the counts after a generation; return whether the repetition ends, and the number of
    the next look."""
    if generation == c.looks[look]:
        for i in range(c.types):
            n = c.counts[i]
            c.seen[c.types * look + i] += n
            c.squares[c.types * look + i] += n * n
        look += 1
    ends = look == c.looks_n or (c.fixation and fixed_type(c) >= 0)
    if c.settled >= 0 and generation > 0:
        ends |= _settled(c, generation)
    return ends, look


@njit(**BARE)
def close(c: Crowd, repetition: Whole, generation: Whole, steps: Whole, look: Whole) -> None:
    """Write down the end of a repetition."""
    for i in range(c.types):
        c.last[c.types * repetition + i] = c.counts[i]
    c.end[3 * repetition] = generation
    c.end[3 * repetition + 1] = steps
    c.end[3 * repetition + 2] = fixed_type(c)
    c.looked[repetition] = look
