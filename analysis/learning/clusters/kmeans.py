"""K-means: clusters of players that are near the mean of their cluster.

Legend: n players, d coordinates of behaviour, k clusters.
"""

from typing import TYPE_CHECKING, Literal

from analysis.learning.clusters.clusters import Clusters, numbered
from analysis.learning.clusters.fits import (
    checked_starts,
    fit_kmeans,
    in_order,
    mixed,
    number_of_clusters,
    one_thread,
)
from tournament.errors import needed
from tournament.rules.checks import one_of

if TYPE_CHECKING:
    import pandas as pd

STARTS = 50
"""Starts of k-means. One that finds the best in one of ten runs is missed by all of these in one
of 200 cases."""

Init = Literal["k-means++", "random"]
INITS: tuple[Init, ...] = ("k-means++", "random")


def kmeans(
    vectors: "pd.DataFrame",
    k: int,
    *,
    starts: int = STARTS,
    init: Init = "k-means++",
    seed: int = 0,
) -> Clusters:
    """Return k clusters such that players are near the mean of their cluster (k-means).

    Parameters
    ----------
    vectors
        (n, d) behaviour.
    k
        Number of clusters, at most that of different vectors.
    starts
        How many starting points are tried; the best end counts.
    init
        How starting points are drawn: far from each other (Arthur and Vassilvitskii 2007), or any
        k players.
    seed
        Of the starting points.

    Raises
    ------
    ValueError
        When vectors have gaps, or k is out of range.

    Notes
    -----
    Source: Lloyd (1982); by scikit-learn's `KMeans`.

    Examples
    --------
    >>> import pandas as pd
    >>> vectors = pd.DataFrame({"CC": [1.0, 0.9, 0.0, 0.1, 0.2], "DD": [1.0, 1.0, 0.0, 0.0, 0.0]})
    >>> kmeans(vectors, 2).labels.tolist()
    [2, 2, 1, 1, 1]
    """
    x, order = in_order(vectors)
    k, (starts, seed) = number_of_clusters(k, x), checked_starts(starts, seed)
    init = one_of("init", init, INITS)
    with one_thread():
        labels = fit_kmeans(x, k, starts, init, seed).labels_
    return numbered(labels, x, order, vectors)


def starts_compared(
    vectors: "pd.DataFrame",
    k: int,
    *,
    starts: int = 100,
    init: Init = "k-means++",
    seed: int = 0,
) -> "pd.DataFrame":
    """Return where k-means ends from each of many starts: its local optima.

    Parameters
    ----------
    vectors
        (n, d) behaviour.
    k
        Number of clusters.
    starts
        How many, each alone.
    init, seed
        As in `kmeans`.

    Returns
    -------
    DataFrame
        (starts,) best first: `inertia`; `agreement` with the best, adjusted Rand index, 1 if the
        clusters are the same and 0 if alike by chance only.

    Raises
    ------
    ValueError
        When vectors have gaps, or k is out of range.

    Examples
    --------
    >>> import pandas as pd
    >>> vectors = pd.DataFrame({"CC": [1.0, 0.9, 0.0, 0.1, 0.2], "DD": [1.0, 1.0, 0.0, 0.0, 0.1]})
    >>> starts_compared(vectors, 2, starts=3).round(3)
       inertia  agreement
    0    0.032        1.0
    1    0.032        1.0
    2    0.032        1.0
    """
    import pandas as pd

    needed("sklearn", "learn", "to cluster players")
    from sklearn.metrics import adjusted_rand_score

    x, _ = in_order(vectors)
    k, (starts, seed) = number_of_clusters(k, x), checked_starts(starts, seed)
    init = one_of("init", init, INITS)
    with one_thread():
        ends = [fit_kmeans(x, k, 1, init, mixed(seed, start)) for start in range(starts)]
    ends.sort(key=lambda end: end.inertia_)
    return pd.DataFrame(
        {
            "inertia": [end.inertia_ for end in ends],
            "agreement": [adjusted_rand_score(ends[0].labels_, end.labels_) for end in ends],
        }
    )
