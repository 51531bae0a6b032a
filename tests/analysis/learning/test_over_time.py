"""Behaviour over time: written-out means, and a learner that learns."""

import pandas as pd
import pytest

from analysis import cooperation_over_time, play_over_time
from tournament.errors import TournamentError


@pytest.fixture
def log():
    """Two players, two matches each, four turns: ann CCDD and CCCC, bob DDDD and DDCC."""
    rows = [
        {"player": who, "match": match, "turn": turn, "move": move, "opponent_move": "C",
         "treatment": "t"}
        for who, match, moves in (("ann", 1, "CCDD"), ("ann", 2, "CCCC"), ("bob", 1, "DDDD"),
                                  ("bob", 2, "DDCC"))
        for turn, move in enumerate(moves, 1)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_blocks_of_turns(log):
    frame = cooperation_over_time(log, block=2)
    assert frame["cooperation"].to_dict() == {
        ("ann", 1): 1.0, ("ann", 3): 0.5, ("bob", 1): 0.0, ("bob", 3): 0.5,
    }  # fmt: skip
    assert frame["rates"].tolist() == [2, 2, 2, 2]
    assert frame.loc[("ann", 3), "standard_error"] == pytest.approx(0.5)  # of 0 and 1
    assert (frame["opponent_cooperation"] == 1).all()


def test_blocks_of_matches_weigh_players_alike(log):
    frame = cooperation_over_time(log, by="match", block=1, groups="treatment")
    assert frame["cooperation"].to_dict() == {("t", 1): 0.25, ("t", 2): 0.75}
    assert frame["rates"].tolist() == [2, 2]
    both = cooperation_over_time(log, by="match", block=2, groups="treatment")
    assert both["cooperation"].tolist() == [0.5]
    assert both["standard_error"].tolist() == [pytest.approx(0.25)]  # of players: 3/4 and 1/4


def test_order_of_rows_has_no_part(log):
    one, two = cooperation_over_time(log), cooperation_over_time(log.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(one, two)


def test_a_learner_learns():
    frame = play_over_time(
        "risky_q_learner", ["always_defect", "always_cooperate"], block=50, repetitions=30, seed=2
    )
    mean = frame["cooperation"].unstack()
    assert list(mean.columns) == [1, 51, 101, 151]
    assert mean.loc["always_defect", 1] > mean.loc["always_defect", 151] + 0.3
    assert (frame["rates"] == 30).all()
    assert frame["opponent_cooperation"].loc["always_cooperate"].eq(1).all()


def test_bad_input_is_refused_in_a_sentence(log):
    with pytest.raises(ValueError, match="`by` must be 'turn' or 'match'; got 'day'"):
        cooperation_over_time(log, by="day")
    with pytest.raises(ValueError, match="`block`"):
        cooperation_over_time(log, block=0)
    with pytest.raises(TournamentError, match="no column 'age' to group by; it has player"):
        cooperation_over_time(log, groups="age")
    with pytest.raises(TournamentError, match="matches that are numbered"):
        cooperation_over_time(log.assign(match=log["match"].map({1: "a", 2: "b"})), by="match")
    with pytest.raises(ValueError, match="`opponents` must be at least one"):
        play_over_time("tit_for_tat", [])
