"""Teams: several strategies in one seat, and a rule that makes one move of their votes.

Each member plays its own match against the opponent: what it takes for its own moves are its votes,
and its score is what these would have been paid. Axelrod-Python calls these rules meta players.
"""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from tournament import C, D, Probability, strategy


def are_weights(values):
    if values.ndim != 1 or values.min() < 0 or values.sum() == 0:
        raise ValueError("a row of weights, none below 0 and one above")


Weights = Annotated[NDArray[np.float64], are_weights]
EQUAL = np.array([1.0])


@strategy(history="own")
def majority_team(me, opponent):
    """Play what most members want to play; on a tie, cooperate.

    Source: Karol Langner, in the Axelrod-Python library. Also called: team by majority.
    """
    return D if 2 * defectors(me) > len(me.members) else C


@strategy(history="own")
def minority_team(me, opponent):
    """Play what fewer members want to play; on a tie, cooperate.

    Source: Karol Langner, in the Axelrod-Python library. Also called: team by minority.
    """
    return D if 2 * defectors(me) < len(me.members) else C


def defectors(me):
    """Return how many members want to defect."""
    count = 0
    for j in range(len(me.members)):
        count += me.members[j].vote
    return count


@strategy(history="own")
def winner_team(me, opponent):
    """Play what the member with the best score wants to play; of several, cooperate if one does.

    Source: Karol Langner, in the Axelrod-Python library. Also called: team by its winner.
    """
    best, move = me.members[0].total, me.members[0].vote
    for j in range(1, len(me.members)):
        total, vote = me.members[j].total, me.members[j].vote
        if total > best or (total == best and vote < move):
            best, move = total, vote
    return move


@strategy(history="own")
def ensemble_team(me, opponent, share: Probability = 0.08):
    """Play what one of the best members wants to play, drawn anew every turn from a share of them.

    Of equal scores the later member's counts as the better.

    Source: Marc Harper, in the Axelrod-Python library. Also called: team by an ensemble of winners.
    """
    size = max(1, int(share * len(me.members)))
    best, order = np.full(size, -np.inf), np.zeros(size, np.int64)  # best first
    for j in range(len(me.members)):
        total, k = me.members[j].total, size - 1
        if total >= best[k]:
            while k > 0 and total >= best[k - 1]:
                best[k], order[k] = best[k - 1], order[k - 1]
                k -= 1
            best[k], order[k] = total, j
    return me.members[order[me.integer(size) if size > 1 else 0]].vote


@strategy(history="own")
def mixed_team(me, opponent, weights: Weights = EQUAL):
    """Play what one member wants to play, drawn anew every turn; weights repeat if they are fewer.

    Source: Vince Knight, in the Axelrod-Python library. Also called: team by lot.
    """
    count, total = len(me.members), 0.0
    if len(weights) == 1:  # below `count`, as a number below 1 times `count` rounds to less
        return me.members[int(count * me.uniform())].vote
    for j in range(count):
        total += weights[j % len(weights)]
    point = total * me.uniform()
    for j in range(count):
        point -= weights[j % len(weights)]
        if point < 0:
            return me.members[j].vote
    return me.members[count - 1].vote


@strategy(history="own")
def hunter_team(me, opponent):
    """Defect if any member wants to; else cooperate, and after 101 turns play tit for tat.

    Source: Karol Langner, in the Axelrod-Python library. Also called: team of hunters.
    """
    if defectors(me) > 0:
        return D
    return opponent.last if me.turn > 100 else C
