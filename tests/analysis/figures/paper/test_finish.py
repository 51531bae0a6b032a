"""The last touches for print, one at a time: lines, ticks, words that stay on the page."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.figures.paper.finish import keep_on_page, thin_ticks

WORDS = "the share of places that a type has after as many generations as were asked for"


@pytest.fixture
def axes():
    """Empty axes two inches wide, in the middle of a figure."""
    figure = Figure(figsize=(3, 2), dpi=100)
    FigureCanvasAgg(figure)
    return figure.add_axes((0.2, 0.3, 0.6, 0.5))


def pixels(label):
    return np.array(label.get_window_extent().get_points())


@pytest.mark.parametrize("part", ["xlabel", "ylabel", "title"])
def test_long_words_are_broken_into_lines_that_stay_on_the_page(axes, part):
    axes.set(**{part: WORDS})
    label = {"xlabel": axes.xaxis.label, "ylabel": axes.yaxis.label, "title": axes.title}[part]
    keep_on_page(axes.figure, [axes])
    lines = label.get_text().split("\n")
    assert " ".join(lines) == WORDS
    along = int(part == "ylabel")
    (low, high), most = pixels(label)[:, along], axes.figure.bbox.size[along]
    assert 0 <= low < high <= most
    whole = pixels(axes.figure.text(0, 0, WORDS, fontsize=label.get_fontsize()))
    needed = -(-(whole[1, 0] - whole[0, 0]) // most)
    assert needed <= len(lines) <= needed + 1


def test_short_words_stay_in_one_line_and_in_their_place(axes):
    axes.set(xlabel="turn of a match", title="")
    before = axes.xaxis.label.get_position()
    keep_on_page(axes.figure, [axes])
    assert axes.xaxis.label.get_text() == "turn of a match"
    assert axes.xaxis.label.get_position() == before


@pytest.mark.parametrize("limits", [(0, 90_000), (90_000, 0)])
def test_ticks_do_not_touch_on_axes_of_either_direction(axes, limits):
    axes.set_xlim(*limits)
    axes.locator_params(axis="x", nbins=12)
    before = len(axes.get_xticks())
    axes.figure.draw_without_rendering()
    thin_ticks([axes])
    axes.figure.draw_without_rendering()
    low, high = sorted(limits)
    shown = [tick for tick in axes.xaxis.get_major_ticks() if low <= tick.get_loc() <= high]
    boxes = sorted(tuple(pixels(tick.label1)[:, 0]) for tick in shown)
    assert 4 <= len(boxes) < before
    assert all(left[1] + 0.03 * axes.figure.dpi <= right[0] for left, right in pairwise(boxes))


def test_labels_of_ticks_keep_three_hundredths_of_an_inch_apart(axes):
    """Widths between those at which two labels touch, and those at which they are apart."""
    numbers = set()
    for wide in np.linspace(0.3, 0.6, 31):
        axes.set_position((0.2, 0.3, wide, 0.5))
        axes.set_xlim(0, 90_000)
        axes.locator_params(axis="x", nbins=9)
        axes.figure.draw_without_rendering()
        thin_ticks([axes])
        axes.figure.draw_without_rendering()
        shown = [tick for tick in axes.xaxis.get_major_ticks() if tick.get_loc() <= 90_000]
        boxes = sorted(tuple(pixels(tick.label1)[:, 0]) for tick in shown)
        gaps = [right[0] - left[1] for left, right in pairwise(boxes)]
        assert min(gaps) >= 0.03 * axes.figure.dpi
        numbers.add(len(boxes))
    assert len(numbers) > 1
