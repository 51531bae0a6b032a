"""What the matches that were played say of two players who never met.

Features of a pair are about the row's player, about the column's player, and about both. Among the
last are the outcomes of two memory-one players who cooperate after each outcome as often as these
two did on average: a Markov chain. They are features and no prediction, for few players have a
memory of one turn.

Legend: p players, m matches, k pairs.
"""

import numpy as np

from analysis.prediction.known import Moves
from tournament import outcomes
from tournament.results.by_seat import by_player

CAUTION = 20.0
"""So many turns of an average player are added to what a player did after each outcome."""
LONGEST = 200
"""Turns of a chain: later turns are about like these."""
BLOCK = 2**14
"""Pairs that are computed at once."""


def pair_features(moves: Moves, many: int, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Return (k, features) what is known of the row's player, the column's player, and both.

    Parameters
    ----------
    moves
        What happened in the matches that may be seen.
    many
        How many players there are.
    i, j
        (k,) rows and columns of the pairs that are asked for.
    """
    after, first, seen = behaviour(moves, many)
    often = np.sqrt(seen / np.maximum(seen.sum(axis=1, keepdims=True), 1.0))
    own = np.column_stack([after, first, often, np.log1p(seen)])
    turns = round(min(max(moves.turns, 1.0), LONGEST))
    expected = chain_outcomes((after[i], first[i]), (after[j], first[j]), turns)
    paid, lost = expected @ moves.paid, outcomes.swapped(expected) @ moves.paid
    return np.column_stack([own[i], own[j], expected, paid, lost])


def behaviour(moves: Moves, many: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how often players cooperated after each outcome, and first, and what they have seen.

    Parameters
    ----------
    moves, many
        As in `pair_features`.

    Returns
    -------
    tuple
        (p, outcomes) rates of C, drawn to those of the average player where little was seen; (p,)
        rates of first turns; (p, outcomes) turns after each outcome, own move first.
    """
    turned = outcomes.swapped(moves.transitions[:, outcomes.SWAP])
    flows = by_player(moves.matches, (moves.transitions, turned), many)
    starts = by_player(moves.matches, (moves.starts, outcomes.swapped(moves.starts)), many)
    seen, cooperated = flows.sum(axis=2), outcomes.cooperated(flows)
    usual = (cooperated.sum(axis=0) + 1.0) / (seen.sum(axis=0) + 2.0)
    begun = outcomes.cooperated(starts)
    usually = (begun.sum() + 1.0) / (starts.sum() + 2.0)
    first = (begun + usually) / (starts.sum(axis=1) + 1.0)
    return (cooperated + CAUTION * usual) / (seen + CAUTION), first, seen


def chain_outcomes(
    one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray], turns: int
) -> np.ndarray:
    """Return (k, outcomes) mean shares of outcomes between memory-one players, own move first.

    Parameters
    ----------
    one, other
        (k, outcomes) probability of C after each outcome, and (k,) in the first turn; of the
        players that are spoken of, and of their opponents.
    turns
        Of a match.

    Examples
    --------
    >>> tit_for_tat, defector = np.array([[1.0, 0, 1, 0]]), np.zeros((1, 4))
    >>> chain_outcomes((tit_for_tat, np.ones(1)), (defector, np.zeros(1)), 4).tolist()
    [[0.0, 0.25, 0.0, 0.75]]
    """
    many = len(one[0])
    shares = np.empty((many, outcomes.SIZE))
    for start in range(0, many, BLOCK):
        rows = slice(start, start + BLOCK)
        moves = _joint(one[0][rows], outcomes.swapped(other[0][rows]))
        now = _joint(one[1][rows], other[1][rows])[:, None]
        total = now.copy()
        for _ in range(turns - 1):
            now = now @ moves
            total += now
        shares[rows] = total[:, 0] / turns
    return shares


def _joint(own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return (..., outcomes) probabilities of two moves that are chosen independently."""
    mine, theirs = (np.stack([p, 1 - p], axis=-1) for p in (own, other))
    return np.asarray(mine[..., outcomes.OWN] * theirs[..., outcomes.OTHER])
