"""Who can meet: the friends that a season is told about.

Edges are (E, 2) arrays of numbers, the lower one first, sorted.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tournament.errors import ArgumentError, ArgumentTypeError
from tournament.events.graphs.regular import everyone, random_regular
from tournament.interactive.shown import shown
from tournament.rules.checks import whole


@dataclass(frozen=True, eq=False)
class Friends:
    """What a season is told about its friendships.

    towns
        How many towns there are.
    told
        How many friends each town has, at random; "everyone"; or "given".
    given
        (E, 2) the edges, where they are given.
    """

    towns: int
    told: int | str
    given: np.ndarray | None = None

    @property
    def count(self) -> int:
        """How many pairs of towns are friends."""
        return len(self.given) if self.given is not None else self.towns * self.most // 2

    @property
    def most(self) -> int:
        """How many friends the town with most of them has."""
        if self.given is not None:
            return int(np.bincount(self.given.ravel()).max())
        return self.towns - 1 if self.told == "everyone" else int(self.told)

    def edges(self, key: int) -> np.ndarray:
        """Return the friendships; those at random are drawn with a key."""
        if self.given is not None:
            return self.given
        if self.most == self.towns - 1:
            return everyone(self.towns)
        return random_regular(self.towns, self.most, key)


def friends_of_season(told: Any, towns: int, given: np.ndarray | None = None) -> Friends:
    """Return what a season is told about friends, checked; see `Friends`.

    Raises
    ------
    ValueError
        For a number of friends that cannot be, or another word than "everyone".
    """
    if given is not None:
        return Friends(towns, "given", given)
    if isinstance(told, str):
        if told != "everyone":
            raise ArgumentError(
                f"`friends` must be a number, 'everyone' or a graph; got {shown(told)}."
            )
        return Friends(towns, told)
    degree = min(whole("friends", told, 1, 2**31 - 1), towns - 1)
    if degree * towns % 2:
        random_regular(towns, degree, 0)  # says why it cannot be
    return Friends(towns, degree)


def edges_of(friends: Any, towns: int | None) -> tuple[np.ndarray, int]:
    """Return the checked edges of a NetworkX graph or an array of pairs, and the number of towns.

    Raises
    ------
    ValueError, TypeError
        For self-loops, unknown or isolated towns, friendships given twice.
    """
    if hasattr(friends, "edges") and hasattr(friends, "nodes") and not isinstance(friends, type):
        if friends.is_directed() or friends.is_multigraph():
            raise ArgumentError("`friends` must be an undirected simple graph; got another kind.")
        names = list(friends.nodes)
        number = {name: i for i, name in enumerate(names)}
        pairs = np.array([(number[a], number[b]) for a, b in friends.edges], np.int64)
        size = len(names)
        if towns is not None and towns != size:
            raise ArgumentError(f"`towns` is {towns}, but the graph of `friends` has {size} nodes.")
    else:
        try:
            pairs = np.asarray(friends)
        except Exception:  # of a class of somebody else, or rows of different lengths
            pairs = np.empty(0, np.int64)
        if pairs.ndim != 2 or pairs.shape[1:] != (2,) or pairs.dtype.kind not in "iu":
            raise ArgumentTypeError(
                "`friends` must be a number, 'everyone', a NetworkX graph, or an array of pairs of"
                f" town numbers; got {type(friends).__name__}."
            )
        if not len(pairs):
            raise ArgumentError("`friends` must hold at least one friendship; got none.")
        low, high = int(pairs.min()), int(pairs.max())
        size = high + 1 if towns is None else towns
        if low < 0 or high >= size:
            raise ArgumentError(
                f"`friends` must name towns 0 to {max(size, 1) - 1}; got"
                f" {high if low >= 0 else low}."
            )
    pairs = pairs.reshape(-1, 2)
    if (pairs[:, 0] == pairs[:, 1]).any():
        town = int(pairs[pairs[:, 0] == pairs[:, 1]][0, 0])
        raise ArgumentError(f"`friends` must join different towns; town {town} is its own friend.")
    known = np.unique(pairs)
    if len(known) < size:
        alone = next((t for t, name in enumerate(known.tolist()) if t != name), len(known))
        raise ArgumentError(
            f"`friends` must give every town a friend; {size - len(known)} have none, such as town"
            f" {alone}."
        )
    edges = np.sort(pairs, axis=1).astype(np.int32)
    edges = edges[np.lexsort((edges[:, 1], edges[:, 0]))]
    twice = np.flatnonzero((edges[1:] == edges[:-1]).all(axis=1))
    if len(twice):
        a, b = edges[twice[0]].tolist()
        raise ArgumentError(
            f"`friends` must name each friendship once; {a} and {b} are there twice."
        )
    return edges, size
