"""The library plays like the rules of the literature, as recorded from Axelrod-Python.

`data/make_oracle.py` says what was recorded. A rule is tested once `strategies/axelrod_python.py`
has its key.
"""

import math
from functools import cache
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
import pytest

from strategies import from_axelrod
from strategies.classic.cyclers import scripted
from strategies.contents.differences import CORRECTED
from tournament import PRISONERS_DILEMMA, Game, Match, Tournament
from tournament.authors.registry import library
from tournament.engine.sources import play as play_unit
from tournament.errors import UnknownName
from tournament.results.units.unit import Unit
from tournament.rules.match import rules

DATA = Path(__file__).parent / "data"
ORACLE = dict(np.load(DATA / "oracle.npz"))
OPPONENTS = np.unpackbits(ORACLE["opponents"], axis=1)
SLOW = np.flatnonzero(ORACLE["slow"])
TURNS = OPPONENTS.shape[1]
SCRIPTS = [scripted(moves, repeat=False).named("script") for moves in OPPONENTS]
CONDITIONS = {
    "": {"game": PRISONERS_DILEMMA, "length_known": True},
    "inf_": {"game": PRISONERS_DILEMMA, "length_known": False},
    "game_": {"game": Game(R=15, S=1, T=25, P=5), "length_known": True},
}
LIBRARY = library()
LARGE = 20
"""Rules: a larger team plays a quarter as often; each of its members is tested as a player."""


@cache
def counterpart(key):
    """Return our strategy, or None where there is none, or one that plays otherwise."""
    try:
        return None if key.partition("|")[0] in CORRECTED else from_axelrod(key)
    except UnknownName:
        return None


def entries(kind):
    """Return the parameter sets of a test: variant, position in the recording, and rule."""
    found = []
    for variant in CONDITIONS:
        for i, key in enumerate(map(str, ORACLE[f"{kind}{variant}keys"])):
            if rule := counterpart(key):
                name = f"{variant}{key.partition('|')[0]}{i}"
                marks = [pytest.mark.slow] if len(rule.tree()) > LARGE else []
                found.append(pytest.param(variant, i, rule, marks=marks, id=name))
    return found


# -- rules without chance -------------------------------------------------------------------------


@pytest.mark.parametrize(("variant", "i", "rule"), entries(""))
def test_deterministic_rules_answer_move_for_move(variant, i, rule):
    for script, recorded in zip(SCRIPTS, ORACLE[f"{variant}moves"][i], strict=True):
        match = Match(rule, script, turns=TURNS, seed=1980, **CONDITIONS[variant])
        np.testing.assert_array_equal(match.play().moves[:, 0], np.unpackbits(recorded)[:TURNS])


@pytest.mark.parametrize("name", CORRECTED)
def test_what_is_corrected_plays_otherwise(name):
    (i,) = (i for i, key in enumerate(ORACLE["keys"]) if key.partition("|")[0] == name)
    rule = from_axelrod(name)
    assert any(
        not np.array_equal(
            Match(rule, script, turns=TURNS, seed=1980, **CONDITIONS[""]).play().moves[:, 0],
            np.unpackbits(recorded)[:TURNS],
        )
        for script, recorded in zip(SCRIPTS, ORACLE["moves"][i], strict=True)
    )


def test_deterministic_rules_head_to_head():
    """In every turn of every match; so scores are equal too."""
    classes = map(str, ORACLE["pair_classes"])
    pairs = combinations_with_replacement(classes, 2)
    for (a, b), recorded in zip(pairs, ORACLE["pair_moves"], strict=True):
        if counterpart(a) and counterpart(b):
            match = Match(counterpart(a), counterpart(b), turns=TURNS, seed=1980, **CONDITIONS[""])
            moves = np.unpackbits(recorded, axis=1)[:, :TURNS]
            np.testing.assert_array_equal(match.play().moves.T, moves, err_msg=f"{a}, {b}")


# -- rules with chance ----------------------------------------------------------------------------

RUNS, MATCHES = 100, 1000
FALSE_ALARMS = 1e-4
"""Bound of the probability, over all seeds, that these tests reject a correct library: exact for
single turns, nearly so for means, whose distribution over a thousand matches is nearly normal."""
TESTS = sum(
    len(ORACLE[f"random_{variant}keys"]) * (len(SLOW) * (2 * TURNS - 1) + len(OPPONENTS))
    for variant in CONDITIONS
)
LEVEL = FALSE_ALARMS / TESTS  # Bonferroni
FEW = 100
"""Runs that tell too little of their own spread; of large teams there are as few as four."""


