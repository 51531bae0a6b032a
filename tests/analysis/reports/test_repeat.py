"""Programs that play an event again give the options that the event had, and no others."""

import pandas as pd
import pytest

from analysis.reports.repeat import files_told, program, season_program
from tournament import PRESETS, Game, Season, Tournament

FIELD = ["tit_for_tat", "always_defect", "random_player"]
COSTS = Game(R=1, S=3, T=0, P=2, less_is_better=True)


def called(text):
    """Return what a program gives to its event, and what it does afterwards."""
    (line,) = [line for line in text.splitlines() if line.startswith("results = ")]
    return line.partition("(")[2]


def again(text):
    """Return the results of a program."""
    names = {}
    exec(text, names)
    return names["results"]


TOURNAMENTS = [
    ({}, "game=PRESETS['tsto'], turns=3, repetitions=1"),
    ({"game": PRESETS["stag_hunt"]}, "game=PRESETS['stag_hunt'], turns=3, repetitions=1"),
    ({"game": COSTS}, "game=Game(R=1.0, S=3.0, T=0.0, P=2.0, less_is_better=True), turns=3,"
     " repetitions=1"),
    ({"continuation": 0.5}, "game=PRESETS['tsto'], turns=3, continuation=0.5, repetitions=1"),
    ({"turns": None, "continuation": 0.5}, "game=PRESETS['tsto'], continuation=0.5, repetitions=1"),
    ({"turns": None, "continuation": 0}, "game=PRESETS['tsto'], continuation=0.0, repetitions=1"),
    ({"length_known": False}, "game=PRESETS['tsto'], turns=3, length_known=False, repetitions=1"),
    ({"repetitions": 2, "noise": 0.25}, "game=PRESETS['tsto'], turns=3, repetitions=2, noise=0.25"),
    ({"noise": [0, 0.5, 1]}, "game=PRESETS['tsto'], turns=3, repetitions=1, noise=[0.0, 0.5, 1.0]"),
    ({"misperception": 0.5}, "game=PRESETS['tsto'], turns=3, repetitions=1, misperception=0.5"),
    ({"self_play": False}, "game=PRESETS['tsto'], turns=3, repetitions=1, self_play=False"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), TOURNAMENTS)
def test_tournaments(words, said):
    event = Tournament(FIELD, **{"turns": 3, "repetitions": 1, "seed": 5} | words)
    results = event.play(progress=False, threads=1)
    text = program(results)
    assert called(text) == f"field, {said}, seed=5).play()"
    pd.testing.assert_frame_equal(again(text).ranking, results.ranking)


def test_a_ranking_by_another_rule_is_made_again():
    results = Tournament(FIELD, turns=3, seed=5).play(progress=False).ranked("wins")
    text = program(results)
    assert text.endswith("seed=5).play().ranked('wins')\n")
    assert again(text).ranking.attrs["by"] == "wins"


USUAL = {"towns": 6, "days": 2, "friends": 2, "gifts_per_day": 1, "seed": 5, "engine": "python"}
PAIRS = [(0, 1), (2, 3), (4, 5), (0, 2), (1, 4), (3, 5)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "repetitions=1, seed=5"),
        ({"inbox": 2}, "inbox=2, repetitions=1, seed=5"),
        ({"visible": True}, "visible=True, repetitions=1, seed=5"),
        ({"nice_list": True}, "nice_list=True, repetitions=1, seed=5"),
        ({"days_known": False}, "days_known=False, repetitions=1, seed=5"),
        ({"absence": 0.25}, "absence=0.25, repetitions=1, seed=5"),
        ({"noise": 0.5}, "noise=0.5, repetitions=1, seed=5"),
        ({"noise": [0, 0, 1]}, "noise=[0.0, 0.0, 1.0], repetitions=1, seed=5"),
        ({"partner": "nicest"}, "partner=strategies.get('nicest'), repetitions=1, seed=5"),
        ({"repetitions": 2}, "repetitions=2, seed=5"),
    ],
)
def test_seasons(words, said):
    results = Season(FIELD, **USUAL | words).play(progress=False)
    start = "players, towns=6, game=PRESETS['tsto'], days=2, gifts_per_day=1, friends=2, "
    text = season_program(results)
    assert called(text) == f"{start}{said}).play()"
    for name in FIELD:
        assert f"    strategies.get('{name}'),\n" in text
    pd.testing.assert_frame_equal(again(text).ranking, results.ranking)


def test_seasons_of_unlike_kinds_days_and_friends():
    kinds = {("tit_for_tat", "nicest"): 4, "joss": 2}
    words = USUAL | {"towns": None, "gifts_per_day": [1, 2], "friends": "everyone"}
    del words["towns"]
    text = season_program(Season(kinds, **words).play(progress=False))
    assert "players = {\n" in text
    assert "    (strategies.get('tit_for_tat'), strategies.get('nicest')): 4,\n" in text
    assert called(text).startswith(
        "players, game=PRESETS['tsto'], days=2, gifts_per_day=[1, 2], friends='everyone', "
    )
    assert "edges = ..." not in text
    given = season_program(Season(FIELD, **words | {"friends": PAIRS}).play(progress=False))
    assert "edges = ...  # the friendships that were given\n" in given
    assert "friends=edges" in called(given)
    assert "towns=" not in given


def test_files_that_changed_are_told(tmp_path):
    def manifest(text):
        return {"files": [{"path": str(tmp_path / "a.py"), "text": text, "of": "strategy"}]}

    assert files_told({}) == []
    assert files_told({"files": [{"path": "", "text": ""}]}) == []
    (_, gone) = files_told(manifest("x"))
    assert gone.endswith("a.py was not there when this report was written; it is needed.")
    (tmp_path / "a.py").write_text("a = 1\n", encoding="utf-8")
    (_, other) = files_told(manifest("x"))
    now = other.partition("another text (")[2].partition(")")[0]
    (said,) = files_told(manifest(now))
    assert said.endswith(f"a.py ({now}).")
    assert any("same folder" in each for each in files_told(
        {"files": [{"path": "a.py", "text": "x"}]}))  # fmt: skip
