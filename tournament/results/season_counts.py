"""What playing a season leaves: integers, so that the order of adding up cannot matter.

Legend: N towns, K kinds of towns, D days, E friendships. Outcomes are numbered CC, CD, DC, DD from
the side of whoever is told about: own move first.
"""

from dataclasses import dataclass

import numpy as np


@dataclass
class SeasonTallies:
    """One repetition of a season.

    towns
        (N, 9) outcomes of gifts that the town gave, and that it received; gifts it left (those that
        were never opened have no outcome).
    daily
        (D, K, 2, 4) outcomes of gifts opened on each day, of each kind as giver and as receiver.
    fresh
        (D, K) of these, how many were the first between the two towns, by the giver's kind.
    between
        (K, K, 4) outcomes by kind of giver and of receiver, from the giver's side.
    rows
        (2E, 9) as `towns`, for each row of the graph; None where nobody asked to keep it.
    diary
        (n, 5) of one watched friendship, in order: day, side (0 or 1), what it does (0 gives, 1
        opens, 2: a gift is entered, which this side gave), then the move it saw and the one it
        chose; of a gift entered the giver's move and the receiver's.
    """

    towns: np.ndarray
    daily: np.ndarray
    fresh: np.ndarray
    between: np.ndarray
    rows: np.ndarray | None
    diary: np.ndarray
