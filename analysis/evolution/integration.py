"""Orbits of differential equations, followed with small errors.

The replicator dynamics in logarithms is smooth and seldom stiff. So one explicit method follows it,
and reports of populations need no SciPy.

Legend: d coordinates, m moments.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from tournament.errors import TournamentError

RELATIVE, ABSOLUTE = 1e-9, 1e-11
"""Errors that a step may make."""
STAGES = [
    np.array(weights)
    for weights in (
        [1 / 5],
        [3 / 40, 9 / 40],
        [44 / 45, -56 / 15, 32 / 9],
        [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
        [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
        [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    )
]
ERROR = np.array([71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40])
"""Of Dormand and Prince's pair of order 5 and 4; the last stage is the step itself."""


@np.errstate(over="ignore", invalid="ignore")
def orbit(
    change: Callable[[np.ndarray], np.ndarray], start: np.ndarray, moments: np.ndarray
) -> np.ndarray:
    """Return (m, d) where an orbit is at each moment.

    Source: Dormand and Prince (1980), RK5(4)7M.

    Parameters
    ----------
    change
        From a place (d,) to its change per unit of time.
    start
        (d,) the place at the first moment.
    moments
        (m,) times, rising.

    Raises
    ------
    TournamentError
        When no step is small enough.

    Examples
    --------
    >>> orbit(lambda x: -x, np.array([1.0]), np.array([0.0, 1.0])).round(6).tolist()
    [[1.0], [0.367879]]
    """
    places = [start]
    x, speed = start, change(start)
    step = 0.01 / max(float(np.abs(speed).max()), 1e-9)
    for now, then in pairwise(moments.tolist()):
        while now < then:
            taken = min(step, then - now)
            x_next, speed_next, error = _step(change, x, speed, taken)
            step = taken * min(max(0.9 * max(error, 1e-10) ** -0.2, 0.2), 5.0)
            if error <= 1:
                now = then if taken == then - now else now + taken
                x, speed = x_next, speed_next
            elif now + step == now:
                raise TournamentError("The dynamics could not be followed: payoffs are too large.")
        places.append(x)
    return np.array(places)


def _step(
    change: Callable[[np.ndarray], np.ndarray], x: np.ndarray, speed: np.ndarray, step: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the place and the speed after a step, and its error; one of 1 is just small enough."""
    speeds = np.empty((len(ERROR), len(x)))
    speeds[0] = speed
    for stage, weights in enumerate(STAGES, 1):
        there = x + step * (weights @ speeds[:stage])
        speeds[stage] = change(there)
    allowed = ABSOLUTE + RELATIVE * np.maximum(np.abs(x), np.abs(there))
    error = float(np.max(np.abs(step * (ERROR @ speeds)) / allowed))
    return there, speeds[-1], error if np.isfinite(error) else np.inf
