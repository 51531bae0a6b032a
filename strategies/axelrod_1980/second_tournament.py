"""Rules of Axelrod's second tournament that are in no other family.

Axelrod (1980b), "More effective choice in the prisoner's dilemma", describes few of them; the rest
is known from the Fortran programs of the tournament. K61R is such a program. These rules follow
the Axelrod-Python library's reading of the programs; where a program itself says something else,
the rule's docstring tells.
"""

import math

import numpy as np

from tournament import C, D, strategy


def defections_within(opponent, first, last):
    """Return how often the opponent defected from `first` to `last` turns ago."""
    defections = 0
    for k in range(first, last + 1):
        if opponent.move(k) == D:
            defections += 1
    return defections


@strategy
def champion(me, opponent):
    """Cooperate for ten turns, play tit for tat for fifteen; then punish only frequent defectors.

    It then answers a defection with the probability of the opponent's defections so far, and only
    if that is 40% or more. (K61R counts a cooperation before the first turn.)

    Source: Champion, in Axelrod (1980b). Also called: SecondByChampion, K61R.
    """
    if me.turn < 10 or opponent.last == C:
        return C
    if me.turn < 25:
        return D
    rate = opponent.defections / me.turn
    return D if rate >= 0.4 and me.chance(rate) else C


@strategy(answers=0, rewards=0, deadlocks=0, echoes=0, forgives=False, punishes=False)
def borufsen(me, opponent):
    """Tit for tat that gets out of deadlocks and echoes, and punishes for 25 turns at a time.

    Three mutual defections in a row are a deadlock: it cooperates once. Three turns in a row in
    which each did what the other had, and not the same, are an echo: its next defection becomes a
    cooperation.
    Every 25 turns, from turn 27, it looks back at the opponent's cooperations. Under three of
    them, or 8 to 17 of which less than 70% answered a cooperation, and it defects until it next
    looks; a punishment ends with one more defection.

    Source: Borufsen, in Axelrod (1980b). Also called: SecondByBorufsen, K42R.
    """
    if me.turn > 1 and opponent.last == C:
        me.answers += 1
        me.rewards += 1 if me.move(2) == C else 0
    if me.turn > 1 and me.turn % 25 == 1:
        seems_random = 8 <= me.answers <= 17 and 10 * me.rewards < 7 * me.answers
        ends = me.punishes
        me.punishes = seems_random or me.answers < 3
        me.answers = 0
        me.rewards = 0
        if ends and not me.punishes:
            return D
    if me.punishes:
        me.deadlocks = 0
        me.echoes = 0
        me.forgives = False
        return D
    me.deadlocks = me.deadlocks + 1 if me.last == D and opponent.last == D else 0
    if me.deadlocks == 3:
        me.deadlocks = 0
        me.echoes = 0
        return C
    echo = me.last != opponent.last == me.move(2) and me.last == opponent.move(2)
    me.echoes = me.echoes + 1 if echo else 0
    if me.echoes == 3:
        me.echoes = 0
        me.forgives = True
    if opponent.last == D and me.forgives:
        me.forgives = False
        return C
    return D if opponent.last == D else C


@strategy
def cave(me, opponent):
    """Answer a defection by the toss of a coin, after eighteen always; give up on the hostile.

    It gives up, and defects, while the opponent's defections are more than 79% from turn 20, 65%
    from turn 30 or 39% from turn 40. (K49R rounds percentages down: from 80%, 66% and 40%.)

    Source: Cave, in Axelrod (1980b). Also called: SecondByCave, K49R.
    """
    turn = me.turn + 1
    rate = opponent.defections / turn
    if (turn >= 40 and rate > 0.39) or (turn >= 30 and rate > 0.65) or (turn >= 20 and rate > 0.79):
        return D
    return D if opponent.last == D and (opponent.defections > 17 or me.chance(0.5)) else C


