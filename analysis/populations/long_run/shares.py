"""Where a chain is in the long run, of chances that no float can hold.

Legend: n states; logs (n, n) logarithms of the rates from a state, the row, to another; -inf where
it never goes. The diagonal is not read.
"""

import numpy as np

from analysis.exact.chains import closed_classes, gain


def long_run(logs: np.ndarray) -> np.ndarray:
    """Return (n,) the shares of time in each state, each state alike as the start.

    The start only counts where the chain has several sets of states that it never leaves.

    Examples
    --------
    >>> long_run(np.array([[0.0, -1000.0], [-1000.0, 0.0]])).tolist()
    [0.5, 0.5]
    >>> never = -np.inf
    >>> long_run(np.array([[never, never, never], [0.0, 0.0, 0.0], [never] * 3])).tolist()
    [0.5, 0.0, 0.5]
    """
    n = len(logs)
    goes = np.isfinite(logs) & ~np.eye(n, dtype=bool)
    classes = closed_classes(goes | np.eye(n, dtype=bool))
    weights = np.ones(1) if len(classes) == 1 else _ways(np.where(goes, logs, -np.inf), classes)
    found = np.zeros(n)
    for states, weight in zip(classes, weights, strict=True):
        found[states] = weight * stationary(logs[np.ix_(states, states)])
    return found


def stationary(logs: np.ndarray) -> np.ndarray:
    """Return (n,) the shares of time in each state of a chain that comes from each to each.

    States are taken out one by one, and those that remain pay for them. Nothing is subtracted, so
    rare events keep their digits.

    Notes
    -----
    Source: Grassmann, Taksar and Heyman (1985), "Regenerative analysis and steady state
    distributions for Markov chains".
    """
    rates, n = logs.copy(), len(logs)
    leaving = np.zeros(n)
    for state in range(n - 1, 0, -1):
        after = rates[state, :state]
        leaving[state] = np.logaddexp.reduce(after)
        often = rates[:state, state] - leaving[state]
        rates[:state, :state] = np.logaddexp(rates[:state, :state], often[:, None] + after)
    shares = np.zeros(n)
    for state in range(1, n):
        into = np.logaddexp.reduce(shares[:state] + rates[:state, state])
        shares[state] = into - leaving[state]
    found = np.exp(shares - shares.max())
    return np.asarray(found / found.sum())


def _ways(logs: np.ndarray, classes: list[np.ndarray]) -> np.ndarray:
    """Return the chances to end in each of some closed sets of states."""
    top = logs.max(axis=1, keepdims=True)
    stays = np.isneginf(top)
    chances = np.where(stays, np.eye(len(logs)), np.exp(logs - np.where(stays, 0.0, top)))
    within = np.zeros((len(logs), len(classes)))
    for number, states in enumerate(classes):
        within[states, number] = 1
    ends = gain(chances / chances.sum(axis=1, keepdims=True), within).mean(axis=0)
    return np.asarray(ends / ends.sum())
