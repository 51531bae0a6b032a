"""Names are whole in charts of many rows, or one sentence says what fits."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.figures import canvas, tournament
from analysis.figures.paper.fitting import drawn
from analysis.figures.paper.rows import LEAST_ROW
from tournament.errors import ArgumentError

LONGEST = "tideman_and_chieruzzi_reread_1"


def ranking(many, **how):
    names = [LONGEST if k % 50 == 7 else f"player_number_{k}" for k in range(many)]
    score = np.linspace(3, 1, many)
    frame = pd.DataFrame(
        {"score": score, "low": score - 0.1, "high": score + 0.1, "tier": np.arange(many) // 9},
        index=[f"{name}{k}" if name == LONGEST else name for k, name in enumerate(names)],
    )
    figure = drawn(lambda: tournament.ranking(frame, canvas.for_rows(list(frame.index))), **how)
    return frame, figure


def names_in(figure):
    """Return the names beside rows and their boxes in inches, panel by panel from the top."""
    figure.draw_without_rendering()
    texts = [text for axes in figure.axes for text in axes.texts if text.get_gid() == "name"]
    return [text.get_text() for text in texts], np.array(
        [text.get_window_extent().extents / figure.dpi for text in texts]
    )


def apart(boxes):
    """Return whether no box lies over another."""
    for k, one in enumerate(boxes[:-1]):
        rest = boxes[k + 1 :]
        if ((rest[:, :2] < one[2:] - 1e-3) & (rest[:, 2:] > one[:2] + 1e-3)).all(axis=1).any():
            return False
    return True


@pytest.mark.parametrize(
    ("many", "width"),
    [(5, "one column"), (32, "one column"), (80, "one column"), (32, "two columns"),
     (119, "two columns"), (238, "two columns"), (238, "Nature two columns"),
     (287, "Nature two columns"), (287, "240 mm")],
)  # fmt: skip
def test_names_are_whole_and_apart_at_their_final_size(many, width):
    frame, figure = ranking(many, width=width)
    names, boxes = names_in(figure)
    wide, tall = figure.get_size_inches()
    assert names == list(frame.index)
    assert apart(boxes)
    assert boxes[:, :2].min() >= 0
    assert boxes[:, 2].max() <= wide
    assert boxes[:, 3].max() <= tall
    limits = {axes.get_xlim() for axes in figure.axes}
    assert len(limits) == 1  # panels share one scale


def test_panels_show_each_row_once():
    _, figure = ranking(238, width="two columns")
    rows = [sorted(axes.get_ylim()) for axes in figure.axes]
    assert len(rows) > 1
    assert [round(low + 0.6) for low, _ in rows] == [
        0, *(round(high + 0.4) for _, high in rows[:-1])
    ]  # fmt: skip
    assert [axes.get_xlabel() != "" for axes in figure.axes].count(True) == 1


def test_what_fits_in_no_way_says_how_many_do():
    with pytest.raises(ArgumentError) as error:
        ranking(238, width="one column")
    said = str(error.value)
    assert said.startswith("`width` must leave room for 238 names of 6 points; 89 mm have room for")
    top = int(said.split("Say top=")[1].split()[0])
    ranking(238, width="one column", top=top)
    wider = said.split("width='")[1].split("'")[0]
    assert names_in(ranking(238, width=wider)[1])[0] == list(ranking(238)[0].index)


def test_the_first_rows_keep_their_numbers_and_the_scale_follows_them():
    frame, figure = ranking(238, top=20, width="one column")
    names, _ = names_in(figure)
    assert names == list(frame.index[:20])
    low, high = figure.axes[0].get_xlim()
    assert low < frame["low"].iloc[19] < frame["high"].iloc[0] < high
    assert high - low < 0.6


def test_maps_show_the_best_players_in_the_order_of_all(large):
    results = large(32)
    figure = results.plot("payoffs", width="two columns", top=10)
    texts = [text.get_text() for text in figure.axes[0].texts if text.get_gid() == "name"]
    best = [f"{name} ({place})" for place, name in enumerate(results.ranking.index[:10], 1)]
    assert set(texts) == set(best)


@pytest.mark.slow
def test_maps_of_many_players_name_their_rows_only(large):
    figure = large(60).plot("payoffs", width="one column")
    names, boxes = names_in(figure)
    assert len(names) == 60
    assert apart(boxes)
    assert figure.axes[0].get_title(loc="left") == "columns: in the order of the rows"
    with pytest.raises(ArgumentError, match=r"238 names of 6 points; 183 mm have room for 7[0-9]"):
        large(238).plot("payoffs", width="two columns")


# -- axes of somebody else -------------------------------------------------------------------------


def test_figures_are_drawn_into_axes_beside_others(large):
    figure = Figure(figsize=(7.2, 3.0), layout="constrained")
    left, right = figure.subplots(1, 2)
    results = large(5)
    assert results.plot("ranking", ax=left) is figure
    results.plot("cooperation", ax=right)
    names, boxes = names_in(figure)
    assert len(names) == 5 + 5 + 5
    assert apart(boxes)
    assert boxes[:, 0].min() >= 0
    assert {text.get_fontsize() >= 6 for axes in figure.axes for text in axes.texts} == {True}


def test_parts_of_figures_have_axes_too(large):
    figure = Figure(figsize=(7.2, 3.0), layout="constrained")
    part, _ = figure.subfigures(1, 2)
    assert large(5).plot("ranking", ax=part.subplots()) is figure


def test_axes_without_room_for_names_are_refused(large):
    axes = Figure(figsize=(3.5, 1.0)).subplots()
    with pytest.raises(ArgumentError, match=r"`ax` must be 3\.0 inches tall for 32 names"):
        large(32).plot("ranking", ax=axes)
    assert pytest.approx(2.96) == LEAST_ROW * 32


@pytest.mark.parametrize("ax", ["axes", 3, Figure()])
def test_what_is_no_axes_is_refused(large, ax):
    with pytest.raises(ArgumentError, match="`ax` must be axes of matplotlib"):
        large(5).plot("ranking", ax=ax)


def test_axes_have_a_width_already(large):
    axes = Figure().subplots()
    with pytest.raises(ArgumentError, match="`width` must be left out where `ax` is given"):
        large(5).plot("ranking", ax=axes, width="one column")


def test_a_figure_of_several_axes_takes_no_ax(draw):
    axes = Figure().subplots()
    with pytest.raises(ArgumentError, match="`ax` must be left out"):
        draw("learned: criteria", ax=axes)
