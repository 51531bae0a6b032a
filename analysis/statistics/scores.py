"""Scores by repetition: what errors, intervals and tests are made of, and how they are resampled.

Legend: r repetitions, p players, b resamples. All functions read `Results.per_repetition`, (r, p).
Repetitions are independent. Players meet within a repetition, so scores of one repetition belong
together and are resampled together.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import results_of
from tournament.errors import TournamentError
from tournament.rules.checks import level_of as between

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

RESAMPLES = 2000
CELLS = 2**24
"""Numbers that one step of resampling holds at a time."""


def scores(results: "Results") -> "pd.DataFrame":
    """Return (r, p) scores per repetition, of results whose errors can be known.

    Raises
    ------
    TournamentError
        When chance had a part and there is one repetition.
    """
    table = results_of(results).per_repetition
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
        weights = draws(size, part.stop - part.start, (seed, first))
        drawn[part] = weights @ x / size
    return drawn


def draws(size: int, resamples: int, seed: int | tuple[int, ...]) -> np.ndarray:
    """Return (b, size) how often each of `size` things is drawn in `size` draws."""
    return np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), resamples) * 1.0


def less_is_better(results: "Results") -> bool:
    """Return whether the lower score is the better one."""
    return results_of(results).game.less_is_better


def level_of(confidence: float) -> float:
    """Return a level of confidence as a number, or refuse what is none."""
    return between("confidence", confidence)
