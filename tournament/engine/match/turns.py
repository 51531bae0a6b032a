"""The turn loop: plays blocks of lanes of any two lane kernels.

Legend: m matches, p players, r repetitions of this call, n lanes of a block. Moves: C = 0, D = 1.
Outcomes and states are numbered CC, CD, DC, DD from the first seat's point of view.

What the loops work on are structs, each found by one address. Arrays would cost more than half of
the time that the loops take to compile: Numba passes, types and lowers every one of their parts.
The loop over turns and the loop over matches are compiled apart, so that two processes can do it.
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
from tournament.engine.memory import (
    Bytes,
    Whole,
    Words,
    address,
    after,
    bytes_at,
    call,
    slots_at,
)
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
def _failed(desk: Desk, lane: Whole, turn: Whole, seat: Whole) -> int:
    """Note whose rule failed, in which repetition and turn."""
    desk.fault[0], desk.fault[1] = desk.progress[MATCH], desk.repetition[lane]
    desk.fault[2], desk.fault[3] = turn, seat
    return 1


def play_block(
    paper: Whole, told: Whole, history: Whole, starts_at: Whole, transitions_at: Whole, n: Whole
) -> int:
    """Play a block of n lanes to its end; return 0, or 1 when a rule fails.

    Parameters
    ----------
    paper
        Address of the desk, where a failure is noted.
    told
        The length, as players are told.
    history
        Whether some rule reads registers every 64 turns.
    starts_at, transitions_at
        Addresses of the match's counts of first outcomes, and of outcomes by the one before.
    """
    desk: Desk = desk_at(paper)
    starts, transitions = slots_at(starts_at), slots_at(transitions_at)
    chances, sizes, players, length = desk.chances, desk.sizes, desk.seats, desk.length
    longest = length[0]
    misread = chances[2] > 0 or chances[3] > 0
    playing, at_start = n, n
    for turn in range(longest):
        while length[playing - 1] <= turn:
            playing -= 1
        left = max(told - 1 - turn, -1)
        for seat in range(2):
            desk.fault[2], desk.fault[3] = turn, seat  # for those who watch
            failed = _decide(players[seat], sizes[seat], turn, turn, left, playing)
            if failed >= 0:
                return _failed(desk, failed, turn, seat)
        for seat in range(2):
            node = slots_at(players[seat])
            out = bytes_at(node[VOTES])
            if chances[seat] > 0:
                _flip(out, playing, after(desk.streams, 2 * LANES * seat), turn, chances[seat])
            shift(_column_at(node[MINE], RECENT), out, playing)
            if turn < desk.moves_most:
                row = desk.progress[MATCH] * desk.moves_most + turn
                desk.moves[2 * row + seat] = out[0]
        if misread:
            for seat in range(2):  # what the other seat makes of this seat's move
                out = bytes_at(slots_at(players[seat])[VOTES])
                streams = after(desk.streams, 2 * LANES * (3 - seat))
                _flip(out, playing, streams, turn, chances[3 - seat])
                shift(after(desk.seen, PUBLIC_COLUMNS * LANES * seat), out, playing)
        if (turn & 63) == 63 or turn == longest - 1:
            first, end = turn - (turn & 63), turn + 1
            keep = history != 0 and (turn & 63) == 63
            write_down(at_start, playing, first, end, desk, keep, starts, transitions)
            at_start = playing
        for seat in range(2):
            if sizes[seat] > 1:
                _advance(players[seat], sizes[seat], turn, playing)
    for seat in range(2):
        failed = _doubtful(players[seat], sizes[seat], n)
        if failed >= 0:
            return _failed(desk, failed, longest, seat)
    return 0


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


def play_matches(tables: Whole, conditions: Whole, totals: Whole, paper: Whole) -> int:
    """Play repetitions of matches and add them to the books at the end.

    All four are addresses of structs: `Tables`, what the engine knows of the players; `Conditions`
    and `Books`; and the `Desk` of this call. The call begins where `progress` says. It returns 0
    when all is played, when it is stopped, or for want of room; 1 when a rule failed.
    """
    field: Tables = tables_at(tables)
    given: Conditions = conditions_at(conditions)
    books: Books = books_at(totals)
    desk: Desk = desk_at(paper)
    progress, repetitions = desk.progress, given.repetitions
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
                return 0
            done = progress[DONE]
            n = 1 if sure else min(capacity, repetitions - done)
            n = deal(length_key, given.first + done, n, kept, given, desk)
            if _lacks_room(n, history, kept, desk):
                return 0
            begin(n, field, desk)
            first_outcomes, by_outcome = address(starts), address(transitions)
            told, reads = given.told, np.int64(history)
            if call(desk.play_block, paper, told, reads, first_outcomes, by_outcome, n) != 0:
                return 1
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
    return 0
