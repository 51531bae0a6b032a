"""Exact evaluation as a source of books: what is expected of a match, as the row of an exact match.

Compiled play and the referee are the two other sources. They count; this one adds up probabilities.
"""

import numpy as np

from tournament.engine.chain.expected import Automata, horizon, moments_of, pair_of, wins_of
from tournament.errors import TournamentError
from tournament.referee.exact.machine import Machine
from tournament.referee.exact.pair import Pair
from tournament.results.books.expected import row_of
from tournament.rules.match import Rules

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


def _by_turn(automaton: Machine, turns: int) -> np.ndarray:
    """Return (turns,) in how many states an automaton can be in each turn, at most."""
    layer = automaton.layer
    if layer is None:
        return np.full(turns, automaton.states, np.int64)
    return np.bincount(layer[layer >= 0], minlength=turns)[:turns]


def _wins(pair: Pair, rules: Rules) -> np.ndarray:
    try:
        return wins_of(pair, rules)
    except TournamentError:  # payoffs have no common unit
        return UNKNOWN
