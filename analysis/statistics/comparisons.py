"""Who is better than whom, and how surely: comparisons of players that played the same repetitions.

Legend: r repetitions, p players. Two players' scores of one repetition belong together (they met
each other, and the same others), so differences are taken within repetitions.
"""

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.statistics.uncertainty import _less, _level, scores
from tournament.errors import ArgumentError, TournamentError, UnknownName, suggestion

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results


def compare(
    results: "Results",
    pairs: Literal["neighbours", "all"] | list[tuple[str, str]] = "neighbours",
    *,
    confidence: float = 0.95,
    power: float = 0.8,
) -> "pd.DataFrame":
    """Return paired comparisons of players, corrected for their number.

    Parameters
    ----------
    results
        Of at least 2 repetitions, unless chance had no part.
    pairs
        "neighbours" in the ranking, "all", or pairs of names.
    confidence
        Of the intervals, which are not corrected; a difference is `settled` when the corrected p
        is below one minus this.
    power
        Probability with which `repetitions` would find a true difference as large as this.

    Returns
    -------
    DataFrame
        One row a pair, indexed by (`better`, `worse`): `difference` of scores in payoff units per
        turn, at least 0; `standard_error`, `low`, `high` (t interval of the paired differences);
        `effect`, the difference in standard deviations of a repetition's difference (Cohen's d for
        paired samples); `p` (two-sided paired t test) and `p_holm` (Holm 1979, over all rows);
        `settled`; `repetitions`, how many would settle it, counted anew, at the level of p (NaN for
        equal scores). Where chance had no part, p is 0 or 1.

    Raises
    ------
    TournamentError
        When there are too few repetitions.
    UnknownName
        When a name is not among the players.
    """
    import pandas as pd
    from scipy.special import stdtr, stdtrit

    table, level = scores(results), _level(confidence)
    chosen = _chosen(results, table, pairs)
    size = len(table)
    x = table.to_numpy()
    place = {name: k for k, name in enumerate(table.columns)}
    sign = -1.0 if _less(results) else 1.0
    differences = np.array([sign * (x[:, place[a]] - x[:, place[b]]) for a, b in chosen])
    mean = differences.mean(axis=1)
    turned = mean < 0
    mean, chosen = np.abs(mean), [
        (b, a) if turn else (a, b) for (a, b), turn in zip(chosen, turned, strict=True)
    ]  # fmt: skip
    spread = differences.std(axis=1, ddof=1)
    tiny = 1e-12 * max(1.0, float(np.abs(x).max()))  # what rounding alone makes
    spread, mean = np.where(spread <= tiny, 0.0, spread), np.where(mean <= tiny, 0.0, mean)
    error = spread / np.sqrt(size)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.where(mean == 0, 0.0, mean / spread)
        p = np.where(mean == 0, 1.0, 2 * stdtr(size - 1, -mean / error))
    margin = np.where(error == 0, 0.0, stdtrit(size - 1, (1 + level) / 2) * error)
    adjusted = holm(p)
    return pd.DataFrame(
        {
            "difference": mean,
            "standard_error": error,
            "low": mean - margin,
            "high": mean + margin,
            "effect": effect,
            "p": p,
            "p_holm": adjusted,
            "settled": adjusted < 1 - level,
            "repetitions": repetitions_needed(effect, level, power),
        },
        index=pd.MultiIndex.from_tuples(chosen, names=["better", "worse"]),
    )


def repetitions_needed(
    effect: np.ndarray | float, confidence: float = 0.95, power: float = 0.8
) -> np.ndarray:
    """Return how many repetitions would show a difference, by a paired t test.

    Parameters
    ----------
    effect
        True differences, in standard deviations of a repetition's difference; any shape.
    confidence
        One minus the level of the test.
    power
        Probability of finding the difference.

    Returns
    -------
    ndarray
        Whole numbers, at least 2; NaN where there is no difference.

    Notes
    -----
    Guenther (1981): what a normal test needs, and half the square of its critical value more; off
    by at most one from the noncentral t distribution for effects below 1. Finding a difference the
    wrong way round does not count.
    """
    from scipy.special import ndtri

    level = _level(confidence)
    if not 0 < power < 1:
        raise ArgumentError(f"`power` must be between 0 and 1, such as 0.8; got {power!r}.")
    critical = ndtri((1 + level) / 2)
    size = np.abs(np.asarray(effect, float))
    with np.errstate(divide="ignore"):
        needed = ((critical + ndtri(power)) / size) ** 2 + critical**2 / 2
    return np.where(size > 0, np.maximum(np.ceil(needed), 2.0), np.nan)


def holm(p: np.ndarray) -> np.ndarray:
    """Return p values corrected for their number by the step-down method of Holm (1979).

    The chance that any true null hypothesis falls below a level is at most that level, however the
    tests depend on each other.
    """
    p = np.asarray(p, float)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    corrected = np.empty_like(p)
    corrected[order] = np.minimum(stepped, 1.0)
    return corrected


