"""Programs of the second tournament that judge what kind of opponent they have."""

import numpy as np

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


@strategy(kept=np.zeros(2, np.float32), times=np.zeros(2, np.float32))
def friedland(me, opponent):
    """Estimate how often the opponent answers C and D with C, and alternate or defect.

    It begins with rates of 100% and 30%. An answer counts 20% less for each later answer to the
    same move. Alternation is worth 4 times the rate after C, less 5 times the rate after D, less 1;
    if that is below 0, it defects, else it does the opposite of what it played last. Constant
    cooperation is worth 6 times the one rate, less 8 times the other, less 2; it cooperates only if
    that is exactly 0.

    Source: Friedland, in Axelrod (1980b). Also called: K74R.
    """
    if me.turn > 1:
        move = D if me.move(2) == D else C
        me.kept[move] = me.kept[move] * 0.8 + (1 if opponent.last == C else 0)
        me.times[move] = me.times[move] * 0.8 + 1
    alpha = me.kept[C] / me.times[C] if me.times[C] > 0 else np.float32(1)
    beta = me.kept[D] / me.times[D] if me.times[D] > 0 else np.float32(0.3)
    if 6 * alpha - 8 * beta - 2 == 0:
        return C
    if 4 * alpha - 5 * beta - 1 >= 0:
        return C if me.last == D else D
    return D


TAT, TWIN, RANDOM, OTHER = range(4)
"""What `mauk` may take its opponent for."""


def kind_of(opponent):
    """Return what an opponent seems to be, by its points and its moves in turns 51 to 55."""
    answers = 0
    for t in range(50, 55):
        answers = 2 * answers + (1 if opponent.history[t] == D else 0)
    if opponent.total <= 135:
        return RANDOM
    if answers == 0b00100:
        return TWIN
    return TAT if answers // 2 in (0b0101, 0b1111) else OTHER


@strategy(kind=TAT, left=0)
def mauk(me, opponent):
    """Tit for tat that defects in turn 51 and judges the opponent by what follows.

    In turn 57 it looks back. If the opponent has at most 135 points, it defects for ever. Otherwise
    it cooperates in this turn. If the opponent's moves from turn 51 were CCDCC, they are those of
    a twin: it cooperates until turn 118. If they were CDCD or DDDD, the opponent seems to play tit
    for tat: it does so, too. Else it plays tit for tat with a defection after each 5 to 15 turns,
    by lot.

    Source: Mauk, in Axelrod (1980b), as Graaskamp's in Axelrod (1980a). Also called: K78R.
    """
    if me.turn == 56:
        me.kind = kind_of(opponent)
    if me.turn == 50 or me.kind == RANDOM:
        return D
    if me.kind == OTHER and me.left == 0:
        me.left = int(np.float32(me.uniform()) * 10 + 5)
        return D if me.turn > 56 else C
    me.left -= 1 if me.kind == OTHER else 0
    if me.turn == 56 or (me.kind == TWIN and me.turn < 118):
        return C
    return D if opponent.last == D else C


def like_a_coin(kept, broken):
    """Return whether cooperations are half to one and a half times as many as defections."""
    return broken <= 2 * kept <= 3 * broken


@strategy(made_up=0, rests=False)
def falk_and_langsted(me, opponent):
    """Defect unless both cooperated last, but cooperate after two mutual defections in a row.

    It defects in any case while the opponent has three defections more than the rule had before the
    last turn. It does so from turn 21, too, while answers look random: of those to C as well as of
    those to D, there are half to one and a half times as many cooperations as defections.

    Source: Falk and Langsted, in Axelrod (1980b). Also called: K85R.
    """
    hurt = opponent.last == D
    me.made_up += 1 if opponent.last == C and me.move(2) == D else 0
    answered = me.defections - (1 if me.last == D else 0)
    spite = answered - me.made_up
    coins = like_a_coin(me.made_up, spite) and like_a_coin(
        opponent.cooperations - me.made_up, opponent.defections - spite
    )
    rests = me.rests
    me.rests = False
    if (me.turn > 19 and coins) or opponent.defections >= answered + 3:
        return D
    if me.last == D and not hurt:
        return D
    if rests:
        return C
    me.rests = hurt and me.last == D
    return D if hurt else C
