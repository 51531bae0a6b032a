"""Two programs of the second tournament that try defection, with care."""

import numpy as np

from strategies.axelrod_1980.second_tournament.randomness import at_most
from tournament import C, D, strategy

TWO_TATS, TAT, ALL_D, EXPLOIT, COOL = range(5)
"""What `almy` plays: the first three for eleven turns at a time."""
BEGINS, GOES_ON, ENDS, WAITS = range(4)
"""Where it is in that."""


def choose_defence(me):
    """Choose the defence that gained most in its last trial; or one that was not tried yet."""
    me.mode = TWO_TATS
    for one, other in ((TWO_TATS, TAT), (TWO_TATS, ALL_D), (TAT, ALL_D)):
        tried = me.gained[one] != 0 and me.gained[other] != 0
        if me.mode == one and tried and me.gained[one] < me.gained[other]:
            me.mode = other
    if me.mode < ALL_D and me.gained[me.mode + 1] == 0 and (me.hits >= 4 or me.answers == 0):
        me.mode += 1
    if me.mode < me.trial and me.deadlock:
        me.mode = COOL


def end_trial(me):
    """Look back at a trial: choose a defence, or exploit an opponent that never defected."""
    me.trial = me.mode
    me.gained[me.trial] = me.total - me.before
    me.before = me.total
    if me.hits > 0:
        choose_defence(me)
    else:
        me.mode = TWO_TATS if me.suspected else EXPLOIT
        me.trusted = me.trusted or not me.suspected


def goes_on_exploiting(me, hurt):
    """Decide after a defection of its own and some turns; return whether it only waits now."""
    if me.stage == ENDS and me.hits == 0:
        me.succeeded = True
    elif me.stage == ENDS and me.succeeded:
        me.gap += 1
        me.mode = TWO_TATS
    elif me.stage == ENDS:
        me.gap += 1 if hurt else 0
        me.hits = 1 if hurt else 0
        me.stage = WAITS
    elif me.hits > 4:
        me.mode = TWO_TATS
        me.stage = ENDS
    return me.stage == WAITS


@strategy(
    mode=TWO_TATS, stage=BEGINS, trial=TWO_TATS, left=0, hits=0, answers=0, gap=1, deadlock=False,
    suspected=False, trusted=False, succeeded=False, gained=np.zeros(3), before=0.0,
)  # fmt: skip
def almy(me, opponent):
    """Try tit for two tats, tit for tat and constant defection, and exploit who never defects.

    A trial takes eleven turns, beginning with tit for two tats. Then it plays what gained most, or
    the next harsher one, if that was not tried and the opponent defected four times, or the trial
    went by without a defection of its own. If it becomes milder in a deadlock of mutual defection,
    it cooperates for five turns first.

    The first trial without a defection is followed by a defection of its own, a gap of
    cooperation, and so on while the opponent does not answer; else it tries again later with a
    larger gap. Who answers the first of all is met with cooperation until it defects five times.

    Source: Almy, in Axelrod (1980b). Also called: K39R.
    """
    hurt = opponent.last == D
    me.deadlock = hurt and me.last == D
    me.left -= 1
    me.hits += 1 if hurt else 0
    me.suspected = me.suspected or (hurt and not me.trusted)

    if me.mode == COOL and me.stage == GOES_ON and me.left == 0:
        choose_defence(me)
        me.stage = BEGINS
    elif me.mode == EXPLOIT and me.stage >= ENDS:
        if goes_on_exploiting(me, hurt):
            return C
        me.stage = BEGINS
    elif me.stage == ENDS:
        end_trial(me)
        me.stage = BEGINS

    if me.stage == BEGINS:
        me.stage = GOES_ON
        me.left = 5 if me.mode == COOL else 10
        if me.mode == EXPLOIT:
            me.left = me.gap
        if me.mode != COOL:
            me.hits = 0
            me.answers = 0 if me.mode != EXPLOIT else me.answers
        if me.mode == EXPLOIT:
            return D
    elif me.left == 0 and me.mode != COOL:
        me.stage = ENDS
    if me.mode == EXPLOIT or me.mode == COOL:
        return C
    defects = me.mode == ALL_D or (hurt and (me.mode == TAT or opponent.move(2) == D))
    me.answers += 1 if defects else 0
    return D if defects else C


def settle(me):
    """Cooperate, and begin to watch anew; after more than five defections, not in the next turn."""
    me.watches = me.tested = False
    me.dares = me.hits <= 5
    me.hits = 0
    return C


@strategy(care=np.float32(0.75), hits=0, tested=False, watches=False, dares=True)
def leyland(me, opponent):
    """Tit for tat that tests the opponent from turn 30 on, the more often the better that goes.

    The probability not to defect as a test is its care, 75% at first. A test that is answered makes
    it 15% larger, one that is not 5% smaller. Each turn in which 40% to 60% of the opponent's moves
    are defections makes it 20% smaller. A run of more than five defections is forgiven.

    Source: Leyland, in Axelrod (1980b). Also called: K82R.
    """
    if me.turn == 0:
        return C
    hurt = opponent.last == D
    me.hits += 1 if hurt else 0
    if not hurt and me.hits > 5:
        me.hits = 0
        me.tested = False
        return C
    if not hurt and me.hits > 1:
        me.hits = 0
    if me.turn < 29:
        return opponent.last
    if not me.dares:
        return settle(me)
    if abs(np.float32(opponent.defections) / me.turn - 0.5) < 0.1:
        me.care -= 0.2
    if me.watches and hurt:
        me.care = min(me.care + 0.15, 1)
        return settle(me)
    if me.watches:
        me.care = max(me.care - 0.05, 0)
        me.watches = False
        if me.care >= 0.3:
            return C
    if me.chance(at_most(me.care)):
        me.watches = me.tested
        return opponent.last
    me.tested = True
    return D
