"""The states of a well-mixed population, how many there are of each type, and what follows what.

Legend: k types, N players, s states, e links between states.
"""

from math import comb
from typing import NamedTuple

import numpy as np

from analysis.populations.transitions import exchanges, newcomers
from analysis.populations.well_mixed import WellMixed

AT_ONCE = 2**20
"""Numbers of one table that are made at once."""
ROUNDED = 1e-15
"""Chances below this are what rounding alone makes of 0."""


def compositions(size: int, types: int) -> np.ndarray:
    """Return (s, k) all ways to have so many players of some types, in the order of numbers.

    Examples
    --------
    >>> compositions(2, 2).tolist()
    [[0, 2], [1, 1], [2, 0]]
    """
    left = np.array([size])
    columns: list[np.ndarray] = []
    for _ in range(types - 1):
        many = left + 1
        start = np.repeat(np.cumsum(many) - many, many)
        taken = np.arange(len(start)) - start
        columns = [np.repeat(each, many) for each in columns]
        columns.append(taken)
        left = np.repeat(left, many) - taken
    return np.column_stack([*columns, left])


def number_of(states: np.ndarray, size: int) -> np.ndarray:
    """Return (...,) the number of each state, in the order of `compositions`.

    Parameters
    ----------
    states
        (..., k) counts.
    size
        What they sum to.

    Examples
    --------
    >>> number_of(compositions(3, 3), 3).tolist()
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    types, left = states.shape[-1], np.full(states.shape[:-1], size)
    found = np.zeros(states.shape[:-1], np.int64)
    for place in range(types - 1):
        later = types - place - 1
        ways = np.array([comb(m + later, later) for m in range(size + 1)])
        found += ways[left]
        left = left - states[..., place]
        found -= ways[left]
    return found


class Links(NamedTuple):
    """Which states follow which in one step.

    source, target
        (e,) numbers of states, no two links alike; a state does not link to itself.
    chance
        (e,) above 0.
    """

    source: np.ndarray
    target: np.ndarray
    chance: np.ndarray

    def among(self, states: np.ndarray) -> "Links":
        """Return the links between some states, which are numbered anew.

        Parameters
        ----------
        states
            (t,) numbers, rising.
        """
        new = np.full(1 + max(self.source.max(initial=0), self.target.max(initial=0)), -1)
        new[states] = np.arange(len(states))
        source, target = new[self.source], new[self.target]
        kept = (source >= 0) & (target >= 0)
        return Links(source[kept], target[kept], self.chance[kept])


def links_of(
    states: np.ndarray, a: np.ndarray, population: WellMixed, mutation: np.ndarray
) -> Links:
    """Return the links of a process in which one player changes in a step.

    Parameters
    ----------
    states
        (s, k) all compositions.
    a
        (k, k) payoffs.
    population, mutation
        As for `exchanges`.
    """
    step, found = max(1, AT_ONCE // states.shape[1] ** 2), []
    for at in range(0, len(states), step):
        n = states[at : at + step]
        chances = exchanges(a, n, population, mutation)
        place, before, then = np.nonzero(chances > 0)
        after, link = n[place], np.arange(len(place))
        after[link, before] -= 1
        after[link, then] += 1
        target = number_of(after, population.size)
        found.append(Links(at + place, target, chances[place, before, then]))
    return Links(*(np.concatenate(each) for each in zip(*found, strict=True)))


def chain_at_once(
    states: np.ndarray, a: np.ndarray, population: WellMixed, mutation: np.ndarray
) -> np.ndarray:
    """Return (s, s) the chances from a state (row) to the next, where all players change at once.

    The players of one type choose alike and apart from each other. So the next counts are sums of
    multinomial counts, whose generating function is a product.

    Parameters
    ----------
    states, a, population, mutation
        As for `links_of`.
    """
    size, k = population.size, states.shape[1]
    shape = (size + 1,) * (k - 1)
    turns = np.exp(-2j * np.pi * np.indices(shape).reshape(k - 1, -1) / (size + 1))
    turns = np.concatenate([turns, np.ones((1, turns.shape[1]))])
    places = np.ravel_multi_index(tuple(states[:, :-1].T), shape)
    found = np.empty((len(states),) * 2)
    step = max(1, AT_ONCE // turns.shape[1])
    for at in range(0, len(states), step):
        n = states[at : at + step]
        rows = _chosen(n, a, population, mutation)
        waves = np.prod((rows @ turns) ** n[:, :, None], axis=1)
        next_ = np.fft.ifftn(waves.reshape(-1, *shape), axes=range(1, k)).real
        found[at : at + step] = next_.reshape(len(n), -1)[:, places]
    found[found < ROUNDED] = 0.0
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _chosen(
    n: np.ndarray, a: np.ndarray, population: WellMixed, mutation: np.ndarray
) -> np.ndarray:
    """Return (s, k, k) the chances that a player of the row's type is of the column's type next."""
    k = n.shape[1]
    if population.process == "wright-fisher":
        return np.repeat(newcomers(a, n, population, mutation)[:, None], k, axis=1)
    many = np.maximum(n, 1)[..., None]
    rows = exchanges(a, n, population, mutation) * population.size / many
    rows[:, np.arange(k), np.arange(k)] = 1 - rows.sum(axis=-1)
    return np.asarray(rows)
