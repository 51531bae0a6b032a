"""Memory-one rules: four probabilities to cooperate, one for each outcome of the last turn.

Outcomes are read from the rule's own side: cd is "I cooperated, the opponent defected".
"""

from tournament import C, D, Probability, strategy


@strategy
def memory_one(
    me,
    opponent,
    p_cc: Probability,
    p_cd: Probability,
    p_dc: Probability,
    p_dd: Probability,
    first: Probability = 1.0,
):
    """Cooperate with a probability that depends on both last moves; with `first`, first.

    Source: Nowak and Sigmund (1990). Also called: MemoryOnePlayer, stochastic reactive strategy.

    >>> from strategies import memory_one
    >>> memory_one(0.9, 0.2, 0.6, 0.1)
    memory_one(p_cc=0.9, p_cd=0.2, p_dc=0.6, p_dd=0.1)

    >>> from strategies import memory_one
    >>> memory_one(0.9, 0.2, 0.6, 0.1)
    memory_one(p_cc=0.9, p_cd=0.2, p_dc=0.6, p_dd=0.1)
    """
    if me.turn == 0:
        p = first
    elif me.last == C:
        p = p_cc if opponent.last == C else p_cd
    else:
        p = p_dc if opponent.last == C else p_dd
    return C if me.chance(p) else D


win_stay_lose_shift = memory_one(1, 0, 0, 1).named(
    "win_stay_lose_shift",
    "Keep a move that paid well, change one that paid badly: cooperate if both did the same.\n\n"
    "Source: Kraines and Kraines (1989); Nowak and Sigmund (1993). "
    "Also called: WSLS, WinStayLoseShift, Pavlov, simpleton, appeaser.",
)

win_shift_lose_stay = memory_one(0, 1, 1, 0, first=0).named(
    "win_shift_lose_stay",
    "Change a move that paid well, keep one that paid badly; defect first.\n\n"
    "Source: Li, Hingston and Kendall (2011). Also called: WinShiftLoseStay, reverse Pavlov.",
)

stochastic_wsls = memory_one(0.95, 0.05, 0.05, 0.95).named(
    "stochastic_wsls",
    "Win stay, lose shift with a slip in one of twenty turns.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. "
    "Also called: StochasticWSLS, stochastic WSLS, noisy Pavlov.",
)

stochastic_cooperator = memory_one(0.935, 0.229, 0.266, 0.42).named(
    "stochastic_cooperator",
    "Cooperate nearly always after mutual cooperation, otherwise seldom.\n\n"
    "Source: Adami and Hintze (2013). Also called: StochasticCooperator.",
)

firm_but_fair = memory_one(1, 0, 1, 2 / 3).named(
    "firm_but_fair",
    "Cooperate, but not after being exploited; after mutual defection in two of three turns.\n\n"
    "Source: Frean (1994). Also called: FBF, FirmButFair.",
)

joss = memory_one(0.9, 0, 0.9, 0).named(
    "joss",
    "Tit for tat that defects in one of ten turns in which it should cooperate.\n\n"
    "Source: Joss, in Axelrod (1980); Marinoff (1992). "
    "Also called: FirstByJoss, hard Joss, BurnBothEnds, BBE.",
)

soft_joss = memory_one(1, 0.1, 1, 0.1).named(
    "soft_joss",
    "Tit for tat that forgives one of ten defections.\n\n"
    "Source: PRISON (1998). Also called: SoftJoss.",
)

desperate = memory_one(0, 0, 0, 1, first=0.5).named(
    "desperate",
    "Cooperate only after mutual defection; the first move is a coin toss.\n\n"
    "Source: van den Berg and Weissing (2015). Also called: Desperate.",
)

hopeless = memory_one(0, 1, 1, 1, first=0.5).named(
    "hopeless",
    "Defect only after mutual cooperation; the first move is a coin toss.\n\n"
    "Source: van den Berg and Weissing (2015). Also called: Hopeless.",
)

willing = memory_one(1, 1, 1, 0, first=0.5).named(
    "willing",
    "Defect only after mutual defection; the first move is a coin toss.\n\n"
    "Source: van den Berg and Weissing (2015). Also called: Willing.",
)

repeat = memory_one(1, 1, 0, 0, first=0.6).named(
    "repeat",
    "Choose once, cooperation in three of five matches, and repeat the own last move for ever.\n\n"
    "Source: Akin (2015). Also called: ALLCorALLD, ALLC or ALLD.",
)
