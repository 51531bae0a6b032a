"""Programs of the second tournament that fight for a while and then make peace, or do not."""

from tournament import C, D, strategy


@strategy(kind=False)
def hall(me, opponent):
    """Defect after a defection, and every second time after a cooperation.

    It cooperates first and then does the opposite of what the opponent did.

    Source: Hall, in Axelrod (1980b). Also called: K71R.
    """
    if me.turn < 2:
        return D if me.turn == 1 and opponent.last == C else C
    if opponent.last == D:
        return D
    me.kind = not me.kind
    return C if me.kind else D
