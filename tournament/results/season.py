"""Results of a season: integer tallies, and the frames that follow from them.

Income is the sum of payoffs over the season, not a mean per gift: whoever gets more gifts to open
can earn more. A gift pays giver and receiver once it is opened.
"""

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tournament import outcomes
from tournament.errors import ArgumentError
from tournament.results.season_counts import SeasonTallies
from tournament.season_rules import SeasonRules

if TYPE_CHECKING:
    import pandas as pd

COVERED = 0.95  # by intervals


@dataclass(frozen=True, eq=False)
class SeasonResults:
    """What `Season.play` returns. A *kind* is a strategy with a partner rule.

    kinds
        Names of the kinds, in the order of entry.
    rules, repetitions, friends
        What was played; `friends` is a number, "everyone" or "given".
    kind_of
        Per repetition (N,) the kind of each town, as a position in `kinds`.
    tallies
        Per repetition the integers behind everything; see `tournament.results.season_counts`.
    exchanged
        (g, 4) of the first repetition: giver, receiver, gifts left, nice ones among the opened.
    plugins
        By kind: what is known of its strategy and of its partner rule.
    manifest
        Versions and seed of the run; `command` if it was run from the command line.
    """

    kinds: list[str]
    rules: SeasonRules
    repetitions: int
    friends: int | str
    kind_of: list[np.ndarray]
    tallies: list[SeasonTallies]
    exchanged: np.ndarray
    plugins: dict[str, dict[str, Any]]
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def _pay(self) -> np.ndarray:
        return outcomes.flat(np.asarray(self.rules.game.payoffs[0], float))

    @cached_property
    def towns(self) -> "pd.DataFrame":
        """One row per repetition and town: `kind`, `income`, `as_giver`, `as_receiver`, `sent`
        (gifts left), `received` (gifts opened), `unopened` (of those sent), `nice` (share of its
        moves; missing where it made none)."""
        import pandas as pd

        parts = []
        for number, (kind, tallies) in enumerate(zip(self.kind_of, self.tallies, strict=True)):
            gave, received, sent = np.split(
                tallies.towns, [outcomes.SIZE, 2 * outcomes.SIZE], axis=1
            )
            moves = gave + received
            table = pd.DataFrame(
                {
                    "repetition": number,
                    "town": np.arange(len(kind)),
                    "kind": pd.Categorical.from_codes(kind.tolist(), pd.Index(self.kinds)),
                    "income": moves @ self._pay,
                    "as_giver": gave @ self._pay,
                    "as_receiver": received @ self._pay,
                    "sent": sent[:, 0],
                    "received": received.sum(1),
                    "unopened": sent[:, 0] - gave.sum(1),
                    "nice": outcomes.cooperation(moves),
                }
            )
            parts.append(table)
        return pd.concat(parts, ignore_index=True).set_index(["repetition", "town"])

    @cached_property
    def ranking(self) -> "pd.DataFrame":
        """Kinds by mean income of their towns, best first.

        Columns: `rank`, `towns` (in one repetition), `income` (mean per town over the season),
        `standard_error`, `low`, `high` (95 % interval), `error_over_towns`,
        `error_over_repetitions`, then means per town of `as_giver`, `as_receiver`, `sent`,
        `received`, `unopened`, and `nice`, the share of nice moves.

        `error_over_repetitions` is that of the mean of the repetitions' means; it is missing after
        one repetition. `error_over_towns` takes towns for independent, which they are not quite:
        they trade with one another. `standard_error` is the former from two repetitions on.
        """
        import pandas as pd
        from scipy.special import stdtrit

        frame = self.towns
        numbers = ["income", "as_giver", "as_receiver", "sent", "received", "unopened"]
        groups = frame.groupby("kind", observed=False)
        table = groups[numbers].mean()
        moves = np.array([self._moves(k) for k in range(len(self.kinds))])
        table["nice"] = outcomes.cooperation(moves)
        size = groups.size()
        table.insert(0, "towns", (size / self.repetitions).round().astype(int))
        over_towns: pd.Series[float] = groups["income"].std(ddof=1) / np.sqrt(size)
        means = frame.groupby(["kind", "repetition"], observed=False)["income"].mean().unstack()
        over_repetitions = means.std(axis=1, ddof=1) / np.sqrt(self.repetitions)
        several = self.repetitions > 1
        error = over_repetitions if several else over_towns
        freedom = np.maximum(self.repetitions - 1 if several else size - 1, 1)
        reach = stdtrit(freedom, (1 + COVERED) / 2) * error
        at = list(table.columns).index("income") + 1
        columns = {
            "standard_error": error,
            "low": table["income"] - reach,
            "high": table["income"] + reach,
            "error_over_towns": over_towns,
            "error_over_repetitions": over_repetitions if several else np.nan,
        }
        for offset, (name, values) in enumerate(columns.items()):
            table.insert(at + offset, name, values)
        worse = self.rules.game.less_is_better
        table.index = pd.Index([str(name) for name in table.index], name="kind")
        table.insert(0, "rank", table["income"].rank(ascending=worse, method="min").astype(int))
        return table.sort_values(["rank"], kind="stable")

    def errors(self, over: Literal["towns", "repetitions"] = "towns") -> "pd.DataFrame":
        """Return the standard errors of all means per town, kinds in the order of the ranking.

        Parameters
        ----------
        over
            "towns": of all repetitions, taken for independent. "repetitions": of the repetitions'
            means; missing after one.

        Returns
        -------
        DataFrame
            Indexed by kind: `income`, `as_giver`, `as_receiver`, `sent`, `received`, `unopened`,
            and `nice`, here the mean over towns of each town's share. Divisors are N - 1.
        """
        if over not in ("towns", "repetitions"):
            raise ArgumentError(f"`over` must be 'towns' or 'repetitions'; got {over!r}.")
        frame = self.towns
        if over == "repetitions":
            frame = frame.groupby(["repetition", "kind"], observed=True).mean()
        errors = frame.groupby("kind", observed=False).sem()
        errors.index = errors.index.astype(str)
        return errors.loc[list(self.ranking.index)]

    def _moves(self, kind: int) -> np.ndarray:
        """Return (4,) outcomes of all towns of a kind, from their side."""
        return sum(
            (t.daily[:, kind].sum((0, 1)) for t in self.tallies), np.zeros(outcomes.SIZE, np.int64)
        )

    @cached_property
    def days(self) -> "pd.DataFrame":
        """One row per day and kind, and per day for `all`: `opened` (gifts of this kind opened, a
        repetition), `nice` (share of its moves of the day), `income` (per town, of the day), `new`
        (share of its opened gifts that were the first exchange of the two towns)."""
        import pandas as pd

        daily = np.sum([t.daily for t in self.tallies], axis=0)  # (D, K, 2, 4)
        fresh = np.sum([t.fresh for t in self.tallies], axis=0)
        towns = np.array(
            [(kind == k).sum() for kind in self.kind_of for k in range(len(self.kinds))]
        )
        towns = towns.reshape(self.repetitions, -1).sum(0)
        daily = np.concatenate([daily.sum(1, keepdims=True), daily], axis=1)
        fresh = np.concatenate([fresh.sum(1, keepdims=True), fresh], axis=1)
        moves = daily.sum(2)
        given = daily[:, :, 0].sum(-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            columns = {
                "opened": given / self.repetitions,
                "nice": outcomes.cooperation(moves),
                "income": moves @ self._pay / np.concatenate([[towns.sum()], towns]),
                "new": fresh / given,
            }
        index = pd.MultiIndex.from_product(
            [range(self.rules.days), ["all", *self.kinds]], names=["day", "kind"]
        )
        return pd.DataFrame({name: cells.reshape(-1) for name, cells in columns.items()}, index)

    @cached_property
    def between(self) -> "pd.DataFrame":
        """Gifts opened per repetition, kind of giver (row) by kind of receiver (column)."""
        return self._square(self._between.sum(-1) / self.repetitions)

    @cached_property
    def nice_between(self) -> "pd.DataFrame":
        """Share of nice moves of the givers (row) towards the receivers (column); missing where
        there were none."""
        return self._square(outcomes.cooperation(self._between))

    @cached_property
    def _between(self) -> np.ndarray:
        total: np.ndarray = np.sum([t.between for t in self.tallies], axis=0)
        return total

    def _square(self, cells: np.ndarray) -> "pd.DataFrame":
        import pandas as pd

        names = pd.Index(self.kinds, name="giver")
        return pd.DataFrame(cells, names, names.rename("receiver"))

    @cached_property
    def inequality(self) -> "pd.DataFrame":
        """Gini coefficients over towns, one row per repetition: `income`, `received`. 0 when all
        have the same, near 1 when one has all; missing for negative incomes."""
        import pandas as pd

        groups = self.towns.groupby("repetition")
        return pd.DataFrame(
            {name: [gini(cells[name].to_numpy()) for _, cells in groups] for name in GINIS},
            index=pd.RangeIndex(self.repetitions, name="repetition"),
        )

    @cached_property
    def gifts(self) -> "pd.DataFrame":
        """Who gave to whom in the first repetition: `giver`, `receiver` (town numbers), `gifts`
        left, and how many of the opened ones were `nice`. Edges for
        `networkx.from_pandas_edgelist(results.gifts, "giver", "receiver", True)`."""
        import pandas as pd

        return pd.DataFrame(self.exchanged, columns=["giver", "receiver", "gifts", "nice"])

    # -- files -----------------------------------------------------------------------------------

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Write the results into a folder of Parquet tables and a JSON manifest; return its path.

        Raises
        ------
        ResultsError
            When the folder cannot be written, or holds something else.
        """
        from tournament.results import season_storage as storage

        return storage.save(self, Path(folder))

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "SeasonResults":
        """Return results saved by `save`.

        Raises
        ------
        ResultsError
            When a file is missing, damaged, of a newer version, or of a tournament.
        """
        from tournament.results import season_storage as storage

        return storage.load(Path(folder))

    def __repr__(self) -> str:
        towns = len(self.kind_of[0])
        return (
            f"<SeasonResults: {len(self.kinds)} kinds, {towns:,} towns, {self.rules.days} days,"
            f" {self.repetitions} repetition{'s' * (self.repetitions != 1)}>"
        )

    def _repr_html_(self) -> str:
        return f"<p>{self.rules.describe()}</p>{self.ranking.to_html()}"


GINIS = ("income", "received")


def gini(values: np.ndarray) -> float:
    """Return the Gini coefficient of (n,) numbers that are not negative.

    Source: Gini (1912); here half the relative mean absolute difference.

    >>> gini(np.array([1.0, 1.0])), gini(np.array([0.0, 0.0, 0.0, 8.0]))
    (0.0, 0.75)
    """
    ordered = np.sort(values)
    total = ordered.sum()
    if total <= 0 or ordered[0] < 0:
        return float("nan")
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))
