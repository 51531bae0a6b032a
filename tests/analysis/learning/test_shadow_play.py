"""Rules that look at payoffs see those of each match in the log, or else those of TSTO."""

import numpy as np
import pandas as pd
import pytest

from analysis import prescriptions
from tournament import TSTO, C, D, strategy
from tournament.errors import TournamentError


@strategy
def payoff_reader(me, opponent):
    """Cooperate where mutual cooperation pays more than three."""
    return C if me.game.R > 3 else D


@strategy
def each_payoff(me, opponent):
    """Cooperate with a probability that tells all four payoffs."""
    game = me.game
    return C if me.chance(game.R / 10 + game.S / 100 + game.T / 1000 + game.P / 10000) else D


RULES = [payoff_reader, each_payoff]


def log(**columns):
    """Return two matches of two turns."""
    frame = pd.DataFrame(
        {"player": "ann", "opponent": ["bob", "bob", "eve", "eve"], "match": [1, 1, 2, 2],
         "turn": [1, 2, 1, 2], "move": list("CDCD"), "opponent_move": list("CCDD")}
    )  # fmt: skip
    return frame.assign(**columns)


def test_each_match_has_the_payoffs_of_its_log():
    found = prescriptions(
        log(R=[4, 4, 2, 2], S=[0, 0, 1, 1], T=[5, 5, 3, 3], P=[1, 1, 0, 0]), RULES
    )
    assert found["payoff_reader"].tolist() == [1, 1, 0, 0]
    assert found["each_payoff"].tolist() == pytest.approx([0.4051] * 2 + [0.213] * 2)


def test_without_payoffs_they_are_those_of_tsto():
    found = prescriptions(log(), RULES)
    cells = TSTO.payoffs[0].ravel() @ [0.1, 0.01, 0.001, 0.0001]
    assert found["payoff_reader"].tolist() == [float(TSTO.payoffs[0, 0, 0] > 3)] * 4
    assert found["each_payoff"].tolist() == pytest.approx([min(cells, 1.0)] * 4)
    some = prescriptions(log(R=9, S=0, T=9), RULES)  # not all four: none counts
    pd.testing.assert_frame_equal(some, found)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, "many", None])
@pytest.mark.parametrize("column", ["R", "P"])
def test_payoffs_are_finite_numbers(wrong, column):
    payoffs = {"R": 4, "S": 0, "T": 5, "P": 1} | {column: [wrong, 1, 1, 1]}
    with pytest.raises(TournamentError, match="R, S, T and P must be finite numbers"):
        prescriptions(log(**payoffs), RULES)
