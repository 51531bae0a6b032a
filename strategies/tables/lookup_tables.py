"""Lookup tables: the last moves of both players, and the opponent's first ones, choose the answer.

A table has one entry for each case. Its order is that of the dictionary: own moves first (oldest to
latest), then the opponent's, then the opponent's opening, with C before D. For `mine=1, theirs=2`:

    own move              C   C   C   C   D   D   D   D
    opponent's two moves  CC  CD  DC  DD  CC  CD  DC  DD

Moves before the match count as C, and the table is asked from the turn on that follows `first`.
"""

from typing import Annotated

from tournament import C, D, Moves, Probabilities, strategy


def is_a_depth(value):
    """Refuse what is no small number of moves."""
    if not 0 <= value <= 10:
        raise ValueError("a number of moves, 0 to 10")


def is_complete(table, mine, theirs, opening):
    """Refuse another number of entries than there are cases."""
    cases = 2 ** (mine + theirs + opening)
    if table.shape != (cases,):
        need = f"{cases} entries, one for each case of {mine} + {theirs} + {opening} moves"
        raise ValueError(need, f"{len(table)}" if table.ndim == 1 else f"shape {table.shape}")


Depth = Annotated[int, is_a_depth]


def case(me, opponent, mine, theirs, opening):
    """Return the position in a table of what happened so far."""
    at = 0
    for k in range(mine, 0, -1):
        at = 2 * at + (me.move(k) == D)
    for k in range(theirs, 0, -1):
        at = 2 * at + (opponent.move(k) == D)
    for t in range(opening):
        at = 2 * at + (t < me.turn and opponent.history[t] == D)
    return at


@strategy
def lookup(
    me,
    opponent,
    table: Annotated[Moves, is_complete],
    mine: Depth = 1,
    theirs: Depth = 1,
    opening: Depth = 0,
    first: Moves = "C",
):
    """Look the answer to the last moves up in a table of moves; begin with the moves of `first`.

    The table has a move for each case of its own last `mine` moves, the opponent's last `theirs`
    and first `opening` ones, 2 ** (mine + theirs + opening) in all. They are in dictionary order, C
    before D: own moves from the oldest on, then the opponent's, then its opening.

    >>> from strategies import lookup
    >>> win_stay_lose_shift = lookup("CDDC")
    >>> tit_for_two_tats = lookup("CCCD", mine=0, theirs=2)
    >>> lookup("CDDC", theirs=2)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    tournament.errors.ArgumentError: `table` of `lookup` must be 8 entries, one for each case ...

    Source: Axelrod (1987). Also called: LookerUp, deterministic memory-n.

    >>> from strategies import lookup
    >>> lookup("CDDC")
    lookup(table=CDDC)
    """
    if me.turn < len(first):
        return first[me.turn]
    return table[case(me, opponent, mine, theirs, opening)]


@strategy
def gambler(
    me,
    opponent,
    table: Annotated[Probabilities, is_complete],
    mine: Depth = 1,
    theirs: Depth = 1,
    opening: Depth = 0,
    first: Moves = "C",
):
    """Look the probability to cooperate up in a table; begin with the moves of `first`.

    The table is ordered as that of `lookup`. With `mine=n, theirs=n` this is the general memory-n
    rule of the literature, whose vector begins with the case that all cooperated.

    >>> from strategies import gambler
    >>> generous_tit_for_tat = gambler([1, 1 / 3], mine=0)

    Source: Georgios Koutsovoulos, in Harper et al. (2017); memory-n: Hilbe et al. (2017).
    Also called: Gambler, MemoryTwoPlayer, stochastic memory-n.

    >>> from strategies import gambler
    >>> gambler([0.9, 0.2, 0.6, 0.1])
    gambler(table=[0.9,0.2,0.6,0.1])
    """
    if me.turn < len(first):
        return first[me.turn]
    return C if me.chance(table[case(me, opponent, mine, theirs, opening)]) else D


# -- tables of moves -----------------------------------------------------------------------------

winner_12 = lookup("CDCDDCDD", theirs=2, first="CC").named(
    "winner_12",
    "Tit for tat; but after an own D, cooperate only if the opponent played C, then D.\n\n"
    "Source: Mathieu and Delahaye (2015). Also called: Winner12.",
)

