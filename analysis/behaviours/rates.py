"""What players did: how often they cooperated, after what, and how matches ended.

Legend: p players, m matches. Outcomes are named from the player's side, its own move first: after
CD it had cooperated and its opponent had not. All numbers are of moves that were made: a noisy
flip is a move. A share over opponents is the mean of its values against each of them, copies
included where they met. So every opponent weighs alike. It is NaN where there was nothing to see.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import results_of
from tournament import outcomes
from tournament.results.by_seat import by_pair, mean_by_pair

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results


def behaviour(results: "Results") -> "pd.DataFrame":
    """Return what each player did: rates of cooperation, shares of outcomes, wins.

    Parameters
    ----------
    results
        Of any tournament.

    Returns
    -------
    DataFrame
        Indexed by player, in the order of entry: `cooperation`, share of turns; `first`, of first
        turns; `after_CC`, `after_CD`, `after_DC`, `after_DD`, of the turns after such an outcome,
        all matches pooled (NaN where it never occurred); `CC`, `CD`, `DC`, `DD`, shares of turns,
        which sum to 1; `wins`, share of matches against others in which it did better than its
        opponent (NaN without others).

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect"]
    >>> results = Tournament(field, turns=4, repetitions=1, seed=1).play(progress=False)
    >>> behaviour(results).loc["tit_for_tat", ["cooperation", "after_CC", "after_CD", "wins"]]
    cooperation    0.625
    after_CC       1.000
    after_CD       0.000
    wins           0.000
    Name: tit_for_tat, dtype: float64
    """
    import pandas as pd

    states = results_of(results).states.rename(
        columns={name: f"after_{name}" for name in outcomes.NAMES}
    )
    shares = pd.DataFrame(
        over_opponents(outcomes_by_pair(results)), states.index, list(outcomes.NAMES)
    )
    cooperated = outcomes.cooperated(shares.to_numpy())
    cooperation = pd.Series(cooperated, states.index, name="cooperation")
    wins = pd.Series(over_opponents(results.wins.to_numpy()), states.index, name="wins")
    return pd.concat([cooperation, states, shares, wins], axis=1)


def over_opponents(values: np.ndarray) -> np.ndarray:
    """Return (p, ...) means over opponents (p, p, ...) that were met; NaN where none was."""
    known = (~np.isnan(values)).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nansum(values, axis=1) / known)


def outcomes_by_pair(results: "Results") -> np.ndarray:
    """Return (p, p, 4) shares of turns of each outcome; NaN where none met."""
    counts = results.tallies.counts
    shares = counts / counts.sum(axis=1, keepdims=True)
    return mean_by_pair(results.matches, (shares, outcomes.swapped(shares)), len(results.names))


def transitions_by_pair(results: "Results") -> np.ndarray:
    """Return (p, p, 4, 4) numbers of outcomes by the outcome of the turn before."""
    flows = results.tallies.transitions
    views = flows, outcomes.swapped(flows, 1, 2)
    return by_pair(results.matches, views, len(results.names))
