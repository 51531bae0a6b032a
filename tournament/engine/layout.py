"""Where everything lies in memory.

A *lane* is one repetition of one match; a block holds up to `LANES` of them. Each seat of a block
has

- a *public* block: its moves, in two columns;
- a *private* block: its random stream, then its declared memory, one column each (an array memory
  has all elements of a lane next to each other, so that it is an ordinary array to the rule);
- a *frame*: 8-byte slots that are the same for all lanes: the turn, payoffs, parameters.

Members of a player have a private block and a frame each, and a public block where they have moves
of their own; see `seats`.

Moves are a shift register, newest move in bit 0: the only thing written every turn. Counts of moves
are the count up to the last multiple of 64 turns plus a popcount of the register under `WINDOW`.
Two moves need one bit; games with more actions would add one register for each further bit of the
action's index.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LANES = 512  # in the blocks of a match; a friendship of a season is a block of one lane

# Columns of a public block
RECENT, DEFECTED = 0, 1
PUBLIC_COLUMNS = 2

# Columns of a private block; memory follows
# (BOTH: turns in which both defected, as this seat sees them. NAN: a probability was not a number.)
STATE, GAMMA, BOTH, INTENDED, NAN = range(5)
PRIVATE_COLUMNS = 5

# Slots of a frame; parameters follow (a number: its value; an array: its address, then its shape)
TURN, TOLD, WINDOW, HISTORY_MINE, HISTORY_THEIRS = range(5)
PAYOFFS_MINE, PAYOFFS_THEIRS = 5, 9  # R, S, T, P each
DAY, DAYS_LEFT, GIVING, OFFERED = 13, 14, 15, 16
MEMBERS, MEMBER_COUNT = 17, 18  # address of the first member's node; how many members
FRAME_SLOTS = 19

# Columns of the table of nodes (int64); see `seats`. The first five are what a node's kernel is
# called with, all of them addresses: own moves, the other's, private block, frame, votes.
MINE, THEIRS, PRIVATE, FRAME, VOTES = range(5)
KERNEL, KEY, PAST = 5, 6, 7  # address; of its draws; address of its register every 64 turns
# and, as a field has them:
PARENT, PLACE, LIVES, CHILD, CHILDREN = range(8, 13)  # whose member it is, which, and how it lives
RECORD, ARCHIVE = 13, 14  # the node whose moves are its own; number of its archive, or -1
# byte offsets in what the seat keeps; of frames, which stand behind that, in the frames
PUBLIC_AT, PRIVATE_AT, VOTES_AT, FRAME_AT = range(15, 19)
FIRST_PARAMETER, PARAMETERS, FIRST_MEMORY, MEMORIES, KEEP_INTENDED = range(19, 24)
NODE_COLUMNS = 24
OWN, SHARED, OPPOSITE = range(3)

# Columns of the table of players (int64): the first node, and how many; bytes that the seat keeps,
# and bytes with its frames; archives of members; the most lanes of a block; whether a rule reads
# far back, and whether a rule draws
FIRST_NODE, NODES, KEPT, BYTES, ARCHIVES, LANES_MOST, HISTORY, DRAWS = range(8)
PLAYER_COLUMNS = 8

# Columns of the table of memories (int64): offset, bytes per lane, where the starting value lies in
# the images
MEMORY_OFFSET, MEMORY_BYTES, MEMORY_IMAGE = range(3)
MEMORY_COLUMNS = 3


class Tables(NamedTuple):
    """Players, as the engine knows them. Players that are not compiled have no nodes.

    players
        (p, PLAYER_COLUMNS) what the engine knows of each player.
    nodes, parameters
        (k, NODE_COLUMNS), (slots,): players and their members, and the parameters of all.
    memories, images
        (k, MEMORY_COLUMNS) and 8-byte words: the memories of all rules, and their starting values.
    ids
        (p,) by which streams know each player.
    """

    players: NDArray[np.int64]
    nodes: NDArray[np.int64]
    parameters: NDArray[np.int64]
    memories: NDArray[np.int64]
    images: NDArray[np.uint64]
    ids: NDArray[np.uint64]
