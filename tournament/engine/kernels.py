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
    DEFECTED,
    GAMMA,
    HISTORY_MINE,
    HISTORY_THEIRS,
    INTENDED,
    LANES,
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
# Faults (int64): match, repetition, turn, seat; match is -1 when all went well
FAULT_COLUMNS = 4


@intrinsic  # type: ignore[untyped-decorator]
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


@njit(inline="always", **OPTIONS)  # type: ignore[untyped-decorator]
def _mix(z: Any) -> Any:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@njit(inline="always", **OPTIONS)  # type: ignore[untyped-decorator]
def _absorb(key: Any, value: Any) -> Any:
    return _mix(key + np.uint64(0x9E3779B97F4A7C15) * (value + U1))


@njit(inline="always", **OPTIONS)  # type: ignore[untyped-decorator]
def _uniform(z: Any) -> Any:
    return np.float64(_mix(z) >> np.uint64(11)) * 2.0**-53


@njit(**OPTIONS)  # type: ignore[untyped-decorator]
def _stream_key(seed: Any, me: Any, opponent: Any, seat: Any, purpose: Any) -> Any:
    key = _absorb(_absorb(_mix(seed), me), opponent)
    return _absorb(key, np.uint64(4) * np.uint64(seat) + np.uint64(purpose))


@njit(**OPTIONS)  # type: ignore[untyped-decorator]
def _start_streams(key: Any, repetitions: Any, n: int, state: Any, gamma: Any) -> None:
    """Fill (n,) states and gammas of the lanes' repetitions."""
    for i in range(n):
        r = np.uint64(repetitions[i])
        state[i] = _absorb(key, r + r)
        gamma[i] = _absorb(key, r + r + U1) | U1


@njit(**OPTIONS)  # type: ignore[untyped-decorator]
def _draw_lengths(
    key: Any, first: int, n: int, continuation: float, most: int, lengths: Any
) -> None:
    """Fill (n,) geometric lengths of the repetitions from `first`; the twin of
    `streams.lengths`."""
    for i in range(n):
        length = most
        if continuation <= 0.0:
            length = 1
        elif continuation < 1.0:
            r = np.uint64(first + i)
            gamma = _absorb(key, r + r + U1) | U1
            u = _uniform(_absorb(key, r + r) + gamma)
            drawn = 1 + math.log1p(-u) / math.log(continuation)
            length = int(min(drawn, np.float64(most)))
        lengths[i] = length


@njit(**OPTIONS)  # type: ignore[untyped-decorator]
def _flip(out: Any, n: int, state: Any, gamma: Any, turn: int, probability: float) -> None:
    """Turn each lane's move over with a probability; the draw is a function of the turn."""
    step = np.uint64(turn + 1)
    for i in range(n):
        out[i] ^= np.uint8(_uniform(state[i] + step * gamma[i]) < probability)


@njit(**OPTIONS)  # type: ignore[untyped-decorator]
def _shift(recent: Any, out: Any, n: int) -> None:
    for i in range(n):
        recent[i] = (recent[i] << U1) | np.uint64(out[i])


