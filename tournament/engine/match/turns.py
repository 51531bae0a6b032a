"""The turn loop: plays blocks of lanes of any two lane kernels.

Legend: m matches, p players, r repetitions of this call, n lanes of a block. Moves: C = 0, D = 1.
Outcomes and states are numbered CC, CD, DC, DD from the first seat's point of view.

What the loop works on are structs, each found by one address. Arrays would cost more than half of
the time that the loop takes to compile: Numba passes, types and lowers every one of their parts.
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
    PUBLIC_COLUMNS,
    RECENT,
    VOTES,
    Tables,
)
from tournament.engine.match.block import begin, deal, player_of, take_seats
from tournament.engine.match.counting import STATES, add_up, write_down
from tournament.engine.match.tables import (
    DONE,
    MATCH,
    PLANE_ROWS,
    PLANES,
    ROWS,
    Books,
    Conditions,
    Desk,
    books_at,
    conditions_at,
    desk_at,
    tables_at,
)
from tournament.engine.memory import Bytes, Slots, Whole, Words, after, bytes_at, slots_at
from tournament.engine.options import BARE
from tournament.engine.seats import seats
from tournament.engine.words import shift, stream_key, uniform
from tournament.outcomes import SIZE
from tournament.streams import LENGTH

_of_lanes = seats(LANES)
_column_at, _decide, _advance = _of_lanes.column_at, _of_lanes.decide, _of_lanes.advance
_has_drawn, _doubtful = _of_lanes.has_drawn, _of_lanes.doubtful


@njit(**BARE)
def _flip(out: Bytes, n: Whole, streams: Words, turn: Whole, probability: float) -> None:
    """Turn each lane's move over with a probability; the draw is a function of the turn.

    streams: (2, n) state and gamma.
    """
    step, gamma = np.uint64(turn + 1), after(streams, LANES)
    for i in range(n):
        out[i] ^= np.uint8(uniform(streams[i] + step * gamma[i]) < probability)


@njit(**BARE)
def _play_block(
    n: Whole, desk: Desk, history: bool, told: Whole, starts: Slots, transitions: Slots
) -> tuple[Whole, Whole, Whole]:
    """Play a block to its end; return the lane, turn and seat of a failure, or -1.

    history: whether some rule reads registers every 64 turns. told: the length, as players are
    told.
    """
    chances, sizes, players, length = desk.chances, desk.sizes, desk.seats, desk.length
    longest = length[0]
    misread = chances[2] > 0 or chances[3] > 0
    playing, at_start = n, n
    for turn in range(longest):
        while length[playing - 1] <= turn:
            playing -= 1
        left = max(told - 1 - turn, -1)
        for seat in range(2):
            failed = _decide(players[seat], sizes[seat], turn, turn, left, playing)
            if failed >= 0:
                return failed, turn, seat
        for seat in range(2):
            node = slots_at(players[seat])
            out = bytes_at(node[VOTES])
            if chances[seat] > 0:
                _flip(out, playing, after(desk.streams, 2 * LANES * seat), turn, chances[seat])
            shift(_column_at(node[MINE], RECENT), out, playing)
            if turn < desk.moves_most:
                desk.moves[2 * turn + seat] = out[0]
        if misread:
            for seat in range(2):  # what the other seat makes of this seat's move
                out = bytes_at(slots_at(players[seat])[VOTES])
                streams = after(desk.streams, 2 * LANES * (3 - seat))
                _flip(out, playing, streams, turn, chances[3 - seat])
                shift(after(desk.seen, PUBLIC_COLUMNS * LANES * seat), out, playing)
        if (turn & 63) == 63 or turn == longest - 1:
            first, end = turn - (turn & 63), turn + 1
            keep = history and (turn & 63) == 63
            write_down(at_start, playing, first, end, desk, keep, starts, transitions)
            at_start = playing
        for seat in range(2):
            if sizes[seat] > 1:
                _advance(players[seat], sizes[seat], turn, playing)
    for seat in range(2):
        failed = _doubtful(players[seat], sizes[seat], n)
        if failed >= 0:
            return failed, longest, seat
    return -1, 0, 0


@njit(**BARE)
def _lacks_room(n: Whole, history: bool, kept: Whole, desk: Desk) -> bool:
    """Return whether a block needs more room for registers every 64 turns, and say how much."""
    rows = desk.length[0] // 64
    planes = -(-kept // (LANES // n))
    desk.progress[ROWS] = rows if history and desk.rows < rows else 0
    narrow = desk.planes < planes or (planes > 0 and desk.plane_rows < rows)
    desk.progress[PLANES], desk.progress[PLANE_ROWS] = planes if narrow else 0, rows
    return bool(desk.progress[ROWS] > 0 or narrow)


@njit(**BARE)
def _chance_had_a_part(n: Whole, given: Conditions, desk: Desk) -> bool:
    """Return whether anything was drawn in a block."""
    chances = desk.chances
    if chances[0] + chances[1] + chances[2] + chances[3] > 0 or 0.0 < given.continuation < 1.0:
        return True
    for seat in range(2):
        if _has_drawn(desk.seats[seat], desk.sizes[seat], desk.repetition, n):
            return True
    return False


def play_matches(tables: Whole, conditions: Whole, totals: Whole, paper: Whole) -> None:
    """Play repetitions of matches and add them to the books at the end.

    All four are addresses of structs: `Tables`, what the engine knows of the players; `Conditions`
    and `Books`; and the `Desk` of this call. The call begins where `progress` says. It ends when
    all is played, when a rule failed, when it is stopped, or for want of room.
    """
    field: Tables = tables_at(tables)
    given: Conditions = conditions_at(conditions)
    books: Books = books_at(totals)
    desk: Desk = desk_at(paper)
    progress, fault, repetitions = desk.progress, desk.fault, given.repetitions
    while progress[MATCH] < given.matches_n:
        m = progress[MATCH]
        p, q = given.matches[2 * m], given.matches[2 * m + 1]
        first, second = player_of(field, p), player_of(field, q)
        take_seats(field, p, q, given, desk)
        chances = desk.chances
        by_luck = chances[0] + chances[1] + chances[2] + chances[3] > 0
        history = first[HISTORY] != 0 or second[HISTORY] != 0
        low, high = min(field.ids[p], field.ids[q]), max(field.ids[p], field.ids[q])
        length_key = stream_key(given.seed, low, high, 0, LENGTH)
        certain = given.shortcut and given.continuation < 0.0 and not by_luck
        sure = certain and first[DRAWS] == 0 and second[DRAWS] == 0
        capacity = min(first[LANES_MOST], second[LANES_MOST])
        kept = max(first[ARCHIVES], second[ARCHIVES])
        starts, transitions = after(books.starts, SIZE * m), after(books.transitions, STATES * m)
        while progress[DONE] < repetitions:
            if desk.stop[0] != 0:
                return
            done = progress[DONE]
            n = 1 if sure else min(capacity, repetitions - done)
            n = deal(length_key, given.first + done, n, kept, given, desk)
            if _lacks_room(n, history, kept, desk):
                return
            begin(n, field, desk)
            failed, turn, blamed = _play_block(n, desk, history, given.told, starts, transitions)
            if failed >= 0:
                fault[0], fault[1], fault[2] = m, desk.repetition[failed], turn
                fault[3] = blamed
                return
            by_chance = _chance_had_a_part(n, given, desk)
            books.chance[m] |= np.uint8(by_chance)
            # A rule is a function of what it sees and draws: where nobody drew, all repetitions are
            # the same.
            copies = 1
            if certain and not by_chance:
                copies = repetitions - done - n + 1
                for k in range(SIZE):
                    starts[k] += starts[k] // (done + n) * (copies - 1)
                for k in range(STATES):
                    transitions[k] += transitions[k] // (done + n) * (copies - 1)
            add_up(n, copies, given, desk, m, books)
            progress[DONE] = done + n - 1 + copies
        progress[MATCH], progress[DONE] = m + 1, 0
