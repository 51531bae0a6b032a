"""Exact fingerprints: closed forms, the chain of rules that remember one turn, and play."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import analysis
from analysis.exact.fingerprints import dual
from tournament import PRISONERS_DILEMMA, Automaton, Game

REFERENCE = pd.read_csv(Path(__file__).parents[1] / "data" / "ashlock_fingerprints_tft_probe.csv")
GRID = [0.1, 0.25, 0.5, 0.75, 0.9]
UNLIKE = Game(R=(3, 4), S=(0, 1), T=(5, 6), P=(1, 0))
RULES = {
    "ALLC": (1, 1, 1, 1),
    "ALLD": (0, 0, 0, 0, 0),
    "Alternator": (0, 0, 1, 1),
    "Anti-TFT": (0, 1, 0, 1),
    "GTFT 1/3": (1, 1 / 3, 1, 1 / 3),
    "Random 0.5": (0.5, 0.5, 0.5, 0.5, 0.5),
    "TFT": (1, 0, 1, 0),
    "WSLS (Pavlov)": (1, 0, 0, 1),
    "WinShiftLoseStay": (0, 1, 1, 0, 0),
}


def memory_one(p) -> Automaton:
    first, four = (p[4] if len(p) == 5 else 1.0), p[:4]
    return Automaton.of_table([first, *four], [[[1, 2], [3, 4]]] * 5)


TIT_FOR_TAT = memory_one((1, 0, 1, 0))
TWO_TATS = Automaton.of_table([1, 1, 0], [[[0, 1]] * 2, [[0, 2]] * 2, [[0, 2]] * 2])


@pytest.mark.parametrize("name", RULES)
def test_closed_forms(name):
    words = {"game": PRISONERS_DILEMMA, "points": GRID}
    found = analysis.exact_fingerprint(memory_one(RULES[name]), TIT_FOR_TAT, **words)
    table = REFERENCE[REFERENCE["strategy"] == name].sort_values(["x", "y"])
    assert len(table) == 25
    assert found["score"].to_numpy() == pytest.approx(table["value"].to_numpy(), abs=6e-9)


chances = st.lists(st.sampled_from([0.0, 0.3, 0.5, 1.0]), min_size=5, max_size=5)
games = st.sampled_from([PRISONERS_DILEMMA, UNLIKE])


@settings(max_examples=30, deadline=None)
@given(
    chances, chances, st.sampled_from([None, 1, 7]), st.sampled_from([PRISONERS_DILEMMA, UNLIKE])
)
def test_the_chain_of_one_turn_agrees_on_the_whole_map(rule, probe, turns, game):
    """Edges and corners too."""
    words = {"game": game, "points": 5, "turns": turns}
    found = analysis.exact_fingerprint(memory_one(rule), memory_one(probe), **words)
    wanted = analysis.memory_one_fingerprint(rule, probe, **words)
    assert found[["x", "y"]].equals(wanted[["x", "y"]])
    assert found["score"].to_numpy() == pytest.approx(wanted["score"].to_numpy(), abs=1e-9)


def test_what_long_memory_scores_by_play():
    """Tit for two tats against Joss-Ann players; false alarm below 1 in 1,000, fixed seed."""
    words = {"game": PRISONERS_DILEMMA, "points": [0.2, 0.5, 0.9], "turns": 60}
    played = analysis.fingerprint("tit_for_two_tats", **words, repetitions=200)
    exact = analysis.exact_fingerprint(TWO_TATS, TIT_FOR_TAT, **words)
    t = (played["score"] - exact["score"]) / played["standard_error"]
    assert abs(t).max() < stats.t.isf(0.001 / 9 / 2, 199)
    assert played["standard_error"].min() > 0


def test_corners():
    """At (0, 0) the opponent is the probe, at (1, 1) its dual; at (1, 0) and (0, 1) always C and
    always D."""
    grim = Automaton.of_table([1, 0], [[[0, 1]] * 2, [[1, 1], [1, 1]]])
    found = analysis.exact_fingerprint(grim, TIT_FOR_TAT, game=PRISONERS_DILEMMA, points=2)
    assert found["score"].tolist() == pytest.approx([3, 1, 3, 5])
    assert found["cooperation"].tolist() == pytest.approx([1, 0, 1, 0])


def test_a_dual_of_a_dual_is_the_rule_itself():
    for rule in (TIT_FOR_TAT, TWO_TATS):
        twice = dual(dual(rule))
        assert np.array_equal(twice.move, rule.move)
        assert np.array_equal(twice.then, rule.then)
    assert dual(TIT_FOR_TAT).cooperation.tolist() == [0, 0, 1, 0, 1]


def test_a_figure_takes_it():
    from matplotlib.figure import Figure

    from analysis.figures.fingerprints import fingerprint

    axes = Figure().subplots()
    frame = analysis.exact_fingerprint(TWO_TATS, TIT_FOR_TAT, points=3)
    drawn = np.asarray(fingerprint(frame, axes).collections[0].get_array())
    table = frame.pivot(index="y", columns="x", values="score")
    assert drawn.ravel().tolist() == pytest.approx(table.to_numpy().ravel().tolist())
