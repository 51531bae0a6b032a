"""What a match holds on average: computed from two automata, not played."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tournament import outcomes
from tournament.errors import TournamentError
from tournament.game import Game
from tournament.interactive.card import Card, Share, Table, as_text
from tournament.interactive.html import as_html
from tournament.interactive.words import decimals, number
from tournament.results.books.moments import Moments

if TYPE_CHECKING:
    from tournament.referee.exact.automaton import Automaton


@dataclass(frozen=True, eq=False, repr=False)
class Expected:
    """What a match between two finite rules holds on average: no estimate, so no error.

    names
        The two players.
    game
        The stage game.
    conditions
        The rules of the match, in words.
    outcomes
        (4,) frequencies of CC, CD, DC, DD, the first player's move first. They add up to 1.
    scores, deviations
        (2,) mean payoff per turn of each player; standard deviation of what one match pays per
        turn. In the long run only chance that is never made good leaves a deviation: where a match
        may end in different cycles, and stay there.
    turns
        Expected length; infinite in the long run.
    automata
        The two rules, as they were computed with.
    fractions
        (4,) `outcomes` as fractions, where they are known as such.
    moments
        Expected books of the match; None in the long run.
    find
        Returns `by_turn` and `wins`, by name; None in the long run.
    """

    names: tuple[str, str]
    game: Game
    conditions: str
    outcomes: np.ndarray
    scores: np.ndarray
    deviations: np.ndarray
    turns: float
    automata: "tuple[Automaton, Automaton]"
    fractions: tuple[Fraction, ...] | None = None
    moments: Moments | None = None
    find: Callable[[str], np.ndarray] | None = None

    @property
    def cooperation(self) -> np.ndarray:
        """(2,) share of turns in which each player cooperates."""
        seen = np.stack([self.outcomes, outcomes.swapped(self.outcomes)])
        return outcomes.cooperated(seen)

    @property
    def first_defections(self) -> np.ndarray:
        """(2,) probability that a player is the first to defect; both are, if they do so at once.

        Raises
        ------
        TournamentError
            In the long run.
        """
        if self.moments is None:
            raise _no_end("first_defections")
        return self.moments.first_defections

    @cached_property
    def by_turn(self) -> np.ndarray:
        """(turns, 4) probabilities of the outcomes of each turn, if the match lasts so long.

        Raises
        ------
        TournamentError
            In the long run.
        """
        return self._found("by_turn")

    @cached_property
    def wins(self) -> np.ndarray:
        """(2,) probability that a player is paid more than the other in a match.

        Raises
        ------
        TournamentError
            In the long run; and where payoffs have no common unit, or the match is too long.
        """
        return self._found("wins")

    def _found(self, name: str) -> np.ndarray:
        """Return what takes longer, and is found when it is asked for."""
        if self.find is None:
            raise _no_end(name)
        return self.find(name)

    def _card(self) -> Card:
        digits = decimals(self.game)
        rows = [
            (name, number(score, digits + 2), number(deviation, digits + 2), Share(rate))
            for name, score, deviation, rate in zip(
                self.names, self.scores, self.deviations, self.cooperation, strict=True
            )
        ]
        cells = map(str, self.fractions) if self.fractions else map(Share, self.outcomes)
        return Card(
            f"Expected: {self.names[0]} against {self.names[1]}",
            self.conditions,
            parts=[
                Table(("player", "score", "deviation", "cooperation"), rows),
                Table(("outcome", *outcomes.NAMES), [("frequency", *cells)]),
            ],
        )

    def __repr__(self) -> str:
        return as_text(self._card())

    def _repr_html_(self) -> str:
        return as_html(self._card())


def _no_end(name: str) -> TournamentError:
    return TournamentError(
        f"`{name}` is known of matches that end, and this is a limit; leave out `limit`."
    )
