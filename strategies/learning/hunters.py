"""Rules that look for opponents of one kind, and defect against those."""

from tournament import C, D, strategy


@strategy
def defector_hunter(me, opponent):
    """Cooperate; from turn 5 on, defect against an opponent who never cooperated.

    Source: Karol Langner, in the Axelrod-Python library. Also called: DefectorHunter.
    """
    return D if me.turn >= 4 and opponent.cooperations == 0 else C


@strategy
def cooperator_hunter(me, opponent):
    """Cooperate; from turn 5 on, defect against an opponent who never defected.

    Source: Karol Langner, in the Axelrod-Python library. Also called: CooperatorHunter.
    """
    return D if me.turn >= 4 and opponent.defections == 0 else C


@strategy(alternates=True)
def alternator_hunter(me, opponent):
    """Cooperate six times; then defect for ever if the opponent's six moves alternated.

    Source: Karol Langner, in the Axelrod-Python library. Also called: AlternatorHunter.
    """
    if 2 <= me.turn <= 6 and opponent.last == opponent.move(2):
        me.alternates = False
    return D if me.turn >= 6 and me.alternates else C


SHORTEST, LONGEST = 3, 12
PERIODS = sum(1 << period for period in range(SHORTEST, LONGEST + 1))
"""Bit p stands for the period p."""


def unbroken(periods, opponent, turns):
    """Return those of the periods that the opponent's last move, the one of so many, keeps."""
    for period in range(SHORTEST, LONGEST + 1):
        if turns > period and opponent.last != opponent.move(period + 1):
            periods &= ~(1 << period)
    return periods


def seen_twice(periods, turns):
    """Return whether one of the periods is at most half of so many turns."""
    half = min(turns // 2, LONGEST)
    return periods & ((2 << half) - 1) != 0  # bits 0 to half


@strategy(periods=PERIODS, found=False)
def cycle_hunter(me, opponent):
    """Cooperate until the opponent's moves repeat a cycle of 3 to 12; from then on, defect.

    They must do so from the first turn on, at least twice, and the cycle must hold both moves.

    Source: Marc Harper, in the Axelrod-Python library. Also called: CycleHunter.
    """
    me.periods = unbroken(me.periods, opponent, me.turn)
    if opponent.cooperations > 0 and opponent.defections > 0 and seen_twice(me.periods, me.turn):
        me.found = True
    return D if me.found else C


@strategy(periods=PERIODS, found=False)
def eventual_cycle_hunter(me, opponent):
    """Defect while the opponent's moves from turn 11 on repeat a cycle of 3 to 12 moves.

    It looks every ten turns for one played at least twice, and spares opponents who never defected.

    Source: Marc Harper, in the Axelrod-Python library. Also called: EventualCycleHunter.
    """
    me.periods = unbroken(me.periods, opponent, me.turn - 10)
    if me.turn % 10 == 0:
        me.found = opponent.defections > 0 and seen_twice(me.periods, me.turn - 10)
    return D if me.found else C


@strategy(until=[0, 0, 0, 0])
def math_constant_hunter(me, opponent):
    """Defect if both players' rate of cooperation was much the same early, midway and late.

    The rates are those of the first, the middle and the last half of the turns; the first may
    differ from the others by less than 0.2. The opponent must have played both moves, and eight
    turns must have passed.

    Source: Karol Langner, in the Axelrod-Python library. Also called: MathConstantHunter.
    """
    n = me.turn
    for k in range(1, 4):  # until[k]: cooperations in the first k quarters
        end = k * n // 4
        if end > k * (n - 1) // 4 and n > 0:
            me.until[k] += 2 - me.history[end - 1] - opponent.history[end - 1]
    if n < 8 or opponent.cooperations == 0 or opponent.defections == 0:
        return C
    half = n // 2
    first = 0.5 * me.until[2] / half
    middle = 0.5 * (me.until[3] - me.until[1]) / (3 * n // 4 - n // 4)
    last = 0.5 * (me.cooperations + opponent.cooperations - me.until[2]) / (n - half)
    return D if abs(first - middle) < 0.2 and abs(first - last) < 0.2 else C


def about_half(answers, moves):
    """Return whether about half of the moves were answered in kind, or there were too few."""
    return moves <= 5 or abs(answers / moves - 0.5) < 0.25


@strategy(after_c=0, after_d=0)
def random_hunter(me, opponent):
    """Defect, from turn 12 on, while the opponent answers C with C and D with D half the time.

    Half means between a quarter and three quarters; a move made five times or less tells nothing.

    Source: Karol Langner, in the Axelrod-Python library. Also called: RandomHunter.
    """
    me.after_c += 1 if me.move(2) == C and opponent.last == C else 0
    me.after_d += 1 if me.move(2) == D and opponent.last == D else 0
    random = about_half(me.after_c, me.cooperations) and about_half(me.after_d, me.defections)
    return D if me.turn > 10 and random else C
