"""The figure of a meta-tournament shows the numbers of its frames."""

import numpy as np
import pytest

import analysis
from tournament.errors import ArgumentError

POOL = ["tit_for_tat", "always_defect", "always_cooperate", "grudger", "bully"]


@pytest.fixture(scope="module")
def found():
    return analysis.meta(
        POOL, 60, turns=10, noise=[0, 0.1], continuation=0.8, seed=1, repetitions=2, progress=False
    )


def test_each_format_has_its_best_rules_and_their_medians(found):
    figure = analysis.plot_meta(found, top=3)
    assert [axes.get_title() for axes in figure.axes] == found.formats
    for axes in figure.axes:
        best = found.players.loc[axes.get_title()].head(3)
        assert [text.get_text() for text in axes.texts] == list(best.index)
        (medians,) = axes.lines
        np.testing.assert_array_equal(medians.get_xdata(), best["median"])


def test_there_are_as_many_axes_as_formats(found):
    one = analysis.meta(
        POOL[:3], 10, turns=5, noise=[0, 0.1], seed=1, repetitions=1, progress=False
    )
    assert len(analysis.plot_meta(one).axes) == 2
    assert len(analysis.plot_meta(found).axes) == 4


def test_anything_else_is_refused():
    with pytest.raises(ArgumentError, match="`found` must be what"):
        analysis.plot_meta({})
