"""Rules that play a fixed script."""

from tournament import C, D, strategy


@strategy
def scripted(me, opponent, moves, repeat=True):
    """Play the given moves in order, again and again; with `repeat=False`, stay with the last one.

    `moves` is a text or a list: `scripted("CCD")`, `scripted([C, C, D])`.

    Source: this library. Also called: Cycler, MockPlayer, periodic player.
    """
    if repeat:
        return moves[me.turn % len(moves)]
    return moves[min(me.turn, len(moves) - 1)]


@strategy
def alternator(me, opponent):
    """Cooperate and defect in turns, beginning with cooperation.

    Source: Axelrod (1984). Also called: Alternator, periodic CD.
    """
    return D if me.turn % 2 == 1 else C


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
