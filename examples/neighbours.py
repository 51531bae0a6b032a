"""Two neighbours from Springfield: an example of a file with your own strategies.

tournament check examples/neighbours.py
tournament run classics examples/neighbours.py
tournament run examples/neighbours.py "holds_a_grudge_for(turns=10)" tit_for_tat
"""

from tournament import C, D, strategy


@strategy(angry=0)  # memory, with its value before the first turn
def holds_a_grudge_for(me, opponent, turns=3):  # a parameter, with its usual value
    """After a defection, defect for some turns; then be friends again.

    Source: example.
    """
    if opponent.last == D:
        me.angry = turns
    if me.angry > 0:
        me.angry -= 1
        return D
    return C


@strategy
def keeps_the_books(me, opponent, patience=0.1):
    """Cooperate while the opponent cooperates nearly as often as I do; in doubt, toss a coin.

    Source: example.
    """
    owed = me.cooperations - opponent.cooperations
    if owed <= patience * me.turn:
        return C
    return C if me.chance(0.5) and owed < 5 else D
