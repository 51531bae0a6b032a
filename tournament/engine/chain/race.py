"""The loop over leads: how likely each seat is ahead at the end of a match.

Legend: n joint states. Outcomes are numbered CC, CD, DC, DD from the first seat's point of view. A
*lead* is how far the first seat is ahead, in steps. Each joint state has a *row* of leads. Only the
leads of a row that are likely enough to count are followed: its *span*. So most rows take a few
leads, not all. `referee/exact/chain/wins.py` is the slow twin.
"""

import numpy as np
from numba import njit

from tournament.engine.chain.fours import add_four
from tournament.engine.chain.joint import Window, edges_of, enter, leave, window_of
from tournament.engine.chain.tables import (
    BEHIND,
    ROOM_FOR_ROWS,
    STATES,
    TOO_LONG,
    VALUES,
    Chain,
    Lead,
    chain_at,
    lead_at,
)
from tournament.engine.memory import Floats, Int32s, Whole
from tournament.engine.options import BARE
from tournament.outcomes import SIZE
from tournament.referee.exact.pair import NEGLIGIBLE

MOST_STEPS = 50_000_000_000
"""The most joint states times turns times leads: about a minute."""
NOBODY = 2**31 - 1
"""Where the span of a row begins that has no leads yet; it ends at 0."""


@njit(**BARE)
def _trimmed(now: Floats, span: Int32s, s: Whole, row: Whole) -> tuple[Whole, Whole]:
    """Return the span of a row without what is negligible at either end; that becomes 0."""
    start, stop, mass = np.int64(span[2 * s]), np.int64(span[2 * s + 1]), 0.0
    while start < stop and mass + now[row + start] <= NEGLIGIBLE:
        mass += now[row + start]
        now[row + start] = 0.0
        start += 1
    mass = 0.0
    while start < stop and mass + now[row + stop - 1] <= NEGLIGIBLE:
        stop -= 1
        mass += now[row + stop]
        now[row + stop] = 0.0
    return start, stop


@njit(**BARE)
def _pass_on(
    chain: Chain, lead: Lead, now: Floats, then: Floats, span: Int32s, row: Whole, start: Whole,
    stop: Whole, e: Whole, end: Whole,
) -> None:  # fmt: skip
    """Carry the leads [start, stop) of a row along edges [e, end)."""
    while e < end:
        port, weight = np.int64(chain.port[e]), chain.weight[e]
        to, shift = port // VALUES, lead.ahead[port % VALUES]
        span[2 * to] = min(np.int64(span[2 * to]), start + shift)
        span[2 * to + 1] = max(np.int64(span[2 * to + 1]), stop + shift)
        into = lead.stride * to + shift
        for k in range(start, stop, SIZE):  # what is behind the span is 0
            add_four(then, into + k, now, row + k, weight)
        e += 1


@njit(**BARE)
def _end(
    chain: Chain, lead: Lead, now: Floats, ends: float, s: Whole, start: Whole, stop: Whole,
    a: Whole, b: Whole,
) -> None:  # fmt: skip
    """Add to the wins the matches that end with this turn, in one joint state."""
    row = lead.stride * s
    for outcome in range(SIZE):
        even = lead.origin - lead.ahead[outcome]
        behind = 0.0
        for k in range(start, min(even, stop)):
            behind += now[row + k]
        before = 0.0
        for k in range(max(even + 1, start), stop):
            before += now[row + k]
        chance = ends * chain.one_made[SIZE * a + outcome] * chain.two_made[SIZE * b + outcome]
        lead.wins[0] += chance * before
        lead.wins[1] += chance * behind


@njit(**BARE)
def _turn(
    chain: Chain, lead: Lead, now: Floats, then: Floats, span_now: Int32s, span_then: Int32s,
    at_now: Int32s, at_then: Int32s, turn: Whole, window: Window,
) -> int:  # fmt: skip
    """Take a turn with all leads; return what is lacking."""
    n, last = chain.progress[STATES], turn == chain.turns - 1
    ends = 1.0 if last else 1.0 - chain.continuation
    if chain.keeps == 0:
        chain.progress[STATES] = 0
    for s in range(n):
        row = lead.stride * s
        start, stop = _trimmed(now, span_now, s, row)
        if start < stop:
            a, b = np.int64(at_now[2 * s]), np.int64(at_now[2 * s + 1])
            if ends > 0.0:
                _end(chain, lead, now, ends, s, start, stop, a, b)
            if not last:
                e = edges_of(chain, at_then, s, a, b, window)
                if e < 0:
                    return -e
                if chain.progress[STATES] > lead.rows:
                    return ROOM_FOR_ROWS
                end = chain.progress[BEHIND]
                _pass_on(chain, lead, now, then, span_then, row, start, stop, e, end)
            for k in range(row + start, row + stop):
                now[k] = 0.0
        span_now[2 * s], span_now[2 * s + 1] = NOBODY, 0
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
    enter(chain)
    lead.now[lead.origin] = 1.0
    lead.span_now[0], lead.span_now[1] = lead.origin, lead.origin + 1
    now, then, at_now, at_then = lead.now, lead.then, chain.at_now, chain.at_then
    span_now, span_then = lead.span_now, lead.span_then
    window = window_of(chain, at_now, np.int64(1))
    for turn in range(chain.turns):
        n = chain.progress[STATES]
        if n > MOST_STEPS // lead.width // (chain.turns - turn):
            return TOO_LONG
        window = window_of(chain, at_now, n)
        lacks = _turn(
            chain, lead, now, then, span_now, span_then, at_now, at_then, np.int64(turn), window
        )
        if lacks != 0:
            return lacks
        if chain.keeps == 0:
            leave(chain, at_then, window)
        now, then, at_now, at_then = then, now, at_then, at_now
        span_now, span_then = span_then, span_now
    if chain.keeps != 0:
        leave(chain, at_now, window)
    return 0
