"""The automaton of a rule, or the reason why there is none."""

from functools import lru_cache

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.referee.exact import kept
from tournament.referee.exact.following.carried import NotFollowed
from tournament.referee.exact.following.exploring import MOST_STATES, TooMany, explored
from tournament.referee.exact.machine import Machine, NotExact
from tournament.referee.exact.minimal import covering, minimal
from tournament.results.units.keys import ABOUT_PAYOFFS

ABOUT_LENGTH = {"turns", "days_left"}
"""Words of rules that tell the length of a match."""


def automaton_of(
    strategy: Strategy,
    *,
    turns: int | None,
    told: int,
    payoffs: np.ndarray,
    most: int = MOST_STATES,
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
    most
        How many states are looked at, unless more were looked at before.

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
    found = known(strategy, told, tuple(table.ravel().tolist()), turns, most)
    if isinstance(found, str):
        raise NotExact(f"{strategy.name} {found}", strategy.name)
    return found


@lru_cache(maxsize=1024)
def known(
    strategy: Strategy, told: int, payoffs: tuple[float, ...], turns: int | None, most: int
) -> Machine | str:
    """Return what is kept on disk, or what is found now; it is kept from then on.

    That there is no automaton is kept if as many states as possible were looked at; else it is
    raised, so that it is not kept here either.
    """
    entry = kept.entry_of(strategy, told, payoffs, turns)
    found = kept.read(entry)
    if found is None:
        found = followed(strategy, told, payoffs, turns, most)
        if isinstance(found, str) and most < MOST_STATES:
            raise NotExact(f"{strategy.name} {found}", strategy.name)
        kept.keep(entry, found)
    return found


def followed(
    strategy: Strategy, told: int, payoffs: tuple[float, ...], turns: int | None, most: int
) -> Machine | str:
    """Return the automaton, or why there is none, as a sentence that follows the name."""
    table = np.array(payoffs).reshape(2, 2, 2)
    try:
        states = explored(strategy, table, told, turns, most)
    except NotFollowed as refused:
        return f"{refused}; so it has no finite automaton that could be found."
    except TooMany as many:
        fewer = "" if turns is None else ", or ask for fewer turns"
        return f"{many}. Play it{fewer}."
    if states.closed or turns is None:
        return minimal(states.choices, None)
    return covering(states.choices, states.turn, turns)
