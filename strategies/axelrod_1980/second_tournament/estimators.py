"""Programs of the second tournament that estimate how the opponent answers, and calculate."""

import numpy as np

from tournament import C, D, strategy


@strategy(kept=0, made_up=0, deadlocks=0)
def newman(me, opponent):
    """Learn how often the opponent answers C and D with C, and play what then pays most.

    It begins as if C were answered with C, and D with D. Constant defection is worth 0; constant
    cooperation 6 times the rate after C, less 9 times the rate after D, less 2; alternation 4 and 6
    times, less 1. After a fourth mutual defection without another outcome it cooperates while it
    would defect.

    Source: Newman, in Axelrod (1980b). Also called: K55R.
    """
    if me.turn > 1 and opponent.last == C:
        me.kept += 1 if me.move(2) == C else 0
        me.made_up += 1 if me.move(2) == D else 0
    answered_c = me.cooperations - (1 if me.last == C else 0)
    answered_d = me.defections - (1 if me.last == D else 0)
    alpha = np.float32(me.kept) / answered_c if answered_c > 0 else np.float32(1)
    beta = np.float32(me.made_up) / answered_d if answered_d > 0 else np.float32(0)
    cooperating = 6 * alpha - 9 * beta - 2
    alternating = 4 * alpha - 6 * beta - 1
    if cooperating >= 0 and cooperating >= alternating:
        return C
    if alternating >= 0:
        return C if me.last == D else D
    if opponent.last != D or me.last != D:
        me.deadlocks = 0
        return D
    me.deadlocks += 1
    return C if me.deadlocks > 3 else D
