"""What the field and the rules do to a ranking: against fields that are really played."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from analysis import kingmakers, leave_one_out, one_more, sub_fields
from tournament import PRESETS, TSTO, Game, Tournament
from tournament.errors import TournamentError

FIELD = [
    "tit_for_tat", "always_cooperate", "always_defect", "joss", "random_player", "grudger",
]  # fmt: skip
CASES = {
    "noise": {"noise": 0.05},
    "without copies": {"self_play": False},
    "continuation": {"turns": None, "continuation": 0.9},
    "two roles": {"game": PRESETS["battle_of_the_sexes"]},
    "costs": {"game": PRESETS["prison_years"], "noise": 0.05},
}


def play(players=FIELD, **words):
    words = {"turns": 15, "repetitions": 4, "seed": 4} | words
    return Tournament(players, **words).play(progress=False)


@pytest.fixture(scope="module", params=CASES)
def results(request):
    return play(**CASES[request.param])


@pytest.fixture(scope="module")
def words(results):
    return {
        "game": results.game, "turns": results.rules.turns, "noise": results.rules.noise[0],
        "continuation": results.rules.continuation, "self_play": results.self_play,
    }  # fmt: skip


def places(results) -> dict:
    """Return ranks of a played tournament, equal scores sharing the better one."""
    score = results.ranking["score"].round(10)
    return score.rank(method="min", ascending=results.game.less_is_better).to_dict()


# -- other fields, really played ------------------------------------------------------------------


def test_leaving_one_out_is_playing_without_it(results, words):
    ranks = leave_one_out(results)
    assert (ranks.index.name, ranks.columns.name) == ("left_out", "player")
    assert np.isnan(np.diag(ranks)).all()
    for name in FIELD:
        rest = [other for other in FIELD if other != name]
        assert ranks.loc[name].dropna().to_dict() == places(play(rest, **words))


def test_sub_fields_are_playing_in_them(results, words):
    won, ranks, fields = dict.fromkeys(FIELD, 0.0), {name: [] for name in FIELD}, 0
    for part in combinations(FIELD, 3):
        fields += 1
        found = places(play(part, **words))
        first = [name for name in part if found[name] == 1]
        for name in part:
            won[name] += (name in first) / len(first)
            ranks[name].append(found[name])
    frame = sub_fields(results, size=3).loc[FIELD]
    assert frame.attrs == {"fields": fields, "size": 3, "seed": 0, "all": True}
    np.testing.assert_allclose(frame["first"], np.array(list(won.values())) / 10)
    np.testing.assert_allclose(frame["of_all"], np.array(list(won.values())) / fields)
    np.testing.assert_allclose(frame["mean_rank"], [np.mean(r) for r in ranks.values()])
    assert (frame["low"] == frame["first"]).all()
    assert (frame["entered"] == 10).all()


def test_one_more_is_playing_with_it():
    """Rules without chance, so that the second copy's matches are those of the first."""
    field = ["tit_for_tat", "always_cooperate", "always_defect", "grudger", "win_stay_lose_shift"]
    ranks = one_more(play(field))
    assert ranks.index.name == "entered_again"
    for name in field:
        again = getattr(strategies, name).named("again")
        score = play([*field, again]).ranking["score"].round(10)
        assert score["again"] == score[name]
        rank = score.drop("again").rank(method="min", ascending=False)
        assert ranks.loc[name].to_dict() == rank.to_dict()


def test_one_more_without_counting_copies():
    """A second defector then meets the first, and nobody meets itself."""
    field = ["tit_for_tat", "always_cooperate", "always_defect"]
    payoffs = play(field).payoffs.to_numpy()
    ranks = one_more(play(field), self_play=False)
    scores = (payoffs.sum(axis=1) - np.diag(payoffs) + payoffs[:, 2]) / 3
    want = (-pd.Series(scores.round(10), field)).rank(method="min")
    assert ranks.loc["always_defect"].to_dict() == want.to_dict()


# -- who makes whom win ---------------------------------------------------------------------------


def test_kingmakers():
    """An exploiter wins only while there is somebody to exploit."""
    results = play(["tit_for_tat", "always_cooperate", "always_defect"], turns=10)
    assert results.ranking.index[0] == "always_defect"
    frame = kingmakers(results)
    assert frame.index.names == ["player", "makes"]
    assert frame.to_dict("index") == {
        ("always_cooperate", "always_defect"): {"rank": 2, "instead": "tit_for_tat"}
    }
    safe = play(["tit_for_tat", "always_cooperate", "grudger"], turns=10)
    assert kingmakers(safe).empty


