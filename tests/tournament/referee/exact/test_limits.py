"""Matches without end: against tables, against each other, and against averages of long matches."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament.errors import ArgumentError, TournamentError
from tournament.outcomes import NAMES, SWAP
from tournament.referee.exact import limits
from tournament.referee.exact.automaton import Automaton
from tournament.referee.exact.classes import closed_classes
from tournament.referee.exact.elimination import absorption, plus, stationary
from tournament.referee.exact.limits import long_run, rare_errors
from tournament.referee.exact.pair import Pair, explore

PD = np.array([3.0, 0.0, 5.0, 1.0])
LARGE = np.array([15.0, 1.0, 25.0, 5.0])


def memory_one(p, first=1.0):
    return Automaton.of_table([first, *p], [[[1, 2], [3, 4]]] * 5)


def constant(p):
    return Automaton.of_table([p], [[[0, 0], [0, 0]]])


TFT = memory_one((1, 0, 1, 0))


@st.composite
def pairs(draw, chances=(0.0, 0.1, 0.5, 1.0), hidden=True):
    """Random automata; with `hidden` choices, states may have several for one move."""
    rng, sides = np.random.default_rng(draw(st.integers(0, 2**32))), []
    for _ in range(2):
        n = int(rng.integers(1, 5))
        many = rng.integers(1, 4 if hidden else 2, n)
        first = np.concatenate([[0], np.cumsum(many)])
        parts = [rng.integers(1, 4, k) for k in many]
        m = int(first[-1])
        weight = np.concatenate([part / part.sum() for part in parts])
        then = rng.integers(0, n, (m, 2, 2))
        sides.append(Automaton(first, weight, rng.integers(0, 2, m).astype(np.uint8), then))
    noise, misperception = (
        (float(rng.choice(chances)), float(rng.choice(chances))) for _ in range(2)
    )
    return Pair((sides[0], sides[1]), noise, misperception)


# -- tables ----------------------------------------------------------------------------------------


def test_pure_memory_one_rules_as_errors_become_rare(request):
    table = pd.read_csv(
        request.path.parent / "data/memory_one_deterministic_limit_16x16.csv", dtype=str
    )
    assert len(table) == 256
    for row in table.to_dict("records"):
        pair = Pair((of(row["p_CC_CD_DC_DD"]), of(row["q_CC_CD_DC_DD"])))
        found = rare_errors(pair)
        assert found.exact
        assert [*found.mean] == [Fraction(row[name]) for name in NAMES]
        assert found.mean @ PD.astype(int) == Fraction(row["payoff_5310"])
        assert found.mean @ LARGE.astype(int) == Fraction(row["payoff_25_15_5_1"])
        for e in ("0.01", "0.05"):
            shares = long_run(pair._replace(noise=(float(e), float(e)))).mean
            expected = [float(row[f"{name}_e{e}"]) for name in NAMES]
            np.testing.assert_allclose(shares, expected, atol=6e-13)


def of(word):
    return memory_one([int(move) for move in word])


ONES = {
    "ALLC": constant(1),
    "ALLD": constant(0),
    "TFT": TFT,
    "STFT": memory_one((1, 0, 1, 0), 0),
    "WSLS": memory_one((1, 0, 0, 1)),
    "GRIM(memory-one)": memory_one((1, 0, 0, 0)),
    "Alternator": memory_one((0, 0, 1, 1)),
    "Random 0.5": constant(0.5),
    "GTFT 1/3": memory_one((1, 1 / 3, 1, 1 / 3)),
    "Joss 0.9": memory_one((0.9, 0, 0.9, 0)),
    "Extort-2 (8/9,1/2,1/3,0)": memory_one((8 / 9, 1 / 2, 1 / 3, 0)),
    "ZDGTFT-2 (1,1/8,1,1/4)": memory_one((1, 1 / 8, 1, 1 / 4)),
    "Equalizer (2/3,0,2/3,1/3)": memory_one((2 / 3, 0, 2 / 3, 1 / 3)),
}


def test_memory_one_rules_in_the_long_run(request):
    table = pd.read_csv(request.path.parent / "data/memory_one_stationary.csv")
    for row in table.to_dict("records"):
        pair = Pair((ONES[row["player"]], ONES[row["opponent"]]), (row["noise"],) * 2)
        found = long_run(pair)
        expected = [row[f"p_{name}"] for name in NAMES]
        np.testing.assert_allclose(found.mean, expected, atol=6e-9)
        assert found.mean @ PD == pytest.approx(row["long_run_score_of_player_per_turn"], abs=6e-9)
        assert found.deviation(PD) == 0


def test_zero_determinant_rules(request):
    table = pd.read_csv(request.path.parent / "data/zd.csv")
    for row in table.to_dict("records"):
        payoffs = PD if row["game_T/R/P/S"] == "5/3/1/0" else LARGE
        rule = memory_one([row[f"p_{name}"] for name in NAMES])
        for name, other in (("ALLC", 1), ("ALLD", 0), ("Random", 0.5)):
            shares = long_run(Pair((rule, constant(other)))).mean
            assert shares @ payoffs == pytest.approx(row[f"sX_vs_{name}"], abs=1e-6)
            assert shares @ payoffs[SWAP] == pytest.approx(row[f"sY_vs_{name}"], abs=1e-6)
        shares = rare_errors(Pair((rule, TFT))).mean
        assert shares @ payoffs == pytest.approx(row["sX_vs_TFT"], abs=1e-6)
        assert shares @ payoffs[SWAP] == pytest.approx(row["sY_vs_TFT"], abs=1e-6)


def test_numbers_that_are_known():
    for noise in (1e-9, 0.01, 0.3):
        found = long_run(Pair((TFT, TFT), (noise, noise))).mean
        assert found @ PD == pytest.approx(9 / 4, rel=1e-12)
    wsls = ONES["WSLS"]
    assert long_run(Pair((wsls, wsls), (0.01, 0.01))).mean @ PD == pytest.approx(2.951092, abs=5e-7)


# -- laws ------------------------------------------------------------------------------------------


def average(pair):
    """The shares of outcomes over 2**50 turns, by doubling."""
    graph = explore(pair)
    n, weight = len(graph.states), graph.weight * pair.flips[graph.flips]
    step, out = np.zeros((n, n)), np.zeros((n, 4))
    np.add.at(step, (graph.source, graph.to), weight)
    np.add.at(out, (graph.source, graph.outcome), weight)
    mean = np.eye(n)
    for _ in range(50):
        mean, step = (mean + mean @ step) / 2, step @ step
        step /= step.sum(axis=1, keepdims=True)
    return mean[0] @ out


@given(pairs())
def test_the_long_run_is_the_average_over_turns(pair):
    shares = long_run(pair).mean.astype(float)
    np.testing.assert_allclose(shares, average(pair), atol=1e-9)


@given(pairs(chances=(0.0, 0.25)))
def test_the_limit_of_rare_errors_is_where_small_errors_lead(pair):
    found = rare_errors(pair)
    small = long_run(pair._replace(noise=(1e-9, 1e-9)))
    np.testing.assert_allclose(found.mean.astype(float), small.mean, atol=1e-6)
    assert found.deviation(PD) == pytest.approx(small.deviation(PD), abs=1e-3)


@given(pairs())
def test_shares_and_chances_add_up(pair):
    for found in (long_run(pair), rare_errors(pair)):
        assert float(found.chances.sum()) == pytest.approx(1)
        np.testing.assert_allclose(found.outcomes.astype(float).sum(axis=1), 1)


@given(pairs())
def test_exchanged_seats_have_the_mirror_image(pair):
    other = Pair(*(part[::-1] for part in pair))
    for limit in (long_run, rare_errors):
        one, two = limit(pair).mean.astype(float), limit(other).mean.astype(float)
        np.testing.assert_allclose(one, two[SWAP], atol=1e-12)


# -- classes ---------------------------------------------------------------------------------------


def test_chance_at_the_beginning_leaves_a_deviation():
    """A rule that tosses a coin once: it cooperates, or defects, for ever."""
    one = Automaton(
        np.array([0, 2, 3, 4]),
        np.array([0.25, 0.75, 1.0, 1.0]),
        np.array([0, 1, 0, 1], np.uint8),
        np.array([np.full((2, 2), k) for k in (1, 2, 1, 2)]),
    )
    for limit in (long_run, rare_errors):
        found = limit(Pair((one, constant(1))))
        assert found.mean.astype(float).tolist() == [0.25, 0, 0.75, 0]
        assert found.deviation(PD) == pytest.approx(2 * np.sqrt(0.25 * 0.75))
    assert [str(share) for share in found.mean] == ["1/4", "0", "3/4", "0"]


def test_without_chance_the_long_run_is_a_cycle_of_fractions():
    found = long_run(Pair((memory_one((0, 0, 1, 1)), memory_one((1, 0, 0, 0)))))
    assert found.exact
    assert [*found.mean] == [0, Fraction(1, 2), 0, Fraction(1, 2)]
    found = long_run(Pair((TFT, constant(0.5))))
    assert not found.exact


def test_several_errors_may_be_needed():
    """A rule that leaves cooperation after two errors in a row, and defection after one."""
    then = np.array([[0, 1], [0, 2], [0, 2]])
    rule = Automaton.of_table([1, 1, 0], [[row, row] for row in then])
    assert [str(share) for share in rare_errors(Pair((rule, rule))).mean] == ["1", "0", "0", "0"]
    assert [str(s) for s in rare_errors(Pair((rule, TFT))).mean] == ["1", "0", "0", "0"]


def test_closed_classes_are_never_left():
    source, to = np.array([0, 0, 1, 2, 3, 4, 5]), np.array([1, 3, 2, 1, 4, 3, 0])
    assert closed_classes(6, source, to) == [[1, 2], [3, 4]]
    assert closed_classes(1, np.array([0]), np.array([0])) == [[0]]


@given(st.integers(2, 7), st.integers(0, 2**32))
def test_elimination_solves_the_equations_of_balance(n, seed):
    rng = np.random.default_rng(seed)
    p = rng.integers(1, 9, (n, n))
    p[rng.random((n, n)) < 0.4] = 0
    p[np.arange(n), (np.arange(n) + 1) % n] = 1  # all reach each other
    rows = {
        i: {j: (0, Fraction(int(p[i, j]))) for j in range(n) if j != i and p[i, j]}
        for i in range(n)
    }
    found = stationary({i: dict(row) for i, row in rows.items()})
    assert sum(found.values()) == 1
    for j in range(n):
        flow = sum(found[i] * row[j][1] for i, row in rows.items() if j in row)
        assert flow == found[j] * sum(chance for _, chance in rows[j].values())


def test_absorption_weighs_ways_by_their_order():
    half, one = Fraction(1, 2), Fraction(1)
    rows = {
        0: {1: (0, half), 2: (0, half)},
        1: {0: (0, one), 3: (1, one)},
        2: {4: (2, one), 0: (0, one)},
    }
    rows |= {3: {}, 4: {}}
    assert absorption(rows, 0, [0, 1, 2]) == {3: 1, 4: 0}
    assert plus((1, 3), (2, 9)) == plus((2, 9), (1, 3)) == (1, 3)


# -- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [long_run, rare_errors])
def test_what_has_no_limit_is_refused(limit, monkeypatch):
    short = Automaton(*(getattr(TFT, n) for n in ("first", "weight", "move", "then")), 10)
    with pytest.raises(
        ArgumentError,
        match="`turns` must be at most 10, for which both automata are known; got a match for ever",
    ):
        limit(Pair((short, TFT)))
    monkeypatch.setattr(limits, "MOST_STATES", 4)
    with pytest.raises(
        TournamentError, match="The chain of this pair has more than 4 joint states, the most that"
    ):
        limit(Pair((TFT, memory_one((0.5, 0.5, 0.5, 0.5)))))
