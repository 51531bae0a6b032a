"""Sweeps as curves: what is drawn is what was found; rings are where the first place changes."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis import plot_sweep, sweep
from analysis.plots.sweeps import ROW, crossings
from tournament import PRISONERS_DILEMMA

FIELD = ["tit_for_tat", "tit_for_two_tats", "always_defect"]


@pytest.fixture(scope="module")
def exact():
    noise = [0, 0.1, 0.2, 0.3]
    return sweep(FIELD, game=PRISONERS_DILEMMA, noise=noise, turns=20, exact=True, progress=False)


def made_up(x, scores, *, costs=False, swept="noise", half=0.0):
    """Return what `sweep` would return of some players' scores."""
    table = pd.DataFrame(scores, index=pd.Index(x, name=swept)).rename_axis(columns="player")
    ranks = table.rank(axis=1, ascending=costs, method="min").astype(int)
    frame = pd.DataFrame({"rank": ranks.stack(), "score": table.stack()})
    return frame.assign(standard_error=half, low=frame["score"] - half, high=frame["score"] + half)


def lines(figure):
    """Return each player's curve by its name."""
    return {line.get_gid(): line for line in figure.axes[0].lines if line.get_gid()}


def test_curves_are_the_scores(exact):
    found = lines(plot_sweep(exact))
    assert {*found} == {*FIELD, "crossing"}
    for name in FIELD:
        np.testing.assert_array_equal(found[name].get_xdata(), [0, 0.1, 0.2, 0.3])
        scores = exact["score"].xs(name, level="player")
        np.testing.assert_array_equal(found[name].get_ydata(), scores)


def test_only_estimates_have_bands(exact):
    assert not plot_sweep(exact).axes[0].collections
    frame = made_up([0, 0.1], {"a": [1.0, 2.0], "b": [2.0, 1.0]}, half=0.25)
    band = plot_sweep(frame).axes[0].collections[0].get_paths()[0].vertices
    assert (band[:, 1].min(), band[:, 1].max()) == (0.75, 2.25)


def test_rings_are_where_curves_of_leaders_cross(exact):
    found = crossings(exact)
    assert [(old, new) for *_, old, new in found] == [
        ("tit_for_tat", "tit_for_two_tats"),
        ("tit_for_two_tats", "tit_for_tat"),
        ("tit_for_tat", "always_defect"),
    ]
    rings = lines(plot_sweep(exact))["crossing"]
    assert [*zip(rings.get_xdata(), rings.get_ydata(), strict=True)] == [c[:2] for c in found]
    for at, score, old, new in found:
        for name in (old, new):
            own = exact["score"].xs(name, level="player")
            assert np.interp(at, own.index, own) == pytest.approx(score, abs=1e-12)


def test_crossings_by_hand():
    frame = made_up([10, 20, 40], {"a": [3.0, 3.0, 0.0], "b": [1.0, 2.0, 2.0]}, swept="turns")
    assert crossings(frame) == [(pytest.approx(20 + 20 / 3), pytest.approx(2.0), "a", "b")]
    assert "rings" in plot_sweep(frame).axes[0].get_xlabel()


def test_who_shares_the_first_place_keeps_it():
    frame = made_up(
        [0, 0.1, 0.2], {"a": [3.0, 2.0, 1.0], "b": [3.0, 3.0, 3.0], "c": [3.0, 3.0, 2.0]}
    )
    assert crossings(frame) == []
    figure = plot_sweep(frame)
    assert "crossing" not in lines(figure)
    assert "rings" not in figure.axes[0].get_xlabel()


def test_of_costs_the_least_comes_first_and_stands_below():
    frame = made_up([0, 0.1], {"a": [1.0, 3.0], "b": [2.0, 2.0]}, costs=True)
    assert crossings(frame) == [(pytest.approx(0.05), pytest.approx(2.0), "a", "b")]
    places = {t.get_text(): t.get_position()[1] for t in plot_sweep(frame).axes[0].texts}
    assert places["a"] > places["b"]


@pytest.mark.parametrize("players", [2, 9, 40])
def test_curves_can_be_told_apart_and_names_are_not_over_each_other(players):
    names = {f"player_{k:02}": [1.0, 1 + k / 1000] for k in range(players)}
    figure = plot_sweep(made_up([0, 0.2], names))
    looks = {(to_hex(c.get_color()), c.get_linestyle()) for c in lines(figure).values()}
    assert len(looks) == min(players, 16)  # matplotlib calls all dashes "--"
    ends = sorted(t.get_position()[1] for t in figure.axes[0].texts if t.get_gid() == "end")
    height = figure.axes[0].get_position().height * figure.get_size_inches()[1]
    assert len(ends) == players
    assert np.diff(ends).min() * height > 0.93 * ROW


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (None, "`frame` must be"),
        (made_up([0, 1], {"a": [1.0, 2.0]}).drop(columns="rank"), "its column 'rank' is missing"),
        (
            pd.concat({4: made_up([0, 1], {"a": [1.0, 2.0]})}, names=["turns"]),
            "must have one swept condition to draw; it has turns, noise. Choose a value of another",
        ),
        (made_up([0], {"a": [1.0]}), "must sweep noise over at least two numbers; got [0]."),
        (made_up(["x", "y"], {"a": [1.0, 2.0]}, swept="game"), "must sweep game over at least two"),
        (made_up([1, 0], {"a": [1.0, 2.0]}), "must sweep noise from its smallest value up; got"),
    ],
    ids=range(6),
)
def test_what_is_no_sweep_over_numbers_is_refused(frame, sentence):
    with pytest.raises((TypeError, ValueError)) as refused:
        plot_sweep(frame)
    assert sentence in str(refused.value)
