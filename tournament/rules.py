"""The rules of an event: length, continuation, noise, seed. Checked once, here."""

import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tournament.errors import ArgumentError, ArgumentTypeError, suggestion
from tournament.game import Game

Probability = float | Sequence[float] | np.ndarray | Mapping[str, float]


@dataclass(frozen=True)
class Rules:
    """What holds for every match of an event. Build it with `rules`, which checks.

    `turns` is None only with a continuation and no limit. `noise` and `misperception` hold one
    probability per player, in the order of the players.
    """

    game: Game
    turns: int | None
    length_known: bool
    noise: tuple[float, ...]
    misperception: tuple[float, ...]
    continuation: float | None
    seed: int

    @property
    def told(self) -> int:
        """What players are told of the length: `me.turns`."""
        return self.turns if self.length_known and self.continuation is None and self.turns else -1

    def of_players(self, keep: Sequence[int]) -> "Rules":
        """Return the rules for some of the players, by their numbers."""
        noise, misperception = (
            tuple(values[i] for i in keep) for values in (self.noise, self.misperception)
        )
        return replace(self, noise=noise, misperception=misperception)

    def describe(self) -> str:
        """Return the rules in words, for reports."""
        if self.continuation is not None:
            cut = f", at most {self.turns} turns" if self.turns else ""
            length = f"another turn follows with probability {self.continuation:g}{cut}"
        else:
            length = (
                f"{self.turns} turn{'s' * (self.turns != 1)},"
                f" {'known' if self.length_known else 'unknown'} to the players"
            )
        chances = []
        for word, values in (("noise", self.noise), ("misperception", self.misperception)):
            if any(values):
                low, high = min(values), max(values)
                chances.append(
                    f"{word} {low:g}" if low == high else f"{word} {low:g} to {high:g}, by player"
                )
        return "; ".join([str(self.game), length, *(chances or ["no noise"]), f"seed {self.seed}"])


def rules(
    names: Sequence[str],
    *,
    game: Game,
    turns: int | None,
    length_known: bool = True,
    noise: Probability = 0.0,
    misperception: Probability = 0.0,
    continuation: float | None = None,
    seed: int | None = None,
) -> Rules:
    """Return checked rules for the players `names`; a seed is drawn where none is given.

    Raises
    ------
    TypeError, ValueError
        One sentence naming the argument, what came, and what it must be.
    """
    game = stage_game(game)
    if turns is not None:
        turns = whole("turns", turns, 1, 2**31 - 1)
    if continuation is not None:
        continuation = probability("continuation", continuation)
        if continuation == 1 and turns is None:
            raise ArgumentError(
                "`continuation` must be below 1, or matches never end; got 1.0. Or give `turns` as"
                " a limit."
            )
    elif turns is None:
        turns = 200
    return Rules(
        game=game,
        turns=turns,
        length_known=flag("length_known", length_known),
        noise=per_player("noise", noise, names),
        misperception=per_player("misperception", misperception, names),
        continuation=continuation,
        seed=secrets.randbits(32) if seed is None else whole("seed", seed, 0, 2**64 - 1),
    )


def stage_game(value: Any) -> Game:
    """Return `value` if it is a game, or say what is wrong with it."""
    if not isinstance(value, Game):
        raise ArgumentTypeError(
            f"`game` must be a Game, such as TSTO or Game(R=3, S=0, T=5, P=1); got {value!r}."
        )
    return value


def whole(name: str, value: Any, low: int, high: int) -> int:
    """Return `value` as an integer of [low, high], or say what is wrong with it."""
    try:
        number = int(value) if int(value) == value and not isinstance(value, (bool, str)) else None
    except (TypeError, ValueError, OverflowError):
        number = None
    if number is None or not low <= number <= high:
        top = {2**31 - 1: "2**31 - 1", 2**64 - 1: "2**64 - 1"}.get(high, str(high))
        raise ArgumentError(f"`{name}` must be a whole number in [{low}, {top}]; got {value!r}.")
    return number


def one_of(name: str, value: Any, known: Sequence[str]) -> str:
    """Return `value` if it is one of some words, or say which they are."""
    if not isinstance(value, str) or value not in known:
        words = ", ".join(map(repr, known[:-1]))
        raise ArgumentError(f"`{name}` must be {words} or {known[-1]!r}; got {value!r}.")
    return value


def flag(name: str, value: Any) -> bool:
    """Return `value` if it is True or False, or say what is wrong with it."""
    if not isinstance(value, (bool, np.bool_)):
        raise ArgumentError(f"`{name}` must be True or False; got {value!r}.")
    return bool(value)


def probability(name: str, value: Any) -> float:
    """Return `value` as a probability, or say what is wrong with it."""
    try:
        number = math.nan if isinstance(value, (str, bool)) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not 0 <= number <= 1:
        raise ArgumentError(f"`{name}` must be a probability in [0, 1]; got {value!r}.")
    return number


def per_player(name: str, value: Probability, names: Sequence[str]) -> tuple[float, ...]:
    """Return one probability per player: from one for all, one each in order, or a mapping by name
    (others 0)."""
    if isinstance(value, Mapping):
        for key in value:
            if key not in names:
                raise ArgumentError(
                    f"`{name}` names {key!r}, which does not"
                    f" play.{suggestion(str(key), list(names))}"
                )
        return tuple(probability(name, value.get(player, 0.0)) for player in names)
    if isinstance(value, (Sequence, np.ndarray)) and not isinstance(value, str):
        if len(value) != len(names):
            raise ArgumentError(
                f"`{name}` must be one probability, or one for each of {len(names)} players; got"
                f" {len(value)}."
            )
        return tuple(probability(name, each) for each in value)
    return (probability(name, value),) * len(names)
