"""The loop over a lattice on which all places imitate the best at once, and there are two types.

Nowak and May's game is one of these. A payoff depends on the own type and on how many neighbours
are of type 1 only. So payoffs are looked up, as *ranks*: whole numbers from 1 in the order of
payoffs; 0 stands for nobody. Rows go by as lines of bytes, from which the compiler makes vectors.

Legend: W columns; a line has W + 2 bytes, the first and the last for what lies beyond the edges.
"""

import numpy as np
from numba import njit

from tournament.engine.memory import Bytes, Whole, after
from tournament.engine.options import BARE
from tournament.engine.population.structured.clock import PLAY, RENEW, TICK, goes_on, tick
from tournament.engine.population.structured.tables import (
    GENERATION,
    STEPS,
    Desk,
    Sites,
    desk_at,
    sites_at,
)

COUNTS = 10
"""Up to nine places are counted: neighbours, and the place itself."""


@njit(**BARE)
def _line(s: Sites, grid: Bytes, y: Whole) -> Bytes:
    """Return a row of a grid: beyond an edge that of the other side, or one of zeros."""
    if s.torus:
        y = (y + s.height) % s.height
    elif y < 0 or y >= s.height:
        return s.nothing
    return after(grid, y * (s.width + 2))


@njit(**BARE)
def _wrap(s: Sites, line: Bytes) -> None:
    """Write what lies beyond the edges of a line."""
    line[0] = line[s.width] if s.torus else 0
    line[s.width + 1] = line[1] if s.torus else 0


@njit(**BARE)
def _rank(s: Sites, d: Desk, grid: Bytes, y: Whole) -> None:
    """Find the ranks of the places of a row: of those of type 0, and of those of type 1."""
    width, slot = s.width, (y + 3) % 3 * (s.width + 2)
    zeros, ones = after(d.ranks, slot), after(d.ranks, 3 * (width + 2) + slot)
    if not s.torus and (y < 0 or y >= s.height):
        for x in range(width + 2):
            zeros[x] = ones[x] = 0
        return
    up, here, down, line = _line(s, grid, y - 1), _line(s, grid, y), _line(s, grid, y + 1), d.line
    rows = 3 if s.torus else 1 + (y > 0) + (y < s.height - 1)
    if s.near == 8:
        for x in range(width + 2):
            line[x] = up[x] + here[x] + down[x]
        for x in range(1, width + 1):
            d.seen[x] = line[x - 1] + line[x] + line[x + 1] + COUNTS * here[x]
    else:
        for x in range(1, width + 1):
            d.seen[x] = up[x] + here[x - 1] + here[x] + here[x + 1] + down[x] + COUNTS * here[x]
    table = after(s.ranks, 6 * COUNTS * (rows - 1) + 4 * COUNTS)
    for x in range(1, width + 1):
        if not s.torus and (x == 1 or x == width):
            columns = 1 + (x > 1) + (x < width)
            rank = after(s.ranks, 6 * COUNTS * (rows - 1) + 2 * COUNTS * (columns - 1))[d.seen[x]]
        else:
            rank = table[d.seen[x]]
        ones[x] = rank * here[x]
        zeros[x] = rank * (1 - here[x])
    _wrap(s, zeros)
    _wrap(s, ones)


@njit(**BARE)
def _best(s: Sites, d: Desk, y: Whole, kind: Whole, best: Bytes) -> None:
    """Find the best rank of a type around each place of a row."""
    long = s.width + 2
    ranks = after(d.ranks, 3 * long * kind)
    up, down = after(ranks, (y + 2) % 3 * long), after(ranks, (y + 4) % 3 * long)
    here, line = after(ranks, (y + 3) % 3 * long), d.line
    if s.near == 8:
        for x in range(long):
            line[x] = max(up[x], max(here[x], down[x]))
        for x in range(1, long - 1):
            best[x] = max(line[x - 1], max(line[x], line[x + 1]))
    else:
        for x in range(1, long - 1):
            side = max(here[x - 1], max(here[x], here[x + 1]))
            best[x] = max(side, max(up[x], down[x]))


@njit(**BARE)
def _renew(s: Sites, d: Desk, first: Whole, last: Whole) -> None:
    """Find the types of some rows in the next generation."""
    now, long = s.progress[GENERATION] & 1, s.width + 2
    grid = after(s.grid, s.height * long * now)
    after_grid = after(s.grid, s.height * long * (1 - now))
    more: Whole = 0
    for known in range(first - 1, last + 1):
        _rank(s, d, grid, known)
        if known <= first:
            continue
        y = known - 1
        for kind in range(2):
            _best(s, d, y, kind, after(d.best, long * kind))
        here, there = after(grid, y * long), after(after_grid, y * long)
        for x in range(1, long - 1):
            zero, one, mine = d.best[x], d.best[long + x], here[x]
            there[x] = (one > zero) | ((one == zero) & (mine != 0))
        for x in range(1, long - 1):
            more += np.int64(there[x]) - np.int64(here[x])
        _wrap(s, there)
    d.change[0] -= more
    d.change[1] += more


def play_best_of_two(sites: int, desk: int, what: int, first: int, last: int) -> int:
    """Play until generation `last` is over, or to the end; or a part of a generation: rows `first`
    to `last`."""
    s, d = sites_at(sites), desk_at(desk)
    rows = last if what == RENEW else s.height
    while what != PLAY or goes_on(s, last):
        if what != TICK:
            _renew(s, d, first, rows)
        if what != RENEW:
            for j in range(2):
                s.counts[j] += d.change[j]
                d.change[j] = 0
            s.progress[STEPS] += 1
            tick(s)
        if what != PLAY:
            break
    return 0
