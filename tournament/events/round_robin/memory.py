"""Whether a tournament fits into memory; known before anything is played."""

from math import prod

from tournament.results.books.tournament import Tallies
from tournament.results.files.room import refuse_too_large

TIMES = 2.5
"""How many times the size of its books a tournament takes while results are made of them; 2.1 was
measured."""


def sizes(players: int, matches: int, repetitions: int, seats: int) -> tuple[int, int]:
    """Return how many bytes the books of a tournament take: by match, and by repetition.

    Parameters
    ----------
    players, matches, repetitions, seats
        How many there are; of seats those that the game pays differently.
    """
    lengths = {
        "match": matches, "repetition": repetitions, "player": players, "seat": seats,
        "self_play": 2, "outcome": 4, "before": 4, "side": 2,
    }  # fmt: skip
    found = {
        name: prod(lengths[axis] for axis in each.axes) * 8
        for name, each in Tallies.declared().items()
        if set(each.axes) <= set(lengths)
    }
    of_repetitions = found.pop("totals")
    return sum(found.values()), of_repetitions


def refuse_what_does_not_fit(
    players: int, matches: int, repetitions: int, seats: int, *, exact: bool = False
) -> None:
    """Refuse a tournament that would not fit into memory.

    Parameters
    ----------
    players, matches, repetitions, seats
        As for `sizes`.
    exact
        Whether matches may be exact: then results hold books of both kinds together, too.

    Raises
    ------
    TooLarge
        One sentence, with what to do.
    """
    of_matches, of_repetitions = sizes(players, matches, repetitions, seats)
    refuse_too_large(
        f"A tournament of {players:,} player{'s' * (players > 1)}, {matches:,} matches and"
        f" {repetitions:,} repetitions",
        (TIMES + exact) * (of_matches + of_repetitions),
        "lower `repetitions`" if of_repetitions > of_matches else "enter fewer players",
    )
