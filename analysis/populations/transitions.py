"""The chances of one step of a well-mixed population, for every process.

Legend: k types, n (..., k) how many there are of each, a (..., k, k) payoffs of row against column;
leading axes of both fit each other as in numpy. Of a pair, type 0 is the mutant and type 1 the
resident; m is the number of mutants, 1 to N - 1; q pairs.

Payoffs are equal where they differ by what rounding alone makes.
"""

import numpy as np

from analysis.evolution.table import TINY
from analysis.populations.well_mixed import WellMixed
from tournament.rules.population import fitness_of


def payoffs_in(a: np.ndarray, n: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (..., k) what one of each type is paid on average: by the others, or by all.

    Types that are absent have a number as well, of no meaning.

    Parameters
    ----------
    a, n
        See above.
    population
        Says how many there are, and whether each meets itself.

    Examples
    --------
    >>> hawks_and_doves = np.array([[-1.0, 2.0], [0.0, 1.0]])
    >>> payoffs_in(hawks_and_doves, np.array([1, 2]), WellMixed("moran", 3)).tolist()
    [2.0, 0.5]
    """
    met = meetings(n, population)
    return np.asarray(np.einsum("...ij,...ij->...i", a, met) / met.sum(axis=-1))


def meetings(n: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (..., k, k) how many of the column's type one of the row's type meets.

    Examples
    --------
    >>> meetings(np.array([1, 2]), WellMixed("moran", 3)).tolist()
    [[0.0, 2.0], [1.0, 1.0]]
    """
    n = np.asarray(n, float)[..., None, :]
    return np.asarray(n - (not population.self_interaction) * np.eye(n.shape[-1]))


def log_fitness(paid: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return the logarithm of fitness, -inf where fitness is 0.

    Rounding alone, and types that are absent, may make it negative: it counts as 0.
    """
    if population.fitness == "exponential":
        return np.asarray(population.selection * paid)
    fitness = fitness_of(paid, population.selection, population.fitness)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.maximum(fitness, 0.0)))


def exchanges(
    a: np.ndarray, n: np.ndarray, population: WellMixed, mutation: np.ndarray | None = None
) -> np.ndarray:
    """Return (..., k, k) the chances of one step: one of the row's type becomes the column's.

    Of processes in which one changes in a step; `newcomers` has Wright and Fisher's. The diagonal
    is 0: with what is left to 1, nothing changes.

    Parameters
    ----------
    a
        (..., k, k) payoffs.
    n
        (..., k) counts, whole numbers that sum to the size; types may be absent.
    population
        How it changes; whether it does so all at once is not read.
    mutation
        (k, k) chances that a child of the row's type is of the column's, or that a learner of the
        row's type tries the column's without looking at others; None for none.

    Examples
    --------
    One mutant of double fitness among four:

    >>> exchanges(np.array([[2.0, 2.0], [1.0, 1.0]]), np.array([1, 3]), WellMixed("moran", 4))
    array([[0.  , 0.15],
           [0.3 , 0.  ]])
    """
    n = np.asarray(n, float)
    k, N = n.shape[-1], population.size
    paid = payoffs_in(a, n, population)
    chances = np.eye(k) if mutation is None else mutation
    if population.process == "moran":
        becomes = (drawn(n, log_fitness(paid, population)) @ chances)[..., None, :]
    elif population.process == "death-birth":
        others = np.maximum(n[..., None, :] - np.eye(k), 0)
        becomes = drawn(others, log_fitness(paid, population)[..., None, :]) @ chances
    else:
        copies = np.diagonal(chances)[:, None] * _learned(a, n, paid, population)
        becomes = chances * (1 - np.eye(k)) + copies
    return np.asarray(n[..., :, None] / N * becomes * (1 - np.eye(k)))


def newcomers(
    a: np.ndarray, n: np.ndarray, population: WellMixed, mutation: np.ndarray | None = None
) -> np.ndarray:
    """Return (..., k) the chances of the types of a child, where all N are born at once.

    The next counts of a Wright-Fisher process are multinomial: N draws of these chances.

    Parameters
    ----------
    a, n, population, mutation
        As for `exchanges`.

    Examples
    --------
    >>> newcomers(np.array([[2.0, 2.0], [1.0, 1.0]]), np.array([1, 3]), WellMixed("moran", 4))
    array([0.4, 0.6])
    """
    chances = drawn(np.asarray(n, float), log_fitness(payoffs_in(a, n, population), population))
    return chances if mutation is None else np.asarray(chances @ mutation)


def drawn(n: np.ndarray, logs: np.ndarray) -> np.ndarray:
    """Return (..., k) the chances that a parent is of each type, drawn by fitness among n.

    If nobody has any fitness, all n of them are alike.

    Parameters
    ----------
    n
        (..., k) how many may be parents.
    logs
        (..., k) logarithms of fitness.

    Examples
    --------
    >>> drawn(np.array([1.0, 1.0]), np.array([0.0, -np.inf])).tolist()
    [1.0, 0.0]
    """
    logs = np.where(n > 0, logs, -np.inf)
    top = logs.max(axis=-1, keepdims=True)
    alike = np.isneginf(top)
    weights = n * np.where(alike, 1.0, np.exp(logs - np.where(alike, 0.0, top)))
    total = weights.sum(axis=-1, keepdims=True)
    return np.asarray(weights / np.where(total > 0, total, 1.0))


def _learned(a: np.ndarray, n: np.ndarray, paid: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (..., k, k) the chances that a learner of the row's type takes the column's."""
    if population.process == "fermi":
        lead = paid[..., None, :] - paid[..., :, None]
        meets = n[..., None, :] / (population.size - 1)
        return np.asarray(meets * sigmoid(population.selection * lead))
    if population.process == "imitate best":
        found = np.broadcast_to(
            np.where(n > 0, paid, -np.inf)[..., None, :], (*paid.shape, n.shape[-1])
        )
    else:
        found = _replies(a, n, population)
    return taken(found, TINY * np.abs(a).max(axis=(-2, -1))[..., None, None])


def _replies(a: np.ndarray, n: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (..., k, k) what one of the row's type would be paid if it were the column's."""
    met = meetings(n, population)
    return np.asarray(np.einsum("...ij,...dj->...di", a, met) / met.sum(axis=-1, keepdims=True))


def taken(paid: np.ndarray, grain: np.ndarray) -> np.ndarray:
    """Return (..., k, k) ones where somebody of the row's type takes the column's, the best paid.

    It keeps its own type if none is paid more; of several others, it takes the first.

    Parameters
    ----------
    paid
        (..., k, k) what somebody of the row's type sees paid for the column's; -inf for what it
        does not see.
    grain
        Differences up to this size are none.
    """
    best = paid >= paid.max(axis=-1, keepdims=True) - grain
    first = best & (np.cumsum(best, axis=-1) == 1)
    k = paid.shape[-1]
    keeps = np.diagonal(best, axis1=-2, axis2=-1)[..., None]
    return np.where(keeps, np.eye(k), first)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-x)), also where exp overflows."""
    small = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1.0, small) / (1 + small))
