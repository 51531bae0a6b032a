"""Graphs in which every town has the same number of friends: everyone, or so many at random.

Legend: N towns, E friendships, degree the number of friends of a town. Edges are (E, 2) arrays of
town numbers, the lower one first, sorted.
"""

import numpy as np

from tournament.errors import ArgumentError
from tournament.streams import absorb, bits, permutation

FEW, DEALS = 4, 500  # up to so many friends a deal may come out simple; how often that is tried
SWAPS = 1000  # rounds of repairs before all is dealt again: pairs of two loops have no way out


def everyone(towns: int) -> np.ndarray:
    """Return the edges of towns that are all friends.

    >>> everyone(3).tolist()
    [[0, 1], [0, 2], [1, 2]]
    """
    return np.stack(np.triu_indices(towns, 1), axis=1).astype(np.int32)


def random_regular(towns: int, degree: int, key: int) -> np.ndarray:
    """Return the edges of a random graph in which every town has `degree` friends.

    Half-edges are paired at random. Pairs that make no simple graph swap an end with other pairs,
    until none is left (Bollobas 1980; McKay and Wormald 1990). Repairs favour some graphs a little,
    and this shows in small graphs. So with few friends everything is dealt again instead, and every
    graph is equally likely. If a graph has more than half of all edges, its complement is drawn.
    The same key gives the same graph everywhere. NetworkX draws such graphs too, but its graphs may
    change between versions.

    Raises
    ------
    ValueError
        When towns times degree is odd, or there are too few towns.

    >>> np.bincount(random_regular(10, 4, 7).ravel()).tolist()
    [4, 4, 4, 4, 4, 4, 4, 4, 4, 4]
    """
    if degree > towns - 1:
        raise ArgumentError(
            f"`friends` must be at most {towns - 1} among {towns} towns; got {degree}."
        )
    if towns * degree % 2:
        raise ArgumentError(
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
        edges = ends[permutation(key, len(ends))].reshape(-1, 2)
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
        other = (bits(key, attempt, len(wrong)) % np.uint64(len(edges))).astype(np.int64)
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
