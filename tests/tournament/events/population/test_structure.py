"""Who meets whom in a population."""

import networkx as nx
import pytest

from tournament.errors import ArgumentError
from tournament.events.population.structure import everybody, most_neighbours, structure_of

USUAL = {
    "size": None, "graph": None, "replacement": None, "lattice": None, "neighbours": "moore",
    "torus": True, "process": "moran",
}  # fmt: skip


def made(**given):
    return structure_of(**(USUAL | given))


def test_well_mixed_has_100_players():
    assert (made().size, made().mixed, made(size=7).size) == (100, True, 7)


def test_a_lattice_says_how_many_places_there_are():
    found = made(lattice=(3, 5), neighbours="von neumann", torus=False)
    assert (found.size, found.shape) == (15, (3, 5))
    assert found.words == "lattice 3 x 5, von Neumann neighbours, walls"
    assert made(lattice=4).words == "lattice 4 x 4, Moore neighbours, torus"


def test_children_go_along_arcs_and_learners_look_back():
    graph = nx.DiGraph([(0, 1), (1, 2), (2, 0)])
    moran, other = (made(graph=graph, process=p).of(1, 0).learns for p in ("moran", "fermi"))
    assert moran.neighbour.tolist() == [1, 2, 0]
    assert other.neighbour.tolist() == [2, 0, 1]


def test_graphs_by_name_differ_between_repetitions():
    found = made(graph="random regular 3", size=20)
    one, two = found.of(9, 0), found.of(9, 1)
    assert (one.meets.neighbour != two.meets.neighbour).any()
    assert one.learns is one.meets
    assert (found.of(9, 0).meets.neighbour == one.meets.neighbour).all()


def test_children_may_spread_on_another_graph():
    found = made(graph=nx.cycle_graph(6), replacement=nx.star_graph(5)).of(1, 0)
    assert (len(found.meets.neighbour), len(found.learns.neighbour)) == (12, 10)


def test_parts_are_counted():
    assert made(graph=[(0, 1), (2, 3)]).parts == 2
    assert made(lattice=3).parts == made().parts == 1


def test_how_many_neighbours():
    places = made(graph="star", size=6).of(1, 0)
    assert most_neighbours(places, self_interaction=False) == (1, 5)
    walls = made(lattice=4, torus=False).of(1, 0)
    assert most_neighbours(walls, self_interaction=True) == (4, 9)
    weighted = made(graph=[(0, 1, 2.0), (1, 2, 0.5)]).of(1, 0)
    assert most_neighbours(weighted, self_interaction=False) == (0.5, 2.5)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"size": 1}, "`size` must be a whole number"),
        ({"lattice": 3, "graph": "star"}, "`lattice` and `graph` exclude each other"),
        ({"replacement": "star"}, "`replacement` needs a `graph`"),
        ({"lattice": (3, 4, 5)}, "`lattice` must be"),
        ({"lattice": 2}, "at least 3 rows and columns to be a torus"),
        ({"lattice": 1, "torus": False}, "`lattice` must have at least 2 places; got 1 x 1."),
        ({"lattice": 3, "size": 10}, "`size` is 10, but `lattice` has 9 places"),
        ({"torus": False}, "`neighbours` and `torus` tell how a `lattice` is"),
        ({"neighbours": "von neumann"}, "`neighbours` and `torus` tell how a `lattice` is"),
        ({"neighbours": "knight"}, "`neighbours` must be 'moore' or 'von neumann'"),
        ({"graph": nx.path_graph(3), "size": 4}, "`size` is 4, but `graph` has 3 places"),
        (
            {"graph": nx.path_graph(3), "replacement": nx.path_graph(4)},
            "4 places, but players meet on 3",
        ),
        ({"graph": nx.Graph()}, "`graph` must have at least one edge; got none."),
        ({"graph": "complete", "size": 50_000}, "'complete' among 50,000 places has 1,249,975,000"),
        ({"graph": nx.DiGraph([(0, 1)])}, "`graph` must give every place a neighbour"),
    ],
)
def test_what_is_no_structure_is_refused(given, said):
    with pytest.raises(ArgumentError, match=said):
        made(**given)


@pytest.mark.parametrize("with_itself", [False, True])
def test_where_all_are_mixed_each_place_has_all_others(with_itself):
    places = everybody(4, with_itself=with_itself)
    for graph, own in ((places.meets, False), (places.learns, with_itself)):
        rows = [graph.neighbour[graph.start[k] : graph.start[k + 1]].tolist() for k in range(4)]
        assert graph.start.dtype.kind == "i"
        assert rows == [[k for k in range(4) if own or k != place] for place in range(4)]
