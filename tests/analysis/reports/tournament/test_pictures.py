"""Figures of a report have a row for each player and a column for each state."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.figures import canvas
from analysis.reports.tournament.pictures import STATES, differences, states

NAMES = ["a", "b", "a player with a long name"]


def found(rates, names=NAMES):
    columns = ["first", *STATES]
    frame = pd.DataFrame(np.full((len(names), 5), rates), names, columns)
    square = pd.DataFrame(np.eye(len(names)), names, names)
    return SimpleNamespace(names=names, behaviour=frame, results=SimpleNamespace(payoffs=square))


def test_states_are_columns_and_players_are_rows():
    axes = states(found(0.5))
    said = [text.get_text() for text in axes.texts if text.get_gid() == "name"]
    labels = ["first", "after CC", "after CD", "after DC", "after DD"]
    assert said == [*NAMES, *labels]
    assert axes.images[0].get_array().shape == (3, 5)
    want = canvas.for_rows(NAMES, labels).figure.get_size_inches()
    assert axes.figure.get_size_inches() == pytest.approx(want)
    assert states(found(np.nan)) is None


def test_one_player_is_ahead_of_nobody():
    assert differences(found(0.5, ["a"])) is None
    assert differences(found(0.5, ["a", "b"])) is not None
