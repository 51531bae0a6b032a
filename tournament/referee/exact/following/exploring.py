"""All states that a player can reach, and the choices in each.

States are found breadth first. When a rule reads what its states do not carry, more is carried and
the states are found anew; that happens a dozen times at most, mostly in the first states.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.referee.exact.following.carried import MoreNeeded, NotFollowed
from tournament.referee.exact.following.chances import ONE, Chances
from tournament.referee.exact.following.seats import Decided, Node, State
from tournament.referee.exact.machine import NOWHERE
from tournament.referee.exact.minimal import Choice
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog

MOST_STATES = 80_000
"""Of an automaton before it is made smaller."""
MOST_GROWING = 25_000
"""Of states, where a third of them is of the latest turn. So states that double with each turn end
early; of those that count, the latest turn has few."""
MOST_MEMBERS = 60
"""Of a player, theirs among them; the states of many are many."""
MOST_RUNS = 200_000
"""Of rules: of a player and of each member, in each state, for each answer of chance, and anew
whenever more is carried. Runs are counted, and not seconds, so that a rule that has an automaton
has it on every machine. A run takes some 20 microseconds, so all of them take some seconds."""


class Explored(NamedTuple):
    """All states that can be reached within some turns.

    choices
        Of each state; states of the turn after the last one have none, and are not here.
    turn
        (n,) after how many turns each state can be reached at the earliest.
    closed
        Whether no state leads to one that is not here.
    """

    choices: list[list[Choice]]
    turn: np.ndarray
    closed: bool


class TooMany(Exception):
    """There is more to look at than is looked at; the text continues "the rule "."""


def explored(
    strategy: Strategy, payoffs: np.ndarray, told: int, turns: int | None, most: int = MOST_STATES
) -> Explored:
    """Return all states of a player.

    Parameters
    ----------
    payoffs
        (2, 2, 2) own and the other's, each one's own move first, as `referee.seats.Seat`.
    told
        What the player is told of the length; -1 for nothing.
    turns
        How many turns are played; None for ever.
    most
        How many states there may be.

    Raises
    ------
    NotFollowed, TooMany
        When the rule has no automaton that could be found.
    PluginError
        When the rule fails in a state.
    """
    members = len(strategy.tree()) - 1
    if members > MOST_MEMBERS:
        raise NotFollowed(f"has {members:,} members, and at most {MOST_MEMBERS} are followed")
    root = Node(strategy, payoffs, told, strategy.name)
    with Watchdog(DECISION_SECONDS) as watchdog, np.errstate(all="ignore"):
        while True:
            try:
                return _breadth_first(root, turns, most, watchdog)
            except MoreNeeded as more:
                more.carry()


def _breadth_first(root: Node, turns: int | None, most: int, watchdog: Watchdog) -> Explored:
    start, after = root.start(), root.mover()
    known: dict[State, int] = {start: 0}
    found: list[list[Choice]] = []
    layer, turn = [start], 0
    sizes: list[int] = []
    while layer and turn != turns:
        fresh: list[State] | None = [] if turn + 1 != turns else None
        for state in layer:
            choices = [
                (weight, decided[0][0], _numbers(after(state, decided), known, fresh))
                for weight, decided in _ways(root, state, turn, watchdog)
            ]
            found.append(choices)
            if len(known) > min(most, MOST_GROWING):
                _stop(root, turn, turns, most, len(known), len(fresh or []))
        sizes.append(len(layer))
        layer, turn = fresh or [], turn + 1
    last = found[-sizes[-1] :]
    closed = not any(NOWHERE in then for choices in last for _, _, then in choices)
    return Explored(found, np.repeat(np.arange(turn), sizes), closed)


def _stop(root: Node, turn: int, turns: int | None, most: int, many: int, fresh: int) -> None:
    """Raise `TooMany`, if there are too many states or will be soon."""
    if many > most:
        length = "" if turns is None else f" in {turns:,} turns"
        raise TooMany(f"has more than {most:,} states{length}: {root.burden()}")
    if 3 * fresh > many:
        raise TooMany(f"has {MOST_GROWING:,} states after {turn + 1} turns: {root.burden()}")


def _numbers(
    states: list[State], known: dict[State, int], fresh: list[State] | None
) -> tuple[int, ...]:
    """Return the numbers of states; new ones are added, after the last turn they are nowhere."""
    found = []
    for state in states:
        number = known.get(state, NOWHERE)
        if number == NOWHERE and fresh is not None:
            number = known[state] = len(known)
            fresh.append(state)
        found.append(number)
    return tuple(found)


def _ways(
    root: Node, state: State, turn: int, watchdog: Watchdog
) -> Iterable[tuple[Fraction, tuple[Decided, ...]]]:
    """Return the ways to decide in a state, equal ones together."""
    chances = Chances()
    weights: dict[tuple[Decided, ...], Fraction] = {}
    for weight, decided in chances.every(lambda: root.decide(state, turn, chances, watchdog)):
        if root.runs > MOST_RUNS:
            raise TooMany(f"is not followed in {MOST_RUNS:,} runs of rules: {root.burden()}")
        if weight is ONE:
            return [(ONE, decided)]
        weights[decided] = weights.get(decided, 0) + weight
    return [(weight, decided) for decided, weight in weights.items()]


__all__ = ["Explored", "NotFollowed", "TooMany", "explored"]