def friedman(
    results: "Results",
    *,
    blocks: Literal["opponents", "repetitions"] = "opponents",
    confidence: float = 0.95,
) -> dict[str, Any]:
    """Test whether players differ at all, by their ranks within blocks, and say which by how much.

    Parameters
    ----------
    results
        Of at least 3 players.
    blocks
        What players are ranked within: against each opponent, copies included if played, or in each
        repetition.
    confidence
        Of the critical difference.

    Returns
    -------
    dict
        `statistic` and `p` of Friedman (1937); `mean_ranks`, Series (p,), best first;
        `critical_difference` of mean ranks by Nemenyi (1963), after Demšar (2006); `groups`, lists
        of players (best first) within one critical difference, that are in no larger group.

    Raises
    ------
    TournamentError
        When there are fewer than 3 players or 2 blocks, or players did not all meet.
    """
    from scipy.special import chdtrc

    level = _level(confidence)
    if blocks == "repetitions":
        table = scores(results)
        if len(results.per_repetition) < 2:
            raise TournamentError("Friedman's test over repetitions needs at least 2; here is 1.")
    elif blocks == "opponents":
        table = results.payoffs.T
    else:
        raise ArgumentError(f"`blocks` must be 'opponents' or 'repetitions'; got {blocks!r}.")
    x = table.to_numpy()
    if x.shape[1] < 3:
        raise TournamentError(f"Friedman's test needs at least 3 players; here are {x.shape[1]}.")
    if np.isnan(x).any():
        raise TournamentError(
            "Friedman's test over opponents needs payoffs against every opponent and the copy; play"
            ' with self_play=True, or use blocks="repetitions".'
        )
    ranks = table.rank(axis=1, ascending=_less(results))
    mean_ranks = ranks.mean().rename("mean_rank").sort_index().sort_values(kind="stable")
    size, players = x.shape
    off = ranks.to_numpy() - (players + 1) / 2
    spread = (off**2).sum()  # less where players tie; 0 where all do in every block
    statistic = (players - 1) * float((off.sum(axis=0) ** 2).sum() / spread) if spread else 0.0
    quantile = studentized_range(level, players) / np.sqrt(2)
    critical = float(quantile * np.sqrt(players * (players + 1) / (6 * size)))
    return {
        "statistic": statistic,
        "p": float(chdtrc(players - 1, statistic)),
        "mean_ranks": mean_ranks,
        "critical_difference": critical,
        "groups": _groups(mean_ranks, critical),
    }


def rank_correlation(x: "pd.Series", y: "pd.Series") -> tuple[float, float]:
    """Return the rank correlation of Spearman (1904) and its two-sided p by Student's law.

    Parameters
    ----------
    x, y
        (n,) numbers that are not all the same; n at least 3.
    """
    from scipy.special import stdtr

    r = float(np.corrcoef(x.rank(), y.rank())[0, 1])
    with np.errstate(divide="ignore"):
        t = abs(r) * np.sqrt((len(x) - 2) / np.float64(max(1 - r * r, 0.0)))
    return r, float(2 * stdtr(len(x) - 2, -t))


def fisher(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the two-sided p of the exact test of Fisher (1935): do two groups have equal shares?

    Parameters
    ----------
    one, other
        (yes, no) counts of each group.
    """
    from scipy.special import gammaln

    size, rest, yes = sum(one), sum(other), one[0] + other[0]
    k = np.arange(max(0, yes - rest), min(size, yes) + 1)
    logs = -gammaln(np.array([k, size - k, yes - k, rest - yes + k]) + 1.0).sum(axis=0)
    chances = np.exp(logs - logs.max())
    seen = chances[one[0] - k[0]]
    return float(chances[chances <= seen * (1 + 1e-9)].sum() / chances.sum())


def studentized_range(level: float, players: int) -> float:
    """Return the quantile of the range of so many standard normal numbers.

    As that of scipy.stats at infinite degrees of freedom, which takes half a second to import and
    as long to compute.

    >>> round(studentized_range(0.95, 3), 4)
    3.3145
    """
    from scipy.special import ndtr

    z = np.linspace(-8.5, 8.5, 4001)
    density = players * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    low, high = 0.0, 20.0
    while high - low > 1e-10:  # the lowest of them lies at z, the others within q above it
        q = (low + high) / 2
        below = (density * (ndtr(z + q) - ndtr(z)) ** (players - 1)).sum()
        low, high = (q, high) if below < level else (low, q)
    return high


def _groups(mean_ranks: "pd.Series", critical: float) -> list[list[str]]:
    values, names = mean_ranks.to_numpy(), list(mean_ranks.index)
    ends = np.searchsorted(values, values + critical, side="right")
    groups, reached = [], 0
    for start, end in enumerate(ends):
        if end > reached and end - start > 1:
            groups.append(names[start:end])
        reached = max(reached, int(end))
    return groups


def _chosen(results: "Results", table: "pd.DataFrame", pairs: Any) -> list[tuple[str, str]]:
    mean = table.mean()
    order = sorted(mean.index, key=lambda n: (mean[n] if _less(results) else -mean[n], n))
    if isinstance(pairs, str):
        if pairs not in ("neighbours", "all"):
            raise ArgumentError(f"`pairs` must be 'neighbours', 'all' or names; got {pairs!r}.")
        found = list(pairwise(order) if pairs == "neighbours" else combinations(order, 2))
    else:
        found = [(a, b) for a, b in pairs]
        for name in (n for pair in found for n in pair):
            if name not in order:
                raise UnknownName(f"No player is named {name!r}.{suggestion(name, order)}")
    if not found:
        raise TournamentError("Comparisons need at least two players; here is one.")
    return found
