"""What the loops over a structured population read and write: the sites, and a desk for each
thread.

Legend: N places, k types, A arcs, R looks, L leaves. In compiled code the tables are structs:
arrays are pointers there.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tournament.engine.memory import Bytes, Floats, Int32s, Slots, Words, struct_of

Int16s = NDArray[np.int16]
GENERATION, STEPS, LOOK = range(3)  # what progress holds; LOOK: the next one


class Sites(NamedTuple):
    """One repetition, for all threads."""

    # the rules
    process: int  # its number among `PROCESSES`
    synchronous: bool
    types: int
    selection: float
    exponential: bool
    self_interaction: bool
    average: bool
    mutates: bool
    payoffs: Floats  # (k, k)
    mutation: Floats  # (k, k) sums along rows
    # the places
    size: int
    near: int  # neighbours on a lattice, 4 or 8; 0 on graphs
    height: int
    width: int
    torus: bool
    down: Slots  # (near,) from a place to each neighbour: rows
    right: Slots  # (near,) columns
    meets_start: Slots  # (N + 1,) as in `Graph`
    meets_place: Int32s  # (A,)
    meets_weight: Floats  # (A,), or none
    weighted: bool  # whether encounters have weights
    learns_start: Slots
    learns_place: Int32s
    learns_weight: Floats
    by_weight: bool  # whether children, or models, go by weight
    met_start: Slots  # (N + 1,) by whom a place is met,
    met_place: Int32s  # (A,) and who that is
    # chance
    stream: Words  # (2,) state and step
    # what changes
    sites: Int16s  # (2, N) the type of each place; all at once: after even and odd generations
    paid: Floats  # (N,) payoffs, where all places are renewed at once
    counts: Slots  # (k,) how many places are of each type
    leaves: int  # L, a power of two
    sums: Floats  # (2 L,) fitness by halves: branch i has branches 2 i and 2 i + 1
    powers: Slots  # (2 L,) the power of two of each sum
    halves: Floats  # (FARTHEST + 1,) powers of a half
    # two types that imitate the best on a lattice, all at once; see `best_of_two`
    grid: Bytes  # (2, height, width + 2) types, as `sites`
    nothing: Bytes  # (width + 2,) a line without types
    ranks: Bytes  # (3, 3, 2, COUNTS) of payoffs, by rows, columns, type and how many are of type 1
    # the clock
    looks: Slots  # (R,)
    looks_n: int
    fixation: bool
    seen: Slots  # (R, k) the book of counts,
    squares: Slots  # (R, k) and of their squares
    summed: Slots  # (k,) counts, added up over generations
    progress: Slots  # (3,)
    stop: Bytes  # (1,)


class Desk(NamedTuple):
    """What one thread writes on."""

    tally: Slots  # (k,) encounters by type
    room: Floats  # (most neighbours + 1,) fitness of candidates
    change: Slots  # (k,) by how much counts change
    ranks: Bytes  # (2, 3, width + 2) of each type, in three rows
    line: Bytes  # (width + 2,) two lines
    seen: Bytes
    best: Bytes  # (2, width + 2) the best ranks around the places of a row


sites_at = struct_of(Sites)
desk_at = struct_of(Desk)
