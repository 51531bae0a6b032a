"""The best decisions against a finite rule: policy iteration, with and without an end.

Legend: n situations, as in `decisions`. A *policy* is (n,) a move for each situation.
"""

import numpy as np

from analysis.exact.chains import bias, continued, gain
from analysis.exact.decisions import Decisions
from tournament import C, D, outcomes
from tournament.errors import TournamentError

CLOSE = 1e-12
"""Values that differ by less, relative to the largest, are equal."""
MOST_ROUNDS = 200
"""Each round finds a better policy; some ten are usual. Only rounding can make it turn for ever."""
LARGEST = 1e6
"""How far a situation may be ahead, in payoffs of a turn; beyond it digits are lost."""
RAREST = 1e-6
"""Chances that are smaller, and not 0, are refused for the same reason."""
SHORTER = 0.99
"""The continuation of which the best policy is where the search without end begins."""
TOO_RARE = (
    "No best reply is sure, since some events are too rare for exact answers; let `noise` and the"
    " rule's chances be 0, or not so near to 0 and 1."
)


def best_policy(problem: Decisions, utility: np.ndarray, continuation: float | None) -> np.ndarray:
    """Return (n,) the best moves; C where both moves are equally good.

    Parameters
    ----------
    problem
        What is decided.
    utility
        (4,) what each outcome pays; more is better.
    continuation
        The chance that another turn follows; None for turns without end.

    Raises
    ------
    TournamentError
        When rounding never lets a policy be the best.

    Notes
    -----
    Source: Howard (1960), "Dynamic programming and Markov processes"; of turns without end, with
    several closed classes, Puterman (1994), section 9.2. There a policy is best if no other has
    more pay per turn in the long run, from any situation. Between policies that are best, the sum
    of all pay decides.

    Examples
    --------
    >>> from analysis.exact.decisions import decisions
    >>> from tournament import PRISONERS_DILEMMA, Automaton
    >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    >>> problem = decisions(tit_for_tat, (0.0, 0.0), "Tit For Tat")
    >>> utility = PRISONERS_DILEMMA.payoffs[0].ravel()
    >>> [best_policy(problem, utility, c).tolist() for c in (None, 0.5, 0.1)]
    [[0, 0], [1, 0], [1, 1]]
    """
    if problem.rarest < RAREST:
        raise TournamentError(TOO_RARE)
    pay, _ = outcomes.relative(utility)
    now = problem.chance @ pay  # (n, 2)
    policy = (
        best_policy(problem, utility, SHORTER)
        if continuation is None
        else np.full(problem.size, C, np.int64)
    )
    for _ in range(MOST_ROUNDS):
        gains, values = _looked_ahead(problem, now, policy, continuation)
        better = _better(gains, policy)
        if not better.any():
            better = _better(np.where(_near(gains), values, -np.inf), policy)
        if not better.any():
            break
        policy = np.where(better, C + D - policy, policy)
    else:
        raise TournamentError(TOO_RARE)
    if np.abs(values).max() > LARGEST:
        raise TournamentError(TOO_RARE)
    return np.where(_near(np.where(_near(gains), values, -np.inf))[:, C], C, D)


def worth(
    problem: Decisions, policy: np.ndarray, pay: np.ndarray, continuation: float | None
) -> np.ndarray:
    """Return (n, k) mean pay per turn from each situation, or (1, k) from the first one alone.

    Parameters
    ----------
    problem
        What is decided.
    policy
        (n,) the moves.
    pay
        (4, k) what each outcome pays, in k ways.
    continuation
        The chance that another turn follows; None for turns without end, of which all situations
        are told.
    """
    P = problem.chain(policy)
    now = problem.chance[np.arange(problem.size), policy] @ pay
    if continuation is None:
        return gain(P, now)
    return continued(P, now, continuation)[0][None]


def _looked_ahead(
    problem: Decisions, now: np.ndarray, policy: np.ndarray, continuation: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, 2) pay per turn in the long run after each move; (n, 2) what each move is worth
    beyond it."""
    P, paid = problem.chain(policy), now[np.arange(problem.size), policy][:, None]
    if continuation is None:
        mean = gain(P, paid)
        ahead = bias(P, paid, mean)[:, 0]
        return problem.ahead(mean[:, 0]), now + problem.ahead(ahead)
    ahead = continued(P, paid, continuation)[1][:, 0]
    return np.zeros_like(now), now + continuation * problem.ahead(ahead)


def _near(values: np.ndarray) -> np.ndarray:
    """Return (n, 2) which moves are as good as the better one."""
    most = values.max(axis=1, keepdims=True)
    finite = values[np.isfinite(values)]
    return np.asarray(values >= most - CLOSE * max(1.0, np.abs(finite).max(initial=0.0)))


def _better(values: np.ndarray, policy: np.ndarray) -> np.ndarray:
    """Return (n,) where the other move is better than that of a policy."""
    return np.asarray(~_near(values)[np.arange(len(values)), policy])
