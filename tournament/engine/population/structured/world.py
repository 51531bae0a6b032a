"""Room for a population on a graph or lattice, as the loops read it."""

from typing import Any, NamedTuple

import numpy as np

from tournament.engine.memory import Words, packed
from tournament.engine.population.structured.tables import GENERATION, Desk, Sites
from tournament.referee.population.sites import FARTHEST, MOORE, VON_NEUMANN
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import STEPS, Graph, Places, Task, stream_of
from tournament.rules.population import PROCESSES

NONE = np.zeros(1)
"""Stands for an array that is not read."""


class Room(NamedTuple):
    """Room in which one repetition after the other is played."""

    sites: Sites
    words: Words  # of the sites, for loops
    task: Task
    books: PopulationTallies

    @property
    def types(self) -> np.ndarray:
        """(N,) the type of each place now."""
        now = int(self.sites.progress[GENERATION]) & 1 if self.sites.synchronous else 0
        return self.sites.sites[now]

    def begin(self, repetition: int) -> None:
        """Write down the start of a repetition."""
        task, sites = self.task, self.sites
        sites.stream[:] = stream_of(task.rules.seed, task.first + repetition, STEPS)
        sites.sites[0] = task.starts[repetition]
        sites.counts[:] = np.bincount(sites.sites[0], minlength=sites.types)
        sites.progress[:] = 0, 0, 1  # what is seen before the first generation is Python's work
        sites.summed[:] = 0

    def goes_on(self, until: int) -> bool:
        """Return whether there is another generation to play."""
        sites = self.sites
        fixed = sites.fixation and sites.counts.max() == sites.size
        return bool(sites.progress[GENERATION] < until and not sites.stop[0] and not fixed)


def room_for(task: Task, books: PopulationTallies, stop: np.ndarray) -> Room:
    """Return room for a task."""
    rules, places, clock = task.rules, task.places, task.clock
    size, types = places.size, rules.types
    by_fitness = PROCESSES[rules.process].by_fitness
    moran = rules.process == "moran"
    leaves = 1 << (size - 1).bit_length() if moran else 1
    sites = Sites(
        process=list(PROCESSES).index(rules.process),
        synchronous=rules.synchronous,
        types=types,
        selection=rules.selection,
        exponential=by_fitness and rules.fitness == "exponential",
        self_interaction=rules.self_interaction,
        average=rules.average,
        mutates=rules.mutates,
        payoffs=np.array(rules.payoffs, float),
        mutation=np.cumsum(rules.mutation, axis=1),
        size=size,
        **_lattice(places),
        **_graph("meets", places.meets),
        weighted=places.meets is not None and places.meets.weight is not None,
        **_graph("learns", places.learns),
        by_weight=places.learns is not None and places.learns.weight is not None,
        **_graph("met", turned(places.meets) if places.meets and moran else None, weights=False),
        stream=np.zeros(2, np.uint64),
        sites=np.zeros((1 + rules.synchronous, size), np.int16),
        paid=np.zeros(size) if rules.synchronous else NONE,
        counts=np.zeros(types, np.int64),
        leaves=leaves,
        sums=np.zeros(2 * leaves),
        powers=np.zeros(2 * leaves, np.int64),
        halves=np.ldexp(1.0, -np.arange(FARTHEST + 1)),
        looks=np.ascontiguousarray(clock.looks, np.int64),
        looks_n=len(clock.looks),
        fixation=clock.fixation,
        seen=books.counts,
        squares=books.squares,
        summed=np.zeros(types, np.int64),
        progress=np.zeros(3, np.int64),
        stop=stop,
    )
    return Room(sites, packed(sites), task, books)


def new_desk(task: Task) -> Desk:
    """Return a desk for one thread."""
    learns, types = task.places.learns, task.rules.types
    most = 8 if learns is None else int(np.diff(learns.start).max(initial=0))
    tally, change = np.zeros((2, types), np.int64)
    return Desk(tally, np.zeros(most + 1), change)


def _lattice(places: Places) -> dict[str, Any]:
    """Return the fields of a lattice."""
    one = places.lattice
    if one is None:
        none = NONE.astype(np.int64)
        return {"near": 0, "height": 0, "width": 1, "torus": 0, "down": none, "right": none}
    around = MOORE if one.neighbours == 8 else VON_NEUMANN
    down, right = np.array(around, np.int64).T.copy()
    return {
        "near": one.neighbours,
        "height": one.height,
        "width": one.width,
        "torus": one.torus,
        "down": down,
        "right": right,
    }


def _graph(name: str, graph: Graph | None, *, weights: bool = True) -> dict[str, Any]:
    """Return the fields of a graph."""
    start, place, weight = NONE, NONE, NONE
    if graph is not None:
        start, place = graph.start, graph.neighbour
        weight = NONE if graph.weight is None else graph.weight
    fields = {
        f"{name}_start": np.ascontiguousarray(start, np.int64),
        f"{name}_place": np.ascontiguousarray(place, np.int32),
        f"{name}_weight": np.ascontiguousarray(weight, float),
    }
    return fields if weights else {key: fields[key] for key in [*fields][:2]}


def turned(graph: Graph) -> Graph:
    """Return a graph with its arcs turned round."""
    source = np.repeat(np.arange(graph.size, dtype=np.int32), np.diff(graph.start))
    many = np.bincount(graph.neighbour, minlength=graph.size)
    start = np.concatenate([[0], np.cumsum(many)])
    return Graph(start, source[np.argsort(graph.neighbour, kind="stable")])
