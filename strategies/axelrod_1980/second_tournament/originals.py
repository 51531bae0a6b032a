"""Programs of the second tournament that play otherwise than the library's rule of the same author.

The rule without a year, such as `champion`, plays as Axelrod-Python's. These play as the programs
that were submitted, to the last digit.
"""

import numpy as np

from strategies.axelrod_1980.second_tournament.randomness import at_most
from tournament import C, D, strategy


@strategy
def champion_1980(me, opponent):
    """Cooperate for ten turns, play tit for tat for fifteen; then punish only frequent defectors.

    A defection is then answered with the probability of the opponent's defections so far, and only
    if that is above 40%; a cooperation before the first turn counts. In its first ten turns it
    repeats its own move, so a mistake goes on. (`champion` counts no cooperation before the match.)

    Source: Champion, in Axelrod (1980b). Also called: K61R.
    """
    if me.turn < 10:
        return C if me.turn == 0 else me.last
    if me.turn < 25 or opponent.last == C:
        return opponent.last
    kind = np.float32(opponent.cooperations + 1) / (me.turn + 1)
    return C if kind >= 0.6 or me.chance(at_most(kind)) else D


@strategy(count=0, limit=np.float32(4))
def adams_1980(me, opponent):
    """Count defections to a limit, defect there, and halve the limit when it is passed.

    The opponent's first move does not count. The limit is 4 and each time half as large. With the
    probability of the new limit a passed one is forgiven; the count begins again in any case. In
    single precision the limit is 0 after 152 times, and then it defects for ever. The limit of
    `adams` never gets there.

    Source: William Adams, in Axelrod (1980b). Also called: K44R.
    """
    if me.turn < 2:
        return C
    me.count += 1 if opponent.last == D else 0
    if me.count <= me.limit:
        return D if me.count == me.limit else C
    me.limit /= 2
    me.count = 0
    return C if me.chance(me.limit) else D
