"""Behaviour: against matches replayed move by move, closed forms, other libraries, and laws."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from analysis import (
    behaviour,
    eigenjesus,
    eigenmoses,
    extortion,
    extortion_fit,
    good_partner,
    properties,
)
from tournament import PRISONERS_DILEMMA, Game, Results, Tournament
from tournament.errors import TournamentError

NAMES = ["tit_for_tat", "always_defect", "random_player", "joss", "win_stay_lose_shift"]
FIELD = [strategies.get(name) for name in NAMES]
CHICKEN = Game(R=3, S=1, T=4, P=0)
HARMONY = Game(R=4, S=3, T=2, P=1)
UNLIKE = Game(R=(3, 4), S=(0, 1), T=(5, 6), P=(1, 0))
ZD = pd.read_csv(Path(__file__).parents[1] / "data" / "exact_zd.csv")


def play(names=NAMES, **words):
    words = {"turns": 20, "repetitions": 4, "noise": 0.05, "seed": 1} | words
    field = [strategies.get(name) if isinstance(name, str) else name for name in names]
    return Tournament(field, **words).play(progress=False)


def replayed(results: Results) -> dict[tuple[int, int], list[list[np.ndarray]]]:
    """Return moves (turns, 2) of all repetitions, by player and opponent, from either seat: a list
    of as many views as count for the pair, each a list of repetitions."""
    found: dict[tuple[int, int], list[list[np.ndarray]]] = {}
    for i, j in results.matches.tolist():
        names = results.names[i], results.names[j]
        moves = [results.sample(*names, k).moves for k in range(results.repetitions)]
        found.setdefault((i, j), []).append(moves)
        found.setdefault((j, i), []).append([m[:, ::-1] for m in moves])
    return found


@pytest.fixture(scope="module")
def noisy():
    return play()


# -- behaviour -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [{}, {"continuation": 0.9, "turns": None}, {"self_play": False}, {"game": UNLIKE}],
    ids=["usual", "continuation", "no copies", "unlike seats"],
)
def test_behaviour_is_that_of_the_moves(words):
    results = play(**words)
    found, matches = behaviour(results), replayed(results)
    for i, name in enumerate(results.names):
        shares, starts, after = [], [], {outcome: [] for outcome in range(4)}
        for (player, _), views in matches.items():
            if player != i:
                continue
            flat = [[2 * m[:, 0] + m[:, 1] for m in view] for view in views]
            every = [np.bincount(np.concatenate(view), minlength=4) for view in flat]
            shares.append(np.mean([n / n.sum() for n in every], axis=0))
            for outcomes in (o for view in flat for o in view):
                starts.append(outcomes[0] < 2)
                for before, now in pairwise(outcomes):
                    after[before].append(now < 2)
        expected = np.mean(shares, axis=0)
        assert found.loc[name, ["CC", "CD", "DC", "DD"]].to_numpy() == pytest.approx(expected)
        assert found.loc[name, "cooperation"] == pytest.approx(expected[:2].sum())
        assert found.loc[name, "first"] == pytest.approx(np.mean(starts))
        for k, outcome in enumerate(("CC", "CD", "DC", "DD")):
            mean = np.mean(after[k]) if after[k] else np.nan
            assert found.loc[name, f"after_{outcome}"] == pytest.approx(mean, nan_ok=True)


@pytest.mark.parametrize("self_play", [True, False])
def test_cooperation_and_wins_are_those_of_the_ranking(self_play):
    results = play(self_play=self_play)
    found, ranking = behaviour(results), results.ranking
    assert list(found.index) == results.names
    for column in ("cooperation", "wins"):
        assert found[column].to_numpy() == pytest.approx(ranking.loc[found.index, column])


@settings(max_examples=10)
@given(st.integers(0, 2**32), st.permutations(range(len(FIELD))))
def test_order_of_entry_changes_nothing(seed, order):
    one, other = play(seed=seed), play([NAMES[k] for k in order], seed=seed)
    for measure in (behaviour, properties, extortion):
        pd.testing.assert_frame_equal(measure(one), measure(other).loc[NAMES])
    for measure in (good_partner, eigenjesus):
        assert measure(other)[NAMES].to_numpy() == pytest.approx(measure(one).to_numpy())


def test_payoffs_change_no_behaviour():
    one, other = play(), play(game=Game(R=-97, S=-100, T=-95, P=-99))
    pd.testing.assert_frame_equal(behaviour(one), behaviour(other))
    pd.testing.assert_frame_equal(properties(one), properties(other))
    assert eigenmoses(one).equals(eigenmoses(other))


def test_a_player_alone_with_its_copy():
    found = behaviour(play(["tit_for_tat"], noise=0, repetitions=1)).loc["tit_for_tat"]
    assert found["CC"] == found["cooperation"] == found["after_CC"] == 1
    assert np.isnan(found["wins"])
    assert np.isnan(found["after_CD"])


# -- the four properties -------------------------------------------------------------------------


def test_properties_of_well_known_rules():
    names = ["always_cooperate", "always_defect", "tit_for_tat", "grudger", "alternator"]
    results = play([*names, "tit_for_two_tats"], noise=0, turns=50, repetitions=2)
    found = properties(results)
    readings = found.loc[:, "is_nice":].astype(object).where(lambda t: t.notna(), None)
    assert readings.loc["always_cooperate"].tolist() == [True, False, None, True]
    assert readings.loc["always_defect"].tolist() == [False, None, False, False]
    assert readings.loc["tit_for_tat"].tolist() == [True, True, True, True]
    assert readings.loc["grudger"].tolist()[:3] == [True, True, False]
    assert readings.loc["alternator", ["is_nice", "is_provocable"]].tolist() == [False, False]
    assert readings.loc["tit_for_two_tats", ["is_nice", "is_provocable"]].tolist() == [True, False]
    assert found.loc["tit_for_two_tats", "provocable"] > 0  # by always_defect, not by alternator
    assert found.loc["tit_for_tat", "nice":"not_envious"].tolist() == [1, 1, 1, 1]
    assert found.loc["always_defect", "nice"] == 0


def test_first_defections_are_shares_of_matches(noisy):
    found, matches = properties(noisy)["nice"], replayed(noisy)
    for i, name in enumerate(noisy.names):
        kept = []
        for (player, _), views in matches.items():
            if player == i:
                firsts = [m[m.any(axis=1).argmax(), 0] for view in views for m in view]
                kept.append(1 - np.mean(firsts))
        assert found[name] == pytest.approx(np.mean(kept))


@pytest.mark.parametrize("slip", [{"noise": 0.01}, {"noise": 0.1}, {"misperception": 0.05}])
def test_flips_make_no_nice_rule_nasty_and_excuse_no_nasty_one(slip):
    """False alarms: below 1 in 1,000 for each of nine rules, with a fixed seed."""
    nice = ["always_cooperate", "tit_for_tat", "tit_for_two_tats", "win_stay_lose_shift", "grudger"]
    nasty = ["random_player", "alternator", "tullock", "suspicious_tit_for_tat", "always_defect"]
    results = play([*nice, *nasty], turns=60, repetitions=20, **({"noise": 0.0} | slip))
    found = properties(results)
    assert (found.loc[nice[1:], "nice"] < 1).all()  # the shares count flips
    assert found.loc[nice[:3], "is_nice"].tolist() == [True] * 3
    assert found.loc[nice, "is_nice"].fillna(True).all()
    assert not found.loc[nasty, "is_nice"].fillna(False).any()
    if slip == {"noise": 0.01}:
        assert (~found.loc[nasty, "is_nice"]).all()


def test_noise_moves_no_reading():
    names = ["always_cooperate", "always_defect", "tit_for_tat", "generous_tit_for_tat", "joss"]
    found = properties(play(names, turns=100, repetitions=20, noise=0.05))
    assert found["is_provocable"].tolist() == [False, False, True, True, True]
    assert found["is_forgiving"].tolist() == [True, False, True, True, True]
    assert found["is_not_envious"].tolist()[:4] == [True, False, True, True]
    always = found.loc[["always_cooperate", "always_defect"], "provocable"]
    assert always.abs().max() < 0.05  # five standard errors
    assert found.loc["tit_for_tat", "provocable"] == pytest.approx(0.9, abs=0.03)  # 1 - 2 e


def test_envy_is_not_told_where_seats_are_paid_differently():
    found = properties(play(game=UNLIKE))
    assert found["not_envious"].isna().all()
    assert found["is_not_envious"].isna().all()


# -- good partners -------------------------------------------------------------------------------


@pytest.mark.parametrize("game", [PRISONERS_DILEMMA, CHICKEN, HARMONY])
def test_good_partners_cooperate_at_least_as_often(game):
    results = play(game=game)
    found, matches = good_partner(results), replayed(results)
    for i, name in enumerate(results.names):
        shares = [
            np.mean([m[:, 0].sum() <= m[:, 1].sum() for m in views[0]])
            for (player, other), views in matches.items()
            if player == i != other
        ]
        assert found[name] == pytest.approx(np.mean(shares))
    if game is not HARMONY:
        assert found.tolist() == properties(results)["not_envious"].tolist()


@pytest.mark.parametrize("game", [UNLIKE, Game(R=3, S=2, T=2, P=1)])
def test_good_partners_need_pay_that_tells(game):
    with pytest.raises(TournamentError, match="Good partners are told by who was paid more"):
        good_partner(play(game=game))


# -- eigenratings --------------------------------------------------------------------------------


def test_ratings_are_those_of_axelrod_python():
    """As printed in the documentation of Axelrod-Python 4 (morality metrics), two digits."""
    results = play(
        ["always_cooperate", "always_defect", "tit_for_tat", "grudger"], turns=200, noise=0
    )
    assert good_partner(results).tolist() == [1, 0, 1, 1]
    assert eigenjesus(results).round(2).tolist() == [0.58, 0, 0.58, 0.58]
    assert eigenmoses(results).round(2).tolist() == [0.37, -0.37, 0.6, 0.6]


@pytest.mark.parametrize("self_play", [True, False])
def test_ratings_are_leading_eigenvectors(self_play):
    results = play(self_play=self_play)
    rates = results.cooperation.to_numpy()
    for matrix, found in (
        (np.nan_to_num(rates), eigenjesus(results)),
        (np.nan_to_num(2 * rates - 1), eigenmoses(results)),
    ):
        values, vectors = np.linalg.eig(matrix)
        best = values.real.argmax()
        vector = vectors[:, best].real
        assert found.to_numpy() == pytest.approx(vector * np.sign(vector @ found), abs=1e-9)
    assert (eigenjesus(results) >= 0).all()


def test_equal_players_are_rated_alike_where_vectors_are_not_unique():
    """Two groups that cooperate only within: any mixture is a leading eigenvector."""
    results = play(noise=0, repetitions=1)
    blocks = np.kron(np.eye(2), np.ones((2, 2)))
    tallies = replace(results.tallies)
    pairs = [(i, j) for i in range(4) for j in range(i, 4)]
    tallies.counts = np.array([[20 * blocks[p], 0, 0, 20 - 20 * blocks[p]] for p in pairs], int)
    tallies.products = np.zeros((len(pairs), 4, 4), int)
    tallies.chance = np.zeros(len(pairs), bool)
    made = replace(
        results,
        played=replace(
            results.played, names=list("abcd"), labels=[np.array(pairs)], books=[tallies]
        ),
    )
    assert eigenjesus(made).tolist() == pytest.approx([0.5] * 4)
    with pytest.raises(TournamentError, match="equal ratings lead to none"):
        eigenmoses(made)  # one group is good and the other bad, but which?


def test_ratings_that_do_not_exist():
    crooks = play(["always_defect", "suspicious_tit_for_tat"], noise=0)
    with pytest.raises(TournamentError, match="nobody ever did"):
        eigenjesus(crooks)
    with pytest.raises(TournamentError, match="Eigenmoses has no answer here"):
        eigenmoses(crooks)
    circle = play(["always_cooperate", "always_defect"], noise=0, self_play=False)
    with pytest.raises(TournamentError, match="leading eigenvalue is complex"):
        eigenmoses(circle)
    assert eigenjesus(circle).tolist() == pytest.approx([1, 0], abs=1e-6)


# -- extortion -----------------------------------------------------------------------------------


def game_of(text: str) -> Game:
    T, R, P, S = map(float, text.split("/"))
    return Game(R=R, S=S, T=T, P=P)


@pytest.mark.parametrize("row", list(ZD.itertuples()), ids=lambda row: f"{row.kind}-{row.Index}")
def test_zero_determinant_rules_are_recognised(row):
    rule = row.p_CC, row.p_CD, row.p_DC, row.p_DD
    sse, chi = extortion_fit(rule, game_of(row._1))  # noqa: SLF001
    if row.kind == "extort":
        assert sse == pytest.approx(0, abs=1e-15)
        assert chi == pytest.approx(row.chi, abs=1e-8)  # printed with ten digits
    else:
        assert sse > 0.01


def test_fit_agrees_with_the_authors():
    """As in the tests of github.com/drvinceknight/testing_for_ZD, `get_least_squares`."""
    rules = [[8 / 9, 1 / 2, 1 / 3, 0], [0, 1 / 2, 1 / 3, 0], [8 / 9, 1, 1 / 3, 0]]
    sse, chi = extortion_fit(np.array(rules), PRISONERS_DILEMMA)
    assert sse == pytest.approx([0, 0.41830065359477125, 1 / 17], abs=1e-12)
    assert chi[:2] == pytest.approx([2, -0.2156862745098039 / 0.04901960784313727])


@given(
    st.lists(st.floats(0, 1), min_size=4, max_size=4),
    st.floats(-100, 100),
    st.floats(0.1, 10),
)
def test_fit_is_least_squares_and_heeds_differences_of_payoffs_alone(rule, shift, scale):
    R, S, T, P = 3, 0, 5, 1
    C = np.array([[R - P, R - P], [S - P, T - P], [T - P, S - P], [0, 0]])
    wanted = np.array(rule) - [1, 1, 0, 0]
    (a, b), *_ = np.linalg.lstsq(C, wanted, rcond=None)
    sse, chi = extortion_fit(rule, PRISONERS_DILEMMA)
    assert sse == pytest.approx(((C @ [a, b] - wanted) ** 2).sum(), abs=1e-12)
    moved = {k: shift + scale * v for k, v in (("R", 3), ("S", 0), ("T", 5), ("P", 1))}
    costs = {k: -v for k, v in moved.items()}
    for game in (Game(**moved), Game(**costs, less_is_better=True)):
        other, slope = extortion_fit(rule, game)
        assert other == pytest.approx(sse, abs=1e-9)
        if abs(a) > 1e-3:
            assert chi == pytest.approx(-b / a, rel=1e-6)
            assert slope == pytest.approx(-b / a, rel=1e-6)


def test_extortion_is_found_in_play():
    field = ["zd_extort_2", "tit_for_tat", "random_player", "always_cooperate", "joss"]
    results = play(field, turns=500, repetitions=20, noise=0, game=PRISONERS_DILEMMA)
    found = extortion(results)
    true = np.array([8 / 9, 1 / 2, 1 / 3, 0])
    off = results.states.loc["zd_extort_2", "CC":] - true
    assert found.loc["zd_extort_2", "sse"] <= (off**2).sum()  # the true rule is one of the fits
    seen = np.zeros(4)
    for (i, j), flows in zip(results.matches, results.tallies.transitions, strict=True):
        assert i <= j
        seen += flows.sum(axis=1) * (i == 0) + flows.sum(axis=1)[[0, 2, 1, 3]] * (i == j == 0)
    drawn = np.random.default_rng(1).binomial(seen.astype(int), true, (2000, 4)) / seen
    slopes = extortion_fit(drawn, PRISONERS_DILEMMA)[1]
    assert abs(found.loc["zd_extort_2", "chi"] - 2) < 4 * slopes.std()  # false alarm 1 in 10,000
    assert found.loc["tit_for_tat"].tolist() == pytest.approx([0, 1], abs=1e-9)
    assert found.loc["always_cooperate"].isna().all()  # it never defected
    assert found["sse"].idxmax() == "random_player"
    pairs = extortion(results, by_pair=True)
    assert len(pairs) == 25
    view = replayed(results)[0, 2][0]
    outcomes = [2 * m[:, 0] + m[:, 1] for m in view]
    before, now = (np.concatenate([o[s] for o in outcomes]) for s in (slice(-1), slice(1, None)))
    rates = [np.mean(now[before == k] < 2) for k in range(4)]
    expected = extortion_fit(rates, PRISONERS_DILEMMA)
    assert pairs.loc[("zd_extort_2", "random_player")].tolist() == pytest.approx(expected)


def test_pairs_that_did_not_meet_are_left_out():
    assert len(extortion(play(self_play=False), by_pair=True)) == 20


def test_extortion_needs_seats_that_are_paid_alike():
    with pytest.raises(TournamentError, match="pay both seats alike"):
        extortion(play(game=UNLIKE))
