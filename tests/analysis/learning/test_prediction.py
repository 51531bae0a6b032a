"""Prediction: against plain loops, against what is possible at best, and on people."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import entropy
from statsmodels.regression.linear_model import OLS

from analysis import behaviour_counts, beta_priors, read_log
from analysis.learning.prediction import next_moves, predict
from tournament.errors import TournamentError

HUMAN = Path(__file__).parents[4] / "shared/data/human/dal_bo_frechette_2011.csv"
SLIPS = 0.1
PURE = {"always_defect": [0, 0, 0, 0, 0], "tit_for_tat": [1, 1, 0, 1, 0], "wsls": [1, 1, 0, 0, 1]}


def crowd(kinds: list[str], *, matches: int, turns: int, seed: int) -> pd.DataFrame:
    """Return a log of players with slips against coin tossers."""
    rng, rows = np.random.default_rng(seed), []
    for player, kind in enumerate(kinds):
        for match in range(matches):
            state = 0
            for turn in range(1, turns + 1):
                mine = int((rng.random() < SLIPS) == bool(PURE[kind][state]))  # C = 0
                theirs = int(rng.random() < 0.5)
                rows.append((player, match, turn, "CD"[mine], "CD"[theirs]))
                state = 1 + 2 * mine + theirs
    return pd.DataFrame(rows, columns=["player", "match", "turn", "move", "opponent_move"])


def states(match: pd.DataFrame) -> list[str]:
    return ["first", *(match["move"] + match["opponent_move"])[:-1]]


@pytest.fixture(scope="module")
def two_kinds():
    return crowd(["always_defect", "tit_for_tat"] * 15, matches=2, turns=30, seed=1)


# -- the pieces ----------------------------------------------------------------------------------


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_bayes_is_applied_move_by_move(seed, k):
    rng = np.random.default_rng(seed)
    chances, made = rng.uniform(0.01, 0.99, (30, k)), rng.random(30) < 0.5
    players, shares = np.arange(3).repeat([5, 24, 1]), rng.dirichlet(np.ones(k))
    found = next_moves(chances, shares, made, players)
    for row in range(30):
        if row == 0 or players[row] != players[row - 1]:
            weights = shares.copy()
        assert found[row] == pytest.approx((weights * chances[row]).sum())
        weights *= np.where(made[row], chances[row], 1 - chances[row])
        weights /= weights.sum()


def test_simple_models_are_those_of_plain_loops():
    """Each player held out alone."""
    log = crowd(["wsls", "tit_for_tat", "always_defect", "wsls"], matches=3, turns=6, seed=2)
    found = predict(log, [], folds=4)
    log = log.assign(state="", c=(log["move"] == "C").astype(float))
    for _, match in log.groupby(["player", "match"]):
        log.loc[match.index, "state"] = states(match)
    p = pd.DataFrame(index=log.index, columns=list(found.index), dtype=float)
    for player in range(4):
        held, rest = (log[log["player"] == player], log[log["player"] != player])
        shares = {s: (g["c"].sum() + 1) / (len(g) + 2) for s, g in rest.groupby("state")}
        p.loc[held.index, "one_for_all"] = held["state"].map(shares).fillna(0.5)
        p.loc[held.index, "cooperation"] = (rest["c"].sum() + 1) / (len(rest) + 2)
        echo = log["state"].map({"first": 1.0, "CC": 1.0, "CD": 0.0, "DC": 1.0, "DD": 0.0})
        slips = ((rest["c"] != echo[rest.index]).sum() + 1) / (len(rest) + 2)
        p.loc[held.index, "tit_for_tat"] = slips + (1 - 2 * slips) * echo[held.index]
        priors = beta_priors(*behaviour_counts(rest))
        for row in held.index:
            a, b = priors.loc[log["state"][row]]
            before = held[(held["state"] == held["state"][row]) & (held.index < row)]["c"]
            p.loc[row, "own_rule"] = (before.sum() + a) / (len(before) + a + b)
    told = p.where(log["c"] == 1, 1 - p, axis=0)
    loss = -np.log(told)
    np.testing.assert_allclose(found["log_loss"], loss.mean())
    np.testing.assert_allclose(found["accuracy"], ((told > 0.5) + (told == 0.5) / 2).mean())
    np.testing.assert_allclose(found["gain"], loss["one_for_all"].mean() - loss.mean(), atol=1e-12)
    by_player = loss.groupby(log["player"]).mean()  # of equally many decisions each
    np.testing.assert_allclose(found["log_loss_error"], by_player.std() / np.sqrt(4))
    from_own = predict(log, [], folds=4, against="own_rule")
    np.testing.assert_allclose(from_own["gain"], found["gain"] - found.loc["own_rule", "gain"])
    lead = by_player.sub(by_player["own_rule"], axis=0).std() / np.sqrt(4)
    np.testing.assert_allclose(from_own["gain_error"], lead, atol=1e-12)


# -- what is possible ----------------------------------------------------------------------------


def test_kinds_come_near_to_the_best_there_is(two_kinds):
    """Who knew each player's rule would lose the entropy of its slips, 0.325; who it is must be
    learned first, which costs at most log 2 for a player of 60 decisions, 0.012."""
    found = predict(two_kinds, [2], strategies=["always_defect", "tit_for_tat"])
    best = entropy([SLIPS, 1 - SLIPS])
    loss = found["log_loss"]
    chance = 4 * np.sqrt(SLIPS * (1 - SLIPS) / len(two_kinds)) * np.log((1 - SLIPS) / SLIPS)
    for model in ("kinds_2", "strategies"):
        assert best - chance < loss[model] < best + np.log(2) / 60 + chance
        assert abs(found.loc[model, "accuracy"] - (1 - SLIPS)) < 0.02
        assert found.loc[model, "gain"] > 5 * found.loc[model, "gain_error"]
    assert loss["kinds_2"] < loss["one_for_all"] < loss["cooperation"]
    assert loss["kinds_2"] < loss["tit_for_tat"]
    assert found.loc["cooperation", "log_loss"] < np.log(2)


def test_where_all_are_alike_kinds_do_not_help():
    found = predict(crowd(["wsls"] * 30, matches=1, turns=40, seed=3), [2, 4])
    for model in ("kinds_2", "kinds_4"):
        assert abs(found.loc[model, "gain"]) < 0.02
    assert found.loc["one_for_all", "accuracy"] > 0.87


def test_names_and_order_mean_nothing(two_kinds):
    found = predict(two_kinds, [2, 3])
    names = {k: f"p{17 * k % 31}" for k in range(30)}
    other = two_kinds.assign(player=two_kinds["player"].map(names)).sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(predict(other, [2, 3]), found)
    assert not predict(two_kinds, [2], seed=1).equals(found.drop("kinds_3"))


def test_memory_is_used():
    """A rule of two turns back needs a memory of two."""
    rng, rows = np.random.default_rng(4), []
    for player in range(12):
        seen = ["C", "C"]
        for turn in range(1, 61):
            move = seen[-2] if rng.random() > SLIPS else "CD"[seen[-2] == "C"]
            theirs = rng.choice(["C", "D"])
            rows.append((player, 1, turn, move, theirs))
            seen.append(theirs)
    log = pd.DataFrame(rows, columns=["player", "match", "turn", "move", "opponent_move"])
    one, two = (predict(log, [1], memory=m, folds=4)["log_loss"] for m in (1, 2))
    assert two["one_for_all"] < 0.4 < 0.65 < one["one_for_all"]
    assert two["kinds_1"] < 0.4


@pytest.mark.parametrize(("folds", "said"), [(31, "folds need as many players; the log has 30")])
def test_every_fold_needs_a_player(two_kinds, folds, said):
    with pytest.raises(TournamentError, match=said):
        predict(two_kinds, folds=folds)
    with pytest.raises(ValueError, match=r"`folds` must be a whole number in \[2,"):
        predict(two_kinds, folds=1)
    with pytest.raises(ValueError, match=r"`against` must be one of one_for_all, .* got 'luck'"):
        predict(two_kinds, [], against="luck")


# -- people --------------------------------------------------------------------------------------


@pytest.mark.skipif(not HUMAN.exists(), reason="the human data are not here")
def test_kinds_foretell_people_better_than_one_rule_and_tit_for_tat():
    """By more than ten standard errors; one rule for each player does still better."""
    found = predict(read_log(HUMAN), [2, 8])
    for model in ("kinds_2", "kinds_8"):
        assert found.loc[model, "gain"] > 10 * found.loc[model, "gain_error"]
        assert found.loc[model, "accuracy"] > found.loc["one_for_all", "accuracy"] + 0.05
    assert found["log_loss"].idxmin() == "own_rule"
    assert found.loc["tit_for_tat", "gain"] < 0


# -- errors, by statsmodels ------------------------------------------------------------------------


def test_errors_are_those_of_clusters_of_any_size():
    """A mean of decisions, of which those of one player hang together: OLS on a constant."""
    long = crowd(["wsls", "tit_for_tat", "always_defect"], matches=3, turns=30, seed=2)
    short = crowd(["wsls", "tit_for_tat", "wsls"], matches=1, turns=7, seed=3)
    log = pd.concat([long, short.assign(player=short["player"] + 3)], ignore_index=True)
    found = predict(log, [], folds=6)
    c = (log["move"] == "C").to_numpy(float)
    p = np.empty(len(log))
    for player in range(6):
        held = (log["player"] == player).to_numpy()
        p[held] = (c[~held].sum() + 1) / ((~held).sum() + 2)
    told = np.where(c == 1, p, 1 - p)
    right = (told > 0.5) + 0.5 * (told == 0.5)
    for column, values in (("log_loss", -np.log(told)), ("accuracy", right)):
        fit = OLS(values, np.ones(len(log))).fit(
            cov_type="cluster", cov_kwds={"groups": log["player"].to_numpy()}
        )
        assert found.loc["cooperation", column] == pytest.approx(fit.params[0])
        assert found.loc["cooperation", f"{column}_error"] == pytest.approx(fit.bse[0])
    assert found.loc["one_for_all", "gain"] == found.loc["one_for_all", "gain_error"] == 0
    assert found.loc["cooperation", "gain"] == pytest.approx(
        found.loc["one_for_all", "log_loss"] - found.loc["cooperation", "log_loss"]
    )


def test_usual_arguments():
    log = crowd(["wsls", "tit_for_tat"] * 6, matches=1, turns=10, seed=1)
    usual = predict(log)
    given = predict(log, (2, 4, 8), memory=1, against="one_for_all", folds=10, seed=0)
    pd.testing.assert_frame_equal(usual, given)
