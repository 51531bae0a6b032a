"""The gradient of two types: where shares rest, and which way arrows point."""

import numpy as np
import pandas as pd
import pytest

from analysis.figures import canvas
from analysis.figures.population.gradient import gradient_of_two, rests

SHARE = np.linspace(0, 1, 101)
BOTH_STAY = SHARE * (1 - SHARE) * (SHARE - 0.305)


@pytest.mark.parametrize(
    ("push", "places", "stable"),
    [
        (BOTH_STAY, [0, 0.305, 1], [True, False, True]),
        (-BOTH_STAY, [0, 0.305, 1], [False, True, False]),
        (SHARE * (1 - SHARE), [0, 1], [False, True]),
        (-SHARE * (1 - SHARE), [0, 1], [True, False]),
        (0 * SHARE, [], []),
    ],
)
def test_rests(push, places, stable):
    found, kept = rests(SHARE, push)
    assert found == pytest.approx(places, abs=1e-4)
    assert kept.tolist() == stable


def test_arrows_point_where_the_share_goes():
    axes = gradient_of_two(pd.Series(BOTH_STAY, SHARE), canvas.column(2, above=0.3), name="a")
    ways = [(text.xy[0] > text.xyann[0], text.xy[0] < 0.3) for text in axes.texts]
    assert ways == [(False, True), (True, False)]
    words = [text.get_text() for text in axes.get_legend().get_texts()]
    assert words == ["returns here", "leaves from here"]
    assert axes.get_xlabel() == "share of a"


@pytest.mark.parametrize("columns", [1, 2])
def test_without_selection_nothing_is_marked(columns):
    axes = gradient_of_two(pd.Series(0 * SHARE, SHARE), canvas.column(columns, above=0.3))
    assert not axes.texts
    assert axes.get_legend() is None
    axes.figure.savefig("/dev/null", format="png", dpi=30)
