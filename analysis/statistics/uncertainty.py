"""How sure a ranking is: intervals of scores, intervals of places, and the chance of being first.

Legend: r repetitions, p players, b resamples. All functions read `Results.per_repetition`, (r, p):
repetitions are independent, and players meet within one, so that scores of one repetition belong
together and are resampled together. Scores of which less is better are turned round inside.
"""

from typing import TYPE_CHECKING, Literal

import numpy as np

from tournament.errors import ArgumentError, TournamentError

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

RESAMPLES = 2000
CELLS = 2**24  # numbers that one step of resampling holds at a time


def standard_errors(results: "Results", *, ddof: int = 1) -> "pd.Series":
    """Return the standard error of each player's score, from its scores per repetition.

    The sample variance divides by r - ddof. The mean that deviations are taken from is the one
    nearest to these very scores, so their squares sum to too little, by one part in r on average:
    E[sum (x - mean)^2] = (r - 1) sigma^2. With `ddof=1`, the default, the variance is unbiased;
    with `ddof=0` it is too small by the factor (r - 1) / r.

    Parameters
    ----------
    results
        Of at least 2 repetitions, unless chance had no part.
    ddof
        Degrees of freedom that are taken off.

    Returns
    -------
    Series
        (p,), in payoff units per turn, in the order of entry.

    Raises
    ------
    TournamentError
        When there are too few repetitions.
    """
    table = scores(results)
    size = len(table)
    if size <= ddof:
        raise TournamentError(f"`ddof` must be below {size}, the repetitions; got {ddof}.")
    errors: pd.Series = table.std(ddof=ddof) / np.sqrt(size)
    return errors