def test_kingmakers_are_in_the_ranks(results):
    ranks, whole = leave_one_out(results), places(results)
    want = {
        (j, w) for j in FIELD for w in FIELD if j != w and whole[w] == 1 and ranks.loc[j, w] > 1
    }
    assert set(kingmakers(results).index) == want


# -- laws -----------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(scale=st.floats(0.1, 10), shift=st.floats(-50, 50))
def test_positive_affine_changes_keep_ranks(scale, shift):
    one = play(noise=0.05)
    game = Game(**{k: scale * getattr(TSTO, k) + shift for k in "RSTP"})
    other = one.under(game)
    for act in (leave_one_out, one_more, kingmakers, sub_fields):
        pd.testing.assert_frame_equal(act(one), act(other))
    costs = {k: -getattr(TSTO, k) for k in "RSTP"}
    turned = one.under(Game(**costs, less_is_better=True))
    for act in (leave_one_out, one_more, kingmakers, sub_fields):
        pd.testing.assert_frame_equal(act(one), act(turned))


def test_order_of_entry_does_not_matter():
    one, other = play(noise=0.05), play(FIELD[::-1], noise=0.05)
    for act in (leave_one_out, one_more):
        pd.testing.assert_frame_equal(act(one), act(other).loc[FIELD, FIELD])
    pd.testing.assert_frame_equal(sub_fields(one), sub_fields(other))
    assert set(kingmakers(one).index) == set(kingmakers(other).index)


# -- random sub-fields ----------------------------------------------------------------------------


def test_random_sub_fields_estimate_all_of_them():
    """Wilson intervals at 95 %: of 8 players x 12 seeds at most 15 of 96 miss, which chance alone
    exceeds once in 20,000 times."""
    players = [*FIELD, "win_stay_lose_shift", "tit_for_two_tats"]
    results = play(players, noise=0.05)
    exact = sub_fields(results, size=4).loc[players, "first"]
    missed = 0
    for seed in range(12):
        frame = sub_fields(results, 60, 4, seed).loc[players]
        assert frame.attrs == {"fields": 60, "size": 4, "seed": seed, "all": False}
        assert frame["of_all"].sum() == pytest.approx(1)
        assert frame["entered"].sum() == 240
        missed += (~exact.between(frame["low"] - 1e-12, frame["high"] + 1e-12)).sum()
    assert missed <= 15


def test_wilson_intervals_are_statsmodels():
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    frame = sub_fields(play(noise=0.05), 15, 3)
    frame = frame[frame["first"].between(0, 1)]
    low, high = proportion.proportion_confint(
        (frame["first"] * frame["entered"]).to_numpy(), frame["entered"].to_numpy(), method="wilson"
    )
    np.testing.assert_allclose(frame["low"], low, atol=1e-12)
    np.testing.assert_allclose(frame["high"], high, atol=1e-12)


def test_equal_players_share_everything():
    results = play([strategies.tit_for_tat.named(name) for name in "abcd"])
    frame = sub_fields(results, size=2)
    assert (frame["first"] == 0.5).all()
    assert (frame["mean_rank"] == 1).all()
    assert kingmakers(results).empty
    assert (leave_one_out(results).fillna(1) == 1).all(axis=None)
    assert (one_more(results) == 1).all(axis=None)


def test_who_is_never_drawn_is_marked():
    frame = sub_fields(play(), 1, 2)
    absent = frame[frame["entered"] == 0]
    assert len(absent) == 4
    assert absent[["first", "low", "high", "mean_rank"]].isna().all(axis=None)
    assert list(frame.index[2:]) == sorted(absent.index)


@pytest.mark.parametrize(("players", "size"), [(2, 2), (3, 2), (4, 2), (5, 2), (6, 3)])
def test_half_of_the_field_is_drawn_by_default(players, size):
    results = play(FIELD[:players])
    usual = sub_fields(results)
    pd.testing.assert_frame_equal(usual, sub_fields(results, size=size))
    assert usual.attrs["size"] == size
    assert usual.attrs["fields"] == len(list(combinations(range(players), size)))


