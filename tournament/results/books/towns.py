"""A population of towns: who lives where, and who is friends with whom.

Legend: N towns, E friendships. A *row* is one friendship from one side.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Friendships:
    """A graph of towns, seen from each of them.

    A *row* is one friendship from one side; the rows of a town lie next to each other, ordered by
    friend.

    edges
        (E, 2) the two towns of each friendship.
    start
        (N + 1,) the rows of town t are start[t] to start[t + 1].
    friend, edge, back
        (2E,) of each row: the friend, the friendship, the row of the other side.
    """

    edges: np.ndarray
    start: np.ndarray
    friend: np.ndarray
    edge: np.ndarray
    back: np.ndarray

    @classmethod
    def of(cls, edges: np.ndarray, towns: int) -> "Friendships":
        """Return the graph of sorted edges among so many towns."""
        low, high = edges[:, 0], edges[:, 1]
        number = np.arange(len(edges), dtype=np.int32)
        below, above = (np.bincount(side, minlength=towns) for side in (high, low))
        start = np.zeros(towns + 1, np.int64)
        np.cumsum(below + above, out=start[1:])
        # a town's rows: friends of lower number, then of higher; edges are sorted by both
        first = np.zeros(towns, np.int64)
        np.cumsum(above[:-1], out=first[1:])
        upper = (start[:-1] + below - first)[low] + number
        by_high = np.argsort(high, kind="stable")
        np.cumsum(below[:-1], out=first[1:])
        lower = np.empty(len(edges), np.int64)
        lower[by_high] = (start[:-1] - first)[high[by_high]] + number
        friend, edge, back = (np.empty(2 * len(edges), np.int32) for _ in range(3))
        friend[upper], edge[upper], back[upper] = high, number, lower
        friend[lower], edge[lower], back[lower] = low, number, upper
        return cls(edges, start, friend, edge, back)


@dataclass(frozen=True)
class Lived:
    """Days that town 0 has lived already: what it gave, and what it got, is known.

    closed
        On so many days no gift passes between town 0 and its friends but those that are listed.
    scripted
        On so many days town 0 gives only what is listed; as many days or more.
    gifts
        (G, 5) in order of days: the day, the friend's town, 1 if the friend gave, the giver's move,
        the receiver's; -1 for a move that the friend is still to choose.
    """

    closed: int
    scripted: int
    gifts: np.ndarray


@dataclass(frozen=True)
class Towns:
    """Who lives where, in one repetition.

    kind
        (N,) the kind of each town.
    ids
        (N,) 64 bits by which streams know each town.
    graph
        Who is friends with whom.
    lived
        What town 0 has lived already; None: its season begins like all others.
    """

    kind: np.ndarray
    ids: np.ndarray
    graph: Friendships
    lived: Lived | None = None
