"""Who is next to whom: arcs of a graph, or places of a lattice."""

import numpy as np
from numba import njit

from tournament.engine.memory import Int32s, Slots, Whole
from tournament.engine.options import BARE
from tournament.engine.population.structured.tables import Sites


@njit(**BARE)
def row_of(s: Sites, place: Whole) -> Whole:
    """Return the row of a place."""
    return np.int64(np.uint32(place) // np.uint32(s.width))


@njit(**BARE)
def inside(s: Sites, place: Whole) -> bool:
    """Return whether all neighbours of a place lie around it: it is at no edge of the lattice."""
    y = row_of(s, place)
    x = place - y * s.width
    return (y > 0) & (y < s.height - 1) & (x > 0) & (x < s.width - 1)


@njit(**BARE)
def at_edge(s: Sites, place: Whole, which: Whole) -> Whole:
    """Return a neighbour of a place at an edge; with `which` of -1 how many there are."""
    y = row_of(s, place)
    x = place - y * s.width
    found = 0
    for i in range(s.near):
        v, u = y + s.down[i], x + s.right[i]
        if s.torus:
            v += s.height * ((v < 0) - (v >= s.height))
            u += s.width * ((u < 0) - (u >= s.width))
        elif v < 0 or v >= s.height or u < 0 or u >= s.width:
            continue
        if found == which:
            return v * s.width + u
        found += 1
    return found


@njit(**BARE)
def degree(s: Sites, start: Slots, place: Whole) -> Whole:
    """Return how many neighbours a place has; `start` tells on which graph."""
    if s.near == 0:
        return start[place + 1] - start[place]
    return s.near if s.torus or inside(s, place) else at_edge(s, place, -1)


@njit(**BARE)
def neighbour(s: Sites, start: Slots, places: Int32s, place: Whole, which: Whole) -> Whole:
    """Return a neighbour of a place: number `which` of them."""
    if s.near == 0:
        return np.int64(places[start[place] + which])
    if inside(s, place):
        return place + s.down[which] * s.width + s.right[which]
    return at_edge(s, place, which)
