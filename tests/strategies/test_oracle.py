"""The library plays like the rules of the literature, as recorded from Axelrod-Python.

`data/make_oracle.py` says what was recorded.
"""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from strategies.cyclers import scripted
from tournament import PRISONERS_DILEMMA, Game, Match, Tournament
from tournament.registry import library

DATA = Path(__file__).parent / "data"
ORACLE = dict(np.load(DATA / "oracle.npz"))
OPPONENTS = np.unpackbits(ORACLE["opponents"], axis=1)
TURNS = OPPONENTS.shape[1]
OTHER = Game(R=15, S=1, T=25, P=5)
LIBRARY = library()


def strategy(name, parameters):
    """Return the strategy of an entry of the oracle."""
    given = json.loads(str(parameters))
    return LIBRARY[str(name)](**given) if given else LIBRARY[str(name)]


def responses(rule, sequence, n=1, *, game=PRISONERS_DILEMMA, told=True):
    """Return the rule's moves (n, turns) in n independent matches against a script."""
    script = scripted(sequence, repeat=False).named("script")
    how = {"game": game, "turns": TURNS, "length_known": told, "seed": 1980}
    matches = (Match(rule, script, repetition=r, **how) for r in range(n))
    return np.array([match.play().moves[:, 0] for match in matches])


def entries(variant):
    """Return the parameter sets of a test over the oracle: position, name and parameters."""
    found = enumerate(
        zip(ORACLE[f"{variant}strategies"], ORACLE[f"{variant}parameters"], strict=True)
    )
    return [pytest.param(i, name, given, id=f"{name}{given}") for i, (name, given) in found]


def assert_same_moves(variant, i, rule, **how):
    for opponent, recorded in zip(OPPONENTS, ORACLE[f"{variant}moves"][i], strict=True):
        moves = responses(rule, opponent, **how)[0]
        np.testing.assert_array_equal(moves, np.unpackbits(recorded)[:TURNS])


@pytest.mark.parametrize(("i", "name", "given"), entries(""))
def test_deterministic_rules_answer_move_for_move(i, name, given):
    assert_same_moves("", i, strategy(name, given))


@pytest.mark.parametrize(("i", "name", "given"), entries("inf_"))
def test_rules_that_use_the_length_when_it_is_not_told(i, name, given):
    assert_same_moves("inf_", i, strategy(name, given), told=False)


@pytest.mark.parametrize(("i", "name", "given"), entries("game_"))
def test_rules_that_use_the_payoffs_under_others(i, name, given):
    assert_same_moves("game_", i, strategy(name, given), game=OTHER)


RUNS = 100
FALSE_ALARMS = 1e-4
"""Bound of the probability, over all seeds, that these tests reject a correct library."""


def smallest_p(ours, n, theirs, m):
    """Return the smallest p-value, over turns, of exact tests that two rates are equal.

    The rates are `ours` of n and `theirs` of m.

    Twice the smaller tail of the hypergeometric distribution; exact for any counts.
    """
    from scipy.stats import hypergeom

    both = ours.astype(int) + theirs
    tails = hypergeom.cdf(ours, n + m, both, n), hypergeom.sf(ours - 1, n + m, both, n)
    return float(np.min(2 * np.minimum(*tails)))


@pytest.mark.parametrize(("i", "name", "given"), entries("random_"))
def test_stochastic_rules_cooperate_as_often_in_every_turn(i, name, given):
    rule = strategy(name, given)
    slow = np.flatnonzero(ORACLE["slow"])
    tests = len(ORACLE["random_strategies"]) * len(slow) * (2 * TURNS - 1)
    level = FALSE_ALARMS / tests  # Bonferroni
    for q in slow:
        cooperated = responses(rule, OPPONENTS[q], RUNS) == 0
        twice = cooperated[:, :-1] & cooperated[:, 1:]
        for counts, recorded in ((cooperated.sum(0), "cooperations"), (twice.sum(0), "pairs")):
            p = smallest_p(counts, RUNS, ORACLE[recorded][i, q], ORACLE["runs"][i, q])
            assert p > level, f"{recorded} against opponent {q}: p = {p:.1e}"


