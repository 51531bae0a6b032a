"""Graphs by name: some that are always the same, and some that are drawn anew in each repetition.

The same key gives the same graph everywhere. NetworkX draws such graphs too, but its graphs may
change between versions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from tournament.errors import ArgumentError
from tournament.events.graphs.regular import everyone, random_regular
from tournament.interactive.shown import shown
from tournament.streams import bits

MOST_EDGES = 20_000_000
"""Of a graph by name: more would take the memory of a usual machine."""


@dataclass(frozen=True)
class NamedGraph:
    """A kind of graph.

    draw
        From the number of places, the numbers after the name, and, if drawn, a key: (E, 2) edges.
    usual
        The numbers that stand after the name, where the user gives none.
    drawn
        Whether chance has a part.
    says
        What it is.
    """

    draw: Callable[..., np.ndarray]
    usual: tuple[float, ...]
    drawn: bool
    says: str


@dataclass(frozen=True)
class Told:
    """A graph by name, with its numbers: `Told("small world", (4, 0.1))`."""

    name: str
    numbers: tuple[float, ...]

    @property
    def drawn(self) -> bool:
        """Whether every repetition has its own."""
        return NAMED[self.name].drawn

    def edges(self, size: int, key: int) -> np.ndarray:
        """Return (E, 2) the edges among so many places; those at random are drawn with a key."""
        chance = (key,) if self.drawn else ()
        return NAMED[self.name].draw(size, *self.numbers, *chance)

    def about(self, size: int) -> int:
        """Return about how many edges there are among so many places."""
        if self.name == "complete":
            return size * (size - 1) // 2
        each = int(self.numbers[0]) if self.numbers else 1
        return size * each if self.name == "scale free" else size * max(2, each) // 2

    def __str__(self) -> str:
        return " ".join([self.name, *(f"{number:g}" for number in self.numbers)])


def read(name: str, text: str, size: int) -> Told:
    """Return the graph that a text names: "star", or "small world 6 0.2".

    Parameters
    ----------
    name
        Of the argument.
    text
        A name of `NAMED`, and numbers that it takes.
    size
        How many places there are.

    Raises
    ------
    ArgumentError
        When there is no such graph, or none of this size.

    Examples
    --------
    >>> read("graph", "small world 6 0.2", 100), read("graph", "star", 5)
    (Told(name='small world', numbers=(6, 0.2)), Told(name='star', numbers=()))
    """
    words = text.replace("-", " ").replace(":", " ").split()
    numbers: list[float] = []
    while words:
        try:
            numbers.insert(0, float(words[-1]))
        except ValueError:
            break
        words.pop()
    kind = " ".join(words)
    if kind not in NAMED:
        raise ArgumentError(
            f"`{name}` must be a graph, edges, or one of {', '.join(map(repr, NAMED))}, which may"
            f" be followed by numbers; got {shown(text)}."
        )
    usual = NAMED[kind].usual
    if len(numbers) > len(usual):
        raise ArgumentError(
            f"`{name}`: {shown(kind)} takes {len(usual)} numbers at most; got {shown(text)}."
        )
    given = [*numbers, *usual[len(numbers) :]]
    fine = [int(n) if n == int(n) else n for n in given if np.isfinite(n)]
    if len(fine) < len(given) or (fine and not isinstance(fine[0], int)):
        raise ArgumentError(
            f"`{name}`: {shown(kind)} takes a whole number first; got {shown(text)}."
        )
    least, most = 1, size - 1
    if fine and not least <= fine[0] <= most:
        raise ArgumentError(
            f"`{name}`: {shown(kind)} takes a number in [1, {most}] among {size} places; got"
            f" {fine[0]}."
        )
    if kind == "random regular" and fine[0] * size % 2:
        raise ArgumentError(
            f"`{name}`: each of {size} places cannot have {fine[0]} neighbours, as every edge has"
            " two ends; take one more or one fewer of either."
        )
    if kind == "small world" and (fine[0] % 2 or not 0 <= fine[1] <= 1):
        raise ArgumentError(
            f"`{name}`: 'small world' takes an even number of neighbours and a probability; got"
            f" {shown(text)}."
        )
    told = Told(kind, tuple(fine))
    if (edges := told.about(size)) > MOST_EDGES:
        raise ArgumentError(
            f"`{name}`: {shown(str(told))} among {size:,} places has {edges:,} edges; the most"
            f" are {MOST_EDGES:,}. Take fewer places."
        )
    return told


# -- the graphs ------------------------------------------------------------------------------------


def cycle(size: int) -> np.ndarray:
    """Return a ring."""
    here = np.arange(size)
    return np.stack([here, (here + 1) % size], axis=1)[: size if size > 2 else 1]


def star(size: int) -> np.ndarray:
    """Return a hub, place 0, and leaves."""
    return np.stack([np.zeros(size - 1, int), np.arange(1, size)], axis=1)


def path(size: int) -> np.ndarray:
    """Return a row of places."""
    return np.stack([np.arange(size - 1), np.arange(1, size)], axis=1)


def small_world(size: int, neighbours: int, rewired: float, key: int) -> np.ndarray:
    """Return a ring in which each place has so many neighbours, some edges of which are moved.

    The far end of an edge is moved to an even draw among all places, with a probability, unless
    the edge would be a loop or there is one already (Watts and Strogatz 1998).
    """
    half = max(1, neighbours // 2)
    here = np.tile(np.arange(size), half)
    there = (here + np.repeat(np.arange(1, half + 1), size)) % size
    known = {(min(a, b), max(a, b)) for a, b in zip(here.tolist(), there.tolist(), strict=True)}
    chance = bits(key, 0, len(here)) / 2.0**64
    to = (bits(key, 1, len(here)) % np.uint64(size)).astype(np.int64)
    for number in np.flatnonzero(chance < rewired).tolist():
        a, old, new = int(here[number]), int(there[number]), int(to[number])
        edge = (min(a, new), max(a, new))
        if a != new and edge not in known and (was := (min(a, old), max(a, old))) in known:
            known.remove(was)
            known.add(edge)
    return np.array(sorted(known))


def scale_free(size: int, links: int, key: int) -> np.ndarray:
    """Return a graph that grows: each new place is joined to so many others, drawn by how many
    edges they have (Barabasi and Albert 1999).

    It begins with a star of so many leaves.
    """
    ends: list[int] = [e for leaf in range(1, links + 1) for e in (0, leaf)]
    draws = _endless(key)
    for new in range(links + 1, size):
        others: dict[int, None] = {}
        while len(others) < links:
            others[ends[next(draws) % len(ends)]] = None
        ends += [e for other in others for e in (other, new)]
    return np.sort(np.array(ends).reshape(-1, 2), axis=1)


def _endless(key: int) -> Iterator[int]:
    """Yield words for ever."""
    block = 0
    while True:
        yield from bits(key, block, 4096).tolist()
        block += 1


NAMED: dict[str, NamedGraph] = {
    "complete": NamedGraph(
        everyone, (), drawn=False, says="everybody is a neighbour"
    ),
    "cycle": NamedGraph(cycle, (), drawn=False, says="a ring"),
    "path": NamedGraph(path, (), drawn=False, says="a row"),
    "star": NamedGraph(star, (), drawn=False, says="a hub and leaves"),
    "random regular": NamedGraph(
        random_regular, (4,), drawn=True,
        says="at random, each place with so many neighbours",
    ),
    "small world": NamedGraph(
        small_world, (4, 0.1), drawn=True,
        says="a ring with so many neighbours each, of which a share of edges is moved",
    ),
    "scale free": NamedGraph(
        scale_free, (2,), drawn=True,
        says="it grows: each new place is joined to so many others, more often to those with many",
    ),
}  # fmt: skip
