"""The simplex: corners are types, dots are rest points, and lines follow the flow."""

import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from analysis.evolution.table import table_of_pairs
from analysis.figures import canvas
from analysis.figures.population.simplex import continua, places, replicator_flow, simplex
from analysis.figures.style import style
from tournament.errors import ArgumentError

NAMES = ["a", "b", "c"]
ROCK = [[0, -1, 1.5], [1.5, 0, -1], [-1, 1.5, 0]]
SPLIT = [[1, 2, 0], [2, 1, 0], [0, 0, 1.2]]
ALIKE = np.ones((3, 3))
LINE = [[0, 0, 0], [1, -1, 0], [0, 0, 0]]


def drawn(values, columns=2, **how):
    with style():
        axes = canvas.drawing(columns, tall=0.8)
        assert simplex(pd.DataFrame(values, NAMES, NAMES), axes, **how) is axes
        axes.figure.savefig("/dev/null", format="png", dpi=30)
    return axes


def marked(axes):
    """Return the places of rest points by their stability, as shares."""
    found = {}
    for line in axes.lines:
        if line.get_marker() == "o":
            x, y = np.array(line.get_xydata()).T
            third = y / places([0, 0, 1])[1]
            shares = np.column_stack([1 - x - third / 2, x - third / 2, third]).round(3)
            found[line.get_label()] = sorted(map(tuple, shares.tolist()))
    return found


def test_corners():
    assert places(np.eye(3)) == pytest.approx(np.array([[0, 0], [1, 0], [0.5, np.sqrt(3) / 2]]))
    side = np.linalg.norm(places([0, 1, 0]) - places([0, 0, 1]))
    assert side == pytest.approx(1)


def test_rest_points_are_marked_by_their_stability():
    found = marked(drawn(ROCK))
    assert found["stable"] == [(0.333, 0.333, 0.333)]
    assert len(found["saddle"]) == 3
    found = marked(drawn(SPLIT))
    assert found["stable"] == [(0.0, 0.0, 1.0), (0.5, 0.5, 0.0)]
    assert "unstable" in found


def test_the_flow_is_the_replicator_dynamics():
    e = np.array(ROCK, float)
    flow = replicator_flow(e)
    x = np.array([[0.5, 0.3, 0.2], [1.0, 0.0, 0.0]])
    paid = np.array([[row @ mixture for row in e] for mixture in x])
    expected = x * (paid - (x * paid).sum(axis=1, keepdims=True))
    assert flow(x) == pytest.approx(expected)
    assert flow(x).sum(axis=1) == pytest.approx(0)


def test_segments_of_rest():
    def ends(values, supports):
        return [np.round(part, 6).tolist() for part in continua(table_of_pairs(values), supports)]

    assert ends(LINE, [(0, 2)]) == [[[1, 0, 0], [0, 0, 1]]]
    (inner,) = ends(LINE, [(0, 1, 2)])
    assert sorted(inner) == [[0, 0, 1], [0.5, 0.5, 0]]
    assert ends(ALIKE, [(0, 1, 2)]) == []  # a whole triangle is no segment
    rests = [line for line in drawn(LINE).lines if line.get_gid() == "rest"]
    assert len(rests) == 2


def test_without_selection_there_are_no_lines():
    axes = drawn(ALIKE)
    assert "no selection: all are paid alike" in {text.get_text() for text in axes.texts}


def test_any_flow_may_be_drawn_and_rest_points_are_not_marked_then():
    axes = drawn(ROCK, flow=lambda x: x - 1 / 3)
    assert marked(axes) == {}


@pytest.mark.parametrize("columns", [1, 2])
def test_a_stationary_distribution_is_drawn_as_dots(columns):
    counts = [(i, j, 4 - i - j) for i in range(5) for j in range(5 - i)]
    index = pd.MultiIndex.from_tuples(counts, names=NAMES)
    chance = pd.Series(np.arange(15.0) / 105, index)
    axes = drawn(ROCK, columns, stationary=chance)
    dots = next(c for c in axes.collections if len(c.get_offsets()) == 15)
    shown = np.maximum(np.sort(chance), 1 / 105)  # what is rarer has the palest shade
    assert np.array(dots.get_array()) == pytest.approx(shown)
    assert dots.get_clim() == pytest.approx((1 / 105, 14 / 105))
    (beside,) = axes.child_axes
    assert [text.get_text() for text in beside.get_yticklabels()] == ["0.01", "0.1"]
    last = index[int(np.argmax(chance))]
    assert np.asarray(dots.get_offsets())[-1] == pytest.approx(places(np.array(last) / 4))


@pytest.mark.parametrize(
    ("rare", "limits"), [(1e-9, (1e-4, 1.0)), (0.02, (0.02, 1.0)), (1.0, (0.5, 1.0))]
)
def test_shades_reach_as_far_as_what_is_seen(rare, limits):
    index = pd.MultiIndex.from_tuples([(1, 0, 0), (0, 1, 0), (0, 0, 1)])
    axes = drawn(ROCK, stationary=pd.Series([1.0, rare, rare], index))
    dots = next(c for c in axes.collections if len(c.get_offsets()) == 3)
    assert dots.get_clim() == pytest.approx(limits)


def test_three_types_are_needed():
    with pytest.raises(ArgumentError, match=re.escape("`payoffs` must be of three types; got 2.")):
        simplex([[1, 2], [3, 4]], canvas.drawing(2))


@pytest.mark.parametrize("columns", [1, 2])
def test_long_names_stay_inside_and_apart(columns):
    names = [f"generous_tit_for_tat(generosity=0.{k})" for k in range(3)]
    with style():
        axes = simplex(pd.DataFrame(ROCK, names, names), canvas.drawing(columns, tall=0.8))
        axes.figure.savefig("/dev/null", format="png", dpi=30)
    wide, renderer = (
        axes.figure.get_size_inches()[0] * 30,
        FigureCanvasAgg(axes.figure).get_renderer(),
    )
    boxes = [t.get_window_extent(renderer) for t in axes.texts if t.get_gid() == "name"]
    assert [t.get_text() for t in axes.texts if t.get_gid() == "name"] == names
    assert all(0 <= box.x0 < box.x1 <= wide * axes.figure.dpi / 30 for box in boxes)
    assert not boxes[0].overlaps(boxes[1])
