"""Two results compared: nothing changes by itself, and what changes is found."""

import numpy as np
import pytest

import strategies
from analysis.statistics.changes import changes, differences, verdict
from tournament import PRISONERS_DILEMMA, Tournament
from tournament.cli import main
from tournament.errors import TournamentError

FIELD = [
    strategies.get(name)
    for name in ("tit_for_tat", "always_defect", "random_player", "joss", "generous_tit_for_tat")
]


def play(field=FIELD, **words):
    words = {"turns": 20, "repetitions": 20, "noise": 0.05, "seed": 1} | words
    return Tournament(field, **words).play(progress=False)


def test_the_same_play_has_not_changed():
    frame = changes(play(), play())
    assert (frame["change"] == 0).all()
    assert (frame["standard_error"] == 0).all()
    assert (frame["p"] == 1).all()
    assert not frame["real"].any()
    assert differences(play(), play()) == [
        "Both were played alike: the same players, conditions, seed and versions."
    ]
    assert verdict(frame) == "0 scores of 5 changed by more than chance explains."


def test_another_seed_is_seldom_a_change():
    """Nothing changed but luck: any real change is a false alarm, at most 5 % of comparisons."""
    alarms = [changes(play(seed=2 * k), play(seed=2 * k + 1))["real"].any() for k in range(200)]
    assert np.mean(alarms) <= 0.08  # 0.05 and two standard errors


def test_a_changed_rule_is_found_and_named():
    other = strategies.generous_tit_for_tat(generosity=0.9).named("generous_tit_for_tat")
    before, after = play(repetitions=200), play([*FIELD[:-1], other], repetitions=200)
    frame = changes(before, after)
    assert frame.loc["generous_tit_for_tat", "real"]
    assert frame.index[0] == "always_defect"  # who gains most from its generosity
    assert frame.loc["tit_for_tat", "standard_error"] > 0  # it met the changed one
    assert "Another rule under the same name: generous_tit_for_tat." in differences(before, after)


def test_only_common_opponents_count():
    before, after = play(), play([*FIELD[1:], strategies.always_cooperate])
    frame = changes(before, after)
    common = [player.name for player in FIELD[1:]]
    assert (frame.loc[common, "change"] == 0).all()  # the same matches, from the same seed
    expected = before.payoffs.loc["joss", common].mean()
    assert frame.loc["joss", "before"] == pytest.approx(expected)
    for name in ("tit_for_tat", "always_cooperate"):
        assert np.isnan(frame.loc[name, "change"])
        assert not frame.loc[name, "real"]
    assert np.isnan(frame.loc["always_cooperate", "rank_before"])
    said = differences(before, after)
    assert said[:2] == ["Entered: always_cooperate.", "Left: tit_for_tat."]


def test_conditions_are_told():
    said = differences(play(), play(noise=0.1, turns=30, seed=2))
    assert said == [
        "Turns: 20 before, 30 after.", "Noise: 0.05 before, 0.1 after.", "Seed: 1 before, 2 after."
    ]  # fmt: skip


def test_one_repetition_cannot_tell():
    frame = changes(play(repetitions=1), play(repetitions=1, seed=2))
    assert frame["p"].isna().all()
    assert not frame["real"].any()
    assert verdict(frame).endswith("Of 5 it cannot be told: chance had a part, and there is one"
                                   " repetition.")  # fmt: skip


def test_bad_input():
    with pytest.raises(TournamentError, match=r"^Scores in different games cannot be compared"):
        changes(play(), play(game=PRISONERS_DILEMMA))
    with pytest.raises(TournamentError, match=r"^The two results have no player in common"):
        changes(play(FIELD[:2]), play(FIELD[2:]))


def test_from_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    play().save("before")
    play(seed=2).save("after")
    assert main(["compare", "before", "after"]) == 0
    printed = capsys.readouterr().out
    assert "Seed: 1 before, 2 after." in printed
    assert "of 5 changed by more than chance explains." in printed
    assert main(["compare", "before", "nowhere"]) == 2
    assert "nowhere: there is nothing here; give a file or a folder" in capsys.readouterr().err
