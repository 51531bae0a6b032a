"""Figures of the field take data and axes and return the axes, for any number of players."""

import numpy as np
import pandas as pd
import pytest

from analysis.figures import canvas
from analysis.figures import field as figures
from analysis.figures.style import style


def orbit(players: int, moments: int = 30) -> pd.DataFrame:
    shares = np.random.default_rng(players).random((moments, players)).cumsum(axis=0)
    index = pd.RangeIndex(moments, name="generation")
    names = [f"player_{k}" for k in range(players)]
    return pd.DataFrame(shares / shares.sum(axis=1, keepdims=True), index=index, columns=names)


def axes_for_population():
    from matplotlib.figure import Figure

    return Figure(figsize=(7, 3.6)).add_axes((0.09, 0.14, 0.64, 0.82))


@pytest.mark.parametrize("players", [1, 2, 7, 8, 9, 250])
def test_populations(players, tmp_path):
    frame = orbit(players)
    with style():
        axes = axes_for_population()
        assert figures.population(frame, axes) is axes
        axes.figure.savefig(tmp_path / "x.pdf")
    texts = [text.get_text() for text in axes.texts]
    assert len(axes.collections) == len(texts) == min(players, 8)
    if players > 7:
        assert texts[-1] == ("1 other" if players == 8 else f"{players - 7} others")
    ends = frame.iloc[-1].to_dict()
    shown = [ends[name] for name in texts[:7]]
    assert shown == sorted(shown, reverse=True)  # from below
    assert axes.get_xlabel() == "generation"
    top = axes.collections[-1].get_paths()[0].vertices[:, 1].max()
    assert top == pytest.approx(1)


def test_names_do_not_overlap_and_stay_inside():
    """All but one vanish, so that their bands end in one place."""
    frame = pd.DataFrame([[0.125] * 8, [1.0, *[0.0] * 7]], columns=list("abcdefgh"))
    axes = figures.population(frame, axes_for_population())
    heights = [text.get_position()[1] for text in axes.texts]
    assert (np.diff(heights) > 0.15 / canvas.inches(axes)[1]).all()
    assert heights[0] > 0
    assert heights[-1] < 1


def test_colours_are_the_players_with_the_largest_shares():
    frame = pd.DataFrame(
        [[0.1] * 10, [0.0, 0.5, *[0.5 / 8] * 8], [0.05, 0.0, *[0.95 / 8] * 8]],
        columns=list("abcdefghij"),
    )
    axes = figures.population(frame, axes_for_population(), most=3)
    assert [text.get_text() for text in axes.texts] == ["c", "d", "b", "7 others"]


@pytest.mark.parametrize("players", [1, 5, 70])
def test_rank_maps(players, tmp_path):
    columns = pd.MultiIndex.from_product(
        [[10, 20], [0, 0.05], ["TSTO gifts"]], names=["turns", "noise", "game"]
    )
    random = np.random.default_rng(players)
    ranks = np.array([random.permutation(players) + 1 for _ in columns]).T
    frame = pd.DataFrame(ranks, [f"player_{k}" for k in range(players)], columns)
    labels = figures.conditions(frame)
    assert labels[1] == "10 turns, noise 0.05, TSTO gifts"
    with style():
        axes = canvas.for_rows(list(frame.index), labels)
        assert figures.rank_map(frame, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=40)
    names = [text.get_text() for text in axes.texts if text.get_gid() == "name"]
    assert names[len(frame) :] == labels
    numbers = [text.get_text() for text in axes.texts if text.get_gid() is None]
    assert numbers == ([] if players == 70 else [str(rank) for rank in ranks.ravel()])
    low, high = axes.child_axes[-1].get_ylim()
    assert low > high  # the first place is on top


def test_conditions_of_one_thing():
    frame = pd.DataFrame([[1, 2]], ["a"], pd.Index([0.5, 0.9], name="continuation"))
    assert figures.conditions(frame) == ["continuation 0.5", "continuation 0.9"]


@pytest.mark.parametrize("players", [1, 5, 250])
def test_winners(players, tmp_path):
    first = np.linspace(1, 0, players)
    frame = pd.DataFrame(
        {"first": first, "low": first * 0.9, "high": np.minimum(first * 1.1, 1)},
        index=[f"player_{k}" for k in range(players)],
    )
    frame.iloc[1:2] = np.nan  # never drawn
    with style():
        axes = canvas.for_rows(list(frame.index))
        assert figures.winners(frame, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=40)
    assert len(axes.patches) == players
    assert axes.texts[0].get_text() == "player_0"
