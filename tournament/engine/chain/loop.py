"""The loop over a chain: finds the joint states of two automata, and adds up what they hold.

Legend: n joint states, e edges. Outcomes are numbered CC, CD, DC, DD from the first seat's point of
view. `referee/exact/chain.py` is the slow twin, and tells the method.

Edges are sorted by where they lead, so a turn reads the numbers of all sources of a joint state and
writes once. Joint states are numbered as they are found. So those that a turn can be in stand more
or less together, and only they are looked at: little work where each turn has states of its own.
"""

import numpy as np
from numba import njit

from tournament.engine.chain.edges import explore, first_edge, next_high, next_low
from tournament.engine.chain.tables import (
    COUNTS,
    PEACE,
    STATES,
    THERE,
    TOO_LONG,
    VALUES,
    Chain,
    chain_at,
)
from tournament.engine.memory import Floats, Whole
from tournament.engine.options import BARE
from tournament.outcomes import SIZE


@njit(**BARE, forceinline=True)
def _come(
    chain: Chain, now: Floats, e: Whole, end: Whole, at: tuple[int, int, int, int],
    sums: tuple[float, float, float, float, float],
) -> tuple[float, float, float, float, float]:  # fmt: skip
    """Return the sums with the edges [e, end) of one outcome added.

    at
        Where a joint state keeps the count of this outcome, and the other counts.
    sums
        The probability; the count of this outcome, and the other counts.
    """
    p, x, a, b, c = sums
    while e < end:
        w, k = chain.sorted_weight[e], VALUES * np.int64(chain.sorted_source[e])
        there = now[k + THERE]
        p += w * there
        x += w * (now[k + at[0]] + there)
        a += w * now[k + at[1]]
        b += w * now[k + at[2]]
        c += w * now[k + at[3]]
        e += 1
    return p, x, a, b, c


@njit(**BARE)
def _step(chain: Chain, now: Floats, then: Floats, low: Whole, high: Whole) -> None:
    """Fill in the numbers of joint states [low, high) one turn later, and add them to visits."""
    visits, begin, c = chain.visits, chain.begin, chain.continuation
    start = first_edge(chain, low)
    for s in range(low, high):
        port = SIZE * s
        cc, cd, dc, dd = begin[port], begin[port + 1], begin[port + 2], begin[port + 3]
        peace, sums = 0.0, (0.0, 0.0, 0.0, 0.0, 0.0)
        for e in range(start, cc):
            k = VALUES * np.int64(chain.sorted_source[e])
            peace += chain.sorted_weight[e] * now[k + PEACE]
        p, x0, x1, x2, x3 = _come(chain, now, start, cc, (1, 2, 3, 4), sums)
        p, x1, x0, x2, x3 = _come(chain, now, cc, cd, (2, 1, 3, 4), (p, x1, x0, x2, x3))
        p, x2, x0, x1, x3 = _come(chain, now, cd, dc, (3, 1, 2, 4), (p, x2, x0, x1, x3))
        p, x3, x0, x1, x2 = _come(chain, now, dc, dd, (4, 1, 2, 3), (p, x3, x0, x1, x2))
        own, start = VALUES * s, dd
        then[own + THERE], then[own + PEACE] = c * p, c * peace
        then[own + COUNTS], then[own + COUNTS + 1] = c * x0, c * x1
        then[own + COUNTS + 2], then[own + COUNTS + 3] = c * x2, c * x3
        for value in range(own, own + VALUES):
            visits[value] += then[value]


@njit(**BARE)
def _arrive(chain: Chain, values: Floats) -> None:
    """Note how often one comes to each joint state by each outcome."""
    e = 0
    for port in range(SIZE * chain.progress[STATES]):
        total = 0.0
        while e < chain.begin[port]:
            total += chain.sorted_weight[e] * values[VALUES * np.int64(chain.sorted_source[e])]
            e += 1
        chain.arrived[port] = total * chain.continuation


@njit(**BARE)
def _write_turn(chain: Chain, values: Floats, turn: Whole, low: Whole, high: Whole) -> None:
    """Write down how likely each outcome of a turn is."""
    if turn < chain.rows:
        for s in range(low, high):
            for k in range(SIZE):
                there = values[VALUES * s + THERE]
                chain.by_turn[SIZE * turn + k] += there * chain.out[SIZE * s + k]


@njit(**BARE)
def _enter(chain: Chain, states: Whole) -> None:
    """Add what the visits of joint states say to the books."""
    for s in range(states):
        v, o = VALUES * s, SIZE * s
        for k in range(SIZE):
            likely = chain.out[o + k]
            chain.counts[k] += chain.visits[v + THERE] * likely
            for before in range(SIZE):
                chain.products[SIZE * before + k] += chain.visits[v + COUNTS + before] * likely
                chain.transitions[SIZE * before + k] += chain.arrived[o + before] * likely
        cd, dc, dd = chain.out[o + 1], chain.out[o + 2], chain.out[o + 3]
        chain.first_defections[0] += chain.visits[v + PEACE] * (dc + dd)
        chain.first_defections[1] += chain.visits[v + PEACE] * (cd + dd)


def play_chain(paper: Whole) -> int:
    """Find out what a match of two automata holds; return what room is lacking, 0 if none.

    Parameters
    ----------
    paper
        Address of the `Chain`. Its tables and totals are empty. If room was lacking, nothing in it
        counts.
    """
    chain: Chain = chain_at(paper)
    lacks, turns = explore(chain, chain.turns), chain.turns
    if lacks != 0:
        return lacks
    for values in (chain.now, chain.visits):
        values[THERE], values[PEACE] = 1.0, 1.0
    now, then, states = chain.now, chain.then, chain.progress[STATES]
    low, high = np.int64(0), np.int64(1)
    for turn in range(turns):
        _write_turn(chain, now, turn, low, high)
        if turn == turns - 2:
            _arrive(chain, chain.visits)
        if turn < turns - 1:
            onward, behind = next_low(chain, low, high), next_high(chain, low, high)
            edges = first_edge(chain, behind) - first_edge(chain, onward)
            if edges * (turns - turn) > chain.steps_most:
                return TOO_LONG
            _step(chain, now, then, onward, behind)
            for k in range(VALUES * low, VALUES * high):
                now[k] = 0.0
            low, high = onward, behind
        now, then = then, now
    _enter(chain, states)
    for k in range(SIZE):
        chain.starts[k] = chain.out[k]
    return 0