PAIR_NAMES = {
    "Cooperator": "always_cooperate",
    "Defector": "always_defect",
    "Tit For Tat": "tit_for_tat",
    "Suspicious Tit For Tat": "suspicious_tit_for_tat",
    "Tit For 2 Tats": "tit_for_two_tats",
    "Two Tits For Tat": "two_tits_for_tat",
    "Hard Tit For Tat": "hard_tit_for_tat",
    "Grudger": "grudger",
    "Win-Stay Lose-Shift": "win_stay_lose_shift",
    "Win-Shift Lose-Stay: D": "win_shift_lose_stay",
    "Alternator": "alternator",
    "Anti Tit For Tat": "anti_tit_for_tat",
    "Bully": "bully",
    "Cycler CCD": "cycler_ccd",
    "Cycler DDC": "cycler_ddc",
    "Soft Go By Majority": "soft_majority",
    "Hard Go By Majority": "hard_majority",
    "Original Gradual": "gradual",
    "Prober": "prober",
    "First by Davis: 10": "davis",
    "First by Tideman and Chieruzzi: (D, D)": "tideman_and_chieruzzi",
    "First by Shubik": "shubik",
    "First by Nydegger": "nydegger",
}


def test_totals_of_deterministic_pairs_over_200_turns():
    wanted = pd.read_csv(DATA / "deterministic_pairs_200_turns.csv", index_col=0)
    field = [LIBRARY[PAIR_NAMES[name]] for name in wanted.index]
    results = Tournament(field, PRISONERS_DILEMMA, turns=200, repetitions=1).play(progress=False)
    columns = [PAIR_NAMES[name] for name in wanted.columns]
    got = 200 * results.payoffs[columns].to_numpy()
    np.testing.assert_array_equal(got.round(9), wanted.to_numpy())


# Beaufils, Delahaye and Mathieu (1997): gradual's totals over 1,000 turns, as printed
GRADUAL_1997 = {
    "always_cooperate": 3000, "always_defect": 915, "tit_for_tat": 3000, "grudger": 3000,
    "cycler_ddc": 2219, "cycler_ccd": 3472, "soft_majority": 3000, "suspicious_tit_for_tat": 2996,
    "prober": 2999, "gradual": 3000, "win_stay_lose_shift": 3000,
}  # fmt: skip


@pytest.mark.parametrize(("name", "total"), GRADUAL_1997.items())
def test_gradual_scores_as_printed_in_1997(name, total):
    result = Match(
        LIBRARY["gradual"], LIBRARY[name], game=PRISONERS_DILEMMA, turns=1000, seed=0
    ).play()
    assert result.totals[0] == total


def test_long_run_scores_of_zero_determinant_rules():
    """Against random_player, within five standard errors: mine - a = chi (theirs - a)."""
    payoffs = PRISONERS_DILEMMA.payoffs[0]

    def scores(name, turns=20_000):
        match = Match(
            LIBRARY[name], LIBRARY["random_player"], game=PRISONERS_DILEMMA, turns=turns, seed=3
        )
        moves = match.play().moves
        return payoffs[moves[:, 0], moves[:, 1]].mean(), payoffs[moves[:, 1], moves[:, 0]].mean()

    near = {"abs": 5 * 2.5 / math.sqrt(20_000)}
    assert scores("zd_extort_2") == pytest.approx((42 / 17, 59 / 34), **near)
    assert scores("equalizer")[1] == pytest.approx(2, **near)
    assert scores("zd_set_2")[1] == pytest.approx(2, **near)
    relations = [
        ("zd_extort_3", 3, 1),
        ("zd_extort_4", 4, 1),
        ("zd_gtft_2", 2, 3),
        ("zd_gen_2", 2, 3),
    ]
    for name, chi, anchor in relations:
        mine, theirs = scores(name)
        assert mine - anchor == pytest.approx(
            chi * (theirs - anchor), abs=2 * (1 + chi) * near["abs"]
        )
