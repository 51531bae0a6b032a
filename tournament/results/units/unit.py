"""A unit of work: some matches of a field and some of their repetitions.

A unit is all that a worker needs to know. What comes back are books: sums of integers. So an event
can be cut into units anywhere, units can be played anywhere and in any order, and the sums are the
same bytes. A *source* fills the books of a unit: compiled play and plain Python are two sources.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tournament import outcomes
from tournament.authors.strategy import Strategy
from tournament.game import Game
from tournament.results.books.tournament import Tallies
from tournament.rules.match import Rules


@dataclass(frozen=True)
class Unit:
    """Some matches of a field, and some of their repetitions: all a worker needs to know.

    players
        The whole field: totals are by player.
    matches
        (m, 2) players in the first and the second seat.
    rules
        What holds for the event.
    first, repetitions
        The first repetition, and how many.
    shortcut
        Whether matches without chance are played once and counted as often as asked.
    """

    players: tuple[Strategy, ...]
    matches: np.ndarray
    rules: Rules
    first: int
    repetitions: int
    shortcut: bool = True

    @property
    def turns(self) -> int:
        """Expected number of turns of matches."""
        return int(len(self.matches) * self.repetitions * expected_turns(self.rules))


Source = Callable[..., Tallies]
"""source(unit, stop=) -> the books of a unit. `stop`: (1,) bytes; anything but 0 ends the call."""


def empty_books(unit: Unit) -> Tallies:
    """Return the books of a unit, in which nothing is written yet."""
    return Tallies.empty(
        match=len(unit.matches),
        player=len(unit.players),
        repetition=unit.repetitions,
        seat=seats(unit.rules.game),
    )


def expected_turns(rules: Rules) -> float:
    """Return the expected length of a match."""
    if rules.continuation is None or rules.continuation == 1:
        return float(rules.turns or 1)
    c = rules.continuation
    return (1 - c**rules.turns) / (1 - c) if rules.turns else 1 / (1 - c)


def seats(game: Game) -> int:
    """Return how many seats the totals of players tell apart."""
    return 1 if game.is_symmetric else 2


def margin(game: Game) -> np.ndarray:
    """Return (4,) the first seat's minus the second's payoff after CC, CD, DC, DD: it decides who
    won a match."""
    utilities = game.utilities
    return outcomes.flat(utilities[0] - utilities[1].T)
