"""The loop over a chain: finds the joint states of two automata, and adds up what they hold.

Legend: n joint states, e edges. Outcomes are numbered CC, CD, DC, DD from the first seat's point of
view. `referee/exact/chain/moments.py` is the slow twin, and tells the method.
"""

import numpy as np
from numba import njit

from tournament.engine.chain.fours import add_four, empty_four, multiply_fours
from tournament.engine.chain.joint import Window, edges_of, enter, leave, window_of
from tournament.engine.chain.tables import (
    BEFORE,
    BEHIND,
    BROKEN,
    CAME,
    COUNTS,
    FOLLOWED,
    OUT,
    PRODUCTS,
    SCRATCH,
    STATES,
    TOO_LONG,
    VALUES,
    Chain,
    chain_at,
)
from tournament.engine.memory import Floats, Int32s, Whole
from tournament.engine.options import BARE
from tournament.outcomes import SIZE
from tournament.referee.exact.pair import MOST_STEPS, NEGLIGIBLE


@njit(**BARE, forceinline=True)
def _look(chain: Chain, now: Floats, own: Whole, a: Whole, b: Whole) -> None:
    """Note what the outcomes of a joint state are, and add it to the sums of the turn.

    own
        Where its numbers begin.
    a, b
        The states of both automata.
    """
    scratch = chain.scratch
    multiply_fours(scratch, OUT, chain.one_made, SIZE * a, chain.two_made, SIZE * b)
    for k in range(SIZE):
        scratch[BEFORE + k] = now[own + COUNTS + k] + now[own + CAME + k]
    for k in range(SIZE):
        add_four(scratch, FOLLOWED + SIZE * k, scratch, OUT, now[own + CAME + k])
        add_four(scratch, PRODUCTS + SIZE * k, scratch, OUT, scratch[BEFORE + k])


@njit(**BARE, forceinline=True)
def _carry(
    chain: Chain, then: Floats, peace_then: Floats, e: Whole, end: Whole, p: float, peace: float
) -> None:
    """Carry what a joint state holds along its edges [e, end).

    p, peace
        How likely one is there, and how likely in peace.
    """
    while e < end:
        port, weight = np.int64(chain.port[e]), chain.weight[e]
        then[port] += weight * p
        add_four(then, (port & -VALUES) + COUNTS, chain.scratch, BEFORE, weight)
        if peace > 0.0 and port % VALUES == 0:
            peace_then[port // VALUES] += weight * peace
        e += 1


@njit(**BARE)
def _turn(
    chain: Chain, now: Floats, then: Floats, peace_now: Floats, peace_then: Floats, at_now: Int32s,
    at_then: Int32s, turn: Whole, window: Window,
) -> int:  # fmt: skip
    """Take a turn: add it up, and fill in the numbers of the next; return what is lacking."""
    n, last, scratch = chain.progress[STATES], turn == chain.turns - 1, chain.scratch
    if chain.keeps == 0:
        chain.progress[STATES] = 0
    for s in range(n):
        own, peace = VALUES * s, peace_now[s]
        p = (now[own] + now[own + 1]) + (now[own + 2] + now[own + 3])
        p = 1.0 if turn == 0 else p
        if p >= NEGLIGIBLE:
            a, b = np.int64(at_now[2 * s]), np.int64(at_now[2 * s + 1])
            _look(chain, now, own, a, b)
            if peace > 0.0:
                scratch[BROKEN] += peace * (scratch[OUT + 2] + scratch[OUT + 3])
                scratch[BROKEN + 1] += peace * (scratch[OUT + 1] + scratch[OUT + 3])
            if not last:
                e = edges_of(chain, at_then, s, a, b, window)
                if e < 0:
                    return -e
                _carry(chain, then, peace_then, e, chain.progress[BEHIND], p, peace)
        peace_now[s] = 0.0
        empty_four(now, own)
        empty_four(now, own + SIZE)
    return 0


@njit(**BARE)
def _add_up(chain: Chain, turn: Whole) -> None:
    """Add the sums of a turn to the books, and empty them."""
    scratch = chain.scratch
    for k in range(SIZE):
        if turn == 0:
            chain.starts[k] = scratch[OUT + k]
        likely = chain.starts[k] if turn == 0 else 0.0
        for before in range(SIZE):
            place = SIZE * before + k
            likely += scratch[FOLLOWED + place]
            chain.transitions[place] += scratch[FOLLOWED + place]
            chain.products[place] += scratch[PRODUCTS + place]
        if turn < chain.rows:
            chain.by_turn[SIZE * turn + k] = likely
    for seat in range(2):
        chain.first_defections[seat] += scratch[BROKEN + seat]
    for k in range(SCRATCH):
        scratch[k] = 0.0


def play_chain(paper: Whole) -> int:
    """Find out what a match of two automata holds; return what room is lacking, 0 if none.

    Parameters
    ----------
    paper
        Address of the `Chain`. Its tables and totals are empty. If room was lacking, nothing in it
        counts.
    """
    chain: Chain = chain_at(paper)
    enter(chain)
    now, then, at_now, at_then = chain.now, chain.then, chain.at_now, chain.at_then
    peace_now, peace_then = chain.peace_now, chain.peace_then
    peace_now[0] = 1.0
    window = window_of(chain, at_now, np.int64(1))
    for turn in range(chain.turns):
        n = chain.progress[STATES]
        if n > MOST_STEPS // (chain.turns - turn):
            return TOO_LONG
        window = window_of(chain, at_now, n)
        lacks = _turn(
            chain, now, then, peace_now, peace_then, at_now, at_then, np.int64(turn), window
        )
        if lacks != 0:
            return lacks
        _add_up(chain, np.int64(turn))
        if chain.keeps == 0:
            leave(chain, at_then, window)
        now, then, at_now, at_then = then, now, at_then, at_now
        peace_now, peace_then = peace_then, peace_now
    if chain.keeps != 0:
        leave(chain, at_now, window)
    return 0
