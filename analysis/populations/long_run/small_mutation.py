"""Which types are seen in the long run, where mutations are so rare that one fixes before the next.

The population is then nearly always of one type. A mutant of another type comes now and then, each
type alike, and takes over or is lost. Legend: p types.
"""

from typing import TYPE_CHECKING

from analysis.populations.fixation.probabilities import takeovers
from analysis.populations.long_run.shares import long_run
from analysis.populations.well_mixed import pairs_in, well_mixed

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs


def small_mutation(
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
    """Return the shares of time in which the population is of each type, if mutations are rare.

    Parameters
    ----------
    table, size, process, selection, fitness, self_interaction, synchronous, less_is_better
        As for `fixation_probabilities`.

    Returns
    -------
    Series
        (p,) shares by `type` that sum to 1. Where no mutant ever takes over from several types, the
        long run hangs on the start; each type is as likely as the others to be the first.

    Raises
    ------
    ArgumentError
        When linear fitness is negative for a payoff, or a number is out of its range.
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Source: Fudenberg and Imhof (2006), "Imitation processes with small mutations". Chances are kept
    as logarithms, so shares are right also where fixation probabilities are too small for floats.

    Examples
    --------
    Cooperators, defectors and tit for tat, with a cost for being complex (Imhof, Fudenberg and
    Nowak 2005):

    >>> ten_rounds = [[30, 1, 30], [50, 10, 14], [29.2, 8.3, 29.2]]
    >>> small_mutation(ten_rounds, 30, selection=0.1).round(4).tolist()
    [0.0675, 0.3471, 0.5854]
    """
    import pandas as pd

    population = well_mixed(
        process, size, selection, fitness,
        self_interaction=self_interaction, synchronous=synchronous,
    )  # fmt: skip
    pairs = pairs_in(population, table, less_is_better=less_is_better)
    _, logs = takeovers(pairs.utilities, population)
    return pd.Series(long_run(logs.T), index=pairs.names.rename("type"), name="share")
