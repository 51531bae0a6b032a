"""The turn loop: plays blocks of lanes of any two lane kernels.

Legend: m matches, p players, r repetitions of this call, n lanes of a block. Moves: C = 0, D = 1.
Outcomes and states are numbered CC, CD, DC, DD from the first seat's point of view.
"""

import numpy as np
from numba import njit

from tournament.engine.layout import (
    ARCHIVES,
    DRAWS,
    HISTORY,
    LANES,
    LANES_MOST,
    MINE,
    NODE_COLUMNS,
    NODES,
    PUBLIC_COLUMNS,
    RECENT,
    VOTES,
    Tables,
)
from tournament.engine.match.block import (
    begin,
    deal,
    take_seats,
)
from tournament.engine.match.counting import (
    add_up,
    write_down,
)
from tournament.engine.match.tables import (
    CHANCES,
    LENGTH_OF,
    REPETITION,
    SIGHTS,
    Block,
    Books,
    Conditions,
)
from tournament.engine.memory import (
    Bytes,
    Slots,
    Whole,
    Words,
    bytes_at,
)
from tournament.engine.options import (
    OPTIONS,
)
from tournament.engine.seats import (
    node_at,
    seats,
)
from tournament.engine.words import (
    shift,
    stream_key,
    uniform,
)
from tournament.outcomes import SIZE
from tournament.streams import (
    LENGTH,
)

_of_lanes = seats(LANES)
_column_at, _decide, _advance = _of_lanes.column_at, _of_lanes.decide, _of_lanes.advance
_has_drawn, _doubtful = _of_lanes.has_drawn, _of_lanes.doubtful


@njit(**OPTIONS)
def _flip(out: Bytes, n: int, stream: Words, turn: int, probability: float) -> None:
    """Turn each lane's move over with a probability; the draw is a function of the turn."""
    step = np.uint64(turn + 1)
    for i in range(n):
        out[i] ^= np.uint8(uniform(stream[0, i] + step * stream[1, i]) < probability)


@njit(**OPTIONS)
def _play_block(
    n: int, block: Block, words: Words, history: bool, told: int, moves: Bytes, starts: Slots,
    transitions: Slots,
) -> tuple[Whole, Whole, Whole]:  # fmt: skip
    """Play a block to its end; return the lane, turn and seat of a failure, or -1.

    words: (4, k, n) registers every 64 turns, where some rule reads them (`history`): of both
    seats, then as the other sees them. told: the length, as players are told. moves: (turns, 2)
    receives the moves of the first lane, if it has any rows.
    """
    lane, chances, seen, sizes = block.lane, block.chances, block.seen, block.sizes
    players = block.seats
    longest = lane[LENGTH_OF, 0]
    misread = chances[2] > 0 or chances[3] > 0
    playing, at_start = n, n
    for turn in range(longest):
        while lane[LENGTH_OF, playing - 1] <= turn:
            playing -= 1
        left = max(told - 1 - turn, -1)
        for seat in range(2):
            failed = _decide(players[seat], sizes[seat], turn, turn, left, playing)
            if failed >= 0:
                return failed, turn, seat
        for seat in range(2):
            node = node_at(players[seat], 0)
            out = bytes_at(node[VOTES])
            if chances[seat] > 0:
                _flip(out, playing, block.streams[seat], turn, chances[seat])
            shift(_column_at(node[MINE], RECENT), out, playing)
            if turn < len(moves):
                moves[turn, seat] = out[0]
        if misread:
            for seat in range(2):  # what the other seat makes of this seat's move
                out = bytes_at(node_at(players[seat], 0)[VOTES])
                _flip(out, playing, block.streams[3 - seat], turn, chances[3 - seat])
                shift(seen[seat, RECENT], out, playing)
        if (turn & 63) == 63 or turn == longest - 1:
            first, end = turn - (turn & 63), turn + 1
            keep = history and (turn & 63) == 63
            write_down(at_start, playing, first, end, block, words, keep, starts, transitions)
            at_start = playing
        for seat in range(2):
            if sizes[seat] > 1:
                _advance(players[seat], sizes[seat], turn, playing)
    for seat in range(2):
        failed = _doubtful(players[seat], sizes[seat], n)
        if failed >= 0:
            return failed, longest, seat
    return -1, 0, 0


