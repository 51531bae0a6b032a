"""What the compiled days of a season read and write: the world, and a desk for each thread.

Legend: N towns, K kinds of towns, E friendships, D days; a row is one friendship from one side (see
`results.towns`). In compiled code the tables are structs: arrays are pointers there.
"""

from typing import NamedTuple

import numpy as np

from tournament.engine.memory import Bytes, Floats, Int32s, Slots, Words, struct_of

STAMP = 12  # bits of the column CHOSEN for the number of gifts; the day stands above them
DIARY = 5  # columns of the diary: day, side, what; then what was offered, and the move made
GIVES, OPENS, SETTLES = range(3)  # what a line tells; of an opened gift also both moves
LIVED = 5  # columns of what was lived
FAULT = 5  # what went wrong; the town, its friendship or row, the day; the town that was playing
MOVE_FAILED, RATING_FAILED, RATING_NAN, MOVE_LATE, RATING_LATE = range(1, 6)


class World(NamedTuple):
    """One repetition of a season, for all threads."""

    seed: np.uint64  # of all chance
    repetition: np.uint64
    repetitions: Slots  # (1,) the same
    towns: int
    kinds: int
    days: int
    # the rules
    gifts: Slots  # (D,) how many a town may leave
    inbox: int  # the most unopened gifts in a town; 0 for no limit
    absence: float  # probability that a town is not there
    visible: bool  # whether the receiver sees the giver's move
    nice_list: bool  # whether reputations are public
    days_known: bool
    noise: Floats  # (K,)
    # the population
    kind: Int32s  # (N,)
    ids: Words  # (N,) by which streams know each town
    start: Slots  # (N + 1,) the rows of each town
    friend: Int32s  # (2E,) the friend of a row,
    edge: Int32s  # (2E,) its friendship,
    back: Int32s  # (2E,) and the row of the other side
    # what players are; see `layout`
    players: Slots  # (K, PLAYER_COLUMNS)
    nodes: Slots  # (k, NODE_COLUMNS)
    parameters: Slots  # (slots,)
    memories: Slots  # (k, MEMORY_COLUMNS)
    images: Words  # (words,)
    payoffs: Slots  # (8,) as rules see them: own, and the other's
    raters: Slots  # (K,) addresses of the kernels of partner rules
    rater_draws: Slots  # (K,) whether they draw
    per_friend: Slots  # (K,) the most gifts for one friend on a day
    # friendships; see `records`
    records: Words  # (words,)
    where: Slots  # (E + 1,) the first word of each record
    members: bool  # whether any player has members
    history: int  # words of a record for registers every 64 turns, per side
    ballots: int  # words of a record for the votes of a member on unopened gifts
    # what towns know
    rows: Int32s  # (2E, ROW) see `views`
    reputation: Floats  # (N,) share of nice moves, or -1
    given: Slots  # (N,) gifts left so far
    # today
    here: Bytes  # (N,) who is there
    picks: Int32s  # (N, picks_most) the rows that a town chose, then -1
    picks_most: int
    ratings: Floats  # (2E,) where inboxes are limited
    priority: Words  # (N,) who places gifts first,
    order: Slots  # (N,) and the towns in that order
    scan: bool  # whether gifts may go along any row, not only along picks
    # gifts that wait; row: of the town where they lie
    unopened: Slots  # (N,) how many lie in a town
    waiting: Words  # (2E, waiting_words) moves made with all gifts that ever lay there, as bits
    waiting_words: int
    waiting_n: Int32s  # (2E,) how many lie there
    opened: Int32s  # (2E,) how many that lay there were opened
    # the diary of one friendship
    watched: int  # which, or -1
    diary: Slots  # (lines, DIARY)
    diary_most: int  # room for so many lines
    diary_lines: Slots  # (1,) lines so far
    # what town 0 has lived already; see `results.towns`
    closed: int  # days on which only what is listed passes between it and its friends
    scripted: int  # days on which it gives only what is listed
    lived: Slots  # (lived_n, LIVED) day, row of town 0, giver, its move, the other's or -1
    lived_n: int


class Desk(NamedTuple):
    """What one thread writes on."""

    nodes: Slots  # (k, NODE_COLUMNS) seats of all kinds
    frames: Bytes  # their frames
    facts: Floats  # (K, width) of the day, for partner rules; parameters follow
    width: int
    known: Floats  # (friends,) reputations of a town's friends
    stream: Words  # (2,) draws of a partner rule: state and step
    ratings: Floats  # (friends,) of a town's friends
    daily: Slots  # (D, K, 2, 4) outcomes by day and kind, as giver and as receiver
    fresh: Slots  # (D, K) first gifts between two towns, by the giver's kind
    between: Slots  # (K, K, 4) outcomes by kind of giver and of receiver
    fault: Slots  # (FAULT,)


world_at = struct_of(World)
desk_at = struct_of(Desk)
