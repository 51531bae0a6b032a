"""Rules made of another rule: `flip(grudger)`, `noisy(tit_for_tat, 0.1)`, `nice(flip(bully))`.

The member sees the moves that were really made as its own, as if it had made them itself; `dual`
turns them over.
"""

from typing import Annotated

import numpy as np

from tournament import C, D, Moves, Probabilities, Probability, strategy

REGISTER = (1 << 62) - 1
"""The last 62 votes, newest in the lowest bit."""
HALF = np.array([0.5])


def is_at_least_one(value):
    if value < 1:
        raise ValueError("at least 1")


def is_a_delay(value):
    if not 0 <= value <= 61:
        raise ValueError("a number of turns from 0 to 61")


def is_a_window(value):
    if not 1 <= value <= 62:
        raise ValueError("a number of turns from 1 to 62")


def are_shares(values):
    if values.ndim != 1 or values.sum() > 1 + 1e-9:
        raise ValueError("a row of probabilities, at most 1 together", np.round(values.sum(), 9))


def is_as_long(values, mine):
    if len(values) != len(mine):
        raise ValueError(f"as many moves as `mine`, {len(mine)}", len(values))


@strategy(history="shared")
def identity(me, opponent):
    """Play what the member plays.

    Source: in the Axelrod-Python library. Also called: IdentityTransformer,
    TrackHistoryTransformer.
    """
    return me.member.vote


@strategy(history="shared")
def flip(me, opponent):
    """Play the opposite of what the member plays.

    Source: in the Axelrod-Python library. Also called: FlipTransformer.
    """
    return D if me.member.vote == C else C


@strategy(history="opposite")
def dual(me, opponent):
    """Play the opposite of what the member would play if all own moves were turned over.

    Source: Ashlock, Kim and Ashlock (2010). Also called: DualTransformer.
    """
    return D if me.member.vote == C else C


@strategy(history="shared")
def noisy(me, opponent, p: Probability = 0.05):
    """Play what the member plays, but with probability p the opposite.

    Source: in the Axelrod-Python library. Also called: NoisyTransformer.
    """
    vote = me.member.vote
    if me.chance(p):
        return D if vote == C else C
    return vote


@strategy(history="shared")
def forgiving(me, opponent, p: Probability):
    """Turn each defection of the member into a cooperation with probability p.

    Source: in the Axelrod-Python library. Also called: ForgiverTransformer.

    >>> from strategies import forgiving, joss
    >>> forgiving(joss, p=0.3)
    forgiving(joss, p=0.3)
    """
    if me.member.vote == D:
        return C if me.chance(p) else D
    return C


@strategy(history="shared")
def nice(me, opponent):
    """Never be the first to defect: cooperate until the opponent has defected, then as the member.

    Source: in the Axelrod-Python library. Also called: NiceTransformer.
    """
    return me.member.vote if opponent.defections > 0 else C


@strategy(history="shared")
def initial(me, opponent, moves: Moves):
    """Begin with the given moves, then play what the member plays.

    Source: in the Axelrod-Python library. Also called: InitialTransformer.

    >>> from strategies import initial, joss
    >>> initial(joss, "CDD")
    initial(joss, moves=CDD)

    >>> from strategies import initial, joss
    >>> initial(joss, "CDD")
    initial(joss, moves=CDD)
    """
    return moves[me.turn] if me.turn < len(moves) else me.member.vote


@strategy(history="shared")
def final(me, opponent, moves: Moves):
    """End with the given moves, if the length is told; until then play what the member plays.

    Source: in the Axelrod-Python library. Also called: FinalTransformer.

    >>> from strategies import final, joss
    >>> final(joss, "DD")
    final(joss, moves=DD)

    >>> from strategies import final, joss
    >>> final(joss, "DD")
    final(joss, moves=DD)
    """
    left = me.turns - me.turn
    return moves[len(moves) - left] if 0 < left <= len(moves) else me.member.vote


@strategy(history="shared")
def grudging(me, opponent, defections=1):
    """Play what the member plays until the opponent has defected more than so often; then defect.

    Source: in the Axelrod-Python library. Also called: GrudgeTransformer.
    """
    return D if opponent.defections > defections else me.member.vote


