"""Rules that form a model of the opponent, and play what suits it."""

from tournament import C, D, strategy

UNKNOWN, COOPERATIVE, DEFECTOR, SUSPICIOUS, PAVLOV, RANDOM = range(6)


@strategy(kind=UNKNOWN)
def adaptive_pavlov_2006(me, opponent):
    """Tit for tat for six turns; then classify the opponent, every six turns, and answer in kind.

    Six cooperations: cooperative, meet it with tit for tat. Six defections, or none of these so
    far: defect. DCDCDC (suspicious tit for tat): cooperate twice to agree on cooperation, then tit
    for tat. DDCDDC (a Pavlov that defects first): defect once in six turns. A class stays until six
    moves show another one.

    Source: Li (2007). Also called: APavlov2006, adaptive Pavlov.
    """
    kind, phase = me.kind, me.turn % 6
    if phase == 0 and me.turn > 0:
        moves = 0
        for k in range(6, 0, -1):
            moves = 2 * moves + opponent.move(k)
        if moves == 0b000000:
            kind = COOPERATIVE
        elif moves == 0b111111:
            kind = DEFECTOR
        elif moves == 0b101010:
            kind = SUSPICIOUS
        elif moves == 0b110110:
            kind = PAVLOV
        elif kind == UNKNOWN:
            kind = RANDOM
    me.kind = kind
    if kind in (DEFECTOR, RANDOM):
        return D
    if kind == PAVLOV:
        return D if phase == 0 else C
    if kind == SUSPICIOUS and phase < 2:
        return C
    return D if opponent.last == D else C


@strategy(kind=UNKNOWN)
def adaptive_pavlov_2011(me, opponent):
    """Tit for tat for six turns; then judge the opponent by its defections, every six turns.

    None in six turns: meet it with tit for tat. Three: with tit for two tats. Four or more, or none
    of these so far: with defection. One or two leave the judgement as it was.

    Source: Li, Hingston and Kendall (2011). Also called: APavlov2011.
    """
    kind = me.kind
    if me.turn % 6 == 0 and me.turn > 0:
        defections = 0
        for k in range(1, 7):
            defections += opponent.move(k)
        if defections == 0:
            kind = COOPERATIVE
        elif defections >= 4:
            kind = DEFECTOR
        elif defections == 3:
            kind = SUSPICIOUS
        elif kind == UNKNOWN:
            kind = RANDOM
    me.kind = kind
    if kind in (DEFECTOR, RANDOM):
        return D
    if kind == SUSPICIOUS and opponent.move(2) != D:
        return C
    return D if opponent.last == D else C


def outcomes(me, opponent, k):
    """Return the outcomes k + 1 and k turns ago as a number from 0 to 15."""
    before = 2 * opponent.move(k + 1) + me.move(k + 1)
    return 4 * before + 2 * opponent.move(k) + me.move(k)


@strategy(followed=[[0, 0]] * 16)
def frequency_analyzer(me, opponent, learning_turns=30, threshold=0.25):
    """Note what the opponent did after each two outcomes; after 30 turns, judge it by these notes.

    It cooperates if the cooperations noted after the two latest outcomes are more than a quarter of
    all turns. Before, and after outcomes without a note, it plays tit for tat.

    Source: Ian Miller, in the Axelrod-Python library. Also called: FrequencyAnalyzer, FREQ.
    """
    if me.turn > 5:
        me.followed[outcomes(me, opponent, 2), opponent.last] += 1
        if me.turn >= learning_turns:
            now = outcomes(me, opponent, 1)
            cooperations = me.followed[now, C]
            if cooperations + me.followed[now, D] > 0:
                return C if cooperations / me.turn > threshold else D
    return D if opponent.last == D else C


NO_RULE = -1.0


