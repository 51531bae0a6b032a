"""What an event leaves behind: sums of integers, from which every score, error and rate follows."""

from dataclasses import dataclass, replace

import numpy as np

OUTCOMES = ("CC", "CD", "DC", "DD")
SUMS = ("counts", "products", "starts", "transitions", "wins", "first_defections")
SWAP = [0, 2, 1, 3]
"""An outcome's number from the other seat's point of view."""


@dataclass
class Tallies:
    """What happened: sums over repetitions, all integers. Legend: m matches, p players, r
    repetitions.

    counts, products
        (m, 4) sums of the counts of CC, CD, DC, DD (first seat's move first); (m, 4, 4) sums of
        their products.
    starts, transitions
        (m, 4) outcomes of first turns; (m, 4, 4) outcomes by the outcome of the turn before.
    wins, first_defections
        (m, 2) repetitions in which each seat was paid more; in which it was the first to defect
        (both, if they did so at once).
    chance
        (m,) whether chance had a part: where not, one repetition says all.
    totals
        (r, p, 2, seats, 4) each player's counts, own move first: against others and against its
        copy, by seat.
    """

    counts: np.ndarray
    products: np.ndarray
    starts: np.ndarray
    transitions: np.ndarray
    wins: np.ndarray
    first_defections: np.ndarray
    chance: np.ndarray
    totals: np.ndarray

    @classmethod
    def empty(cls, matches: int, players: int, repetitions: int, seats: int) -> "Tallies":
        def zeros(*shape: int) -> np.ndarray:
            return np.zeros(shape, np.int64)

        return cls(
            counts=zeros(matches, 4),
            products=zeros(matches, 4, 4),
            starts=zeros(matches, 4),
            transitions=zeros(matches, 4, 4),
            wins=zeros(matches, 2),
            first_defections=zeros(matches, 2),
            chance=np.zeros(matches, np.bool_),
            totals=zeros(repetitions, players, 2, seats, 4),
        )

    def longer(self, repetitions: int) -> "Tallies":
        """Return the same sums, with room for more repetitions."""
        more = repetitions - len(self.totals)
        room = np.zeros((more, *self.totals.shape[1:]), self.totals.dtype)
        return replace(self, totals=np.concatenate([self.totals, room]) if more else self.totals)

    def add(self, other: "Tallies", matches: slice | np.ndarray, repetitions: slice) -> None:
        """Add the sums of a unit of work."""
        for name in SUMS:
            getattr(self, name)[matches] += getattr(other, name)
        self.chance[matches] |= other.chance
        self.totals[repetitions] += other.totals
