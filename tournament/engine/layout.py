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

LANES = 512  # in the blocks of a match; a friendship of a season is a block of one lane
COLUMN = 8 * LANES  # bytes

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
PUBLIC_AT, PRIVATE_AT, VOTES_AT, FRAME_AT = range(15, 19)  # byte offsets in the seat's memory
FIRST_PARAMETER, PARAMETERS, FIRST_MEMORY, MEMORIES, KEEP_INTENDED = range(19, 24)
NODE_COLUMNS = 24
OWN, SHARED, OPPOSITE = range(3)
