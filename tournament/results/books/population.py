"""The books of a population: integers, so that the order of adding up cannot matter.

Legend: R generations that are looked at, k types, M repetitions, N places.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np

from tournament.results.books.book import Books, book

END = ("generation", "steps", "fixed")


@dataclass(eq=False)
class PopulationTallies(Books):
    """Some repetitions of a population.

    counts, squares
        (look, type) how many players are of a type when generation number `look` of those that are
        looked at is over, added up over repetitions; and the squares of these numbers.
    last
        (repetition, type) how many players are of a type in the end.
    end
        (repetition, 3) the generation and the steps after which a repetition ended, and the type
        that has all places; -1 if none has. In two roles: the type that has all places of role 0,
        if one type has all others.
    pictures
        (picture, place) the type of each place of the first repetition in those generations of
        which a picture is kept; None where places do not matter.
    """

    TABLES: ClassVar[dict[str, tuple[str, ...]]] = {"repetitions": ("repetition",)}
    SIZES: ClassVar[dict[str, int]] = {"of an end": len(END)}

    counts: np.ndarray = field(metadata=book("look", "type", columns=("count",)))
    squares: np.ndarray = field(metadata=book("look", "type", columns=("square",)))
    last: np.ndarray = field(metadata=book("repetition", "type", columns=("count",)))
    end: np.ndarray = field(
        metadata=book("repetition", "of an end", columns=END, lowest=-1, plain=True)
    )
    pictures: np.ndarray | None = field(
        default=None, metadata=book("picture", "place", columns=("type",), of=np.int16)
    )

    def lasting(self, looks: int) -> Self:
        """Return the same sums as if all repetitions had gone on as they ended.

        Parameters
        ----------
        looks
            How many generations are then looked at, at least as many as here.
        """
        longer = self.longer(look=looks)
        longer.counts[len(self.counts) :] = self.last.sum(axis=0)
        longer.squares[len(self.squares) :] = (self.last**2).sum(axis=0)
        return longer
