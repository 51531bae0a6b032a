"""The turn loop: plays blocks of lanes of any two lane kernels and tallies 64 turns at once.

Legend: m matches, p players, r repetitions of this call, n lanes of a block. Moves: C = 0, D = 1.
Outcomes and states are numbered CC, CD, DC, DD from the first seat's point of view. All tallies are
integers, so that sums do not depend on the order in which blocks are added.

The lanes of a block are sorted by length, longest first: those still playing are always the first
n.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tournament.engine.layout import (
    ARCHIVES,
    BOTH,
    DEFECTED,
    DRAWS,
    FIRST_NODE,
    HISTORY,
    KEPT,
    LANES,
    LANES_MOST,
    MINE,
    NODE_COLUMNS,
    NODES,
    PRIVATE,
    PUBLIC_COLUMNS,
    RECENT,
    VOTES,
    Tables,
)
from tournament.engine.memory import Bytes, Floats, Slots, Whole, Words, bytes_at
from tournament.engine.options import OPTIONS
from tournament.engine.seats import key, node_at, place, seats, sit
from tournament.engine.words import (
    U1,
    copy,
    popcount,
    shift,
    start_streams,
    stream,
    stream_key,
    uniform,
)
from tournament.outcomes import SIZE
from tournament.streams import LENGTH, MISPERCEPTION, NOISE, RULE

# Most bytes of archives of a block; players with many members play fewer lanes at once
ARCHIVE_BYTES = 1 << 24
# Rows of the table of lanes (int64)
REPETITION, LENGTH_OF = 0, 1
# Faults (int64): match, repetition, turn, seat; match is -1 when all went well
FAULT_COLUMNS = 4

_column_at, _face, _start, _remember, _decide, _, _advance, _has_drawn, _doubtful = seats(LANES)


class Conditions(NamedTuple):
    """What holds for all matches of a call.

    noise, misperception
        (p,) probabilities.
    payoffs
        (2, 8) slots of a frame, per seat: R, S, T, P as rules see them, own and the opponent's.
    margin
        (4,) first seat's minus second seat's payoff after CC, CD, DC, DD: decides who won a match.
    seed, first, repetitions
        Of all chance; repetitions [first, first + repetitions) are played.
    turns, told, continuation
        Fixed length (`continuation` below 0), or geometric cut at `turns`; what players are told.
    side_by_seat
        Whether seats are told apart in the streams even between different players.
    shortcut
        Play what chance cannot change once, and count it as often as asked.
    """

    noise: Floats
    misperception: Floats
    payoffs: Slots
    margin: Floats
    seed: np.uint64
    first: int
    repetitions: int
    turns: int
    told: int
    continuation: float
    side_by_seat: bool
    shortcut: bool


class Books(NamedTuple):
    """The tables to which a call adds.

    counts, products
        (m, 4) sums over repetitions of the counts of outcomes x; (m, 4, 4) sums of x x'.
    starts, transitions
        (m, 4) outcomes of first turns; (m, 16) outcomes by the outcome before.
    wins, first_defections, chance
        (m, 2) repetitions won by each seat; in which it was the first to defect, or one of both;
        (m,) whether chance had a part.
    totals
        (r, p, 2, seats, 4) counts from each player's own side: self-play or not, and the seat
        (always 0 unless `side_by_seat`).
    """

    counts: Slots
    products: Slots
    starts: Slots
    transitions: Slots
    wins: Slots
    first_defections: Slots
    chance: NDArray[np.bool_]
    totals: Slots


class Block(NamedTuple):
    """Who sits at a block of lanes, and what the loop notes of each lane. Legend: two seats.

    nodes, seats, sizes
        (2, k, NODE_COLUMNS) players and members; (2,) where they lie, and how many they are.
    lane
        (2, n) repetition and length.
    seen
        (2, columns, n) each seat's moves as the other sees them, under misperception.
    before
        (2, n) the registers 64 turns ago.
    defected, broke
        (3, n) turns in which the first, the second, both defected; (2, n) who did so first.
    streams, chances
        (4, 2, n) noise and misperception of both seats: state and gamma; (4,) how likely.
    nowhere
        (2, 3, n) room for counts that nobody reads.
    """

    nodes: Slots
    seats: Slots
    sizes: Slots
    lane: Slots
    seen: Words
    before: Words
    defected: Words
    broke: Bytes
    streams: Words
    chances: Floats
    nowhere: Words


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
def _flip(out: Bytes, n: int, stream: Words, turn: int, probability: float) -> None:
    """Turn each lane's move over with a probability; the draw is a function of the turn."""
    step = np.uint64(turn + 1)
    for i in range(n):
        out[i] ^= np.uint8(uniform(stream[0, i] + step * stream[1, i]) < probability)


