"""Pairs that were not played: predictions, their errors, rankings, and what to play next."""

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

import analysis
import strategies
from analysis.prediction.choice import chosen_pairs, discordance, expected_tau
from analysis.prediction.effects import Effects, estimated, score_covariance
from analysis.prediction.factors import factorised, fitted
from analysis.prediction.predict import kendall
from tournament import Game, Results, Tournament
from tournament.errors import ArgumentError, TournamentError

NAMES = """
tit_for_tat champion borufsen cave adams graaskamp_and_katzen weiner harrington
tideman_and_chieruzzi_2 kluepfel getzler leyvraz white eatherley black hufford yamachi colbert
graaskamp mikkelson rowsam appold soft_majority tit_for_two_tats tranquilizer grofman_2 nydegger
revised_downing gladstein grudger
"""
FIELD = [strategies.get(name) for name in NAMES.split()]


@cache
def results() -> Results:
    event = Tournament(FIELD, turns=50, repetitions=5, noise=0.01, seed=1)
    return event.play(progress=False)


@cache
def found():
    return analysis.predict_pairs(results(), share=0.4, seed=1)


def low_rank(many=40, rank=2, noise=0.05, seed=0):
    random = np.random.default_rng(seed)
    rows, columns = random.normal(size=(2, many, rank))
    table = random.normal(size=many)[:, None] + rows @ columns.T
    return pd.DataFrame(table + noise * random.normal(size=(many, many)))


def gaps(table, share, seed=0):
    hidden = table.to_numpy(float).copy()
    shown = analysis.first_pairs(len(table), share, seed=seed)
    met = np.zeros(table.shape, dtype=bool)
    met[tuple(np.transpose(shown))] = True
    hidden[~(met | met.T)] = np.nan
    return pd.DataFrame(hidden, table.index, table.columns)


# -- the first pairs -------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [2, 3, 8, 9])
@pytest.mark.parametrize("self_play", [True, False])
def test_all_first_pairs_are_all_pairs_once(many, self_play):
    pairs = analysis.first_pairs(many, 1.0, self_play=self_play)
    expected = {(i, j) for i in range(many) for j in range(i + (not self_play), many)}
    assert len(pairs) == len(expected)
    assert set(pairs) == expected


@pytest.mark.parametrize("share", [0.05, 0.1, 0.33])
def test_everybody_meets_about_as_many_first(share):
    pairs = analysis.first_pairs(61, share)
    assert len(pairs) == round(share * 61 * 62 / 2)
    met = np.bincount(np.ravel(pairs), minlength=61)
    assert np.ptp(met) <= 2


def test_first_pairs_can_be_played_as_a_graph():
    pairs = analysis.first_pairs(9, 0.5, seed=3)
    event = Tournament(FIELD[:9], turns=5, repetitions=1, graph=pairs, seed=1)
    played = event.play(progress=False)
    assert {tuple(match) for match in played.matches.tolist()} == set(pairs)


# -- factors ---------------------------------------------------------------------------------------


def test_factors_find_the_rank_of_a_table():
    table = low_rank(many=60, rank=2, noise=0.1)
    hidden = gaps(table, 0.5)
    predicted = analysis.predict_pairs(hidden, method="factors")
    assert predicted.rank == 2
    missing = hidden.isna().to_numpy()
    error = np.sqrt(np.mean((predicted.payoffs - table).to_numpy()[missing] ** 2))
    assert error < 0.25 < 1.0 < table.to_numpy().std()


def test_an_additive_table_needs_no_traits():
    random = np.random.default_rng(1)
    table = np.add.outer(random.normal(size=40), random.normal(size=40))
    table += 0.3 * random.normal(size=table.shape)
    fold = random.integers(0, 5, table.shape)
    fold = np.maximum(fold, fold.T)
    assert factorised(table, fold).rank == 0


