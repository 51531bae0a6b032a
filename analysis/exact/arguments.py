"""What exact answers ask for, checked: a finite rule, whether there is an end, and noise."""

from typing import TYPE_CHECKING, Any

import numpy as np

from tournament import Automaton
from tournament.authors.resolve import as_strategies
from tournament.errors import ArgumentError, NotExact, TournamentError
from tournament.game import Game
from tournament.interactive.shown import shown
from tournament.interactive.words import count
from tournament.rules.checks import exact, per_player, whole

if TYPE_CHECKING:
    from tournament import Strategy
    from tournament.rules.checks import PerPlayer

    Rule = Strategy | str | Automaton
    Continuation = float | str

SEATS = ("rule", "reply")
LIMIT = "limit"
MOST_TURNS = 1_000_000
"""Of a match that is followed turn by turn."""


def named(rule: Any) -> str:
    """Return what sentences call a rule."""
    return "The automaton" if isinstance(rule, Automaton) else str(getattr(rule, "name", rule))


def automaton_of(name: str, rule: Any, game: Game, turns: int | None = None) -> Automaton:
    """Return the automaton of a rule, for a match of some turns or for turns without a known end.

    Raises
    ------
    NotExact
        When the rule is not finite, or does not hold for so long.
    """
    if isinstance(rule, Automaton):
        found = rule
    else:
        (strategy,) = as_strategies([rule], name=name)
        found = Automaton.of(strategy, turns, game)
    if found.turns is not None and (turns is None or turns > found.turns):
        wanted = "a long run needs one that holds for ever" if turns is None else f"not for {turns}"
        raise NotExact(f"{named(rule)} holds for {count(found.turns, 'turn')} only; {wanted}.")
    return found


def turns_of(turns: Any, continuation: float | None) -> int | None:
    """Return the length of the match; None where it has no known end."""
    if turns is None:
        return None
    if continuation is not None:
        raise ArgumentError(
            f"`turns` must be None where `continuation` is given; got {shown(turns)}."
        )
    return whole("turns", turns, 1, MOST_TURNS)


def continuation_of(value: Any) -> float | None:
    """Return the chance that another turn follows; None in the limit of turns without end."""
    if isinstance(value, str) and str.__str__(value) == LIMIT:
        return None
    given = exact(value)
    if given is None or not 0 <= given < 1:
        raise ArgumentError(
            f"`continuation` must be a number from 0 to below 1, or '{LIMIT}' for turns without"
            f" end; got {shown(value)}."
        )
    return float(given)


def noises_of(noise: "PerPlayer") -> tuple[float, float]:
    """Return the chance that a move of the rule is turned over, and that of its opponent."""
    rule, reply = per_player("noise", noise, SEATS)
    return rule, reply


def alike(game: Game | str, what: str) -> Game:
    """Return a game that pays both seats alike, or say that another was given."""
    found = Game.of(game)
    if not found.is_symmetric:
        raise TournamentError(f"{what} for games that pay both seats alike; here it is {found}.")
    return found


def turned(noise: float) -> np.ndarray:
    """Return (2, 2) the chances of the move made (column), by the move chosen (row)."""
    return np.array([[1 - noise, noise], [noise, 1 - noise]])
