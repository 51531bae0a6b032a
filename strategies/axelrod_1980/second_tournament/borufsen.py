"""Borufsen's program of the second tournament."""

from tournament import C, D, strategy


@strategy(answers=0, rewards=0, deadlocks=0, echoes=0, forgives=False, punishes=False)
def borufsen(me, opponent):
    """Tit for tat that gets out of deadlocks and echoes, and punishes for 25 turns at a time.

    Three mutual defections in a row are a deadlock: it cooperates once. Three turns in a row in
    which each did what the other had, and not the same, are an echo: its next defection becomes a
    cooperation.
    Every 25 turns, from turn 27, it looks back at the opponent's cooperations. Under three of
    them, or 8 to 17 of which less than 70% answered a cooperation, and it defects until it next
    looks; a punishment ends with one more defection.

    Source: Borufsen, in Axelrod (1980b). Also called: SecondByBorufsen, K42R.
    """
    if me.turn > 1 and opponent.last == C:
        me.answers += 1
        me.rewards += 1 if me.move(2) == C else 0
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
    me.deadlocks = me.deadlocks + 1 if me.last == D and opponent.last == D else 0
    if me.deadlocks == 3:
        me.deadlocks = 0
        me.echoes = 0
        return C
    echo = me.last != opponent.last == me.move(2) and me.last == opponent.move(2)
    me.echoes = me.echoes + 1 if echo else 0
    if me.echoes == 3:
        me.echoes = 0
        me.forgives = True
    if opponent.last == D and me.forgives:
        me.forgives = False
        return C
    return D if opponent.last == D else C
