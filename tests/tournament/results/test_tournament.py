"""What a tournament returns: frames, rankings, and folders that hold the same."""

import json
import sqlite3
from contextlib import closing

import numpy as np
import pandas as pd
import pytest

import strategies
from tournament import PRESETS, Game, Results, Tournament
from tournament.errors import UnknownName

FIELD = [
    strategies.tit_for_tat, strategies.always_cooperate, strategies.always_defect, strategies.joss,
    strategies.memory_one(0.5, 0.5, 0.5, 0.5, first=0.5),
]  # fmt: skip


def play(players=FIELD, **words) -> Results:
    words = {"turns": 20, "repetitions": 10, "noise": 0.05, "seed": 4} | words
    return Tournament(players, **words).play(progress=False)


@pytest.fixture(scope="module", params=["noise", "continuation", "two roles", "alone", "costs"])
def results(request):
    return {
        "noise": lambda: play(noise={"joss": 0.1}, misperception=0.2),
        "continuation": lambda: play(turns=None, continuation=0.9),
        "two roles": lambda: play(game=PRESETS["battle_of_the_sexes"]),
        "alone": lambda: play(FIELD[:1], repetitions=1),
        "costs": lambda: play(game=PRESETS["prison_years"], self_play=False),
    }[request.param]()


def test_frames_are_indexed_by_names(results):
    for name in ("payoffs", "payoff_errors", "cooperation", "wins"):
        frame = getattr(results, name)
        assert list(frame.index) == list(frame.columns) == results.names
        assert (frame.index.name, frame.columns.name) == ("player", "opponent")
    assert list(results.per_repetition.columns) == results.names
    assert len(results.per_repetition) == results.repetitions
    assert list(results.states.columns) == ["first", "CC", "CD", "DC", "DD"]
    assert sorted(results.ranking.index) == sorted(results.names)


def test_values_are_in_range(results):
    for frame in (results.cooperation, results.wins, results.states):
        values = frame.to_numpy()[~frame.isna().to_numpy()]
        assert ((values >= 0) & (values <= 1)).all()
    payoffs = results.payoffs.to_numpy()
    known = payoffs[~np.isnan(payoffs)]
    assert (known >= results.game.payoffs.min()).all()
    assert (known <= results.game.payoffs.max()).all()
    assert np.isnan(np.diag(results.wins)).all()
    won = results.wins.to_numpy()
    assert not (won + won.T > 1 + 1e-12).any()


def test_rankings_are_ordered(results):
    ranking = results.ranking
    assert list(ranking["rank"]) == list(range(1, len(ranking) + 1))
    scores = ranking["score"] * (-1 if results.game.less_is_better else 1)
    assert (scores.diff().dropna() <= 1e-12).all()
    assert (ranking["tier"].diff().dropna() >= 0).all()
    assert (ranking["best_rank"] <= ranking["rank"]).all()
    assert (ranking["rank"] <= ranking["worst_rank"]).all()
    certain = ranking.dropna()
    assert (certain["low"] <= certain["score"]).all()
    assert (certain["score"] <= certain["high"]).all()


def test_intervals_are_students(results):
    if results.repetitions == 1:
        pytest.skip("one repetition has no interval")
    from scipy.stats import t

    wide, usual = results.rank(confidence=0.99), results.ranking
    for frame, p in ((wide, 0.995), (usual, 0.975)):
        margin = t.ppf(p, results.repetitions - 1) * frame["standard_error"]
        np.testing.assert_allclose(frame["high"] - frame["score"], margin, rtol=1e-9, atol=1e-12)


def test_equal_scores_tie():
    results = play([strategies.tit_for_tat.named(name) for name in "cab"], noise=0)
    assert list(results.ranking.index) == ["a", "b", "c"]
    assert list(results.ranking["tier"]) == [1, 1, 1]
    assert set(results.ranking["best_rank"]) == {1}
    assert set(results.ranking["worst_rank"]) == {3}


