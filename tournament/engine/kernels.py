"""The turn loop: plays blocks of lanes of any two lane kernels and tallies 64 turns at once.

Legend: m matches, p players, r repetitions of this call, n lanes of a block. Moves: C = 0, D = 1.
Outcomes and states are numbered CC, CD, DC, DD from the first seat's point of view. All tallies are
integers, so that sums do not depend on the order in which blocks are added.

The lanes of a block are sorted by length, longest first: those still playing are always the first
n.
"""

import math
from typing import Any

import llvmlite.ir as ir
import numpy as np
from numba import njit, types
from numba.extending import intrinsic

from tournament.engine.layout import (
    BOTH,
    COLUMN,
    DAY,
    DAYS_LEFT,
    DEFECTED,
    GAMMA,
    HISTORY_MINE,
    HISTORY_THEIRS,
    INTENDED,
    LANES,
    NAN,
    PAYOFFS_MINE,
    PUBLIC_COLUMNS,
    RECENT,
    STATE,
    TOLD,
    TURN,
    WINDOW,
)
from tournament.streams import LENGTH, MISPERCEPTION, NOISE, RULE

OPTIONS = {"nogil": True, "error_model": "numpy"}
U1 = np.uint64(1)

# Columns of the table of players (int64)
ADDRESS, PRIVATE_BYTES, LANES_MOST, SLOTS, FIRST_MEMORY, MEMORIES, HISTORY, KEEP_INTENDED, DRAWS = (
    range(9)
)
PLAYER_COLUMNS = 9
# Columns of the table of memories (int64): offset, bytes per lane, where its starting value lies in
# the images
MEMORY_COLUMNS = 3
# Rows of the table of lanes (int64)
REPETITION, LENGTH_OF = 0, 1
# Faults (int64): match, repetition, turn, seat; match is -1 when all went well
FAULT_COLUMNS = 4


@intrinsic
def _call(
    typing: Any, address: Any, mine: Any, theirs: Any, private: Any, frame: Any, out: Any, n: Any
) -> Any:
    """Call the lane kernel at an address; the signature is `compiler.SIGNATURE`."""

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(64)
        kind = ir.FunctionType(word, [byte] * 5 + [word])
        pointers = [builder.inttoptr(value, byte) for value in args[1:6]]
        return builder.call(builder.inttoptr(args[0], kind.as_pointer()), [*pointers, args[6]])

    return types.int64(*[types.int64] * 7), codegen


@njit(**OPTIONS)
def _mix(z: Any) -> Any:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@njit(**OPTIONS)
def _absorb(key: Any, value: Any) -> Any:
    return _mix(key + np.uint64(0x9E3779B97F4A7C15) * (value + U1))


@njit(**OPTIONS)
def _uniform(z: Any) -> Any:
    return np.float64(_mix(z) >> np.uint64(11)) * 2.0**-53


@njit(**OPTIONS)
def _stream_key(seed: Any, me: Any, opponent: Any, seat: Any, purpose: Any) -> Any:
    key = _absorb(_absorb(_mix(seed), me), opponent)
    return _absorb(key, np.uint64(4) * np.uint64(seat) + np.uint64(purpose))


@njit(**OPTIONS)
def _start_streams(key: Any, repetitions: Any, n: int, state: Any, gamma: Any) -> None:
    """Fill (n,) states and gammas of the lanes' repetitions."""
    for i in range(n):
        r = np.uint64(repetitions[i])
        state[i] = _absorb(key, r + r)
        gamma[i] = _absorb(key, r + r + U1) | U1


@njit(**OPTIONS)
def _draw_lengths(key: Any, n: int, continuation: float, most: int, lane: Any) -> None:
    """Fill the lanes' geometric lengths, then sort the lanes, longest first.

    lane: (2, n) repetition, length. The twin of `streams.lengths`.
    """
    for i in range(n):
        length = np.int64(most)
        if continuation <= 0.0:
            length = np.int64(1)
        elif continuation < 1.0:
            r = np.uint64(lane[REPETITION, i])
            gamma = _absorb(key, r + r + U1) | U1
            u = _uniform(_absorb(key, r + r) + gamma)
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
def _flip(out: Any, n: int, stream: Any, turn: int, probability: float) -> None:
    """Turn each lane's move over with a probability; the draw is a function of the turn."""
    step = np.uint64(turn + 1)
    for i in range(n):
        out[i] ^= np.uint8(_uniform(stream[0, i] + step * stream[1, i]) < probability)


