"""The figures of the end: shares with intervals and starts, and how long repetitions took."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis.figures import canvas
from analysis.figures.population.survivors import BINS, survivors, times_to_fixation
from analysis.figures.style import style


def drawn(frame):
    with style():
        axes = survivors(frame, canvas.for_rows(list(frame.index), above=0.2), unit="share")
        axes.figure.savefig("/dev/null", format="png", dpi=30)
    return axes


def test_dots_are_shares_and_marks_are_starts():
    frame = pd.DataFrame(
        {"share": [0.6, 0.4], "low": [0.5, 0.3], "high": [0.7, 0.5], "tier": [1, 1],
         "start": [0.1, 0.9]}, ["a", "b"],
    )  # fmt: skip
    axes = drawn(frame)
    dots, marks = axes.lines
    assert dots.get_xdata().tolist() == [0.6, 0.4]
    assert marks.get_xdata().tolist() == [0.1, 0.9]
    assert marks.get_ydata().tolist() == [0, 1]
    ends = np.array(axes.collections[0].get_segments())[:, :, 0]
    assert ends.tolist() == [[0.5, 0.7], [0.3, 0.5]]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["at the start"]


def test_without_intervals_there_are_dots():
    frame = pd.DataFrame(
        {"share": [1.0], "low": [np.nan], "high": [np.nan], "tier": [1], "start": [1.0]}, ["a"]
    )
    assert len(drawn(frame).lines) == 2


@pytest.mark.parametrize("far", [1, 5, 900])
def test_bars_count_repetitions(far):
    after = [np.array([1, 1, 1 + far]), np.array([], int), np.array([1])]
    axes = canvas.column(2)
    with style():
        times_to_fixation(after, "abc", axes, colours=["#0072B2", "#E69F00", "#009E73"])
    heights = {}
    for bar in axes.patches:
        colour = to_hex(bar.get_facecolor()).upper()
        heights.setdefault(colour, []).append((bar.get_x(), bar.get_y(), bar.get_height()))
    assert set(heights) == {"#0072B2", "#009E73"}
    assert [tall for _, _, tall in heights["#0072B2"] if tall] == [2, 1]
    assert [(low, tall) for _, low, tall in heights["#009E73"] if tall] == [(2, 1)]
    first = heights["#0072B2"][0]
    assert first[0] <= 1 <= first[0] + axes.patches[0].get_width()
    assert len(heights["#0072B2"]) <= BINS + 1
