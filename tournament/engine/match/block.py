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
    NODE_COLUMNS,
    NODES,
    PLAYER_COLUMNS,
    PUBLIC_COLUMNS,
    Tables,
)
from tournament.engine.match.tables import Conditions, Desk
from tournament.engine.memory import Slots, Whole, address, after, slots_at
from tournament.engine.options import BARE
from tournament.engine.seats import key, place, seats, sit
from tournament.engine.words import start_streams, stream, stream_key, uniform
from tournament.streams import MISPERCEPTION, NOISE, RULE

# Most bytes of archives of a block; players with many members play fewer lanes at once
ARCHIVE_BYTES = 1 << 24
ROW = 8 * LANES  # bytes of a row of words

_of_lanes = seats(LANES)
_face, _start, _remember = _of_lanes.face, _of_lanes.start, _of_lanes.remember


@njit(**BARE)
def player_of(field: Tables, p: Whole) -> Slots:
    """Return the row of a player in the table of players."""
    return after(field.players, PLAYER_COLUMNS * p)


@njit(**BARE)
def _draw_lengths(length_key: np.uint64, n: Whole, given: Conditions, desk: Desk) -> None:
    """Fill the lanes' geometric lengths, then sort the lanes, longest first.

    The twin of `streams.lengths`.
    """
    repetition, lengths = desk.repetition, desk.length
    most: Whole = given.turns
    for i in range(n):
        length: Whole = most
        if given.continuation <= 0.0:
            length = 1
        elif given.continuation < 1.0:
            state, gamma = stream(length_key, np.uint64(repetition[i]))
            u = uniform(state + gamma)
            drawn = 1 + math.log1p(-u) / math.log(given.continuation)
            length = np.int64(drawn) if drawn < np.float64(most) else most
        lengths[i] = length
    gap: Whole = n // 2
    while gap > 0:  # Shell sort: numpy's sorts take seconds to compile
        for i in range(gap, n):
            r, length = repetition[i], lengths[i]
            j: Whole = i
            while j >= gap and lengths[j - gap] < length:
                repetition[j], lengths[j] = repetition[j - gap], lengths[j - gap]
                j -= gap
            repetition[j], lengths[j] = r, length
        gap //= 2


@njit(**BARE)
def deal(
    length_key: np.uint64, first: Whole, n: Whole, archives: Whole, given: Conditions, desk: Desk
) -> Whole:
    """Fill the lanes with repetitions from `first` on, and return how many there is room for."""
    while True:
        for i in range(n):
            desk.repetition[i], desk.length[i] = first + i, given.turns
        if given.continuation >= 0.0:
            _draw_lengths(length_key, n, given, desk)
        if n == 1 or archives * n * (desk.length[0] // 64) * 8 <= ARCHIVE_BYTES:
            return n
        n //= 2


@njit(**BARE)
def take_seats(field: Tables, p: Whole, q: Whole, given: Conditions, desk: Desk) -> None:
    """Let players p and q sit down, and draw the keys of all their streams."""
    apart = 1 if given.side_by_seat or field.ids[p] == field.ids[q] else 0
    for seat in range(2):
        who, other = (p, q) if seat == 0 else (q, p)
        desk.chances[seat], desk.chances[2 + seat] = given.noise[who], given.misperception[who]
        for purpose in range(RULE, MISPERCEPTION + 1):
            me, opponent = field.ids[who], field.ids[other]
            own = stream_key(given.seed, me, opponent, seat * apart, purpose)
            desk.keys[2 * purpose + seat] = own
        at, player = desk.seats[seat], player_of(field, who)
        tree = address(field.nodes) + 8 * NODE_COLUMNS * player[FIRST_NODE]
        kept, count = address(desk.memory) + desk.memory_bytes * seat, player[NODES]
        desk.sizes[seat] = count
        payoffs = after(given.payoffs, 8 * seat)
        sit(at, count, tree, kept + player[KEPT], field.parameters, payoffs, given.told)
        place(at, count, kept)
        key(at, count, desk.keys[2 * RULE + seat])


@njit(**BARE)
def begin(n: Whole, field: Tables, desk: Desk) -> None:
    """Set n lanes to before their first turn."""
    chances = desk.chances
    noisy, misread = chances[0] + chances[1] > 0, chances[2] + chances[3] > 0
    for i in range(n):
        for k in range(2):
            desk.broke[k * LANES + i] = 0
        for k in range(3):
            desk.defected[k * LANES + i] = 0
        for k in range(2 * PUBLIC_COLUMNS):
            desk.seen[k * LANES + i] = 0
        for k in range(6):
            desk.nowhere[k * LANES + i] = 0
    words, archives = address(desk.words), address(desk.archives)
    plane = ROW * desk.plane_rows
    for seat in range(2):
        at, count = desk.seats[seat], desk.sizes[seat]
        # Without misperception a player sees its opponent's own columns.
        theirs, sight = slots_at(desk.seats[1 - seat])[MINE], 1 - seat
        if misread:
            theirs = address(desk.seen) + ROW * PUBLIC_COLUMNS * (1 - seat)
            sight = 3 - seat
        _face(
            at, count, n, theirs, words + ROW * desk.rows * seat, words + ROW * desk.rows * sight,
            archives + plane * desk.planes * seat, plane,
        )  # fmt: skip
        _start(at, count, desk.repetition, n)
        _remember(at, count, n, address(field.memories), field.images)
        if noisy or misread:
            for purpose in range(NOISE, MISPERCEPTION + 1):
                state = after(desk.streams, 2 * LANES * (2 * (purpose - NOISE) + seat))
                gamma = after(state, LANES)
                start_streams(desk.keys[2 * purpose + seat], desk.repetition, n, state, gamma)
