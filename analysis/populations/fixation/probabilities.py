"""Fixation: how likely one mutant takes over a well-mixed population."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.populations.fixation.at_once import carried, chains, log_chains, log_wins, visits
from analysis.populations.fixation.pairs import log_ratios, pair_blocks, tables_of
from analysis.populations.well_mixed import WellMixed, pairs_in, well_mixed
from tournament.rules.population import PROCESSES

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs

RARE = 1e-200
"""Chances below this are made of steps that a float may not hold."""


def fixation_probabilities(
    table: "Payoffs",
    size: int = 100,
    process: str = "moran",
    selection: float = 1.0,
    fitness: str = "linear",
    *,
    self_interaction: bool = False,
    synchronous: bool | None = None,
    less_is_better: bool = False,
) -> "pd.DataFrame":
    """Return how likely one mutant, the row's, takes over a population of the column's type.

    Parameters
    ----------
    table
        Results with self-play, or (p, p) payoffs of row against column.
    size
        N, how many there are, the mutant included.
    process
        "moran" (birth-death), "death-birth", "fermi" (pairwise comparison), "wright-fisher",
        "imitate best" or "best response".
    selection, fitness
        Fitness is 1 - selection + selection * payoff ("linear"), or exp(selection * payoff)
        ("exponential"). In "fermi", a learner takes the type of a model with probability
        1 / (1 + exp(-selection * lead)). The two others read neither.
    self_interaction
        Whether each meets itself as well; else payoffs are means over the N - 1 others.
    synchronous
        Whether all change at once; None is what is usual for the process.
    less_is_better
        Whether payoffs of a table are costs; results know.

    Returns
    -------
    DataFrame
        (p, p), a row a mutant, a column a resident; on the diagonal 1 / N, the chance that the
        offspring of one certain resident takes over. Where the process comes to rest with both
        types, or goes round without end, nobody takes over, and that counts as 0.

    Raises
    ------
    ArgumentError
        When linear fitness is negative for a payoff, or a number is out of its range.
    TournamentError
        When a payoff is missing.

    Notes
    -----
    One by one: 1 / (1 + sum_k prod_{m <= k} T-(m) / T+(m)), k = 1 to N - 1; products are sums of
    logarithms (Karlin and Taylor 1975, chapter 4; Nowak et al. 2004; Traulsen et al. 2006). All at
    once: equations of the whole chain of N - 1 counts.

    Examples
    --------
    A mutant of double fitness among ten, and a defector among three who cooperate:

    >>> double = [[2, 2], [1, 1]]
    >>> float(fixation_probabilities(double, 10).loc[0, 1]) * 1023 / 512
    1.0
    >>> prisoners_dilemma = [[3, 0], [5, 1]]
    >>> round(float(fixation_probabilities(prisoners_dilemma, 4).loc[1, 0]) * 83, 9)
    55.0
    """
    import pandas as pd

    population = well_mixed(
        process, size, selection, fitness,
        self_interaction=self_interaction, synchronous=synchronous,
    )  # fmt: skip
    pairs = pairs_in(population, table, less_is_better=less_is_better)
    found, _ = takeovers(pairs.utilities, population)
    return pd.DataFrame(
        found, index=pairs.names.rename("mutant"), columns=pairs.names.rename("resident")
    )


def takeovers(e: np.ndarray, population: WellMixed) -> tuple[np.ndarray, np.ndarray]:
    """Return (p, p) how likely one mutant, the row's, takes over, and the logarithms.

    The logarithms are right also where the chances are too small for a float.

    Parameters
    ----------
    e
        (p, p) payoffs.
    population
        A process with its numbers.
    """
    p, N = len(e), population.size
    chances = np.full((p, p), 1 / N)
    logs = np.full((p, p), -np.log(N))
    for mutants, residents in pair_blocks(p, population):
        a = tables_of(e, mutants, residents)
        if not population.synchronous:
            found = from_ratios(log_ratios(a, population))
        elif PROCESSES[population.process].chance:
            found = _at_once(a, population)
        else:
            found = _for_certain(a, population)
        chances[mutants, residents], logs[mutants, residents] = found
    return chances, logs


def from_ratios(ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (q,) chances and their logarithms, of (q, N - 1) log(T- / T+)."""
    never = np.asarray(np.isposinf(ratios).any(axis=1))
    sums = np.cumsum(np.where(never[:, None], 0.0, ratios) if never.any() else ratios, axis=1)
    top = np.maximum(sums.max(axis=1), 0.0)
    total = np.exp(-top) + np.exp(sums - top[:, None]).sum(axis=1)
    top[never] = np.inf
    return np.exp(-top) / total, -top - np.log(total)


def _for_certain(a: np.ndarray, population: WellMixed) -> tuple[np.ndarray, np.ndarray]:
    """Return (q,) chances and their logarithms where no chance is left, of (q, 2, 2) payoffs."""
    N = population.size
    one, all_but_one = carried(a, population, np.array([[1, N - 1], [N - 1, 1]])).T
    last = np.where(one == N - 1, all_but_one, one)  # what is not over now is never over
    return (last == N).astype(float), np.where(last == N, 0.0, -np.inf)


def _at_once(a: np.ndarray, population: WellMixed) -> tuple[np.ndarray, np.ndarray]:
    """Return (q,) chances and their logarithms, of (q, 2, 2) payoffs."""
    chain = chains(a, population)
    found = (visits(chain) * chain[:, :, -1]).sum(axis=1)
    with np.errstate(divide="ignore"):
        logs = np.log(found)
    rare = found < RARE
    if rare.any() and population.process == "wright-fisher":
        logs[rare] = log_wins(log_chains(a[rare], population))
    return found, logs
