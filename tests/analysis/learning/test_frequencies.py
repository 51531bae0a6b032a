"""Strategy frequencies: against the published table, a general optimiser, and known mixtures."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.optimize import minimize

import strategies
from analysis import play_log, read_log
from analysis.learning.frequencies import fit_mixture, strategy_frequencies
from tournament import C, D, Match, strategy

HUMAN = Path(__file__).parents[4] / "shared/data/human/dal_bo_frechette_2011.csv"
FIVE = [
    "always_defect",
    "always_cooperate",
    "grudger",
    "tit_for_tat",
    "win_stay_lose_shift",
]


@strategy
def grim(me, opponent):
    """Cooperate until either player defects; then defect for ever."""
    return D if me.defections + opponent.defections > 0 else C


@strategy(left=0)
def t2(me, opponent):
    """Cooperate until either player defects; then defect twice, and start afresh."""
    if me.left > 0:
        me.left -= 1
    elif me.last == D or opponent.last == D:
        me.left = 2
    return D if me.left > 0 else C


PUBLISHED = pd.DataFrame(  # Dal Bó and Fréchette (2011), table 7
    {
        "D5R32": [0.92, 0.00, 0.00, 0.08, 0.00, 0.00],
        "D5R40": [0.78, 0.08, 0.04, 0.10, 0.00, 0.00],
        "D5R48": [0.53, 0.07, 0.00, 0.38, 0.02, 0.00],
        "D75R32": [0.65, 0.00, 0.00, 0.35, 0.00, 0.00],
        "D75R40": [0.11, 0.30, 0.27, 0.33, 0.00, 0.00],
        "D75R48": [0.00, 0.08, 0.12, 0.56, 0.00, 0.24],
    },
    ["always_defect", "always_cooperate", "grim", "tit_for_tat", "win_stay_lose_shift", "t2"],
)
SIX = ["always_defect", "always_cooperate", grim, "tit_for_tat", "win_stay_lose_shift", t2]


def mixture(shares: dict[str, int], *, tremble: float, matches: int, turns: int, seed: int):
    """Return a log of players, so many of each strategy, against a random player, and their kinds.

    Players of a kind differ by their luck."""
    parts, kinds, number = [], [], 0
    for name, many in shares.items():
        for _ in range(many):
            number += 1
            kinds.append(name)
            for match in range(matches):
                result = Match(
                    strategies.get(name).named("one"), "random_player", turns=turns,
                    noise=(tremble, 0), seed=1000 * seed + number, repetition=match,
                ).play()  # fmt: skip
                log = play_log(result)
                parts.append(log[log["player"] == "one"].assign(player=number, match=match))
    return pd.concat(parts), pd.Series(kinds, range(1, number + 1))


@pytest.fixture(scope="module")
def known():
    shares = {"always_defect": 20, "grudger": 12, "tit_for_tat": 24, "win_stay_lose_shift": 24}
    return *mixture(shares, tremble=0.08, matches=4, turns=25, seed=1), pd.Series(shares) / 80


# -- the published table -------------------------------------------------------------------------


@pytest.mark.skipif(not HUMAN.exists(), reason="the human data are not here")
def test_people_play_what_was_published():
    """All 36 shares of table 7 to the two places that are printed; and the error of the first
    column, 0.043 there, and the tremble, gamma = 0.362, of the R package stratEst."""
    found = strategy_frequencies(read_log(HUMAN), SIX)
    pd.testing.assert_frame_equal(
        found.table.iloc[:-1].round(2), PUBLISHED, check_names=False, check_column_type=False
    )
    assert found.shares.loc[("D5R32", "tit_for_tat"), "standard_error"] == pytest.approx(
        0.043, abs=0.004  # a standard deviation of 500 resamples is good to 3 %
    )  # fmt: skip
    tremble = found.fit.loc["D5R32", "tremble"]
    assert 1 / np.log(1 / tremble - 1) == pytest.approx(0.362, abs=5e-4)
    assert found.fit["players"].tolist() == [44, 50, 46, 44, 38, 44]
    assert found.fit["decisions"].sum() == 7358


# -- the estimator -------------------------------------------------------------------------------


def test_no_other_optimiser_climbs_higher():
    """SLSQP from 20 starts, on counts of two and of three probabilities."""
    rng = np.random.default_rng(1)
    for values, own in ([0.0, 1.0], [3, 9]), ([0.0, 0.4, 1.0], [2, 3, 7]):
        values = np.array(values)
        counts = rng.multinomial(12, np.full(len(values), 1 / len(values)), (60, 3))
        counts[np.arange(60), rng.integers(0, 3, 60)] = own
        shares, tremble, likelihood = fit_mixture(counts, values)

        def loss(x, counts=counts, values=values):
            logs = counts @ np.log(x[-1] + (1 - 2 * x[-1]) * values)
            top = logs.max(axis=1, keepdims=True)
            return -(np.log(np.exp(logs - top) @ x[:-1]) + top[:, 0]).sum()

        best = min(
            minimize(
                loss, [*rng.dirichlet(np.ones(3)), rng.uniform(0.01, 0.45)], method="SLSQP",
                bounds=[(0, 1)] * 3 + [(1e-6, 0.5)], options={"ftol": 1e-12, "maxiter": 500},
                constraints={"type": "eq", "fun": lambda x: x[:-1].sum() - 1},
            ).fun
            for _ in range(20)
        )  # fmt: skip
        assert loss([*shares[0], tremble[0]]) == pytest.approx(-likelihood[0])
        assert -likelihood[0] <= best + 1e-5


def test_weights_are_copies():
    rng = np.random.default_rng(2)
    counts = rng.integers(0, 9, (20, 3, 2))
    counts[:, :, 1] = 12 - counts[:, :, 0]
    many = rng.integers(0, 4, 20)
    weighted = fit_mixture(counts, np.array([0.0, 1.0]), many[None])
    copied = fit_mixture(counts.repeat(many, axis=0), np.array([0.0, 1.0]))
    for one, other in zip(weighted, copied, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_a_known_mixture_is_found(known):
    """Shares and tremble within intervals of 99.9 %; members are who they are, but for players that
    trembles have made alike."""
    log, kinds, truth = known
    found = strategy_frequencies(log, FIVE, confidence=0.999, seed=3)
    shares = found.shares.loc["all"]
    want = truth.reindex(FIVE, fill_value=0)
    assert ((shares["low"] <= want) & (want <= shares["high"])).all()
    fit = found.fit.loc["all"]
    assert abs(fit["tremble"] - 0.08) < 3.3 * np.sqrt(0.08 * 0.92 / len(log))
    assert fit["tremble_error"] == pytest.approx(np.sqrt(0.08 * 0.92 / len(log)), rel=0.5)
    assert abs(fit["agreement"] - 0.92) < 0.02
    members = found.memberships.loc["all"]
    np.testing.assert_allclose(members.sum(axis=1), 1)
    np.testing.assert_allclose(members.mean(), shares["share"], atol=1e-4)
    assert (members.idxmax(axis=1) == kinds).mean() > 0.95


def test_intervals_cover():
    """Shares of 50 mixtures of 30 players, drawn from 0.6 and 0.4: 95 % intervals miss at most 8
    times, which good ones do more often with probability below 0.001."""
    rng = np.random.default_rng(4)
    missed = 0
    for seed in range(50):
        players = rng.binomial(30, 0.6)
        counts = np.array([[18, 2], [10, 10]] * players + [[10, 10], [18, 2]] * (30 - players))
        agree = np.where(counts.reshape(30, 2, 2)[..., 0] == 18, rng.binomial(20, 0.9, (30, 2)), 10)
        both = np.stack([20 - agree, agree], axis=2)
        weights = np.random.default_rng(seed).multinomial(30, np.full(30, 1 / 30), 300)
        drawn, _, _ = fit_mixture(both, np.array([0.0, 1.0]), weights, starts=(0.1,))
        low, high = np.quantile(drawn[:, 0], [0.025, 0.975])
        missed += not low <= 0.6 <= high
    assert missed <= 8


def test_names_and_order_mean_nothing(known):
    log, _, _ = known
    part = log[log["player"] % 4 == 0].assign(
        treatment=lambda f: np.where(f["player"] < 40, "x", "y")
    )
    found = strategy_frequencies(part, FIVE, resamples=20)
    names = {k: f"p{97 * k % 101}" for k in range(1, 81)}
    other = part.assign(player=part["player"].map(names)).sample(frac=1, random_state=1)
    again = strategy_frequencies(other, FIVE, resamples=20)
    for one, two in ((found.shares, again.shares), (found.fit, again.fit)):
        pd.testing.assert_frame_equal(one, two)


def test_treatments_are_estimated_apart(known):
    log, kinds, _ = known
    log = log.assign(treatment=log["player"].map(kinds))
    found = strategy_frequencies(log, FIVE, resamples=2)
    assert list(found.table.columns) == sorted(kinds.unique())
    for kind in kinds.unique():
        assert found.table.loc[kind, kind] > 0.9


def test_strategies_that_say_the_same_share_alike():
    log = play_log(Match("always_cooperate", "always_cooperate", turns=9).play())
    found = strategy_frequencies(log, ["always_cooperate", "tit_for_tat"], resamples=2)
    np.testing.assert_allclose(found.shares["share"], 0.5)
    assert found.fit["tremble"].item() < 1e-9


def test_random_strategies_are_told_by_their_probabilities():
    log, kinds = mixture(
        {"generous_tit_for_tat": 15, "joss": 15}, tremble=0.0, matches=4, turns=50, seed=5
    )
    found = strategy_frequencies(log, ["joss", "generous_tit_for_tat", "tit_for_tat"])
    members = found.memberships.loc["all"]
    assert (members.idxmax(axis=1) == kinds).mean() > 0.95
    assert found.fit.loc["all", "tremble"] < 0.02


# -- errors, by closed form ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain():
    """Return a log of 40 players whose rules cannot be mistaken, three in four always naughty."""
    rng, rows = np.random.default_rng(1), []
    for player in range(40):
        slips = rng.random(50) < 0.02
        for turn in range(50):
            move = (player < 30) != slips[turn]
            rows.append((player, 1, turn + 1, "CD"[int(move)], "CD"[int(rng.integers(2))]))
    return pd.DataFrame(rows, columns=["player", "match", "turn", "move", "opponent_move"])


def test_errors_of_shares_are_binomial_where_rules_are_known(plain):
    """A resample's share is then Binomial(40, 0.75) / 40; its tremble is the share of slips."""
    found = strategy_frequencies(plain, ["always_defect", "always_cooperate"], resamples=4000)
    shares, fit = found.shares.loc["all"], found.fit.loc["all"]
    assert shares["share"].tolist() == pytest.approx([0.75, 0.25])
    error = np.sqrt(0.75 * 0.25 / 40)
    assert shares["standard_error"].tolist() == pytest.approx([error, error], rel=0.05)
    law = stats.binom(40, 0.75)
    assert shares.loc["always_defect", ["low", "high"]].tolist() == pytest.approx(
        [law.ppf(0.025) / 40, law.ppf(0.975) / 40], abs=0.026
    )
    slipped = (plain["move"] == "C") == (plain["player"] < 30)
    assert fit["tremble"] == pytest.approx(slipped.mean())
    assert fit["agreement"] == pytest.approx(1 - slipped.mean())
    by_player = slipped.groupby(plain["player"]).mean()
    assert fit["tremble_error"] == pytest.approx(by_player.std(ddof=0) / np.sqrt(40), rel=0.05)
    e = slipped.mean()
    likelihood = slipped.sum() * np.log(e) + (~slipped).sum() * np.log(1 - e)
    likelihood += 30 * np.log(0.75) + 10 * np.log(0.25)
    assert fit["log_likelihood"] == pytest.approx(likelihood)
    assert (fit["players"], fit["decisions"]) == (40, 2000)


def test_confidence_widens_and_usual_arguments(plain):
    two = ["always_defect", "always_cooperate"]
    usual = strategy_frequencies(plain, two)
    given = strategy_frequencies(plain, two, confidence=0.95, resamples=500, seed=0)
    pd.testing.assert_frame_equal(usual.shares, given.shares)
    narrow = strategy_frequencies(plain, two, confidence=0.5).shares
    assert (narrow["low"] > usual.shares["low"]).all()
    assert (narrow["high"] < usual.shares["high"]).all()
    other = strategy_frequencies(plain, two, seed=1).shares
    assert not other["standard_error"].equals(usual.shares["standard_error"])


def test_resamples_may_be_climbed_in_parts(monkeypatch):
    rng = np.random.default_rng(5)
    counts, values = rng.integers(0, 9, (10, 3, 2)), np.array([0.0, 1.0])
    counts[:, :, 1] = 12 - counts[:, :, 0]
    weights = rng.multinomial(10, np.full(10, 0.1), 7)
    whole = fit_mixture(counts, values, weights)
    monkeypatch.setattr("analysis.learning.frequencies.CELLS", 60)  # two at a time
    for one, other in zip(whole, fit_mixture(counts, values, weights), strict=True):
        np.testing.assert_allclose(one, other)
