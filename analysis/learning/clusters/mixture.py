"""Clusters that overlap: for each player the probability of each.

Legend: n players, d coordinates of behaviour, k clusters.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.learning.clusters.clusters import numbers
from analysis.learning.clusters.fits import (
    checked_starts,
    fit_mixture,
    in_order,
    number_of_clusters,
    one_thread,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Mixture:
    """What a Gaussian mixture found.

    shares
        (n, k) probability that a player is of each cluster, rows sum to 1.
    centres
        (k, d) mean vector of each cluster.
    weights
        (k,) share of each cluster among all.
    bic
        Bayesian information criterion: less is better.
    """

    shares: "pd.DataFrame"
    centres: "pd.DataFrame"
    weights: "pd.Series"
    bic: float


def gaussian_mixture(vectors: "pd.DataFrame", k: int, *, starts: int = 5, seed: int = 0) -> Mixture:
    """Return k clusters that overlap: for each player the probability of each.

    Parameters
    ----------
    vectors
        (n, d) behaviour.
    k
        Number of clusters, at most that of different vectors.
    starts, seed
        As in `kmeans`, from which each start begins.

    Raises
    ------
    ValueError
        When vectors have gaps, or k is out of range.

    Notes
    -----
    Normal distributions with a variance per coordinate, not below `BLUR` squared; by scikit-learn's
    `GaussianMixture`. BIC: Schwarz (1978).

    Examples
    --------
    >>> import pandas as pd
    >>> vectors = pd.DataFrame({"CC": [1.0, 0.9, 0.0, 0.1, 0.2], "DD": [1.0, 1.0, 0.0, 0.0, 0.1]})
    >>> gaussian_mixture(vectors, 2).shares.idxmax(axis=1).tolist()
    [2, 2, 1, 1, 1]
    """
    import pandas as pd

    x, order = in_order(vectors)
    k, (starts, seed) = number_of_clusters(k, x), checked_starts(starts, seed)
    with one_thread():
        model = fit_mixture(x, k, starts, seed)
    rank = np.lexsort((*model.means_.T[::-1], -model.weights_))
    index = numbers(k)
    back = np.argsort(order, kind="stable")
    return Mixture(
        pd.DataFrame(model.predict_proba(x)[back][:, rank], vectors.index, index),
        pd.DataFrame(model.means_[rank], index, vectors.columns),
        pd.Series(model.weights_[rank], index, name="weight"),
        float(model.bic(x)),
    )
