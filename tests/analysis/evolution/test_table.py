"""The table of pairs: results, a frame and an array are one table, and functions read any of it."""

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis.evolution.table import table_of_pairs
from tournament import PRESETS, TSTO, Tournament

FIELD = ["tit_for_tat", "always_defect", "random_player"]


@pytest.fixture(scope="module", params=[TSTO, PRESETS["prison_years"]])
def results(request):
    event = Tournament(FIELD, game=request.param, turns=20, repetitions=5, seed=1)
    return event.play(progress=False)


def test_results_a_frame_and_an_array_are_one_table(results):
    less = results.game.less_is_better
    table = table_of_pairs(results)
    frame = table_of_pairs(results.payoffs, results.payoff_errors, less_is_better=less)
    array = table_of_pairs(results.payoffs.to_numpy(), less_is_better=less)
    sign = -1 if less else 1
    for each in (table, frame, array):
        assert np.array_equal(sign * each.utilities, results.payoffs.to_numpy())
        assert each.less_is_better == less
    assert list(table.names) == list(frame.names) == FIELD
    assert np.array_equal(table.errors, frame.errors)
    assert (table.freedom, frame.freedom) == (4, None)
    assert table.certain.tolist() == (results.payoff_errors == 0).to_numpy().tolist()


def test_whoever_filled_the_table_the_answers_are_the_same(results):
    table = table_of_pairs(results)
    for function in (analysis.replicator, analysis.rest_points, analysis.invasions):
        pd.testing.assert_frame_equal(function(table), function(results))
    pd.testing.assert_frame_equal(analysis.equilibria(table), analysis.equilibria(results))


def test_a_table_is_not_taken_twice(results):
    table = table_of_pairs(results)
    assert table_of_pairs(table) is table
