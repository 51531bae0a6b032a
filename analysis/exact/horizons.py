"""The best decisions in a match of known length: from the last turn back to the first.

Legend: n situations, as in `decisions`; t turns. After the last turn nothing is paid.
"""

import numpy as np

from analysis.exact.decisions import NOWHERE, Decisions
from tournament import Automaton, C, D
from tournament.errors import TournamentError
from tournament.interactive.words import count

MOST_PLANNED = 5_000_000
"""Situations times turns of a plan."""
CLOSE = 1e-12
"""Sums of payoffs that differ by less, relative to the largest, are equal."""


def best_plan(problem: Decisions, utility: np.ndarray, turns: int) -> np.ndarray:
    """Return (t, n) the best moves of each turn; C where both moves are equally good.

    Parameters
    ----------
    problem
        What is decided.
    utility
        (4,) what each outcome pays; more is better.
    turns
        The length of the match.

    Raises
    ------
    TournamentError
        When the plan would be too large.

    Notes
    -----
    Source: Bellman (1957), "Dynamic programming".

    Examples
    --------
    >>> from analysis.exact.decisions import decisions
    >>> from tournament import PRISONERS_DILEMMA
    >>> problem = decisions(Automaton.of("tit_for_tat"), (0.0, 0.0), "Tit For Tat")
    >>> best_plan(problem, PRISONERS_DILEMMA.payoffs[0].ravel(), 4)[:, 0].tolist()
    [0, 0, 0, 1]
    """
    if problem.size * turns > MOST_PLANNED:
        raise TournamentError(
            f"A plan for {count(turns, 'turn')} and {count(problem.size, 'situation')} is too"
            " large; give fewer `turns`, or a continuation."
        )
    now, then = problem.chance @ utility, problem.then
    plan = np.empty((turns, problem.size), np.uint8)
    worth = np.zeros(problem.size + 1)  # the last one is nowhere
    for turn in reversed(range(turns)):
        values = now + np.einsum("nmo,no->nm", problem.chance, worth[then])
        near = CLOSE * max(1.0, np.abs(values).max())
        plan[turn] = np.where(values[:, C] >= values[:, D] - near, C, D)
        worth[:-1] = values.max(axis=1)
    return plan


def worth_of_plan(problem: Decisions, plan: np.ndarray, pay: np.ndarray) -> np.ndarray:
    """Return (k,) mean pay per turn of a plan (t, n), where outcomes pay (4, k) in k ways."""
    each, worth = np.arange(problem.size), np.zeros((problem.size + 1, pay.shape[1]))
    for moves in plan[::-1]:
        chance = problem.chance[each, moves]
        worth[:-1] = chance @ pay + np.einsum("no,nok->nk", chance, worth[problem.then])
    return np.asarray(worth[0] / len(plan))


def as_automaton(problem: Decisions, plan: np.ndarray) -> Automaton:
    """Return the automaton of a plan (t, n): a state for each situation that a turn can come to."""
    layers, moves, then, size = [np.array([0])], [], [], 1
    for turn, row in enumerate(plan):
        here = layers[-1]
        after = problem.then[here]
        found = np.unique(after[after != NOWHERE]) if turn + 1 < len(plan) else here[:0]
        number = np.full(problem.size + 1, NOWHERE)
        number[found] = size + np.arange(len(found))
        moves.append(row[here])
        then.append(number[after].reshape(-1, 2, 2))
        layers.append(found)
        size += len(found)
    every = np.concatenate(moves)
    first = np.arange(len(every) + 1)
    return Automaton(first, np.ones(len(every)), every, np.concatenate(then), len(plan))