@njit(**OPTIONS)
def _count(
    a: Words, b: Words, n: int, start: int, end: int, lengths: Slots, defected: Words
) -> None:
    """Add turns [start, end) of two registers to (3, n) counts: first, second, both defected."""
    for i in range(n):
        valid = np.uint64(min(lengths[i], end) - start)
        mask = ~np.uint64(0) if valid == np.uint64(64) else (U1 << valid) - U1
        x, y = a[i] & mask, b[i] & mask
        defected[0, i] += popcount(x)
        defected[1, i] += popcount(y)
        defected[2, i] += popcount(x & y)


@njit(**OPTIONS)
def _broke(
    a: Words, b: Words, n: int, start: int, end: int, lengths: Slots, defected: Words, broke: Bytes
) -> None:
    """Note in (2, n) which sides defected first, where until `start` nobody had.

    The oldest turn is the highest bit, so of two registers the larger one defected earlier; they
    share their highest bit when what they share is more than what tells them apart.
    """
    for i in range(n):
        if defected[0, i] == 0 and defected[1, i] == 0:
            valid = np.uint64(min(lengths[i], end) - start)
            mask = ~np.uint64(0) if valid == np.uint64(64) else (U1 << valid) - U1
            x, y = a[i] & mask, b[i] & mask
            together = (x & y) > (x ^ y)
            broke[0, i] = together or x > y
            broke[1, i] = together or y > x


@njit(**OPTIONS)
def _tally(
    a: Words, b: Words, before: Words, n: int, start: int, end: int, lengths: Slots,
    starts: Slots, transitions: Slots,
) -> None:  # fmt: skip
    """Add turns [start, end) of two registers to the counts of states.

    before: (2, n) the registers 64 turns ago, then updated. starts: (4,) outcomes of the first
    turn. transitions: (16,) outcome of a turn by outcome of the turn before.
    """
    for i in range(n):
        valid = np.uint64(min(lengths[i], end) - start)
        mask = ~np.uint64(0) if valid == np.uint64(64) else (U1 << valid) - U1
        x, y = a[i], b[i]
        px, py = x >> U1, y >> U1
        if start == 0:
            oldest = valid - U1
            first = ((x >> oldest) & U1) * np.uint64(2) + ((y >> oldest) & U1)
            starts[first] += 1
            mask >>= U1
        elif valid == np.uint64(64):
            px |= (before[0, i] & U1) << np.uint64(63)
            py |= (before[1, i] & U1) << np.uint64(63)
        for s in range(SIZE):
            now = mask & (px if s & 2 else ~px) & (py if s & 1 else ~py)
            both, one, two = popcount(now & x & y), popcount(now & x), popcount(now & y)
            transitions[SIZE * s] += np.int64(popcount(now) - one - two + both)
            transitions[SIZE * s + 1] += np.int64(two - both)
            transitions[SIZE * s + 2] += np.int64(one - both)
            transitions[SIZE * s + 3] += np.int64(both)
        before[0, i], before[1, i] = x, y


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
            _write_down(at_start, playing, first, end, block, words, keep, starts, transitions)
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
def _write_down(
    n: int, playing: int, first: int, end: int, block: Block, words: Words, keep: bool,
    starts: Slots, transitions: Slots,
) -> None:  # fmt: skip
    """Enter turns [first, end), 64 at most, in the counts of n lanes; `keep` the registers of those
    still playing."""
    defected, seen, nowhere = block.defected, block.seen, block.nowhere
    lengths, misread = block.lane[LENGTH_OF], block.chances[2] > 0 or block.chances[3] > 0
    one, two = node_at(block.seats[0], 0), node_at(block.seats[1], 0)
    a, b = _column_at(one[MINE], RECENT), _column_at(two[MINE], RECENT)
    _broke(a, b, n, first, end, lengths, defected, block.broke)
    _count(a, b, n, first, end, lengths, defected)
    _tally(a, b, block.before, n, first, end, lengths, starts, transitions)
    for seat in range(2):
        node = node_at(block.seats[seat], 0)
        mine, both = a if seat == 0 else b, _column_at(node[PRIVATE], BOTH)
        if misread:  # counts as this seat sees them: its own moves, and the other's misread
            sight, tally = seen[1 - seat], nowhere[seat]
            _count(mine, sight[RECENT], n, first, end, lengths, tally)
            copy(both, tally[2], n)
            copy(sight[DEFECTED], tally[1], n)
        else:
            copy(both, defected[2], n)
        copy(_column_at(node[MINE], DEFECTED), defected[seat], n)
        if keep:
            copy(words[seat, first >> 6], mine, playing)
            if misread:
                copy(words[2 + seat, first >> 6], seen[seat, RECENT], playing)


