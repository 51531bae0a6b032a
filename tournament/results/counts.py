"""What an event leaves behind: sums of integers, from which every score, error and rate follows."""

from dataclasses import dataclass, replace

import numpy as np

from tournament import outcomes

SUMS = ("counts", "products", "starts", "transitions", "wins", "first_defections")


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
        (r, p, 2, seats, size) each player's counts, own move first: against others and against its
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

        size = outcomes.SIZE
        return cls(
            counts=zeros(matches, size),
            products=zeros(matches, size, size),
            starts=zeros(matches, size),
            transitions=zeros(matches, size, size),
            wins=zeros(matches, 2),
            first_defections=zeros(matches, 2),
            chance=np.zeros(matches, np.bool_),
            totals=zeros(repetitions, players, 2, seats, size),
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