@strategy
def adams(me, opponent):
    """Defect while the opponent's defections number 4, 7 or 9; afterwards, answer ever more often.

    The opponent's first move does not count. From the tenth defection on each is forgiven half as
    probably as the one before, with 1/2 at first.

    Source: William Adams, in Axelrod (1980b). Also called: SecondByWmAdams, K44R.
    """
    if me.turn < 2:
        return C
    count = opponent.defections - (1 if opponent.history[0] == D else 0)
    if count > 9:
        return D if opponent.last == D and not me.chance(0.5 ** (count - 9)) else C
    return D if count == 4 or count == 7 or count == 9 else C


@strategy(gave_up=False)
def graaskamp_and_katzen(me, opponent):
    """Tit for tat that defects for ever when its score is low after 10, 20, 30, 40, 50, 100 turns.

    Low is below 23 points after 10 turns, and 3 points more for each further turn.

    Source: Graaskamp and Katzen, in Axelrod (1980b). Also called: SecondByGraaskampKatzen, K60R.
    """
    if me.turn in (10, 20, 30, 40, 50, 100) and me.total < 3 * me.turn - 7:
        me.gave_up = True
    return D if me.gave_up or opponent.last == D else C


@strategy(odd=False, forgives=False, grudge=0)
def weiner(me, opponent):
    """Tit for tat that may forgive a second provocation, but not five defections in twelve turns.

    After an odd number of defections in a row and a cooperation it forgives the next move, if that
    is a defection, unless it bears a grudge: until turn 20 n after n pardons. With five defections
    among the last twelve moves but the very last it defects. (In K41R the grudge grows even where
    it prevents a pardon.)

    Source: Weiner, in Axelrod (1980b). Also called: SecondByWeiner, K41R.
    """
    hurt = opponent.last == D
    pardons = me.forgives and hurt and me.grudge <= me.turn
    me.grudge += 20 if pardons else 0
    counts = not me.forgives
    me.forgives = counts and me.odd and not hurt
    me.odd = counts and hurt and not me.odd
    return D if (hurt and not pardons) or defections_within(opponent, 2, 13) >= 5 else C


def answers_look_random(answers, n):
    """Return whether n answers, a row for each situation, seem not to depend on the situation.

    They do not if between a quarter and three quarters are defections, less than 80% are
    cooperation after mutual cooperation (the first cell), and a chi-squared statistic of the cells
    in which more than one answer is expected is at most 3.
    """
    defections = answers[:, 1].sum()
    if answers[0, 0] / n >= 0.8 or not 0.25 <= defections / n <= 0.75:
        return False
    statistic = 0.0
    for row in range(4):
        for move in range(2):
            column = defections if move == D else n - defections
            expected = (answers[row, 0] + answers[row, 1]) * column / n
            if expected > 1:
                statistic += (expected - answers[row, move]) ** 2 / expected
    return statistic <= 3


def cooperate(me):
    """Cooperate, which counts as one of the cooperations that `harrington` planned."""
    me.planned -= 1
    me.watched -= 1
    return C


def in_echo(me, hurt):
    """Return whether the count whose turn it is reached its limit; it then starts again."""
    me.parity = 1 - me.parity
    me.echoes[me.parity] = me.echoes[me.parity] + 1 if hurt else 0
    if me.echoes[me.parity] < (5 if me.echoes_broken < 8 else 3):
        return False
    me.echoes[me.parity] = 0
    me.echoes_broken += 1
    return True


SUSPICIOUS, PUNISHING, APPEASED = 0, 1, 2


