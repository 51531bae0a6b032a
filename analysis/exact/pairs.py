"""A pair of automata as a Markov chain: the states that both are in.

Legend: n pairs of states. Outcomes are those of the first automaton, its own move first.
"""

import numpy as np

from analysis.exact.arguments import turned
from analysis.exact.chains import MOST_STATES, continued, long_run
from tournament import Automaton, outcomes
from tournament.errors import TournamentError


def mean_pay(
    first: Automaton,
    second: Automaton,
    pay: np.ndarray,
    *,
    noise: tuple[float, float] = (0.0, 0.0),
    continuation: float | None = None,
) -> np.ndarray:
    """Return (k,) what a pair of automata is paid per turn.

    Parameters
    ----------
    first, second
        The automata.
    pay
        (4, k) what each outcome pays, in k ways.
    noise
        The chance that a move is turned over, of each.
    continuation
        The chance that another turn follows; None for the long run.

    Raises
    ------
    TournamentError
        When the pair has too many states.

    Examples
    --------
    >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    >>> shares = mean_pay(tit_for_tat, tit_for_tat, np.eye(4), noise=(0.01, 0.01))
    >>> shares.round(6).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    P, chances = chain(first, second, noise)
    now = chances @ pay
    if continuation is None:
        return np.asarray(long_run(P, now)[0][0])
    return continued(P, now, continuation)[0]


def chain(
    first: Automaton, second: Automaton, noise: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, n) chances of the next pair of states, and (n, 4) chances of outcomes; the pair
    begins in 0."""
    size = second.states
    shown = first.weight[:, None] * turned(noise[0])[first.move]
    other = second.weight[:, None] * turned(noise[1])[second.move]
    found, parts = {0: 0}, []
    listed = [0]
    for place, code in enumerate(listed):
        a, b = divmod(code, size)
        mine = slice(first.first[a], first.first[a + 1])
        theirs = slice(second.first[b], second.first[b + 1])
        chance = shown[mine][:, None, :, None] * other[theirs][None, :, None, :]
        then = (
            first.then[mine][:, None] * size + second.then[theirs].transpose(0, 2, 1)[None]
        )  # (choices of a, choices of b, move of a, move of b)
        for i, j, own, move in np.argwhere(chance > 0).tolist():
            after = int(then[i, j, own, move])
            to = found.setdefault(after, len(found))
            if to == len(listed):
                listed.append(after)
            parts.append((place, to, outcomes.number(own, move), chance[i, j, own, move]))
        if len(listed) > MOST_STATES:
            raise TournamentError(
                f"A pair has more than {MOST_STATES:,} states, which is too many; take rules that"
                " remember less."
            )
    source, target, outcome = (np.array([part[k] for part in parts]) for k in range(3))
    weight = np.array([part[3] for part in parts])
    P, chances = np.zeros((len(listed), len(listed))), np.zeros((len(listed), outcomes.SIZE))
    np.add.at(P, (source, target), weight)
    np.add.at(chances, (source, outcome), weight)
    return P, chances
