"""The turn loop: plays blocks of lanes of any two lane kernels and tallies 64 turns at once.

Legend: m matches, p players, r repetitions of this call, n lanes of a block. Moves: C = 0, D = 1.
Outcomes and states are numbered CC, CD, DC, DD from the first seat's point of view. All tallies are
integers, so that sums do not depend on the order in which blocks are added.

The lanes of a block are sorted by length, longest first: those still playing are always the first
n.
"""

import math
from typing import Any

import numpy as np
from numba import njit

from tournament.engine.layout import (
    BOTH,
    DEFECTED,
    LANES,
    MINE,
    NODE_COLUMNS,
    PRIVATE,
    PUBLIC_COLUMNS,
    RECENT,
    VOTES,
)
from tournament.engine.options import OPTIONS
from tournament.engine.seats import (
    U1,
    absorb,
    advance,
    begin,
    bytes_at,
    column_at,
    copy,
    decide,
    doubtful,
    has_drawn,
    popcount,
    shift,
    sit,
    start_streams,
    stream_key,
    uniform,
)
from tournament.streams import LENGTH, MISPERCEPTION, NOISE, RULE

# Columns of the table of players (int64)
FIRST_NODE, NODES, KEPT, BYTES, ARCHIVES, LANES_MOST, HISTORY, DRAWS = range(8)
PLAYER_COLUMNS = 8
# Most bytes of archives of a block; players with many members play fewer lanes at once
ARCHIVE_BYTES = 1 << 24
# Rows of the table of lanes (int64)
REPETITION, LENGTH_OF = 0, 1
# Faults (int64): match, repetition, turn, seat; match is -1 when all went well
FAULT_COLUMNS = 4


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
            gamma = absorb(key, r + r + U1) | U1
            u = uniform(absorb(key, r + r) + gamma)
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
        out[i] ^= np.uint8(uniform(stream[0, i] + step * stream[1, i]) < probability)


@njit(**OPTIONS)
def _count(a: Any, b: Any, n: int, start: int, end: int, lengths: Any, defected: Any) -> None:
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
    a: Any, b: Any, n: int, start: int, end: int, lengths: Any, defected: Any, broke: Any
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
            both, one, two = popcount(now & x & y), popcount(now & x), popcount(now & y)
            transitions[4 * s] += np.int64(popcount(now) - one - two + both)
            transitions[4 * s + 1] += np.int64(two - both)
            transitions[4 * s + 2] += np.int64(one - both)
            transitions[4 * s + 3] += np.int64(both)
        before[0, i], before[1, i] = x, y


@njit(**OPTIONS)
def _play_block(
    n: int, lane: Any, nodes: Any, sizes: Any, seen: Any, history: bool, before: Any, defected: Any,
    broke: Any, streams: Any, words: Any, chances: Any, moves: Any, starts: Any, transitions: Any,
    nowhere: Any,
) -> Any:  # fmt: skip
    """Play a block to its end; return the lane, turn and seat of a failure, or -1.

    Legend: seats 2. lane (2, n) repetition and length. nodes (2, k, NODE_COLUMNS), sizes (2,): who
    sits there. seen (2, columns, n): each seat's moves as the other sees them, under misperception.
    history: whether a rule reads it. defected (3, n): first, second, both. broke (2, n): who did
    so first. streams (4, 2, n): noise and misperception of both seats. words (4, k, n): registers
    every 64 turns, where kept: of both seats, then as the other sees them. chances (4,): noise and
    misperception of both seats. nowhere: room for tallies nobody reads.
    """
    longest = lane[LENGTH_OF, 0]
    misread = chances[2] > 0 or chances[3] > 0
    playing, at_start = n, n
    for turn in range(longest):
        while lane[LENGTH_OF, playing - 1] <= turn:
            playing -= 1
        for seat in range(2):
            failed = decide(nodes, sizes[seat], seat, turn, playing)
            if failed >= 0:
                return failed, turn, seat
        for seat in range(2):
            out = bytes_at(nodes[seat, 0, VOTES])
            if chances[seat] > 0:
                _flip(out, playing, streams[seat], turn, chances[seat])
            shift(column_at(nodes[seat, 0, MINE], RECENT), out, playing)
            if turn < len(moves):
                moves[turn, seat] = out[0]
        if misread:
            for seat in range(2):  # what the other seat makes of this seat's move
                out = bytes_at(nodes[seat, 0, VOTES])
                _flip(out, playing, streams[3 - seat], turn, chances[3 - seat])
                shift(seen[seat, RECENT], out, playing)
        if (turn & 63) == 63 or turn == longest - 1:
            first, end = turn - (turn & 63), turn + 1
            a, b = column_at(nodes[0, 0, MINE], RECENT), column_at(nodes[1, 0, MINE], RECENT)
            _broke(a, b, at_start, first, end, lane[LENGTH_OF], defected, broke)
            _count(a, b, at_start, first, end, lane[LENGTH_OF], defected)
            _tally(a, b, before, at_start, first, end, lane[LENGTH_OF], starts, transitions)
            for seat in range(2):
                mine, both = a if seat == 0 else b, column_at(nodes[seat, 0, PRIVATE], BOTH)
                if misread:  # counts as this seat sees them: its own moves, and the other's misread
                    sight, tally = seen[1 - seat], nowhere[seat]
                    _count(mine, sight[RECENT], at_start, first, end, lane[LENGTH_OF], tally)
                    copy(both, tally[2], at_start)
                    copy(sight[DEFECTED], tally[1], at_start)
                else:
                    copy(both, defected[2], at_start)
                copy(column_at(nodes[seat, 0, MINE], DEFECTED), defected[seat], at_start)
                if history and (turn & 63) == 63:
                    copy(words[seat, turn >> 6], mine, playing)
                    if misread:
                        copy(words[2 + seat, turn >> 6], seen[seat, RECENT], playing)
            at_start = playing
        for seat in range(2):
            if sizes[seat] > 1:
                advance(nodes, sizes[seat], seat, turn, playing)
    for seat in range(2):
        failed = doubtful(nodes, sizes[seat], seat, n)
        if failed >= 0:
            return failed, longest, seat
    return -1, 0, 0


