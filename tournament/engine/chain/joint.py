"""Joint states of two automata: their numbers, and the edges that lead from them.

Legend: n joint states, e edges. Outcomes are numbered CC, CD, DC, DD from the first seat's point of
view. `referee/exact/chain/joint.py` is the slow twin.

Joint states are numbered as they are found: in each turn anew, so that a turn takes little memory;
or once for the match, where the pair is small and its edges are kept. A number stands in the table,
at the place of its joint state. Where all pairs of next states have room there, each has a place of
its own. Else the place is a hash, and the next free one is taken.
"""

import numpy as np
from numba import njit

from tournament.engine.chain.tables import (
    BEHIND,
    EDGES,
    NO_WAY_ON,
    ROOM_FOR_STATES,
    STATES,
    VALUES,
    Chain,
)
from tournament.engine.memory import Int32s, Whole
from tournament.engine.options import BARE

_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio: keys that follow each other lie apart
_FAR = np.int64(2**31 - 1)

Window = tuple[Whole, Whole, Whole]
"""The key of the first place, how many second states there are, and whether all have places."""


@njit(**BARE)
def window_of(chain: Chain, at: Int32s, n: Whole) -> Window:
    """Return which next states n joint states lead to.

    Parameters
    ----------
    chain, n
        The chain, and how many joint states there are now.
    at
        (n, 2) the joint states.
    """
    if chain.keeps != 0:
        return np.int64(0), np.int64(chain.two_states), np.int64(chain.keeps <= chain.mask + 1)
    low, high, low_two, high_two = _FAR, np.int64(0), _FAR, np.int64(0)
    for s in range(n):
        a, b = np.int64(at[2 * s]), np.int64(at[2 * s + 1])
        low = min(low, np.int64(chain.one_lowest[a]))
        high = max(high, np.int64(chain.one_highest[a]))
        low_two = min(low_two, np.int64(chain.two_lowest[b]))
        high_two = max(high_two, np.int64(chain.two_highest[b]))
    width = high_two - low_two + 1
    dense = (high - low + 1) * width <= chain.mask + 1
    return low * width + low_two, width, np.int64(dense)


@njit(**BARE, forceinline=True)
def _home(chain: Chain, a: Whole, b: Whole, window: Window) -> Whole:
    """Return the place of a joint state in the table, or the first to look at."""
    start, width, dense = window
    key = a * width + b - start
    if dense != 0:
        return key
    return np.int64((np.uint64(key) * _SPREAD) >> np.uint64(32)) & chain.mask


@njit(**BARE, forceinline=True)
def _place(chain: Chain, at: Int32s, a: Whole, b: Whole, window: Window) -> Whole:
    """Return the place of a joint state, where its number is or will be."""
    place = _home(chain, a, b, window)
    if window[2] == 0:
        while True:
            there = np.int64(chain.table[place]) - 1
            if there < 0 or (at[2 * there] == a and at[2 * there + 1] == b):
                break
            place = (place + 1) & chain.mask
    return place


@njit(**BARE)
def expand(chain: Chain, at: Int32s, a: Whole, b: Whole, e: Whole, window: Window) -> Whole:
    """Enter the edges of a joint state, from the e-th on; return the one behind them, or less than
    0: minus what is lacking.

    Parameters
    ----------
    chain
        The chain.
    at
        (n, 2) receives the joint states of the next turn.
    a, b
        The states of both automata.
    e
        The first edge.
    window
        Where joint states of the next turn have their places.
    """
    states, table, continuation = chain.progress[STATES], chain.table, chain.continuation
    i, i_end = chain.one_first[a], chain.one_first[a + 1]
    j_begin, j_end = chain.two_first[b], chain.two_first[b + 1]
    if states + (i_end - i) * (j_end - j_begin) > chain.states_most:
        return -ROOM_FOR_STATES
    while i < i_end:
        x, chance = np.int64(chain.one_move[i]), chain.one_weight[i] * continuation
        for j in range(j_begin, j_end):
            y = np.int64(chain.two_move[j])
            onward, onward_too = chain.one_then[2 * i + y], chain.two_then[2 * j + x]
            if onward < 0 or onward_too < 0:
                return -NO_WAY_ON
            place = _place(chain, at, np.int64(onward), np.int64(onward_too), window)
            number = np.int64(table[place]) - 1
            new = number >> 63  # -1 for a new one, else 0: no branch, which nobody could foresee
            number += (states + 1) & new
            table[place] = number + 1
            at[2 * states], at[2 * states + 1] = onward, onward_too  # overwritten if not new
            states -= new
            chain.port[e] = VALUES * number + 2 * x + y
            chain.weight[e] = chance * chain.two_weight[j]
            e += 1
        i += 1
    chain.progress[STATES] = states
    return e


@njit(**BARE)
def edges_of(chain: Chain, at: Int32s, s: Whole, a: Whole, b: Whole, window: Window) -> Whole:
    """Return the first edge of a joint state, and note the one behind them; minus what is lacking.

    Parameters
    ----------
    chain, at, a, b, window
        As for `expand`.
    s
        The number of the joint state.
    """
    e = np.int64(0)
    if chain.keeps != 0:
        if chain.end[s] > 0:
            chain.progress[BEHIND] = chain.end[s]
            return np.int64(chain.begin[s])
        e = chain.progress[EDGES]
    end = expand(chain, at, a, b, e, window)
    if end < 0:
        return end
    chain.progress[BEHIND] = end
    if chain.keeps != 0:
        chain.begin[s], chain.end[s], chain.progress[EDGES] = e, end, end
    return e


@njit(**BARE)
def enter(chain: Chain) -> None:
    """Put the match into its first joint state."""
    chain.at_now[0], chain.at_now[1] = 0, 0
    chain.progress[STATES] = 1
    if chain.keeps != 0:
        chain.table[0] = 1  # the first place, whether all have places or not


@njit(**BARE)
def leave(chain: Chain, at: Int32s, window: Window) -> None:
    """Empty the table, for other joint states.

    Parameters
    ----------
    chain
        The chain.
    at
        (n, 2) the joint states that have a number.
    window
        Where they have their places.
    """
    for s in range(chain.progress[STATES]):
        place = _home(chain, np.int64(at[2 * s]), np.int64(at[2 * s + 1]), window)
        while chain.table[place] != s + 1:
            place = (place + 1) & chain.mask
        chain.table[place] = 0
        chain.end[s] = 0
