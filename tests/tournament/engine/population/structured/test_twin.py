"""Compiled populations on graphs and lattices are the referee's, byte for byte."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tournament import Population
from tournament.engine.options import cores
from tournament.engine.population import play as engine
from tournament.engine.population import sites
from tournament.referee.population import play as referee
from tournament.results.units.population import Lattice, Places
from tournament.rules.population import PROCESSES

ABOUT = np.array([-2.0, -0.7, 0.0, 0.1, 0.2, 0.3, 1.0, 1.9, 5.0, 300.0])
"""Payoffs: some sums of them are equal only if they are not rounded."""

team = sites.Team


@st.composite
def lattices(draw):
    torus = draw(st.booleans())
    side = st.integers(3 if torus else 1, 4)
    height, width = draw(side), draw(side)
    return Places(
        height * width, lattice=Lattice(height, width, draw(st.sampled_from([4, 8])), torus)
    )


@st.composite
def graphs(draw, make):
    """Two graphs: with arcs in one direction, loops, weights, places that are met by nobody."""
    size = draw(st.integers(1, 8))
    place = st.integers(0, size - 1)
    weights = st.sampled_from([1.0, 0.3, 0.1, 7.0]) if draw(st.booleans()) else st.just(1.0)

    def one():
        arcs = draw(st.dictionaries(st.tuples(place, place), weights, max_size=20))
        return make.graph(size, [(a, b, w) for (a, b), w in arcs.items()])

    meets = one()
    return make.on(meets, one() if draw(st.booleans()) else meets)


@st.composite
def tasks(draw, make, places):
    process = draw(st.sampled_from(list(PROCESSES)))
    known = PROCESSES[process]
    k = draw(st.integers(1, 4))
    payoffs = draw(st.lists(st.sampled_from(ABOUT), min_size=k * k, max_size=k * k))
    fitness = draw(st.sampled_from(["linear", "exponential"]))
    most = [1e3, 1e9] if not known.by_fitness or fitness == "exponential" else []
    rows = np.random.default_rng(draw(st.integers(0, 99))).dirichlet(np.ones(k), k)
    rules = make.rules(
        np.reshape(payoffs, (k, k)),
        process,
        selection=draw(st.sampled_from([0.0, 0.1, 1.0, *most])),
        fitness=fitness,
        synchronous=draw(st.sampled_from([True, False])) if known.either else None,
        mutation=draw(st.sampled_from([0.0, 0.2, rows])),
        self_interaction=draw(st.booleans()),
        average=draw(st.booleans()),
        seed=draw(st.integers(0, 2**63)),
    )
    where = draw(places)
    looks = sorted({0, *draw(st.lists(st.integers(0, 6), max_size=4))})
    pictures = sorted(draw(st.sets(st.integers(0, len(looks) - 1))))
    clock = make.clock(looks, draw(st.booleans()), None, pictures)
    types = st.lists(st.integers(0, k - 1), min_size=where.size, max_size=where.size)
    starts = draw(st.lists(types, min_size=1, max_size=2))
    return make.task(rules, where, starts, clock, draw(st.sampled_from([0, 5])))


@settings(max_examples=100)
@given(st.data())
def test_books_on_lattices_are_the_same(make, data):
    task = data.draw(tasks(make, lattices()))
    assert engine.play(task) == referee.play(task)


@settings(max_examples=250)
@given(st.data())
def test_books_on_graphs_are_the_same(make, data):
    task = data.draw(tasks(make, graphs(make)))
    assert engine.play(task) == referee.play(task)


@pytest.mark.parametrize("process", PROCESSES)
def test_both_end_when_shares_have_settled(make, process):
    """Generations are counted one by one: after 128 the first mean is compared."""
    rules = make.rules([[1, 2], [2, 1]], process, mutation=0.1)
    clock = make.clock([0, 100, 5000], settled=0.1)
    task = make.task(
        rules, Places(9, lattice=Lattice(3, 3, 4, True)), [[0, 1] * 4 + [1]] * 3, clock
    )
    books = engine.play(task)
    assert books == referee.play(task)
    assert set(books.end[:, 0]) <= {128, 256, 512, 1024, 2048, 4096, 5000}
    assert min(books.end[:, 0]) < 5000


@pytest.mark.parametrize("process", ["fermi", "wright-fisher", "imitate best", "best response"])
@pytest.mark.parametrize("payoffs", [[[1, 0], [1.9, 0]], [[1, 0, 2], [1.9, 0, 1], [0, 2, 1]]])
def test_bands_on_threads_change_nothing(make, process, payoffs, monkeypatch):
    monkeypatch.setattr(sites, "BAND", 20)
    rules = make.rules(payoffs, process, synchronous=True, mutation=0.02 * (len(payoffs) - 2))
    starts = np.random.default_rng(1).integers(0, len(payoffs), (2, 150))
    places = Places(150, lattice=Lattice(10, 15, 8, True))
    task = make.task(rules, places, starts, make.clock([0, 3, 7, 12], True, None, [1, 3]))
    one, four = sites.run(task, threads=1), sites.run(task, threads=4)
    assert one == four == referee.play(task)


def test_bands_are_as_many_as_the_user_allows(monkeypatch):
    asked = []
    monkeypatch.setattr(sites, "Team", lambda room, threads: asked.append(threads) or team(room, 1))
    population = Population(
        ["a", "b"], payoffs=[[1, 0], [2, 0]], lattice=5, process="fermi", seed=1
    )
    books = [population.play(generations=1, threads=threads) for threads in (1, 3, None)]
    assert asked == [1, 3, cores()]
    assert books[0] == books[1]


def test_a_stopped_task_ends(make):
    rules = make.rules([[1, 0], [0, 1]], selection=0.0)
    places = Places(100, lattice=Lattice(10, 10, 4, True))
    task = make.task(rules, places, np.arange(100) % 2, make.clock([0, 10**9]))
    stop = np.ones(1, np.uint8)
    for source in (engine, referee):
        assert source.play(task, stop=stop).end.tolist() == [[0, 0, 0]]


@given(st.data())
def test_lines_of_two_types_are_the_same(make, data):
    """The loop of Nowak and May's game: on all lattices, with payoffs that tie."""
    places = data.draw(lattices())
    some = st.sampled_from([-1.0, 0.0, 0.1, 0.3, 1.9])
    payoffs = data.draw(st.lists(some, min_size=4, max_size=4))
    rules = make.rules(
        np.reshape(payoffs, (2, 2)),
        "imitate best",
        self_interaction=data.draw(st.booleans()),
        average=data.draw(st.booleans()),
    )
    start = data.draw(st.lists(st.integers(0, 1), min_size=places.size, max_size=places.size))
    task = make.task(rules, places, start, make.clock([0, 1, 6], pictures=[1, 2]))
    assert engine.play(task) == referee.play(task)
