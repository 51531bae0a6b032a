"""Under which conditions a meta-tournament plays, and among whom: both are drawn.

A *format* says how long matches are, and whether there is noise; a *condition* is a format with its
numbers. Legend: f fields, p players of the pool.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.rules.checks import exact, probability, several, whole
from tournament.rules.defaults import TURNS

STANDARD, NOISY = "standard", "noisy"
ENDING, NOISY_ENDING = "probabilistic ending", "noisy probabilistic ending"
FORMATS = (STANDARD, NOISY, ENDING, NOISY_ENDING)
"""In the words of Glynatsi, Knight and Harper (2024)."""
MOST_CONDITIONS = 10_000
"""Of one format: each is a tournament of the whole pool."""


@dataclass(frozen=True)
class Condition:
    """One condition: `turns`, or None with a `continuation`; the other way round; `noise`."""

    turns: int | None
    noise: float
    continuation: float | None

    @property
    def format(self) -> str:
        """One of `FORMATS`."""
        ending = self.continuation is not None
        return FORMATS[2 * ending + (self.noise > 0)]

    def words(self) -> dict[str, Any]:
        """Return the condition as arguments of `Tournament`."""
        return {"turns": self.turns, "noise": self.noise, "continuation": self.continuation}


def grid(turns: Any, noise: Any, continuation: Any) -> list[list[Condition]]:
    """Return all conditions of each format that some lists of values make.

    Parameters
    ----------
    turns, noise, continuation
        A value, or several. Without turns and without continuations the usual number of turns.

    Raises
    ------
    ArgumentError
        For a value out of its range, an empty list, and a list that has a value twice.
    """
    lengths = _values("turns", turns, lambda value: whole("turns", value, 1, 2**31 - 1))
    noises = _values("noise", noise, lambda value: probability("noise", value))
    chances = _values("continuation", continuation, _continuation)
    if not noises:
        raise ArgumentError("`noise` must be a probability or a list of some; got None.")
    if not lengths and not chances:
        lengths = [TURNS]
    ends = [*product(lengths, [None]), *product([None], chances)]
    every = [Condition(turns, noise, c) for turns, c in ends for noise in noises]
    found = [[one for one in every if one.format == format] for format in FORMATS]
    return [conditions for conditions in found if conditions]


def drawn(
    conditions: list[Condition], samples: int, random: np.random.Generator
) -> list[Condition]:
    """Return so many of some conditions, all different; all of them where there are no more."""
    if len(conditions) <= samples:
        return conditions
    chosen = np.sort(random.choice(len(conditions), samples, replace=False))
    return [conditions[number] for number in chosen]


def sizes_of(size: Any, players: int) -> list[int]:
    """Return the sizes that fields may have; from three players to the whole pool by default."""
    usual = range(min(3, players), players + 1) if size is None else size
    sizes = _values("size", usual, lambda value: whole("size", value, 2, players))
    return sizes


def fields_of(
    sizes: list[int], players: int, fields: int, random: np.random.Generator
) -> np.ndarray:
    """Return (f, p) who takes part in which field; all sizes, and all fields of a size, are equally
    likely."""
    wanted = random.choice(sizes, fields)
    order = random.permuted(np.tile(np.arange(players, dtype=np.int32), (fields, 1)), axis=1)
    return np.asarray(order < wanted[:, None])


def _continuation(value: Any) -> float:
    given = probability("continuation", value)
    if given == 1:
        raise ArgumentError("`continuation` must be below 1, or matches never end; got 1.0.")
    return given


def _values(name: str, value: Any, check: Any) -> list[Any]:
    """Return checked values: of None none, of a single one that, of a list all."""
    if value is None:
        return []
    no_list = isinstance(value, (str, bytes, Mapping)) or exact(value) is not None
    if no_list or not isinstance(value, Iterable):
        return [check(value)]
    values = [check(each) for each in several(name, value, "a value or a list of some")]
    if not values:
        raise ArgumentError(f"`{name}` must be a value or a list of some; got an empty list.")
    if len(set(values)) < len(values):
        twice = next(each for each in values if values.count(each) > 1)
        raise ArgumentError(f"`{name}` must list different values; got {shown(twice)} twice.")
    return values
