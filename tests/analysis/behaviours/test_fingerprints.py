"""Fingerprints: against closed forms, chains against play, and laws."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import strategies
from analysis.behaviours.fingerprints import (
    fingerprint,
    memory_one_fingerprint,
    transitive_fingerprint,
)
from tournament import PRISONERS_DILEMMA, Game
from tournament.errors import UnknownName

REFERENCE = pd.read_csv(Path(__file__).parents[1] / "data" / "ashlock_fingerprints_tft_probe.csv")
GRID = [0.1, 0.25, 0.5, 0.75, 0.9]
RULES = {
    "ALLC": ("always_cooperate", (1, 1, 1, 1)),
    "ALLD": ("always_defect", (0, 0, 0, 0, 0)),
    "Alternator": ("alternator", (0, 0, 1, 1)),
    "Anti-TFT": ("anti_tit_for_tat", (0, 1, 0, 1)),
    "GTFT 1/3": ("generous_tit_for_tat", (1, 1 / 3, 1, 1 / 3)),
    "Random 0.5": ("random_player", (0.5, 0.5, 0.5, 0.5, 0.5)),
    "TFT": ("tit_for_tat", (1, 0, 1, 0)),
    "WSLS (Pavlov)": ("win_stay_lose_shift", (1, 0, 0, 1)),
    "WinShiftLoseStay": ("win_shift_lose_stay", (0, 1, 1, 0, 0)),
}
UNLIKE = Game(R=(3, 4), S=(0, 1), T=(5, 6), P=(1, 0))


def closed(name: str) -> np.ndarray:
    table = REFERENCE[REFERENCE["strategy"] == name].sort_values(["x", "y"])
    assert len(table) == 25
    return table["value"].to_numpy()


def test_reference_is_complete():
    assert set(REFERENCE["strategy"]) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_chains_agree_with_closed_forms(name):
    rule = RULES[name][1]
    words = {"game": PRISONERS_DILEMMA, "points": GRID}
    endless = memory_one_fingerprint(rule, **words)
    assert endless["score"].to_numpy() == pytest.approx(closed(name), abs=6e-9)  # as printed
    turns = 20_000
    long = memory_one_fingerprint(rule, **words, turns=turns)
    assert long["score"].to_numpy() == pytest.approx(closed(name), abs=100 / turns)


@pytest.mark.parametrize("name", ["ALLD", "GTFT 1/3", "TFT", "WSLS (Pavlov)"])
def test_play_agrees_with_closed_forms(name):
    """All 25 points together; false alarm below 1 in 1,000 for each of four rules, fixed seed."""
    played, rule = RULES[name]
    words = {"game": PRISONERS_DILEMMA, "points": GRID, "turns": 300}
    found = fingerprint(played, **words, repetitions=40)
    exact = memory_one_fingerprint(rule, **words)
    assert found[["x", "y"]].equals(exact[["x", "y"]])
    t = (found["score"] - exact["score"]) / found["standard_error"]
    assert abs(t).max() < stats.t.isf(0.001 / 25 / 2, 39)
    bias = abs(exact["score"] - closed(name)).max()  # of matches that end
    assert bias < 10 / 300
    far = abs(found["score"] - closed(name)) - bias
    assert (far < stats.t.isf(0.001 / 25 / 2, 39) * found["standard_error"]).all()


def test_probes_that_remember_their_own_move_are_turned_over():
    """The dual of win stay, lose shift, by play and by chain; false alarm below 1 in 1,000."""
    words = {"game": PRISONERS_DILEMMA, "points": GRID, "turns": 50}
    found = fingerprint("joss", "win_stay_lose_shift", **words, repetitions=200)
    exact = memory_one_fingerprint((0.9, 0, 0.9, 0), (1, 0, 0, 1), **words)
    t = (found["score"] - exact["score"]) / found["standard_error"]
    assert abs(t).max() < stats.t.isf(0.001 / 25 / 2, 199)


@pytest.mark.parametrize("name", ["ALLC", "WSLS (Pavlov)", "WinShiftLoseStay", "Anti-TFT"])
@pytest.mark.parametrize("game", [PRISONERS_DILEMMA, UNLIKE], ids=["alike", "unlike"])
def test_corners_are_exact(name, game):
    played, rule = RULES[name]
    words = {"game": game, "points": 2, "turns": 7}
    found = fingerprint(played, **words, repetitions=1)
    exact = memory_one_fingerprint(rule, **words)
    assert found["score"].to_numpy() == pytest.approx(exact["score"].to_numpy())
    assert (found["standard_error"] == 0).all()


def test_corners_without_end():
    """At (0, 0) the opponent is the probe itself, at (1, 1) its dual; chains may have two ends."""
    words = {"game": PRISONERS_DILEMMA, "points": 2}
    assert memory_one_fingerprint((1, 0, 1, 0), **words)["score"][0] == pytest.approx(3)
    cycle = memory_one_fingerprint((1, 0, 1, 0, 0), **words)["score"]
    assert cycle[0] == pytest.approx(2.5)  # CD, DC, CD, ...
    assert cycle[3] == pytest.approx((0 + 1 + 3 + 5) / 4)  # tit for tat and its dual go round


def test_payoffs_are_applied_as_they_are():
    words = {"points": [0.2, 0.7], "turns": 30, "repetitions": 5, "seed": 3}
    one = fingerprint("tit_for_tat", game=PRISONERS_DILEMMA, **words)
    other = fingerprint("tit_for_tat", game=Game(R=-1, S=-10, T=5, P=-7), **words)  # 3 v - 10
    assert other["score"].to_numpy() == pytest.approx(3 * one["score"].to_numpy() - 10)
    assert other["standard_error"].to_numpy() == pytest.approx(3 * one["standard_error"])
    costs = fingerprint(
        "tit_for_tat", game=Game(R=-3, S=0, T=-5, P=-1, less_is_better=True), **words
    )
    assert costs["score"].to_numpy() == pytest.approx(-one["score"].to_numpy())


def test_one_repetition_has_no_error():
    found = fingerprint("tit_for_tat", points=[0.5], turns=10, repetitions=1)
    assert found["standard_error"].isna().all()
    assert found["score"].notna().all()


@pytest.mark.parametrize("points", [1, 2.5, [], [1.2], "0.5"])
def test_points_that_are_none(points):
    with pytest.raises(ValueError, match="`points` must"):
        memory_one_fingerprint((1, 0, 1, 0), points=points)


def test_bad_rules():
    with pytest.raises(ValueError, match="`rule` must be four or five chances"):
        memory_one_fingerprint((1, 0, 1))
    with pytest.raises(ValueError, match="`probe` must be a probability"):
        memory_one_fingerprint((1, 0, 1, 0), (1, 0, 1, 2))
    with pytest.raises(UnknownName, match="tit_for_tatt"):
        fingerprint("tit_for_tatt")


# -- transitive fingerprints ---------------------------------------------------------------------


def test_tit_for_tat_does_what_random_players_did():
    """False alarm: below 1 in 1,000 for all 40 cells, fixed seed."""
    repetitions = 200
    found = transitive_fingerprint("tit_for_tat", 6, turns=9, repetitions=repetitions)
    assert found.shape == (6, 9)
    assert found.index.tolist() == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert list(found.columns) == list(range(1, 10))
    assert (found[1] == 1).all()
    for p, row in found.loc[:, 2:].iterrows():
        low, high = stats.binom.interval(1 - 0.001 / 40, repetitions, p)
        assert row.between(low / repetitions, high / repetitions).all()


def test_given_opponents_and_noise():
    field = [strategies.get("always_cooperate"), "always_defect"]
    found = transitive_fingerprint("tit_for_tat", field, turns=5, repetitions=2)
    assert found.to_numpy().tolist() == [[1] * 5, [1, 0, 0, 0, 0]]
    assert list(found.index) == ["always_cooperate", "always_defect"]
    flipped = transitive_fingerprint("tit_for_tat", ["always_defect"], turns=3, noise=1.0)
    assert flipped.to_numpy().tolist() == [[0, 0, 0]]


def test_a_longer_fingerprint_begins_with_the_shorter():
    words = {"opponents": 3, "repetitions": 10, "noise": 0.1}
    short, long = (transitive_fingerprint("grudger", turns=n, **words) for n in (4, 9))
    pd.testing.assert_frame_equal(long.loc[:, :4], short)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"opponents": 1}, "`opponents` must be a whole number"),
        ({"opponents": []}, "`opponents` must be at least one"),
        ({"turns": 0}, "`turns` must be a whole number"),
        ({"repetitions": 0}, "`repetitions` must be a whole number"),
        ({"noise": 2}, "`noise` must be"),
    ],
)
def test_bad_numbers(words, sentence):
    with pytest.raises(ValueError, match=sentence):
        transitive_fingerprint("tit_for_tat", **words)