@strategy(due=0, history="shared")
def retaliating(me, opponent, turns: Annotated[int, is_at_least_one] = 3):
    """Answer each defection with so many defections, one after the other; else as the member.

    Source: in the Axelrod-Python library. Also called: RetaliationTransformer.
    """
    hurt = opponent.last == D
    punishes = hurt or me.due > 0
    me.due += turns - 1 if hurt else -1 if punishes else 0
    return D if punishes else me.member.vote


@strategy(history="shared")
def retaliating_until_apology(me, opponent):
    """Answer a defection with a defection; else play what the member plays.

    Source: in the Axelrod-Python library. Also called: RetaliateUntilApologyTransformer.
    """
    return D if opponent.last == D else me.member.vote


@strategy(history="shared")
def apologetic(me, opponent, mine: Moves = "D", theirs: Annotated[Moves, is_as_long] = "C"):
    """Cooperate after the given last moves of both; else play what the member plays.

    Source: in the Axelrod-Python library. Also called: ApologyTransformer.
    """
    if me.turn < len(mine):
        return me.member.vote
    for k in range(1, len(mine) + 1):
        if me.move(k) != mine[-k] or opponent.move(k) != theirs[-k]:
            return me.member.vote
    return C


@strategy(history="shared")
def deadlock_breaking(me, opponent):
    """Cooperate when the two alternate, each defecting while the other cooperates.

    Else play what the member plays.

    Source: in the Axelrod-Python library. Also called: DeadlockBreakingTransformer.
    """
    alternate = me.move(2) == opponent.last and me.last == opponent.move(2)
    return C if alternate and me.last != opponent.last else me.member.vote


@strategy(history="shared")
def mixed(me, opponent, p: Annotated[Probabilities, are_shares] = HALF):
    """Play what the first member plays, but with probability p[k] what member k + 1 does.

    `mixed([grudger, tit_for_tat, alternator], [0.1, 0.2])` is a grudger in 7 of 10 turns. All of
    them remember the whole match (Axelrod-Python makes a new player of the others every turn).

    Source: in the Axelrod-Python library. Also called: MixedTransformer.
    """
    left = 1.0
    for k in range(len(p)):
        if p[k] > 0 and me.chance(p[k] / left):
            return me.members[k + 1].vote
        left -= p[k]
    return me.members[0].vote


@strategy(history="shared")
def joss_ann(me, opponent, c: Probability, d: Probability):
    """Cooperate with probability c, defect with probability d, else play what the member plays.

    If c and d are more than 1 together, they are weights.

    Source: Ashlock, Kim and Ashlock (2010). Also called: JossAnnTransformer.

    >>> from strategies import joss, joss_ann
    >>> joss_ann(joss, c=0.1, d=0.2)
    joss_ann(joss, c=0.1, d=0.2)

    >>> from strategies import joss, joss_ann
    >>> joss_ann(joss, c=0.1, d=0.2)
    joss_ann(joss, c=0.1, d=0.2)
    """
    total = max(c + d, 1.0)
    if me.chance(c / total):
        return C
    return D if d > 0 and me.chance(d / (total - c)) else me.member.vote


@strategy(votes=0, history="shared")
def delayed(me, opponent, turns: Annotated[int, is_a_delay] = 1):
    """Play what the member wanted to play so many turns ago, at most 61; until then cooperate.

    Source: this library. Also called: delayed decision.
    """
    me.votes = (2 * me.votes + me.member.vote) & REGISTER
    return D if (me.votes >> turns) & 1 == 1 else C


@strategy(votes=0, history="shared")
def aggregated(me, opponent, turns: Annotated[int, is_a_window] = 3):
    """Defect if the member wanted to in most of so many turns, at most 62; else cooperate.

    Source: this library. Also called: smoothed decision.
    """
    me.votes = (2 * me.votes + me.member.vote) & REGISTER
    defections = 0
    for k in range(turns):
        defections += (me.votes >> k) & 1
    return D if 2 * defections > turns else C
