"""What was predicted, as frames: payoffs, scores and places with their errors, and what to play.

Conventions: a row is the player spoken of, a column its opponent. Scores are means over opponents,
every opponent weighing alike. Legend: p players, b draws.
"""

from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from analysis.prediction.choice import chosen_pairs, expected_tau
from analysis.prediction.effects import Effects, score_covariance
from analysis.prediction.known import Known
from tournament.rules.checks import whole

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 1000
"""Of rankings, for intervals of places."""


@dataclass(frozen=True, eq=False)
class PredictedPairs:
    """What `predict_pairs` returns.

    method
        What predicts: "stacked", "trees" or "factors".
    rank
        Traits of the factorisation.
    validation
        Errors of each way of predicting, on known pairs that were held out in folds.
    held_out
        Errors on pairs that were played and not shown; None if all were shown.
    confidence
        Of all intervals.
    """

    known: Known
    method: str
    rank: int
    values: np.ndarray
    effects: Effects
    width: float
    validation: "pd.DataFrame"
    confidence: float
    seed: int
    held_out: "pd.DataFrame | None" = None

    def __repr__(self) -> str:
        """Say what was predicted from what, and how surely."""
        missing, known = (int(np.triu(part).sum()) for part in (self.missing, self.known.met))
        return (
            f"PredictedPairs: {missing:,} pairs, from {known:,} that were played;"
            f" expected tau {self.expected_tau:.3f}"
        )

    @property
    def missing(self) -> np.ndarray:
        """(p, p) which pairs count and were not shown."""
        return np.asarray(self.known.counted & ~self.known.met)

    @property
    def opponents(self) -> int:
        """Of how many opponents a score is the mean."""
        return len(self.known.names) - (not self.known.self_play)

    @cached_property
    def payoffs(self) -> "pd.DataFrame":
        """(p, p) mean payoff per turn of row against column: as played, or as predicted."""
        return self._square(np.where(self.known.met, self.known.payoffs, self.values))

    @cached_property
    def errors(self) -> "pd.DataFrame":
        """(p, p) standard errors of `payoffs`: those of play, or of prediction."""
        predicted = np.sqrt(self.effects.variances)
        return self._square(np.where(self.known.met, self.known.errors, predicted))

    @cached_property
    def pairs(self) -> "pd.DataFrame":
        """A row for each payoff that was predicted: the payoff, its standard error, its interval.

        Indexed by player and opponent. Intervals hold as often as `confidence` says for pairs like
        those that are known: they are quantiles of errors on held-out pairs (conformal).
        """
        import pandas as pd

        i, j = np.nonzero(self.missing)
        names = self.known.names
        index = pd.MultiIndex.from_arrays([names[i], names[j]], names=["player", "opponent"])
        payoff, error = self.values[i, j], self.errors.to_numpy()[i, j]
        reach = self.width * error
        low, high = self.limits
        columns = {
            "payoff": payoff,
            "standard_error": error,
            "low": np.clip(payoff - reach, low, high),
            "high": np.clip(payoff + reach, low, high),
        }
        return pd.DataFrame(columns, index)

    @property
    def limits(self) -> tuple[float, float]:
        """The least and the largest payoff that a match can have; without end if unknown."""
        if self.known.moves is None:
            return -np.inf, np.inf
        return float(self.known.moves.paid.min()), float(self.known.moves.paid.max())

    @cached_property
    def scores(self) -> np.ndarray:
        """(p,) mean payoffs over all opponents that count."""
        return scores_of(self.payoffs.to_numpy(), self.known.counted)

    @cached_property
    def covariance(self) -> np.ndarray:
        """(p, p) covariance of the errors of scores."""
        return score_covariance(self.effects, self.missing, self.known.errors, self.opponents)

    @cached_property
    def ranking(self) -> "pd.DataFrame":
        """The players from best to worst, as they would be if all pairs were played.

        Indexed by player: `rank`; `score`, its `standard_error`, and its interval `low`, `high`;
        `best_rank`, `worst_rank`, between which places lie with the confidence asked for; `met`,
        the share of opponents that the player met.
        """
        import pandas as pd

        scores = self.scores
        error = np.sqrt(np.maximum(self.covariance.diagonal(), 0.0))
        reach = NormalDist().inv_cdf(0.5 + self.confidence / 2) * error
        sign = 1.0 if self.known.less_is_better else -1.0
        order = np.argsort(sign * scores, kind="stable")
        places = self._places(sign)
        columns = {
            "rank": np.argsort(order) + 1,
            "score": scores,
            "standard_error": error,
            "low": scores - reach,
            "high": scores + reach,
            "best_rank": places[0],
            "worst_rank": places[1],
            "met": (self.known.met & self.known.counted).sum(axis=1) / self.opponents,
        }
        frame = pd.DataFrame(columns, pd.Index(self.known.names, name="player"))
        return frame.iloc[order]

    def _places(self, sign: float) -> np.ndarray:
        """Return (2, p) the first and the last place that are likely, from draws of scores."""
        random = np.random.default_rng(self.seed)
        values, vectors = np.linalg.eigh(self.covariance)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        draws = self.scores + random.standard_normal((DRAWS, len(values))) @ root.T
        ranks = np.argsort(np.argsort(sign * draws, axis=1), axis=1) + 1
        tails = (1 - self.confidence) / 2
        return np.quantile(ranks, [tails, 1 - tails], axis=0, method="nearest").astype(int)

    @cached_property
    def expected_tau(self) -> float:
        """Kendall's tau with the ranking of all pairs, as it is expected to be."""
        return expected_tau(self.scores, self.covariance)

    def next_pairs(self, number: int = 10) -> "pd.DataFrame":
        """Return the pairs whose play is expected to change the ranking most, best first.

        Each is chosen as if those before it had been played already, so all can be played at once.

        Parameters
        ----------
        number
            How many, at most.

        Returns
        -------
        DataFrame
            Columns `player` and `opponent`, and `places`: by how many places the two are expected
            to move, up or down, both together.
        """
        import pandas as pd

        number = whole("number", number, 1, self.known.payoffs.size)
        found = chosen_pairs(
            self.scores, self.effects, self.known.errors, self.missing, self.opponents, number
        )
        names = self.known.names
        rows = [(names[i], names[j], places) for i, j, places in found]
        return pd.DataFrame(rows, columns=["player", "opponent", "places"])

    def _square(self, values: np.ndarray) -> "pd.DataFrame":
        import pandas as pd

        index = pd.Index(self.known.names, name="player")
        return pd.DataFrame(values, index, index.rename("opponent"))


def scores_of(payoffs: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Return (p,) means over the opponents that count, of a table without gaps there."""
    return np.asarray(np.where(counted, payoffs, 0.0).sum(axis=1) / counted.sum(axis=1))
