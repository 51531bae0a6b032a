"""Every figure of a season takes data and axes and returns the axes; edge data raise no warnings
(which are errors here)."""

import numpy as np
import pandas as pd
import pytest

from analysis.figures import canvas
from analysis.figures.season import kinds as figures
from analysis.figures.season import network
from analysis.figures.style import style


def names(n: int) -> list[str]:
    return [
        f"player_{i} + anyone" if i else "a very long name $with$ (mathematics=1, and more=2)"
        for i in range(n)
    ]


@pytest.mark.parametrize("n", [1, 2, 70])
def test_charts(n, tmp_path):
    frame = pd.DataFrame(
        {
            "income": np.arange(n, 0.0, -1),
            "low": np.nan,
            "high": np.nan,
            "tier": 1,
            "nice": np.nan,
            "as_giver": 1.0,
            "as_receiver": 2.0,
        },
        index=names(n),
    )
    with style():
        for draw_chart in (figures.ranking, figures.sources):
            axes = canvas.for_rows(names(n), right=1.0, above=0.2)
            assert draw_chart(frame, axes, unit="income") is axes
            axes.figure.savefig(tmp_path / "x.png", dpi=40)
            low, high = axes.get_ylim()
            assert low > high  # the first kind is on top


@pytest.mark.parametrize("n", [1, 12, pytest.param(70, marks=pytest.mark.slow)])
def test_heat_maps(n, tmp_path):
    values = np.random.default_rng(n).random((n, n))
    values[0, :] = np.nan
    frame = pd.DataFrame(values, index=names(n), columns=names(n))
    with style():
        for draw_map in (
            figures.incomes,
            figures.preference,
            figures.nice_between,
        ):
            axes = canvas.for_rows(names(n), names(n))
            assert draw_map(frame, axes) is axes
            axes.figure.savefig(tmp_path / "x.png", dpi=40)


@pytest.mark.parametrize("cells", [[0.0, 0.0], [np.nan, 0.0], [1.0, 1.0], [1e-9, 1e9]])
def test_preference__at_its_ends(cells):
    frame = pd.DataFrame([cells, cells], index=names(2), columns=names(2))
    axes = figures.preference(frame, canvas.for_rows(names(2), names(2)))
    low, high = axes.images[0].get_clim()
    assert low * high == pytest.approx(1)  # as at random is in the middle
    assert 2 <= high <= 8


@pytest.mark.parametrize("days", [1, 2, 60])
@pytest.mark.parametrize("kinds", [1, 3, 30])
@pytest.mark.parametrize("share", [True, False])
def test_daily(days, kinds, share, tmp_path):
    values = np.random.default_rng(days).random((days, kinds + 1))
    values[-1, -1] = np.nan  # no curve to its end
    frame = pd.DataFrame(values, columns=["all", *names(kinds)])
    chosen = names(kinds)[:5]
    with style():
        axes = canvas.half([*chosen, "all towns"])
        assert figures.daily(frame, axes, chosen, unit="income", share=share) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=40)
    shown = [text.get_text() for text in axes.texts]
    assert ("all towns" in shown) == (kinds > 1)
    unseen = days == 1 and kinds <= 5  # the last kind's only day is missing
    assert len(shown) == min(kinds, 5) + (kinds > 1) - unseen


def test_daily__names_do_not_overlap():
    frame = pd.DataFrame([[0.5] * 6] * 4, columns=["all", *names(5)])
    axes = canvas.half(names(5))
    figures.daily(frame, axes, names(5), unit="x", share=True)
    heights = np.sort([text.get_position()[1] for text in axes.texts])
    points = np.diff(heights) * canvas.inches(axes)[1] * 72
    assert (points >= canvas.LETTERS).all()


@pytest.mark.parametrize(
    "values", [[0.0], [5.0, 5.0], [1.0, 2.0, 900.0], [0.25, 1.5, -3.0], [-1e-12, 0.0]]
)
def test_distribution__has_all_towns(values):
    values = np.array(values)
    who = np.resize(range(4), len(values))
    words = ("naughty", "mixed", "nice", "without a move")
    axes = figures.distribution(values, who, words, canvas.half(), seasons=2, unit="income")
    assert sum(bar.get_height() for bar in axes.patches) == pytest.approx(len(values) / 2)
    tops: dict[float, float] = {}
    for bar in axes.patches:  # each stands on those before it
        assert bar.get_y() == tops.get(bar.get_x(), 0.0)
        tops[bar.get_x()] = bar.get_y() + bar.get_height()


@pytest.mark.parametrize("rows", [[(0, 1, 3)], [(0, 1, 3), (2, 3, 1)], [(7, 9, 1), (9, 7, 1)]])
def test_network(rows, tmp_path):
    gifts = pd.DataFrame(rows, columns=["giver", "receiver", "gifts"])
    ties = network.neighbourhood(gifts)
    towns = pd.DataFrame({"nice": [np.nan, *np.linspace(0, 1, 9)], "received": 0})
    with style():
        axes = canvas.square()
        assert network.draw(ties, network.layout(ties), towns, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=40)
    dots, lines = axes.collections[1], axes.collections[0]
    assert len(dots.get_offsets()) == len({*gifts["giver"], *gifts["receiver"]})
    assert len(lines.get_segments()) == len(ties)
