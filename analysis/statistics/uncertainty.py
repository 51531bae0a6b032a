"""How sure scores are: standard errors and intervals.

Legend: r repetitions, p players, b resamples.
"""

from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.arguments import resamples_of, results_of
from analysis.statistics.scores import RESAMPLES, draws, less_is_better, scores
from tournament.errors import TournamentError
from tournament.results.estimation.distributions import student_quantile
from tournament.results.ranking import CONFIDENCE
from tournament.rules.checks import MOST_SEED, level_of, one_of, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

Method = Literal["t", "bootstrap"]
METHODS: tuple[Method, ...] = ("t", "bootstrap")
ROUNDING = 1e-12
"""Relative: less is what rounding alone makes."""
FAR = 1e200
"""What stands for an infinite number where ends of intervals are interpolated."""


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

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> event = Tournament(field, turns=10, repetitions=20, noise=0.05, seed=1)
    >>> results = event.play(progress=False)
    >>> standard_errors(results).round(3).to_dict()
    {'tit_for_tat': 0.133, 'always_defect': 0.16, 'always_cooperate': 0.076}
    """
    table = scores(results)
    size, ddof = len(table), whole("ddof", ddof, 0, 2**31 - 1)
    if size <= ddof:
        raise TournamentError(f"`ddof` must be below {size}, the repetitions; got {ddof}.")
    errors: pd.Series = table.std(ddof=ddof) / np.sqrt(size)
    return errors


def intervals(
    results: "Results",
    *,
    confidence: float = CONFIDENCE,
    method: Method = "t",
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
        does not take scores to be symmetric. Of very few repetitions its ends may be infinite.
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

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> event = Tournament(field, turns=10, repetitions=20, noise=0.05, seed=1)
    >>> results = event.play(progress=False)
    >>> intervals(results)[["score", "low", "high"]].round(2).rename_axis(None)
                      score    low   high
    always_defect     12.61  12.28  12.95
    tit_for_tat       11.44  11.17  11.72
    always_cooperate  10.37  10.21  10.53
    """
    import pandas as pd

    table, level = scores(results), level_of("confidence", confidence)
    size = len(table)
    method, seed = one_of("method", method, METHODS), whole("seed", seed, 0, MOST_SEED)
    resamples = resamples_of(resamples, size, RESAMPLES)
    x = table.to_numpy()
    mean, error = x.mean(axis=0), x.std(axis=0, ddof=1) / np.sqrt(size)
    if method == "t":
        low = high = np.full(x.shape[1], student_quantile(size - 1, (1 + level) / 2))
    else:
        high, low = _studentised(x, level, resamples, seed)
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

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    >>> standard_scores(results).round(2).to_dict()
    {'always_defect': 1.14, 'tit_for_tat': 0.16, 'always_cooperate': -1.3}
    """
    score = results_of(results).rank(self_play=results.self_play)["score"]
    spread = float(score.std(ddof=0))
    if not spread > 0:
        raise TournamentError(
            "Standard scores need scores that differ; here all players scored the same."
        )
    z = (score - score.mean()) / spread
    return (-z if less_is_better(results) else z).rename("standard_score")


def _studentised(
    x: np.ndarray, level: float, resamples: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return (p,) quantiles of (mean* - mean) / error*: minus the lower one, and the upper one."""
    size = len(x)
    tiny = ROUNDING * max(1.0, float(np.abs(x).max()))
    x = x - x.mean(axis=0)  # so that little is lost where squares are taken off squares
    weights = draws(size, resamples, seed)
    off = weights @ x / size
    variances = weights @ x**2 / size - off**2
    off = np.where(np.abs(off) <= tiny, 0.0, off)
    variances = np.where(variances <= ROUNDING * off**2, 0.0, variances) / (size - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(off == 0, 0.0, off / np.sqrt(variances))
    # A resample of one repetition alone has no error; between two such, no number is exact.
    low, high = np.quantile(np.clip(t, -FAR, FAR), [(1 - level) / 2, (1 + level) / 2], axis=0)
    ends = np.stack([-low, high])
    ends = np.where(np.abs(ends) > FAR / 1e6, np.copysign(np.inf, ends), ends)
    return ends[0], ends[1]