def test_states_are_conditional_cooperation():
    states = play([*FIELD, strategies.win_stay_lose_shift], noise=0, turns=400).states
    assert states.loc["tit_for_tat"].tolist() == [1, 1, 0, 1, 0]
    assert states.loc["joss", "first"] == 1
    assert states.loc["joss", "CC"] == pytest.approx(0.9, abs=0.02)
    assert states.loc["always_defect", ["first", "DC", "DD"]].tolist() == [0, 0, 0]
    assert states.loc["win_stay_lose_shift"].tolist() == [1, 1, 0, 0, 1]


# -- folders --------------------------------------------------------------------------------------


def test_a_folder_holds_the_same(results, tmp_path):
    folder = results.save(tmp_path / "deep" / "out")
    again = Results.load(folder)
    assert again == results
    assert again.manifest == results.manifest
    assert again.rules == results.rules
    for name in ("ranking", "payoffs", "payoff_errors", "wins", "states", "per_repetition"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(results, name))
    assert {f.name for f in folder.iterdir()} == {"results.sqlite"}
    assert {f.name for f in folder.parent.iterdir()} == {"out"}


def test_saving_again_replaces(results, tmp_path):
    folder = results.save(tmp_path)
    other = play(FIELD[:2], seed=9)
    assert Results.load(other.save(folder)) == other != results


def test_the_manifest_says_how_to_repeat(results, tmp_path):
    with closing(sqlite3.connect(results.save(tmp_path / "out.sqlite"))) as file:
        manifest = {
            fact: json.loads(value) for fact, value in file.execute("SELECT * FROM manifest")
        }
    assert manifest["rules"]["seed"] == results.rules.seed == 4
    assert {"tournament", "python", "numba", "numpy"} <= set(manifest["versions"])
    for player in results.players:
        assert manifest["strategies"][player.name]["code"] == player.code
    words = manifest["rules"]
    game = {k: tuple(v) if isinstance(v, list) else v for k, v in words.pop("game").items()}
    words = {k: v for k, v in words.items() if v is not None}
    again = Tournament(
        FIELD[: len(results.names)], Game(**game), repetitions=manifest["repetitions"],
        self_play=manifest["self_play"], **words,
    ).play(progress=False)  # fmt: skip
    assert again == results


def test_results_differ_by_seed_rules_and_players():
    one = play()
    assert one == play()
    assert one != play(seed=5)
    assert one != play(noise=0.06)
    assert one != play(FIELD[:4])
    assert one != "results"


def test_they_read_as_text(results):
    first = results.ranking.index[0]
    assert f"seed {results.rules.seed}" in str(results)
    assert first in str(results)


def test_with_a_continuation_every_opponent_weighs_alike():
    event = Tournament(
        ["tit_for_tat", "joss", "random_player", "always_defect"],
        continuation=0.98, repetitions=20, seed=5,
    )  # fmt: skip
    results = event.play(progress=False)
    for self_play in (True, False):
        payoffs, errors = results.payoffs.to_numpy(), results.payoff_errors.to_numpy()
        if not self_play:
            payoffs, errors = (np.where(np.eye(4), np.nan, x) for x in (payoffs, errors))
        ranking = results.rank(self_play=self_play).loc[results.names]
        np.testing.assert_allclose(ranking.score, np.nanmean(payoffs, axis=1))
        met = (~np.isnan(payoffs)).sum(axis=1)
        want = np.sqrt(np.nansum(errors**2, axis=1)) / met
        np.testing.assert_allclose(ranking.standard_error, want)


def test_wrong_arguments_of_results():
    results = Tournament(["tit_for_tat", "joss"], repetitions=2, seed=1).play(progress=False)
    with pytest.raises(TypeError, match="`game` must be a Game"):
        results.under(3)
    with pytest.raises(UnknownName, match=r"No player is named 'jos'\. Did you mean 'joss'\?"):
        results.sample("jos", "tit_for_tat")


