"""From seasons to verdicts: predictions, the seasons of their experiments, and intervals.

`Values` are one number per repetition. `Rows` are values by row and column of a table. `Claims` are
differences by what is claimed: a claim holds if all its differences are above 0.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import t as student

from tournament import Season, SeasonResults

SIZE = {"towns": 500, "repetitions": 12, "seed": 1}
"""The size of a season, if an experiment does not say otherwise."""

SURE = 0.99
"""The probability that an interval behind a verdict covers the truth."""

Values = np.ndarray
Rows = dict[str, dict[str, Values]]
Claims = dict[str, list[Values]]


@dataclass(frozen=True)
class Finding:
    """What an experiment found.

    index
        The heading of the first column of the table.
    rows
        The table: values by row and column.
    claims
        The predictions in words, with the differences that must be above 0.
    beyond
        Further questions, to see how far the prediction goes. They have no part in the verdict.
    shown
        The rows that the page prints; all rows if empty.
    """

    index: str
    rows: Rows
    claims: Claims
    beyond: Claims = field(default_factory=dict)
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prediction:
    """A prediction, and the experiment that tests it.

    title
        A number and the prediction in one sentence.
    predicted
        Who predicted this.
    played
        What the experiment plays, and what the table shows.
    why
        Why it came out so.
    find
        The experiment.
    """

    title: str
    predicted: str
    played: str
    why: str
    find: Callable[[], Finding]


def prediction(
    title: str, predicted: str, played: str, why: str
) -> Callable[[Callable[[], Finding]], Prediction]:
    """Return a decorator that makes a prediction of these words and of an experiment."""
    return lambda find: Prediction(title, predicted, played, why, find)


def season(kinds: Any, **options: Any) -> SeasonResults:
    """Play a season of kinds and their shares: 100 friends, 25 days, 5 gifts a day, if not told."""
    return Season(kinds, **(SIZE | options)).play(progress=False)


def per_gift(results: SeasonResults, column: str = "income") -> list[Values]:
    """Return for each kind the mean of its towns, per gift that a town may leave."""
    means = results.towns.groupby(["kind", "repetition"], observed=False)[column].mean()
    return [means[kind].to_numpy() / sum(results.rules.gifts) for kind in results.kinds]


def each_day(results: SeasonResults) -> np.ndarray:
    """Return (repetitions, days, kinds, 2, 4): outcomes per town, as giver and as receiver."""
    towns = np.array([np.bincount(kind) for kind in results.kind_of])
    return np.array([t.daily for t in results.tallies]) / towns[:, None, :, None, None]


def interval(values: Values) -> tuple[float, float]:
    """Return the mean and the reach of its interval to either side."""
    error = values.std(ddof=1) / np.sqrt(len(values))
    return values.mean(), student.ppf((1 + SURE) / 2, len(values) - 1) * error


def verdict(differences: list[Values]) -> str:
    """Return `holds` if all intervals are above 0, `does not hold` if one is not."""
    ends = [(mean - reach, mean + reach) for mean, reach in map(interval, differences)]
    if all(low > 0 for low, _ in ends):
        return "holds"
    return "does not hold" if any(high <= 0 for _, high in ends) else "cannot be told"
