"""Programs of the second tournament that are neither long nor short."""

import math

import numpy as np

from tournament import C, D, strategy


def out_of_deadlocks_and_echoes(me, opponent, mine, before):
    """Return the next move of `borufsen`, of whom `mine` and `before` were the last two moves."""
    if me.turn > 1 and opponent.last == C:
        me.answers += 1
        me.rewards += 1 if before == C else 0
    if me.turn > 1 and me.turn % 25 == 1:
        seems_random = 8 <= me.answers <= 17 and 10 * me.rewards < 7 * me.answers
        ends = me.punishes
        me.punishes = seems_random or me.answers < 3
        me.answers = 0
        me.rewards = 0
        if ends and not me.punishes:
            return D
    if me.punishes:
        me.deadlocks = 0
        me.echoes = 0
        me.forgives = False
        return D
    me.deadlocks = me.deadlocks + 1 if mine == D and opponent.last == D else 0
    if me.deadlocks == 3:
        me.deadlocks = 0
        me.echoes = 0
        return C
    echo = mine != opponent.last == before and mine == opponent.move(2)
    me.echoes = me.echoes + 1 if echo else 0
    if me.echoes == 3:
        me.echoes = 0
        me.forgives = True
    if opponent.last == D and me.forgives:
        me.forgives = False
        return C
    return D if opponent.last == D else C


@strategy(answers=0, rewards=0, deadlocks=0, echoes=0, forgives=False, punishes=False)
def borufsen(me, opponent):
    """Tit for tat that gets out of deadlocks and echoes, and punishes for 25 turns at a time.

    Three mutual defections in a row are a deadlock: it cooperates once. Three turns in a row in
    which each did what the other had, and not the same, are an echo: its next defection becomes a
    cooperation.
    Every 25 turns, from turn 27, it looks back at the opponent's cooperations. Under three of
    them, or 8 to 17 of which less than 70% answered a cooperation, and it defects until it next
    looks; a punishment ends with one more defection.

    Source: Borufsen, in Axelrod (1980b). Also called: SecondByBorufsen.
    """
    return out_of_deadlocks_and_echoes(me, opponent, me.last, me.move(2))


def agrees(me, opponent, k):
    """Return whether the opponent did k turns ago what I had done before; nothing counts as C."""
    return (opponent.move(k) == D) == (me.move(k + 1) == D)


def reward_agreement(me, opponent, agreed, recent):
    """Return the next move of `hufford`, whose opponent `agreed`, and did so in `recent` of four
    turns.
    """
    turn = me.turn + 1
    me.agreements += 1 if agreed else 0
    tested = turn == me.probe + 2
    if tested and opponent.last == D:
        me.bad_probes += 1
    elif tested:
        me.good_probes += 1
    if tested or (turn <= me.probe and opponent.last == D):
        me.probe = turn + 20 * me.bad_probes // me.good_probes + 1
    if tested:
        return C
    if turn == me.probe:
        return D
    if me.agreements > np.float32(0.9) * turn and recent == 4:
        return C
    return D if opponent.last == D or me.agreements < 0.625 * turn or recent < 2 else C


@strategy(agreements=1, probe=20, bad_probes=2, good_probes=2)
def hufford(me, opponent):
    """Reward opponents who do as it did the turn before, and test long cooperation by a defection.

    It cooperates if more than 90% of the opponent's moves agreed with its own before, and all of
    the last four; it plays tit for tat if 62.5% did, and two of four; else it defects.

    A run of 21 cooperations, or of 19 at the start, is tested by a defection; a turn as usual and
    a cooperation follow, and the next run begins. Its length depends on the answers to the tests:
    20 defections / cooperations, rounded down, and 1, with two of each granted.

    Source: Richard Hufford, in Axelrod (1980b). Also called: SecondByRichardHufford.
    """
    recent = 0
    for k in range(1, 5):
        recent += 1 if agrees(me, opponent, k) else 0
    return reward_agreement(me, opponent, agrees(me, opponent, 1), recent)


@strategy(betrayals=0, origin=0.0, last_start=0, greeting=False)
def tideman_and_chieruzzi_2(me, opponent):
    """Cooperate while it leads, the further the more runs of defections came, or start afresh.

    After n runs a lead of 5 n (n - 1) / 2 points is enough. Where it would defect it gives a fresh
    start (two cooperations, lead and runs forgotten) if no run has just begun, the last fresh start
    is ten turns ago, and the defections are far (three standard deviations) from those of a fair
    coin. (K84R also forgets that a run was going on.)

    Source: Tideman and Chieruzzi, in Axelrod (1980b). Also called: SecondByTidemanAndChieruzzi.
    """
    turn = me.turn + 1
    if me.greeting:
        me.greeting = False
        me.betrayals = 0
        me.origin = me.total - opponent.total
        me.last_start = turn
        return C
    betrayed = opponent.last == D and opponent.move(2) != D
    me.betrayals += 1 if betrayed else 0
    if me.total - opponent.total - me.origin >= 5 * me.betrayals * (me.betrayals - 1) / 2:
        return C
    me.greeting = (
        not betrayed
        and turn - me.last_start >= 10
        and abs(opponent.defections - me.turn / 2) >= 1.5 * math.sqrt(me.turn)
    )
    return C if me.greeting else D
