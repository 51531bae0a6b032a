"""The gradient of selection: which way the count of a type goes, and how fast."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.populations.fixation.at_once import switches
from analysis.populations.fixation.pairs import counts, steps
from analysis.populations.transitions import newcomers
from analysis.populations.well_mixed import WellMixed, pairs_in, two_types, well_mixed

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs


def gradient_of_selection(
    table: "Payoffs",
    size: int = 100,
    process: str = "moran",
    selection: float = 1.0,
    fitness: str = "linear",
    *,
    self_interaction: bool = False,
    synchronous: bool | None = None,
    less_is_better: bool = False,
) -> "pd.Series":
    """Return how the count of the first of two types changes in a step, on average.

    One by one this is T+ - T-, the chance of one more less the chance of one less. Where it changes
    its sign from plus to minus both types stay for long; from minus to plus each may win.

    Parameters
    ----------
    table
        Results with self-play, or payoffs of row against column, of two types; choose them with
        `results.payoffs.loc[pair, pair]`.
    size, process, selection, fitness, self_interaction, synchronous, less_is_better
        As for `fixation_probabilities`.

    Returns
    -------
    Series
        By `count` of the first type, 0 to N. It is 0 at both ends, as there are no mutations.

    Raises
    ------
    ArgumentError
        When there are not two types, linear fitness is negative for a payoff, or a number is out of
        its range.
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Source: Traulsen, Nowak and Pacheco (2006), "Stochastic dynamics of invasion and fixation".

    Examples
    --------
    Hawks among doves become more while they are few:

    >>> hawks_and_doves = [[-1, 2], [0, 1]]
    >>> found = gradient_of_selection(hawks_and_doves, 6, "fermi")
    >>> found.round(3).tolist()
    [0.0, 0.09, 0.101, 0.059, 0.0, -0.033, 0.0]
    """
    import pandas as pd

    population = well_mixed(
        process, size, selection, fitness,
        self_interaction=self_interaction, synchronous=synchronous,
    )  # fmt: skip
    pairs = two_types(pairs_in(population, table, less_is_better=less_is_better))
    inner = _changes(pairs.utilities[None], population)[0]
    index = pd.RangeIndex(population.size + 1, name="count")
    return pd.Series(np.r_[0.0, inner, 0.0], index=index, name="gradient")


def _changes(a: np.ndarray, population: WellMixed) -> np.ndarray:
    """Return (q, N - 1) the mean change of the count of mutants in a step."""
    n = counts(population.size)
    if population.process == "wright-fisher":
        child = newcomers(a[:, None], n, population)[..., 0]
        return np.asarray(population.size * child - n[:, 0])
    if population.synchronous:
        gain, loss = switches(a, population, n)
        return np.asarray(gain * n[:, 1] - loss * n[:, 0])
    up, down = steps(a, population)
    return np.asarray(up - down)
