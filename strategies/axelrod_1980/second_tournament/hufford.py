"""Hufford's program of the second tournament."""

from tournament import C, D, strategy


def agrees(me, opponent, k):
    """Return whether the opponent did k turns ago what I had done before; nothing counts as C."""
    return (opponent.move(k) == D) == (me.move(k + 1) == D)


@strategy(agreements=1, probe=20, bad_probes=2, good_probes=2)
def hufford(me, opponent):
    """Reward opponents who do as it did the turn before, and test long cooperation by a defection.

    It cooperates if more than 90% of the opponent's moves agreed with its own before, and all of
    the last four; it plays tit for tat if 62.5% did, and two of four; else it defects.

    A run of 21 cooperations, or of 19 at the start, is tested by a defection; a turn as usual and
    a cooperation follow, and the next run begins. Its length depends on the answers to the tests:
    20 defections / cooperations, rounded down, and 1, with two of each granted.

    Source: Richard Hufford, in Axelrod (1980b). Also called: SecondByRichardHufford, K47R.
    """
    turn = me.turn + 1
    recent = 0
    for k in range(1, 5):
        recent += 1 if agrees(me, opponent, k) else 0
    me.agreements += 1 if agrees(me, opponent, 1) else 0
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
    rate = me.agreements / turn
    if rate > 0.9 and recent == 4:
        return C
    return D if opponent.last == D or rate < 0.625 or recent < 2 else C
