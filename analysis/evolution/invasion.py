"""Invasion: whose mutants grow among whose residents, and who is evolutionarily stable.

Legend: p players, e (p, p) payoffs of row against column.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import frame_of
from analysis.evolution.table import TINY, table_of_pairs
from tournament.errors import ArgumentError
from tournament.results.estimation.distributions import normal_quantile, student_quantile
from tournament.results.ranking import CONFIDENCE
from tournament.rules.checks import level_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs

WORDS = ("invades", "fails", "drifts", "cannot tell")


def invasions(
    payoffs: "Payoffs",
    errors: "pd.DataFrame | np.ndarray | None" = None,
    *,
    confidence: float = CONFIDENCE,
    less_is_better: bool = False,
) -> "pd.DataFrame":
    """Return who can invade whom: whether a few of the row's player grow among the column's.

    A mutant i invades residents j if it is paid more against them than they are among themselves,
    e[i, j] > e[j, j], or as much, and more against itself than they against it, e[i, i] > e[j, i].
    It fails where either is the other way round, and drifts where both are equal.

    Parameters
    ----------
    payoffs
        Results with self-play, or (p, p) payoffs of row against column.
    errors
        (p, p) standard errors of a table of payoffs, in the same unit; None for none. Results have
        their own.
    confidence
        Of all statements on one resident together: t quantiles, or normal ones for tables, after
        Bonferroni over its p - 1 mutants.
    less_is_better
        Whether payoffs of a table are costs; results know.

    Returns
    -------
    DataFrame
        (p, p), a row a mutant, a column a resident: "invades", "fails", "drifts", or "cannot tell"
        where chance could have made the difference; on the diagonal "". Payoffs under chance are
        never taken to be equal.

    Raises
    ------
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Source: Maynard Smith (1982), page 14.

    Examples
    --------
    >>> hawks_and_doves = [[-1, 2], [0, 1]]
    >>> invasions(hawks_and_doves).to_numpy().tolist()
    [['', 'invades'], ['invades', '']]
    """
    import pandas as pd

    confidence = level_of("confidence", confidence)
    table = table_of_pairs(payoffs, errors, less_is_better=less_is_better)
    names, e, error, certain = table.names, table.utilities, table.errors, table.certain
    p = len(names)
    level = 1 - (1 - confidence) / max(p - 1, 1) / 2
    if table.freedom is None:
        critical = float(normal_quantile(level))
    else:
        critical = float(student_quantile(table.freedom, level)) if table.freedom else np.nan
    grain = TINY * float(np.abs(e).max())

    Cells = tuple[np.ndarray, np.ndarray]

    def compared(one: Cells, other: Cells) -> np.ndarray:
        """Return the sign of e[one] - e[other], NaN where unsure."""
        difference = e[one] - e[other]
        margin = critical * np.hypot(error[one], error[other])
        sure = certain[one] & certain[other]
        margin = np.where(sure, grain, np.fmax(margin, grain))
        margin = np.where(sure | ~np.isnan(error[one] + error[other]), margin, np.inf)
        tied = np.where(sure, 0.0, np.nan)
        return np.where(np.abs(difference) > margin, np.sign(difference), tied)

    i, j = np.indices((p, p))
    rare, common = compared((i, j), (j, j)), compared((i, i), (j, i))
    sign = np.where(rare == 0, common, rare)
    words = np.select([sign > 0, sign < 0, sign == 0], WORDS[:3], WORDS[3])
    words = np.where(i == j, "", words)
    return pd.DataFrame(words, index=names.rename("mutant"), columns=names.rename("resident"))


def stable(invasions: "pd.DataFrame") -> "pd.Series":
    """Return which players are evolutionarily stable as residents, against the rest of the field.

    Parameters
    ----------
    invasions
        (p, p) what `invasions` returned.

    Returns
    -------
    Series
        (p,): "stable" where all others fail; "neutral" where some drift and none invades; "invaded"
        where some invade; "cannot tell" where that hangs on a comparison that is open. Mixed
        mutants, and rules that are not in the field, are not considered.

    Examples
    --------
    >>> from analysis import invasions
    >>> coordination = [[2, 0], [0, 1]]
    >>> stable(invasions(coordination)).tolist()
    ['stable', 'stable']
    """
    import pandas as pd

    if not frame_of("invasions", invasions).isin([*WORDS, ""]).all(axis=None) or invasions.empty:
        raise ArgumentError(f"`invasions` must hold what `invasions` returns: {', '.join(WORDS)}.")
    has = {
        word: (invasions == word).any().to_numpy() for word in ("invades", "cannot tell", "drifts")
    }
    words = np.select(list(has.values()), ["invaded", "cannot tell", "neutral"], "stable")
    return pd.Series(words, index=invasions.columns.rename("player"), name="stability")
