"""Finds the joint states that two automata can reach, and the edges between them.

Legend: n joint states, e edges. Outcomes are numbered CC, CD, DC, DD from the first seat's point of
view. `referee/exact/pair.py` is the slow twin.
"""

import numpy as np
from numba import njit

from tournament.engine.chain.tables import (
    EDGES,
    NO_WAY_ON,
    ROOM_FOR_EDGES,
    ROOM_FOR_STATES,
    STATES,
    VALUES,
    Chain,
)
from tournament.engine.memory import Whole
from tournament.engine.options import BARE
from tournament.outcomes import SIZE

_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio: keys that follow each other lie apart


@njit(**BARE)
def _number(chain: Chain, key: Whole) -> int:
    """Return the number of a joint state, a new one if nobody was there; -1 for want of room."""
    mask, table, progress = chain.mask, chain.table, chain.progress
    place = np.int64((np.uint64(key) * _SPREAD) >> np.uint64(32)) & mask
    while table[place] >= 0:
        if chain.key[table[place]] == key:
            return table[place]
        place = (place + 1) & mask
    new = progress[STATES]
    if new == chain.states_most:
        return -1
    progress[STATES] = new + 1
    table[place], chain.key[new] = new, key
    chain.lowest[new], chain.highest[new] = chain.states_most, -1
    for k in range(SIZE * new, SIZE * new + SIZE):
        chain.mark[k], chain.out[k], chain.arrived[k] = -1, 0.0, 0.0
    for k in range(VALUES * new, VALUES * new + VALUES):
        chain.now[k], chain.then[k], chain.visits[k] = 0.0, 0.0, 0.0
    return new


@njit(**BARE)
def _add_edge(chain: Chain, source: Whole, port: Whole, weight: float, own: Whole) -> bool:
    """Add an edge, or to the weight of the one that a joint state has to this port; return whether
    there was room. `own` is the first edge of the joint state."""
    last = chain.mark[port]
    if last >= own:
        chain.weight[last] += weight
        return True
    new = chain.progress[EDGES]
    if new == chain.edges_most:
        return False
    chain.progress[EDGES] = new + 1
    chain.source[new], chain.port[new], chain.weight[new] = source, port, weight
    chain.mark[port] = new
    return True


@njit(**BARE)
def _branch(
    chain: Chain, source: Whole, i: Whole, j: Whole, misread: Whole, weight: float, own: Whole,
    follow: bool,
) -> int:  # fmt: skip
    """Enter the edges of two choices, and of what both misread; return what room is lacking.

    `misread` and flips: 0 none, 1 by the second seat, 2 by the first, 3 by both.
    """
    for flips in range(SIZE if weight > 0.0 else 0):
        if chain.flips[flips] <= 0.0:
            continue
        chance = weight * chain.flips[flips]
        x = np.int64(chain.one_move[i]) ^ (flips >> 1)
        y = np.int64(chain.two_move[j]) ^ (flips & 1)
        outcome = 2 * x + y
        chain.out[SIZE * source + outcome] += chance
        if follow:
            a = chain.one_then[4 * i + 2 * x + (y ^ (misread >> 1))]
            b = chain.two_then[4 * j + 2 * y + (x ^ (misread & 1))]
            if a < 0 or b < 0:
                return NO_WAY_ON
            to = _number(chain, a * chain.two_states + b)
            if to < 0:
                return ROOM_FOR_STATES
            chain.lowest[source] = min(chain.lowest[source], to)
            chain.highest[source] = max(chain.highest[source], to)
            if not _add_edge(chain, source, SIZE * to + outcome, chance, own):
                return ROOM_FOR_EDGES
    return 0


@njit(**BARE)
def _expand(chain: Chain, source: Whole, follow: bool) -> int:
    """Enter the edges of a joint state; return what room is lacking."""
    own, key, error = chain.progress[EDGES], chain.key[source], chain.misperception
    a, b = key // chain.two_states, key % chain.two_states
    for i in range(chain.one_first[a], chain.one_first[a + 1]):
        for j in range(chain.two_first[b], chain.two_first[b + 1]):
            both = chain.one_weight[i] * chain.two_weight[j]
            for misread in range(4):
                weight = both * (error[0] if misread >> 1 else 1.0 - error[0])
                weight *= error[1] if misread & 1 else 1.0 - error[1]
                lacks = _branch(chain, source, i, j, misread, weight, own, follow)
                if lacks != 0:
                    return lacks
    return 0


@njit(**BARE)
def _sort(chain: Chain) -> None:
    """Sort the edges by port; those of a port stay in order."""
    begin, edges = chain.begin, chain.progress[EDGES]
    ports = SIZE * chain.progress[STATES]
    for k in range(ports):
        begin[k] = 0
    for e in range(edges):
        begin[chain.port[e]] += 1
    total = 0
    for k in range(ports):
        total += begin[k]
        begin[k] = total - begin[k]
    for e in range(edges):
        port = chain.port[e]
        at = begin[port]
        chain.sorted_source[at], chain.sorted_weight[at] = chain.source[e], chain.weight[e]
        begin[port] = at + 1


@njit(**BARE)
def explore(chain: Chain, turns: Whole) -> int:
    """Enter the edges of all joint states that come within some turns, sorted; return what room is
    lacking."""
    _number(chain, 0)
    low, high, level = 0, chain.progress[STATES], 0
    while low < high:
        for s in range(low, high):
            lacks = _expand(chain, s, level < turns - 1)
            if lacks != 0:
                return lacks
        low, high, level = high, chain.progress[STATES], level + 1
    _sort(chain)
    return 0


@njit(**BARE)
def next_low(chain: Chain, low: Whole, high: Whole) -> Whole:
    """Return the first joint state to which one comes from joint states [low, high)."""
    found: Whole = chain.states_most
    for s in range(low, high):
        found = min(found, chain.lowest[s])
    return found


@njit(**BARE)
def next_high(chain: Chain, low: Whole, high: Whole) -> Whole:
    """Return the joint state behind the last to which one comes from joint states [low, high)."""
    found: Whole = -1
    for s in range(low, high):
        found = max(found, chain.highest[s])
    return found + 1


@njit(**BARE)
def first_edge(chain: Chain, low: Whole) -> Whole:
    """Return the first of the sorted edges that lead to a joint state or to one behind it."""
    return chain.begin[SIZE * low - 1] if low > 0 else 0
