"""Pairs of types: what a step back and a step forth of the mutants weigh against each other.

Of two types, only the ratio T- / T+ of the chances that mutants become one less or one more decides
who takes over. It is kept as a logarithm, which strong selection does not overflow. Legend: q
pairs, a (q, 2, 2) their payoffs, the mutant first; N the size; m = 1 to N - 1 mutants.
"""

from collections.abc import Iterator

import numpy as np

from analysis.populations.transitions import drawn, exchanges, log_fitness, meetings
from analysis.populations.well_mixed import WellMixed
from tournament.rules.population import PROCESSES

CELLS = 2**17
"""Of an array of pairs and counts: 1 MB, which stays near the processor."""


def pair_blocks(p: int, population: WellMixed) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield all ordered pairs of p types, (q,) mutants and (q,) residents, some at a time.

    A type is no pair with itself.
    """
    mutants, residents = np.nonzero(~np.eye(p, dtype=bool))
    cells = population.size**2 // 8 + 1 if population.synchronous else population.size
    q = max(CELLS // cells, 1)
    for start in range(0, len(mutants), q):
        yield mutants[start : start + q], residents[start : start + q]


def tables_of(e: np.ndarray, mutants: np.ndarray, residents: np.ndarray) -> np.ndarray:
    """Return (q, 2, 2) the payoffs of pairs, of a (p, p) table."""
    pairs = np.stack([mutants, residents], axis=-1)
    return np.asarray(e[pairs[:, :, None], pairs[:, None, :]])


def counts(size: int) -> np.ndarray:
    """Return (N - 1, 2) the counts of a population in which both types are."""
    m = np.arange(1, size)
    return np.stack([m, size - m], axis=-1)


def steps(
    a: np.ndarray, population: WellMixed, n: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return T+ and T-, (q, c) each: the chances of one mutant more, and of one less.

    Parameters
    ----------
    a
        (q, 2, 2) payoffs.
    population
        A process with its numbers.
    n
        (c, 2) counts of both types; all N - 1 in which both are there by default.
    """
    chances = exchanges(a[:, None], counts(population.size) if n is None else n, population)
    return chances[..., 1, 0], chances[..., 0, 1]


def paid_in(a: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (2, q, N - 1) what a mutant, and a resident, is paid on average."""
    met = meetings(counts(population.size), population)
    return np.asarray(np.stack([a[:, t] @ met[:, t].T for t in (0, 1)]) / met[0, 0].sum())


def log_ratios(a: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (q, N - 1) log(T- / T+), of steps of one; inf also where nothing can change.

    For Wright-Fisher, it is what a resident's fitness is to a mutant's, as for Moran.

    Examples
    --------
    >>> double = np.array([[[2.0, 2.0], [1.0, 1.0]]])
    >>> np.exp(log_ratios(double, WellMixed("moran", 4))).round(12).tolist()
    [[0.5, 0.5, 0.5]]
    """
    if not PROCESSES[population.process].chance:
        up, down = steps(a, population)
        with np.errstate(divide="ignore"):
            ratio = np.log(down) - np.log(np.where(up > 0, up, 1.0))
        return np.asarray(np.where(up > 0, ratio, np.inf))
    paid = paid_in(a, population)
    if population.process == "fermi":
        return np.asarray(population.selection * (paid[1] - paid[0]))
    mutant, resident = log_fitness(paid, population)
    if population.process != "death-birth":
        with np.errstate(invalid="ignore"):  # of nobody with any fitness, who are alike
            ratio = resident - mutant
        np.copyto(ratio, 0.0, where=np.isnan(ratio))
        return np.asarray(ratio)
    m = np.arange(1, population.size)
    N = population.size
    loss = _chosen(resident, N - m, mutant, m - 1)
    return np.asarray(loss - _chosen(mutant, m, resident, N - m - 1))


def _chosen(own: np.ndarray, alike: np.ndarray, other: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Return the log of the chance that one certain member is chosen by fitness.

    Parameters
    ----------
    own, alike
        Its log fitness, and how many have it.
    other, rest
        The log fitness of all others, and how many they are.
    """
    top = np.maximum(own, np.where(rest > 0, other, -np.inf))
    nobody = np.isneginf(top)
    top = np.where(nobody, 0.0, top)
    weights = alike * np.exp(own - top) + rest * np.exp(np.where(rest > 0, other, own) - top)
    weights = np.where(nobody, alike + rest, weights)
    return np.asarray(np.where(nobody, 0.0, own - top) - np.log(weights))


def slopes(a: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (2, q, N - 1) how `log_ratios` change with the payoff of a mutant, of a resident.

    Parameters
    ----------
    a
        (q, 2, 2) payoffs.
    population
        Of a process that chance decides.
    """
    signs = np.array([-1.0, 1.0])[:, None, None]
    if population.process == "fermi":
        return np.broadcast_to(population.selection * signs, (2, len(a), population.size - 1))
    logs = log_fitness(paid_in(a, population), population)
    found = np.broadcast_to(signs, logs.shape)
    if population.process == "death-birth":
        others = np.maximum(counts(population.size)[:, None, :] - np.eye(2), 0)
        parent = drawn(others, np.moveaxis(logs, 0, -1)[..., None, :])  # of who died, of the child
        found = signs + np.moveaxis(parent[..., 1, :] - parent[..., 0, :], -1, 0)
    if population.fitness == "exponential":
        return np.asarray(population.selection * found)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(population.selection * found / np.exp(logs))
