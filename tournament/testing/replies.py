"""What a strategy plays against moves that are given, with random numbers that are given.

So a rule can be compared with a record: the moves of an old program, or a table in a paper. The
referee plays it.
"""

from typing import Any

import numpy as np

from tournament import outcomes
from tournament.authors.moves.named import MOVES
from tournament.authors.resolve import as_strategies
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, PluginError
from tournament.game import PRISONERS_DILEMMA, Game
from tournament.interactive.shown import shown
from tournament.referee.seats import Seat, advance, decide, votes
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog
from tournament.rules.checks import flag, table
from tournament.streams import Stream


def moves_of(
    strategy: Strategy | str,
    opponent: Any,
    *,
    draws: Any = None,
    flips: Any = None,
    length_known: bool = False,
    game: Game | str = PRISONERS_DILEMMA,
) -> np.ndarray:
    """Return the moves that a strategy chooses against given moves, C = 0 and D = 1.

    Parameters
    ----------
    strategy
        Who plays.
    opponent
        (turns,) the opponent's moves: 0 and 1, or a text such as `CCD`.
    draws
        (turns,) the random number of each turn, from 0 up to but not including 1. A rule may draw
        once a turn; `me.uniform()` is this number, and `me.chance(p)` says whether it is less than
        p. A number that is not drawn in its turn is left out. Without `draws` a rule must not draw.
    flips
        (turns,) 1 where the chosen move is turned over, as by noise: then the other one is played.
    length_known
        Whether the rule is told how many turns there are.
    game
        The stage game.

    Returns
    -------
    ndarray
        (turns,) moves before they are turned over.

    Raises
    ------
    ArgumentError
        For arguments of different lengths, for what is no move, or for what is no random number.
    PluginError
        When the rule fails, or draws more often than once a turn.

    Examples
    --------
    >>> from tournament import C, D, strategy
    >>> @strategy
    ... def forgiving(me, opponent):
    ...     return D if opponent.last == D and not me.chance(0.25) else C
    >>> moves_of(forgiving, "DDDC", draws=[0.5, 0.5, 0.2, 0.1]).tolist()
    [0, 1, 0, 0]
    """
    [player] = as_strategies([strategy])
    theirs = _bits("opponent", opponent)
    turns = len(theirs)
    flipped = _bits("flips", np.zeros(turns) if flips is None else flips, turns)
    numbers = None if draws is None else _numbers(draws, turns)
    told = turns if flag("length_known", length_known) else -1
    stream = _Given(player.name, player.location)
    seat = Seat(player, Game.of(game).utilities, told, stream)
    found = np.zeros(turns, np.uint8)
    with Watchdog(DECISION_SECONDS) as watchdog, np.errstate(all="ignore"):
        for turn in range(turns):
            stream.give(turn, None if numbers is None else float(numbers[turn]))
            found[turn] = move = decide(seat, watchdog)
            made, sight = move ^ int(flipped[turn]), int(theirs[turn])
            seat.seen.append(MOVES[sight])
            advance(seat, votes(seat), made, sight)
    return found


class _Given(Stream):
    """A stream of which each turn has one number."""

    __slots__ = ("_left", "_turn", "_who")

    def __init__(self, name: str, location: str) -> None:
        super().__init__(0, 0)
        self._who, self._turn = (name, location), 0
        self._left: float | None = None

    def give(self, turn: int, number: float | None) -> None:
        """Set the number of a turn."""
        self._turn, self._left = turn, number

    def uniform(self) -> float:
        """Return the number of this turn, once."""
        if self._left is None:
            name, location = self._who
            text = f"{location}: {name} draws in turn {self._turn + 1} a number that"
            raise PluginError(f"{text} `draws` does not have; it has at most one for a turn.", name)
        number, self._left = self._left, None
        return number

    def of_member(self, place: int) -> "_Given":  # noqa: ARG002 (whichever it is)
        """Return the same stream: of a player and its members one draws."""
        return self


def _bits(name: str, given: Any, turns: int | None = None) -> np.ndarray:
    """Return moves, or whether each is turned over, as 0 and 1."""
    if isinstance(given, str):
        letters = "".join(outcomes.MOVES)
        given = [letters.find(letter) for letter in str(given)]
    row = table(name, given, "a row of 0 and 1")
    if row.ndim != 1 or not row.size or not np.isin(row, (0, 1)).all():
        raise ArgumentError(f"`{name}` must be a row of 0 and 1, a number a turn.")
    return _of_length(name, row, turns).astype(np.uint8)


def _numbers(given: Any, turns: int) -> np.ndarray:
    row = table("draws", given, "a row of numbers")
    if row.ndim != 1 or not ((row >= 0) & (row < 1)).all():
        raise ArgumentError("`draws` must be a row of numbers from 0 to less than 1, one a turn.")
    return _of_length("draws", row, turns)


def _of_length(name: str, row: np.ndarray, turns: int | None) -> np.ndarray:
    if turns is not None and len(row) != turns:
        raise ArgumentError(
            f"`{name}` must have a number for each of {turns} turns; got {shown(len(row))}."
        )
    return row
