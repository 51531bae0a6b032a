"""Players in their seats: a player and its members decide, and their records move on by a turn.

A player is a tree of *nodes*: itself, then its members, then theirs, level by level, so that the
members of one node stand next to each other and after it. Each node has a kernel, a frame, and what
its seat keeps for it: a private block, votes, and a public block where it has moves of its own.
Where all that is stands as addresses in the table of nodes, and any turn loop can drive seats:

    sit         once for a player: its nodes and frames
    place       when it moves to other memory: where its blocks are
    key         before a match: the keys of its draws
    face        before a match: where the other's moves are, and the history of both
    start       before the first turn: streams and memory of a block of lanes
    decide      every turn: members vote, then the player does
    (the loop shifts the moves that were made into the seats' registers, and counts them)
    advance     every turn, after that: the records of members
    has_drawn   after the last turn
    doubtful    after the last turn

Legend: n lanes. A seat is the address of its first node; `count` says how many nodes it has. A
player without members is a tree of one node. `seats(lanes)` makes the functions for blocks of so
many lanes: 512 in a match, 1 in a friendship of a season.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import njit

from tournament.authors.vocabulary import NO_MOVE
from tournament.engine.layout import (
    ARCHIVE,
    BOTH,
    CHILD,
    CHILDREN,
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
    LIVES,
    MEMBER_COUNT,
    MEMBERS,
    MEMORIES,
    MEMORY_BYTES,
    MEMORY_COLUMNS,
    MEMORY_IMAGE,
    MEMORY_OFFSET,
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
from tournament.engine.memory import Slots, Whole, Words, bytes_at, call, slots_at, words_at
from tournament.engine.options import BARE
from tournament.engine.words import U1, absorb, copy, popcount, shift, start_streams
from tournament.streams import MEMBER

# -- what does not depend on the number of lanes ---------------------------------------------------


@njit(**BARE)
def node_at(seat: Whole, k: Whole) -> Slots:
    """Return a node of a seat: the player itself, or a member."""
    return slots_at(seat + 8 * NODE_COLUMNS * k)


@njit(**BARE)
def sit(
    seat: Whole,
    count: Whole,
    tree: Whole,
    frames: Whole,
    parameters: Slots,
    payoffs: Slots,
    told: Whole,
) -> None:
    """Fill a player's nodes and frames with what is the same in all its matches.

    tree: address of its nodes as the field has them. frames: address of memory for them.
    parameters: (slots,) of the field. payoffs: (8,) as rules see them, own and the other's.
    """
    for k in range(count):
        node, given = node_at(seat, k), node_at(tree, k)
        for column in range(NODE_COLUMNS):
            node[column] = given[column]
        node[FRAME] = frames + node[FRAME_AT]
        frame = slots_at(node[FRAME])
        for slot in range(node[PARAMETERS]):
            frame[FRAME_SLOTS + slot] = parameters[node[FIRST_PARAMETER] + slot]
        for slot in range(8):
            frame[PAYOFFS_MINE + slot] = payoffs[slot]
        frame[TOLD], frame[GIVING], frame[OFFERED] = told, 0, NO_MOVE
        frame[MEMBER_COUNT] = node[CHILDREN]
        frame[MEMBERS] = seat + 8 * NODE_COLUMNS * node[CHILD]


@njit(**BARE)
def place(seat: Whole, count: Whole, memory: Whole) -> None:
    """Say where a seat keeps what it keeps."""
    for k in range(count):
        node = node_at(seat, k)
        node[MINE] = memory + node_at(seat, node[RECORD])[PUBLIC_AT]
        node[PRIVATE], node[VOTES] = memory + node[PRIVATE_AT], memory + node[VOTES_AT]


@njit(**BARE)
def key(seat: Whole, count: Whole, own: np.uint64) -> None:
    """Give a player the key of its draws, and its members theirs: `streams.member_key`."""
    for k in range(count):
        node = node_at(seat, k)
        if k > 0:
            above = np.uint64(node_at(seat, node[PARENT])[KEY])
            own = absorb(above, np.uint64(MEMBER) + np.uint64(node[PLACE]))
        node[KEY] = np.int64(own)


# -- what does -------------------------------------------------------------------------------------


class Seats(NamedTuple):
    """The functions for blocks of some number of lanes."""

    column_at: Callable[[Whole, Whole], Words]
    face: Callable[[Whole, Whole, Whole, Whole, Whole, Whole, Whole, Whole], None]
    start: Callable[[Whole, Whole, Slots, Whole], None]
    remember: Callable[[Whole, Whole, Whole, Whole, Words], None]
    decide: Callable[[Whole, Whole, Whole, Whole, Whole, Whole], Whole]
    flush: Callable[[Whole, Whole, Whole, Whole], None]
    advance: Callable[[Whole, Whole, Whole, Whole], None]
    has_drawn: Callable[[Whole, Whole, Slots, Whole], bool]
    doubtful: Callable[[Whole, Whole, Whole], Whole]


@lru_cache
def seats(lanes: int) -> Seats:
    """Return the functions that drive seats in blocks of so many lanes.

    `n`, the number of lanes that play, is at most `lanes`, and 1 where `lanes` is 1.
    """
    column = 8 * lanes
    single = lanes == 1  # then n is a constant, and loops over lanes are none
    options = BARE | {"forceinline": single}

    @njit(**options)
    def column_at(block: Whole, number: Whole) -> Words:
        """Return a column of words of a public or private block."""
        return words_at(block + number * column)

    @njit(**options)
    def face(
        seat: Whole, count: Whole, n: Whole, theirs: Whole, mine_past: Whole, theirs_past: Whole,
        archives: Whole, plane: Whole,
    ) -> None:  # fmt: skip
        """Say where the other's moves are, and the registers every 64 turns.

        theirs: address of the other's public block as this seat sees it. mine_past, theirs_past: of
        both seats' registers. archives: of the registers of members; `plane` bytes each.
        """
        side_by_side = lanes // n  # archives of narrow blocks share the rows of a plane
        for k in range(count):
            node = node_at(seat, k)
            node[THEIRS], node[PAST] = theirs, mine_past
            number = node[ARCHIVE]
            if number >= 0:
                beside = 8 * n * (number % side_by_side)
                node[PAST] = archives + number // side_by_side * plane + beside
            frame = slots_at(node[FRAME])
            frame[HISTORY_MINE], frame[HISTORY_THEIRS] = node[PAST], theirs_past

    @njit(**options)
    def start(seat: Whole, count: Whole, repetitions: Slots, n: Whole) -> None:
        """Set the streams of n lanes to before their first draw; repetitions: (n,)."""
        for k in range(count):
            node = node_at(seat, k)
            state, gamma = column_at(node[PRIVATE], STATE), column_at(node[PRIVATE], GAMMA)
            start_streams(np.uint64(node[KEY]), repetitions, n, state, gamma)

    @njit(**options)
    def remember(seat: Whole, count: Whole, n: Whole, memories: Whole, images: Words) -> None:
        """Clear the registers of n lanes, and give them the starting values of their memory.

        memories: address of the table of memories. images: the starting values.
        """
        for k in range(count):
            node = node_at(seat, k)
            both, nan = column_at(node[PRIVATE], BOTH), bytes_at(node[PRIVATE] + NAN * column)
            recent, defected = column_at(node[MINE], RECENT), column_at(node[MINE], DEFECTED)
            for i in range(1 if single else n):
                both[i], nan[i] = 0, 0
                recent[i], defected[i] = 0, 0
            first = node[FIRST_MEMORY]
            for m in range(first, first + node[MEMORIES]):
                memory = slots_at(memories + 8 * MEMORY_COLUMNS * m)
                cells, width = node[PRIVATE] + memory[MEMORY_OFFSET], memory[MEMORY_BYTES]
                fill(cells, width, n, memory[MEMORY_IMAGE], images)

    @njit(**options)
    def fill(cells: Whole, width: Whole, n: Whole, image: Whole, images: Words) -> None:
        """Give n lanes the starting value of a memory; `width` bytes each."""
        if width == 1:
            small = bytes_at(cells)
            for i in range(1 if single else n):
                small[i] = np.uint8(images[image] & np.uint64(255))
        else:
            large, words = words_at(cells), width // 8
            for i in range(1 if single else n):
                for w in range(words):
                    large[i * words + w] = images[image + w]

    @njit(**options)
    def decide(
        seat: Whole, count: Whole, turn: Whole, day: Whole, days_left: Whole, n: Whole
    ) -> Whole:
        """Take a player's decision in n lanes, and its members' before; return the first lane in
        which a rule failed or returned no move, or -1."""
        window = np.int64((U1 << np.uint64(turn & 63)) - U1)
        for k in range(count - 1, -1, -1):
            node = node_at(seat, k)
            frame, votes = slots_at(node[FRAME]), bytes_at(node[VOTES])
            frame[TURN], frame[DAY], frame[WINDOW] = turn, day, window
            frame[DAYS_LEFT] = days_left
            failed = call(
                node[KERNEL], node[MINE], node[THEIRS], node[PRIVATE], node[FRAME], node[VOTES], n
            )
            most = np.uint8(0)
            for i in range(1 if single else n):
                most |= votes[i]
            if failed >= 0 or most > 1:
                for i in range(1 if single else n):
                    if i == failed or votes[i] > 1:
                        return i
            if node[KEEP_INTENDED] != 0:
                intended = bytes_at(node[PRIVATE] + INTENDED * column)
                copy(intended, votes, 1 if single else n)
        return -1

    @njit(**options)
    def flush(mine: Whole, theirs: Whole, private: Whole, n: Whole) -> None:
        """Every 64 turns: count the moves of a register, and those that the other's shares."""
        recent, defected = column_at(mine, RECENT), column_at(mine, DEFECTED)
        others, both = column_at(theirs, RECENT), column_at(private, BOTH)
        for i in range(1 if single else n):
            defected[i] += popcount(recent[i])
            both[i] += popcount(recent[i] & others[i])

    @njit(**options)
    def advance(seat: Whole, count: Whole, turn: Whole, n: Whole) -> None:
        """Add a turn to the records of a seat's members, after the seat's own register has it;
        every 64 turns also to their counts, after the seat's own."""
        for k in range(1, count):
            node = node_at(seat, k)
            above = node_at(seat, node[PARENT])
            recent = column_at(node[MINE], RECENT)
            if node[LIVES] == OWN:
                shift(recent, bytes_at(node[VOTES]), 1 if single else n)
            elif node[LIVES] == OPPOSITE:
                moves = column_at(above[MINE], RECENT)
                for i in range(1 if single else n):
                    recent[i] = ~moves[i]
            if (turn & 63) == 63:
                if node[LIVES] == SHARED:
                    upper = column_at(above[PRIVATE], BOTH)
                    copy(column_at(node[PRIVATE], BOTH), upper, 1 if single else n)
                    continue
                flush(node[MINE], node[THEIRS], node[PRIVATE], n)
                if node[ARCHIVE] >= 0:
                    past = words_at(node[PAST] + (turn >> 6) * column)
                    copy(past, recent, 1 if single else n)

    @njit(**options)
    def has_drawn(seat: Whole, count: Whole, repetitions: Slots, n: Whole) -> bool:
        """Return whether a player or one of its members took a draw in any lane."""
        for k in range(count):
            node = node_at(seat, k)
            own, state = np.uint64(node[KEY]), column_at(node[PRIVATE], STATE)
            for i in range(n):
                if state[i] != absorb(own, np.uint64(2 * repetitions[i])):
                    return True
        return False

    @njit(**options)
    def doubtful(seat: Whole, count: Whole, n: Whole) -> Whole:
        """Return the first lane in which a rule used a probability that is not a number, or -1."""
        for k in range(count):
            nan = bytes_at(node_at(seat, k)[PRIVATE] + NAN * column)
            for i in range(1 if single else n):
                if nan[i] != 0:
                    return i
        return -1

    return Seats(column_at, face, start, remember, decide, flush, advance, has_drawn, doubtful)