@njit(**OPTIONS)  # type: ignore[untyped-decorator]
def _popcount(x: Any) -> Any:
    x = x - ((x >> U1) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(**OPTIONS)  # type: ignore[untyped-decorator]
def _tally(
    a: Any,
    b: Any,
    before_a: Any,
    before_b: Any,
    n: int,
    start: int,
    end: int,
    lengths: Any,
    da: Any,
    db: Any,
    dd: Any,
    starts: Any,
    transitions: Any,
) -> None:
    """Add turns [start, end) of the registers `a` and `b` to the counts of lanes and to the counts
    of states.

    da, db, dd: (n,) turns in which the first, the second, both defected. starts: (4,) outcomes of
    the first turn. transitions: (4, 4) outcome of a turn by outcome of the turn before.
    """
    for i in range(n):
        valid = min(lengths[i], end) - start
        mask = ~np.uint64(0) if valid == 64 else (U1 << np.uint64(valid)) - U1
        x, y = a[i], b[i]
        da[i] += _popcount(x & mask)
        db[i] += _popcount(y & mask)
        dd[i] += _popcount(x & y & mask)
        px, py = x >> U1, y >> U1
        if start == 0:
            oldest = np.uint64(valid - 1)
            starts[np.int64(((x >> oldest) & U1) * np.uint64(2) + ((y >> oldest) & U1))] += 1
            mask >>= U1
        elif valid == 64:
            px |= (before_a[i] & U1) << np.uint64(63)
            py |= (before_b[i] & U1) << np.uint64(63)
        for s in range(4):
            now = mask & (px if s & 2 else ~px) & (py if s & 1 else ~py)
            total, first, second, both = (
                _popcount(now),
                _popcount(now & x),
                _popcount(now & y),
                _popcount(now & x & y),
            )
            transitions[s, 0] += total - first - second + both
            transitions[s, 1] += second - both
            transitions[s, 2] += first - both
            transitions[s, 3] += both
        before_a[i], before_b[i] = x, y


@njit(**OPTIONS)  # type: ignore[untyped-decorator]
def _reset(block: Any, n: int, player: Any, memories: Any, images: Any) -> None:
    """Give the lanes of a private block the starting values of their memory."""
    for k in range(player[FIRST_MEMORY], player[FIRST_MEMORY] + player[MEMORIES]):
        offset, width, image = memories[k, 0], memories[k, 1], memories[k, 2]
        if width == 1:
            block[offset : offset + n] = images[image]
        else:
            cells = block[offset : offset + n * width].view(np.int64)
            start = images[image : image + width].view(np.int64)
            words = width // 8
            for i in range(n):
                for w in range(words):
                    cells[i * words + w] = start[w]


@njit(**OPTIONS)  # type: ignore[untyped-decorator]
def play_matches(
    players: Any,
    frames: Any,
    memories: Any,
    images: Any,
    ids: Any,
    noise: Any,
    misperception: Any,
    matches: Any,
    utilities: Any,
    margin: Any,
    seed: Any,
    first: int,
    repetitions: int,
    turns: int,
    told: int,
    continuation: float,
    side_by_seat: bool,
    shortcut: bool,
    stop: Any,
    moves: Any,
    counts: Any,
    products: Any,
    starts: Any,
    transitions: Any,
    wins: Any,
    chance: Any,
    totals: Any,
    fault: Any,
) -> None:
    """Play repetitions [first, first + repetitions) of matches and add what happened to the tables
    at the end.

    Parameters
    ----------
    players
        (p, PLAYER_COLUMNS) what the engine knows of each player.
    frames
        (p, slots) 8-byte slots with the parameters filled in.
    memories, images
        (k, MEMORY_COLUMNS) and bytes: the memories of all players, and their starting values.
    ids, noise, misperception
        (p,) stream identities; (p,) probabilities.
    matches
        (m, 2) players in the first and the second seat.
    utilities
        (2, 2, 2) payoffs as rules see them: seat, own move, other's move.
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
    counts, products
        (m, 4) sums over repetitions of the counts of outcomes x; (m, 4, 4) sums of x x'.
    starts, transitions
        (m, 4) outcomes of first turns; (m, 4, 4) outcomes by the outcome before.
    wins, chance
        (m, 2) repetitions won by each seat; (m,) whether chance had a part.
    totals
        (r, p, 2, 2, 4) counts from each player's own side: self-play or not, seat (always 0 unless
        `side_by_seat`).
    fault
        (FAULT_COLUMNS,) the first failure of a rule.
    """
    size_a, size_b = 0, 0
    for m in range(matches.shape[0]):
        size_a = max(size_a, players[matches[m, 0], PRIVATE_BYTES])
        size_b = max(size_b, players[matches[m, 1], PRIVATE_BYTES])
    private_a, private_b = np.empty(size_a, np.uint8), np.empty(size_b, np.uint8)
    public = np.zeros((4, PUBLIC_COLUMNS, LANES), np.uint64)  # A, B, A as B sees it, B as A sees it
    before = np.zeros((4, LANES), np.uint64)
    streams = np.zeros(
        (4, 2, LANES), np.uint64
    )  # noise A, noise B, misperception A, misperception B
    out_a, out_b = np.empty(LANES, np.uint8), np.empty(LANES, np.uint8)
    sight = np.empty(LANES, np.uint8)
    lanes_rep, lanes_length = np.empty(LANES, np.int64), np.empty(LANES, np.int64)
    dd = np.zeros(LANES, np.int64)
    words = np.empty((4, 1, LANES), np.uint64)
    lengths = np.empty(repetitions, np.int64)
    lengths[:] = turns
    frame_a, frame_b = np.empty(frames.shape[1], np.int64), np.empty(frames.shape[1], np.int64)
    ignored, ignored_starts, ignored_moves = (
        np.zeros((2, LANES), np.int64),
        np.zeros(4, np.int64),
        np.zeros((4, 4), np.int64),
    )

    for m in range(matches.shape[0]):
        p, q = matches[m, 0], matches[m, 1]
        player_a, player_b = players[p], players[q]
        seat_b = 1 if side_by_seat or p == q else 0
        noise_a, noise_b, misread_a, misread_b = (
            noise[p],
            noise[q],
            misperception[p],
            misperception[q],
        )
        noisy = noise_a > 0 or noise_b > 0
        misread = misread_a > 0 or misread_b > 0
        frame_a[:] = frames[p]
        frame_b[:] = frames[q]
        for frame, own in ((frame_a, 0), (frame_b, 1)):
            pay = frame.view(np.float64)
            for k in range(4):
                pay[PAYOFFS_MINE + k] = utilities[own, k >> 1, k & 1]
                pay[PAYOFFS_MINE + 4 + k] = utilities[1 - own, k >> 1, k & 1]
            frame[TOLD] = told
        history = (player_a[HISTORY] | player_b[HISTORY]) != 0
        if continuation >= 0.0:
            low, high = min(ids[p], ids[q]), max(ids[p], ids[q])
            key = _stream_key(seed, low, high, 0, LENGTH)
            _draw_lengths(key, first, repetitions, continuation, turns, lengths)
        keys = np.empty((3, 2), np.uint64)
        for purpose in (RULE, NOISE, MISPERCEPTION):
            keys[purpose, 0] = _stream_key(seed, ids[p], ids[q], 0, purpose)
            keys[purpose, 1] = _stream_key(seed, ids[q], ids[p], seat_b, purpose)
        capacity = min(player_a[LANES_MOST], player_b[LANES_MOST])
        certain = shortcut and continuation < 0.0 and not noisy and not misread
        sure = certain and player_a[DRAWS] == 0 and player_b[DRAWS] == 0
        done = 0
        while done < repetitions:
            if stop[0] != 0:
                return
            n = min(capacity, repetitions - done)
            if sure:
                n = 1
            # -- set up the block
            if continuation < 0.0:
                for i in range(n):
                    lanes_rep[i], lanes_length[i] = first + done + i, turns
            else:
                order = np.argsort(-lengths[done : done + n])
                for i in range(n):
                    lanes_rep[i] = first + done + order[i]
                    lanes_length[i] = lengths[done + order[i]]
            longest = lanes_length[0]
            if history and longest > 64 and words.shape[1] < longest // 64:
                words = np.empty((4, longest // 64, LANES), np.uint64)
            public[:, :, :n] = 0
            before[:, :n] = 0
            dd[:n] = 0
            _reset(private_a, n, player_a, memories, images)
            _reset(private_b, n, player_b, memories, images)
            columns_a, columns_b = private_a.view(np.uint64), private_b.view(np.uint64)
            for columns, seat in ((columns_a, 0), (columns_b, 1)):
                state, gamma = (
                    columns[STATE * LANES : STATE * LANES + n],
                    columns[GAMMA * LANES : GAMMA * LANES + n],
                )
                _start_streams(keys[RULE, seat], lanes_rep, n, state, gamma)
                columns[BOTH * LANES : BOTH * LANES + n] = 0
            intended_a = private_a[INTENDED * COLUMN : INTENDED * COLUMN + LANES]
            intended_b = private_b[INTENDED * COLUMN : INTENDED * COLUMN + LANES]
            if noisy:
                _start_streams(keys[NOISE, 0], lanes_rep, n, streams[0, 0], streams[0, 1])
                _start_streams(keys[NOISE, 1], lanes_rep, n, streams[1, 0], streams[1, 1])
            if misread:
                _start_streams(keys[MISPERCEPTION, 0], lanes_rep, n, streams[2, 0], streams[2, 1])
                _start_streams(keys[MISPERCEPTION, 1], lanes_rep, n, streams[3, 0], streams[3, 1])
            # who sees what: without misperception a player sees its opponent's own columns
            seen_by_b, seen_by_a = (2, 3) if misread else (0, 1)
            frame_a[HISTORY_MINE], frame_a[HISTORY_THEIRS] = (
                words[0].ctypes.data,
                words[seen_by_a].ctypes.data,
            )
            frame_b[HISTORY_MINE], frame_b[HISTORY_THEIRS] = (
                words[1].ctypes.data,
                words[seen_by_b].ctypes.data,
            )
            mine_a, theirs_a = public[0].ctypes.data, public[seen_by_a].ctypes.data
            mine_b, theirs_b = public[1].ctypes.data, public[seen_by_b].ctypes.data
            at_private_a, at_private_b = private_a.ctypes.data, private_b.ctypes.data
            at_frame_a, at_frame_b = frame_a.ctypes.data, frame_b.ctypes.data
            at_out_a, at_out_b = out_a.ctypes.data, out_b.ctypes.data
            # -- play it
            playing, at_start = n, n
            for turn in range(longest):
                while lanes_length[playing - 1] <= turn:
                    playing -= 1
                window = np.int64((U1 << np.uint64(turn & 63)) - U1)
                frame_a[TURN], frame_a[WINDOW] = turn, window
                frame_b[TURN], frame_b[WINDOW] = turn, window
                bad_a = _call(
                    player_a[ADDRESS], mine_a, theirs_a, at_private_a, at_frame_a, at_out_a, playing
                )
                bad_b = _call(
                    player_b[ADDRESS], mine_b, theirs_b, at_private_b, at_frame_b, at_out_b, playing
                )
                most_a, most_b = np.uint8(0), np.uint8(0)
                for i in range(playing):
                    most_a |= out_a[i]
                    most_b |= out_b[i]
                if bad_a >= 0 or bad_b >= 0 or (most_a | most_b) > 1:
                    for i in range(playing):
                        failed_a, failed_b = i == bad_a or out_a[i] > 1, i == bad_b or out_b[i] > 1
                        if failed_a or failed_b:
                            fault[0], fault[1], fault[2], fault[3] = (
                                m,
                                lanes_rep[i],
                                turn,
                                0 if failed_a else 1,
                            )
                            return
                if player_a[KEEP_INTENDED] != 0:
                    intended_a[:playing] = out_a[:playing]
                if player_b[KEEP_INTENDED] != 0:
                    intended_b[:playing] = out_b[:playing]
                if noise_a > 0:
                    _flip(out_a, playing, streams[0, 0], streams[0, 1], turn, noise_a)
                if noise_b > 0:
                    _flip(out_b, playing, streams[1, 0], streams[1, 1], turn, noise_b)
                _shift(public[0, RECENT], out_a, playing)
                _shift(public[1, RECENT], out_b, playing)
                if misread:
                    sight[:playing] = out_a[:playing]
                    _flip(sight, playing, streams[3, 0], streams[3, 1], turn, misread_b)
                    _shift(public[2, RECENT], sight, playing)
                    sight[:playing] = out_b[:playing]
                    _flip(sight, playing, streams[2, 0], streams[2, 1], turn, misread_a)
                    _shift(public[3, RECENT], sight, playing)
                if turn < moves.shape[0]:
                    moves[turn, 0], moves[turn, 1] = out_a[0], out_b[0]
                # -- every 64 turns, and at the end, count
                if (turn & 63) == 63 or turn == longest - 1:
                    start = turn - (turn & 63)
                    _tally(
                        public[0, RECENT],
                        public[1, RECENT],
                        before[0],
                        before[1],
                        at_start,
                        start,
                        turn + 1,
                        lanes_length,
                        public[0, DEFECTED].view(np.int64),
                        public[1, DEFECTED].view(np.int64),
                        dd,
                        starts[m],
                        transitions[m],
                    )
                    both_a = columns_a[BOTH * LANES : BOTH * LANES + LANES].view(np.int64)
                    both_b = columns_b[BOTH * LANES : BOTH * LANES + LANES].view(np.int64)
                    if misread:
                        _tally(
                            public[0, RECENT],
                            public[3, RECENT],
                            before[2],
                            before[3],
                            at_start,
                            start,
                            turn + 1,
                            lanes_length,
                            ignored[0],
                            public[3, DEFECTED].view(np.int64),
                            both_a,
                            ignored_starts,
                            ignored_moves,
                        )
                        _tally(
                            public[2, RECENT],
                            public[1, RECENT],
                            before[2],
                            before[3],
                            at_start,
                            start,
                            turn + 1,
                            lanes_length,
                            public[2, DEFECTED].view(np.int64),
                            ignored[1],
                            both_b,
                            ignored_starts,
                            ignored_moves,
                        )
                    else:
                        both_a[:at_start] = dd[:at_start]
                        both_b[:at_start] = dd[:at_start]
                    if history and (turn & 63) == 63:
                        for k in range(4 if misread else 2):
                            words[k, turn >> 6, :playing] = public[k, RECENT, :playing]
                    at_start = playing
            # -- add it up
            drew = noisy or misread or 0.0 < continuation < 1.0
            for i in range(n):
                drew = drew or columns_a[STATE * LANES + i] != _absorb(
                    keys[RULE, 0], np.uint64(2 * lanes_rep[i])
                )
                drew = drew or columns_b[STATE * LANES + i] != _absorb(
                    keys[RULE, 1], np.uint64(2 * lanes_rep[i])
                )
            if drew:
                chance[m] = True
            # A rule is a function of what it sees and draws: where nobody drew, all repetitions are
            # the same.
            copies = 1
            if certain and not drew:
                copies = repetitions - done - n + 1
                for k in range(4):
                    starts[m, k] += starts[m, k] // (done + n) * (copies - 1)
                    for s in range(4):
                        transitions[m, s, k] += transitions[m, s, k] // (done + n) * (copies - 1)
            for i in range(n):
                times = copies if i == n - 1 else 1
                x11 = dd[i]
                x10 = np.int64(public[0, DEFECTED, i]) - x11
                x01 = np.int64(public[1, DEFECTED, i]) - x11
                x = (lanes_length[i] - x11 - x10 - x01, x01, x10, x11)
                lead = 0.0
                for k in range(4):
                    counts[m, k] += times * x[k]
                    lead += margin[k] * x[k]
                    for s in range(4):
                        products[m, k, s] += times * x[k] * x[s]
                wins[m, 0] += times * (lead > 0)
                wins[m, 1] += times * (lead < 0)
                own = 1 if p == q else 0
                side = 1 if side_by_seat else 0
                for r in range(lanes_rep[i] - first, lanes_rep[i] - first + times):
                    for k in range(4):
                        totals[r, p, own, 0, k] += x[k]
                        totals[r, q, own, side, k] += x[(k >> 1) | ((k & 1) << 1)]
            done += n - 1 + copies
