"""How sure a ranking is: intervals of places, and the chance of being first.

Legend: r repetitions, p players, b resamples. If lower scores are better, scores are negated first.
"""

from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.arguments import resamples_of, results_of
from analysis.statistics.scores import RESAMPLES, draws, less_is_better, resampled, scores
from tournament.errors import TournamentError
from tournament.results.estimation.distributions import normal_below, student_quantile
from tournament.results.ranking import CONFIDENCE
from tournament.rules.checks import MOST_SEED, level_of, one_of, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

Over = Literal["repetitions", "opponents"]
OVER: tuple[Over, ...] = ("repetitions", "opponents")


def rank_intervals(
    results: "Results",
    *,
    over: Over = "repetitions",
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> "pd.DataFrame":
    """Return which places each player may truly have, and its chance of being first.

    Over repetitions the question is chance: what would expected scores say? A player's best place
    is one more than the number of players that are surely better, its worst that of all but those
    surely worse, "surely" being simultaneous over all its rivals, by the bootstrap of the largest
    studentised difference. The set covers all places that a player's expected score may have,
    however many are tied: Mogstad, Romano, Shaikh and Wilhelm (2024). Percentiles of resampled
    places, which are often shown, do not.

    Over opponents the question is the field: opponents are drawn with replacement, and the places
    between which a player mostly moves are shown. Payoffs count as known.

    Parameters
    ----------
    results
        Of at least 2 repetitions, unless chance had no part.
    over
        What is resampled.
    confidence
        Of each player's interval.
    resamples, seed
        Of the bootstrap.

    Returns
    -------
    DataFrame
        Indexed by player, best first: `rank`, `best_rank`, `worst_rank`, and `first`, the share of
        resamples in which it was first, ties divided.

    Raises
    ------
    TournamentError
        When there are too few repetitions, or not all opponents were met.

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> event = Tournament(field, turns=10, repetitions=20, noise=0.05, seed=1)
    >>> results = event.play(progress=False)
    >>> rank_intervals(results)[["best_rank", "worst_rank", "first"]].rename_axis(None)
                      best_rank  worst_rank  first
    always_defect             1           1    1.0
    tit_for_tat               2           2    0.0
    always_cooperate          3           3    0.0
    """
    import pandas as pd

    over, level = one_of("over", over, OVER), level_of("confidence", confidence)
    seed, players = whole("seed", seed, 0, MOST_SEED), len(results_of(results).names)
    resamples = resamples_of(resamples, players**2 if over == "opponents" else players, RESAMPLES)
    sign = -1.0 if less_is_better(results) else 1.0
    if over == "repetitions":
        table = scores(results)
        names, x = table.columns, sign * table.to_numpy()
        score = x.mean(axis=0)
        best, worst = _surely(x, level, resamples, seed)
        first = _first(resampled(x, resamples, seed))
    else:
        payoffs = _met(results)
        names, x = (
            payoffs.index,
            -payoffs.to_numpy() if less_is_better(results) else payoffs.to_numpy(),
        )
        known = ~np.isnan(x)
        score = np.nanmean(x, axis=1)
        weights = draws(len(x), resamples, seed)
        drawn = (weights @ np.nan_to_num(x).T) / np.maximum(weights @ known.T, 1)
        places = 1 + (drawn[:, :, None] < drawn[:, None, :]).sum(axis=2)
        best, worst = np.quantile(
            places, [(1 - level) / 2, (1 + level) / 2], axis=0, method="closest_observation"
        )
        first = _first(drawn)
    order = np.lexsort((names, -score))
    frame = pd.DataFrame(
        {"rank": 0, "best_rank": best.astype(int), "worst_rank": worst.astype(int), "first": first},
        index=names,
    ).iloc[order]
    frame["rank"] = np.arange(1, len(frame) + 1)
    return frame


def _surely(
    x: np.ndarray, level: float, resamples: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return (p,) best and worst places by the bootstrap of largest studentised differences.

    The bootstrap knows of the distribution's shape and of the rivals' dependence, yet takes the
    errors as known: its critical value is stretched as Student's is against the normal one.
    """
    size, players = x.shape
    mean, noise = x.mean(axis=0), resampled(x, resamples, seed) - x.mean(axis=0)
    noise *= np.sqrt(size / (size - 1))
    tiny = 1e-12 * max(1.0, float(np.abs(mean).max()))
    errors, largest = np.empty((players, players)), np.empty(players)
    for j in range(players):
        errors[j] = (x - x[:, [j]]).std(axis=0, ddof=1) / np.sqrt(size)
        with np.errstate(divide="ignore", invalid="ignore"):
            apart = np.where(errors[j] <= tiny, 0.0, np.abs(noise - noise[:, [j]]) / errors[j])
        largest[j] = np.quantile(apart.max(axis=1), level)
    critical = -student_quantile(size - 1, normal_below(-largest))
    # A difference without error is exact.
    margin = np.where(errors <= tiny, tiny, critical[:, None] * errors)
    differ = mean - mean[:, None]
    best, worst = 1 + (differ > margin).sum(axis=1), players - (differ < -margin).sum(axis=1)
    return best, worst


def _first(drawn: np.ndarray) -> np.ndarray:
    """Return (p,) shares of rows of (b, p) in which each is the largest, ties divided."""
    top = drawn >= drawn.max(axis=1, keepdims=True) - 1e-12
    shares: np.ndarray = (top / top.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def _met(results: "Results") -> "pd.DataFrame":
    payoffs = results.payoffs
    missing = payoffs.isna().to_numpy(copy=True)
    np.fill_diagonal(missing, False)
    if missing.any():
        raise TournamentError("Places over opponents need all players to have met each other.")
    return payoffs
