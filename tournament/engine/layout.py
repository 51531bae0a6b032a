"""Where everything lies in memory.

A *lane* is one repetition of one match; a block holds up to `LANES` of them. Each seat of a block
has

- a *public* block: its moves, in two columns;
- a *private* block: its random stream, then its declared memory, one column each (an array memory
  has all elements of a lane next to each other, so that it is an ordinary array to the rule);
- a *frame*: 8-byte slots that are the same for all lanes: the turn, payoffs, parameters.

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
FRAME_SLOTS = 17
