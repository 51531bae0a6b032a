"""Pairs of types in processes that renew all places at once: the whole chain of counts.

Legend: q pairs, a (q, 2, 2) their payoffs, the mutant first; N the size; m = 1 to N - 1 mutants
before a step, 0 to N after. A chain is (q, N - 1, N + 1): chances from m to each next count.
"""

from math import lgamma
from typing import NamedTuple

import numpy as np

from analysis.populations.fixation.pairs import counts, log_ratios, steps
from analysis.populations.well_mixed import WellMixed

CLOSE = 1e-10
"""How far the chances of all ends may be from 1, before a chain is solved with more care."""


class Solved(NamedTuple):
    """Chains of counts of which one after the other was taken out, the largest first.

    rates
        (q, N - 1, N + 1) from a count to lower ones, and to N, when larger ones are gone; to larger
        ones just before these went.
    leaving
        (q, N - 1) the chance to leave a count, when larger ones are gone.
    """

    rates: np.ndarray
    leaving: np.ndarray


def chains(a: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (q, N - 1, N + 1) chances of the next count, for Wright-Fisher, or Fermi at once."""
    N = population.size
    if population.process == "wright-fisher":
        return np.asarray(np.exp(log_chains(a, population)))
    gain, loss = switches(a, population, counts(N))
    found = np.zeros((len(a), N - 1, N + 1))
    with np.errstate(divide="ignore"):
        logs = np.log([1 - loss, loss, gain, 1 - gain])
    for m in range(1, N):
        kept = np.exp(log_binomial(m, *logs[:2, :, m - 1]))
        won = np.exp(log_binomial(N - m, *logs[2:, :, m - 1]))
        for k in range(m + 1):
            found[:, m - 1, k : k + N - m + 1] += kept[:, k, None] * won
    return found


def log_chains(a: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return the logarithms of a Wright-Fisher chain."""
    n = counts(population.size)
    lead = log_ratios(a, population) + np.log(n[:, 1] / n[:, 0])  # residents to mutants, as parents
    return log_binomial(population.size, -np.logaddexp(0, lead), -np.logaddexp(0, -lead))


def switches(a: np.ndarray, population: WellMixed, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (q, c) the chances that one certain resident, and one mutant, changes its type.

    Parameters
    ----------
    a, population
        See above.
    n
        (c, 2) counts of mutants and residents, none 0.
    """
    up, down = steps(a, population, n)
    return up * population.size / n[:, 1], down * population.size / n[:, 0]


def carried(a: np.ndarray, population: WellMixed, n: np.ndarray) -> np.ndarray:
    """Return (q, c) the next counts of mutants, where no chance is left.

    Parameters
    ----------
    a, population, n
        As for `switches`.
    """
    gain, loss = switches(a, population, n)
    return np.asarray(np.where(loss > 0.5, 0, n[:, 0]) + np.where(gain > 0.5, n[:, 1], 0))


def log_binomial(n: int, success: np.ndarray, failure: np.ndarray) -> np.ndarray:
    """Return (..., n + 1) logarithms of the chances of 0 to n successes.

    Parameters
    ----------
    n
        How many trials.
    success, failure
        The logarithms of their chances; both, so that small ones keep their digits.

    Examples
    --------
    >>> half = np.log(0.5)
    >>> np.exp(log_binomial(2, half, half)).round(12).tolist()
    [0.25, 0.5, 0.25]
    """
    k = np.arange(n + 1)
    ways = np.array([lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) for i in k])
    with np.errstate(invalid="ignore"):  # none of what never is
        won = np.where(k > 0, k * np.asarray(success)[..., None], 0.0)
        lost = np.where(k < n, (n - k) * np.asarray(failure)[..., None], 0.0)
    return np.asarray(ways + won + lost)


def visits(chain: np.ndarray) -> np.ndarray:
    """Return (q, N - 1) how often each count is seen, from one mutant on."""
    inner = -chain[:, :, 1:-1]
    place = np.arange(inner.shape[1])
    inner[:, place, place] = 0
    inner[:, place, place] = chain[:, :, [0, -1]].sum(axis=-1) - inner.sum(axis=-1)
    right = np.zeros((len(chain), len(place), 1))
    right[:, 0] = 1
    try:
        found = np.linalg.solve(np.swapaxes(inner, 1, 2), right)[..., 0]
    except np.linalg.LinAlgError:
        return careful_visits(solved(chain))
    ended = (found * chain[:, :, [0, -1]].sum(axis=-1)).sum(axis=-1)
    careless = ~(np.abs(ended - 1) < CLOSE) | (found < 0).any(axis=-1)
    if careless.any():
        found[careless] = careful_visits(solved(chain[careless]))
    return np.asarray(found)


def solved(chain: np.ndarray) -> Solved:
    """Return chains with one count after the other taken out, for which those that remain pay.

    Nothing is subtracted, so rare events keep their digits, also in chains that hardly end.

    Notes
    -----
    Source: Grassmann, Taksar and Heyman (1985), "Regenerative analysis and steady state
    distributions for Markov chains".
    """
    P = chain.copy()
    inner, N = P.shape[1], P.shape[2] - 1
    leaving = np.empty(P.shape[:2])
    for m in range(inner, 0, -1):
        lower = P[:, m - 1, :m]
        leaving[:, m - 1] = lower.sum(axis=-1) + P[:, m - 1, N]
        often = shares(P[:, : m - 1, m], leaving[:, m - 1, None])
        P[:, : m - 1, :m] += often[..., None] * lower[:, None]
        P[:, : m - 1, N] += often * P[:, m - 1, N, None]
    return Solved(P, leaving)


def careful_visits(chain: Solved) -> np.ndarray:
    """Return (q, N - 1) how often each count is seen, from one mutant on."""
    P, leaving = chain
    found = np.zeros_like(leaving)
    for m in range(1, leaving.shape[1] + 1):
        coming = (found[:, : m - 1] * P[:, : m - 1, m]).sum(axis=-1) + (m == 1)
        found[:, m - 1] = shares(coming, leaving[:, m - 1])
    return found


def expected(chain: Solved, pay: np.ndarray) -> np.ndarray:
    """Return (q, N - 1) what is paid until a chain ends, from each count on.

    Parameters
    ----------
    chain
        Solved.
    pay
        (q, N - 1) for each visit of a count: 1 for time, the chance of N next for taking over.
    """
    P, leaving = chain
    paid = pay.copy()
    for m in range(leaving.shape[1], 1, -1):
        paid[:, : m - 1] += P[:, : m - 1, m] * shares(paid[:, m - 1], leaving[:, m - 1])[:, None]
    found = np.zeros_like(paid)
    for m in range(1, leaving.shape[1] + 1):
        later = (P[:, m - 1, 1:m] * found[:, : m - 1]).sum(axis=-1)
        found[:, m - 1] = shares(paid[:, m - 1] + later, leaving[:, m - 1])
    return found


def log_wins(logs: np.ndarray) -> np.ndarray:
    """Return (q,) the logarithm of the chance that one mutant takes over, of any size.

    As `solved`, but for a chain of logarithms, and much slower.
    """
    P, N = logs.copy(), logs.shape[2] - 1
    for m in range(N - 1, 1, -1):
        lower, last = P[:, m - 1, :m], P[:, m - 1, N]
        leaving = np.logaddexp(np.logaddexp.reduce(lower, axis=-1), last)
        often = P[:, : m - 1, m] - leaving[:, None]
        P[:, : m - 1, :m] = np.logaddexp(P[:, : m - 1, :m], often[..., None] + lower[:, None])
        P[:, : m - 1, N] = np.logaddexp(P[:, : m - 1, N], often + last[:, None])
    return np.asarray(P[:, 0, N] - np.logaddexp(P[:, 0, 0], P[:, 0, N]))


def shares(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return parts of a whole: none if there is no part, infinity if there is no whole."""
    found = np.where(part > 0, np.inf, 0.0)
    return np.asarray(np.divide(part, whole, out=found, where=whole > 0))
