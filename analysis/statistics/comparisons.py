"""Who is better than whom, and how surely: comparisons of players that played the same repetitions.

Legend: r repetitions, p players. Two players' scores of one repetition belong together (they met
each other, and the same others), so differences are taken within repetitions.
"""

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.statistics.hypothesis_tests import holm
from analysis.statistics.scores import less_is_better, scores
from tournament.errors import ArgumentError, TournamentError, unknown_player
from tournament.interactive.shown import shown
from tournament.results.estimation.distributions import (
    normal_quantile,
    student_below,
    student_quantile,
)
from tournament.results.ranking import CONFIDENCE
from tournament.rules.checks import level_of, several, text
from tournament.rules.checks import table as table_of

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

    Pairs = Literal["neighbours", "all"] | list[tuple[str, str]]

MOST_NEEDED = 1e15


def compare(
    results: "Results",
    pairs: "Pairs" = "neighbours",
    *,
    confidence: float = CONFIDENCE,
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

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> event = Tournament(field, turns=10, repetitions=20, noise=0.05, seed=1)
    >>> results = event.play(progress=False)
    >>> compare(results)["difference"].round(2).to_dict()
    {('always_defect', 'tit_for_tat'): 1.17, ('tit_for_tat', 'always_cooperate'): 1.07}
    """
    import pandas as pd

    table, level = scores(results), level_of("confidence", confidence)
    power = level_of("power", power, 0.8)
    chosen = _chosen(results, table, pairs)
    size = len(table)
    x = table.to_numpy()
    place = {name: k for k, name in enumerate(table.columns)}
    sign = -1.0 if less_is_better(results) else 1.0
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
        p = np.where(mean == 0, 1.0, 2 * student_below(size - 1, -mean / error))
    margin = np.where(error == 0, 0.0, student_quantile(size - 1, (1 + level) / 2) * error)
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
            "repetitions": _needed(effect, level, power),
        },
        index=pd.MultiIndex.from_tuples(chosen, names=["better", "worse"]),
    )


def repetitions_needed(
    effect: np.ndarray | float, confidence: float = CONFIDENCE, power: float = 0.8
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
        Whole numbers, at least 2; NaN where there is no difference, or where the difference is so
        small that 1e15 repetitions would not show it.

    Notes
    -----
    Guenther (1981): what a normal test needs, and half the square of its critical value more; off
    by at most one from the noncentral t distribution for effects below 1. Finding a difference the
    wrong way round does not count.

    Examples
    --------
    >>> repetitions_needed([0.1, 0.5, 0.0]).tolist()
    [787.0, 34.0, nan]
    """
    level, power = level_of("confidence", confidence), level_of("power", power, 0.8)
    return _needed(table_of("effect", effect, "a number, or numbers", gaps=True), level, power)


def _needed(effect: np.ndarray, level: float, power: float) -> np.ndarray:
    """Return what `repetitions_needed` does, also of infinite effects: where nothing varies."""
    critical, size = normal_quantile((1 + level) / 2), np.abs(effect)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        needed = ((critical + normal_quantile(power)) / size) ** 2 + critical**2 / 2
    known = (size > 0) & (needed <= MOST_NEEDED)
    return np.where(known, np.maximum(np.ceil(needed), 2.0), np.nan)


def _chosen(results: "Results", table: "pd.DataFrame", pairs: "Pairs") -> list[tuple[str, str]]:
    mean = table.mean()
    order = sorted(mean.index, key=lambda n: (mean[n] if less_is_better(results) else -mean[n], n))
    if isinstance(pairs, str):
        word = str.__str__(pairs)
        if word not in ("neighbours", "all"):
            raise ArgumentError(
                f"`pairs` must be 'neighbours', 'all' or names; got {shown(pairs)}."
            )
        found = list(pairwise(order) if word == "neighbours" else combinations(order, 2))
    else:
        what = "'neighbours', 'all' or pairs of names"
        both = [
            [text("pairs", name, what) for name in several("pairs", pair, what)]
            for pair in several("pairs", pairs, what)
        ]
        if any(len(pair) != 2 for pair in both) or not both:
            raise ArgumentError(f"`pairs` must be {what}; got {shown(pairs)}.")
        found = [(a, b) for a, b in both]
        for name in (n for pair in found for n in pair):
            if name not in order:
                raise unknown_player(name, order)
    if not found:
        raise TournamentError("Comparisons need at least two players; here is one.")
    return found
