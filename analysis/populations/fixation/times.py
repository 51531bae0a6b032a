"""How long fixation takes, for one mutant of every pair and for every count of mutants."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.populations.fixation.pairs import pair_blocks, tables_of
from analysis.populations.fixation.passages import passages
from analysis.populations.well_mixed import pairs_in, two_types, well_mixed

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs

COLUMNS = ("fixation", "steps", "steps_if_fixed")


def fixation_times(
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
    """Return how long it takes until one mutant's offspring is everybody, or nobody.

    Parameters
    ----------
    table, size, process, selection, fitness, self_interaction, synchronous, less_is_better
        As for `fixation_probabilities`.

    Returns
    -------
    DataFrame
        A row for each pair, indexed by `mutant` and `resident`: `fixation`, the chance that the
        mutant takes over; `steps`, the mean until one type is left, infinite if that may never be
        (or is beyond any float); `steps_if_fixed`, the mean if the mutant takes over, NaN if it
        never does. A step is one birth, death or learner; where all change at once, it is a
        generation, else a generation is N steps.

    Raises
    ------
    ArgumentError
        When linear fitness is negative for a payoff, or a number is out of its range.
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Source: Traulsen and Hauert (2009), "Stochastic evolutionary game dynamics", section 1.3. Sums
    over visits are taken without any subtraction.

    Examples
    --------
    Ten who are alike: 90 steps if one takes over, (N - 1) generations.

    >>> found = fixation_times([[1, 1], [1, 1]], 10)
    >>> found.loc[(0, 1), "steps_if_fixed"].round(6).item()
    90.0
    """
    import pandas as pd

    population = well_mixed(
        process, size, selection, fitness,
        self_interaction=self_interaction, synchronous=synchronous,
    )  # fmt: skip
    pairs = pairs_in(population, table, less_is_better=less_is_better)
    places, found = [np.zeros((2, 0), int)], [np.zeros((3, 0))]
    for mutants, residents in pair_blocks(len(pairs.names), population):
        one = passages(tables_of(pairs.utilities, mutants, residents), population)
        places.append(np.stack([mutants, residents]))
        found.append(np.stack([each[:, 0] for each in one]))
    mutant, resident = (pairs.names[place] for place in np.concatenate(places, axis=1))
    index = pd.MultiIndex.from_arrays([mutant, resident], names=["mutant", "resident"])
    return pd.DataFrame(np.concatenate(found, axis=1).T, index, [*COLUMNS])


def fixation_by_count(
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
    """Return how likely, and how fast, the first of two types takes over, from each count of it.

    Parameters
    ----------
    table
        As for `fixation_probabilities`, of two types; choose them with
        `results.payoffs.loc[pair, pair]`.
    size, process, selection, fitness, self_interaction, synchronous, less_is_better
        As for `fixation_probabilities`.

    Returns
    -------
    DataFrame
        Indexed by `count` of the first type, 0 to N; columns as in `fixation_times`.

    Raises
    ------
    ArgumentError
        When there are not two types, linear fitness is negative for a payoff, or a number is out of
        its range.
    TournamentError
        When a payoff is missing.

    Examples
    --------
    >>> found = fixation_by_count([[1, 1], [1, 1]], 5)
    >>> found["fixation"].round(6).tolist()
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    >>> found["steps"].round(4).tolist()
    [0.0, 10.4167, 14.5833, 14.5833, 10.4167, 0.0]
    """
    import pandas as pd

    population = well_mixed(
        process, size, selection, fitness,
        self_interaction=self_interaction, synchronous=synchronous,
    )  # fmt: skip
    pairs = two_types(pairs_in(population, table, less_is_better=less_is_better))
    inner = np.stack([each[0] for each in passages(pairs.utilities[None], population)])
    ends = np.array([[0.0, 0.0, np.nan], [1.0, 0.0, 0.0]])
    rows = np.concatenate([ends[:1], inner.T, ends[1:]])
    index = pd.RangeIndex(population.size + 1, name="count")
    return pd.DataFrame(rows, index, [*COLUMNS])