@njit(**OPTIONS)
def play_matches(
    field: Tables, matches: Slots, given: Conditions, books: Books, stop: Bytes, moves: Bytes,
    memory: Bytes, fault: Slots,
) -> None:  # fmt: skip
    """Play repetitions of matches and add them to the books at the end.

    Parameters
    ----------
    field
        What the engine knows of the players.
    matches
        (m, 2) players in the first and the second seat.
    given, books
        What holds for all matches; where their sums go.
    stop
        (1,) polled between blocks; anything but 0 ends the call.
    moves
        (turns, 2) receives the moves of the first lane, if it has any rows.
    memory
        (2, bytes) of both seats: work space.
    fault
        (FAULT_COLUMNS,) the first failure of a rule.
    """
    players, repetitions = field.players, given.repetitions
    most = 1
    for m in range(len(matches)):
        for seat in range(2):
            most = max(most, players[matches[m, seat], NODES])
    nodes, places = np.zeros((2, most, NODE_COLUMNS), np.int64), np.zeros(2, np.int64)
    places[0], places[1] = nodes[0].ctypes.data, nodes[1].ctypes.data
    block = Block(
        nodes,
        places,
        np.zeros(2, np.int64),
        np.zeros((2, LANES), np.int64),
        np.zeros((2, PUBLIC_COLUMNS, LANES), np.uint64),
        np.zeros((2, LANES), np.uint64),
        np.zeros((3, LANES), np.uint64),
        np.zeros((2, LANES), np.uint8),
        np.zeros((CHANCES, 2, LANES), np.uint64),
        np.zeros(CHANCES),
        np.zeros((2, 3, LANES), np.uint64),
    )
    words = np.zeros((SIGHTS, 1, LANES), np.uint64)
    archives = np.zeros((2, 0, 0, LANES), np.uint64)
    keys = np.zeros((3, 2), np.uint64)

    for m in range(len(matches)):
        p, q = matches[m, 0], matches[m, 1]
        take_seats(field, p, q, given, memory, block, keys)
        chances, sizes, lane = block.chances, block.sizes, block.lane
        by_luck = chances[0] + chances[1] > 0 or chances[2] + chances[3] > 0
        history = players[p, HISTORY] != 0 or players[q, HISTORY] != 0
        low, high = min(field.ids[p], field.ids[q]), max(field.ids[p], field.ids[q])
        length_key = stream_key(given.seed, low, high, 0, LENGTH)
        certain = given.shortcut and given.continuation < 0.0 and not by_luck
        sure = certain and players[p, DRAWS] == 0 and players[q, DRAWS] == 0
        capacity = min(players[p, LANES_MOST], players[q, LANES_MOST])
        kept = max(players[p, ARCHIVES], players[q, ARCHIVES])
        starts, transitions = books.starts[m], books.transitions[m]
        done = 0
        while done < repetitions:
            if stop[0] != 0:
                return
            n = 1 if sure else min(capacity, repetitions - done)
            first = given.first + done
            n = deal(length_key, first, n, given.continuation, given.turns, kept, lane)
            rows = lane[LENGTH_OF, 0] // 64
            if history and words.shape[1] < rows:
                words = np.zeros((SIGHTS, rows, LANES), np.uint64)
            planes = -(-kept // (LANES // n))
            if archives.shape[1] < planes or (planes > 0 and archives.shape[2] < rows):
                archives = np.empty((2, planes, rows, LANES), np.uint64)
            begin(n, block, field, words, archives, keys)
            failed, turn, blamed = _play_block(
                n, block, words, history, given.told, moves, starts, transitions
            )
            if failed >= 0:
                fault[0], fault[1], fault[2], fault[3] = m, lane[REPETITION, failed], turn, blamed
                return
            by_chance = by_luck or 0.0 < given.continuation < 1.0
            for seat in range(2):
                by_chance = by_chance or _has_drawn(
                    block.seats[seat], sizes[seat], lane[REPETITION], n
                )
            books.chance[m] = books.chance[m] or by_chance
            # A rule is a function of what it sees and draws: where nobody drew, all repetitions are
            # the same.
            copies = 1
            if certain and not by_chance:
                copies = repetitions - done - n + 1
                for k in range(SIZE):
                    starts[k] += starts[k] // (done + n) * (copies - 1)
                for k in range(SIZE**2):
                    transitions[k] += transitions[k] // (done + n) * (copies - 1)
            add_up(n, copies, block, given, m, p, q, books)
            done += n - 1 + copies
