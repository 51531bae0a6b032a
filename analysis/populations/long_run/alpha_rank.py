"""Alpha-rank: strategies ranked by how long populations hold them, one population for each seat.

Legend: m populations, N members of each; a profile says which strategy each population holds; n
profiles.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.arguments import LARGEST
from analysis.populations.fixation.probabilities import takeovers
from analysis.populations.long_run.shares import long_run
from analysis.populations.well_mixed import pairs_in, well_mixed
from tournament.errors import ArgumentError
from tournament.rules.checks import flag
from tournament.rules.checks import table as numbers

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs

MOST = 2000
"""Profiles: about a minute."""


def alpha_rank(
    tables: "Payoffs | Sequence[Any]",
    size: int = 100,
    selection: float = 1.0,
    *,
    less_is_better: bool = False,
) -> "pd.Series":
    """Return the shares of time in which populations hold each strategy, or profile of strategies.

    Members imitate each other as in "fermi", and mutations are so rare that one fixes before the
    next comes.

    Parameters
    ----------
    tables
        Results with self-play, or (p, p) payoffs, of one population whose members meet each other.
        Or a list of m tables, one for each of m populations: what a member of it is paid where the
        populations hold the strategies of the place, an axis each. In a game of rows and columns
        both tables have rows for the row player, as in `equilibria`.
    size
        N, how many there are in each population.
    selection
        Alpha, per unit of payoff. Large ones rank by the chains of best deviations alone.
    less_is_better
        Whether payoffs of tables are costs; results know.

    Returns
    -------
    Series
        (p,) shares by `type`; or (n,) shares by profile, a level `population 0`, ... each.

    Raises
    ------
    ArgumentError
        When tables do not fit each other, or there are more than 2,000 profiles.
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Source: Omidshafiei et al. (2019), "Alpha-rank: multi-agent evaluation by evolution". For one
    population this is `small_mutation` of "fermi".

    Examples
    --------
    In matching pennies the populations go round and round:

    >>> row, column = [[1, -1], [-1, 1]], [[-1, 1], [1, -1]]
    >>> alpha_rank([row, column], 20).to_numpy().round(6).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    import pandas as pd

    population = well_mixed("fermi", size, selection)
    several_tables = _listed(tables)
    if several_tables is None:
        one: Any = tables
        pairs = pairs_in(population, one, less_is_better=less_is_better, name="tables")
        rates = takeovers(pairs.utilities, population)[1].T
        return pd.Series(long_run(rates), index=pairs.names.rename("type"), name="share")
    sign = -1.0 if flag("less_is_better", less_is_better) else 1.0
    payoffs = [sign * each for each in _of_populations(several_tables)]
    rates = _between_profiles(payoffs, population.size, population.selection)
    first = several_tables[0]
    named = isinstance(first, pd.DataFrame)
    moves = [first.index, first.columns] if named else [range(k) for k in payoffs[0].shape]
    names = [f"population {number}" for number in range(len(payoffs))]
    index = pd.MultiIndex.from_product(moves, names=names)
    return pd.Series(long_run(rates), index=index, name="share")


def log_takeover(lead: np.ndarray, size: int) -> np.ndarray:
    """Return the logarithm of the chance that one mutant takes over, where its lead never changes.

    Parameters
    ----------
    lead
        Of a mutant in payoff times selection, of any size.
    size
        How many there are.

    Examples
    --------
    >>> log_takeover(np.array([0.0, np.log(2), -1e4]), 10).round(4).tolist()
    [-2.3026, -0.6922, -90000.0]
    """
    away = np.abs(lead)
    with np.errstate(divide="ignore", invalid="ignore"):
        better = np.log(-np.expm1(-away)) - np.log(-np.expm1(-size * away))
    better = np.where(away > 0, better, -np.log(size))
    return np.asarray(better - np.where(lead < 0, (size - 1) * away, 0.0))


def _between_profiles(payoffs: list[np.ndarray], size: int, selection: float) -> np.ndarray:
    """Return (n, n) logarithms of rates: one population after the other changes its strategy."""
    shape = payoffs[0].shape
    n = int(np.prod(shape))
    logs = np.full((n, n), -np.inf)
    profiles = np.arange(n).reshape(shape)
    for population, paid in enumerate(payoffs):
        others = np.moveaxis(profiles, population, -1).reshape(-1, shape[population])
        own = np.moveaxis(paid, population, -1).reshape(others.shape)
        lead = selection * (own[:, None, :] - own[:, :, None])
        logs[others[:, :, None], others[:, None, :]] = log_takeover(lead, size)
    np.fill_diagonal(logs, -np.inf)
    return logs


def _listed(tables: Any) -> list[Any] | None:
    """Return a list of tables, or None for anything else, such as a single table."""
    if not isinstance(tables, (list, tuple, np.ndarray)):
        return None
    try:
        deep = len(tables) > 0 and all(np.ndim(each) >= 2 for each in tables)
    except Exception:  # rows of different lengths, or a class of somebody else
        deep = False
    return list(tables) if deep else None


def _of_populations(tables: list[Any]) -> list[np.ndarray]:
    """Return the payoffs of each of several populations, or say what is wrong with them."""
    what = "tables of finite numbers of one shape, with an axis for each population"
    found = [numbers("tables", each, what) for each in tables]
    shape = found[0].shape
    if len(shape) != len(found) or any(each.shape != shape or not each.size for each in found):
        shapes = ", ".join(str(each.shape) for each in found[:3])
        raise ArgumentError(f"`tables` must be {what}; got {len(found)} of shape {shapes}.")
    if (n := int(np.prod(shape))) > MOST:
        raise ArgumentError(f"`tables` must make at most {MOST} profiles; these make {n}.")
    if (largest := max(np.abs(each).max() for each in found)) > LARGEST:
        raise ArgumentError(
            f"`tables` must hold payoffs from {-LARGEST:g} to {LARGEST:g}; got one of size"
            f" {largest:g}."
        )
    return found