@pytest.mark.parametrize("field", [None, 3, [], "tit_for_tat"])
def test_a_field_must_be_a_list(field):
    with pytest.raises(ValueError, match="`players` must be a list of at least one strategy"):
        Tournament(field)


@pytest.mark.parametrize("words", [{"self_play": "no"}, {"length_known": "no"}, {"noise": True}])
def test_flags_and_probabilities_are_not_mixed_up(words):
    with pytest.raises(ValueError, match=r"must be (True or False|a probability)"):
        Tournament(["tit_for_tat", "joss"], **words)


# -- rules of ranking ----------------------------------------------------------------------------


def test_rules_of_ranking_are_what_they_say():
    names = ("tit_for_tat", "always_defect", "random_player", "joss")
    results = Tournament(names, turns=10, repetitions=9, noise=0.1, seed=1).play(progress=False)
    table = results.per_repetition
    median = results.rank(by="median")
    assert median["median"].to_dict() == pytest.approx(table.median().to_dict())
    assert median["median"].is_monotonic_decreasing
    points = results.rank(by="points")
    assert points["points"].to_dict() == pytest.approx((table.mean() * 10 * 4).to_dict())
    assert list(points.index) == list(results.ranking.index)
    assert points["standard_error"].to_dict() == pytest.approx((table.sem() * 40).to_dict())
    wins = results.rank(by="wins")
    assert wins["wins"].to_dict() == pytest.approx(results.wins.mean(axis=1).to_dict())
    assert wins.index[0] == "always_defect"  # it never loses a match
    for by, frame in (("median", median), ("points", points), ("wins", wins)):
        assert frame.attrs["by"] == by
        assert frame["score"].to_dict() == pytest.approx(table.mean().to_dict())
        assert (frame["standard_error"] > 0).all()
        assert list(frame["rank"]) == [1, 2, 3, 4]


def test_rules_of_ranking_without_self_play():
    names = ("tit_for_tat", "always_defect", "always_cooperate")
    results = Tournament(names, turns=10, repetitions=1, seed=1).play(progress=False)
    payoffs = results.payoffs.to_numpy(copy=True)
    np.fill_diagonal(payoffs, np.nan)
    alone = results.rank(by="median", self_play=False)
    expected = dict(zip(results.names, np.nanmean(payoffs, axis=1), strict=True))
    assert alone["median"].to_dict() == pytest.approx(expected)
    assert (alone["standard_error"] == 0).all()


def test_rules_of_ranking__wins_stay_good_where_payoffs_are_years():
    years = Game(R=1, S=10, T=0, P=5, less_is_better=True)
    names = ("tit_for_tat", "always_defect", "random_player")
    results = Tournament(names, years, turns=10, repetitions=3, seed=1).play(progress=False)
    assert results.rank(by="wins").index[0] == "always_defect"
    assert results.rank(by="points")["points"].is_monotonic_increasing


def test_an_unknown_rule_of_ranking():
    results = Tournament(["tit_for_tat"], turns=2, repetitions=1, seed=1).play(progress=False)
    with pytest.raises(ValueError, match=r"^`by` must be 'score', 'median', 'wins' or 'points'"):
        results.rank(by="luck")


@pytest.mark.parametrize("by", ["score", "median", "wins", "points"])
def test_ranked__another_rule_everywhere(results, by, tmp_path):
    other = results.ranked(by)
    pd.testing.assert_frame_equal(other.ranking, results.rank(by=by, self_play=results.self_play))
    assert other.ranking.attrs["by"] == by
    assert other == results
    assert by in str(other)
    other.save(tmp_path / by)
    assert Results.load(tmp_path / by).ranking.attrs["by"] == by
    assert results.ranking.attrs["by"] == "score"


def test_ranked__refuses_other_rules(results):
    with pytest.raises(ValueError, match=r"`by` must be .*; got 'luck'"):
        results.ranked("luck")
