"""Room for a population on a graph or lattice, as the loops read it."""

from typing import Any, NamedTuple

import numpy as np

from tournament.engine.memory import Words, packed
from tournament.engine.population.structured.best_of_two import COUNTS
from tournament.engine.population.structured.tables import GENERATION, Desk, Sites
from tournament.referee.population.sites import FARTHEST, MOORE, VON_NEUMANN
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import STEPS, Graph, Lattice, Places, Task, stream_of
from tournament.rules.population import PROCESSES, PopulationRules

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
        if self.sites.grid.size:
            return self.sites.grid[now, :, 1:-1].reshape(-1)
        return self.sites.sites[now]

    def begin(self, repetition: int) -> None:
        """Write down the start of a repetition."""
        task, sites = self.task, self.sites
        sites.stream[:] = stream_of(task.rules.seed, task.first + repetition, STEPS)
        start = task.starts[repetition]
        if sites.grid.size:
            sites.grid[0, :, 1:-1] = start.reshape(sites.height, sites.width)
            if sites.torus:
                sites.grid[0, :, [0, -1]] = sites.grid[0, :, [-2, 1]]
        else:
            sites.sites[0] = start
        sites.counts[:] = np.bincount(start, minlength=sites.types)
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
    by_lines = is_best_of_two(task)
    compares = rules.process != "best response"
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
        sites=np.zeros((0 if by_lines else 1 + rules.synchronous, size), np.int16),
        paid=np.zeros(size if rules.synchronous and compares and not by_lines else 0),
        counts=np.zeros(types, np.int64),
        leaves=leaves,
        sums=np.zeros(2 * leaves),
        powers=np.zeros(2 * leaves, np.int64),
        halves=np.ldexp(1.0, -np.arange(FARTHEST + 1)),
        **_grid(task),
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
    by_lines = is_best_of_two(task)
    long = task.places.lattice.width + 2 if task.places.lattice and by_lines else 0
    lines = (np.zeros((*shape, long), np.uint8) for shape in ((2, 3), (), (), (2,)))
    return Desk(tally, np.zeros(most + 1), change, *lines)


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


# -- two types that imitate the best, all at once --------------------------------------------------


def is_best_of_two(task: Task) -> bool:
    """Return whether `best_of_two` plays this."""
    rules, known = task.rules, task.places.lattice is not None and task.live is None
    best = rules.process == "imitate best" and rules.synchronous and rules.types == 2
    return known and best and not rules.mutates


def _grid(task: Task) -> dict[str, Any]:
    """Return the fields of two types that imitate the best on a lattice."""
    height, long, ranks = 0, 0, np.zeros(0, np.uint8)
    lattice = task.places.lattice
    if lattice is not None and is_best_of_two(task):
        height, long = lattice.height, lattice.width + 2
        ranks = _ranks(task.rules, lattice)
    grid, nothing = np.zeros((2, height, long), np.uint8), np.zeros(long, np.uint8)
    return {"grid": grid, "nothing": nothing, "ranks": ranks}


def _ranks(rules: PopulationRules, lattice: Lattice) -> np.ndarray:
    """Return (3, 3, 2, COUNTS) the ranks of payoffs from 1; 0 where there cannot be so many.

    A place is in so many rows and columns, less one, that there are: at the edge of walls in fewer
    than three. It is of a type, and so many places around it, itself included, are of type 1.
    """
    paid = np.full((3, 3, 2, COUNTS), np.nan)
    for rows, columns, mine, many in np.ndindex(paid.shape):
        around = (rows + 1) * (columns + 1) - 1 if lattice.neighbours == 8 else rows + columns
        met = [around - many + mine, many - mine]
        if min(met) >= 0:
            met[mine] += rules.self_interaction
            total = 0.0
            for times, payoff in zip(met, rules.payoffs[mine], strict=True):
                total += times * payoff
            mean = rules.average and sum(met) > 0
            paid[rows, columns, mine, many] = total / sum(met) if mean else total
    known = np.unique(paid[~np.isnan(paid)])
    return np.where(np.isnan(paid), 0, 1 + np.searchsorted(known, paid)).astype(np.uint8)
