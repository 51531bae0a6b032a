"""How long mutants of a pair take until one type is left, from every count of them.

Legend: q pairs, a (q, 2, 2) their payoffs, the mutant first; N the size; m = 1 to N - 1 mutants.
"""

from typing import NamedTuple

import numpy as np

from analysis.populations.fixation.at_once import carried, chains, expected, solved
from analysis.populations.fixation.pairs import counts, log_ratios, steps
from analysis.populations.well_mixed import WellMixed
from tournament.rules.population import PROCESSES


class Passages(NamedTuple):
    """What becomes of mutants, from each count of them.

    wins
        (q, N - 1) the chance that they take over.
    steps
        (q, N - 1) mean steps until one type is left; infinite if that may never be.
    steps_if_won
        (q, N - 1) the mean of those in which they take over; NaN if they never do.
    """

    wins: np.ndarray
    steps: np.ndarray
    steps_if_won: np.ndarray


def passages(a: np.ndarray, population: WellMixed) -> Passages:
    """Return what becomes of the mutants of pairs, from each count of them.

    Examples
    --------
    Two alike among three take over with chance 2 / 3:

    >>> alike = np.ones((1, 2, 2))
    >>> found = passages(alike, WellMixed("moran", 3))
    >>> found.wins.round(6).tolist(), found.steps.round(6).tolist()
    ([[0.333333, 0.666667]], [[4.5, 4.5]])
    """
    if not population.synchronous:
        return _one_by_one(a, population)
    return (_at_once if PROCESSES[population.process].chance else _for_certain)(a, population)


def _for_certain(a: np.ndarray, population: WellMixed) -> Passages:
    """Return what becomes of mutants where no chance is left."""
    N = population.size
    then = np.zeros((len(a), N + 1), np.int64)
    then[:, -1] = N
    then[:, 1:-1] = carried(a, population, counts(N))
    later = np.take_along_axis(then, then, axis=1)  # what is not over now is never over
    over = (later == 0) | (later == N)
    steps = np.where((then == 0) | (then == N), 1.0, np.where(over, 2.0, np.inf))[:, 1:-1]
    won = (later == N)[:, 1:-1]
    return Passages(won.astype(float), steps, np.where(won, steps, np.nan))


def _at_once(a: np.ndarray, population: WellMixed) -> Passages:
    """Return what becomes of mutants where all change in a step."""
    chain = chains(a, population)
    factors = solved(chain)
    wins = expected(factors, chain[:, :, -1])
    won = np.where(wins > 0, wins, np.nan)
    return Passages(wins, expected(factors, np.ones(wins.shape)), expected(factors, wins) / won)


def _one_by_one(a: np.ndarray, population: WellMixed) -> Passages:
    """Return what becomes of mutants where one changes in a step.

    From m mutants on, the chain comes back to m - 1 at last, or takes over, or is caught for ever.
    Counts are added from the largest down, and nothing is subtracted.
    """
    up, down = steps(a, population)
    back, pause, stay = np.zeros((3, *up.shape))
    escapes, time, return_time = np.ones(len(up)), np.zeros(len(up)), np.zeros(len(up))
    for m in range(up.shape[1] - 1, -1, -1):
        leaves = down[:, m] + up[:, m] * escapes
        free = leaves > 0
        often = np.where(free, leaves, 1.0)
        escapes = up[:, m] * escapes / often
        back[:, m] = down[:, m] / often
        with np.errstate(over="ignore"):  # beyond any float
            pause[:, m] = np.where(free, (1 + _part(up[:, m], return_time)) / often, np.inf)
            time = np.where(free, (1 + _part(up[:, m], time)) / often, np.inf)
        stay[:, m] = time
        return_time = _part(back[:, m], pause[:, m])
    logs = log_wins_by_count(log_ratios(a, population))
    return _from_below(back, pause, stay, logs)


def _from_below(
    back: np.ndarray, pause: np.ndarray, stay: np.ndarray, logs: np.ndarray
) -> Passages:
    """Return what becomes of mutants, from what happens before they are one less.

    Parameters
    ----------
    back
        (q, N - 1) the chance that they ever are.
    pause
        (q, N - 1) the mean steps until they are, if they are.
    stay
        (q, N - 1) the mean steps until they are, or took over.
    logs
        (q, N - 1) the logarithm of the chance that they take over at last.
    """
    climb = np.cumsum(pause[:, ::-1], axis=1)[:, ::-1]  # to N, and never one less
    total, won = stay.copy(), climb.copy()
    for m in range(1, back.shape[1]):
        total[:, m] += _part(back[:, m], total[:, m - 1])
        with np.errstate(invalid="ignore"):
            share = np.minimum(back[:, m] * np.exp(logs[:, m - 1] - logs[:, m]), 1.0)
        won[:, m] = _part(1 - share, climb[:, m]) + _part(share, pause[:, m] + won[:, m - 1])
    return Passages(np.exp(logs), total, np.where(np.isneginf(logs), np.nan, won))


def log_wins_by_count(ratios: np.ndarray) -> np.ndarray:
    """Return (q, N - 1) the logarithm of the chance to take over, from each count of mutants.

    Parameters
    ----------
    ratios
        (q, N - 1) log(T- / T+).

    Examples
    --------
    >>> np.exp(log_wins_by_count(np.zeros((1, 3)))).round(12).tolist()
    [[0.25, 0.5, 0.75]]
    """
    shut = np.isposinf(ratios)
    above = np.cumsum(shut[:, ::-1], axis=1)[:, ::-1] == 0  # no count from here on is shut
    sums = np.cumsum(np.where(above, ratios, 0.0), axis=1)
    start = np.where(above[:, :1], 0.0, -np.inf)
    below = np.concatenate([start, np.where(above | _last(shut), sums, -np.inf)], axis=1)
    parts = np.logaddexp.accumulate(below, axis=1)
    found = parts[:, :-1] - parts[:, -1:]
    return np.asarray(np.where(above, found, -np.inf))


def _last(shut: np.ndarray) -> np.ndarray:
    """Return where the last of some places is."""
    return np.asarray(shut & (np.cumsum(shut[:, ::-1], axis=1)[:, ::-1] == 1))


def _part(share: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Return a share of what may be infinite; none of anything is nothing."""
    with np.errstate(invalid="ignore", over="ignore"):
        return np.asarray(np.where(share > 0, share * of, 0.0))