@njit(**OPTIONS)
def _add_up(
    n: int, copies: int, block: Block, given: Conditions, match: int, p: int, q: int, books: Books
) -> None:
    """Add the lanes of a block to the sums of a match; the last lane counts `copies` times."""
    own, side = 1 if p == q else 0, 1 if given.side_by_seat else 0
    lane, defected, totals = block.lane, block.defected, books.totals
    counts, products = books.counts[match], books.products[match]
    wins, first_defections = books.wins[match], books.first_defections[match]
    x = np.empty(SIZE, np.int64)
    for i in range(n):
        times = copies if i == n - 1 else 1
        x[3] = np.int64(defected[2, i])
        x[2] = np.int64(defected[0, i]) - x[3]
        x[1] = np.int64(defected[1, i]) - x[3]
        x[0] = lane[LENGTH_OF, i] - x[1] - x[2] - x[3]
        lead = 0.0
        for k in range(SIZE):
            counts[k] += times * x[k]
            lead += given.margin[k] * x[k]
            for s in range(SIZE):
                products[k, s] += times * x[k] * x[s]
        wins[0] += times * (lead > 0)
        wins[1] += times * (lead < 0)
        for seat in range(2):
            first_defections[seat] += times * np.int64(block.broke[seat, i])
        at = lane[REPETITION, i] - given.first
        for r in range(at, at + times):
            for k in range(SIZE):
                totals[r, p, own, 0, k] += x[k]
                totals[r, q, own, side, k] += x[(k >> 1) | ((k & 1) << 1)]


@njit(**OPTIONS)
def _deal(
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
def _seat(
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
def _begin(n: int, block: Block, field: Tables, words: Words, archives: Words, keys: Words) -> None:
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
        np.zeros((4, 2, LANES), np.uint64),
        np.zeros(4),
        np.zeros((2, 3, LANES), np.uint64),
    )
    words = np.zeros((4, 1, LANES), np.uint64)
    archives = np.zeros((2, 0, 0, LANES), np.uint64)
    keys = np.zeros((3, 2), np.uint64)

    for m in range(len(matches)):
        p, q = matches[m, 0], matches[m, 1]
        _seat(field, p, q, given, memory, block, keys)
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
            n = _deal(length_key, first, n, given.continuation, given.turns, kept, lane)
            rows = lane[LENGTH_OF, 0] // 64
            if history and words.shape[1] < rows:
                words = np.zeros((4, rows, LANES), np.uint64)
            planes = -(-kept // (LANES // n))
            if archives.shape[1] < planes or (planes > 0 and archives.shape[2] < rows):
                archives = np.empty((2, planes, rows, LANES), np.uint64)
            _begin(n, block, field, words, archives, keys)
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
                for k in range(SIZE * SIZE):
                    transitions[k] += transitions[k] // (done + n) * (copies - 1)
            _add_up(n, copies, block, given, m, p, q, books)
            done += n - 1 + copies
