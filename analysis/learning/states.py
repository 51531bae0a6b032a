"""States of a memory: what a player has seen of its match, and what it did then.

Legend: p players, s states. A state is as much of a match as memory reaches: "first" before the
first turn, then outcomes from older to newer, the player's own move first in each. With memory 1
these are CC, CD, DC, DD. With memory 2, CC ... DD are those second turns that have only one outcome
behind them, and "CDDD" is CD two turns ago, DD in the last turn. So every decision is in exactly
one state.
"""

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import results_of
from analysis.learning.logs import PlayLog, parse_log
from tournament import outcomes
from tournament.errors import TournamentError
from tournament.results.by_seat import state_counts
from tournament.rules.checks import whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

LONGEST = 5
"""Outcomes that a state can hold: 1,365 states."""


def states(memory: int = 1) -> list[str]:
    """Return the names of the states that a memory tells apart, the shortest first.

    >>> states(1)
    ['first', 'CC', 'CD', 'DC', 'DD']
    """
    memory = whole("memory", memory, 1, LONGEST)
    longer = ["".join(s) for n in range(1, memory + 1) for s in product(outcomes.NAMES, repeat=n)]
    return ["first", *longer]


def behaviour_counts(
    source: "pd.DataFrame | PlayLog | Results", memory: int = 1
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Return how often each player cooperated in each state, and how often it was in it.

    Parameters
    ----------
    source
        A play log, or `Results`, which have counts for memory 1 (all opponents, copies included).
    memory
        Turns that a state looks back.

    Returns
    -------
    cooperated, seen
        DataFrames (p, s) of whole numbers, indexed by player; columns are `states(memory)`.

    Raises
    ------
    ValueError
        When memory is too long.
    TournamentError
        When the log is none; for `Results` and a longer memory.

    Examples
    --------
    >>> from analysis import play_log
    >>> from tournament import Match
    >>> log = play_log(Match("tit_for_tat", "always_defect", turns=9).play())
    >>> cooperated, seen = behaviour_counts(log)
    >>> print(seen.rename_axis(None))
                   first  CC  CD  DC  DD
    always_defect      1   0   0   1   7
    tit_for_tat        1   0   1   0   7
    """
    import pandas as pd

    columns, memory = states(memory), whole("memory", memory, 1, LONGEST)
    if isinstance(source, (pd.DataFrame, PlayLog)):
        log = parse_log(source)
        shape = (len(log.players), len(columns))
        cell = log.player * shape[1] + state_codes(log.moves, log.turn, memory)
        cooperated, seen = (
            np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
            for cells in (cell[log.cooperated], cell)
        )
        index = pd.Index(log.players, name="player")
    else:
        results = results_of(source, "source")
        cooperated, seen = _tallied(results, memory)
        index = pd.Index(results.names, name="player")
    return pd.DataFrame(cooperated, index, columns), pd.DataFrame(seen, index, columns)


def state_codes(moves: np.ndarray, turn: np.ndarray, memory: int = 1) -> np.ndarray:
    """Return the state of each decision of a log, as a place in `states(memory)`.

    Parameters
    ----------
    moves
        (rows, 2) own move and the opponent's: C is 0, D is 1.
    turn
        (rows,) turns from 1 on; rows are in the order of play.
    memory
        Turns that a state looks back.

    Returns
    -------
    ndarray
        (rows,) whole numbers.
    """
    outcome = outcomes.number(moves[:, 0], moves[:, 1])
    state = np.zeros(len(turn), np.int64)
    for back in range(1, memory + 1):
        there = np.flatnonzero(turn > back)
        # 1 + ...: states of fewer outcomes come before.
        state[there] += outcomes.SIZE ** (back - 1) * (1 + outcome[there - back])
    return state


def _tallied(results: "Results", memory: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (p, 5) how often players cooperated in states of memory 1, and were in them."""
    if memory != 1:
        raise TournamentError(
            f"Results have counts for memory 1; got {memory}. Take play_log(results), which plays"
            " again."
        )
    return state_counts(results.tallies, results.matches, len(results.names))
