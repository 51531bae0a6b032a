"""Rules that learn: what they were paid, or what came back, moves them to cooperate or not."""

from tournament import C, D, Probability, strategy


@strategy(worth_of_c=0.0, worth_of_d=0.0, defections_in_a_row=0)
def q_learner(
    me,
    opponent,
    learning_rate: Probability,
    discount: Probability,
    exploration: Probability = 0.1,
    memory_length=12,
):
    """Learn by Q-learning what each move is worth in a situation; play the better, or explore.

    With probability `exploration` it tosses a coin instead. A situation is what the opponent did in
    the last `memory_length` turns together with how often it ever cooperated. So one returns only
    while the opponent defects, for longer than the memory, and only there is anything learned: in
    all others both moves are worth nothing, and it cooperates.

    It learns what the move was worth that it played. (Axelrod-Python's credits the move that it
    chose, which is another one under noise.)

    Source: Watkins (1989), as Geraint Palmer used it in the Axelrod-Python library. Also called:
    Q-learning.

    >>> from strategies import q_learner
    >>> q_learner(learning_rate=0.5, discount=0.5)
    q_learner(learning_rate=0.5, discount=0.5)

    >>> from strategies import q_learner
    >>> q_learner(learning_rate=0.5, discount=0.5)
    q_learner(learning_rate=0.5, discount=0.5)
    """
    row = me.defections_in_a_row + 1 if opponent.last == D else 0
    c, d = me.worth_of_c, me.worth_of_d
    if row > memory_length:  # the situation of the last turn is back
        target = me.game.payoffs[me.last, D] + discount * max(c, d)
        if me.last == C:
            c = (1 - learning_rate) * c + learning_rate * target
        else:
            d = (1 - learning_rate) * d + learning_rate * target
    else:
        c = d = 0.0
    me.defections_in_a_row = row
    me.worth_of_c = c
    me.worth_of_d = d
    if me.chance(exploration):
        return C if me.chance(0.5) else D
    return C if c >= d else D


UNDER_NOISE = (
    "It learns about the move that it played. Axelrod-Python's goes by what it chose.\n"
    "Under noise these differ.\n\n"
)

risky_q_learner = q_learner(0.9, 0.9).named(
    "risky_q_learner",
    "Learn by Q-learning: quick to conclude, with an eye to the future.\n\n"
    f"{UNDER_NOISE}"
    "Source: Geraint Palmer, in the Axelrod-Python library. Also called: RiskyQLearner.",
)

arrogant_q_learner = q_learner(0.9, 0.1).named(
    "arrogant_q_learner",
    "Learn by Q-learning: quick to conclude, with little thought of the future.\n\n"
    f"{UNDER_NOISE}"
    "Source: Geraint Palmer, in the Axelrod-Python library. Also called: ArrogantQLearner.",
)

hesitant_q_learner = q_learner(0.1, 0.9).named(
    "hesitant_q_learner",
    "Learn by Q-learning: slow to conclude, with an eye to the future.\n\n"
    f"{UNDER_NOISE}"
    "Source: Geraint Palmer, in the Axelrod-Python library. Also called: HesitantQLearner.",
)

cautious_q_learner = q_learner(0.1, 0.1).named(
    "cautious_q_learner",
    "Learn by Q-learning: slow to conclude, with little thought of the future.\n\n"
    f"{UNDER_NOISE}"
    "Source: Geraint Palmer, in the Axelrod-Python library. Also called: CautiousQLearner.",
)


def reinforced(propensity, stimulus, learning_rate):
    """Return the propensity to a move after a stimulus in [-1, 1], moved towards 1 or 0."""
    room = 1 - propensity if stimulus >= 0 else propensity
    return propensity + learning_rate * stimulus * room


@strategy(to_c=0.5, to_d=0.5)
def bush_mosteller(me, opponent, aspiration=5 / 3, learning_rate: Probability = 0.5):
    """Do more often what paid more than `aspiration`, and less often what paid less.

    Each move has a propensity that its payoffs reinforce, in proportion to their distance from the
    aspiration; it cooperates with the share that the propensity to cooperate has of both.

    Source: Bush and Mosteller (1955); Izquierdo and Izquierdo (2008). Also called: BushMosteller,
    stochastic reinforcement learning.
    """
    c, d = me.to_c, me.to_d
    if me.turn > 0:
        payoffs = me.game.payoffs
        widest = max(payoffs.max() - aspiration, aspiration - payoffs.min())
        surprise = payoffs[me.last, opponent.last] - aspiration
        stimulus = surprise / widest if widest > 0 else 0.0
        if me.last == C:
            c = reinforced(c, stimulus, learning_rate)
        else:
            d = reinforced(d, stimulus, learning_rate)
    me.to_c = c
    me.to_d = d
    return C if me.chance(c / (c + d) if c + d > 0 else 0.5) else D


