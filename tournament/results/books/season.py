"""The books of a season: integers, so that the order of adding up cannot matter.

Outcomes are numbered from the side of whoever is told about: own move first. An *entry* is one
column of what a town, or a friendship seen from one side, adds up to.
"""

from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

import numpy as np

from tournament.outcomes import NAMES, SIZE, cooperated
from tournament.results.books.book import Books, book
from tournament.results.books.towns import Towns

GAVE, RECEIVED, LEFT = slice(0, SIZE), slice(SIZE, 2 * SIZE), 2 * SIZE
"""Entries: outcomes of gifts given and of gifts received; how many gifts were left."""
ROLES = ("gave", "received")
OUTCOMES_BY_ROLE = tuple(f"{role}_{name}" for role in ROLES for name in NAMES)
ENTRIES = (*OUTCOMES_BY_ROLE, "sent")
OF_A_GIFT = ("giver", "receiver", "gifts", "nice")


@dataclass(eq=False)
class SeasonTallies(Books):
    """One repetition of a season.

    towns
        (town, entry) outcomes of gifts that the town gave, and that it received; gifts that it left
        (a gift that was never opened has no outcome).
    daily
        (day, kind, role, outcome) outcomes of the gifts opened on a day, of each kind as giver and
        as receiver.
    fresh
        (day, kind) how many of these gifts were the first between two towns, by the giver's kind.
    between
        (giver, receiver, outcome) outcomes by kind of giver and of receiver, from the giver's side.
    exchanged
        (gift, 4) giver, receiver, gifts left, nice moves of the giver in the opened ones; None
        where nobody asked to keep it.
    rows
        (2E, entry) as `towns`, for each row of the graph of E friendships; None where nobody asked
        to keep it.
    diary
        (n, 5) of one watched friendship, in order: day, side (0 or 1), what it does (0 gives, 1
        opens, 2: a gift is entered, which this side gave), then the move it saw and the move it
        chose; of a gift entered the giver's move and the receiver's.
    """

    TABLES: ClassVar[dict[str, tuple[str, ...]]] = {
        "towns": ("town",),
        "days": ("day", "kind"),
        "between": ("giver", "receiver"),
        "gifts": ("gift",),
    }
    SIZES: ClassVar[dict[str, int]] = {
        "entry": len(ENTRIES),
        "role": len(ROLES),
        "of a gift": len(OF_A_GIFT),
    }

    towns: np.ndarray = field(metadata=book("town", "entry", columns=ENTRIES))
    daily: np.ndarray = field(
        metadata=book("day", "kind", "role", "outcome", columns=OUTCOMES_BY_ROLE)
    )
    fresh: np.ndarray = field(metadata=book("day", "kind", columns=("new",)))
    between: np.ndarray = field(metadata=book("giver", "receiver", "outcome", plain=True))
    rows: np.ndarray | None = None
    diary: np.ndarray = field(default_factory=lambda: np.zeros((0, 5), np.int64))
    exchanged: np.ndarray | None = field(
        default=None, metadata=book("gift", "of a gift", columns=OF_A_GIFT)
    )


class Repetition(NamedTuple):
    """What is kept of one repetition: (N,) the kind of each town, and the books."""

    kind: np.ndarray
    tallies: SeasonTallies


def exchanges(rows: np.ndarray, towns: Towns) -> np.ndarray:
    """Return (gift, 4) who gave to whom: giver, receiver, gifts left, nice moves of the giver.

    Parameters
    ----------
    rows
        (2E, entry) as `SeasonTallies.rows`.
    towns
        Who lives where.
    """
    left = rows[:, LEFT]
    used = np.flatnonzero(left)
    giver = np.repeat(np.arange(len(towns.kind)), np.diff(towns.graph.start))[used]
    nice = cooperated(rows[used, GAVE])
    return np.stack([giver, towns.graph.friend[used], left[used], nice], axis=1)
