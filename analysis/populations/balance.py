"""Where a chain is in the long run: shares of time of states, solved in three ways.

Legend: n states, each of which can be reached from each; e links.
"""

from typing import Any

import numpy as np

from analysis.populations.compositions import Links
from analysis.populations.krylov import gmres
from tournament.errors import TournamentError, needed

LARGE = 1e150
"""From which numbers are made smaller, before they overflow."""
GRAIN = 1e-13
"""Of the flows, which then are in balance."""
ROUNDS = 3
FLAT = 2.0
"""How wide a chain may be, by the square root of its states, to be eliminated as a whole: that of
three types is about the square root of 2."""
HELD = 1e-10
"""Flows that are off by more, in a sum of 1, are not solved."""


def eliminated(links: Links, size: int, width: int) -> np.ndarray:
    """Return (n,) shares of time, where links lead to states of near numbers.

    States are taken out one by one, and those that remain pay for them. Nothing is subtracted, so
    rare events keep their digits.

    Parameters
    ----------
    links
        Between states.
    size
        How many states there are.
    width
        How far apart the numbers of two linked states are, at most.

    Notes
    -----
    Source: Grassmann, Taksar and Heyman (1985), "Regenerative analysis and steady state
    distributions for Markov chains". Of the table of chances only a band is kept.

    Examples
    --------
    >>> two = Links(np.array([0, 1]), np.array([1, 0]), np.array([0.1, 0.3]))
    >>> eliminated(two, 2, 1).round(9).tolist()
    [0.75, 0.25]
    """
    band = np.zeros((size, 2 * width + 1))  # from a state to one that is so far from it
    band[links.source, links.target - links.source + width] = links.chance
    row, cell = band.strides
    leaving = np.ones(size)
    for state in range(size - 1, 0, -1):
        near = min(width, state)
        after = band[state, width - near : width]
        leaving[state] = after.sum()
        first = band[state - near :, width:]  # the square above and left of the state
        square = np.lib.stride_tricks.as_strided(first, (near, near + 1), (row - cell, cell))
        often = square[:, -1] / leaving[state]
        square[:, :-1] += often[:, None] * after
    found = np.zeros(size)
    found[0] = 1.0
    for state in range(1, size):
        near = min(width, state)
        first = band[state - near :, width:]
        column = np.lib.stride_tricks.as_strided(first[:, near:], (near,), (row - cell,))
        found[state] = found[state - near : state] @ column / leaving[state]
        if found[state] > LARGE:
            found[: state + 1] /= found[state]
    return np.asarray(found / found.sum())


def iterated(links: Links, size: int, width: int) -> np.ndarray:
    """Return what `eliminated` does, for many states.

    Unknowns are how often states are left. An elimination leads each step: a whole one for three
    types, an incomplete one for more.

    Parameters
    ----------
    links, size, width
        As for `eliminated`.

    Raises
    ------
    MissingExtra
        When SciPy is not installed.
    TournamentError
        When flows do not come into balance.

    Notes
    -----
    Source: for the incomplete elimination, Saad (2003), "Iterative methods for sparse linear
    systems", chapter 10.

    Examples
    --------
    >>> ring = np.arange(5)
    >>> links = Links(ring, np.roll(ring, 1), np.array([1.0, 0.5, 0.5, 0.5, 0.5]))
    >>> iterated(links, 5, 4).round(9).tolist() == eliminated(links, 5, 4).round(9).tolist()
    True
    """
    needed("scipy", "learn", "to find the long run of a large population")
    from scipy.sparse import csc_array, identity
    from scipy.sparse.linalg import spilu, splu

    leaving = np.bincount(links.source, links.chance, size)
    ends = (links.target, links.source)
    arrive = csc_array((links.chance / leaving[links.source], ends), shape=(size, size))
    nearly = (identity(size, format="csc") * (1 + 1e-8) - arrive).tocsc()
    how: dict[str, Any] = {
        "permc_spec": "MMD_AT_PLUS_A", "diag_pivot_thresh": 0.0, "options": {"SymmetricMode": True}
    }  # fmt: skip
    if width <= FLAT * np.sqrt(size):
        near = splu(nearly, **how)
    else:
        near = spilu(nearly, drop_tol=1e-2, fill_factor=5, **how)
    by_row = arrive.tocsr()

    def off(often: np.ndarray) -> np.ndarray:
        return np.asarray(often - by_row @ often)

    often = leaving / leaving.sum()
    error = off(often)
    for _ in range(ROUNDS):
        length, grain = float(np.linalg.norm(error)), GRAIN * float(np.linalg.norm(often))
        if length <= grain:
            break
        way = gmres(lambda x: off(near.solve(x)), error, max(1e-12, grain / length))
        better = often - near.solve(way)
        better /= better.sum()
        error = off(better)
        if not np.linalg.norm(error) < length:
            break
        often = better
    if not np.abs(off(often)).sum() < HELD:
        raise TournamentError(
            "The long run of this population was not found: flows between its states do not come"
            " into balance. Choose a smaller size, weaker selection or more mutation."
        )
    found = np.maximum(often, 0.0) / leaving
    return np.asarray(found / found.sum())


def at_once(P: np.ndarray) -> np.ndarray:
    """Return (n,) shares of time of a full table of chances, from a state (row) to the next.

    Examples
    --------
    >>> at_once(np.array([[0.9, 0.1], [0.3, 0.7]])).round(9).tolist()
    [0.75, 0.25]
    """
    size = len(P)
    found = np.linalg.solve(np.eye(size) - P.T + 1 / size, np.full(size, 1 / size))
    found = np.maximum(found, 0.0)
    return np.asarray(found / found.sum())
