"""Players in their seats: a player and its members decide, and their records move on by a turn.

A player is a tree of *nodes*: itself, then its members, then theirs, level by level, so that the
members of one node stand next to each other and after it. Each node has a kernel and a block of
memory with its private block, vote and frame, and with a public block where it has moves of its
own. Where all that is stands as addresses in the table of nodes, and any turn loop can drive seats:

    sit         before a match
    begin       before the first turn of a block of lanes
    decide      every turn: members vote, then the player does
    (the loop shifts the moves that were made into the seats' registers, and counts them)
    advance     every turn, after that: the records of members
    has_drawn   after the last turn
    doubtful    after the last turn

Legend: s seats, k nodes of a seat, n lanes. A player without members is a tree of one node.
"""

from typing import Any

import llvmlite.ir as ir
import numpy as np
from numba import njit, types
from numba.extending import intrinsic

from tournament.authors.vocabulary import NO_MOVE
from tournament.engine.kernels.codegen import array_at
from tournament.engine.layout import (
    ARCHIVE,
    BOTH,
    CHILD,
    CHILDREN,
    COLUMN,
    DAY,
    DAYS_LEFT,
    DEFECTED,
    FIRST_MEMORY,
    FIRST_PARAMETER,
    FRAME,
    FRAME_AT,
    FRAME_SLOTS,
    GAMMA,
    GIVING,
    HISTORY_MINE,
    HISTORY_THEIRS,
    INTENDED,
    KEEP_INTENDED,
    KERNEL,
    KEY,
    LANES,
    LIVES,
    MEMBER_COUNT,
    MEMBERS,
    MEMORIES,
    MINE,
    NAN,
    NODE_COLUMNS,
    OFFERED,
    OPPOSITE,
    OWN,
    PARAMETERS,
    PARENT,
    PAST,
    PAYOFFS_MINE,
    PLACE,
    PRIVATE,
    PRIVATE_AT,
    PUBLIC_AT,
    RECENT,
    RECORD,
    SHARED,
    STATE,
    THEIRS,
    TOLD,
    TURN,
    VOTES,
    VOTES_AT,
    WINDOW,
)
from tournament.engine.options import OPTIONS
from tournament.streams import MEMBER

U1 = np.uint64(1)

# Columns of the table of memories (int64): offset, bytes per lane, where its starting value lies in
# the images
MEMORY_COLUMNS = 3


# -- memory by address -----------------------------------------------------------------------------


def _view_of(item: Any) -> Any:
    """Return a function from an address to the array that lies there; its length means nothing."""
    array = types.Array(item, 1, "C")

    @intrinsic
    def at(typing: Any, address: Any) -> Any:
        def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            pointer = builder.inttoptr(args[0], ir.IntType(8).as_pointer())
            return array_at(context, builder, array, pointer, [ir.Constant(ir.IntType(64), LANES)])

        return array(types.int64), codegen

    return at


bytes_at, words_at, slots_at = map(_view_of, (types.uint8, types.uint64, types.int64))


@njit(forceinline=True, **OPTIONS)
def column_at(block: int, column: int) -> Any:
    """Return a column of words of a public or private block."""
    return words_at(block + column * COLUMN)


@intrinsic
def call(
    typing: Any, address: Any, mine: Any, theirs: Any, private: Any, frame: Any, out: Any, n: Any
) -> Any:
    """Call the lane kernel at an address; the signature is `compiler.SIGNATURE`."""

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(64)
        kind = ir.FunctionType(word, [byte] * 5 + [word])
        pointers = [builder.inttoptr(value, byte) for value in args[1:6]]
        return builder.call(builder.inttoptr(args[0], kind.as_pointer()), [*pointers, args[6]])

    return types.int64(*[types.int64] * 7), codegen


# -- streams: the twin of `tournament.streams` -----------------------------------------------------


@njit(**OPTIONS)
def uniform(z: Any) -> Any:
    """Return the draw on [0, 1) of a stream that has come to `z`."""
    return np.float64(mix(z) >> np.uint64(11)) * 2.0**-53


@njit(**OPTIONS)
def mix(z: Any) -> Any:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@njit(**OPTIONS)
def absorb(key: Any, value: Any) -> Any:
    return mix(key + np.uint64(0x9E3779B97F4A7C15) * (value + U1))


