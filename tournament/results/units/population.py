"""A task of a population: some repetitions, as data; all that a worker needs to know.

Both sources fill the same books of it: `tournament/engine/population/play.py`, compiled, and
`tournament/referee/population/play.py`, its slow twin in plain Python, which defines every step.

Legend: N places, k types, m repetitions of a task, A arcs (an edge has two arcs).
"""

from dataclasses import dataclass

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.results.books.population import PopulationTallies
from tournament.rules.match import Rules
from tournament.rules.population import PopulationRules
from tournament.streams import absorb, mix, player_id

PLACEMENT, GRAPH, STEPS, MATCHES = 0, 1, 2, 3
"""What the streams of a repetition are for: places at the start, a random graph, the process, and
encounters that are played."""


@dataclass(frozen=True, eq=False)
class Graph:
    """A graph as it is read: the arcs of place p are `start[p]` to `start[p + 1]`.

    start
        (N + 1,) int64.
    neighbour
        (A,) int32, sorted within a place.
    weight
        (A,) floats above 0; None where all are 1.
    """

    start: np.ndarray
    neighbour: np.ndarray
    weight: np.ndarray | None = None

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self.start) - 1


@dataclass(frozen=True)
class Lattice:
    """A square lattice: place (y, x) has the number y times width plus x.

    neighbours
        4 (von Neumann) or 8 (Moore).
    torus
        Whether what leaves at an edge comes in at the other; else there are walls.
    """

    height: int
    width: int
    neighbours: int
    torus: bool


@dataclass(frozen=True, eq=False)
class Places:
    """Who meets whom, and from whom a place gets a new type.

    size
        How many places there are; well mixed, in each role.
    meets, learns
        The graph of encounters. The graph on which children go to a place, or models are seen: the
        arcs of a place lead to those who may follow it in a place (moran), or whom it may follow
        (all others). Both None where all are mixed, and on a lattice.
    lattice
        Where both graphs are a lattice.
    """

    size: int
    meets: Graph | None = None
    learns: Graph | None = None
    lattice: Lattice | None = None

    @property
    def mixed(self) -> bool:
        """Whether everybody meets everybody."""
        return self.meets is None and self.lattice is None


@dataclass(frozen=True, eq=False)
class Clock:
    """When it is looked at the population, and when a repetition ends.

    looks
        (R,) generations after which types are counted: rising, from 0. The last one is the end.
    fixation
        Whether a repetition ends as soon as all places (of each role) are of one type.
    settled
        How little shares may move for a repetition to end; None where this does not end it. It
        ends after generation 2 n, for n = 64, 128, 256 ..., if the mean count of every type over
        generations n + 1 to 2 n and over n / 2 + 1 to n differ by at most `settled` times N.
    pictures
        (P,) positions in `looks` of which a picture is kept; of the first repetition of the event.
    """

    looks: np.ndarray
    fixation: bool
    settled: float | None
    pictures: np.ndarray


@dataclass(frozen=True, eq=False)
class Live:
    """How encounters are played, where payoffs are no table.

    players
        The strategy of each type.
    rules
        What holds for every match, by player as they are here.
    """

    players: tuple[Strategy, ...]
    rules: Rules


@dataclass(frozen=True, eq=False)
class Task:
    """Some repetitions of a population.

    rules, places, clock
        What holds in all of them. Types are in the order of `rules`.
    live
        How encounters are played; None where payoffs are those of `rules`. Then places are never
        mixed: whoever meets everybody has everybody for a neighbour.
    starts
        Well mixed: (m, k) how many players are of each type. Else (m, N) the type of each place.
    first
        The number of the first repetition in the event.
    """

    rules: PopulationRules
    places: Places
    starts: np.ndarray
    clock: Clock
    first: int
    live: Live | None = None

    @property
    def repetitions(self) -> int:
        """How many repetitions the task has."""
        return len(self.starts)


def stream_of(seed: int, repetition: int, purpose: int) -> tuple[int, int]:
    """Return the state and the step of a stream of a repetition.

    Draw number t, from 1, is `mix(state + t * step)`: see `tournament.streams`.

    Parameters
    ----------
    seed, repetition
        Of the population; which one.
    purpose
        PLACEMENT, GRAPH, STEPS or MATCHES.
    """
    key = absorb(absorb(mix(seed ^ player_id("population")), repetition), purpose)
    return absorb(key, 0), absorb(key, 1) | 1


def empty_books(task: Task) -> PopulationTallies:
    """Return the books of a task, in which nothing is written yet: room for all looks."""
    return PopulationTallies.empty(
        look=len(task.clock.looks), type=task.rules.types, repetition=task.repetitions
    )
