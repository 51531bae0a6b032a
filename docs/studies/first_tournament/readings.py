"""What the words on the programs of Axelrod's first tournament leave open: every reading as a rule.

Two of the fifteen programs survive: they were submitted again in the second round, and comments in
their sources say so. All others are known by one or two sentences in the appendix of Axelrod
(1980). This file reads the sentences in all the ways that we could think of. A reading is a
*program* (it survives), *words* (the text allows it), or *inferred* (the text does not say it, but
the published matrix suggests it).
"""

from typing import NamedTuple

import strategies
from tournament import C, D, Strategy, strategy


class Reading(NamedTuple):
    """One way to read what is known of a program."""

    says: str
    rule: Strategy
    source: str = "words"


# -- Stein and Rapoport: what seems random? --------------------------------------------------------


@strategy(random=False, after_c=0, after_d=0, kind_after_c=0, kind_after_d=0)
def stein_by_transitions(me, opponent, limit=5.99, once=0):
    """Ask whether the opponent's moves depend on ours: both answers are like a fair coin's.

    `limit` is of a chi-squared statistic with two degrees of freedom; 5.99 is the level 0.05.
    """
    if me.turn > 1:
        if me.move(2) == C:
            me.after_c += 1
            me.kind_after_c += 1 if opponent.last == C else 0
        else:
            me.after_d += 1
            me.kind_after_d += 1 if opponent.last == C else 0
    if 0 < me.turns - me.turn <= 2:
        return D
    if me.turn < 4:
        return C
    if me.turn % 15 == 0 and not (once > 0 and me.random):
        x = 0.0
        if me.after_c > 0:
            x += (2 * me.kind_after_c - me.after_c) ** 2 / me.after_c
        if me.after_d > 0:
            x += (2 * me.kind_after_d - me.after_d) ** 2 / me.after_d
        me.random = x < limit
    return D if me.random or opponent.last == D else C


# -- Shubik, Joss, Feld, Tullock: small choices ---------------------------------------------


@strategy(length=0, left=0)
def shubik_counts_all(me, opponent):
    """As Shubik's, but a defection while it retaliates makes the next retaliation longer, too."""
    if opponent.last == D:
        me.length += 1
        me.left = max(me.left, me.length)
    if me.left > 0:
        me.left -= 1
        return D
    return C