def test_as_many_fields_as_there_are_is_all_of_them():
    results = play(noise=0.05)  # 20 sub-fields of 3
    assert sub_fields(results, 20, 3).attrs == {"fields": 20, "size": 3, "seed": 0, "all": True}
    assert sub_fields(results, 19, 3).attrs == {"fields": 19, "size": 3, "seed": 0, "all": False}
    usual = sub_fields(results, size=3)
    pd.testing.assert_frame_equal(usual, sub_fields(results, 1000, 3, 7).loc[usual.index])
    many = [strategies.joss.named(f"p{k:02}") for k in range(14)]
    assert sub_fields(play(many)).attrs["fields"] == 1000  # of 3,432
    assert sub_fields(play(many)).equals(sub_fields(play(many), 1000, 7, 0))


def test_drawn_fields_are_all_equally_likely():
    """Pairs of six: how often each is drawn in 15 x 200 draws is chi-squared."""
    results = play(noise=0.05)
    frame = sub_fields(results, 14, 2, seed=3)
    assert frame["entered"].sum() == 28
    entered = np.sum([sub_fields(results, 14, 2, seed)["entered"].loc[FIELD] for seed in range(99)],
                     axis=0)  # fmt: skip
    # each enters in a third of 1,386: 4 standard deviations are 70
    assert np.abs(entered - 462).max() < 70


def test_winners_stand_first_then_who_ranks_better_then_by_name():
    frame = sub_fields(play(noise=0.05), size=3)
    keys = list(zip(-frame["first"], frame["mean_rank"], frame.index, strict=True))
    assert keys == sorted(keys)
    equal = play([strategies.tit_for_tat.named(name) for name in "cab"])
    assert list(sub_fields(equal, size=2).index) == ["a", "b", "c"]


def test_all_wins_and_no_wins_have_ends_at_1_and_0():
    field = ["always_defect", "always_cooperate", "tit_for_tat", "grudger", "cooperator_hunter"]
    frame = sub_fields(play(field, self_play=False, turns=4), 9, 3, seed=1)
    assert (frame["high"][frame["first"] == 1] == 1).all()
    assert (frame["low"][frame["first"] == 0] == 0).all()
    assert (frame["high"][frame["first"] == 0] > 0).all()
    assert {0.0, 1.0} & set(frame["first"])


@pytest.mark.parametrize("turns", [3, 30])
def test_kings_and_those_who_would_be_first_instead(turns):
    """Where two would share the place, both are named; where two win, both are kings."""
    twins = [strategies.tit_for_tat.named(name) for name in ("a", "b")]
    field = [*twins, strategies.always_cooperate]
    field += [strategies.always_defect.named(name) for name in ("x", "y")]
    results = play(field, turns=turns)
    frame, first = kingmakers(results), places(results)
    kings = {player for player, place in first.items() if place == 1}
    assert {king for _, king in frame.index} == kings
    assert len(kings) == 2
    for (maker, king), row in frame.iterrows():
        left = places(play([p for p in field if p.name != maker], turns=turns))
        assert row["rank"] == left[king] > 1
        instead = [name for name in results.names if left.get(name) == 1]
        assert row["instead"] == ", ".join(instead)
    assert {len(instead.split(", ")) for instead in frame["instead"]} == {2}


# -- bad input ------------------------------------------------------------------------------------


def test_what_needs_copies_says_so():
    results = play(self_play=False)
    with pytest.raises(TournamentError, match=r"One more entrant .* play with self_play=True"):
        one_more(results)
    with pytest.raises(TournamentError, match="no self-play to count"):
        leave_one_out(results, self_play=True)


def test_fields_that_are_too_small():
    alone = play(FIELD[:1])
    for act in (leave_one_out, kingmakers):
        with pytest.raises(TournamentError, match="needs at least 2 players; here is 1"):
            act(alone)
    with pytest.raises(TournamentError, match="Sub-fields need at least 2 players; here is 1"):
        sub_fields(alone)
    with pytest.raises(TournamentError, match=r"needs at least 3 players .*; here are 2"):
        leave_one_out(play(FIELD[:2], self_play=False))
    assert one_more(alone).to_numpy().tolist() == [[1.0]]
    with pytest.raises(ValueError, match=r"`size` must be a whole number in \[1, 6\]; got 7"):
        sub_fields(play(), size=7)
    with pytest.raises(ValueError, match="`fields` must be a whole number"):
        sub_fields(play(), 0)
