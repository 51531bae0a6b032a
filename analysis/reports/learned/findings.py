"""What a report on learned strategies rests on: every number, computed once, when it is first
needed."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures.learning import Map, map_of
from analysis.learning.clusters.how_many import preferred
from analysis.learning.clusters.kmeans import STARTS, starts_compared
from analysis.learning.learned.learn import Learned
from analysis.learning.states import behaviour_counts
from analysis.words import decimals

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

CROWD = 20_000
"""Most players whose starts of k-means are compared; of more, so many are taken, evenly."""


class Findings:
    """The numbers of what was learned.

    Parameters
    ----------
    learned
        What `learn` found.
    results
        A tournament in which the learned strategies played, or None.
    """

    def __init__(self, learned: Learned, results: "Results | None" = None) -> None:
        self.learned = learned
        self.results = results

    @property
    def many(self) -> int:
        """The number of clusters."""
        return len(self.learned.names)

    @cached_property
    def digits(self) -> int:
        """How many decimals suit the scores."""
        return 2 if self.results is None else decimals(self.results.game)

    @cached_property
    def matches(self) -> int:
        """Matches of all players; a match of two players in the log counts twice."""
        return len(self.learned.log[["player", "match"]].drop_duplicates())

    @cached_property
    def choice(self) -> "pd.Series | None":
        """The number of clusters that each criterion prefers, if it was not given."""
        criteria = self.learned.criteria
        return None if criteria is None else preferred(criteria)

    @cached_property
    def map(self) -> Map:
        """The players on a map of behaviour."""
        return map_of(self.learned.vectors, self.learned.clusters)

    @cached_property
    def scores(self) -> dict[str, float]:
        """The mean score of each learned strategy against those that were not learned."""
        if self.results is None:
            return {}
        square = self.results.payoffs
        entered = [name for name in self.learned.strategies if name in self.results.names]
        others = [name for name in square.columns if name not in entered]
        means = square.loc[entered, others or list(square.columns)].mean(axis=1)
        return {name: float(means[name]) for name in entered}

    @cached_property
    def cooperation(self) -> "pd.Series":
        """(k,) the share of its players' moves that were cooperation, by cluster."""
        log, clusters = self.learned.log, self.learned.clusters.labels
        own = clusters.reindex(log["player"].astype(object)).to_numpy()
        rates: pd.Series = (log["move"] == "C").groupby(own).mean()
        return rates

    @cached_property
    def reached(self) -> "pd.DataFrame":
        """(k, states) the share of its players that were ever in each state, by cluster."""
        _, seen = behaviour_counts(self.learned.log, self.learned.provenance["memory"])
        return (seen > 0).groupby(self.learned.clusters.labels).mean()

    @cached_property
    def starts(self) -> "pd.DataFrame":
        """Of `starts_compared`: where k-means ends from many starts."""
        sample = self.learned.vectors
        if len(sample) > CROWD:
            x = sample.iloc[np.lexsort(sample.to_numpy().T[::-1])]
            sample = x.iloc[np.linspace(0, len(x) - 1, CROWD).astype(int)]
        seed: int = self.learned.provenance["seed"]
        return starts_compared(sample, self.many, starts=STARTS, seed=seed)