def intervals(
    results: "Results",
    *,
    confidence: float = 0.95,
    method: Literal["t", "bootstrap"] = "t",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> "pd.DataFrame":
    """Return an interval of each player's score.

    Parameters
    ----------
    results
        Of at least 2 repetitions, unless chance had no part.
    confidence
        Share of intervals that cover the expected score.
    method
        "t": Student (1908). "bootstrap": bootstrap-t, Efron and Tibshirani (1993, ch. 12), which
        does not take scores to be symmetric.
    resamples, seed
        Of the bootstrap.

    Returns
    -------
    DataFrame
        Indexed by player, best first: `score`, `standard_error`, `low`, `high`, in payoff units per
        turn.

    Raises
    ------
    TournamentError
        When there are too few repetitions.
    """
    import pandas as pd
    from scipy.special import stdtrit

    table = scores(results)
    size = len(table)
    x = table.to_numpy()
    mean, error = x.mean(axis=0), x.std(axis=0, ddof=1) / np.sqrt(size)
    if method == "t":
        low = high = np.full(x.shape[1], stdtrit(size - 1, (1 + _level(confidence)) / 2))
    elif method == "bootstrap":
        high, low = _studentised(x, _level(confidence), resamples, seed)
    else:
        raise ArgumentError(f"`method` must be 't' or 'bootstrap'; got {method!r}.")
    frame = pd.DataFrame(
        {
            "score": mean,
            "standard_error": error,
            "low": mean - low * error,
            "high": mean + high * error,
        },
        index=table.columns,
    )
    order = np.lexsort((frame.index, mean if results.game.less_is_better else -mean))
    return frame.iloc[order]


def rank_intervals(
    results: "Results",
    *,
    over: Literal["repetitions", "opponents"] = "repetitions",
    confidence: float = 0.95,
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
    """
    import pandas as pd

    if over not in ("repetitions", "opponents"):
        raise ArgumentError(f"`over` must be 'repetitions' or 'opponents'; got {over!r}.")
    level = _level(confidence)
    if over == "repetitions":
        table = scores(results)
        names, x = table.columns, -table.to_numpy() if _less(results) else table.to_numpy()
        score = x.mean(axis=0)
        best, worst = _surely(x, level, resamples, seed)
        first = _first(resampled(x, resamples, seed))
    else:
        payoffs = _met(results)
        names, x = payoffs.index, -payoffs.to_numpy() if _less(results) else payoffs.to_numpy()
        known = ~np.isnan(x)
        score = np.nanmean(x, axis=1)
        weights = _weights(len(x), resamples, seed)
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


def standard_scores(results: "Results") -> "pd.Series":
    """Return each score as a number of standard deviations above the mean of the field (z-score).

    Parameters
    ----------
    results
        Of a field in which not all scored the same.

    Returns
    -------
    Series
        (p,), best first; divisor p, since the field is all there is. Good is positive, also in
        games of which less is better.

    Raises
    ------
    TournamentError
        When all scores are equal.
    """
    score = results.rank(self_play=results.self_play)["score"]
    spread = float(score.std(ddof=0))
    if not spread > 0:
        raise TournamentError(
            "Standard scores need scores that differ; here all players scored the same."
        )
    z = (score - score.mean()) / spread
    return (-z if _less(results) else z).rename("standard_score")


def scores(results: "Results") -> "pd.DataFrame":
    """Return (r, p) scores per repetition, of results whose errors can be known.

    Raises
    ------
    TournamentError
        When chance had a part and there is one repetition.
    """
    table = results.per_repetition
    if len(table) < 2:
        if results.tallies.chance.any():
            raise TournamentError(
                "Errors need at least 2 repetitions; these results have 1. Play again with"
                " repetitions=10 or more."
            )
        import pandas as pd

        return pd.concat([table, table], ignore_index=True)  # certain, however often it is played
    return table


def resampled(x: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """Return (b, p) means of rows of `x` (r, p) drawn with replacement, r at a time."""
    size = len(x)
    drawn = np.empty((resamples, x.shape[1]))
    step = max(1, CELLS // size)
    for first in range(0, resamples, step):
        part = slice(first, min(first + step, resamples))
        weights = _weights(size, part.stop - part.start, (seed, first))
        drawn[part] = weights @ x / size
    return drawn


def _weights(size: int, resamples: int, seed: int | tuple[int, ...]) -> np.ndarray:
    """Return (b, size) how often each of `size` things is drawn in `size` draws."""
    return np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), resamples) * 1.0


def _surely(
    x: np.ndarray, level: float, resamples: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return (p,) best and worst places by the bootstrap of largest studentised differences.

    The bootstrap knows of the distribution's shape and of the rivals' dependence, yet takes the
    errors as known: its critical value is stretched as Student's is against the normal one.
    """
    from scipy.special import ndtr, stdtrit

    size, players = x.shape
    mean, noise = x.mean(axis=0), resampled(x, resamples, seed) - x.mean(axis=0)
    noise *= np.sqrt(size / (size - 1))
    best, worst = np.ones(players), np.full(players, players)
    for j in range(players):
        error = (x - x[:, [j]]).std(axis=0, ddof=1) / np.sqrt(size)
        differ = mean - mean[j]
        certain = error <= 1e-12 * max(1.0, float(np.abs(mean).max()))  # their difference is exact
        with np.errstate(divide="ignore", invalid="ignore"):
            largest = np.where(certain, 0.0, np.abs(noise - noise[:, [j]]) / error).max(axis=1)
        critical = float(np.quantile(largest, level))
        critical = float(-stdtrit(size - 1, ndtr(-critical)))
        margin = np.where(certain, 1e-12 * max(1.0, float(np.abs(mean).max())), critical * error)
        best[j] += (differ > margin).sum()
        worst[j] -= (differ < -margin).sum()
    return best, worst


def _studentised(
    x: np.ndarray, level: float, resamples: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return (p,) quantiles of (mean* - mean) / error*: minus the lower one, and the upper one."""
    size = len(x)
    weights = _weights(size, resamples, seed)
    means = weights @ x / size
    variances = np.maximum(weights @ x**2 / size - means**2, 0.0) / (size - 1)
    off = means - x.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(off == 0, 0.0, off / np.sqrt(variances))
    low, high = np.quantile(t, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return -low, high


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


def _less(results: "Results") -> bool:
    return results.game.less_is_better


def _level(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ArgumentError(
            f"`confidence` must be between 0 and 1, such as 0.95; got {confidence!r}."
        )
    return float(confidence)
