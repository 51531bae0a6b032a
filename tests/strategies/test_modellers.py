"""What a model of the opponent learns from an answer, one answer at a time."""

from types import SimpleNamespace

import numpy as np

from strategies.learning.modellers import NO_RULE, learn

THRESHOLDS = {"promotion_threshold": 3, "violation_threshold": 4, "rejection_threshold": 3}
CC, CD, DC, DD = range(4)


def mind(rules=(NO_RULE,) * 4, old=(1.0, 1.0, 0.0, 0.0)):
    """Return a memory with rules, and with rules of before."""
    return SimpleNamespace(
        rules=np.array(rules), old_rules=np.array(old), streaks=np.zeros(4, int),
        violations=np.zeros(4, int), old_violations=0,
    )  # fmt: skip


def after(me, *answers, outcome=CC):
    for answer in answers:
        learn(me, outcome, float(answer), **THRESHOLDS)
    return me


def test_derived_belief_strategy__a_streak_becomes_a_rule():
    assert after(mind(), 1, 1).rules[CC] == NO_RULE
    assert after(mind(), 1, 1, 1).rules[CC] == 1
    assert after(mind(), 1, 1, 0, 0).rules[CC] == NO_RULE
    assert after(mind(), 1, 1, 0, 0, 0).rules[CC] == 0
    assert after(mind(), 1, 1, 1, outcome=DC).rules.tolist() == [NO_RULE, NO_RULE, 1, NO_RULE]


def test_derived_belief_strategy__violated_rules_become_old_ones():
    rules = (1.0, NO_RULE, 0.0, NO_RULE)
    kept = after(mind(rules), 0, 0, 0, 1, 0, 0, 0)  # an answer that obeys forgives
    assert kept.rules.tolist() == [*rules]
    assert kept.violations.tolist() == [3, 0, 0, 0]
    gone = after(mind(rules, (NO_RULE, 0.0, 1.0, NO_RULE)), 0, 0, 0, 0, outcome=CC)
    assert gone.rules.tolist() == [NO_RULE] * 4
    assert gone.violations.tolist() == [0] * 4
    assert gone.old_rules.tolist() == [1, 0, 0, NO_RULE]
    assert gone.old_violations == 1  # the last answer broke what is an old rule now


def test_derived_belief_strategy__old_rules_are_dropped_at_the_fourth_contradiction():
    me = after(mind(), 0, 1, 0, 1, 0, 1)
    assert me.old_violations == 3
    assert me.old_rules.tolist() == [1, 1, 0, 0]
    after(me, 0)
    assert me.old_violations == 0
    assert me.old_rules.tolist() == [NO_RULE] * 4
    assert me.rules.tolist() == [NO_RULE] * 4


def test_derived_belief_strategy__a_rule_against_an_old_one_rejects_the_old_ones():
    me = after(mind(), 0, 0)
    assert me.old_violations == 2
    assert me.old_rules[CC] == 1
    after(me, 0)
    assert me.rules[CC] == 0
    assert me.old_rules.tolist() == [NO_RULE] * 4
    assert me.old_violations == 0
