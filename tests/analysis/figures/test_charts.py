"""Every figure takes data and axes and returns the axes, for any number of players."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.figures import charts as figures


def names(n: int) -> list[str]:
    return [
        f"player_{i}" if i else "a very long name $with$ (mathematics=1, and more=2)"
        for i in range(n)
    ]


@pytest.fixture(params=[1, 2, 12, 70])
def square(request) -> pd.DataFrame:
    n = request.param
    values = np.random.default_rng(n).random((n, n))
    np.fill_diagonal(values, np.nan)
    return pd.DataFrame(values, index=names(n), columns=names(n))


@pytest.mark.parametrize("draw", [figures.payoffs, figures.cooperation])
def test_heat_maps(square, draw, tmp_path):
    with figures.style():
        axes = figures.canvas(list(square.index), list(square.columns))
        assert draw(square, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=40)
    names = [text.get_text() for text in axes.texts if text.get_gid() == "name"]
    assert names[1 : len(square)] == list(square.index)[1:]
    assert names[len(square) + 1 :] == list(square.columns)[1:]


def test_states(tmp_path):
    columns = ["first", "CC", "CD", "DC", "DD"]
    frame = pd.DataFrame([[1.0, 0.0, np.nan, 0.5, 1.0]] * 3, index=names(3), columns=columns)
    axes = figures.canvas(names(3), columns)
    assert figures.states(frame, axes) is axes


@pytest.mark.parametrize("n", [1, 2, 70])
def test_charts(n, tmp_path):
    frame = pd.DataFrame(
        {
            "score": np.arange(n, 0.0, -1),
            "tier": 1 + np.arange(n) // 3,
            "low": np.nan,
            "high": np.nan,
        },
        index=names(n),
    )
    repetitions = pd.DataFrame(np.random.default_rng(n).random((5, n)), columns=names(n))
    with figures.style():
        for draw, data in ((figures.ranking, frame), (figures.scores, repetitions)):
            axes = figures.canvas(names(n))
            assert draw(data, axes) is axes
            axes.figure.savefig(tmp_path / "x.png", dpi=40)
            low, high = axes.get_ylim()
            assert low > high  # the first player is on top


@pytest.mark.parametrize("draw", [figures.differences])
def test_differences(square, draw, tmp_path):
    with figures.style():
        axes = figures.canvas(list(square.index))
        assert draw(square, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=40)
    assert sum(text.get_gid() == "name" for text in axes.texts) == len(square)


def test_differences__show_who_takes_more():
    frame = pd.DataFrame([[1.0, 5.0], [2.0, 1.0]], index=names(2), columns=names(2))
    axes = figures.differences(frame, figures.canvas(names(2)))
    assert axes.lines[-1].get_xdata().tolist() == [3.0, -3.0]


@pytest.mark.parametrize(("n", "many"), [(2, 1), (30, 12), (250, 13)])
def test_critical_difference(n, many, tmp_path):
    ranks = pd.Series(np.linspace(1, n, n), index=names(n))
    groups = [list(ranks.index[k : k + 2]) for k in range(min(many, n - 1))]
    with figures.style():
        axes = figures.canvas(list(ranks.index), right=figures.lanes(groups))
        assert figures.critical_difference(ranks, 0.5, groups, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=20)
    (tails,) = axes.collections
    first = tails.get_segments()[0]
    assert first[:, 0].tolist() == [1.0, 1.5]
    bars = len(axes.lines) - 1
    assert bars == (len(groups) if len(groups) <= figures.LANES else 0)


def test_alike__puts_twins_together():
    values = np.random.default_rng(1).random((9, 9))
    values[8], values[:, 8] = values[0], values[:, 0]
    values[8, 8] = values[0, 8] = values[8, 0] = values[0, 0]
    values[3, 3] = np.nan
    frame = pd.DataFrame(values, index=names(9), columns=names(9))
    order = figures.alike(frame)
    assert sorted(order) == sorted(names(9))
    assert abs(order.index(names(9)[0]) - order.index(names(9)[8])) == 1


def test_ranking__needs_no_canvas():
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    frame = pd.DataFrame(
        {"score": [2.0, 1.0], "tier": [1, 2], "low": [1.9, 0.9], "high": [2.1, 1.1]},
        index=["a", "b"],
    )
    assert figures.ranking(frame, axes) is axes


def test_ranking__marked_names_stand_out():
    from matplotlib.colors import same_color

    frame = pd.DataFrame(
        {"score": 1.0, "tier": 1, "low": 0.9, "high": 1.1}, index=["a", "a" * 50, "c", "d" * 50]
    )
    axes = figures.ranking(
        frame, figures.canvas(list(frame.index)), marked=["c", "d" * 50, "elsewhere"]
    )
    names = [text for text in axes.texts if text.get_gid() == "name"]
    assert [same_color(text.get_color(), figures.MARKED) for text in names] == [
        False, False, True, True,
    ]  # fmt: skip
    assert not same_color(figures.MARKED, "black")


@pytest.mark.parametrize("grid", [[0.5], [0.1, 0.25, 0.9], np.linspace(0, 1, 41)])
@pytest.mark.parametrize("less_is_better", [False, True])
def test_fingerprint(grid, less_is_better, tmp_path):
    points = [(x, y, 5 * x - y) for x in grid for y in grid]
    frame = pd.DataFrame(points, columns=["x", "y", "score"])
    with figures.style():
        axes = Figure(figsize=(5, 4)).add_axes((0.12, 0.12, 0.65, 0.85))
        assert figures.fingerprint(frame, axes, less_is_better=less_is_better) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=40)
    (mesh,) = axes.collections
    drawn = np.asarray(mesh.get_array()).reshape(len(grid), len(grid))
    assert drawn[-1, 0] == pytest.approx(5 * grid[0] - grid[-1])  # x to the right, y upwards
    colours = mesh.to_rgba(np.array([drawn.min(), drawn.max()]))[:, :3].sum(axis=1)
    assert len(grid) == 1 or (colours[0] > colours[1]) == less_is_better  # bright is good


@pytest.mark.parametrize(("rows", "turns"), [(1, 1), (4, 13), (101, 50), (30, 500)])
@pytest.mark.parametrize("random", [False, True])
def test_transitive_fingerprint(rows, turns, random, tmp_path):
    rates = np.random.default_rng(1).random((rows, turns))
    index = pd.Index(np.linspace(0, 1, rows), name="p") if random else pd.Index(names(rows))
    frame = pd.DataFrame(rates, index, pd.RangeIndex(1, turns + 1, name="turn"))
    with figures.style():
        axes = figures.canvas(list(map(str, index)), list(map(str, frame)), above=0.3)
        assert figures.transitive_fingerprint(frame, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=20)
    shown = [int(label.get_text()) for label in axes.get_xticklabels()]
    assert shown[0] == 1
    assert len(shown) <= 13
    assert axes.get_xticks().tolist() == [turn - 1 for turn in shown]
    assert len(axes.get_yticks()) == rows if not random else len(axes.get_yticks()) <= 32
