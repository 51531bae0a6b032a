"""Programs of the second tournament that judge what kind of opponent they have."""

from tournament import C, D, strategy


@strategy
def mcgurrin(me, opponent):
    """Open with D, C, C, and let the answers decide between tit for tat and tit for two tats.

    After two defections it plays tit for tat. After two cooperations it plays tit for two tats, and
    defects every eighth turn. Otherwise the third answer decides: after a defection it plays tit
    for tat, after a cooperation tit for two tats.

    Source: McGurrin, in Axelrod (1980b). Also called: K45R.
    """
    if me.turn < 3:
        return D if me.turn == 0 else C
    first, second = opponent.history[0], opponent.history[1]
    twice = opponent.last == D and opponent.move(2) == D
    if first == C and second == C:
        return D if twice or me.turn % 8 == 2 else C
    if first == D and second == D:
        return opponent.last
    if me.turn == 3:
        return D if first == D and opponent.last == D else C
    return D if opponent.last == D and (twice or opponent.history[2] == D) else C
