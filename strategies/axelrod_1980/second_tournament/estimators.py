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


PATTERNS = np.array(
    [[C, C, C, C], [D, C, C, C], [D, C, D, C], [D, D, C, C], [D, D, D, C], [D, D, D, D]]
)
"""The moves of six policies after the own choices C C, C D, D C and D D (the latest is last)."""
VALUES = np.array(
    [
        [0, 36, 0, 0, 0],
        [4, 16, 12, 12, 0],
        [6, 0, 18, 24, 0],
        [6, 12, 12, 9, 9],
        [8, 0, 16, 16, 12],
        [12, 0, 0, 0, 48],
    ],
    np.float32,
)
"""What twelve turns of each pay: for certain, and times the rates of cooperation after the four."""
PROBING = 3


@strategy(kind=np.zeros(4, np.float32), times=np.zeros(4, dtype=int), pair=3, twin=True)
def rabbie(me, opponent):
    """Learn for 22 turns how the opponent answers two moves; then play the best of six policies.

    For 22 turns it plays C C D D over and over. From then on it estimates how often the opponent
    cooperates after each pair of its own choices. It plays the policy that pays most in the long
    run: C always; D only after C C; C and D by turns; C C D D; C D D; or D always. If the opponent
    has always repeated what it chose, it cooperates.

    Source: Rabbie, in Axelrod (1980b). Also called: K33R.
    """
    if me.turn > 1:
        me.kind[me.pair] += 1 if opponent.last == C else 0
        me.times[me.pair] += 1
    if me.turn > 0:
        me.pair = me.pair % 2 * 2 + me.intended
        me.twin = me.twin and opponent.last == me.intended
    best = PROBING
    if me.turn >= 22:
        if me.twin:
            return C
        most = np.float32(0)
        for policy in range(len(VALUES)):
            value = VALUES[policy, 0]
            for pair in range(4):
                value += VALUES[policy, pair + 1] * (me.kind[pair] / me.times[pair])
            if value > most:
                most, best = value, policy
    return PATTERNS[best, me.pair]
