"""What a season's report rests on: every number, computed once, when it is first needed."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures.season.network import layout, neighbourhood
from analysis.reports.season import numbers
from analysis.words import significant

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.season import SeasonResults


class Findings:
    """The numbers of a season; tables are described where they are made.

    Parameters
    ----------
    results
        A played season.
    """

    def __init__(self, results: "SeasonResults") -> None:
        self.results = results

    @cached_property
    def opened(self) -> float:
        """Gifts opened in a season, on average over repetitions."""
        return float(self.results.between.to_numpy().sum())

    @cached_property
    def places(self) -> "pd.DataFrame":
        """The ranking with what its intervals leave open, without errors that are rounding."""
        return numbers.ranking(self.results)

    @cached_property
    def names(self) -> list[str]:
        """The kinds in rank order."""
        return [str(name) for name in self.places.index]

    @cached_property
    def rules(self) -> dict[str, tuple[str, str]]:
        """By kind, the names of its strategy and of its partner rule."""
        return {
            kind: (rules["strategy"]["name"], rules["partner"]["name"])
            for kind, rules in self.results.plugins.items()
        }

    @property
    def costs(self) -> bool:
        """Whether payoffs are costs."""
        return self.results.rules.game.less_is_better

    @cached_property
    def digits(self) -> int:
        """How many decimals suit the incomes."""
        return significant(self.places["income"].to_numpy(float))

    @cached_property
    def towns(self) -> "pd.DataFrame":
        """The towns of all repetitions."""
        return self.results.towns

    @cached_property
    def attitudes(self) -> np.ndarray:
        """(towns,) the attitude of each town, as its position in `ATTITUDES`."""
        return numbers.attitude(self.towns["nice"].to_numpy(float))

    @cached_property
    def grid(self) -> "pd.DataFrame":
        """Mean incomes, strategy by partner rule."""
        return numbers.grid(self.places, self.rules, less_is_better=self.costs)

    @cached_property
    def by_attitude(self) -> "pd.DataFrame":
        """(repetitions, 4) mean income of towns of each attitude."""
        return numbers.by_attitude(self.results)

    @cached_property
    def by_repetition(self) -> "pd.DataFrame":
        """(kinds, repetitions) mean income."""
        return numbers.by_repetition(self.results)

    @cached_property
    def preference(self) -> "pd.DataFrame":
        """(kinds, kinds) how many times as often as at random a giver gave to a receiver."""
        return numbers.preference(self.results)

    @cached_property
    def nice_between(self) -> "pd.DataFrame":
        """(kinds, kinds) share of nice gifts, in rank order."""
        return self.results.nice_between.reindex(index=self.names, columns=self.names)

    @cached_property
    def daily(self) -> "dict[str, pd.DataFrame]":
        """By column of `days`, what happened each day."""
        return numbers.daily(self.results)

    @cached_property
    def daily_niceness(self) -> np.ndarray:
        """(repetitions, days) share of nice moves of all towns."""
        return numbers.daily_niceness(self.results)

    @cached_property
    def ties(self) -> "pd.DataFrame":
        """The part of the gift network that is drawn."""
        return neighbourhood(self.results.gifts)

    @cached_property
    def places_of_towns(self) -> dict[int, np.ndarray]:
        """Where the towns of this part stand, by their numbers."""
        return layout(self.ties)