@strategy(
    mood=SUSPICIOUS, answers=np.zeros((4, 2), dtype=int), meter=0, fair_weather=False,
    planned=0, watched=0, burned=False, odds=0.25,
    streak=0, parity=0, echoes=[0, 0], echoes_broken=0,
)  # fmt: skip
def harrington(me, opponent):
    """Tit for tat that tries what it gets away with, breaks echoes, and punishes random play.

    Defections of its own accord, each followed by two cooperations, come in turn 37 and later with
    a probability of 25%, which each of them raises by 5%, until the opponent answers one at once.
    Who first defects in turn 37 is met with cooperation until it defects again.

    Every 15 turns, from turn 30, it tests whether the opponent's answers depend on the outcome
    before. If not it defects, until the opponent's defections exceed three times its cooperations
    by 11; then it plays on, and tests no more.

    Twenty defections in a row make it defect. Otherwise it keeps two counts that take turns, of
    the opponent's defections and its own answers; a count of 5 (of 3 after eight times) makes it
    cooperate. (In K75R the probability is 20% if it did not defect in turn 37, and the cooperation
    that answers a defection in turn 37 is one of the two.)

    Source: Harrington, in Axelrod (1980b). Also called: SecondByHarrington, K75R.
    """
    turn = me.turn + 1
    hurt = opponent.last == D
    if turn == 1:
        return C

    if me.mood == PUNISHING:
        me.meter += 1 if hurt else -3
        if me.meter < 11:
            return D
        me.mood = APPEASED
        me.planned = 2
        return C
    if me.mood == SUSPICIOUS and turn > 2:
        me.answers[2 * me.move(2) + opponent.move(2), opponent.last] += 1
        if turn % 15 == 0 and turn > 15 and answers_look_random(me.answers, turn - 2):
            me.mood = PUNISHING
            return D

    if me.watched == 1 and hurt:
        me.burned = True
    if turn == 38 and hurt and opponent.cooperations == 36:
        me.fair_weather = True
        return C
    me.fair_weather = me.fair_weather and not hurt
    if me.fair_weather:
        return cooperate(me)

    me.streak = me.streak + 1 if hurt else 0
    if me.streak >= 20:
        me.echoes[me.parity] += 1
        return D
    if in_echo(me, hurt) or me.planned > 0:
        return cooperate(me)
    if turn == 37 or (turn > 37 and not me.burned and me.chance(me.odds)):
        me.odds += 0.05 if turn > 37 else 0
        me.planned = 2
        me.watched = 2
        return D
    if not hurt:
        return cooperate(me)
    me.echoes[me.parity] += 1
    return D


@strategy(betrayals=0, origin=0.0, last_start=0, greeting=False)
def tideman_and_chieruzzi_2(me, opponent):
    """Cooperate while it leads, the further the more runs of defections came, or start afresh.

    After n runs a lead of 5 n (n - 1) / 2 points is enough. Where it would defect it gives a fresh
    start (two cooperations, lead and runs forgotten) if no run has just begun, the last fresh start
    is ten turns ago, and the defections are far (three standard deviations) from those of a fair
    coin. (K84R also forgets that a run was going on.)

    Source: Tideman and Chieruzzi, in Axelrod (1980b). Also called: SecondByTidemanAndChieruzzi,
    K84R.
    """
    turn = me.turn + 1
    if me.greeting:
        me.greeting = False
        me.betrayals = 0
        me.origin = me.total - opponent.total
        me.last_start = turn
        return C
    betrayed = opponent.last == D and opponent.move(2) != D
    me.betrayals += 1 if betrayed else 0
    if me.total - opponent.total - me.origin >= 5 * me.betrayals * (me.betrayals - 1) / 2:
        return C
    me.greeting = (
        not betrayed
        and turn - me.last_start >= 10
        and abs(opponent.defections - me.turn / 2) >= 1.5 * math.sqrt(me.turn)
    )
    return C if me.greeting else D


def as_often_as_a_coin(count, n):
    """Return whether a coin would seldom (1.5 standard deviations) show heads less often in n."""
    return count >= n / 2 - 0.75 * math.sqrt(n)


