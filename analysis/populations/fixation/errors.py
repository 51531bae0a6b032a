"""Errors of fixation probabilities: what chance in the payoffs makes of them.

Legend: q pairs, the mutant first; N the size; m = 1 to N - 1 mutants.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.populations.fixation.at_once import careful_visits, chains, expected, solved
from analysis.populations.fixation.pairs import counts, log_ratios, pair_blocks, slopes, tables_of
from analysis.populations.transitions import meetings
from analysis.populations.well_mixed import WellMixed, pairs_in, well_mixed
from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.rules.population import PROCESSES

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payments, Payoffs


def fixation_errors(
    table: "Payoffs",
    size: int = 100,
    process: str = "moran",
    selection: float = 1.0,
    fitness: str = "linear",
    *,
    errors: "Payments | None" = None,
    self_interaction: bool = False,
    less_is_better: bool = False,
) -> "pd.DataFrame":
    """Return the standard errors of `fixation_probabilities`, where payoffs were sampled.

    Parameters
    ----------
    table, size, process, selection, fitness, self_interaction, less_is_better
        As for `fixation_probabilities`. Processes that compare payoffs without any chance ("imitate
        best", "best response") jump, so their chances have no such errors.
    errors
        (p, p) standard errors of a table of payoffs, in the same unit; None for none. Results have
        their own.

    Returns
    -------
    DataFrame
        (p, p), a row a mutant, a column a resident: how much the chance changes with each payoff,
        to first order, times the payoff's error. A match pays both players, so the errors of a
        pair's two payoffs against each other are added up, as if they always went together; the
        other errors are independent. NaN where an error is not known, or hangs on zero fitness.

    Raises
    ------
    ArgumentError
        When linear fitness is negative for a payoff, or a number is out of its range.
    TournamentError
        When a payoff is missing.

    Examples
    --------
    >>> double, errors = [[2, 2], [1, 1]], [[0.1, 0.1], [0, 0]]
    >>> fixation_errors(double, 10, errors=errors).round(4).to_numpy().tolist()
    [[0.0, 0.0223], [0.0003, 0.0]]
    """
    import pandas as pd

    population = well_mixed(process, size, selection, fitness, self_interaction=self_interaction)
    if not PROCESSES[population.process].chance:
        raise ArgumentError(
            f"`process` must be one that chance decides; {shown(population.process)} jumps from one"
            " outcome to another, so its errors have no size."
        )
    pairs = pairs_in(population, table, errors, less_is_better=less_is_better)
    found = np.zeros(pairs.utilities.shape)
    for mutants, residents in pair_blocks(len(found), population):
        change = gradients(tables_of(pairs.utilities, mutants, residents), population)
        error = tables_of(pairs.errors, mutants, residents)
        with np.errstate(invalid="ignore"):
            parts = np.where(error == 0, 0.0, np.abs(change) * error)
        apart = [parts[:, 0, 0], parts[:, 1, 1], parts[:, 0, 1] + parts[:, 1, 0]]
        found[mutants, residents] = np.sqrt(np.square(apart).sum(axis=0))
    return pd.DataFrame(
        found, index=pairs.names.rename("mutant"), columns=pairs.names.rename("resident")
    )


def gradients(a: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (q, 2, 2) how the chance of one mutant changes with each payoff.

    Parameters
    ----------
    a
        (q, 2, 2) payoffs.
    population
        Of a process that chance decides.
    """
    changes = _at_once if population.synchronous else _one_by_one
    met = meetings(counts(population.size), population)
    with np.errstate(invalid="ignore"):  # of zero fitness
        paid = changes(a, population) * slopes(a, population)
        return np.asarray(np.einsum("tqm,mtu->qtu", paid, met) / met[0, 0].sum())


def _one_by_one(a: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (q, N - 1) how the chance changes with log(T- / T+)."""
    ratios = log_ratios(a, population)
    never = np.isposinf(ratios).any(axis=1, keepdims=True)
    ratios = np.where(never, 0.0, ratios)
    sums = np.cumsum(ratios, axis=1)
    top = np.maximum(sums.max(axis=1, keepdims=True), 0.0)
    parts = np.exp(sums - top)
    total = np.exp(-top) + parts.sum(axis=1, keepdims=True)
    beyond = np.cumsum(parts[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(np.where(never, 0.0, -beyond / total * np.exp(-top) / total))


def _at_once(a: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (q, N - 1) how the chance changes with the log of the residents' lead in fitness."""
    chain = chains(a, population)
    factors = solved(chain)
    seen, wins = careful_visits(factors), expected(factors, chain[:, :, -1])
    edges = np.zeros((len(a), 1))
    value = np.concatenate([edges, wins, edges + 1], axis=1)
    k = np.arange(population.size + 1)
    more = k - (chain * k).sum(axis=-1, keepdims=True)
    return np.asarray(-seen * (chain * more * value[:, None]).sum(axis=-1))
