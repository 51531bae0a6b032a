"""Moves of a match as strips: every turn has its colour."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from analysis.figures import palette
from analysis.plots.moves import A_LINE, LINES, cells, moves
from tournament import Match


def colours(figure) -> np.ndarray:
    """Return the colour of each cell that is drawn, row by row; "" for none."""
    (mesh,) = figure.axes[0].collections
    image = mesh.get_array()
    shown = mesh.cmap(mesh.norm(image))
    return np.where(np.ma.getmaskarray(image), "", np.apply_along_axis(to_hex, -1, shown))


def test_every_turn_is_a_cell_blue_where_the_player_cooperated():
    result = Match("tit_for_tat", "joss", turns=30, seed=1).play()
    shown = colours(moves(result))
    assert shown.shape == (3, 30)  # two players, and a gap
    expected = {0: palette.COOPERATES.lower(), 1: palette.DEFECTS.lower()}
    for player in (0, 1):
        assert shown[player].tolist() == [expected[int(m)] for m in result.moves[:, player]]
    assert set(shown[2]) == {""}


def test_lines_end_where_the_match_ends():
    result = Match("tit_for_tat", "joss", turns=230, seed=1).play()
    figure = moves(result)
    shown = colours(figure)
    assert shown.shape == (9, A_LINE)
    assert (shown[6, :30] != "").all()
    assert (shown[6, 30:] == "").all()
    turns = [t for t in figure.axes[0].texts if t.get_gid() == "turn"]
    assert [t.get_text() for t in turns] == ["100", "200", "230"]
    assert [t.xy[0] for t in turns] == [100, 100, 30]  # beside the last cell


def test_a_very_long_match_has_several_turns_in_a_cell():
    turns = A_LINE * LINES + 1
    figure = moves(Match("tit_for_tat", "joss", turns=turns, seed=1).play())
    assert "a cell is 2 turns" in figure.axes[0].get_xlabel()
    last = [t.get_text() for t in figure.axes[0].texts if t.get_gid() == "turn"][-1]
    assert last == f"{turns:,}"


@pytest.mark.parametrize("turns", [1, 2, 7, 100])
@pytest.mark.parametrize("each", [1, 3])
def test_cells_are_shares_of_cooperation(turns, each):
    played = np.random.default_rng(turns).integers(0, 2, (turns, 2))
    shares = cells(played, each)
    assert len(shares) == -(-turns // each)
    sizes = np.minimum(each, turns - each * np.arange(len(shares)))
    np.testing.assert_allclose((shares * sizes[:, None]).sum(axis=0), (1 - played).sum(axis=0))
