"""Every figure takes data and axes and returns the axes, for any number of players."""

import numpy as np
import pandas as pd
import pytest

from analysis.figures import canvas, palette
from analysis.figures import tournament as figures
from analysis.figures.style import style


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
    with style():
        axes = canvas.for_rows(list(square.index), list(square.columns))
        assert draw(square, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=40)
    names = [text.get_text() for text in axes.texts if text.get_gid() == "name"]
    assert names[1 : len(square)] == list(square.index)[1:]
    assert names[len(square) + 1 :] == list(square.columns)[1:]


def test_states(tmp_path):
    columns = ["first", "CC", "CD", "DC", "DD"]
    frame = pd.DataFrame([[1.0, 0.0, np.nan, 0.5, 1.0]] * 3, index=names(3), columns=columns)
    axes = canvas.for_rows(names(3), columns)
    assert figures.cooperation(frame, axes) is axes


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
    with style():
        for draw, data in ((figures.ranking, frame), (figures.scores, repetitions)):
            axes = canvas.for_rows(names(n))
            assert draw(data, axes) is axes
            axes.figure.savefig(tmp_path / "x.png", dpi=40)
            low, high = axes.get_ylim()
            assert low > high  # the first player is on top


@pytest.mark.parametrize("draw", [figures.differences])
def test_differences(square, draw, tmp_path):
    with style():
        axes = canvas.for_rows(list(square.index))
        assert draw(square, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=40)
    assert sum(text.get_gid() == "name" for text in axes.texts) == len(square)


def test_differences__show_who_takes_more():
    frame = pd.DataFrame([[1.0, 5.0], [2.0, 1.0]], index=names(2), columns=names(2))
    axes = figures.differences(frame, canvas.for_rows(names(2)))
    assert axes.lines[-1].get_xdata().tolist() == [3.0, -3.0]


@pytest.mark.parametrize(("n", "many"), [(2, 1), (30, 12), (250, 13)])
def test_critical_difference(n, many, tmp_path):
    ranks = pd.Series(np.linspace(1, n, n), index=names(n))
    groups = [list(ranks.index[k : k + 2]) for k in range(min(many, n - 1))]
    with style():
        axes = canvas.for_rows(list(ranks.index), right=figures.lanes(groups))
        assert figures.critical_difference(ranks, 0.5, groups, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=20)
    (tails,) = axes.collections
    first = tails.get_segments()[0]
    assert first[:, 0].tolist() == [1.0, 1.5]
    bars = len(axes.lines) - 1
    assert bars == (len(groups) if len(groups) <= figures.LANES else 0)


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
        frame, canvas.for_rows(list(frame.index)), marked=["c", "d" * 50, "elsewhere"]
    )
    names = [text for text in axes.texts if text.get_gid() == "name"]
    assert [same_color(text.get_color(), palette.MARKED) for text in names] == [
        False, False, True, True,
    ]  # fmt: skip
    assert not same_color(palette.MARKED, "black")
