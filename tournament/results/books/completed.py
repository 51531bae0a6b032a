"""The books of all matches of a tournament: what was counted, and what is expected of exact ones.

Legend: m matches, e exact matches, r repetitions, p players, s seats, k outcomes.
"""

from dataclasses import replace

import numpy as np

from tournament import outcomes
from tournament.results.books.expected import SHAPES, expected_of
from tournament.results.books.tournament import Tallies


def completed(tallies: Tallies, matches: np.ndarray, repetitions: int) -> Tallies:
    """Return books in which exact matches have their expectations; what was played stays as it is.

    In sums over repetitions, an exact match counts as often as it would have been played. Of single
    repetitions, each gets the same: what is expected. So means are right, and what varies between
    repetitions is what was played, which alone has an error. Chance has no part in an exact match,
    in that nothing about it is left open.

    Parameters
    ----------
    tallies
        The books of a tournament.
    matches
        (m, 2) who met.
    repetitions
        How often.
    """
    if tallies.exact is None or tallies.expected is None:
        return tallies
    found = {name: getattr(tallies, name).astype(float) for name in SHAPES}
    for name, sums in found.items():
        sums[tallies.exact] = repetitions * expected_of(tallies.expected, name)
    counts = expected_of(tallies.expected, "counts")
    shape = tallies.totals.shape[1:]
    return replace(
        tallies, totals=tallies.totals + by_seat(matches[tallies.exact], counts, shape), **found
    )


def by_seat(matches: np.ndarray, counts: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return (p, 2, s, k) counts of matches, added up as those of players: against others and
    against its copy, in each seat, the own move first.

    Parameters
    ----------
    matches
        (m, 2) players in the first and in the second seat.
    counts
        (m, k) outcomes, the first seat's move first.
    shape
        Of what is returned; games that pay both seats alike have one seat.
    """
    found = np.zeros(shape, counts.dtype)
    own = (matches[:, 0] == matches[:, 1]).astype(np.int64)
    for side, seen in enumerate((counts, outcomes.swapped(counts))):
        seat = side if shape[2] > 1 else 0
        np.add.at(found[:, :, seat], (matches[:, side], own), seen)
    return found
