"""The part of the gift network that is drawn."""

import networkx
import numpy as np
import pandas as pd
import pytest

from analysis.figures.season.network import DRAWN, layout, neighbourhood


def gifts(*rows: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["giver", "receiver", "gifts"])


def chance(towns: int, friends: int, seed: int = 0) -> pd.DataFrame:
    """Return gifts along a random regular graph."""
    graph = networkx.random_regular_graph(friends, towns, seed=seed)
    lots = np.random.default_rng(seed)
    ends = [pair for one, other in graph.edges for pair in ((one, other), (other, one))]
    return gifts(*((*pair, int(lots.integers(1, 9))) for pair in ends))


def shown(ties: pd.DataFrame) -> set[int]:
    return {*ties["one"], *ties["other"]}


def test_neighbourhood__of_nobody():
    ties = neighbourhood(gifts())
    assert list(ties.columns) == ["one", "other", "gifts"]
    assert len(ties) == 0
    assert layout(ties) == {}


def test_neighbourhood__adds_both_ways():
    ties = neighbourhood(gifts((0, 1, 5), (1, 0, 2), (4, 1, 3)))
    assert ties.to_dict("list") == {"one": [0, 1], "other": [1, 4], "gifts": [7, 3]}


def test_neighbourhood__has_everybody_when_they_are_few():
    given = chance(60, 6)
    assert shown(neighbourhood(given)) == set(range(60))


def test_neighbourhood__one_who_only_receives_is_there():
    """Town 9 gives nothing, and everybody gives more to others."""
    given = [(a, b, 9) for a in range(4) for b in range(4) if a != b] + [(0, 9, 1)]
    assert 9 in shown(neighbourhood(gifts(*given)))


@pytest.mark.parametrize("most", [2, 10, 50])
def test_neighbourhood__of_many_is_a_connected_part(most):
    given = chance(400, 10)
    ties = neighbourhood(given, most)
    assert len(shown(ties)) == most
    graph = networkx.from_pandas_edgelist(ties, "one", "other")
    assert networkx.is_connected(graph)


def test_neighbourhood__draws_where_a_town_gave_most():
    given = chance(30, 8)
    ties = set(zip(*(neighbourhood(given)[c] for c in ("one", "other")), strict=True))
    for town, mine in given.groupby("giver"):
        least = mine["gifts"].nlargest(DRAWN).min()
        strongest = mine[mine["gifts"] > least]["receiver"]
        assert all((min(town, friend), max(town, friend)) in ties for friend in strongest)


def test_neighbourhood__same_gifts_same_drawing():
    given = chance(200, 6)
    first, second = neighbourhood(given), neighbourhood(given.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(first, second)
    here, there = layout(first), layout(second)
    assert all((here[town] == there[town]).all() for town in here)


@pytest.mark.parametrize("towns", [2, 3, 20])
def test_layout__everybody_somewhere_else(towns):
    ties = neighbourhood(gifts(*((i, i + 1, 1) for i in range(towns - 1))))
    places = np.array(list(layout(ties).values()))
    assert places.shape == (towns, 2)
    assert np.isfinite(places).all()
    assert len(np.unique(places.round(9), axis=0)) == towns


def test_layout__towns_with_gifts_between_them_are_near():
    """Two circles of friends with one tie between them lie apart."""
    pairs = [(a + half, b + half, 5) for half in (0, 8) for a in range(8) for b in range(a)]
    places = layout(neighbourhood(gifts(*pairs, (0, 8, 1))))
    at = np.array([places[town] for town in range(16)])
    distances = np.linalg.norm(at[:, None] - at, axis=2)
    within = [distances[half : half + 8, half : half + 8].max() for half in (0, 8)]
    assert max(within) < distances[1:8, 9:].min()


def test_layout__heavier_ties_are_shorter():
    places = layout(neighbourhood(gifts((0, 1, 20), (1, 2, 1), (2, 0, 1))))
    near, far = (np.linalg.norm(places[0] - places[other]) for other in (1, 2))
    assert near < far / 2