@njit(**OPTIONS)
def _add_up(
    n: int, copies: int, lane: Any, first: int, defected: Any, broke: Any, margin: Any, p: int,
    q: int, side: int, counts: Any, products: Any, wins: Any, first_defections: Any, totals: Any,
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
        for seat in range(2):
            first_defections[seat] += times * np.int64(broke[seat, i])
        at = lane[REPETITION, i] - first
        for r in range(at, at + times):
            for k in range(4):
                totals[r, p, own, 0, k] += x[k]
                totals[r, q, own, side, k] += x[(k >> 1) | ((k & 1) << 1)]


@njit(**OPTIONS)
def _deal(
    length_key: Any, first: int, n: int, continuation: float, turns: int, archives: int, lane: Any
) -> Any:
    """Fill the lanes with repetitions from `first` on, and return how many there is room for."""
    while True:
        for i in range(n):
            lane[REPETITION, i], lane[LENGTH_OF, i] = first + i, turns
        if continuation >= 0.0:
            _draw_lengths(length_key, n, continuation, turns, lane)
        if n == 1 or archives * n * (lane[LENGTH_OF, 0] // 64) * 8 <= ARCHIVE_BYTES:
            return n
        n //= 2


@njit(**OPTIONS)
def play_matches(
    players: Any, trees: Any, parameters: Any, memories: Any, images: Any, ids: Any, noise: Any,
    misperception: Any, matches: Any, payoffs: Any, margin: Any, seed: Any, first: int,
    repetitions: int, turns: int, told: int, continuation: float, side_by_seat: bool,
    shortcut: bool, stop: Any, moves: Any, memory: Any,
    counts: Any, products: Any, starts: Any, transitions: Any, wins: Any, first_defections: Any,
    chance: Any, totals: Any, fault: Any,
) -> None:  # fmt: skip
    """Play repetitions [first, first + repetitions) of matches and add them to the tables at the
    end.

    Parameters
    ----------
    players
        (p, PLAYER_COLUMNS) what the engine knows of each player.
    trees, parameters
        (k, NODE_COLUMNS), (slots,): players and their members, and the parameters of all.
    memories, images
        (k, MEMORY_COLUMNS) and 8-byte words: the memories of all rules, and their starting values.
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
    memory
        (2, bytes) of both seats: work space.
    counts, products
        (m, 4) sums over repetitions of the counts of outcomes x; (m, 4, 4) sums of x x'.
    starts, transitions
        (m, 4) outcomes of first turns; (m, 16) outcomes by the outcome before.
    wins, first_defections, chance
        (m, 2) repetitions won by each seat; in which it was the first to defect, or one of both;
        (m,) whether chance had a part.
    totals
        (r, p, 2, 2, 4) counts from each player's own side: self-play or not, and the seat (always 0
        unless `side_by_seat`).
    fault
        (FAULT_COLUMNS,) the first failure of a rule.
    """
    most = 1
    for m in range(len(matches)):
        for seat in range(2):
            most = max(most, players[matches[m, seat], NODES])
    nodes, sizes = np.zeros((2, most, NODE_COLUMNS), np.int64), np.zeros(2, np.int64)
    seen = np.zeros((2, PUBLIC_COLUMNS, LANES), np.uint64)
    before = np.zeros((2, LANES), np.uint64)
    streams = np.zeros((4, 2, LANES), np.uint64)
    lane = np.zeros((2, LANES), np.int64)
    defected = np.zeros((3, LANES), np.uint64)
    broke = np.zeros((2, LANES), np.uint8)
    nowhere = np.zeros((2, 3, LANES), np.uint64)
    words = np.zeros((4, 1, LANES), np.uint64)
    archives = np.zeros((2, 0, 0, LANES), np.uint64)
    keys = np.zeros((3, 2), np.uint64)
    chances = np.zeros(4)

    for m in range(len(matches)):
        p, q = matches[m, 0], matches[m, 1]
        seat_b = 1 if side_by_seat or ids[p] == ids[q] else 0
        for seat in range(2):
            who, other = matches[m, seat], matches[m, 1 - seat]
            chances[seat], chances[2 + seat] = noise[who], misperception[who]
            for purpose in (RULE, NOISE, MISPERCEPTION):
                key = stream_key(seed, ids[who], ids[other], seat * seat_b, purpose)
                keys[purpose, seat] = key
            sizes[seat] = players[who, NODES]
            at, end = players[who, FIRST_NODE], players[who, FIRST_NODE] + sizes[seat]
            sit(
                nodes, seat, memory[seat].ctypes.data, trees[at:end], parameters, payoffs[seat],
                told, keys[RULE, seat],
            )  # fmt: skip
        noisy, misread = chances[0] + chances[1] > 0, chances[2] + chances[3] > 0
        history = players[p, HISTORY] != 0 or players[q, HISTORY] != 0
        low, high = min(ids[p], ids[q]), max(ids[p], ids[q])
        length_key = stream_key(seed, low, high, 0, LENGTH)
        certain = shortcut and continuation < 0.0 and not noisy and not misread
        sure = certain and players[p, DRAWS] == 0 and players[q, DRAWS] == 0
        capacity = min(players[p, LANES_MOST], players[q, LANES_MOST])
        kept = max(players[p, ARCHIVES], players[q, ARCHIVES])
        done = 0
        while done < repetitions:
            if stop[0] != 0:
                return
            n = 1 if sure else min(capacity, repetitions - done)
            n = _deal(length_key, first + done, n, continuation, turns, kept, lane)
            rows = lane[LENGTH_OF, 0] // 64
            if history and words.shape[1] < rows:
                words = np.zeros((4, rows, LANES), np.uint64)
            planes = -(-kept // (LANES // n))
            if archives.shape[1] < planes or (planes > 0 and archives.shape[2] < rows):
                archives = np.empty((2, planes, rows, LANES), np.uint64)
            seen[:] = 0
            defected[:] = 0
            broke[:] = 0
            nowhere[:] = 0
            for seat in range(2):
                # Without misperception a player sees its opponent's own columns.
                theirs = seen[1 - seat].ctypes.data if misread else nodes[1 - seat, 0, MINE]
                sight = 3 - seat if misread else 1 - seat
                begin(
                    nodes, sizes[seat], seat, lane[REPETITION], n, memories, images, theirs,
                    words[seat].ctypes.data, words[sight].ctypes.data, archives[seat],
                )  # fmt: skip
                if noisy or misread:
                    for purpose in (NOISE, MISPERCEPTION):
                        stream = streams[2 * (purpose - NOISE) + seat]
                        start_streams(
                            keys[purpose, seat], lane[REPETITION], n, stream[0], stream[1]
                        )
            failed, turn, blamed = _play_block(
                n, lane, nodes, sizes, seen, history, before, defected, broke, streams, words,
                chances, moves, starts[m], transitions[m], nowhere,
            )  # fmt: skip
            if failed >= 0:
                fault[0], fault[1], fault[2], fault[3] = m, lane[REPETITION, failed], turn, blamed
                return
            by_chance = noisy or misread or 0.0 < continuation < 1.0
            for seat in range(2):
                by_chance = by_chance or has_drawn(nodes, sizes[seat], seat, lane[REPETITION], n)
            chance[m] = chance[m] or by_chance
            # A rule is a function of what it sees and draws: where nobody drew, all repetitions are
            # the same.
            copies = 1
            if certain and not by_chance:
                copies = repetitions - done - n + 1
                for k in range(4):
                    starts[m, k] += starts[m, k] // (done + n) * (copies - 1)
                for k in range(16):
                    transitions[m, k] += transitions[m, k] // (done + n) * (copies - 1)
            _add_up(n, copies, lane, first, defected, broke, margin, p, q, 1 if side_by_seat else 0,
                    counts[m], products[m], wins[m], first_defections[m], totals)  # fmt: skip
            done += n - 1 + copies