@strategy(rewards=0, betrayals=0)
def kluepfel(me, opponent):
    """Answer in kind, surely after three equal moves, else probably; punish random opponents.

    The probability to do as the opponent did is 90% after two equal moves, else 70% after a
    cooperation and 60% after a defection. From turn 28 (K32R: 27) it defects while both its
    defections are answered with cooperation, and its cooperations with defection, as often as by a
    coin, or less by at most 1.5 standard deviations.

    Source: Kluepfel, in Axelrod (1980b). Also called: SecondByKluepfel, K32R.
    """
    one, two, three = opponent.last == D, opponent.move(2) == D, opponent.move(3) == D
    me.rewards += 1 if me.move(2) == D and not one else 0
    me.betrayals += 1 if me.move(2) == C and one else 0
    if me.turn > 26:
        after_c = me.cooperations - (1 if me.last == C else 0)
        after_d = me.turn - 1 - after_c
        if as_often_as_a_coin(me.rewards, after_d) and as_often_as_a_coin(me.betrayals, after_c):
            return D
    p = 0.6 if one else 0.7
    if one == two:
        p = 1.0 if two == three else 0.9
    in_kind = me.chance(p)
    return D if one == in_kind else C


@strategy(flack=0.0)
def getzler(me, opponent):
    """Defect with a probability to which each defection adds 1/2, then 1/4, 1/8 and so on.

    Source: Getzler, in Axelrod (1980b). Also called: SecondByGetzler, K35R.
    """
    me.flack = (me.flack + (1 if opponent.last == D else 0)) / 2
    return D if me.chance(me.flack) else C


@strategy
def leyvraz(me, opponent):
    """Defect with a probability that depends on the opponent's last three moves.

    After two defections it defects with probability 3/4. Otherwise it cooperates if the opponent
    defected three turns ago, defects if it did two turns ago, and defects with probability 1/2 if
    it did last.

    Source: Leyvraz, in Axelrod (1980b). Also called: SecondByLeyvraz, K68R.
    """
    one, two, three = opponent.last == D, opponent.move(2) == D, opponent.move(3) == D
    if one and two:
        return D if me.chance(0.75) else C
    if two and not three:
        return D
    return D if one and not three and me.chance(0.5) else C


@strategy
def white(me, opponent):
    """Cooperate for ten turns; then answer a defection if there were many so far.

    Many are at least turn / log(turn), with the natural logarithm rounded down.

    Source: White, in Axelrod (1980b). Also called: SecondByWhite, K72R.
    """
    turn = me.turn + 1
    if turn <= 10 or opponent.last == C:
        return C
    return D if math.floor(math.log(turn)) * opponent.defections >= turn else C


@strategy
def eatherley(me, opponent):
    """Answer a defection with the probability of the opponent's defections so far.

    Source: Eatherley, in Axelrod (1980b). Also called: SecondByEatherley, K46R.
    """
    return D if opponent.last == D and me.chance(opponent.defections / me.turn) else C


@strategy
def black(me, opponent):
    """Defect with probability (n n - 1) / 25, n being the defections in the last five turns.

    It cooperates in the first five turns.

    Source: Black, in Axelrod (1980b). Also called: SecondByBlack, K83R.
    """
    if me.turn < 5:
        return C
    n = defections_within(opponent, 1, 5)
    return D if me.chance((n * n - 1) / 25) else C


def agrees(me, opponent, k):
    """Return whether the opponent did k turns ago what I had done before; nothing counts as C."""
    return (opponent.move(k) == D) == (me.move(k + 1) == D)


