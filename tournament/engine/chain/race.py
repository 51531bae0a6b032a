"""The loop over leads: how likely each seat is ahead at the end of a match.

Legend: n joint states. Outcomes are numbered CC, CD, DC, DD from the first seat's point of view. A
*lead* is how far the first seat is ahead, in steps. `referee/exact/winning.py` is the slow twin.
"""

import numpy as np
from numba import njit

from tournament.engine.chain.edges import expand, expand_all, forget, number, sort
from tournament.engine.chain.tables import (
    EDGES,
    ROOM_FOR_ROWS,
    STATES,
    TOO_LONG,
    Chain,
    Lead,
    chain_at,
    lead_at,
)
from tournament.engine.memory import Floats, Whole, after
from tournament.engine.options import BARE
from tournament.outcomes import SIZE

MOST_STEPS = 200_000_000_000
"""The most edges times turns times leads: about a minute."""


@njit(**BARE)
def _shifted(into: Floats, of: Floats, weight: float, n: Whole) -> None:
    """Add n numbers, times a weight, to others."""
    for k in range(n):
        into[k] += weight * of[k]


@njit(**BARE)
def _turn(
    chain: Chain, lead: Lead, now: Floats, then: Floats, turn: Whole, base: Whole, low: Whole,
    high: Whole,
) -> None:  # fmt: skip
    """Fill in the leads of joint states [low, high) one turn later.

    `base` is the joint state in the first row of `now`, `low` that in the first row of `then`.
    """
    width, e = lead.width, 0
    start = lead.origin + turn * lead.low
    leads = turn * (lead.high - lead.low) + 1
    first = lead.origin + (turn + 1) * lead.low
    last = lead.origin + (turn + 1) * lead.high + 1
    for row in range(0, (high - low) * width, width):
        for k in range(row + first, row + last):
            then[k] = 0.0
    for port in range(SIZE * (high - low)):
        into = (port // SIZE) * width + start + lead.ahead[port % SIZE]
        while e < chain.begin[port]:
            of = (np.int64(chain.sorted_source[e]) - base) * width + start
            weight = chain.continuation * chain.sorted_weight[e]
            _shifted(after(then, into), after(now, of), weight, leads)
            e += 1


@njit(**BARE)
def _end(
    chain: Chain, lead: Lead, now: Floats, ends: float, turn: Whole, low: Whole, high: Whole
) -> None:
    """Add to the wins the matches that end with this turn."""
    start = lead.origin + turn * lead.low
    stop = lead.origin + turn * lead.high + 1
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


@njit(**BARE)
def _turn_by_turn(chain: Chain, lead: Lead) -> int:
    """Play a chain whose turns have joint states of their own; return what room is lacking."""
    low, high, now, then = 0, chain.progress[STATES], lead.now, lead.then
    for turn in range(chain.turns):
        forget(chain, low, high)
        for s in range(low, high):
            lacks = expand(chain, s, turn < chain.turns - 1)
            if lacks != 0:
                return lacks
        if _ends(chain, turn) > 0.0:
            _end(chain, lead, now, _ends(chain, turn), turn, low, high)
        base, low, high = low, high, chain.progress[STATES]
        if high - low > lead.rows:
            return ROOM_FOR_ROWS
        sort(chain, low, high)
        _turn(chain, lead, now, then, turn, base, low, high)
        now, then = then, now
    return 0


@njit(**BARE)
def _over_and_over(chain: Chain, lead: Lead) -> int:
    """Play a chain whose joint states come again; return what room is lacking."""
    lacks = expand_all(chain, chain.turns)
    high = chain.progress[STATES]
    if lacks != 0:
        return lacks
    if high > lead.rows:
        return ROOM_FOR_ROWS
    if chain.progress[EDGES] * chain.turns > MOST_STEPS // lead.width:
        return TOO_LONG
    now, then = lead.now, lead.then
    for turn in range(chain.turns):
        if _ends(chain, turn) > 0.0:
            _end(chain, lead, now, _ends(chain, turn), turn, 0, high)
        if turn < chain.turns - 1:
            _turn(chain, lead, now, then, turn, 0, 0, high)
        now, then = then, now
    return 0


def play_race(paper: Whole, leads: Whole) -> int:
    """Find out how likely each seat wins a match of two automata; return what room is lacking.

    Parameters
    ----------
    paper, leads
        Addresses of the `Chain` and of the `Lead`, in which nothing is found yet.
    """
    chain: Chain = chain_at(paper)
    lead: Lead = lead_at(leads)
    number(chain, 0)
    lead.now[lead.origin] = 1.0
    return _turn_by_turn(chain, lead) if chain.layered else _over_and_over(chain, lead)