@strategy(rewards=0)
def adaptive(me, opponent, opening=(C, C, C, C, C, C, D, D, D, D, D)):
    """Play CCCCCCDDDDD, then the move that has paid more on average so far; D if they tie.

    The Axelrod-Python library compares the sums that the two moves have earned, not the averages
    that the literature speaks of.

    Source: Li, Hingston and Kendall (2011). Also called: Adaptive.
    """
    if me.last == C and opponent.last == C:
        me.rewards += 1
    if me.turn < len(opening):
        return opening[me.turn]
    temptations = opponent.cooperations - me.rewards
    by_c = me.game.R * me.rewards + me.game.S * (me.cooperations - me.rewards)
    by_d = me.game.T * temptations + me.game.P * (me.defections - temptations)
    return C if by_c * me.defections > by_d * me.cooperations else D


@strategy(state=0.0)
def adaptor_brief(
    me, opponent, cc=0.0, cd=-1.001505, dc=0.992107, dd=-0.638734, error: Probability = 0.01
):
    """Add a number for each outcome to a state; cooperate while it is in [-1, 1), but for errors.

    This one was evolved for short matches.

    Source: Hauert and Stenull (2002). Also called: AdaptorBrief.
    """
    if me.last == C:
        me.state += cc if opponent.last == C else cd
    elif me.last == D:
        me.state += dc if opponent.last == C else dd
    return C if me.chance(1 - error if -1 <= me.state < 1 else error) else D


adaptor_long = adaptor_brief(cd=1.888159, dc=1.858883, dd=-0.995703).named(
    "adaptor_long",
    "Play as adaptor_brief, with the numbers that were evolved for long matches.\n\n"
    "Source: Hauert and Stenull (2002). Also called: AdaptorLong.",
)


@strategy(momentum=1.0)
def momentum(me, opponent, inertia=0.9914655399877477, threshold=0.9676595613724907):
    """Cooperate while the running mean of the opponent's cooperation is at least `threshold`.

    The mean begins at 1; in each turn its weight is `inertia`. Both numbers were evolved.

    Source: Dong Won Moon, in the Axelrod-Python library. Also called: Momentum.
    """
    if me.turn > 0:
        me.momentum = inertia * me.momentum + (1 - inertia) * (opponent.last == C)
    return C if me.momentum >= threshold else D


@strategy(kept_c=0, kept_d=0)
def memory_decay(
    me,
    opponent,
    deletion: Probability = 0.1,
    alteration: Probability = 0.03,
    loss=-2.0,
    gain=1.0,
    trusting_turns=15,
):
    """Play tit for tat for 15 turns; then cooperate unless its failing memory has a bad balance.

    It remembers the opponent's moves: a cooperation is worth `gain`, a defection `loss`, and a sum
    below zero is bad. From turn 16 on, in each turn, a remembered move is turned round with
    probability `alteration`, and one is forgotten with probability `deletion`.

    Source: the Axelrod-Python library. Also called: MemoryDecay.
    """
    c, d = me.kept_c, me.kept_d
    if opponent.last == C:
        c += 1
    elif opponent.last == D:
        d += 1
    if me.turn >= trusting_turns:
        if me.chance(alteration) and c + d > 0:
            to_d = 1 if me.integer(c + d) < c else -1
            c -= to_d
            d += to_d
        if me.chance(deletion) and c + d > 0:
            if me.integer(c + d) < c:
                c -= 1
            else:
                d -= 1
    me.kept_c = c
    me.kept_d = d
    if me.turn < trusting_turns:
        return D if opponent.last == D else C
    return D if gain * c + loss * d < 0 else C


@strategy
def stalker(me, opponent):
    """Cooperate while its mean payoff is fair, defect while it is poor or above R; defect last.

    Fair is above 2, or above the mean of R and P, and at most R; poor is between 1 and 2. With any
    other (at payoffs 5, 3, 1, 0: exactly 2, or at most 1) it tosses a coin.

    Source: Andre, Honovan, Felipe and Frederico (2013). Also called: Stalker.
    """
    score, wish = me.score, (me.game.R + me.game.P) / 2
    if me.turn == me.turns - 1:
        return D
    if me.turn == 0:
        return C
    if score > me.game.R:
        return D
    if wish < score < me.game.R or score > 2:
        return C
    if 1 < score < 2:
        return D
    return C if me.chance(0.5) else D