@strategy(
    rules=[NO_RULE] * 4,
    old_rules=[1.0, 1.0, 0.0, 0.0],  # tit for tat
    streaks=[0] * 4,  # equal answers in a row: cooperations above 0, defections below
    violations=[0] * 4,
    old_violations=0,
)
def derived_belief_strategy(
    me,
    opponent,
    discount=0.75,
    promotion_threshold=3,
    violation_threshold=4,
    rejection_threshold=3,
    tree_depth=5,
):
    """Learn how the opponent answers each outcome; play what pays most over the next five turns.

    The same answer to an outcome, C or D, three times in a row makes a rule. A broken rule is taken
    for noise until it is broken four times in a row; then all rules become old ones. Old rules (tit
    for tat, at the start) hold where there is no newer one; all are dropped when they were broken
    four times, or when a new rule contradicts one. Where there is no rule, the rate of cooperation
    is what it expects.

    Source: Au and Nau (2006). Also called: DBS.
    """
    if me.turn == 0:
        return C
    if me.turn > 1:
        before = 2 * me.move(2) + opponent.move(2)
        answer = 1.0 if opponent.last == C else 0.0
        learn(me, before, answer, promotion_threshold, violation_threshold, rejection_threshold)
    R, S, T, P = me.game.R, me.game.S, me.game.T, me.game.P
    p_cc = expected(me, opponent, C, C, discount)
    p_cd = expected(me, opponent, C, D, discount)
    p_dc = expected(me, opponent, D, C, discount)
    p_dd = expected(me, opponent, D, D, discount)
    cc, cd, dc, dd = R, S, T, P
    for _ in range(tree_depth - 1):  # from the leaves to the root: what each outcome is worth
        cc, cd, dc, dd = (
            R + worth_of_best(p_cc, cc, cd, dc, dd),
            S + worth_of_best(p_cd, cc, cd, dc, dd),
            T + worth_of_best(p_dc, cc, cd, dc, dd),
            P + worth_of_best(p_dd, cc, cd, dc, dd),
        )
    last = 2 * me.last + opponent.last  # the root, whose payoff matters to ties within rounding
    p, root = (p_cc, p_cd, p_dc, p_dd)[last], (R, S, T, P)[last]
    return C if root + worth(p, cc, cd) >= root + worth(p, dc, dd) else D


def learn(me, outcome, answer, promotion_threshold, violation_threshold, rejection_threshold):
    """Take in an answer to an outcome; rules and answers are 1.0 for C and 0.0 for D."""
    rules, old_rules, streak = me.rules, me.old_rules, me.streaks[outcome]
    streak = max(streak, 0) + 1 if answer == 1.0 else min(streak, 0) - 1
    me.streaks[outcome] = streak
    if rules[outcome] == NO_RULE and abs(streak) >= promotion_threshold:
        rules[outcome] = answer
    if rules[outcome] == answer:
        me.violations[outcome] = 0
    elif rules[outcome] != NO_RULE:
        me.violations[outcome] += 1
        if me.violations[outcome] >= violation_threshold:
            for k in range(4):
                old_rules[k] = old_rules[k] if rules[k] == NO_RULE else rules[k]
            rules[:] = NO_RULE
            me.violations[:] = 0
            me.old_violations = 0
    contradicts = old_rules[outcome] == 1 - answer
    if contradicts:
        me.old_violations += 1
    if me.old_violations > rejection_threshold or (contradicts and rules[outcome] == answer):
        old_rules[:] = NO_RULE
        me.old_violations = 0


def expected(me, opponent, mine, theirs, discount):
    """Return the probability that the opponent cooperates after an outcome.

    Without a rule it is a rate in which each turn back weighs `discount` times as much as the next;
    before the match tit for tat was seen once.
    """
    outcome = 2 * mine + theirs
    if me.rules[outcome] != NO_RULE:
        return me.rules[outcome]
    if me.old_rules[outcome] != NO_RULE:
        return me.old_rules[outcome]
    my_moves, their_moves = me.history, opponent.history
    weight, answers, cooperations = 1.0, 0.0, 0.0
    for t in range(me.turn - 2, -1, -1):
        if my_moves[t] == mine and their_moves[t] == theirs:
            answers += weight
            cooperations += weight if their_moves[t + 1] == C else 0.0
        weight *= discount
        if weight < max(1e-18 * answers, 1e-300):  # too long ago to make a difference
            break
    tit_for_tat = 1.0 if mine == C else 0.0
    return (cooperations + weight * tit_for_tat) / (answers + weight) if answers else tit_for_tat


def worth(p, if_c, if_d):
    return p * if_c + (1 - p) * if_d


def worth_of_best(p, cc, cd, dc, dd):
    """Return what the better move is worth when the opponent cooperates with probability p."""
    return max(worth(p, cc, cd), worth(p, dc, dd))
