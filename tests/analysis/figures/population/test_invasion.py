"""The invasion graph: arrows where a mutant does better than 1/N, dotted where neither does."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from analysis.figures.population import invasion
from analysis.figures.population.invasion import around, canvas_of, invasion_graph, shown
from analysis.figures.style import style

N = 10


def table(values):
    names = [f"type_{k}" for k in range(len(values))]
    return pd.DataFrame(np.array(values, float) / N, names, names)


def drawn(rho, columns=2, **how):
    with style():
        axes = invasion_graph(rho, canvas_of(rho, columns), size=N, **how)
        axes.figure.savefig("/dev/null", format="png", dpi=30)
    return axes


def arrows(axes, kind="invades"):
    """Return where arrows of a kind begin and end, as numbers of types."""
    places = around(sum(line.get_marker() == "o" for line in axes.lines))
    found = []
    for patch in axes.patches:
        if patch.get_gid() == kind:
            line = patch.get_path().vertices  # in the units of the axes, the head of an arrow last
            body = line[: 3 if kind == "invades" else None]
            ends = [np.abs(places - end).sum(axis=1).argmin() for end in body[[0, -1]]]
            found.append(tuple(map(int, ends)))
    return found


def test_arrows_lead_from_residents_to_those_that_take_over():
    rho = table([[1, 3, 0.5], [0.2, 1, 1], [2, 1, 1]])
    axes = drawn(rho)
    assert arrows(axes) == [(1, 0), (0, 2)]  # 0 takes over from 1, and 2 from 0
    assert arrows(axes, "neutral") == [(2, 1)]
    wide = [p.get_linewidth() for p in axes.patches if p.get_gid() == "invades"]
    assert wide[0] > wide[1]


def test_both_may_invade_and_then_arrows_are_bent():
    axes = drawn(table([[1, 3], [2, 1]]))
    assert sorted(arrows(axes)) == [(0, 1), (1, 0)]


def test_less_than_neutral_is_no_arrow():
    axes = drawn(table([[1, 0.5], [0.9, 1]]))
    assert not axes.patches


def test_circles_grow_with_shares_which_are_told():
    rho = table(np.ones((3, 3)))
    axes = drawn(rho, shares=pd.Series([0.9961, 0.0019, 0.002], rho.index))
    sizes = [line.get_markersize() for line in axes.lines]
    assert sizes[0] > sizes[2] > sizes[1]
    said = [text.get_text() for text in axes.texts]
    assert said == ["type_0\n>99 %", "type_1\n<1 %", "type_2\n<1 %"]


def test_in_one_column_circles_have_numbers_and_names_stand_below():
    rho = table(np.ones((4, 4)))
    axes = drawn(rho, 1, shares=pd.Series([0.25] * 4, rho.index))
    assert axes.figure.get_size_inches()[0] == 3.5
    assert [t.get_text() for t in axes.texts if t.get_gid() == "number"] == ["1", "2", "3", "4"]
    keys = [t.get_text() for t in axes.texts if t.get_gid() == "key"]
    assert keys == [f"{k + 1}: type_{k} 25 %" for k in range(4)]


def test_of_many_types_the_most_seen_ones_are_shown():
    rho = table(np.ones((20, 20)))
    seen = pd.Series(np.arange(20.0), rho.index)
    assert shown(rho, seen) == [f"type_{k}" for k in range(8, 20)]
    assert shown(rho, None) == [f"type_{k}" for k in range(12)]
    assert len(drawn(rho, shares=seen / seen.sum()).lines) == invasion.MOST


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("types", [1, 2, 3, 7, 12])
def test_names_stay_inside(types, columns):
    rho = table(np.ones((types, types)))
    rho.index = rho.columns = [f"generous_tit_for_tat(generosity=0.{k})" for k in range(types)]
    axes = drawn(rho, columns, shares=pd.Series([1 / types] * types, rho.index))
    figure = axes.figure
    renderer, dots = FigureCanvasAgg(figure).get_renderer(), figure.dpi
    for text in axes.texts:
        box = text.get_window_extent(renderer)
        assert 0 <= box.x0 < box.x1 <= figure.get_size_inches()[0] * dots, text
        assert 0 <= box.y0 < box.y1 <= figure.get_size_inches()[1] * dots, text