def test_units_of_payoffs_have_no_part_in_a_factorisation():
    table = gaps(low_rank(), 0.5).to_numpy()
    once, stretched = fitted(table, 2, 1.0)[0], fitted(7 * table + 3, 2, 1.0)[0]
    assert np.allclose(7 * once + 3, stretched)


# -- predictions -----------------------------------------------------------------------------------


def test_what_was_shown_is_as_it_was_played():
    known = found().known.met
    assert known.sum() < known.size / 2
    assert np.array_equal(found().payoffs.to_numpy()[known], results().payoffs.to_numpy()[known])
    assert np.array_equal(
        found().errors.to_numpy()[known], results().payoff_errors.to_numpy()[known]
    )


def test_behaviour_says_more_than_payoffs():
    rmse = found().validation["rmse"]
    assert rmse["stacked"] <= rmse["trees"] < rmse["factors"] < rmse["mean of the player"]


def test_intervals_hold_as_often_as_they_say():
    """Binomial errors of 558 payoffs are below 0.02, more where payoffs of a player go together."""
    assert 0.88 < found().held_out["coverage"]["payoffs"] < 0.995
    half = analysis.predict_pairs(results(), share=0.4, confidence=0.5, seed=1)
    assert 0.4 < half.held_out["coverage"]["payoffs"] < 0.62
    assert 0.3 < half.held_out["coverage"]["scores"] < 0.75


def test_errors_on_held_out_pairs_are_as_in_validation():
    expected = found().validation.loc["stacked", "rmse"]
    assert found().held_out.loc["payoffs", "rmse"] == pytest.approx(expected, rel=0.25)


def test_the_expected_tau_is_about_the_true_one():
    assert found().held_out.loc["scores", "tau"] == pytest.approx(found().expected_tau, abs=0.1)


def test_the_ranking_is_that_of_the_payoffs():
    ranking, scores = found().ranking, found().payoffs.mean(axis=1)
    assert ranking["score"].is_monotonic_decreasing
    assert np.allclose(ranking["score"], scores[ranking.index])
    assert (ranking["best_rank"] <= ranking["rank"]).all()
    assert (ranking["rank"] <= ranking["worst_rank"]).all()


def test_a_partial_tournament_shows_all_it_has():
    """A full tournament of which these pairs are shown predicts the same."""
    pairs = np.argwhere(np.triu(found().known.met))
    event = Tournament(FIELD, turns=50, repetitions=5, noise=0.01, seed=1, graph=pairs.tolist())
    part = analysis.predict_pairs(event.play(progress=False), self_play=True, seed=1)
    assert part.held_out is None
    assert part.payoffs.equals(found().payoffs)
    assert part.next_pairs(3).equals(found().next_pairs(3))


def test_if_all_is_known_nothing_is_predicted():
    everything = analysis.predict_pairs(results())
    assert everything.payoffs.equals(results().payoffs)
    assert len(everything.pairs) == 0
    assert len(everything.next_pairs()) == 0
    ranking = results().ranking
    assert everything.ranking.index.tolist() == ranking.index.tolist()
    assert np.allclose(everything.ranking["score"], ranking["score"])


def test_a_table_says_the_same_as_results_without_behaviour():
    by_results = analysis.predict_pairs(results(), share=0.4, method="factors")
    by_table = analysis.predict_pairs(
        results().payoffs, share=0.4, method="factors", errors=results().payoff_errors
    )
    assert by_table.payoffs.equals(by_results.payoffs)
    assert by_table.ranking.equals(by_results.ranking)


def test_a_hint_of_all_payoffs_is_used():
    random = np.random.default_rng(0)
    hint = results().payoffs.to_numpy() + 0.02 * random.normal(size=(len(FIELD),) * 2)
    told = analysis.predict_pairs(results(), share=0.4, hints=[hint], seed=1)
    assert told.held_out.loc["payoffs", "rmse"] < 0.6 * found().held_out.loc["payoffs", "rmse"]
    assert told.held_out.loc["scores", "tau"] > found().held_out.loc["scores", "tau"]


