"""A part of the gift network that can be drawn: who is in it, and where they stand."""

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

MOST = 150  # towns that a drawing shows
DRAWN = 3  # strongest ties of a town that are drawn
FOLLOWED = (1, 2)  # ties of a town that lead to others: the strongest, and some by lot


def neighbourhood(gifts: "pd.DataFrame", most: int = MOST) -> "pd.DataFrame":
    """Return the ties to draw: `one`, `other` (town numbers) and `gifts` either way.

    All towns that gave or received, if they are few. Of many, those met from the first town on by
    following its strongest tie and two picked by lot, then theirs: following only the strongest
    would show but the core. A tie is drawn when it is one of the three strongest of either town.
    The same gifts make the same drawing.

    Parameters
    ----------
    gifts
        Columns `giver`, `receiver`, `gifts`.
    most
        How many towns to show at most.
    """
    import pandas as pd
    from scipy.sparse import coo_array

    if not len(gifts):
        return pd.DataFrame({"one": [], "other": [], "gifts": []}, dtype=int)
    giver, receiver, many = (gifts[c].to_numpy() for c in ("giver", "receiver", "gifts"))
    size = 1 + int(max(giver.max(), receiver.max()))
    given = coo_array((many, (giver, receiver)), shape=(size, size)).tocsr()
    ties = (given + given.T).tocsr()
    lots = np.random.default_rng(0)
    lot = lots.permutation(size)  # among equals, not always the first towns

    def friends(town: int) -> np.ndarray:
        here = slice(ties.indptr[town], ties.indptr[town + 1])
        those, gifts = ties.indices[here], ties.data[here]
        strongest_first: np.ndarray = those[np.lexsort((lot[those], -gifts))]
        return strongest_first

    seen = np.zeros(size, bool)
    for start in np.flatnonzero(np.diff(ties.indptr)).tolist():
        queue = deque([start] if not seen[start] else [])
        while queue and seen.sum() < most:
            town = queue.popleft()
            if not seen[town]:
                seen[town] = True
                those = friends(town)
                queue.extend(those[: FOLLOWED[0]].tolist())
                queue.extend(lots.permutation(those)[: FOLLOWED[1]].tolist())
        if seen.sum() >= most:
            break
    pairs = {
        (min(town, friend), max(town, friend))
        for town in np.flatnonzero(seen).tolist()
        for friend in [f for f in friends(town).tolist() if seen[f]][:DRAWN]
    }
    drawn = pd.DataFrame(sorted(pairs), columns=["one", "other"])
    weights = [int(ties[one, other]) for one, other in sorted(pairs)]
    return drawn.assign(gifts=weights)


def layout(ties: "pd.DataFrame") -> dict[int, np.ndarray]:
    """Return where each town stands, (2,): towns with many gifts between them near each other.

    Source: ForceAtlas2, Jacomy, Venturini, Heymann and Bastian (2014).

    Parameters
    ----------
    ties
        As `neighbourhood` returns them.
    """
    import networkx

    graph = networkx.Graph()
    graph.add_weighted_edges_from(ties[["one", "other", "gifts"]].itertuples(index=False))
    if len(graph) < 3:
        return {town: np.array([float(at), 0.0]) for at, town in enumerate(sorted(graph))}
    start = networkx.spring_layout(graph, weight=None, iterations=60, seed=0)
    places: dict[int, np.ndarray] = networkx.forceatlas2_layout(
        graph, pos=start, max_iter=100, gravity=4.0, seed=0
    )
    return places