@njit(**OPTIONS)
def _shift(recent: Any, out: Any, n: int) -> None:
    for i in range(n):
        recent[i] = (recent[i] << U1) | np.uint64(out[i])


@njit(**OPTIONS)
def _copy(target: Any, source: Any, n: int) -> None:
    for i in range(n):
        target[i] = source[i]


@njit(**OPTIONS)
def _popcount(x: Any) -> Any:
    """Return the number of ones; LLVM knows this form and emits one instruction where there is
    one."""
    x = x - ((x >> U1) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (x * np.uint64(0x0101010101010101)) >> np.uint64(56)


@njit(**OPTIONS)
def _count(a: Any, b: Any, n: int, start: int, end: int, lengths: Any, defected: Any) -> None:
    """Add turns [start, end) of two registers to (3, n) counts: first, second, both defected."""
    for i in range(n):
        valid = np.uint64(min(lengths[i], end) - start)
        mask = ~np.uint64(0) if valid == np.uint64(64) else (U1 << valid) - U1
        x, y = a[i] & mask, b[i] & mask
        defected[0, i] += _popcount(x)
        defected[1, i] += _popcount(y)
        defected[2, i] += _popcount(x & y)


@njit(**OPTIONS)
def _tally(a: Any, b: Any, before: Any, n: int, start: int, end: int, lengths: Any,
           starts: Any, transitions: Any) -> None:  # fmt: skip
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
        for s in range(4):
            now = mask & (px if s & 2 else ~px) & (py if s & 1 else ~py)
            both, one, two = _popcount(now & x & y), _popcount(now & x), _popcount(now & y)
            transitions[4 * s] += np.int64(_popcount(now) - one - two + both)
            transitions[4 * s + 1] += np.int64(two - both)
            transitions[4 * s + 2] += np.int64(one - both)
            transitions[4 * s + 3] += np.int64(both)
        before[0, i], before[1, i] = x, y


@njit(**OPTIONS)
def _remember(block: Any, columns: Any, n: int, player: Any, memories: Any, images: Any) -> None:
    """Give the lanes of a private block (as bytes, as words) the starting values of their
    memory."""
    for k in range(player[FIRST_MEMORY], player[FIRST_MEMORY] + player[MEMORIES]):
        offset, width, image = memories[k, 0], memories[k, 1], memories[k, 2]
        if width == 1:
            for i in range(n):
                block[offset + i] = images.view(np.uint8)[8 * image]
        else:
            words = width // 8
            for i in range(n):
                for w in range(words):
                    columns[offset // 8 + i * words + w] = images[image + w]


@njit(**OPTIONS)
def _failed(bad: Any, out: Any, n: int) -> Any:
    """Return the first lane in which a rule failed or returned no move, and its seat; -1 if
    none."""
    most = np.uint8(0)
    for i in range(n):
        most |= out[0, i] | out[1, i]
    if bad[0] < 0 and bad[1] < 0 and most <= 1:
        return -1, 0
    for i in range(n):
        for seat in range(2):
            if i == bad[seat] or out[seat, i] > 1:
                return i, seat
    return n - 1, 0


@njit(**OPTIONS)
def _play_block(
    n: int, lane: Any, seated: Any, pointers: Any, frame: Any, private: Any, columns: Any,
    public: Any, before: Any, defected: Any, streams: Any, out: Any, words: Any, chances: Any,
    moves: Any, starts: Any, transitions: Any, nowhere: Any,
) -> Any:  # fmt: skip
    """Play a block to its end; return the lane, turn and seat of a failure, or -1.

    Legend: seats 2. lane (2, n) repetition and length. seated (2, PLAYER_COLUMNS). pointers (2, 5)
    to own and other moves, private block, frame and out. public (4, columns, n): of both seats,
    then as the other seat sees them. defected (3, n): first, second, both. streams (4, 2, n): noise
    and misperception of both seats. words (4, k, n): registers every 64 turns, where kept. chances
    (4,): noise and misperception of both seats. nowhere: room for tallies nobody reads.
    """
    longest = lane[LENGTH_OF, 0]
    misread = chances[2] > 0 or chances[3] > 0
    history = seated[0, HISTORY] != 0 or seated[1, HISTORY] != 0
    bad = np.full(2, -1, np.int64)
    playing, at_start = n, n
    for turn in range(longest):
        while lane[LENGTH_OF, playing - 1] <= turn:
            playing -= 1
        window = np.int64((U1 << np.uint64(turn & 63)) - U1)
        for seat in range(2):
            frame[seat, TURN], frame[seat, DAY], frame[seat, WINDOW] = turn, turn, window
            frame[seat, DAYS_LEFT] = max(frame[seat, TOLD] - 1 - turn, -1)
        for seat in range(2):
            p = pointers[seat]
            bad[seat] = _call(seated[seat, ADDRESS], p[0], p[1], p[2], p[3], p[4], playing)
        failed, blamed = _failed(bad, out, playing)
        if failed >= 0:
            return failed, turn, blamed
        for seat in range(2):
            if seated[seat, KEEP_INTENDED] != 0:
                _copy(private[seat, INTENDED * COLUMN :], out[seat], playing)
            if chances[seat] > 0:
                _flip(out[seat], playing, streams[seat], turn, chances[seat])
        for seat in range(2):
            _shift(public[seat, RECENT], out[seat], playing)
        if turn < len(moves):
            moves[turn, 0], moves[turn, 1] = out[0, 0], out[1, 0]
        if misread:
            for seat in range(2):  # what the other seat makes of this seat's move
                _flip(out[seat], playing, streams[3 - seat], turn, chances[3 - seat])
                _shift(public[2 + seat, RECENT], out[seat], playing)
        if (turn & 63) == 63 or turn == longest - 1:
            start, end = turn - (turn & 63), turn + 1
            a, b = public[0, RECENT], public[1, RECENT]
            _count(a, b, at_start, start, end, lane[LENGTH_OF], defected)
            _tally(a, b, before, at_start, start, end, lane[LENGTH_OF], starts, transitions)
            for seat in range(2):
                both = columns[seat, BOTH * LANES :]
                if misread:  # counts as this seat sees them: its own moves, and the other's misread
                    sight = 3 - seat
                    seen = nowhere[seat]
                    x, y = public[seat, RECENT], public[sight, RECENT]
                    _count(x, y, at_start, start, end, lane[LENGTH_OF], seen)
                    _copy(both, seen[2], at_start)
                    _copy(public[sight, DEFECTED], seen[1], at_start)
                else:
                    _copy(both, defected[2], at_start)
                _copy(public[seat, DEFECTED], defected[seat], at_start)
            if history and (turn & 63) == 63:
                for k in range(4):
                    _copy(words[k, turn >> 6], public[k, RECENT], playing)
            at_start = playing
    for seat in range(2):
        for i in range(n):
            if private[seat, NAN * COLUMN + i] != 0:
                return i, longest, seat
    return -1, 0, 0


@njit(**OPTIONS)
def _add_up(
    n: int, copies: int, lane: Any, first: int, defected: Any, margin: Any, p: int, q: int,
    side: int, counts: Any, products: Any, wins: Any, totals: Any,
) -> None:  # fmt: skip
    """Add the lanes of a block to the sums of a match; the last lane counts `copies` times."""
    own = 1 if p == q else 0
    x = np.empty(4, np.int64)
    for i in range(n):
        times = copies if i == n - 1 else 1
        x[3] = np.int64(defected[2, i])
        x[2] = np.int64(defected[0, i]) - x[3]
        x[1] = np.int64(defected[1, i]) - x[3]
        x[0] = lane[LENGTH_OF, i] - x[1] - x[2] - x[3]
        lead = 0.0
        for k in range(4):
            counts[k] += times * x[k]
            lead += margin[k] * x[k]
            for s in range(4):
                products[k, s] += times * x[k] * x[s]
        wins[0] += times * (lead > 0)
        wins[1] += times * (lead < 0)
        at = lane[REPETITION, i] - first
        for r in range(at, at + times):
            for k in range(4):
                totals[r, p, own, 0, k] += x[k]
                totals[r, q, own, side, k] += x[(k >> 1) | ((k & 1) << 1)]


@njit(**OPTIONS)
def play_matches(
    players: Any, frames: Any, memories: Any, images: Any, ids: Any, noise: Any, misperception: Any,
    matches: Any, payoffs: Any, margin: Any, seed: Any, first: int, repetitions: int, turns: int,
    told: int, continuation: float, side_by_seat: bool, shortcut: bool, stop: Any, moves: Any,
    private: Any, columns: Any, frame: Any,
    counts: Any, products: Any, starts: Any, transitions: Any, wins: Any, chance: Any, totals: Any,
    fault: Any,
) -> None:  # fmt: skip
    """Play repetitions [first, first + repetitions) of matches and add them to the tables at the
    end.

    Parameters
    ----------
    players
        (p, PLAYER_COLUMNS) what the engine knows of each player.
    frames
        (p, slots) 8-byte slots with the parameters filled in.
    memories, images
        (k, MEMORY_COLUMNS) and 8-byte words: the memories of all players, and their starting
        values.
    ids, noise, misperception
        (p,) stream identities; (p,) probabilities.
    matches
        (m, 2) players in the first and the second seat.
    payoffs
        (2, 8) slots of a frame, per seat: R, S, T, P as rules see them, own and the opponent's.
    margin
        (4,) first seat's minus second seat's payoff after CC, CD, DC, DD: decides who won a match.
    turns, continuation
        Fixed length (`continuation` below 0), or geometric cut at `turns`.
    side_by_seat
        Whether seats are told apart in the streams even between different players.
    shortcut
        Play what chance cannot change once, and count it as often as asked.
    stop
        (1,) polled between blocks; anything but 0 ends the call.
    moves
        (turns, 2) receives the moves of the first lane, if it has any rows.
    private, columns, frame
        Work space: (2, bytes) and the same memory as (2, words); (2, slots).
    counts, products
        (m, 4) sums over repetitions of the counts of outcomes x; (m, 4, 4) sums of x x'.
    starts, transitions
        (m, 4) outcomes of first turns; (m, 16) outcomes by the outcome before.
    wins, chance
        (m, 2) repetitions won by each seat; (m,) whether chance had a part.
    totals
        (r, p, 2, 2, 4) counts from each player's own side: self-play or not, and the seat (always 0
        unless `side_by_seat`).
    fault
        (FAULT_COLUMNS,) the first failure of a rule.
    """
    public = np.zeros((4, PUBLIC_COLUMNS, LANES), np.uint64)
    before = np.zeros((2, LANES), np.uint64)
    streams = np.zeros((4, 2, LANES), np.uint64)
    out = np.zeros((2, LANES), np.uint8)
    lane = np.zeros((2, LANES), np.int64)
    defected = np.zeros((3, LANES), np.uint64)
    nowhere = np.zeros((2, 3, LANES), np.uint64)
    words = np.zeros((4, 1, LANES), np.uint64)
    seated = np.zeros((2, PLAYER_COLUMNS), np.int64)
    pointers = np.zeros((2, 5), np.int64)
    keys = np.zeros((3, 2), np.uint64)
    chances = np.zeros(4)

    for m in range(len(matches)):
        p, q = matches[m, 0], matches[m, 1]
        seat_b = 1 if side_by_seat or ids[p] == ids[q] else 0
        for seat in range(2):
            who, other = matches[m, seat], matches[m, 1 - seat]
            for k in range(PLAYER_COLUMNS):
                seated[seat, k] = players[who, k]
            for k in range(frames.shape[1]):
                frame[seat, k] = frames[who, k]
            for k in range(8):
                frame[seat, PAYOFFS_MINE + k] = payoffs[seat, k]
            frame[seat, TOLD] = told
            chances[seat], chances[2 + seat] = noise[who], misperception[who]
            for purpose in (RULE, NOISE, MISPERCEPTION):
                key = _stream_key(seed, ids[who], ids[other], seat * seat_b, purpose)
                keys[purpose, seat] = key
        noisy, misread = chances[0] + chances[1] > 0, chances[2] + chances[3] > 0
        history = seated[0, HISTORY] != 0 or seated[1, HISTORY] != 0
        low, high = min(ids[p], ids[q]), max(ids[p], ids[q])
        length_key = _stream_key(seed, low, high, 0, LENGTH)
        certain = shortcut and continuation < 0.0 and not noisy and not misread
        sure = certain and seated[0, DRAWS] == 0 and seated[1, DRAWS] == 0
        capacity = min(seated[0, LANES_MOST], seated[1, LANES_MOST])
        done = 0
        while done < repetitions:
            if stop[0] != 0:
                return
            n = 1 if sure else min(capacity, repetitions - done)
            for i in range(n):
                lane[REPETITION, i], lane[LENGTH_OF, i] = first + done + i, turns
            if continuation >= 0.0:
                _draw_lengths(length_key, n, continuation, turns, lane)
            if history and words.shape[1] < lane[LENGTH_OF, 0] // 64:
                words = np.zeros((4, lane[LENGTH_OF, 0] // 64, LANES), np.uint64)
            public[:] = 0
            defected[:] = 0
            nowhere[:] = 0
            for seat in range(2):
                _remember(private[seat], columns[seat], n, seated[seat], memories, images)
                state, gamma = columns[seat, STATE * LANES :], columns[seat, GAMMA * LANES :]
                _start_streams(keys[RULE, seat], lane[REPETITION], n, state, gamma)
                if noisy or misread:
                    for purpose in (NOISE, MISPERCEPTION):
                        stream = streams[2 * (purpose - NOISE) + seat]
                        _start_streams(
                            keys[purpose, seat], lane[REPETITION], n, stream[0], stream[1]
                        )
                for i in range(n):
                    columns[seat, BOTH * LANES + i] = 0
                    private[seat, NAN * COLUMN + i] = 0
                # Without misperception a player sees its opponent's own columns.
                sight = 3 - seat if misread else 1 - seat
                frame[seat, HISTORY_MINE] = words[seat].ctypes.data
                frame[seat, HISTORY_THEIRS] = words[sight].ctypes.data
                pointers[seat, 0] = public[seat].ctypes.data
                pointers[seat, 1] = public[sight].ctypes.data
                pointers[seat, 2] = private[seat].ctypes.data
                pointers[seat, 3] = frame[seat].ctypes.data
                pointers[seat, 4] = out[seat].ctypes.data
            failed, turn, blamed = _play_block(
                n, lane, seated, pointers, frame, private, columns, public, before, defected,
                streams, out, words, chances, moves, starts[m], transitions[m], nowhere,
            )  # fmt: skip
            if failed >= 0:
                fault[0], fault[1], fault[2], fault[3] = m, lane[REPETITION, failed], turn, blamed
                return
            drew = noisy or misread or 0.0 < continuation < 1.0
            if not drew:
                for seat in range(2):
                    for i in range(n):
                        start = _absorb(keys[RULE, seat], np.uint64(2 * lane[REPETITION, i]))
                        drew = drew or columns[seat, STATE * LANES + i] != start
            chance[m] = chance[m] or drew
            # A rule is a function of what it sees and draws: where nobody drew, all repetitions are
            # the same.
            copies = 1
            if certain and not drew:
                copies = repetitions - done - n + 1
                for k in range(4):
                    starts[m, k] += starts[m, k] // (done + n) * (copies - 1)
                for k in range(16):
                    transitions[m, k] += transitions[m, k] // (done + n) * (copies - 1)
            _add_up(n, copies, lane, first, defected, margin, p, q, 1 if side_by_seat else 0,
                    counts[m], products[m], wins[m], totals)  # fmt: skip
            done += n - 1 + copies
