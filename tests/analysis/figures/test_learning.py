"""Behaviour over time is drawn with a line for each group."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.figures.canvas import inches
from analysis.figures.learning import over_time_figure


def test_the_figure_has_a_line_for_each_group():
    index = pd.MultiIndex.from_product([["ann", "bob"], [1, 3]], names=["player", "start"])
    frame = pd.DataFrame(
        {"cooperation": [1.0, 0.5, 0.0, 0.5], "standard_error": [0.0, 0.5, 0.0, float("nan")]},
        index,
    )
    axes = over_time_figure(frame, Figure().add_subplot())
    assert [list(line.get_ydata()) for line in axes.lines] == [[1.0, 0.5], [0.0, 0.5]]
    labels = [text for text in axes.texts if text.get_text() in ("ann", "bob")]
    heights = sorted(text.get_position()[1] for text in labels)
    assert np.diff(heights) * inches(axes)[1] * 72 > 8  # points; both lines end at 1/2
