"""Checks of arguments: each returns the value in its own type, or says what is wrong.

One sentence names the argument, what it must be, and what came.
"""

import math
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tournament.errors import Aliases, ArgumentError, meant, no_aliases, suggestion
from tournament.interactive.shown import shown

PerPlayer = float | Sequence[float] | np.ndarray | Mapping[str, float]
"""One probability for all, one for each player in order, or a mapping by name (others 0)."""


def seed_of(value: Any) -> int:
    """Return a seed as an integer of 64 bits; one is drawn where none is given."""
    return secrets.randbits(32) if value is None else whole("seed", value, 0, 2**64 - 1)


def whole(name: str, value: Any, low: int, high: int) -> int:
    """Return `value` as an integer of [low, high], or say what is wrong with it."""
    try:
        number = int(value) if int(value) == value and not isinstance(value, (bool, str)) else None
    except (TypeError, ValueError, OverflowError):
        number = None
    if number is None or not low <= number <= high:
        top = {2**31 - 1: "2**31 - 1", 2**64 - 1: "2**64 - 1"}.get(high, str(high))
        raise ArgumentError(
            f"`{name}` must be a whole number in [{low}, {top}]; got {shown(value)}."
        )
    return number


def one_of(name: str, value: Any, known: Sequence[str]) -> str:
    """Return `value` if it is one of some words, or say which they are."""
    if not isinstance(value, str) or value not in known:
        words = ", ".join(map(repr, known[:-1]))
        raise ArgumentError(f"`{name}` must be {words} or {known[-1]!r}; got {shown(value)}.")
    return value


def flag(name: str, value: Any) -> bool:
    """Return `value` if it is True or False, or say what is wrong with it."""
    if not isinstance(value, (bool, np.bool_)):
        raise ArgumentError(f"`{name}` must be True or False; got {shown(value)}.")
    return bool(value)


def probability(name: str, value: Any) -> float:
    """Return `value` as a probability, or say what is wrong with it."""
    try:
        number = math.nan if isinstance(value, (str, bool)) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not 0 <= number <= 1:
        raise ArgumentError(f"`{name}` must be a probability in [0, 1]; got {shown(value)}.")
    return number


def per_player(
    name: str, value: PerPlayer, names: Sequence[str], also: Aliases = no_aliases
) -> tuple[float, ...]:
    """Return one probability per player: from one for all, one each in order, or a mapping by name
    or alias (others 0)."""
    if isinstance(value, Mapping):
        given: dict[str, float] = {}
        for key, chance in value.items():
            player = meant(str(key), names, also)
            if player is None:
                raise ArgumentError(
                    f"`{name}` names {shown(key)}, which does not"
                    f" play.{suggestion(str(key), list(names))}"
                )
            if player in given:
                raise ArgumentError(
                    f"`{name}` names {player} twice, the second time as {shown(key)}."
                )
            given[player] = chance
        return tuple(probability(name, given.get(player, 0.0)) for player in names)
    if isinstance(value, (Sequence, np.ndarray)) and not isinstance(value, str):
        if len(value) != len(names):
            raise ArgumentError(
                f"`{name}` must be one probability, or one for each of {len(names)} players; got"
                f" {len(value)}."
            )
        return tuple(probability(name, each) for each in value)
    return (probability(name, value),) * len(names)
