"""Who cannot be replaced: evolutionarily stable and robust types, in large and finite populations.

Legend: p types, N members.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.evolution.invasion import invasions
from analysis.evolution.table import EXACT, TINY, TableOfPairs, table_of_pairs
from analysis.populations.fixation.probabilities import takeovers
from analysis.populations.transitions import payoffs_in
from analysis.populations.well_mixed import WellMixed, pairs_in, well_mixed

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs


def evolutionarily_stable(
    table: "Payoffs",
    size: int | None = None,
    process: str = "moran",
    selection: float = 1.0,
    fitness: str = "linear",
    *,
    self_interaction: bool = False,
    less_is_better: bool = False,
) -> "pd.DataFrame":
    """Return which types are evolutionarily stable, or at least robust, against the others.

    Payoffs count as known, and mutants are single types of the table; `stable` reads errors.

    Parameters
    ----------
    table
        Results with self-play, or (p, p) payoffs of row against column.
    size
        N, how many there are. None is for a population without end, in which only payoffs count.
    process, selection, fitness, self_interaction, less_is_better
        As for `fixation_probabilities`, for finite populations.

    Returns
    -------
    DataFrame
        Indexed by `player`, each as the resident:

        - `resists_invasion`: whether each single mutant is paid less than the residents.
        - `resists_replacement`: whether each mutant takes over with a chance below 1 / N.
        - `stable`: both (ESS_N of Nowak and others).
        - `robust`: whether no mutant takes over with a chance above 1 / N (Stewart and Plotkin).
        - `threat`: the mutant with the largest chance, the first of several; `chance`: its chance.

        Without a size, a type is `stable` if it is paid more by its own kind than each mutant is,
        or as much, and more by the mutant than the mutant by its own (Maynard Smith); it is
        `robust` if no mutant invades. The other columns do not exist.

    Raises
    ------
    ArgumentError
        When linear fitness is negative for a payoff, or a number is out of its range.
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Sources: Maynard Smith (1982), page 14; Nowak, Sasaki, Taylor and Fudenberg (2004); Stewart and
    Plotkin (2013), "From extortion to generosity". Chances within 1e-9 of 1 / N, and payoffs that
    differ by what rounding makes, count as equal.

    Examples
    --------
    >>> cooperate_or_defect = [[3, 0], [5, 1]]
    >>> evolutionarily_stable(cooperate_or_defect)["stable"].tolist()
    [False, True]
    >>> evolutionarily_stable(cooperate_or_defect, 50)["robust"].tolist()
    [False, True]
    """
    population = well_mixed(
        process, 2 if size is None else size, selection, fitness, self_interaction=self_interaction
    )
    if size is None:
        return _without_end(table_of_pairs(table, less_is_better=less_is_better, name="table"))
    return _of_size(pairs_in(population, table, less_is_better=less_is_better), population)


def _without_end(pairs: TableOfPairs) -> "pd.DataFrame":
    """Return who is stable and robust where only payoffs count."""
    import pandas as pd

    words = invasions(pd.DataFrame(pairs.utilities))
    stable = words.isin(["fails", ""]).all().to_numpy()
    robust = (words != "invades").all().to_numpy()
    return pd.DataFrame({"stable": stable, "robust": robust}, pairs.names.rename("player"))


def _of_size(pairs: TableOfPairs, population: WellMixed) -> "pd.DataFrame":
    """Return who is stable and robust in a finite population."""
    import pandas as pd

    p, e = len(pairs.names), pairs.utilities
    others = ~np.eye(p, dtype=bool)
    both = np.stack([*np.indices((p, p))], axis=-1)
    tables = e[both[..., :, None], both[..., None, :]]
    paid = payoffs_in(tables, np.array([1, population.size - 1]), population)
    grain = TINY * np.abs(e).max(initial=0.0)
    invasion = ((paid[..., 0] < paid[..., 1] - grain) | ~others).all(axis=0)
    chances = np.where(others, takeovers(e, population)[0], -np.inf)
    most = chances.max(axis=0)
    neutral = 1 / population.size
    replacement = most < neutral * (1 - EXACT)
    index = pairs.names.rename("player")
    threat = pairs.names[chances.argmax(axis=0)] if p > 1 else [None]
    return pd.DataFrame(
        {
            "resists_invasion": invasion,
            "resists_replacement": replacement,
            "stable": invasion & replacement,
            "robust": most <= neutral * (1 + EXACT),
            "threat": threat,
            "chance": most if p > 1 else np.nan,
        },
        index,
    )