def test_costs_rank_from_the_bottom():
    costs = Game(R=1, S=3, T=0, P=2, less_is_better=True, name="years in prison")
    event = Tournament(FIELD[:12], game=costs, turns=20, repetitions=3, noise=0.01, seed=1)
    predicted = analysis.predict_pairs(event.play(progress=False), share=0.6)
    assert predicted.ranking["score"].is_monotonic_increasing


def test_games_that_pay_seats_differently_are_predicted_as_means_of_both_seats():
    game = Game.bimatrix(row=[[3, 0], [5, 1]], column=[[2, 0], [4, 1]])
    event = Tournament(FIELD[:15], game=game, turns=20, repetitions=3, noise=0.01, seed=1)
    played = event.play(progress=False)
    predicted = analysis.predict_pairs(played, share=0.6)
    known = predicted.known.met
    assert np.array_equal(predicted.payoffs.to_numpy()[known], played.payoffs.to_numpy()[known])
    assert predicted.held_out.loc["payoffs", "rmse"] < played.payoffs.to_numpy().std()


def test_a_player_who_met_nobody_is_predicted_and_least_sure():
    table = results().payoffs.copy()
    table.iloc[0] = table.iloc[:, 0] = np.nan
    predicted = analysis.predict_pairs(gaps(table, 0.6))
    assert np.isfinite(predicted.payoffs.to_numpy()).all()
    errors = predicted.ranking["standard_error"]
    assert errors.idxmax() == table.index[0]


def test_exact_pairs_count_as_known():
    names = ["tit_for_tat", "random_player", "joss", "grudger", "hollander", "always_defect"]
    event = Tournament(names, turns=20, repetitions=3, exact="where possible", seed=1)
    played = event.play(progress=False)
    assert 0 < played.exact.to_numpy().sum() < played.exact.size
    assert np.isfinite(analysis.predict_pairs(played, share=0.8).payoffs.to_numpy()).all()


def test_threads_and_time_have_no_part():
    again = analysis.predict_pairs(results(), share=0.4, seed=1)
    assert again.payoffs.equals(found().payoffs)
    assert again.ranking.equals(found().ranking)


# -- errors of scores ------------------------------------------------------------------------------


def simulated(shared, many=60, seed=0):
    """Return residuals of which a share is common to a row and a fold."""
    random = np.random.default_rng(seed)
    fold = random.integers(0, 5, (many, many))
    common = random.normal(size=(many, 5))[np.arange(many)[:, None], fold]
    noise = random.normal(size=(many, many))
    return np.sqrt(shared) * common + np.sqrt(1 - shared) * noise, fold


@pytest.mark.parametrize("shared", [0.0, 0.1, 0.3])
def test_what_residuals_of_a_player_share_is_found(shared):
    residuals, fold = simulated(shared)
    variances = estimated(residuals, np.ones(fold.shape), fold).covariance.diagonal()
    assert variances[: len(fold)] == pytest.approx(shared, abs=0.05)
    assert variances[len(fold) :] == pytest.approx(0, abs=0.03)


def test_independent_errors_cancel_in_a_score_and_shared_ones_do_not():
    many = 50
    missing, errors = ~np.eye(many, dtype=bool), np.zeros((many, many))
    alone = Effects(np.ones((many, many)), np.zeros((2 * many, 2 * many)), 1.0)
    covariance = score_covariance(alone, missing, errors, many - 1)
    assert np.allclose(covariance, np.eye(many) / (many - 1))
    shared = np.diag(np.repeat([1.0, 0.0], many))
    together = score_covariance(
        Effects(np.ones((many, many)), shared, 0.0), missing, errors, many - 1
    )
    assert np.allclose(together, np.eye(many))


