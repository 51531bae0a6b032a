"""What a tournament's report rests on: every statistic, computed once, when it is first needed.

A statistic that these results cannot have is None, and `absent` says why, in the sentence of the
function that refused.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from tournament.errors import TournamentError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.statistics.friedman import Friedman
    from tournament.results.tournament import Results

T = TypeVar("T")

GENERATIONS = 1000  # of the ecological tournament
FIELDS = 1000  # random sub-fields
SCORE = "score"  # the rule of ranking by mean scores


class Findings:
    """The statistics of a tournament; frames are described where they are made.

    Parameters
    ----------
    results
        A played tournament.
    """

    def __init__(self, results: "Results") -> None:
        self.results = results
        self.absent: dict[str, str] = defaultdict(str)

    @cached_property
    def ranking(self) -> "pd.DataFrame":
        """The players from best to worst, as `Results.rank` ranks them."""
        return self.results.ranking

    @property
    def by(self) -> str:
        """The rule of ranking, and the column that has its numbers."""
        return str(self.ranking.attrs["by"])

    @property
    def by_mean_score(self) -> bool:
        """Whether players are ranked by what tests of places and of pairs are about."""
        return self.by == SCORE

    @cached_property
    def names(self) -> list[str]:
        """The players in rank order."""
        return [str(name) for name in self.ranking.index]

    @cached_property
    def exact(self) -> bool:
        """Whether nothing that counts was left to chance."""
        return not self.ranking["standard_error"].to_numpy(float).any()

    @cached_property
    def places(self) -> "pd.DataFrame | None":
        """Of `rank_intervals`: places that chance leaves open, by mean scores."""
        from analysis.statistics.places import rank_intervals

        return self._made("places", lambda: rank_intervals(self._rivals()))

    @cached_property
    def standing(self) -> "pd.DataFrame":
        """The ranking as readers see it: by mean score, with ranks by the test of all rivals at
        once and with the chance to be `first`."""
        frame = self.ranking.copy()
        frame["first"] = np.nan
        if self.by_mean_score and self.places is not None:
            places = self.places[["best_rank", "worst_rank", "first"]]
            frame[places.columns] = places.loc[frame.index]
        return frame

    @cached_property
    def pairs(self) -> "pd.DataFrame | None":
        """Of `compare`: all pairs, by mean scores, with Holm's correction."""
        from analysis.statistics.comparisons import compare

        return self._made("pairs", lambda: compare(self._rivals(), "all"))

    @cached_property
    def friedman_opponents(self) -> "Friedman | None":
        """Of `friedman`: ranks against each opponent. Do some do better against everybody?"""
        from analysis.statistics.friedman import friedman

        return self._made("friedman_opponents", lambda: friedman(self._rivals()))

    @cached_property
    def friedman_repetitions(self) -> "Friedman | None":
        """Of `friedman`: ranks in each repetition. Do players differ by more than luck?"""
        from analysis.statistics.friedman import friedman

        return self._made(
            "friedman_repetitions", lambda: friedman(self._rivals(), blocks="repetitions")
        )

    @cached_property
    def behaviour(self) -> "pd.DataFrame":
        """Of `behaviour` and `properties`, and ratings, where there are some; in rank order."""
        import pandas as pd

        from analysis.behaviours.extortion import extortion
        from analysis.behaviours.morality import eigenjesus, eigenmoses, good_partner
        from analysis.behaviours.properties import properties
        from analysis.behaviours.rates import behaviour

        results = self.results
        parts: list[Any] = [behaviour(results), properties(results)]
        for rate in (good_partner, eigenjesus, eigenmoses):
            parts.append(self._made(rate.__name__, partial(rate, results)))
        extorted = self._made("extortion", lambda: extortion(results))
        if extorted is not None:
            parts.append(extorted.add_prefix("extortion_"))
        frame: pd.DataFrame = pd.concat([part for part in parts if part is not None], axis=1)
        return frame.loc[self.names]

    @property
    def part(self) -> int:
        """How many players a random sub-field has: half of them, at least three."""
        return min(len(self.names), max(3, len(self.names) // 2))

    @cached_property
    def sub_fields(self) -> "pd.DataFrame | None":
        """Of `sub_fields`: who wins among random halves of the field, by mean scores."""
        from analysis.statistics.fields import sub_fields

        return self._made("sub_fields", lambda: sub_fields(self._met(), FIELDS, self.part))

    @cached_property
    def kingmakers(self) -> "pd.DataFrame | None":
        """Of `kingmakers`: players without which another would be first, by mean scores."""
        from analysis.statistics.fields import kingmakers

        return self._made("kingmakers", lambda: kingmakers(self._met()))

    @cached_property
    def fitness(self) -> dict[str, Any]:
        """What the ecological tournament takes as fitness: payoffs where none is negative, as
        Axelrod did; else payoffs above the worst that a turn can pay."""
        game = self.results.game
        if not game.less_is_better and game.payoffs.min() >= 0:
            return {"fitness": "payoff"}
        worst = game.payoffs.max() if game.less_is_better else game.payoffs.min()
        return {"fitness": "shifted", "minimum": float(worst)}

    @cached_property
    def ecological(self) -> "pd.DataFrame | None":
        """Of `ecological`: shares of a population, from equal ones on."""
        from analysis.evolution.dynamics import ecological

        return self._made(
            "ecological",
            lambda: ecological(self._rivals(), GENERATIONS, **self.fitness)[self.names],
        )

    @cached_property
    def noisy(self) -> "pd.DataFrame | None":
        """Of `by_noise`: rankings of the same field under other rates of noise."""
        from analysis.reports.tournament.noise import by_noise

        return self._made("noisy", lambda: by_noise(self._rivals()))

    @cached_property
    def stability(self) -> "pd.Series | None":
        """Of `invasions` and `stable`: which players the others cannot invade."""
        from analysis.evolution.invasion import invasions, stable

        return self._made("stability", lambda: stable(invasions(self._rivals())).loc[self.names])

    @cached_property
    def order(self) -> list[str]:
        """The players in an order in which those with like payoffs stand together."""
        from analysis.behaviours.alike import alike

        return alike(self.results.payoffs.loc[self.names, self.names])

    def _rivals(self) -> "Results":
        if len(self.results.names) < 2:
            raise TournamentError(
                "There is only one player, so there is nobody to compare it with."
            )
        return self.results

    def _met(self) -> "Results":
        missing = self._rivals().payoffs.isna().to_numpy(copy=True)
        np.fill_diagonal(missing, False)
        if missing.any():
            raise TournamentError(
                "Parts of the field can only be compared if all players met each other."
            )
        return self.results

    def _made(self, name: str, make: Callable[[], T]) -> T | None:
        try:
            return make()
        except TournamentError as error:
            self.absent[name] = str(error)
            return None
