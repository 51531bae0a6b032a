"""Who is friends with whom: graphs of towns, made or checked.

Legend: N towns, E friendships, degree the number of friends of a town. Edges are (E, 2) arrays of
town numbers, the lower one first, sorted.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tournament.rules import whole
from tournament.streams import GOLDEN, absorb

FEW, DEALS = 4, 500  # up to so many friends a deal may come out simple; how often that is tried
SWAPS = 1000  # rounds of repairs before all is dealt again: pairs of two loops have no way out


@dataclass(frozen=True)
class Friendships:
    """A graph of towns, seen from each of them.

    A *row* is one friendship from one side; the rows of a town lie next to each other, ordered by
    friend.

    edges
        (E, 2) the two towns of each friendship.
    start
        (N + 1,) the rows of town t are start[t] to start[t + 1].
    friend, edge, back
        (2E,) of each row: the friend, the friendship, the row of the other side.
    """

    edges: np.ndarray
    start: np.ndarray
    friend: np.ndarray
    edge: np.ndarray
    back: np.ndarray

    @classmethod
    def of(cls, edges: np.ndarray, towns: int) -> "Friendships":
        """Return the graph of sorted edges among so many towns."""
        low, high = edges[:, 0], edges[:, 1]
        number = np.arange(len(edges), dtype=np.int32)
        below, above = (np.bincount(side, minlength=towns) for side in (high, low))
        start = np.zeros(towns + 1, np.int64)
        np.cumsum(below + above, out=start[1:])
        # a town's rows: friends of lower number, then of higher; edges are sorted by both
        first = np.zeros(towns, np.int64)
        np.cumsum(above[:-1], out=first[1:])
        upper = (start[:-1] + below - first)[low] + number
        by_high = np.argsort(high, kind="stable")
        np.cumsum(below[:-1], out=first[1:])
        lower = np.empty(len(edges), np.int64)
        lower[by_high] = (start[:-1] - first)[high[by_high]] + number
        friend, edge, back = (np.empty(2 * len(edges), np.int32) for _ in range(3))
        friend[upper], edge[upper], back[upper] = high, number, lower
        friend[lower], edge[lower], back[lower] = low, number, upper
        return cls(edges, start, friend, edge, back)


def everyone(towns: int) -> np.ndarray:
    """Return the edges of towns that are all friends.

    >>> everyone(3).tolist()
    [[0, 1], [0, 2], [1, 2]]
    """
    return np.stack(np.triu_indices(towns, 1), axis=1).astype(np.int32)


def random_regular(towns: int, degree: int, key: int) -> np.ndarray:
    """Return the edges of a random graph in which every town has `degree` friends.

    Half-edges are paired at random, and pairs that make no simple graph swap an end with others
    until none is left (Bollobas 1980; McKay and Wormald 1990). Repairs favour some graphs a little,
    which shows in small ones: with few friends all is dealt again instead, so that every graph is
    equally likely. A graph with more than half of all edges is drawn as what is missing from it.
    The same key gives the same graph everywhere.

    Raises
    ------
    ValueError
        When towns times degree is odd, or there are too few towns.

    >>> np.bincount(random_regular(10, 4, 7).ravel()).tolist()
    [4, 4, 4, 4, 4, 4, 4, 4, 4, 4]
    """
    if degree > towns - 1:
        raise ValueError(
            f"`friends` must be at most {towns - 1} among {towns} towns; got {degree}."
        )
    if towns * degree % 2:
        raise ValueError(
            f"`towns` times `friends` must be even, as every friendship has two ends; got {towns}"
            f" towns with {degree} friends each. Take one more or one fewer of either."
        )
    if 2 * degree > towns - 1:
        missing = random_regular(towns, towns - 1 - degree, key)
        full = everyone(towns)
        return full[~np.isin(_keys(full, towns), _keys(missing, towns))]
    ends = np.repeat(np.arange(towns, dtype=np.int32), degree)
    deals = DEALS if degree <= FEW and len(ends) <= 20_000 else 1
    deal = 1
    while True:
        edges = ends[_permutation(key, len(ends))].reshape(-1, 2)
        graph = _repaired(edges, towns, key, 0 if deal < deals else SWAPS)
        if graph is not None:
            return graph
        key, deal = absorb(key, deal), deal + 1


def _repaired(edges: np.ndarray, towns: int, key: int, swaps: int) -> np.ndarray | None:
    """Return pairs as a simple graph's edges, after so many rounds of swaps at most; else None."""
    keys = _keys(edges, towns)
    for attempt in range(1, swaps + 2):
        known = np.sort(keys)
        twice = np.unique(known[1:][known[1:] == known[:-1]])
        bad = edges[:, 0] == edges[:, 1]
        copies = np.flatnonzero(_among(keys, twice))
        bad[copies] |= ~_first_of(keys[copies])
        wrong = np.flatnonzero(bad)
        if not len(wrong):
            return np.stack([known // towns, known % towns], axis=1).astype(np.int32)
        other = (_bits(key, attempt, len(wrong)) % np.uint64(len(edges))).astype(np.int64)
        first = np.stack([edges[wrong, 0], edges[other, 1]], axis=1)
        second = np.stack([edges[other, 0], edges[wrong, 1]], axis=1)
        one, two = _keys(first, towns), _keys(second, towns)
        good = (first[:, 0] != first[:, 1]) & (second[:, 0] != second[:, 1]) & (one != two)
        good &= ~bad[other] & ~_among(one, known) & ~_among(two, known)
        for column in (other, one, two):  # two swaps must not meet
            chosen = np.flatnonzero(good)
            good[chosen] = _first_of(column[chosen])
        good &= ~_among(one, np.sort(two[good])) & ~_among(two, np.sort(one[good]))
        wrong, other = wrong[good], other[good]
        edges[wrong], edges[other] = first[good], second[good]
        keys[wrong], keys[other] = one[good], two[good]
    return None


def given(friends: Any, towns: int | None) -> tuple[np.ndarray, int]:
    """Return the checked edges of a NetworkX graph or an array of pairs, and the number of towns.

    Raises
    ------
    ValueError, TypeError
        For self-loops, unknown or isolated towns, friendships given twice.
    """
    if hasattr(friends, "edges") and hasattr(friends, "nodes") and not isinstance(friends, type):
        if friends.is_directed() or friends.is_multigraph():
            raise ValueError("`friends` must be an undirected simple graph; got another kind.")
        names = list(friends.nodes)
        number = {name: i for i, name in enumerate(names)}
        pairs = np.array([(number[a], number[b]) for a, b in friends.edges], np.int64)
        size = len(names)
        if towns is not None and towns != size:
            raise ValueError(f"`towns` is {towns}, but the graph of `friends` has {size} nodes.")
    else:
        try:
            pairs = np.asarray(friends)
        except ValueError:
            pairs = np.empty(0, np.int64)
        if pairs.ndim != 2 or pairs.shape[1:] != (2,) or pairs.dtype.kind not in "iu":
            raise TypeError(
                "`friends` must be a number, 'everyone', a NetworkX graph, or an array of pairs of"
                f" town numbers; got {type(friends).__name__}."
            )
        if not len(pairs):
            raise ValueError("`friends` must hold at least one friendship; got none.")
        low, high = int(pairs.min()), int(pairs.max())
        size = high + 1 if towns is None else towns
        if low < 0 or high >= size:
            raise ValueError(
                f"`friends` must name towns 0 to {max(size, 1) - 1}; got"
                f" {high if low >= 0 else low}."
            )
    pairs = pairs.reshape(-1, 2)
    if (pairs[:, 0] == pairs[:, 1]).any():
        town = int(pairs[pairs[:, 0] == pairs[:, 1]][0, 0])
        raise ValueError(f"`friends` must join different towns; town {town} is its own friend.")
    known = np.unique(pairs)
    if len(known) < size:
        alone = next((t for t, name in enumerate(known.tolist()) if t != name), len(known))
        raise ValueError(
            f"`friends` must give every town a friend; {size - len(known)} have none, such as town"
            f" {alone}."
        )
    edges = np.sort(pairs, axis=1).astype(np.int32)
    edges = edges[np.lexsort((edges[:, 1], edges[:, 0]))]
    twice = np.flatnonzero((edges[1:] == edges[:-1]).all(axis=1))
    if len(twice):
        a, b = edges[twice[0]].tolist()
        raise ValueError(f"`friends` must name each friendship once; {a} and {b} are there twice.")
    return edges, size


def degree(friends: Any, towns: int) -> int:
    """Return a number of friends, checked; at most all other towns."""
    return min(whole("friends", friends, 1, 2**31 - 1), towns - 1)


def _keys(edges: np.ndarray, towns: int) -> np.ndarray:
    """Return one number per friendship, ordered as sorted edges are."""
    keys: np.ndarray = edges.min(axis=1).astype(np.int64) * towns + edges.max(axis=1)
    return keys


def _first_of(values: np.ndarray) -> np.ndarray:
    """Return where a value stands for the first time."""
    first = np.zeros(len(values), bool)
    first[np.unique(values, return_index=True)[1]] = True
    return first


def _among(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return which values are in a sorted array."""
    if not len(known):
        return np.zeros(len(values), bool)
    found: np.ndarray = known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values
    return found


def _bits(key: int, number: int, n: int) -> np.ndarray:
    """Return (n,) well-mixed 64-bit words: `streams.mix`, on an array."""
    start = np.uint64((key + GOLDEN * (number << 32)) & (2**64 - 1))
    z = start + np.uint64(GOLDEN) * np.arange(1, n + 1, dtype=np.uint64)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def _permutation(key: int, n: int) -> np.ndarray:
    """Return the numbers below n in random order; numpy's own may change between versions."""
    return np.argsort(_bits(key, 0, n))  # no two words are equal, so any sort gives this order