def test_discordance_is_how_often_a_normal_difference_is_below_zero():
    rng = np.random.default_rng(4)
    scores, root = rng.normal(size=6), rng.normal(size=(6, 6)) * np.arange(1, 7)[:, None]
    covariance = root @ root.T
    expected = [
        [norm.sf(abs(one - other), scale=math.sqrt(max(e @ covariance @ e, 1e-30)))
         for other, e in zip(scores, np.eye(6)[k] - np.eye(6), strict=True)]
        for k, one in enumerate(scores)
    ]  # fmt: skip
    assert discordance(scores, covariance) == pytest.approx(np.array(expected), abs=1e-12)


def test_expected_tau_is_the_mean_of_draws():
    random = np.random.default_rng(0)
    scores = random.normal(size=12)
    root = 0.3 * random.normal(size=(12, 12))
    truth = scores + random.standard_normal((4000, 12)) @ root.T
    mean = np.mean([kendall(scores, draw) for draw in truth])
    assert expected_tau(scores, root @ root.T) == pytest.approx(mean, abs=0.01)


def test_scores_without_errors_are_in_their_order():
    assert discordance(np.array([1.0, 2.0, 4.0]), np.zeros((3, 3)))[0, 1] == 0
    assert expected_tau(np.array([1.0, 2.0, 4.0]), np.zeros((3, 3))) == 1


# -- what to play next -----------------------------------------------------------------------------


def test_next_pairs_are_missing_ones_each_once():
    pairs = found().next_pairs(50)
    names = found().known.names
    i, j = names.get_indexer(pairs["player"]), names.get_indexer(pairs["opponent"])
    assert not found().known.met[i, j].any()
    assert len({frozenset(pair) for pair in zip(i, j, strict=True)}) == 50
    assert (pairs["places"] > 0).all()


def test_the_next_pair_is_that_of_near_rivals_who_are_least_known():
    """Players 0 and 1 are near each other, the others far apart; pair (0, 5) is least known."""
    scores, many = np.array([1.0, 1.01, 3.0, 5.0, 7.0, 9.0]), 6
    sizes = np.full((many, many), 0.1)
    sizes[0, 5] = sizes[5, 0] = 1.0
    sizes[3, 4] = sizes[4, 3] = 1.0  # least known too, but without rivals
    effects = Effects(sizes, np.diag(np.full(2 * many, 0.05)), 0.9)
    nothing = np.zeros((many, many))
    pairs = chosen_pairs(scores, effects, nothing, ~np.eye(many, dtype=bool), 5, 30)
    assert pairs[0][:2] == (0, 5)
    assert len(pairs) == 15


def test_a_pair_that_is_played_makes_the_next_ones_move_less():
    places = [pair[2] for pair in _chosen(60)]
    assert places[0] > 1.05 * places[-1]


def _chosen(number):
    effects, missing = found().effects, found().missing
    return chosen_pairs(
        found().scores, effects, found().known.errors, missing, found().opponents, number
    )


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (np.ones((3, 3)), "at least 4 players"),
        (np.full((9, 9), np.nan), "0 pairs met"),
        (np.ones((4, 5)), "square"),
    ],
)
def test_tables_of_too_little_are_refused(table, said):
    with pytest.raises((ArgumentError, TournamentError), match=said):
        analysis.predict_pairs(table)


def test_too_few_pairs_for_the_folds_are_refused():
    with pytest.raises(TournamentError, match="5 folds need at least 10 known pairs; here are"):
        analysis.predict_pairs(results(), share=0.01)


def test_hints_with_gaps_are_refused():
    with pytest.raises(ArgumentError, match="`hints`"):
        analysis.predict_pairs(results(), share=0.5, hints=[np.full((30, 30), np.nan)])


def test_the_figure_refuses_what_has_nothing_to_compare():
    part = analysis.predict_pairs(gaps(results().payoffs, 0.5))
    with pytest.raises(ArgumentError, match="`played`"):
        analysis.plot_prediction(part, gaps(results().payoffs, 0.5))
