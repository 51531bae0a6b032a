"""The books of a tournament: from these sums every score, error and rate follows."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from tournament.results.books.book import Books, book
from tournament.results.books.expected import MOMENTS, SIDES

PER_PLAYER = ("repetition", "player", "self_play", "seat")
FIRST = ("first_defections", "opponent_first_defections")


@dataclass(eq=False)
class Tallies(Books):
    """What happened in the matches of a tournament: sums over repetitions.

    counts, products
        (match, outcome) turns of each outcome, the first seat's move first; (match, outcome,
        outcome) sums over repetitions of products of two such counts.
    starts, transitions
        (match, outcome) outcomes of first turns; (match, before, outcome) outcomes by the outcome
        of the turn before.
    wins, first_defections
        (match, side) repetitions in which a seat was paid more; in which it was the first to
        defect (both seats, if they did so at once).
    chance
        (match,) whether chance had a part; if not, one repetition says all.
    totals
        (repetition, player, self_play, seat, outcome) outcomes of each player, its own move first:
        against others and against its copy. Games that pay both seats alike have one seat here.
    exact, expected
        (exact,) the numbers of the exact matches, which were not played: all other books hold zeros
        for them; (exact, moment) what is expected of each, as `results.books.expected` says. None
        where all matches were played.
    """

    TABLES: ClassVar[dict[str, tuple[str, ...]]] = {
        "matches": ("match",),
        "repetitions": PER_PLAYER,
    }
    SIZES: ClassVar[dict[str, int]] = {"side": SIDES, "moment": MOMENTS}

    counts: np.ndarray = field(metadata=book("match", "outcome", columns="count_{}", plain=True))
    products: np.ndarray = field(
        metadata=book("match", "outcome", "outcome", columns="product_{}_{}")
    )
    starts: np.ndarray = field(metadata=book("match", "outcome", columns="start_{}"))
    transitions: np.ndarray = field(
        metadata=book("match", "before", "outcome", columns="from_{}_to_{}")
    )
    wins: np.ndarray = field(metadata=book("match", "side", columns=("wins", "losses"), plain=True))
    first_defections: np.ndarray = field(metadata=book("match", "side", columns=FIRST, plain=True))
    chance: np.ndarray = field(metadata=book("match", columns=("chance",), of=np.bool_, plain=True))
    totals: np.ndarray = field(metadata=book(*PER_PLAYER, "outcome"))
    exact: np.ndarray | None = field(default=None, metadata=book("exact"))
    expected: np.ndarray | None = field(
        default=None, metadata=book("exact", "moment", of=np.float64)
    )
