"""What the rules do to a ranking: against tournaments that are really played."""

import numpy as np
import pandas as pd
import pytest

from analysis import rank_map, sweep
from tournament import PRESETS, PRISONERS_DILEMMA, TSTO, Tournament, strategy
from tournament.errors import UnknownName

FIELD = [
    "tit_for_tat", "always_cooperate", "always_defect", "joss", "random_player", "grudger",
]  # fmt: skip


def play(players=FIELD, **words):
    words = {"turns": 15, "repetitions": 4, "seed": 4} | words
    return Tournament(players, **words).play(progress=False)


def test_a_sweep_is_its_tournaments():
    games = ["tsto", PRISONERS_DILEMMA, "prison_years"]
    frame = sweep(
        FIELD, noise=[0, 0.05], turns=range(5, 7), game=games, repetitions=3, seed=2, progress=False
    )
    assert frame.index.names == ["turns", "noise", "game", "player"]
    assert frame.attrs == {"seed": 2}
    assert len(frame) == 2 * 2 * 3 * len(FIELD)
    wide = rank_map(frame)
    for turns in (5, 6):
        for noise in (0, 0.05):
            for game in (TSTO, PRISONERS_DILEMMA, PRESETS["prison_years"]):
                want = play(game=game, turns=turns, noise=noise, repetitions=3, seed=2).ranking
                part = frame.loc[(turns, noise, game.name)]
                pd.testing.assert_frame_equal(part, want[list(part.columns)])
                assert wide[(turns, noise, game.name)].to_dict() == want["rank"].to_dict()
    mean = frame["rank"].groupby("player").mean()
    assert mean[wide.index].is_monotonic_increasing


def test_an_exact_sweep_is_a_smooth_curve():
    field = ["tit_for_tat", "always_defect", "random_player"]
    words = {"turns": 6, "exact": True}
    frame = sweep(field, noise=np.linspace(0, 0.2, 9), **words, seed=1, progress=False)
    assert (frame["standard_error"] == 0).all()
    scores = rank_map(frame, "score")
    for noise in (0, 0.1):
        want = Tournament(field, noise=noise, **words, seed=1).play(progress=False).ranking
        assert scores[noise].to_dict() == pytest.approx(want["score"].to_dict())
    third = np.diff(scores.to_numpy(), n=3, axis=1)
    assert abs(third).max() < 0.1 * abs(np.diff(scores.to_numpy(), axis=1)).max()
    same = sweep(field, noise=np.linspace(0, 0.2, 9), **words, seed=2, progress=False)
    assert rank_map(same, "score").equals(scores)


def counted_plays(monkeypatch):
    played, play = [], Tournament.play
    monkeypatch.setattr(
        Tournament, "play", lambda self, **words: (played.append(self), play(self, **words))[1]
    )
    return played


@strategy
def reader(me, opponent):
    """Defect if temptation is high."""
    return int(me.game.T > 4)


def test_only_play_that_would_differ_is_played(monkeypatch):
    played = counted_plays(monkeypatch)
    games = ["tsto", "chicken", "prisoners_dilemma"]
    sweep(FIELD, game=games, noise=[0, 0.1], turns=5, seed=1, progress=False)
    assert len(played) == 2
    played.clear()
    frame = sweep([*FIELD, reader], game=games, turns=5, seed=1, progress=False)
    assert len(played) == 3
    for name in games:
        game = PRESETS[name]
        want = play([*FIELD, reader], game=game, turns=5, repetitions=10, seed=1).ranking["rank"]
        assert frame.loc[game.name, "rank"].to_dict() == want.to_dict()
    played.clear()
    sweep(FIELD, game=["tsto", "battle_of_the_sexes"], turns=5, seed=1, progress=False)
    assert len(played) == 2


def test_one_thing_swept():
    frame = sweep(FIELD, continuation=[0.5, 0.9], seed=1, progress=False)
    assert frame.index.names == ["continuation", "player"]
    assert rank_map(frame, "score").columns.tolist() == [0.5, 0.9]
    frame = sweep(FIELD, misperception=np.linspace(0, 0.2, 3), turns=5, seed=1, progress=False)
    assert len(rank_map(frame).columns) == 3
    mapped = sweep(FIELD, noise=[0, {"joss": 0.1}], turns=5, seed=1, progress=False)
    assert rank_map(mapped).columns.tolist() == [0, "{'joss': 0.1}"]


def test_progress_runs_through_all_conditions():
    seen = []
    sweep(
        FIELD, turns=[5, 6], seed=1, progress=lambda done, total, note: seen.append((done, total))
    )
    shares = [done / total for done, total in seen if total]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_seed_is_drawn_and_kept():
    frame = sweep(FIELD, noise=[0.1], turns=5, progress=False)
    again = sweep(FIELD, noise=[0.1], turns=5, seed=frame.attrs["seed"], progress=False)
    pd.testing.assert_frame_equal(frame, again)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"noise": 0.1}, "`sweep` needs a list of values of at least one of turns, noise"),
        ({"noise": []}, "`noise` must be a value or a list of some; got an empty list"),
        ({"noise": [0.1, 0.1]}, "`noise` must list different values; got 0.1 twice"),
        ({"game": ["tsto", TSTO]}, "`game` must list different values; got 'TSTO gifts' twice"),
        ({"noise": [0, 2]}, r"`noise` must be a probability in \[0, 1\]; got 2"),
    ],
)
def test_wrong_sweeps(words, sentence, monkeypatch):
    played = counted_plays(monkeypatch)
    with pytest.raises(ValueError, match=sentence):
        sweep(FIELD, **words, progress=False)
    assert played == []


def test_unknown_games():
    with pytest.raises(UnknownName, match="No game is named 'chiken'"):
        sweep(FIELD, game=["chiken"])