def often(rule, many):
    """Return how often a rule plays."""
    return many if len(rule.tree()) <= LARGE else many // 4


def smallest_p(ours, n, theirs, m):
    """Return the smallest p-value, over turns, of exact tests that two rates are equal.

    The rates are `ours` of n and `theirs` of m.

    Twice the smaller tail of the hypergeometric distribution; exact for any counts.
    """
    from scipy.stats import hypergeom

    both = ours.astype(int) + theirs
    tails = hypergeom.cdf(ours, n + m, both, n), hypergeom.sf(ours - 1, n + m, both, n)
    return float(np.min(2 * np.minimum(*tails)))


@pytest.mark.parametrize(("variant", "i", "rule"), entries("random_"))
def test_stochastic_rules_cooperate_as_often_in_every_turn(variant, i, rule):
    def recorded(name):
        return ORACLE[f"random_{variant}{name}"][i]

    runs = often(rule, RUNS)
    for k, q in enumerate(SLOW):
        match = Match(
            rule, SCRIPTS[q], turns=TURNS, seed=1980, engine="compiled", **CONDITIONS[variant]
        )
        cooperated = np.zeros((runs, TURNS), bool)
        for match.repetition in range(runs):
            cooperated[match.repetition] = match.play().moves[:, 0] == 0
        twice = cooperated[:, :-1] & cooperated[:, 1:]
        for counts, name in ((cooperated.sum(0), "cooperations"), (twice.sum(0), "pairs")):
            p = smallest_p(counts, runs, recorded(name)[k], recorded("runs")[q])
            assert p > LEVEL, f"{name} against opponent {q}: p = {p:.1e}"


@pytest.mark.parametrize(("variant", "i", "rule"), entries("random_"))
def test_stochastic_rules_cooperate_as_often_on_the_whole(variant, i, rule):
    from scipy.special import erfc

    players, many = (rule, *SCRIPTS), often(rule, MATCHES)
    matches = np.array([(0, q) for q in range(1, len(players))])
    how = rules([p.name for p in players], turns=TURNS, seed=1980, **CONDITIONS[variant])
    totals = play_unit(Unit(players, matches, how, 0, many)).totals[:, 1:, 0, 0]
    ours = totals[:, :, [0, 2]].sum(axis=2)  # of the rule, in outcomes seen by the scripts
    runs, theirs, deviations = (
        ORACLE[f"random_{variant}{name}"][i] for name in ("runs", "means", "deviations")
    )
    known = runs > 1
    spread = ours.var(axis=0, ddof=1)  # theirs too, if the rules are the same
    recorded = np.where(runs < FEW, spread, deviations**2)
    variance = spread / many + recorded / np.maximum(runs, 1)
    off = np.abs(ours.mean(axis=0) - theirs) - 1e-6
    p = erfc(np.maximum(off, 0) / np.sqrt(np.maximum(2 * variance, 1e-12)))[known]
    assert p.min() > LEVEL, f"against opponent {np.flatnonzero(known)[p.argmin()]}: p = {p.min()}"


def test_stochastic_rules_head_to_head():
    """Scores are within four standard errors of those recorded.

    Of the at most 210 pairs 0.02 are expected outside; two or more would come with probability
    2e-4.
    """
    classes = list(map(str, ORACLE["random_pair_classes"]))
    field = [counterpart(name).named(name) for name in classes if counterpart(name)]
    event = Tournament(field, PRISONERS_DILEMMA, turns=TURNS, repetitions=MATCHES, seed=1980)
    results = event.play(progress=False)
    outside = []
    for k, (a, b) in enumerate(combinations_with_replacement(classes, 2)):
        if counterpart(a) and counterpart(b):
            cells = [(a, b), (b, a)] if a != b else [(a, a)]
            ours = np.array([results.payoffs.loc[cell] for cell in cells])
            error = np.array([results.payoff_errors.loc[cell] for cell in cells])
            theirs, spread = (ORACLE[f"random_pair_{name}"][k] for name in ("scores", "errors"))
            if a == b:  # here both seats count as one
                theirs, spread = theirs.mean(keepdims=True), spread.max(keepdims=True)
            if np.any(np.abs(ours - theirs) > 4 * np.hypot(error, spread) + 1e-6):
                outside.append((a, b))
    assert len(outside) < 2, outside


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
