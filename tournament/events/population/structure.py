"""Who meets whom in a population, and from whom a place gets a new type, as the user says it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tournament.errors import ArgumentError
from tournament.events.graphs import named
from tournament.events.graphs.arcs import (
    Arcs,
    arcs_of,
    check_neighbours,
    components,
    graph_of,
)
from tournament.interactive.shown import shown
from tournament.results.units.population import GRAPH, Graph, Lattice, Places, stream_of
from tournament.rules.checks import exact, flag, one_of, several, whole
from tournament.rules.defaults import SIZE
from tournament.rules.population import ProcessName

MOST_SIZE = 2**31 - 1
NEIGHBOURS = {"moore": 8, "von neumann": 4}


@dataclass(frozen=True, eq=False)
class Structure:
    """A structure, checked.

    places
        What holds in every repetition; None where each has a graph of its own.
    size
        How many places there are.
    words
        What it is.
    meets, learns
        The names of graphs that are drawn; None where a graph does not change.
    """

    places: Places | None
    size: int
    words: str
    process: ProcessName
    meets: "named.Told | Arcs | None" = None
    learns: "named.Told | Arcs | None" = None

    @property
    def mixed(self) -> bool:
        """Whether everybody meets everybody."""
        return self.places is not None and self.places.mixed

    @property
    def shape(self) -> tuple[int, int] | None:
        """Height and width of a lattice."""
        lattice = self.places.lattice if self.places else None
        return (lattice.height, lattice.width) if lattice else None

    @property
    def parts(self) -> int:
        """Into how many parts fixed graphs fall; 1 for all others."""
        learns = self.places.learns if self.places else None
        return 1 if learns is None else components(learns)

    def of(self, seed: int, repetition: int) -> Places:
        """Return the places of a repetition."""
        if self.places is not None:
            return self.places
        key, _ = stream_of(seed, repetition, GRAPH)
        meets = _drawn(self.meets, self.size, key)
        learns = meets if self.learns is self.meets else _drawn(self.learns, self.size, key)
        return _places("graph", meets, learns, self.process)


def structure_of(
    *,
    size: Any,
    graph: Any,
    replacement: Any,
    lattice: Any,
    neighbours: Any,
    torus: Any,
    process: ProcessName,
) -> Structure:
    """Return a structure, checked; see `Population` for the arguments.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        One sentence each.
    """
    near = NEIGHBOURS[one_of("neighbours", neighbours, tuple(NEIGHBOURS))]
    torus = flag("torus", torus)
    if size is not None:
        size = whole("size", size, 2, MOST_SIZE)
    if lattice is not None:
        if graph is not None or replacement is not None:
            raise ArgumentError("`lattice` and `graph` exclude each other; give one of them.")
        return _lattice(lattice, near, size, process, torus=torus)
    if near != NEIGHBOURS["moore"] or not torus:
        raise ArgumentError("`neighbours` and `torus` tell how a `lattice` is; give its sides.")
    if graph is None and replacement is not None:
        raise ArgumentError("`replacement` needs a `graph`, on which players meet.")
    if graph is None:
        many = SIZE if size is None else size
        return Structure(Places(many), many, "well mixed", process)
    meets = _told("graph", graph, size)
    many = size if isinstance(meets, named.Told) and size else _size_of(meets)
    learns = meets if replacement is None else _replaced(replacement, many)
    words = f"graph: {_words(meets)}" + (
        "" if learns is meets else f"; replacement: {_words(learns)}"
    )
    if any(isinstance(each, named.Told) and each.drawn for each in (meets, learns)):
        return Structure(None, many, words, process, meets, learns)
    one = _drawn(meets, many, 0)
    other = one if learns is meets else _drawn(learns, many, 0)
    name = "graph" if replacement is None else "replacement"
    return Structure(_places(name, one, other, process), many, words, process)


def _lattice(
    lattice: Any, near: int, size: int | None, process: ProcessName, *, torus: bool
) -> Structure:
    """Return a lattice, checked."""
    what = "(height, width), or one number for both"
    side = exact(lattice)
    sides = [side, side] if side is not None else several("lattice", lattice, what)
    if len(sides) != 2:
        raise ArgumentError(f"`lattice` must be {what}; got {shown(lattice)}.")
    height, width = (whole("lattice", each, 1, 46_340) for each in sides)
    many = height * width
    if many < 2:
        raise ArgumentError("`lattice` must have at least 2 places; got 1 x 1.")
    if torus and min(height, width) < 3:
        raise ArgumentError(
            f"`lattice` must have at least 3 rows and columns to be a torus; got {height} x"
            f" {width}. Make it larger, or give it walls: torus=False."
        )
    if size is not None and size != many:
        raise ArgumentError(f"`size` is {size}, but `lattice` has {many} places.")
    words = f"lattice {height} x {width}, {'Moore' if near == 8 else 'von Neumann'} neighbours"
    found = Places(many, lattice=Lattice(height, width, near, torus))
    return Structure(found, many, f"{words}, {'torus' if torus else 'walls'}", process)


def _told(name: str, given: Any, size: int | None) -> "named.Told | Arcs":
    """Return a graph as it is told: by name, or arcs."""
    if isinstance(given, str):
        return named.read(name, str.__str__(given), SIZE if size is None else size)
    return arcs_of(name, given, size)


def _replaced(given: Any, many: int) -> "named.Told | Arcs":
    """Return the graph on which children spread; it has as many places as the other."""
    learns = _told("replacement", given, many if isinstance(given, str) else None)
    if isinstance(learns, Arcs) and learns.size != many:
        raise ArgumentError(
            f"`replacement` has {learns.size} places, but players meet on {many}; give both as"
            " many."
        )
    return learns


def _size_of(told: "named.Told | Arcs") -> int:
    return SIZE if isinstance(told, named.Told) else told.size


def _words(told: "named.Told | Arcs") -> str:
    if isinstance(told, named.Told):
        return str(told)
    return f"{told.size:,} places, {len(told.ends):,} arcs"


def _drawn(told: "named.Told | Arcs | None", size: int, key: int) -> Arcs:
    """Return the arcs of a graph; those at random are drawn with a key."""
    assert told is not None
    return arcs_of("graph", told.edges(size, key), size) if isinstance(told, named.Told) else told


def _places(name: str, meets: Arcs, learns: Arcs, process: ProcessName) -> Places:
    """Return places on two graphs.

    Children of the Moran process go where arcs lead; all others look back along them.
    """
    encounters = graph_of(meets)
    backwards = process != "moran"
    same = learns is meets and not (meets.directed and backwards)
    spread: Graph = encounters if same else graph_of(learns, backwards=backwards)
    check_neighbours(name, spread)
    return Places(meets.size, encounters, spread)


def everybody(size: int, *, with_itself: bool) -> Places:
    """Return places that are all neighbours, as where all are mixed.

    Parameters
    ----------
    size
        How many places there are.
    with_itself
        Whether a child may take the place of its parent.
    """
    whole = np.tile(np.arange(size, dtype=np.int32), (size, 1))
    others = whole[~np.eye(size, dtype=bool)]
    meets = Graph(np.arange(size + 1) * (size - 1), others)
    learns = Graph(np.arange(size + 1) * size, whole.ravel()) if with_itself else meets
    return Places(size, meets, learns)


def most_neighbours(places: Places, *, self_interaction: bool) -> tuple[float, float]:
    """Return the least and the most weight of encounters that a place has, where payoffs are added
    up."""
    own = float(self_interaction)
    if places.lattice is not None:
        lattice = places.lattice
        if lattice.torus:
            return lattice.neighbours + own, lattice.neighbours + own
        near = 3.0 if lattice.neighbours == 8 else 2.0
        least = near if min(lattice.height, lattice.width) > 1 else 1.0
        return least + own, lattice.neighbours + own
    assert places.meets is not None
    weight = places.meets.weight
    many = np.diff(places.meets.start).astype(float)
    if weight is not None:
        ends = np.repeat(np.arange(places.size), np.diff(places.meets.start))
        many = np.bincount(ends, weight, minlength=places.size)
    return float(many.min()) + own, float(many.max()) + own
