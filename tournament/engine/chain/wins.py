"""Who wins a match of two automata, compiled: the door to the loop over leads."""

import numpy as np

from tournament.engine.cache.code import loop_on_disk
from tournament.engine.chain.desk import own_desk
from tournament.engine.chain.moments import NONE
from tournament.engine.chain.race import play_race
from tournament.engine.chain.tables import ROOM_FOR_ROWS, ROWS, Lead
from tournament.engine.memory import packed
from tournament.referee.exact.pair import Pair
from tournament.referee.exact.winning import Steps, steps_of
from tournament.results.files.room import refuse_too_large

FIRST_ROWS = 256
"""Room at first: for leads of so many joint states."""


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
    steps, rows = steps_of(margin), FIRST_ROWS
    loop, desk = loop_on_disk(play_race).ctypes, own_desk()
    while True:
        lead = _with_room(steps, turns, rows)
        words = packed(lead)
        lacks = loop(desk.ask(pair, turns, continuation, NONE), words.ctypes.data)
        if not lacks:
            return lead.wins
        if lacks == ROOM_FOR_ROWS:
            rows = max(2 * rows, int(desk.chain.progress[ROWS]))
        else:
            desk = desk.larger(lacks, turns)


def _with_room(steps: Steps, turns: int, rows: int) -> Lead:
    """Return leads of nobody, with room for so many joint states."""
    width = steps.width(turns)
    what = f"Leads of {rows:,} joint states over {turns:,} turns"
    refuse_too_large(what, 16.0 * rows * width, "play the match")
    return Lead(
        ahead=steps.ahead.astype(np.int64),
        low=steps.low,
        high=steps.high,
        width=width,
        origin=steps.origin(turns),
        now=np.zeros(rows * width),
        then=np.zeros(rows * width),
        rows=rows,
        wins=np.zeros(2),
    )
