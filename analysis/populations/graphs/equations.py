"""The equations of fixation: one for each state of a chain of mutants, solved in two ways.

A step changes the number of mutants by one. So states fall into levels, by how many mutants they
have, and equations join a level to its two neighbours only.

Legend: n nodes, k classes of nodes, s states.
"""

import numpy as np

from analysis.populations.graphs.states import Chain
from analysis.populations.krylov import gmres

GRAIN = 1e-15
"""Of the equations, when they count as solved."""
ROUNDS = 8


def eliminated(chain: Chain) -> np.ndarray:
    """Return (k,) the chance that mutants take over, from one mutant in each class.

    Levels are taken out from the top. What mutants of a level can do is to take over before the
    level below is seen again, or not. Every number is a chance and none is subtracted from another
    of its size, so that small chances keep their digits.

    Examples
    --------
    >>> from analysis.populations.graphs.states import chain_of, classes_of
    >>> from analysis.populations.graphs.weights import weights_of
    >>> pair = chain_of(classes_of(weights_of([[0, 1]], 10)), 3.0, "moran")
    >>> eliminated(pair).tolist()
    [0.75]
    """
    order = np.argsort(chain.total, kind="stable")
    ends = np.searchsorted(chain.total[order], np.arange(chain.total[-1] + 2))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order)) - ends[chain.total[order]]
    wins: np.ndarray = np.ones(1)
    falls: np.ndarray = np.zeros((1, ends[-2] - ends[-3]))
    for level in range(len(ends) - 3, 0, -1):
        states = order[ends[level] : ends[level + 1]]
        gain, lose = chain.gain[states], chain.lose[states]
        above = np.where(gain > 0, place[(states[:, None] + chain.steps) % len(place)], 0)
        below = np.where(lose > 0, place[states[:, None] - chain.steps], 0)
        stays, right = (
            np.eye(len(states)),
            np.zeros((len(states), 1 + ends[level] - ends[level - 1])),
        )
        for one in range(len(chain.steps)):
            stays -= gain[:, one, None] * falls[above[:, one]]
            right[:, 0] += gain[:, one] * wins[above[:, one]]
            np.add.at(right, (np.arange(len(states)), 1 + below[:, one]), lose[:, one])
        found = np.linalg.solve(stays, right)
        wins, falls = found[:, 0], found[:, 1:]
    return np.asarray(wins[place[chain.steps]])


def iterated(chain: Chain, guess: np.ndarray) -> np.ndarray:
    """Return what `eliminated` does, sooner where levels have thousands of states.

    Equations are for the ratio to a guess, so that small chances keep their digits. What is left
    over is computed from differences of neighbours, so that graphs on which mutants live long keep
    theirs.

    Parameters
    ----------
    chain
        The chain.
    guess
        (n + 1,) the chance by the number of mutants, about.
    """
    (after, chance), about = chain.links, guess[chain.total]
    inner = slice(1, -1)

    def left(h: np.ndarray) -> np.ndarray:
        steps = np.einsum("ij,ij->i", chance, h[after] - h[:, None])
        return np.asarray(steps[inner] / about[inner])

    def product(ratio: np.ndarray) -> np.ndarray:
        h = np.zeros(len(about))
        h[inner] = ratio * about[inner]
        return np.asarray(ratio - np.einsum("ij,ij->i", chance, h[after])[inner] / about[inner])

    h = about.copy()
    error = left(h)
    for _ in range(ROUNDS):
        size = float(np.abs(error).max())
        if size <= GRAIN:
            break
        better = h.copy()
        better[inner] += gmres(product, error, 1e-8) * about[inner]
        error = left(better)
        if np.abs(error).max() >= size:
            break
        h = better
    return np.asarray(h[chain.steps])


def on_complete_graph(size: int, r: float, process: str) -> np.ndarray:
    """Return (n + 1,) the chance that mutants take over a complete graph, by how many they are.

    Parameters
    ----------
    size
        The number of nodes.
    r
        Fitness of mutants.
    process
        "moran" or "death-birth".

    Notes
    -----
    Source: Moran (1958); for death-birth, Kaveh, Komarova and Kohandel (2015).

    Examples
    --------
    >>> on_complete_graph(10, 2.0, "moran")[1] == 512 / 1023
    np.True_
    """
    m = np.arange(1, size)
    if process == "moran":
        odds = np.full(size - 1, 1 / r)
    else:
        odds = (r * m + size - m - 1) / (r * (r * (m - 1) + size - m))
    logs = np.concatenate([[0.0], np.cumsum(np.log(odds))])
    ahead = np.concatenate([[0.0], np.exp(logs - logs.max())])
    return np.asarray(np.cumsum(ahead) / ahead.sum())
