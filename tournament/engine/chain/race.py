"""The loop over leads: how likely each seat is ahead at the end of a match.

Legend: n joint states. Outcomes are numbered CC, CD, DC, DD from the first seat's point of view. A
*lead* is how far the first seat is ahead, in steps. Only leads that are likely enough to count are
followed, so most pairs take a few leads, not all. `referee/exact/winning.py` is the slow twin.
"""

import numpy as np
from numba import njit

from tournament.engine.chain.edges import explore, first_edge, next_high, next_low
from tournament.engine.chain.tables import (
    ROOM_FOR_ROWS,
    ROWS,
    TOO_LONG,
    Chain,
    Lead,
    chain_at,
    lead_at,
)
from tournament.engine.memory import Floats, Whole, after
from tournament.engine.options import BARE
from tournament.outcomes import SIZE

NEGLIGIBLE = 1e-20
"""Leads at either end that are together no more likely than this, in one turn, are left out."""
MOST_STEPS = 200_000_000_000
"""The most edges times turns times leads: about a minute."""


@njit(**BARE)
def _shifted(into: Floats, of: Floats, weight: float, n: Whole) -> None:
    """Add n numbers, times a weight, to others."""
    for k in range(n):
        into[k] += weight * of[k]


@njit(**BARE)
def _turn(
    chain: Chain, lead: Lead, now: Floats, then: Floats, start: Whole, stop: Whole, base: Whole,
    end: Whole, low: Whole, high: Whole,
) -> None:  # fmt: skip
    """Fill in the leads of joint states [low, high) one turn after joint states [base, end), whose
    leads stand in [start, stop)."""
    width, e = lead.width, first_edge(chain, low)
    for row in range(0, (high - low) * width, width):
        for k in range(row + start + lead.low, row + stop + lead.high):
            then[k] = 0.0
    for port in range(SIZE * low, SIZE * high):
        into = (port // SIZE - low) * width + start + lead.ahead[port % SIZE]
        while e < chain.begin[port]:
            source = np.int64(chain.sorted_source[e])
            if base <= source < end:
                of = (source - base) * width + start
                weight = chain.continuation * chain.sorted_weight[e]
                _shifted(after(then, into), after(now, of), weight, stop - start)
            e += 1


@njit(**BARE)
def _counting(then: Floats, width: Whole, rows: Whole, k: Whole, end: Whole) -> Whole:
    """Return the first lead from k towards the end that is not negligible with those before it;
    the end if there is none."""
    mass, step = 0.0, 1 if k < end else -1
    while k != end:
        for row in range(rows):
            mass += then[row * width + k]
        if mass > NEGLIGIBLE:
            return k
        k += step
    return k


@njit(**BARE)
def _end(
    chain: Chain, lead: Lead, now: Floats, ends: float, start: Whole, stop: Whole, low: Whole,
    high: Whole,
) -> None:  # fmt: skip
    """Add to the wins the matches that end with this turn."""
    for s in range(low, high):
        row = (s - low) * lead.width
        for outcome in range(SIZE):
            even = lead.origin - lead.ahead[outcome]
            behind = 0.0
            for k in range(start, min(even, stop)):
                behind += now[row + k]
            before = 0.0
            for k in range(max(even + 1, start), stop):
                before += now[row + k]
            chance = ends * chain.out[SIZE * s + outcome]
            lead.wins[0] += chance * before
            lead.wins[1] += chance * behind


@njit(**BARE)
def _ends(chain: Chain, turn: Whole) -> float:
    """Return how likely a match ends with a turn that is played."""
    return 1.0 if turn == chain.turns - 1 else 1.0 - chain.continuation


def play_race(paper: Whole, leads: Whole) -> int:
    """Find out how likely each seat wins a match of two automata; return what room is lacking.

    Parameters
    ----------
    paper, leads
        Addresses of the `Chain` and of the `Lead`, in which nothing is found yet.
    """
    chain: Chain = chain_at(paper)
    lead: Lead = lead_at(leads)
    lacks, turns = explore(chain, chain.turns), chain.turns
    if lacks != 0:
        return lacks
    lead.now[lead.origin] = 1.0
    now, then, low, high = lead.now, lead.then, np.int64(0), np.int64(1)
    start, stop = np.int64(lead.origin), np.int64(lead.origin + 1)
    for turn in range(turns):
        if _ends(chain, turn) > 0.0:
            _end(chain, lead, now, _ends(chain, turn), start, stop, low, high)
        if turn < turns - 1:
            onward, behind = next_low(chain, low, high), next_high(chain, low, high)
            edges = first_edge(chain, behind) - first_edge(chain, onward)
            if edges * (turns - turn) > MOST_STEPS // lead.width:
                return TOO_LONG
            if behind - onward > lead.rows:
                chain.progress[ROWS] = behind - onward
                return ROOM_FOR_ROWS
            _turn(chain, lead, now, then, start, stop, low, high, onward, behind)
            low, high = onward, behind
            first, last = start + lead.low, stop + lead.high - 1
            start = _counting(then, lead.width, high - low, first, last)
            stop = _counting(then, lead.width, high - low, last, start) + 1
        now, then = then, now
    return 0