@strategy
def feld_by_steps(me, opponent):
    """Answer C with C with a chance that falls by a tenth each forty turns, from 1 to a half."""
    p = 1.0 - 0.1 * min(me.turn // 40, 5)
    return C if me.turn == 0 or (opponent.last == C and me.chance(p)) else D


@strategy
def tullock_by_share(me, opponent, trusting_turns=11):
    """Cooperate nine tenths as often as the opponent did in the last ten turns."""
    if me.turn < trusting_turns:
        return C
    kind = 0
    for k in range(1, trusting_turns):
        kind += 1 if opponent.move(k) == C else 0
    return C if me.chance(0.9 * kind / (trusting_turns - 1)) else D


@strategy
def joss_from_the_start(me, opponent):
    """Joss whose first move, too, is a defection once in ten."""
    return C if opponent.last != D and me.chance(0.9) else D


# -- Grofman: what happens with 2/7? ---------------------------------------------------------------


@strategy
def grofman_forgives_one(me, opponent):
    """Tit for tat that forgives a defection with chance 2/7."""
    return C if opponent.last != D or me.chance(2 / 7) else D


# -- the anonymous program: a chance near 30 % -----------------------------------------------------


@strategy(p=0.3)
def anonymous_drifts(me, opponent, step=0.1):
    """Begin at 30 %; every ten turns go up against kind opponents, down against unkind ones."""
    if me.turn > 0 and me.turn % 10 == 0:
        kind = opponent.cooperations / me.turn
        if kind > 0.7:
            me.p = min(0.7, me.p + step)
        elif kind < 0.3:
            me.p = max(0.3, me.p - step)
    return C if me.chance(me.p) else D


@strategy(p=0.3)
def anonymous_redraws(me, opponent):
    """Begin at 30 %, and draw the chance anew every ten turns, evenly from 30 to 70 %."""
    if me.turn > 0 and me.turn % 10 == 0:
        me.p = 0.3 + 0.4 * me.uniform()
    return C if me.chance(me.p) else D


READINGS: dict[str, list[Reading]] = {
    "tit_for_tat": [Reading("tit for tat", strategies.tit_for_tat)],
    "tideman_and_chieruzzi": [
        Reading("as in Axelrod-Python", strategies.tideman_and_chieruzzi),
        Reading(
            "the second run is the first to be punished more",
            strategies.tideman_and_chieruzzi_reread,
        ),
        Reading(
            "every run is punished more", strategies.tideman_and_chieruzzi_reread(from_second=0)
        ),
        Reading("their program of the second round", strategies.tideman_and_chieruzzi_1980),
    ],
    "nydegger": [
        Reading("as in Axelrod-Python", strategies.nydegger),
        Reading("the program", strategies.nydegger_1980, "program"),
    ],
    "grofman": [
        Reading("different moves: C with chance 2/7; else C", strategies.grofman),
        Reading(
            "different moves: C with chance 2/7; else the same again", strategies.grofman_reread
        ),
        Reading("tit for tat that forgives with chance 2/7", grofman_forgives_one, "inferred"),
    ],
    "shubik": [
        Reading("defections while it cooperates make retaliation longer", strategies.shubik),
        Reading("all defections do", shubik_counts_all),
    ],
    "stein_and_rapoport": [
        Reading("C and D equally often, level 0.05", strategies.stein_and_rapoport),
        Reading("the same, looked at once", strategies.stein_and_rapoport_reread),
        Reading(
            "C and D equally often, level 0.3",
            strategies.stein_and_rapoport_reread(limit=1.07, once=0),
        ),
        Reading("answers to C and to D are a coin's, level 0.05", stein_by_transitions),
        Reading("the same, for ever", stein_by_transitions(once=1)),
        Reading("answers to C and to D are a coin's, level 0.3", stein_by_transitions(limit=2.41)),
    ],
    "grudger": [Reading("defect for ever after a defection", strategies.grudger)],
    "davis": [Reading("ten turns, then as grudger", strategies.davis)],
    "graaskamp": [
        Reading("as in Axelrod-Python", strategies.graaskamp),
        Reading("the program", strategies.mauk, "program"),
    ],
    "downing": [
        Reading("as in Axelrod-Python", strategies.downing),
        Reading(
            "beliefs of a half until there is an answer", strategies.downing_reread(alternate=0)
        ),
        Reading(
            "beliefs of a half that count as one answer",
            strategies.downing_reread(weight=1.0, alternate=0),
        ),
        Reading(
            "beliefs of a half; the first move is an answer to C",
            strategies.downing_reread(first=1, alternate=0),
        ),
        Reading("beliefs of a half; it may alternate", strategies.downing_reread),
        Reading("it may alternate; the first move counts", strategies.downing_reread(first=1)),
    ],
    "feld": [
        Reading("evenly from 1 to a half in 200 turns", strategies.feld),
        Reading("in five steps", feld_by_steps),
    ],
    "joss": [
        Reading("C first", strategies.joss),
        Reading("D first, once in ten", joss_from_the_start),
    ],
    "tullock": [
        Reading("a tenth less", strategies.tullock),
        Reading("nine tenths as often", tullock_by_share),
    ],
    "anonymous": [
        Reading("a chance drawn each turn, 30 to 70 %", strategies.anonymous),
        Reading("30 %", strategies.anonymous_reread, "inferred"),
        Reading("40 %", strategies.anonymous_reread(p=0.4), "inferred"),
        Reading("30 %, drawn anew every ten turns", anonymous_redraws),
        Reading("30 %, up and down with the opponent", anonymous_drifts),
    ],
    "random_player": [Reading("a fair coin", strategies.random_player)],
}
"""The readings of each program, in the order of 1980; the first is what the library had."""
