"""Graphs of towns against networkx, and the gifts that their rows tell of."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tournament.results.books.season import GAVE, LEFT, RECEIVED, exchanges
from tournament.results.books.towns import Friendships, Towns


def graph(towns: int, share: float, seed: int) -> tuple[nx.Graph, Friendships]:
    made = nx.gnp_random_graph(towns, share, seed=seed)
    edges = np.array(sorted(map(sorted, made.edges)), np.int64).reshape(-1, 2)
    return made, Friendships.of(edges, towns)


GRAPHS = st.builds(graph, st.integers(1, 12), st.floats(0, 1), st.integers(0, 999))


@given(GRAPHS)
def test_rows_are_the_friends_of_each_town_in_order(both):
    made, found = both
    assert len(found.start) == len(made) + 1
    assert found.start[0] == 0
    assert found.start[-1] == 2 * made.number_of_edges()
    for town in made:
        rows = range(found.start[town], found.start[town + 1])
        assert found.friend[rows].tolist() == sorted(made[town])
        for row in rows:
            assert sorted(found.edges[found.edge[row]]) == sorted((town, found.friend[row]))
            back = found.back[row]
            assert found.friend[back] == town
            assert found.start[found.friend[row]] <= back < found.start[found.friend[row] + 1]
            assert found.back[back] == row


@given(GRAPHS, st.integers(0, 999))
def test_exchanges_are_the_rows_with_gifts(both, seed):
    made, found = both
    rows = np.random.default_rng(seed).integers(0, 3, (2 * made.number_of_edges(), LEFT + 1))
    towns = Towns(np.zeros(len(made), int), np.zeros(len(made), np.uint64), found)
    want = [
        [town, int(found.friend[row]), int(rows[row, LEFT]), int(rows[row, GAVE][:2].sum())]
        for town in made
        for row in range(found.start[town], found.start[town + 1])
        if rows[row, LEFT]
    ]
    assert exchanges(rows, towns).tolist() == want
    assert rows[:, GAVE].shape == rows[:, RECEIVED].shape
