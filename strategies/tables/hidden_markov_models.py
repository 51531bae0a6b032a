"""Hidden Markov models: machines whose next state and move are drawn by chance."""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from tournament import C, D, Probabilities, strategy


def is_stochastic(matrix):
    """Refuse what is no square of probabilities whose rows sum to 1."""
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError("a square of probabilities", f"an array of shape {matrix.shape}")
    for row in matrix:
        if not (row >= 0).all() or not abs(row.sum() - 1) < 1e-9:
            raise ValueError("probabilities, each row with sum 1", f"the row {row.tolist()}")


def is_as_large(matrix, after_c):
    """Refuse another number of states than `after_c` has."""
    if matrix.shape != after_c.shape:
        need = f"of shape {after_c.shape}, as `after_c` is"
        raise ValueError(need, f"an array of shape {matrix.shape}")


def is_one_for_each_state(values, after_c):
    """Refuse another number of values than there are states."""
    if values.shape != after_c.shape[:1]:
        need = f"{len(after_c)} probabilities, one for each state"
        raise ValueError(need, f"an array of shape {values.shape}")


def is_a_state(start, after_c):
    """Refuse what is no row of `after_c`."""
    if not 0 <= start < len(after_c):
        raise ValueError(f"a state, 0 to {len(after_c) - 1}")


StochasticMatrix = Annotated[NDArray[np.float64], is_stochastic]


def drawn(me, weights):
    """Return a position of `weights`, drawn with the probabilities that they are."""
    left = 1.0
    for k in range(len(weights) - 1):
        if me.chance(weights[k] / left):
            return k
        left -= weights[k]
    return len(weights) - 1


@strategy(state=0)
def hidden_markov(
    me,
    opponent,
    after_c: StochasticMatrix,
    after_d: Annotated[StochasticMatrix, is_as_large],
    cooperate: Annotated[Probabilities, is_one_for_each_state],
    start: Annotated[int, is_a_state] = 0,
):
    """Change state by chance, as the opponent's last move says, and cooperate as the state says.

    `after_c[i, j]` is the probability to go from state i to state j after the opponent's C,
    `after_d[i, j]` after its D, and `cooperate[j]` that of cooperating in state j. It begins in
    state `start`.

    >>> from tournament import Match
    >>> from strategies import alternator, hidden_markov
    >>> until_two_defections = hidden_markov(
    ...     after_c=[[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    ...     after_d=[[0, 1, 0], [0, 0, 1], [0, 0, 1]],
    ...     cooperate=[1, 1, 0],
    ... )
    >>> Match(until_two_defections, alternator, turns=7).play().text(0)
    'CCCCDDD'

    Source: Harper et al. (2017). Also called: HMM, HMMPlayer, stochastic finite state machine.

    >>> from strategies import hidden_markov
    >>> hidden_markov([[0.8, 0.2], [0.5, 0.5]], [[0.1, 0.9], [0, 1]], [1, 0.1])
    hidden_markov(after_c=[[0.8,0.2],[0.5,0.5]], after_d=[[0.1,0.9],[0.0,1.0]], cooperate=[1.0,0.1])
    """
    if me.turn == 0:
        me.state = start
    else:
        rows = after_c if opponent.last == C else after_d
        me.state = drawn(me, rows[me.state])
    return C if me.chance(cooperate[me.state]) else D


evolved_hmm_5 = hidden_markov(
    after_c=[
        [1, 0, 0, 0, 0],
        [0, 1, 0, 0, 0],
        [0, 1, 0, 0, 0],
        [0.631, 0, 0, 0.369, 0],
        [0.143, 0.018, 0.118, 0, 0.721],
    ],
    after_d=[
        [0, 1, 0, 0, 0],
        [0, 0.487, 0.513, 0, 0],
        [0, 0, 0, 0.590, 0.410],
        [1, 0, 0, 0, 0],
        [0, 0.287, 0.456, 0.146, 0.111],
    ],
    cooperate=[1, 0, 0, 1, 0.111],
    start=3,
).named(
    "evolved_hmm_5",
    "Cooperate until the opponent defects, at times once more; then defect, or forgive by chance.\n"
    "\n"
    "Its five states evolved for scores against a large field.\n\n"
    "Source: Harper et al. (2017). Also called: EvolvedHMM5, Evolved HMM 5.",
)
