"""The automaton of a rule, or the reason why there is none."""

from functools import lru_cache

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.referee.exact.following.carried import NotFollowed
from tournament.referee.exact.following.exploring import MOST_STATES, Explored, TooMany, explored
from tournament.referee.exact.machine import NOWHERE, Machine, NotExact
from tournament.referee.exact.minimal import classes, minimal, quotient
from tournament.referee.exact.same import difference
from tournament.results.units import ABOUT_PAYOFFS

ABOUT_LENGTH = {"turns", "days_left"}
"""Words of rules that tell the length of a match."""
LOOK_AHEAD = (2, 6, 20)
"""For so many turns states are followed, to guess which ones are alike."""


def automaton_of(
    strategy: Strategy, *, turns: int | None, told: int, payoffs: np.ndarray
) -> Machine:
    """Return the automaton of a rule.

    Parameters
    ----------
    turns
        How many turns it must hold for; None for ever. It may hold for more.
    told
        What the player is told of the length; -1 for nothing.
    payoffs
        (2, 2, 2) own and the other's, each one's own move first; a larger number is better.

    Raises
    ------
    NotExact
        When no automaton is found; the text begins with the rule.
    PluginError
        When the rule fails in a state; the text begins with file and line.
    """
    mentions = strategy.mentions if strategy.compiled else ABOUT_PAYOFFS | ABOUT_LENGTH
    table = payoffs if mentions & ABOUT_PAYOFFS else np.zeros_like(payoffs)
    told = told if mentions & ABOUT_LENGTH else -1
    found = _found(strategy, told, tuple(table.ravel().tolist()), turns)
    if isinstance(found, str):
        raise NotExact(f"{strategy.name} {found}", strategy.name)
    return found


@lru_cache(maxsize=1024)
def _found(
    strategy: Strategy, told: int, payoffs: tuple[float, ...], turns: int | None
) -> Machine | str:
    """Return the automaton, or why there is none, as a sentence that follows the name."""
    table = np.array(payoffs).reshape(2, 2, 2)
    try:
        states = explored(strategy, table, told, turns)
    except NotFollowed as refused:
        return f"{refused}; so it has no finite automaton that could be found."
    except TooMany as many:
        length = "" if turns is None else f" in {turns:,} turns"
        more = f"has more than {MOST_STATES:,} states{length}"
        return f"{more}: {many}. Play it, or ask for fewer turns."
    if states.closed:
        return minimal(states.choices, None)
    return _folded(states, turns) or minimal(states.choices, turns)


def _folded(states: Explored, turns: int | None) -> Machine | None:
    """Return a small automaton that decides alike for all turns, if one is guessed.

    States whose next turns look alike are taken for one. Then both automata are compared in every
    state that can be reached; so what is returned is proved to be the same.
    """
    whole = quotient(states.choices, np.arange(len(states.choices)), turns)
    for ahead in LOOK_AHEAD:
        small = quotient(states.choices, classes(states.choices, ahead), turns)
        fewer = 2 * small.states < whole.states
        if fewer and NOWHERE not in small.then and difference(whole, small, turns) is None:
            return small
    return None
