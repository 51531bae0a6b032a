"""Who wins a match of two automata, compiled: the door to the loop over leads."""

from math import prod
from threading import local

import numpy as np

from tournament.engine.cache.code import loop_on_disk
from tournament.engine.chain.desk import GROWTH, own_desk
from tournament.engine.chain.moments import NONE
from tournament.engine.chain.race import NOBODY, play_race
from tournament.engine.chain.tables import ROOM_FOR_ROWS, STATES, Lead
from tournament.engine.memory import Words, packed
from tournament.outcomes import SIZE
from tournament.referee.exact.chain.wins import Steps, steps_of
from tournament.referee.exact.pair import Pair
from tournament.results.files.room import refuse_too_large

FIRST_ROWS, MORE_ROWS = 256, 4096
"""Room at first: for leads of so many joint states at least, and at most."""


def wins(pair: Pair, turns: int, margin: np.ndarray, continuation: float = 1.0) -> np.ndarray:
    """Return (2,) the probability that each seat is paid more than the other.

    It takes longer than `moments`: its time grows with the square of the length.

    Parameters
    ----------
    pair
        Who meets, and what chance does to their moves.
    turns
        The length of the match; with a continuation, the most turns there can be.
    margin
        (4,) the first seat's minus the second's payoff after each outcome; see `results.units`.
    continuation
        The probability that another turn follows.

    Raises
    ------
    TournamentError
        When margins have no common unit, or there are too many leads or joint states.
    ArgumentError
        When an automaton does not hold for so many turns.

    Examples
    --------
    >>> from tournament.referee.exact.automaton import Automaton
    >>> here = [[[0, 0], [0, 0]]]
    >>> coin, kind = Automaton.of_table([0.5], here), Automaton.of_table([1.0], here)
    >>> wins(Pair((coin, kind)), 3, np.array([0.0, -5.0, 5.0, 0.0])).tolist()
    [0.875, 0.0]
    """
    pair.check(turns)
    loop, desk, steps = loop_on_disk(play_race).ctypes, own_desk(pair), steps_of(margin)
    rows = min(max(FIRST_ROWS, prod(each.states for each in pair.automata)), MORE_ROWS)
    while True:
        lead, words = _own_leads(steps, turns, rows)
        lacks = loop(desk.ask(pair, turns, continuation, NONE), words.ctypes.data)
        if not lacks:
            return lead.wins.copy()
        _kept.leads = None  # leads of this pair are left in it
        if lacks == ROOM_FOR_ROWS:
            rows = max(GROWTH * rows, int(desk.chain.progress[STATES]))
            desk = desk.anew()
        else:
            desk = desk.larger(lacks, turns)


_kept = local()


def _own_leads(steps: Steps, turns: int, rows: int) -> tuple[Lead, Words]:
    """Return the leads of this thread, of nobody: those of the pair before, if they are alike."""
    leads: tuple[Lead, Words] | None = getattr(_kept, "leads", None)
    if leads is None or not _fits(leads[0], steps, turns, rows):
        lead = _with_room(steps, turns, rows)
        leads = _kept.leads = lead, packed(lead)
    leads[0].wins.fill(0.0)
    return leads


def _fits(lead: Lead, steps: Steps, turns: int, rows: int) -> bool:
    alike = lead.ahead.tolist() == steps.ahead.tolist()
    return alike and lead.width == steps.width(turns) and lead.rows >= rows


def _with_room(steps: Steps, turns: int, rows: int) -> Lead:
    """Return leads of nobody, with room for so many joint states."""
    width = steps.width(turns)
    what = f"Leads of {rows:,} joint states over {turns:,} turns"
    refuse_too_large(what, 16.0 * rows * width, "play the match")
    stride = width + SIZE
    spans = [np.tile(np.array([NOBODY, 0], np.int32), rows) for _ in range(2)]
    return Lead(
        ahead=steps.ahead.astype(np.int64),
        width=width,
        origin=steps.origin(turns),
        stride=stride,
        now=np.zeros(rows * stride),
        then=np.zeros(rows * stride),
        rows=rows,
        span_now=spans[0],
        span_then=spans[1],
        wins=np.zeros(2),
    )
