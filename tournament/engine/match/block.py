"""A block of lanes before its first turn: who sits there, which repetitions it plays, how long.

The lanes of a block are sorted by length, longest first: those still playing are always the first
n.
"""

import math

import numpy as np
from numba import njit

from tournament.engine.layout import (
    FIRST_NODE,
    KEPT,
    LANES,
    MINE,
    NODES,
    Tables,
)
from tournament.engine.match.tables import (
    LENGTH_OF,
    REPETITION,
    Block,
    Conditions,
)
from tournament.engine.memory import (
    Bytes,
    Slots,
    Words,
)
from tournament.engine.options import (
    OPTIONS,
)
from tournament.engine.seats import (
    key,
    node_at,
    place,
    seats,
    sit,
)
from tournament.engine.words import (
    start_streams,
    stream,
    stream_key,
    uniform,
)
from tournament.streams import (
    MISPERCEPTION,
    NOISE,
    RULE,
)

# Most bytes of archives of a block; players with many members play fewer lanes at once
ARCHIVE_BYTES = 1 << 24

_of_lanes = seats(LANES)
_face, _start, _remember = _of_lanes.face, _of_lanes.start, _of_lanes.remember


@njit(**OPTIONS)
def _draw_lengths(key: np.uint64, n: int, continuation: float, most: int, lane: Slots) -> None:
    """Fill the lanes' geometric lengths, then sort the lanes, longest first.

    lane: (2, n) repetition, length. The twin of `streams.lengths`.
    """
    for i in range(n):
        length = np.int64(most)
        if continuation <= 0.0:
            length = np.int64(1)
        elif continuation < 1.0:
            state, gamma = stream(key, np.uint64(lane[REPETITION, i]))
            u = uniform(state + gamma)
            drawn = 1 + math.log1p(-u) / math.log(continuation)
            length = np.int64(min(drawn, np.float64(most)))
        lane[LENGTH_OF, i] = length
    gap = n // 2
    while gap > 0:  # Shell sort: numpy's sorts take seconds to compile
        for i in range(gap, n):
            r, length = lane[REPETITION, i], lane[LENGTH_OF, i]
            j = i
            while j >= gap and lane[LENGTH_OF, j - gap] < length:
                lane[REPETITION, j], lane[LENGTH_OF, j] = lane[0, j - gap], lane[1, j - gap]
                j -= gap
            lane[REPETITION, j], lane[LENGTH_OF, j] = r, length
        gap //= 2


@njit(**OPTIONS)
def deal(
    key: np.uint64, first: int, n: int, continuation: float, turns: int, archives: int, lane: Slots
) -> int:
    """Fill the lanes with repetitions from `first` on, and return how many there is room for."""
    while True:
        for i in range(n):
            lane[REPETITION, i], lane[LENGTH_OF, i] = first + i, turns
        if continuation >= 0.0:
            _draw_lengths(key, n, continuation, turns, lane)
        if n == 1 or archives * n * (lane[LENGTH_OF, 0] // 64) * 8 <= ARCHIVE_BYTES:
            return n
        n //= 2


@njit(**OPTIONS)
def take_seats(
    field: Tables, p: int, q: int, given: Conditions, memory: Bytes, block: Block, keys: Words
) -> None:
    """Let players p and q sit down, and draw the keys of all their streams; keys: (3, 2)."""
    apart = 1 if given.side_by_seat or field.ids[p] == field.ids[q] else 0
    for seat in range(2):
        who, other = (p, q) if seat == 0 else (q, p)
        block.chances[seat], block.chances[2 + seat] = given.noise[who], given.misperception[who]
        for purpose in (RULE, NOISE, MISPERCEPTION):
            me, opponent = field.ids[who], field.ids[other]
            keys[purpose, seat] = stream_key(given.seed, me, opponent, seat * apart, purpose)
        at, player = block.seats[seat], field.players[who]
        tree, kept = field.nodes[player[FIRST_NODE]].ctypes.data, memory[seat].ctypes.data
        block.sizes[seat] = player[NODES]
        sit(
            at, player[NODES], tree, kept + player[KEPT], field.parameters, given.payoffs[seat],
            given.told,
        )  # fmt: skip
        place(at, player[NODES], kept)
        key(at, player[NODES], keys[RULE, seat])


@njit(**OPTIONS)
def begin(n: int, block: Block, field: Tables, words: Words, archives: Words, keys: Words) -> None:
    """Set n lanes to before their first turn."""
    noisy = block.chances[0] + block.chances[1] > 0
    misread = block.chances[2] + block.chances[3] > 0
    repetitions = block.lane[REPETITION]
    block.defected[:], block.seen[:], block.nowhere[:], block.broke[:] = 0, 0, 0, 0
    for seat in range(2):
        at, count = block.seats[seat], block.sizes[seat]
        # Without misperception a player sees its opponent's own columns.
        theirs = node_at(block.seats[1 - seat], 0)[MINE]
        if misread:
            theirs = block.seen[1 - seat].ctypes.data
        sight = 3 - seat if misread else 1 - seat
        _face(
            at, count, n, theirs, words[seat].ctypes.data, words[sight].ctypes.data,
            archives[seat].ctypes.data, 8 * LANES * archives.shape[2],
        )  # fmt: skip
        _start(at, count, repetitions, n)
        _remember(at, count, n, field.memories.ctypes.data, field.images)
        if noisy or misread:
            for purpose in (NOISE, MISPERCEPTION):
                draws = block.streams[2 * (purpose - NOISE) + seat]
                start_streams(keys[purpose, seat], repetitions, n, draws[0], draws[1])