@njit(**OPTIONS)
def stream_key(seed: Any, me: Any, opponent: Any, seat: Any, purpose: Any) -> Any:
    key = absorb(absorb(mix(seed), me), opponent)
    return absorb(key, np.uint64(4) * np.uint64(seat) + np.uint64(purpose))


@njit(**OPTIONS)
def start_streams(key: Any, repetitions: Any, n: int, state: Any, gamma: Any) -> None:
    """Fill (n,) states and gammas of the lanes' repetitions."""
    for i in range(n):
        r = np.uint64(repetitions[i])
        state[i] = absorb(key, r + r)
        gamma[i] = absorb(key, r + r + U1) | U1


# -- registers -------------------------------------------------------------------------------------


@njit(**OPTIONS)
def shift(recent: Any, moves: Any, n: int) -> None:
    """Push each lane's move into its register."""
    for i in range(n):
        recent[i] = (recent[i] << U1) | np.uint64(moves[i])


@njit(**OPTIONS)
def copy(target: Any, source: Any, n: int) -> None:
    for i in range(n):
        target[i] = source[i]


@njit(**OPTIONS)
def popcount(x: Any) -> Any:
    """Return the number of ones; LLVM knows this form and emits one instruction where there is
    one."""
    x = x - ((x >> U1) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (x * np.uint64(0x0101010101010101)) >> np.uint64(56)


# -- before a match, and before a block ------------------------------------------------------------


@njit(**OPTIONS)
def sit(
    nodes: Any, seat: int, memory: int, tree: Any, parameters: Any, payoffs: Any, told: int,
    key: Any,
) -> None:  # fmt: skip
    """Seat a player: fill its nodes but for what `begin` fills.

    nodes: (s, k, NODE_COLUMNS). memory: address of what the seat may use. tree: (k, NODE_COLUMNS)
    and parameters: (slots,) as the field has them. payoffs: (8,) as rules see them, own and the
    other's. key: of its draws.
    """
    for k in range(len(tree)):
        node = nodes[seat, k]
        for column in range(NODE_COLUMNS):
            node[column] = tree[k, column]
        node[PRIVATE], node[VOTES] = memory + node[PRIVATE_AT], memory + node[VOTES_AT]
        node[FRAME] = memory + node[FRAME_AT]
        node[MINE] = memory + tree[node[RECORD], PUBLIC_AT]
        if k > 0:
            above = np.uint64(nodes[seat, node[PARENT], KEY])
            key = absorb(above, np.uint64(MEMBER) + np.uint64(node[PLACE]))
        node[KEY] = np.int64(key)
        frame = slots_at(node[FRAME])
        for slot in range(node[PARAMETERS]):
            frame[FRAME_SLOTS + slot] = parameters[node[FIRST_PARAMETER] + slot]
        for slot in range(8):
            frame[PAYOFFS_MINE + slot] = payoffs[slot]
        frame[TOLD], frame[GIVING], frame[OFFERED] = told, 0, NO_MOVE
        frame[MEMBER_COUNT] = node[CHILDREN]
        frame[MEMBERS] = nodes[seat, node[CHILD]].ctypes.data


@njit(**OPTIONS)
def begin(
    nodes: Any, count: int, seat: int, repetitions: Any, n: int, memories: Any, images: Any,
    theirs: int, mine_past: int, theirs_past: int, archives: Any,
) -> None:  # fmt: skip
    """Set n lanes of a seated player of `count` nodes to before their first turn.

    repetitions: (n,). theirs: address of the other's public block as this seat sees it. mine_past,
    theirs_past: addresses of both seats' registers every 64 turns. archives: (planes, turns / 64,
    LANES) the same of members.
    """
    side_by_side = LANES // n  # archives of narrow blocks share the rows of a plane
    for k in range(count):
        node = nodes[seat, k]
        node[THEIRS], private = theirs, node[PRIVATE]
        _remember(private, n, node, memories, images)
        state, gamma = column_at(private, STATE), column_at(private, GAMMA)
        start_streams(np.uint64(node[KEY]), repetitions, n, state, gamma)
        both, nan = column_at(private, BOTH), bytes_at(private + NAN * COLUMN)
        recent, defected = column_at(node[MINE], RECENT), column_at(node[MINE], DEFECTED)
        for i in range(n):
            both[i], nan[i] = 0, 0
            recent[i], defected[i] = 0, 0
        node[PAST] = mine_past
        if node[ARCHIVE] >= 0:
            plane, lane = node[ARCHIVE] // side_by_side, node[ARCHIVE] % side_by_side * n
            node[PAST] = archives[plane].ctypes.data + 8 * lane
        frame = slots_at(node[FRAME])
        frame[HISTORY_MINE], frame[HISTORY_THEIRS] = node[PAST], theirs_past


@njit(**OPTIONS)
def _remember(private: int, n: int, node: Any, memories: Any, images: Any) -> None:
    """Give n lanes of a private block the starting values of their memory."""
    for k in range(node[FIRST_MEMORY], node[FIRST_MEMORY] + node[MEMORIES]):
        offset, width, image = memories[k, 0], memories[k, 1], memories[k, 2]
        if width == 1:
            cells = bytes_at(private + offset)
            for i in range(n):
                cells[i] = images.view(np.uint8)[8 * image]
        else:
            columns, words = words_at(private + offset), width // 8
            for i in range(n):
                for w in range(words):
                    columns[i * words + w] = images[image + w]


# -- every turn ------------------------------------------------------------------------------------


@njit(forceinline=True, **OPTIONS)
def decide(nodes: Any, count: int, seat: int, turn: int, n: int) -> Any:
    """Take a player's decision in n lanes, and its members' before; return the first lane in which
    a rule failed or returned no move, or -1."""
    window = np.int64((U1 << np.uint64(turn & 63)) - U1)
    for k in range(count - 1, -1, -1):
        frame, votes = slots_at(nodes[seat, k, FRAME]), bytes_at(nodes[seat, k, VOTES])
        frame[TURN], frame[DAY], frame[WINDOW] = turn, turn, window
        frame[DAYS_LEFT] = max(frame[TOLD] - 1 - turn, -1)
        failed = call(
            *(nodes[seat, k, KERNEL], nodes[seat, k, MINE], nodes[seat, k, THEIRS]),
            *(nodes[seat, k, PRIVATE], nodes[seat, k, FRAME], nodes[seat, k, VOTES], n),
        )
        most = np.uint8(0)
        for i in range(n):
            most |= votes[i]
        if failed >= 0 or most > 1:
            for i in range(n):
                if i == failed or votes[i] > 1:
                    return i
        if nodes[seat, k, KEEP_INTENDED] != 0:
            copy(bytes_at(nodes[seat, k, PRIVATE] + INTENDED * COLUMN), votes, n)
    return -1


@njit(**OPTIONS)
def advance(nodes: Any, count: int, seat: int, turn: int, n: int) -> None:
    """Add a turn to the records of a seat's members, after the seat's own register has it; every 64
    turns also to their counts, after the seat's own."""
    flush = (turn & 63) == 63
    for k in range(1, count):
        node = nodes[seat, k]
        above = nodes[seat, node[PARENT]]
        recent = column_at(node[MINE], RECENT)
        if node[LIVES] == OWN:
            shift(recent, bytes_at(node[VOTES]), n)
        elif node[LIVES] == OPPOSITE:
            moves = column_at(above[MINE], RECENT)
            for i in range(n):
                recent[i] = ~moves[i]
        if flush:
            both = column_at(node[PRIVATE], BOTH)
            if node[LIVES] == SHARED:
                copy(both, column_at(above[PRIVATE], BOTH), n)
                continue
            defected, theirs = column_at(node[MINE], DEFECTED), column_at(node[THEIRS], RECENT)
            for i in range(n):
                defected[i] += popcount(recent[i])
                both[i] += popcount(recent[i] & theirs[i])
            if node[ARCHIVE] >= 0:
                copy(words_at(node[PAST] + (turn >> 6) * COLUMN), recent, n)


# -- after the last turn ---------------------------------------------------------------------------


@njit(**OPTIONS)
def has_drawn(nodes: Any, count: int, seat: int, repetitions: Any, n: int) -> bool:
    """Return whether a player or one of its members took a draw in any lane."""
    for k in range(count):
        key, state = np.uint64(nodes[seat, k, KEY]), column_at(nodes[seat, k, PRIVATE], STATE)
        for i in range(n):
            if state[i] != absorb(key, np.uint64(2 * repetitions[i])):
                return True
    return False


@njit(**OPTIONS)
def doubtful(nodes: Any, count: int, seat: int, n: int) -> Any:
    """Return the first lane in which a rule used a probability that is not a number, or -1."""
    for k in range(count):
        nan = bytes_at(nodes[seat, k, PRIVATE] + NAN * COLUMN)
        for i in range(n):
            if nan[i] != 0:
                return i
    return -1
