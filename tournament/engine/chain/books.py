"""Exact evaluation as a source of books: what is expected of a match, as the row of an exact match.

Compiled play and the referee are the two other sources. They count; this one adds up probabilities.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from tournament.engine.chain.expected import Automata, horizon, moments_of, pair_of, wins_of
from tournament.engine.options import can_compile
from tournament.errors import TournamentError
from tournament.referee.exact.machine import Machine
from tournament.referee.exact.pair import Pair
from tournament.results.books.expected import row_of
from tournament.rules.match import Rules

Report = Callable[[int, int, str], None]
TWIN_SECONDS = 1e-3
"""What the slow twin takes for a turn of a small pair."""
LOADING_SECONDS = 0.5
"""What Numba and the loops take until they are loaded."""
DIGITS = 12
"""Of the probabilities of wins: compiled code and its slow twin add up in another order, and
results must not depend on who did it."""
UNKNOWN = np.full(2, np.nan)
"""Who wins, where that is not known."""


def row(automata: Automata, rules: Rules, *, wins: bool = True) -> np.ndarray:
    """Return (MOMENTS,) the row of an exact match.

    Parameters
    ----------
    automata
        Of the first and of the second seat.
    rules
        What holds for the match of these two players.
    wins
        Whether to find out who wins, which takes longest; else it is unknown.

    Raises
    ------
    TournamentError
        When the pair has too many joint states.
    """
    pair = pair_of(automata, rules)
    found = moments_of(pair, rules)
    return row_of(
        counts=found.counts,
        products=found.products,
        starts=found.starts,
        transitions=found.transitions,
        first_defections=found.first_defections,
        wins=_wins(pair, rules) if wins else UNKNOWN,
    )


def prepare(pairs: int, turns: int, report: Report, processes: int | None = None) -> bool:
    """Compile the loops that are not on disk, and load them; return whether that is worth it.

    Few short matches are done by the slow twin before Numba is loaded.

    Parameters
    ----------
    pairs, turns
        How many pairs there are, and how long they play.
    report
        It is told how far that is.
    processes
        How many processes compile; by default as many as there are cores.
    """
    if not can_compile() or pairs * turns * TWIN_SECONDS < LOADING_SECONDS:
        return False
    from tournament.engine import preparing
    from tournament.engine.chain.loop import play_chain
    from tournament.engine.chain.race import play_race

    preparing.prepare([preparing.Part(loop) for loop in (play_chain, play_race)], report, processes)
    return True


def load() -> None:
    """Load Numba, so that no pair is left to the slow twin."""
    from tournament.engine.chain import loop as loop


def work(automata: Automata, rules: Rules) -> int:
    """Return about how many steps `row` takes without who wins; that takes so many for each turn.

    Parameters
    ----------
    automata, rules
        As for `row`.
    """
    turns = horizon(rules)
    sizes = [_by_turn(each, turns) for each in automata]
    if all(each.turns is None for each in automata):
        return automata[0].states * automata[1].states * turns
    return int((sizes[0] * sizes[1]).sum())


@lru_cache(maxsize=512)
def _by_turn(automaton: Machine, turns: int) -> np.ndarray:
    """Return (turns,) in how many states an automaton can be in each turn, at most."""
    sizes = automaton.by_turn
    return sizes[:turns] if automaton.turns is not None else np.full(turns, sizes[0])


def _wins(pair: Pair, rules: Rules) -> np.ndarray:
    try:
        return wins_of(pair, rules).round(DIGITS)
    except TournamentError:  # payoffs have no common unit
        return UNKNOWN
