"""Rules that play a fixed script."""

from tournament import C, D, Moves, strategy


@strategy
def scripted(me, opponent, moves: Moves, repeat=True):
    """Play the given moves in order, again and again; with `repeat=False`, stay with the last one.

    `moves` is a text or a list: `scripted("CCD")`, `scripted([C, C, D])`.

    Source: this library. Also called: Cycler, MockPlayer, periodic player.

    >>> from strategies import scripted
    >>> scripted("CCDCD")
    scripted(moves=CCDCD)

    >>> from strategies import scripted
    >>> scripted("CCDCD")
    scripted(moves=CCDCD)
    """
    if repeat:
        return moves[me.turn % len(moves)]
    return moves[min(me.turn, len(moves) - 1)]


@strategy
def alternator(me, opponent):
    """Cooperate and defect in turns, beginning with cooperation.

    It goes by the turn. (Axelrod-Python's does the opposite of its last move, so that noise
    changes its beat.)

    Source: Axelrod (1984). Also called: Alternator, periodic CD, K63R.
    """
    return D if me.turn % 2 == 1 else C


cycler_dc = scripted("DC").named(
    "cycler_dc",
    "Defect and cooperate in turns, beginning with defection.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: CyclerDC, per_dc.",
)

cycler_ccd = scripted("CCD").named(
    "cycler_ccd",
    "Cooperate twice, defect once, and so on.\n\n"
    "Source: Beaufils, Delahaye and Mathieu (1997). "
    "Also called: CyclerCCD, periodic player CCD, per_kind.",
)

cycler_ddc = scripted("DDC").named(
    "cycler_ddc",
    "Defect twice, cooperate once, and so on.\n\n"
    "Source: Beaufils, Delahaye and Mathieu (1997). "
    "Also called: CyclerDDC, periodic player DDC, per_nasty.",
)

cycler_cccd = scripted("CCCD").named(
    "cycler_cccd",
    "Cooperate three times, defect once, and so on.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: CyclerCCCD.",
)

cycler_cccccd = scripted("CCCCCD").named(
    "cycler_cccccd",
    "Cooperate five times, defect once, and so on.\n\n"
    "Source: Marc Harper, in the Axelrod-Python library. Also called: CyclerCCCCCD.",
)

cycler_cccdcd = scripted("CCCDCD").named(
    "cycler_cccdcd",
    "Play C, C, C, D, C, D, and so on.\n\n"
    "Source: PRISON (1998). Also called: CyclerCCCDCD, per_cccdcd.",
)


@strategy(next=1, gap=1)
def anti_cycler(me, opponent):
    """Defect in turns 2, 3, 5, 8, 12 and so on, each gap one longer than the last: no cycle.

    Source: Marc Harper, in the Axelrod-Python library. Also called: AntiCycler.
    """
    if me.turn < me.next:
        return C
    me.next += me.gap
    me.gap += 1
    return D


def parity(n):
    """Return whether n has an odd number of ones in binary (1), or an even one (0)."""
    odd = 0
    while n > 0:
        odd ^= n & 1
        n >>= 1
    return odd


@strategy
def thue_morse(me, opponent):
    """Play the Thue-Morse sequence D, C, C, D, C, D, D, C, ..., C where the turn has an odd parity.

    Source: Geraint Palmer, in the Axelrod-Python library. Also called: ThueMorse.
    """
    return C if parity(me.turn) == 1 else D


@strategy
def thue_morse_inverse(me, opponent):
    """Play the Thue-Morse sequence with its moves exchanged: C, D, D, C, D, C, C, D, ...

    Source: Geraint Palmer, in the Axelrod-Python library. Also called: ThueMorseInverse.
    """
    return D if parity(me.turn) == 1 else C
