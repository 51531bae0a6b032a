"""Relations that rules enforce: published ones, and all replies of small rules on one line."""

import math
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
import strategies
from analysis.exact.decisions import decisions
from analysis.exact.pairs import mean_pay
from analysis.exact.policies import worth
from tournament import PRISONERS_DILEMMA, Automaton, Game

ZD = pd.read_csv(Path(__file__).parents[1] / "data" / "exact_zd.csv")
ALL_C, ALL_D = (Automaton.of_table([p], [[[0, 0], [0, 0]]]) for p in (1, 0))
RANDOM = Automaton.of_table([0.5], [[[0, 0], [0, 0]]])
UNLIKE = Game(R=(3, 4), S=(0, 1), T=(5, 7), P=(1, 2))


def memory_one(p, first=1.0) -> Automaton:
    return Automaton.of_table([first, *p], [[[1, 2], [3, 4]]] * 5)


def rule_of(row) -> tuple[Automaton, Game]:
    """Return a rule of the table by its formula: the table has ten digits."""
    T, R, P, S = map(float, row["game_T/R/P/S"].split("/"))
    mine, theirs = np.array([R, S, T, P]), np.array([R, T, S, P])
    step = (mine - row.baseline_l) - row.chi * (theirs - row.baseline_l)
    start = np.array([1, 1, 0, 0])
    limits = [(1 - start[i]) / s if s > 0 else -start[i] / s for i, s in enumerate(step) if s]
    p = np.clip(start + row.phi_over_max * min(limits) * step, 0, 1)
    assert p == pytest.approx(row[["p_CC", "p_CD", "p_DC", "p_DD"]].to_numpy(float), abs=1e-9)
    return memory_one(p), Game(R=R, S=S, T=T, P=P)


@pytest.mark.parametrize("number", range(len(ZD)))
def test_published_rules(number):
    row = ZD.iloc[number]
    rule, game = rule_of(row)
    found = analysis.enforced_relation(rule, game)
    assert found is not None
    assert found.chi == pytest.approx(row.chi)
    assert found.baseline == pytest.approx(row.baseline_l)
    pay = np.stack([game.payoffs[0].ravel(), game.payoffs[0].T.ravel()], axis=1)
    for name, other in {"ALLC": ALL_C, "ALLD": ALL_D, "Random": RANDOM}.items():
        wanted = [row[f"sX_vs_{name}"], row[f"sY_vs_{name}"]]
        assert mean_pay(rule, other, pay).tolist() == pytest.approx(wanted, abs=1e-6)
    tit_for_tat = memory_one([1, 0, 1, 0])
    scores = mean_pay(rule, tit_for_tat, pay, noise=(1e-9, 1e-9))
    assert scores.tolist() == pytest.approx([row.sX_vs_TFT, row.sY_vs_TFT], abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 0.95), st.floats(1, 3), st.floats(0.1, 1))
def test_rules_that_are_made_for_a_relation(slope, baseline, share):
    above, below = 5 - baseline, baseline
    terms = (1 - slope) * (3 - baseline), slope * below + above, below + slope * above
    phi = share / max(*terms, (1 - slope) * (baseline - 1))
    made = strategies.linear_relation(slope, baseline, phi, R=3, S=0, T=5, P=1)
    p = [made.parameters[f"p_{name}"] for name in ("cc", "cd", "dc", "dd")]
    found = analysis.enforced_relation(memory_one(p), PRISONERS_DILEMMA)
    assert found is not None
    assert (found.slope, found.baseline) == pytest.approx((slope, baseline), abs=1e-6)


@st.composite
def automata(draw):
    n = draw(st.integers(1, 4))
    p = draw(st.lists(st.sampled_from([0.0, 1.0, 0.5]), min_size=n, max_size=n))
    then = draw(st.lists(st.integers(0, n - 1), min_size=4 * n, max_size=4 * n))
    return Automaton.of_table(p, np.array(then).reshape(n, 2, 2))


payoffs = st.integers(-3, 3).map(float)
games = st.builds(Game, R=payoffs, S=payoffs, T=payoffs, P=payoffs)
noises = st.sampled_from([(0.0, 0.0), (0.25, 0.0), (0.0, 0.25)])


@settings(max_examples=150, deadline=None)
@given(automata(), games | st.just(UNLIKE), noises, st.sampled_from([None, 0.5, 0.9]))
def test_a_relation_is_enforced_if_the_scores_of_all_replies_lie_on_a_line(rule, game, noise, c):
    """Replies without chance that look at the state are enough: they are the extreme ones."""
    problem = decisions(rule, noise, "it")
    pay = np.stack([game.payoffs[0].T.ravel(), game.payoffs[1].ravel()], axis=1)
    every = product((0, 1), repeat=problem.size)
    scores = np.array([worth(problem, np.array(each), pay, c)[0] for each in every])
    sizes = np.linalg.svd(scores - scores.mean(axis=0), compute_uv=False)
    rank = int((sizes > 1e-8).sum()) if len(scores) > 1 else 0
    words = {"noise": noise, "continuation": "limit" if c is None else c}
    found = analysis.enforced_relation(rule, game, **words)
    assert (found is None) == (rank == 2)
    if found is None:
        return
    mine, theirs = scores.T
    if math.isinf(found.slope):
        assert mine == pytest.approx(found.baseline, abs=1e-7)
    elif math.isnan(found.baseline):
        assert mine == pytest.approx(theirs, abs=1e-7)
    else:
        line = found.baseline + found.slope * (mine - found.baseline)
        assert theirs == pytest.approx(line, abs=1e-6)
    if rank == 0:
        assert found.slope == 0


def test_famous_rules():
    words = {"game": PRISONERS_DILEMMA}
    tit_for_tat = analysis.enforced_relation(memory_one([1, 0, 1, 0]), **words)
    assert tit_for_tat.slope == pytest.approx(1)
    assert math.isnan(tit_for_tat.baseline)
    equalizer = analysis.enforced_relation(memory_one([2 / 3, 0, 2 / 3, 1 / 3]), **words)
    assert (equalizer.slope, equalizer.baseline) == pytest.approx((0, 2))
    assert equalizer.chi == math.inf or abs(equalizer.chi) > 1e9
    always = analysis.enforced_relation(ALL_C, **words)  # (3, 3) to (0, 5)
    assert (always.slope, always.baseline) == pytest.approx((-2 / 3, 3))
    assert analysis.enforced_relation(memory_one([1, 0, 0, 1]), **words) is None
    late = Automaton.of_table(
        [0, *memory_one([8 / 9, 1 / 2, 1 / 3, 0]).cooperation],
        [[[1, 1], [1, 1]], *[[[2, 3], [4, 5]]] * 5],
    )  # it defects first: that does not count in the long run
    assert analysis.enforced_relation(late, **words).chi == pytest.approx(2)
    assert analysis.enforced_relation(late, **words, continuation=0.9) is None


def test_it_may_hold_its_own_score():
    ours = Game.bimatrix([[1, 1], [1, 1]], [[0, 1], [2, 5]])
    found = analysis.enforced_relation(memory_one([1, 0, 0, 1]), ours)
    assert (found.slope, found.baseline, found.chi) == (math.inf, pytest.approx(1), 0)


def test_of_two_scores_that_it_fixes_the_others_is_told():
    """Who always cooperates gets 2 and leaves 3, whatever the other does."""
    found = analysis.enforced_relation(ALL_C, Game.bimatrix([[2, 2], [0, 5]], [[3, 3], [0, 1]]))
    assert (found.slope, found.baseline) == (0.0, pytest.approx(3))