@strategy(agreements=1, probe=20, bad_probes=2, good_probes=2)
def hufford(me, opponent):
    """Reward opponents who do as it did the turn before, and test long cooperation by a defection.

    It cooperates if more than 90% of the opponent's moves agreed with its own before, and all of
    the last four; it plays tit for tat if 62.5% did, and two of four; else it defects.

    A run of 21 cooperations, or of 19 at the start, is tested by a defection; a turn as usual and
    a cooperation follow, and the next run begins. Its length depends on the answers to the tests:
    20 defections / cooperations, rounded down, and 1, with two of each granted.

    Source: Richard Hufford, in Axelrod (1980b). Also called: SecondByRichardHufford, K47R.
    """
    turn = me.turn + 1
    recent = 0
    for k in range(1, 5):
        recent += 1 if agrees(me, opponent, k) else 0
    me.agreements += 1 if agrees(me, opponent, 1) else 0
    tested = turn == me.probe + 2
    if tested and opponent.last == D:
        me.bad_probes += 1
    elif tested:
        me.good_probes += 1
    if tested or (turn <= me.probe and opponent.last == D):
        me.probe = turn + 20 * me.bad_probes // me.good_probes + 1
    if tested:
        return C
    if turn == me.probe:
        return D
    rate = me.agreements / turn
    if rate > 0.9 and recent == 4:
        return C
    return D if opponent.last == D or rate < 0.625 or recent < 2 else C


@strategy(trust=np.zeros((2, 2), dtype=int), plan=C)
def yamachi(me, opponent):
    """Cooperate if the opponent mostly did in turns like the last one; defect if it seems random.

    Turns are alike in the rule's choice and in the opponent's move before. The last turn itself is
    not counted yet; a tie is in favour of cooperation. From turn 41 it defects while the opponent's
    cooperations and defections differ by less than a tenth of the turns; what counts as its choice
    is what it would have done otherwise.

    Source: Yamachi, in Axelrod (1980b). Also called: SecondByYamachi, K64R.
    """
    before = D if opponent.move(2) == D else C
    plan = C if me.trust[before, me.plan] >= 0 else D
    if me.turn > 0:
        me.trust[before, me.plan] += 1 if opponent.last == C else -1
    me.plan = plan
    turn = me.turn + 1
    if turn > 40 and 10 * abs(opponent.cooperations - opponent.defections) < turn:
        return D
    return plan


@strategy(step=0)
def colbert(me, opponent):
    """Answer a defection with two defections and two cooperations, whatever comes meanwhile.

    It begins with eight turns of cooperation, but for the sixth.

    Source: Colbert, in Axelrod (1980b). Also called: SecondByColbert, K51R.
    """
    if me.turn < 8:
        return D if me.turn == 5 else C
    if me.step % 4 == 0:
        me.step = 1 if opponent.last == D else 0
    else:
        me.step += 1
    return D if me.step == 1 or me.step == 2 else C


@strategy(credit=7)
def mikkelson(me, opponent):
    """Give credit: a cooperation adds one, a defection takes two; cooperate while some is left.

    The credit starts at 7 and stays between -7 and 8. Used up in the first ten turns, it makes the
    rule defect once and is set to 4; later the rule defects if defections, per turn, are
    15% or more.

    Source: Mikkelson, in Axelrod (1980b). Also called: SecondByMikkelson, K66R.
    """
    turn = me.turn + 1
    if opponent.last == C:
        me.credit = min(me.credit + 1, 8)
    elif opponent.last == D:
        me.credit = max(me.credit - 2, -7)
    if me.credit > 0:
        return C
    if turn <= 10:
        me.credit = 4
        return D
    return D if opponent.defections / turn >= 0.15 else C


@strategy(distrust=0, left=0)
def rowsam(me, opponent):
    """Cooperate, but look at its own score every six turns: a low one breeds distrust.

    A mean score below 2.5 adds 1 to its distrust, below 2 it adds 2, below 1.5 it adds 3, below 1
    it adds 5, and the next three moves are D, C, D. Above 6 the distrust is final: it defects.
    Every 18 turns a distrust of 3 or more falls by 1. The mean takes the turn to come as played for
    nothing.

    Source: Rowsam, in Axelrod (1980b). Also called: SecondByRowsam, K58R.
    """
    turn = me.turn + 1
    if me.distrust > 6:
        return D
    if me.left > 0:
        me.left -= 1
        return C if me.left == 1 else D
    if turn % 18 == 0 and me.distrust > 2:
        me.distrust -= 1
    if turn % 6 != 0 or me.total >= 2.5 * turn:
        return C
    if me.total < turn:
        me.distrust += 5
    elif me.total < 1.5 * turn:
        me.distrust += 3
    else:
        me.distrust += 2 if me.total < 2 * turn else 1
    me.left = 2
    return D


