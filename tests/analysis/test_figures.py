"""Every figure takes data and axes and returns the axes, for any number of players."""

import numpy as np
import pandas as pd
import pytest

from analysis import figures


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
    assert [t.get_text() for t in axes.get_yticklabels()][1:] == list(square.index)[1:]


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


def test_ranking__needs_no_canvas():
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    frame = pd.DataFrame(
        {"score": [2.0, 1.0], "tier": [1, 2], "low": [1.9, 0.9], "high": [2.1, 1.1]},
        index=["a", "b"],
    )
    assert figures.ranking(frame, axes) is axes