winner_21 = lookup("CDCDCDDD", theirs=2, first="DC").named(
    "winner_21",
    "Tit for tat; but after an own D, cooperate only if the opponent did twice; begin with DC.\n"
    "\n"
    "Source: Mathieu and Delahaye (2015). Also called: Winner21.",
)

evolved_lookup_1_1_1 = lookup("CDDDDCDD", opening=1).named(
    "evolved_lookup_1_1_1",
    "Cooperate after mutual cooperation; with those who began with D, after exploiting them.\n\n"
    "The table was evolved.\n\n"
    "Source: Harper et al. (2017). Also called: EvolvedLookerUp1_1_1.",
)

evolved_lookup_2_2_2 = lookup(
    "CDDCDCDDCDDDCDDDDDCDCDCCCDDCCDCDDDCCCCCDDDCDDDDDDDDDCCDDCDDDCCCD",
    mine=2,
    theirs=2,
    opening=2,
    first="CC",
).named(
    "evolved_lookup_2_2_2",
    "Look up both players' last two moves and the opponent's first two in an evolved table.\n\n"
    "Source: Harper et al. (2017). Also called: EvolvedLookerUp2_2_2.",
)


# -- tables of probabilities ---------------------------------------------------------------------

pso_gambler_memory_one = gambler([1, 0.52173487, 0, 0.12050939]).named(
    "pso_gambler_memory_one",
    "Cooperate with probabilities that a particle swarm found best for a memory of one turn.\n\n"
    "Source: Harper et al. (2017). Also called: PSOGamblerMem1, PSO Gambler Mem1.",
)

pso_gambler_1_1_1 = gambler(
    [1, 1, 0.12304797, 0.57740178, 0, 0, 0.13581423, 0.11886807],
    opening=1,
).named(
    "pso_gambler_1_1_1",
    "Weigh both players' last moves and the opponent's first one as a swarm found best.\n\n"
    "Source: Harper et al. (2017). Also called: PSOGambler1_1_1, PSO Gambler 1_1_1.",
)

# fmt: off
pso_gambler_2_2_2 = gambler([
    1, 1,          1,          0,          1,          0.95280465, 0,          0,
    0, 0.80897541, 0,          0,          0.02126434, 0,          0.43278586, 0,
    0, 0,          1,          0.15140743, 1,          0,          0,          0,
    1, 0,          0.23563137, 0,          0,          0.65147565, 1,          0,
    0, 0.15412392, 1,          0,          0,          0.24922166, 1,          0,
    0, 0,          0.00227615, 0,          0,          0,          0,          1,
    0, 0,          0,          0,          0,          0,          0,          1,
    0, 0,          0,          0.77344942, 1,          0.24523149, 1,          0,
], mine=2, theirs=2, opening=2, first="CC").named(
    "pso_gambler_2_2_2",
    "Weigh both players' last two moves and the opponent's first two as a swarm found best.\n\n"
    "Source: Harper et al. (2017). Also called: PSOGambler2_2_2, PSO Gambler 2_2_2.",
)

pso_gambler_2_2_2_noise_05 = gambler([
    1, 1,          0,          0,          0,          1,          0.98603825, 1,
    1, 0,          0,          0.16240799, 0.63548102, 0,          0,          0,
    1, 0,          1,          0,          1,          0.13863175, 0.06434619, 1,
    1, 1,          1,          1,          0,          0.7724137,  1,          0,
    0, 0,          1,          0,          1,          1,          0.50999729, 1,
    0, 0,          0.00524508, 0.87463905, 0,          0.07127653, 1,          0,
    1, 0,          1,          0,          0,          1,          1,          1,
    0, 0.28124022, 1,          0,          0,          0,          1,          0,
], mine=2, theirs=2, opening=2, first="CC").named(
    "pso_gambler_2_2_2_noise_05",
    "Play pso_gambler_2_2_2 with a table found with one move in twenty flipped by noise.\n\n"
    "Source: Harper et al. (2017). "
    "Also called: PSOGambler2_2_2_Noise05, PSO Gambler 2_2_2 Noise 05.",
)
# fmt: on
