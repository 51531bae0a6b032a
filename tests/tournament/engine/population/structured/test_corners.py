"""Corner cases of populations on graphs and lattices, and laws that hold for all of them."""

from dataclasses import replace

import numpy as np
import pytest

from tournament.engine.population import play as engine
from tournament.referee.population import play as referee
from tournament.referee.population.sites import arcs_of, shifted, summed
from tournament.results.units.population import Lattice, Places
from tournament.rules.population import PROCESSES

SOURCES = pytest.mark.parametrize("source", [engine, referee])
RING = [(i, (i + 1) % 6) for i in range(6)]
HAWKS = [[1.0, 3.0], [2.0, 2.0]]


@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize("near", [4, 8])
def test_a_lattice_with_walls_is_its_graph(make, process, near):
    """Neighbours are numbered alike, so even the bytes are the same."""
    lattice = Lattice(3, 4, near, False)
    arcs = [(p, q, 1.0) for p, there in enumerate(arcs_of(lattice)[0]) for q, _ in there]
    rules = make.rules(HAWKS, process, mutation=0.05)
    clock = make.clock([0, 1, 5, 40], pictures=[1, 3])
    start = [0, 1] * 6
    one, other = (
        engine.play(make.task(rules, places, start, clock))
        for places in (Places(12, lattice=lattice), make.on(make.graph(12, arcs)))
    )
    assert one == other


@pytest.mark.parametrize("process", PROCESSES)
def test_exchanged_types_exchange_counts(make, process):
    """Which place is a parent or a model does not depend on the numbers of types."""
    rules = make.rules(HAWKS, process)
    places = Places(30, lattice=Lattice(5, 6, 8, True))
    start, clock = np.arange(30) % 3 == 0, make.clock([0, 1, 5, 20])
    turned = replace(rules, payoffs=tuple(row[::-1] for row in rules.payoffs[::-1]))
    one = engine.play(make.task(rules, places, start, clock))
    other = engine.play(make.task(turned, places, 1 - start, clock))
    assert one.counts.tolist() == other.counts[:, ::-1].tolist()


@pytest.mark.parametrize("process", PROCESSES)
def test_repetitions_are_the_same_alone(make, process):
    rules = make.rules(HAWKS, process, mutation=0.1)
    places = make.on(make.graph(6, RING))
    starts = np.arange(18).reshape(3, 6) % 2
    all_three = engine.play(make.task(rules, places, starts, make.clock([0, 5])))
    for number in range(3):
        alone = engine.play(make.task(rules, places, starts[number], make.clock([0, 5]), number))
        assert alone.end.tolist() == all_three.end[[number]].tolist()
        assert alone.last.tolist() == all_three.last[[number]].tolist()


@pytest.mark.parametrize("process", ["moran", "death-birth", "fermi"])
def test_without_selection_a_mutant_takes_a_ring_by_luck(make, process):
    """One in six, on a graph where all places are alike; within 4 standard errors."""
    rules = make.rules(HAWKS, process, selection=0.0)
    starts, clock = np.tile(np.eye(6), (500, 1)), make.clock([0, 10**6], True)
    places = make.on(make.graph(6, RING))
    took = engine.play(make.task(rules, places, starts, clock)).end[:, 2].mean()
    assert abs(took - 1 / 6) < 4 * (1 / 6 * 5 / 6 / 3000) ** 0.5


@pytest.mark.parametrize("process", ["moran", "death-birth", "wright-fisher"])
def test_where_nobody_is_fit_all_are_alike(make, process):
    """On a ring no place is better, so the mean stays; within 4 standard errors."""
    starts = np.tile([0, 1, 1, 0, 0, 1], (2000, 1))
    rules = make.rules([[0, 0], [0, 0]], process)
    task = make.task(rules, make.on(make.graph(6, RING)), starts, make.clock([0, 1]))
    last = engine.play(task).last[:, 0]
    assert last.std() > 0.5
    assert abs(last.mean() - 3) < 4 * last.std() / 2000**0.5
    few = replace(task, starts=task.starts[:9])
    assert engine.play(few) == referee.play(few)


@SOURCES
@pytest.mark.parametrize("selection", [300.0, 1e5, 1e9])
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("process", ["moran", "death-birth", "wright-fisher"])
def test_the_strongest_selection_overflows_nowhere(make, source, process, selection, sign):
    """The type that is paid more, whomever it meets, has all the children."""
    payoffs = np.array([[-3, -3], [-4, -4]]) * 300 * sign
    rules = make.rules(payoffs, process, selection=selection, fitness="exponential")
    places = make.on(make.graph(6, RING))
    clock = make.clock([0, 200], True)
    books = source.play(make.task(rules, places, [0, 1, 1, 0, 1, 0], clock))
    assert books.end[0, 2] == (sign < 0)


@SOURCES
@pytest.mark.parametrize("process", PROCESSES)
def test_who_has_no_neighbours_stays(make, source, process):
    """Places 2 and 3 are alone: nobody comes to them; they meet nobody and are paid 0."""
    places = make.on(make.graph(4, [(0, 1)]))
    rules = make.rules(HAWKS, process, average=True)
    clock = make.clock([0, 30], pictures=[1])
    kept = source.play(make.task(rules, places, [0, 1, 0, 1], clock)).pictures[0, 2:]
    assert kept.tolist() == [0, 1]


@SOURCES
def test_children_go_along_arcs(make, source):
    """A root that nobody reaches takes all."""
    down = make.graph(3, [(0, 1, 1.0), (1, 2, 1.0)])
    rules = make.rules(HAWKS, "moran")
    books = source.play(
        make.task(rules, make.on(down), [[0, 1, 1]] * 5, make.clock([0, 10**4], True))
    )
    assert books.last.tolist() == [[3, 0]] * 5


@SOURCES
def test_what_is_fixed_from_the_start_ends_at_once(make, source):
    rules = make.rules(HAWKS)
    task = make.task(rules, make.on(make.graph(6, RING)), [1] * 6, make.clock([0, 7, 9], True))
    books = source.play(task)
    assert books.end.tolist() == [[0, 0, 1]]
    assert books.counts.tolist() == [[0, 6]] * 3


@SOURCES
def test_a_best_response_comes_back(make, source):
    """A type that is nowhere can be a best response, so nothing is fixed for ever."""
    rules = make.rules([[0, 1], [1, 0]], "best response", synchronous=False)
    task = make.task(rules, make.on(make.graph(6, RING)), [0] * 6, make.clock([0, 1, 50]))
    assert source.play(task).counts[-1, 1] >= 2  # who is between two of type 0 turns


def test_sums_of_fitness_know_numbers_beyond_floats():
    assert summed([(1.0, 5000), (1.5, 4999), (1.0, 0), (0.0, -(10**18))]) == (1.75, 5000)
    assert shifted((1.5, -4000), -4001) == 3.0


@SOURCES
@pytest.mark.parametrize("start", [[1, 0, 2], [2, 0, 1]])
@pytest.mark.parametrize("process", ["imitate best", "best response"])
def test_among_others_that_tie_the_first_type_wins(make, source, process, start):
    rules = make.rules([[0, 0, 0], [5, 5, 5], [5, 5, 5]], process)
    path = make.on(make.graph(3, [(0, 1), (1, 2)]))
    books = source.play(make.task(rules, path, start, make.clock([0, 1], pictures=[1])))
    assert books.pictures.tolist() == [[start[0], 1, start[2]]]
