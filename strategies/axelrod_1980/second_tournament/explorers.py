"""Programs of the second tournament that try what pays, and keep to it."""

from tournament import C, D, strategy

RANKS = (5, 1, 3, 2, 4)
"""Which of the five moves of a block becomes a defection first, second and so on."""


@strategy(harsh=0, step=1, gain=0.0, before=0.0)
def george_hufford(me, opponent):
    """Play blocks of five turns, with more defections each time, or fewer if that paid less.

    In the first block it plays tit for tat. The first pattern has as many defections as it answered
    there. Whenever a block brought less than the one before, it goes the other way.

    Source: George Hufford, in Axelrod (1980b). Also called: K48R.
    """
    if me.turn < 5:
        me.harsh = opponent.defections
        return D if opponent.last == D else C
    if me.turn % 5 == 0:
        gain = me.total - me.before
        me.before = me.total
        me.step = -me.step if gain < me.gain else me.step
        me.gain = gain
        me.harsh = min(max(me.harsh + me.step, 0), 5)
    return D if RANKS[me.turn % 5] <= me.harsh else C
