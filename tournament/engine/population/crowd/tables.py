"""What the compiled loops over a well-mixed population read and write.

Legend: k types, N players (of each role), P players in all, m repetitions, R looks. In compiled
code the table is a struct: arrays are pointers there.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tournament.engine.memory import Bytes, Floats, Slots, struct_of

Int16s = NDArray[np.int16]
MORAN, DEATH, FERMI, FISHER, IMITATE, RESPOND = range(6)
"""The processes, in the order of `rules.population.PROCESSES`."""


class Crowd(NamedTuple):
    """Some repetitions of a well-mixed population, for one thread."""

    key: np.uint64  # of the streams of all repetitions
    first: int  # the number of the first repetition
    repetitions: int
    starts: Slots  # (m, k) how many players are of each type
    stop: Bytes  # (1,) whether to end soon
    # the rules; see `referee.population.numbers`
    process: int
    exponential: bool  # fitness
    selection: float
    types: int
    populations: int
    size: int
    places: int
    table: Slots  # (k, k) what types (columns) are paid against a type (row)
    own: Slots  # (k,)
    role: Slots  # (k,)
    met: float
    meets_itself: bool
    grain: float
    tie: int
    mutation: Floats  # (k, k)
    newcomers: Slots  # (k, k)
    only: Slots  # (k,) the only type of newcomers, or -1
    # the population now
    counts: Slots  # (k,) how many players are of each type
    then: Slots  # (k,) the same in the next generation
    totals: Slots  # (k,) what each type is paid by all players
    top: Slots  # (2,) what the best paid of each role is paid
    who: Int16s  # (P,) the type of the player in each place
    weights: Floats  # (k,) what one becomes,
    chances: Slots  # (k,) and the same, cumulated
    two: Slots  # (N + 1, 2) of two types: the chance of type 0, by its count and by who changes
    # the clock
    looks: Slots  # (R,)
    looks_n: int
    fixation: bool
    settled: float  # or -1
    recent: Slots  # (k,) counts, added up since the last power of two of generations
    before: Slots  # (k,) and from the one before to it
    # the books
    seen: Slots  # (R, k)
    squares: Slots  # (R, k)
    looked: Slots  # (m,) how many looks there were
    last: Slots  # (m, k)
    end: Slots  # (m, 3)


crowd_at = struct_of(Crowd)
