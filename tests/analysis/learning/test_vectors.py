"""Behaviour vectors: against plain loops, the engine, scipy, known rules and known crowds."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, zscore

import strategies
from analysis import (
    behaviour_counts,
    behaviour_vectors,
    beta_priors,
    play_log,
    rule_vectors,
    standardised,
)
from analysis.learning.logs import parse_log
from analysis.learning.states import states
from tournament import C, D, Match, Tournament, strategy
from tournament.errors import TournamentError

FIELD = ["tit_for_tat", "random_player", "grudger", "joss", "win_stay_lose_shift"]


def coin_log(players: int, matches: int, turns: int, seed: int) -> pd.DataFrame:
    """Return a log of coin tosses."""
    rng, size = np.random.default_rng(seed), players * matches * turns
    return pd.DataFrame(
        {
            "player": np.arange(players).repeat(matches * turns),
            "match": np.tile(np.arange(matches).repeat(turns), players),
            "turn": np.tile(np.arange(1, turns + 1), players * matches),
            "move": rng.choice(["C", "D"], size),
            "opponent_move": rng.choice(["C", "D"], size),
        }
    )


# -- counts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("memory", [1, 2, 3, 5])
def test_counts_are_those_of_plain_loops(memory):
    log = coin_log(4, 5, 7, seed=memory)
    cooperated, seen = behaviour_counts(log.sample(frac=1, random_state=1), memory)
    want = {(p, s): [0, 0] for p in range(4) for s in states(memory)}
    for (player, _), match in log.groupby(["player", "match"]):
        outcomes = list(match["move"] + match["opponent_move"])
        for turn, outcome in enumerate(outcomes):
            cell = want[player, "".join(outcomes[max(0, turn - memory) : turn]) or "first"]
            cell[0] += outcome[0] == "C"
            cell[1] += 1
    for (player, state), cell in want.items():
        assert [cooperated.loc[player, state], seen.loc[player, state]] == cell
    assert seen.to_numpy().sum() == len(log)


def test_states_go_from_older_to_newer():
    assert states(2)[:7] == ["first", "CC", "CD", "DC", "DD", "CCCC", "CCCD"]
    log = pd.DataFrame({"player": "ann", "match": 1, "turn": [1, 2, 3], "move": list("CDD")})
    _, seen = behaviour_counts(log.assign(opponent_move=list("CCD")), 2)
    assert seen.loc["ann"].loc[lambda n: n > 0].index.tolist() == ["first", "CC", "CCDC"]


@pytest.mark.parametrize("memory", [0, 6, 1.5, "2"])
def test_memory_has_limits(memory):
    with pytest.raises(ValueError, match=r"`memory` must be a whole number in \[1, 5\]; got"):
        states(memory)


def test_the_engine_counts_the_same():
    results = Tournament(FIELD, turns=30, repetitions=4, noise=0.1, seed=2).play(progress=False)
    by_log = behaviour_counts(play_log(results, repetitions=4))
    for counted, logged in zip(behaviour_counts(results), by_log, strict=True):
        pd.testing.assert_frame_equal(counted, logged.loc[FIELD], check_names=False)
    cooperated, seen = behaviour_counts(results)
    np.testing.assert_allclose(cooperated / seen, results.states)
    with pytest.raises(TournamentError, match=r"Results have counts for memory 1; got 2\. Take"):
        behaviour_counts(results, 2)


def test_names_and_order_mean_nothing():
    log = coin_log(12, 3, 6, seed=5)
    vectors = behaviour_vectors(log, 2, extras=True)
    names = {k: f"player {(7 * k) % 12}" for k in range(12)}
    other = log.assign(player=log["player"].map(names)).sample(frac=1, random_state=3)
    renamed = behaviour_vectors(other, 2, extras=True).loc[list(names.values())]
    np.testing.assert_allclose(renamed, vectors, rtol=1e-12)


# -- estimates -----------------------------------------------------------------------------------


def test_priors_are_counted_in():
    cooperated, seen = behaviour_counts(coin_log(3, 2, 3, seed=1))
    log = coin_log(3, 2, 3, seed=1)
    pd.testing.assert_frame_equal(
        behaviour_vectors(log, prior=(2, 3)), (cooperated + 2) / (seen + 5)
    )
    plain = behaviour_vectors(log, prior=None)
    assert (plain.isna() == (seen == 0)).all(axis=None)
    np.testing.assert_allclose((plain * seen).fillna(0), cooperated)
    crowd = beta_priors(cooperated, seen)
    pd.testing.assert_frame_equal(behaviour_vectors(log, prior=crowd), behaviour_vectors(log))
    with pytest.raises(TypeError, match=r"`prior` must be 'empirical', a pair of positive"):
        behaviour_vectors(log, prior=(0, 1))
    with pytest.raises(ValueError, match=r"`prior` must have a row for every state"):
        behaviour_vectors(log, memory=2, prior=crowd)
    for wrong in (["a", "b"], ["b"]):  # the first is told
        with pytest.raises(ValueError, match=rf"its column '{wrong[0]}' has no numbers\.$"):
            behaviour_vectors(log, prior=crowd.assign(**dict.fromkeys(wrong, "few")))


@pytest.mark.parametrize(("a", "b"), [(8.0, 2.0), (0.4, 0.4), (1.0, 5.0)])
def test_the_prior_of_a_crowd_is_found(a, b):
    """Against scipy's beta-binomial: no prior near the one found explains the counts better; and
    the truth is within 5 standard errors, which the curvature of the likelihood gives."""
    rng = np.random.default_rng(7)
    n = rng.integers(0, 30, 3000)
    k = rng.binomial(n, rng.beta(a, b, 3000))
    (found,) = beta_priors(pd.DataFrame({"x": k}), pd.DataFrame({"x": n})).to_numpy()
    k, n = np.append(k, 1), np.append(n, 2)  # the one more player

    def log_likelihood(x):
        return betabinom.logpmf(k, n, *np.exp(x)).sum()

    top, at = log_likelihood(np.log(found)), np.log(found)
    grid = np.array([log_likelihood(at + step) for step in product((-0.02, 0, 0.02), repeat=2)])
    assert grid.max() <= top + 1e-6
    grid = grid.reshape(3, 3)
    bend = np.empty((2, 2))
    bend[0, 0], bend[1, 1] = grid[2, 1] - 2 * top + grid[0, 1], grid[1, 2] - 2 * top + grid[1, 0]
    bend[0, 1] = bend[1, 0] = (grid[2, 2] - grid[2, 0] - grid[0, 2] + grid[0, 0]) / 4
    errors = np.sqrt(np.diag(np.linalg.inv(-bend / 0.02**2)))
    assert (np.abs(at - np.log([a, b])) < 5 * errors).all()


def test_estimates_are_nearer_to_the_truth_than_shares():
    rng = np.random.default_rng(8)
    truth = rng.beta(3, 1, (2000, 2))
    n = rng.integers(1, 10, truth.shape)
    k = pd.DataFrame(rng.binomial(n, truth))
    n = pd.DataFrame(n)
    prior = beta_priors(k, n)
    shrunk = (k + prior["a"]) / (n + prior["a"] + prior["b"])
    assert ((shrunk - truth) ** 2).mean().max() < 0.7 * ((k / n - truth) ** 2).mean().min()


def test_a_player_seen_twice_is_no_outlier():
    """Among 200 reliable players of 50 decisions each, two defections of two are little news."""
    rng = np.random.default_rng(9)
    k = pd.DataFrame({"x": np.append(rng.binomial(50, rng.beta(40, 4, 200)), 0)})
    n = pd.DataFrame({"x": np.append(np.full(200, 50), 2)})
    prior = beta_priors(k, n)
    shrunk = standardised((k + prior["a"]) / (n + prior["a"] + prior["b"]))["x"]
    raw = standardised(k / n)["x"]
    assert raw.iloc[-1] < -8
    assert abs(shrunk.iloc[-1]) < 2


def test_where_all_are_alike_estimates_stay_inside():
    log = play_log(Match("always_cooperate", "always_defect", turns=50).play())
    vectors = behaviour_vectors(log)
    assert ((vectors > 0) & (vectors < 1)).all(axis=None)
    np.testing.assert_allclose(vectors["CC"], 0.5)  # nobody saw it
    assert vectors.loc["always_cooperate", "CD"] > 0.95
    assert vectors.loc["always_defect", "DC"] < 0.05


def test_extras_are_pooled_over_states():
    log = coin_log(5, 4, 9, seed=2)
    one, two = (behaviour_vectors(log, m, prior=(1, 1), extras=True) for m in (1, 2))
    extras = ["cooperation", "retaliation", "forgiveness"]
    assert list(one.columns[-3:]) == list(two.columns[-3:]) == extras
    pd.testing.assert_frame_equal(one[extras], two[extras])
    np.testing.assert_allclose(one["retaliation"], 1 - one["CD"])
    np.testing.assert_allclose(one["forgiveness"], one["DC"])
    cooperated = (log["move"] == "C").groupby(log["player"]).sum()
    np.testing.assert_allclose(one["cooperation"], (cooperated + 1) / (36 + 2))


@given(
    st.lists(
        st.tuples(*[st.floats(0, 1, allow_subnormal=False)] * 3), min_size=2, max_size=20
    ).filter(lambda rows: all(np.ptp(x) == 0 or np.ptp(x) > 1e-6 for x in zip(*rows, strict=True)))
)
def test_standard_scores_are_scipys(rows):
    vectors = pd.DataFrame(rows, columns=["a", "b", "c"])
    scaled = standardised(vectors)
    for name in vectors:
        constant = np.ptp(vectors[name]) == 0
        want = np.zeros(len(rows)) if constant else zscore(vectors[name])
        np.testing.assert_allclose(scaled[name], want, atol=1e-9)


# -- rules ---------------------------------------------------------------------------------------


@strategy
def patient(me, opponent):
    """Defect after two defections in a row."""
    return D if opponent.last == D and opponent.move(2) == D else C


def test_rules_are_known_exactly():
    p = strategies.memory_one(0.9, 0.2, 0.6, 0.1, 0.7).named("mine")
    vectors = rule_vectors([p, "grudger", "always_defect", patient])
    assert vectors.loc["mine"].tolist() == pytest.approx([0.7, 0.9, 0.2, 0.6, 0.1])
    assert vectors.loc["grudger"].tolist() == [1, 1, 0, 0, 0]
    assert vectors.loc["always_defect"].tolist() == [0] * 5
    assert vectors.loc["patient"].isna().tolist() == [False, False, True, False, False]
    deeper = rule_vectors([patient], 2).loc["patient"]
    assert deeper.notna().all()
    assert deeper[deeper == 0].index.tolist() == ["CDCD", "CDDD", "DDCD", "DDDD"]


def test_play_shows_what_is_known_exactly():
    """Every state within 5 standard errors."""
    rules = ["win_stay_lose_shift", "joss", "firm_but_fair", "stochastic_cooperator"]
    results = Tournament(
        [*rules, "random_player"], turns=200, repetitions=20, seed=4
    ).play(progress=False)  # fmt: skip
    cooperated, seen = (table.loc[rules] for table in behaviour_counts(results))
    exact = rule_vectors(rules)
    off = (cooperated / seen - exact) * np.sqrt(seen)
    assert (off.abs() <= 5 * np.sqrt(exact * (1 - exact)) + 1e-9).all(axis=None)


def test_a_checked_log_is_not_changed():
    log = parse_log(coin_log(3, 2, 4, seed=3))
    before = log.frame.copy()
    behaviour_vectors(log, 2, extras=True)
    pd.testing.assert_frame_equal(log.frame, before)
