"""Numbers of a season: its ranking, attitudes of towns, partner rules side by side, what kinds
prefer, and differences with their intervals.

A town is *nice* when at least `NICE` of its moves were, *naughty* when at most `NAUGHTY` were.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tournament.results.ranking import interval
from tournament.results.season import ROUNDING

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.season import SeasonResults

NICE, NAUGHTY = 2 / 3, 1 / 3
ATTITUDES = ("naughty", "mixed", "nice", "without a move")


@dataclass(frozen=True)
class Difference:
    """A difference of two means with half the width of its interval; NaN where unknown."""

    mean: float
    reach: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out zero."""
        return bool(abs(self.mean) > self.reach)


def ranking(results: "SeasonResults") -> "pd.DataFrame":
    """Return the ranking, in which errors that are rounding are 0.

    Parameters
    ----------
    results
        A played season.
    """
    frame = results.ranking.copy()
    exact = frame["standard_error"] < ROUNDING * max(1.0, float(np.abs(frame["income"]).max()))
    for column in ("low", "high"):
        frame.loc[exact, column] = frame.loc[exact, "income"]
    frame.loc[exact, "standard_error"] = 0.0
    return frame


def attitude(nice: np.ndarray) -> np.ndarray:
    """Return positions in `ATTITUDES` for shares of nice moves.

    >>> attitude(np.array([0.0, 0.5, 1.0, np.nan])).tolist()
    [0, 1, 2, 3]
    """
    found = np.where(nice >= NICE, 2, np.where(nice <= NAUGHTY, 0, 1))
    return np.where(np.isnan(nice), 3, found)


def difference(one: np.ndarray, other: np.ndarray) -> Difference:
    """Return the mean of one minus other, paired by repetition; repetitions that lack one of them
    do not count.

    Parameters
    ----------
    one, other
        (repetitions,) means.
    """
    gaps = one - other
    gaps = gaps[np.isfinite(gaps)]
    if not len(gaps):
        return Difference(np.nan, np.nan)
    if len(gaps) == 1:
        return Difference(float(gaps[0]), np.nan)
    mean, error = gaps.mean(), gaps.std(ddof=1) / np.sqrt(len(gaps))
    low, high = interval(mean, error, len(gaps))
    return Difference(float(mean), float(high - low) / 2)


def by_attitude(results: "SeasonResults") -> "pd.DataFrame":
    """Return the mean income of towns of each attitude in each repetition, (repetitions, 4)."""
    towns = results.towns
    groups = towns.groupby(
        [towns.index.get_level_values("repetition"), attitude(towns["nice"].to_numpy())]
    )
    return groups["income"].mean().unstack().reindex(columns=range(len(ATTITUDES)))


def by_repetition(results: "SeasonResults") -> "pd.DataFrame":
    """Return the mean income of each kind (row) in each repetition (column)."""
    groups = results.towns.groupby(["kind", "repetition"], observed=False)
    frame = groups["income"].mean().unstack()
    frame.index = frame.index.astype(object)
    return frame


def grid(
    ranking: "pd.DataFrame", rules: dict[str, tuple[str, str]], *, less_is_better: bool = False
) -> "pd.DataFrame":
    """Return mean incomes, strategy (row) by partner rule (column), best first; missing where
    nobody played so.

    Parameters
    ----------
    ranking
        (kinds,) rows in rank order with a column `income`.
    rules
        By kind, the names of its strategy and of its partner rule.
    less_is_better
        Whether payoffs are costs.
    """
    import pandas as pd

    frame = pd.DataFrame(
        [rules[str(kind)] for kind in ranking.index], columns=["strategy", "partner"]
    ).assign(income=ranking["income"].to_numpy())
    table = frame.pivot_table(index="strategy", columns="partner", values="income", sort=False)
    up = less_is_better
    # partner rules are compared over the strategies that play with all of them, if there are any
    fair = table.dropna() if table.notna().all(axis=1).any() else table
    columns = fair.mean().sort_values(ascending=up, kind="stable").index
    order = table.mean(axis=1).sort_values(ascending=up, kind="stable").index
    return table.reindex(index=order, columns=columns)


def preference(results: "SeasonResults") -> "pd.DataFrame":
    """Return how many times as often as at random a giver's kind (row) gave to a receiver's kind
    (column); kinds in rank order. Missing where nothing could be given.

    Parameters
    ----------
    results
        A played season.
    """
    import pandas as pd

    order = list(results.ranking.index)
    given = results.between.reindex(index=order, columns=order)
    size = results.ranking["towns"].to_numpy(float)
    others = size[None, :] - np.eye(len(size))
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = given.sum(axis=1).to_numpy()[:, None] * others / (size.sum() - 1)
        ratio = given.to_numpy() / expected
    ratio[~np.isfinite(ratio)] = np.nan
    return pd.DataFrame(ratio, given.index, given.columns)


def daily(results: "SeasonResults") -> dict[str, "pd.DataFrame"]:
    """Return what happened each day as tables, (days, kinds and `all`): the columns of
    `results.days`, and `received`, the gifts that a town opened on that day.

    Parameters
    ----------
    results
        A played season.
    """
    import pandas as pd

    order = ["all", *results.ranking.index]
    tables = {name: results.days[name].unstack()[order] for name in results.days.columns}
    counts = np.sum([t.daily[:, :, 1].sum(-1) for t in results.tallies], axis=0)  # (D, K)
    towns = np.sum([np.bincount(k, minlength=len(results.kinds)) for k in results.kind_of], axis=0)
    received = pd.DataFrame(counts / towns, tables["nice"].index, results.kinds)
    received["all"] = counts.sum(1) / towns.sum()
    return tables | {"received": received[order]}


def daily_niceness(results: "SeasonResults") -> np.ndarray:
    """Return (repetitions, days) share of nice moves of all towns."""
    moves = np.array([t.daily.sum((1, 2)) for t in results.tallies])
    with np.errstate(invalid="ignore"):
        share: np.ndarray = moves[..., :2].sum(-1) / moves.sum(-1)
    return share


def most_of(values: np.ndarray, part: float = 0.1) -> float:
    """Return the share of the total that the largest tenth (or another part) has.

    >>> most_of(np.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 3]))
    0.75
    """
    many = max(1, round(part * len(values)))
    return float(np.sort(values)[-many:].sum() / values.sum()) if values.sum() > 0 else float("nan")
