"""Shares over time: what is drawn is what the table says, and every name stands there whole."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from analysis.figures import palette
from analysis.figures.population import shares
from analysis.figures.population.colours import colours_of
from analysis.figures.style import style

LONG = "a_long_name_of_a_type(generosity=0.3)"


def table(types, generations=30):
    values = np.random.default_rng(types).random((generations, types))
    values /= values.sum(axis=1, keepdims=True)
    names = [f"type_{k}" for k in range(types - 1)] + [LONG]
    return pd.DataFrame(values, columns=names).rename_axis("generation")


def drawn(frame, columns=2, **how):
    with style():
        axes = shares.canvas_of(frame, columns)
        assert shares.shares_over_time(frame, axes, below=columns == 1, **how) is axes
        axes.figure.savefig("/dev/null", format="png", dpi=30)
    return axes


def test_curves_and_bands_are_those_of_the_table():
    frame = table(3)
    axes = drawn(frame, low=frame - 0.1, high=frame + 0.1)
    curves = [line for line in axes.lines if len(line.get_xdata()) == len(frame)]
    for line, (name, values), colour in zip(
        curves, frame.items(), colours_of(list(frame)), strict=True
    ):
        assert line.get_ydata() == pytest.approx(values)
        assert to_hex(line.get_color()).upper() == colour
        assert name in {text.get_text() for text in axes.texts} | {LONG}
    bands = axes.collections[1:]
    assert len(bands) == 3
    edges = bands[0].get_paths()[0].get_extents()
    assert edges.y0 == pytest.approx((frame.iloc[:, 0] - 0.1).min())
    assert edges.y1 == pytest.approx((frame.iloc[:, 0] + 0.1).max())


def test_of_many_types_some_are_grey():
    frame = table(12)
    axes = drawn(frame, columns=1)
    (grey,) = axes.collections
    assert len(grey.get_segments()) == 5
    assert to_hex(grey.get_color()[0]) == palette.PALE
    said = [text.get_text() for text in axes.texts]
    assert said[-1] == "5 others"
    assert len(said) == 8


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("types", [1, 2, 8])
@pytest.mark.parametrize("generations", [1, 2, 40])
def test_figures_have_the_width_of_columns_and_names_are_inside(types, columns, generations):
    frame = table(types, generations)
    axes = drawn(frame, columns)
    wide, tall = axes.figure.get_size_inches() * 72
    assert wide / 72 == pytest.approx({1: 3.5, 2: 7.2}[columns])
    renderer = FigureCanvasAgg(axes.figure).get_renderer()
    dots = axes.figure.dpi / 72
    for text in axes.texts:
        box = text.get_window_extent(renderer)
        assert 0 <= box.x0 < box.x1 <= wide * dots
        assert 0 <= box.y0 < box.y1 <= tall * dots
    if columns == 1 and types <= 2:
        assert LONG in {text.get_text() for text in axes.texts}
