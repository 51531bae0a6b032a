"""The one-third rule: whom weak selection favours, by the payoffs of a pair alone.

Legend: a and b are what a mutant is paid, by its own type and by the residents; c and d what a
resident is paid, by mutants and by its own type.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.evolution.table import TINY, table_of_pairs
from analysis.populations.well_mixed import MOST
from tournament.rules.checks import whole

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs


def one_third_rule(
    table: "Payoffs", size: int | None = None, *, less_is_better: bool = False
) -> "pd.DataFrame":
    """Return whether weak selection favours that a mutant, the row's, replaces each resident.

    Parameters
    ----------
    table
        Results with self-play, or (p, p) payoffs of row against column.
    size
        N, how many there are; None for very many.
    less_is_better
        Whether payoffs of a table are costs; results know.

    Returns
    -------
    DataFrame
        A row for each pair, indexed by `mutant` and `resident`:

        - `barrier`: the share of mutants above which they are paid more than residents, in a very
          large population, where they are paid less below it; NaN where no share parts them so.
        - `advantage`: a + 2 b - c - 2 d, in units of payoff; of N members
          (a (N - 2) + b (2 N - 1) - c (N + 1) - d (2 N - 4)) / N.
        - `favoured`: whether the advantage is above 0, so that the mutant takes over with a chance
          above 1 / N. In very large populations, where there is a barrier: whether it is below 1/3.

    Raises
    ------
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Source: Nowak, Sasaki, Taylor and Fudenberg (2004), "Emergence of cooperation and evolutionary
    stability in finite populations". From `selection` 0 on, N times the chance grows by N / 6 times
    the advantage per unit of selection, in "moran" and in "fermi".

    Examples
    --------
    Tit for tat among defectors, in games of four and of three turns:

    >>> one_third_rule([[12, 3], [8, 4]])["barrier"].round(3).tolist()
    [0.2, 0.8]
    >>> one_third_rule([[12, 3], [8, 4]])["favoured"].tolist()
    [True, False]
    >>> one_third_rule([[9, 2], [7, 3]])["favoured"].tolist()
    [False, False]
    """
    import pandas as pd

    pairs = table_of_pairs(table, less_is_better=less_is_better, name="table")
    N = None if size is None else whole("size", size, 2, MOST)
    e = pairs.utilities
    mutant, resident = np.nonzero(~np.eye(len(e), dtype=bool))
    a, b = e[mutant, mutant], e[mutant, resident]
    c, d = e[resident, mutant], e[resident, resident]
    grain = TINY * np.abs(e).max(initial=1.0)
    if N is None:
        advantage = a + 2 * b - c - 2 * d
    else:
        advantage = (a * (N - 2) + b * (2 * N - 1) - c * (N + 1) - d * (2 * N - 4)) / N
    many, few = a - c, d - b  # the lead of whom there are many
    parted = (many >= -grain) & (few >= -grain) & (many + few > grain)
    barrier = np.where(parted, few / np.where(parted, many + few, 1.0), np.nan).clip(0, 1)
    index = pd.MultiIndex.from_arrays(
        [pairs.names[mutant], pairs.names[resident]], names=["mutant", "resident"]
    )
    found = {"barrier": barrier, "advantage": advantage, "favoured": advantage > grain}
    return pd.DataFrame(found, index)
