"""Clusters within clusters: how players join into ever larger groups.

Legend: n players, d coordinates of behaviour, k clusters.
"""

from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.learning.clusters.clusters import Clusters, numbered
from analysis.learning.clusters.fits import in_order, number_of_clusters
from tournament.errors import ArgumentError, needed
from tournament.rules.checks import one_of

if TYPE_CHECKING:
    import pandas as pd


Method = Literal["ward", "average", "complete", "single"]
METHODS: tuple[Method, ...] = ("ward", "average", "complete", "single")


def hierarchy(vectors: "pd.DataFrame", method: Method = "ward") -> np.ndarray:
    """Return how players join into ever larger groups, nearest first, as scipy's `linkage`.

    Parameters
    ----------
    vectors
        (n, d) behaviour; n squared distances are kept in memory.
    method
        What the distance of groups is. Ward (1963): what joining them adds to the inertia.

    Returns
    -------
    ndarray
        (n - 1, 4) rows: the two groups that join (players are 0 to n - 1 in the order of the
        vectors, the group of row i is n + i), their distance, and the players of both.

    Raises
    ------
    ValueError
        When vectors have gaps, or there is but one player.

    Examples
    --------
    >>> import pandas as pd
    >>> vectors = pd.DataFrame({"CC": [1.0, 0.9, 0.0, 0.1, 0.2], "DD": [1.0, 1.0, 0.0, 0.0, 0.1]})
    >>> hierarchy(vectors).round(2)
    array([[1.  , 0.  , 0.1 , 2.  ],
           [2.  , 3.  , 0.1 , 2.  ],
           [4.  , 6.  , 0.21, 3.  ],
           [5.  , 7.  , 1.99, 5.  ]])
    """
    needed("scipy", "learn", "to cluster players")
    from scipy.cluster.hierarchy import linkage

    x, order = in_order(vectors)
    method = one_of("method", method, METHODS)
    if len(x) < 2:
        raise ArgumentError("A hierarchy needs at least 2 players; here is 1.")
    joined: np.ndarray = linkage(x, method)
    pairs = joined[:, :2].astype(int)
    players = pairs < len(x)
    joined[:, :2] = np.where(players, order[np.where(players, pairs, 0)], pairs)
    return joined


def cut(vectors: "pd.DataFrame", joined: np.ndarray, k: int) -> Clusters:
    """Return the k clusters that a hierarchy falls into when its last k - 1 steps are undone.

    Parameters
    ----------
    vectors
        (n, d) behaviour.
    joined
        What `hierarchy` returned for them.
    k
        Number of clusters.

    Raises
    ------
    ValueError
        When k is out of range.
    """
    needed("scipy", "learn", "to cluster players")
    from scipy.cluster.hierarchy import fcluster

    x, order = in_order(vectors)
    k = number_of_clusters(k, x)
    return numbered(fcluster(joined, k, "maxclust")[order] - 1, x, order, vectors)
