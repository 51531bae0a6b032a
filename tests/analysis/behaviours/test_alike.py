"""Players that earn alike stand together."""

from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import leaves_list, linkage

from analysis.behaviours.alike import alike


def table(seed: int, size: int) -> pd.DataFrame:
    names = [f"player_{i}" for i in range(size)]
    return pd.DataFrame(np.random.default_rng(seed).random((size, size)), names, names)


def features(frame: pd.DataFrame) -> np.ndarray:
    """What a player earns, and what it lets others earn."""
    return np.hstack([frame.to_numpy(), frame.to_numpy().T])


def length(order: list[int], points: np.ndarray) -> float:
    return float(sum(np.linalg.norm(points[one] - points[two]) for one, two in pairwise(order)))


def groups(tree: np.ndarray) -> list[list[int]]:
    """Return the players of each player alone, and of each group of SciPy's tree."""
    found = [[i] for i in range(len(tree) + 1)]
    for one, other in tree[:, :2].astype(int):
        found.append(found[one] + found[other])
    return found


def turned(tree: np.ndarray):
    """Yield all orders of the leaves of a tree."""
    for turns in product([False, True], repeat=len(tree)):
        found = [[i] for i in range(len(tree) + 1)]
        for (one, other), turn in zip(tree[:, :2].astype(int), turns, strict=True):
            found.append(found[other] + found[one] if turn else found[one] + found[other])
        yield found[-1]


def test_alike__puts_twins_together():
    frame = table(1, 9)
    frame.iloc[8] = frame.iloc[0]
    frame.iloc[:, 8] = frame.iloc[:, 0]
    frame.iloc[3, 3] = np.nan
    order = alike(frame)
    assert sorted(order) == sorted(frame.index)
    assert abs(order.index("player_0") - order.index("player_8")) == 1


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(3, 8))
def test_alike__is_the_shortest_order_of_the_tree(seed, size):
    frame = table(seed, size)
    points = features(frame)
    best = min(length(order, points) for order in turned(linkage(points, "average")))
    order = [frame.index.get_loc(name) for name in alike(frame)]
    assert length(order, points) == pytest.approx(best)


@pytest.mark.parametrize("size", [20, 60])
def test_alike__keeps_groups_together(size):
    frame = table(size, size)
    points = features(frame)
    tree = linkage(points, "average", optimal_ordering=True)
    order = [frame.index.get_loc(name) for name in alike(frame)]
    for players in groups(tree):
        at = [order.index(player) for player in players]
        assert max(at) - min(at) == len(players) - 1
    # SciPy's order is called optimal, but often is not
    assert length(order, points) <= length(leaves_list(tree).tolist(), points) + 1e-9


def test_alike__of_equal_players_is_an_order():
    frame = pd.DataFrame(np.ones((6, 6)), list("abcdef"), list("abcdef"))
    assert sorted(alike(frame)) == list("abcdef")


def test_alike__begins_with_the_better_half():
    frame = pd.DataFrame(
        np.repeat([[1.0], [1.1], [9.0], [9.1]], 4, axis=1), list("abcd"), list("abcd")
    )
    assert set(alike(frame)[:2]) == {"c", "d"}