@strategy(after_c=0, after_d=1, forgave=False)
def appold(me, opponent):
    """Cooperate as often as the opponent did, so far, in answer to the rule's move before last.

    It cooperates in the first four turns, and after the first defection that it sees then. The
    opponent's first move counts as an answer to a cooperation, and one cooperation in answer to a
    defection is taken for granted.

    Source: Appold, in Axelrod (1980b). Also called: SecondByAppold, K88R.
    """
    before = D if me.move(2) == D else C
    if opponent.last == C and before == C:
        me.after_c += 1
    elif opponent.last == C:
        me.after_d += 1
    if me.turn < 4:
        return C
    if opponent.last == D and not me.forgave:
        me.forgave = True
        return C
    if before == C:
        p = me.after_c / (me.cooperations + (1 if me.last == D else 0))
    else:
        p = me.after_d / (me.defections + (1 if me.last == C else 0))
    return C if me.chance(p) else D


@strategy(phase=0, first=5.0, second=0.0, tests=1, streak=0)
def tranquilizer(me, opponent):
    """Lull the opponent while the score is good, with now and then a defection; else be wary.

    With a mean score of 2.25 or more it defects seldom, but more often the more the first and the
    second turn after such a defection paid, and never in those turns. From 1.75 it cooperates with
    a probability that the opponent's cooperations and its own lead raise, and a streak of
    defections lowers. Below it plays tit for tat.

    Source: Feathers, in Axelrod (1980b). Also called: SecondByTranquilizer, K67R.
    """
    turn = me.turn + 1
    hurt = 1 if opponent.last == D else 0
    me.streak = me.streak + 1 if hurt else 0
    if me.phase == 1:
        me.first += (me.game.payoffs[me.last, opponent.last] - me.first) / (me.tests + 1)
        me.phase = 2
        return C
    if me.phase == 2:
        me.second += (me.game.payoffs[me.last, opponent.last] - me.second) / (me.tests + 1)
        me.tests += 1
        me.phase = 0
    if me.total >= 2.25 * turn:
        p = 0.95 - (me.first + me.second - 5) / 15 + 1 / turn**2 - hurt / 4
        me.phase = 0 if me.chance(p) else 1
        return D if me.phase == 1 else C
    if me.total >= 1.75 * turn:
        lead = me.total - opponent.total
        p = 0.25 + (opponent.cooperations + 5) / turn - me.streak / 4 + lead / 100
        return C if me.chance(p) else D
    return D if hurt else C


@strategy
def grofman_2(me, opponent):
    """Defect after three defections in seven turns, or two if it defected last itself.

    The seven turns are those before the last one. It cooperates twice and plays tit for tat until
    turn 7.

    Source: Grofman, in Axelrod (1980b). Also called: SecondByGrofman, K86R.
    """
    if me.turn < 2:
        return C
    if me.turn < 7:
        return opponent.last
    return D if defections_within(opponent, 2, 8) > (2 if me.last == C else 1) else C


@strategy
def gladstein(me, opponent):
    """Defect first; while the opponent never does, defect in half of the turns; else tit for tat.

    It begins D, C, C, D, C, D. The opponent's first defection is answered by a cooperation, as an
    apology.

    Source: Gladstein, in Axelrod (1980b). Also called: tester, SecondByTester,
    SecondByGladstein, K76R.
    """
    if opponent.defections == 0:
        return D if me.turn == 0 or 2 * me.cooperations > me.turn else C
    return D if opponent.last == D and opponent.defections > 1 else C
