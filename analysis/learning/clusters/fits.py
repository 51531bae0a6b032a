"""Fits by scikit-learn, always in one order of players and on one thread.

Legend: n players, d coordinates of behaviour, k clusters. Players are sorted by what they do before
anything is drawn or summed. So neither the order of rows nor names have a part in what is found.
"""

import warnings
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.arguments import numbers_of
from tournament.errors import ArgumentError, needed
from tournament.interactive.shown import shown
from tournament.rules.checks import exact, whole

if TYPE_CHECKING:
    import pandas as pd
    from sklearn.cluster import KMeans
    from sklearn.mixture import GaussianMixture

BLUR = 0.05
"""Smallest standard deviation within a component: all who always defect are one point, and a
normal distribution around a point has no end of likelihood."""

MOST_STARTS = 100_000


def in_order(vectors: "pd.DataFrame") -> tuple[np.ndarray, np.ndarray]:
    """Return (n, d) vectors in an order that follows from them, and (n,) where each came from."""
    x = numbers_of("vectors", vectors)
    order = np.lexsort(x.T[::-1])
    return np.ascontiguousarray(x[order]), order


def number_of_clusters(k: Any, x: np.ndarray) -> int:
    """Return a number of clusters; refuse one above the number of different vectors (n, d)."""
    different, many = len(np.unique(x, axis=0)), exact(k)
    if not isinstance(many, int) or not 1 <= many <= different:
        raise ArgumentError(
            f"`k` must be a whole number from 1 to {different}, the number of different behaviours;"
            f" got {shown(k)}."
        )
    return many


def checked_starts(starts: Any, seed: Any) -> tuple[int, int]:
    """Return how many starting points are tried, and a seed as scikit-learn takes it."""
    return whole("starts", starts, 1, MOST_STARTS), whole("seed", seed, 0, 2**32 - 1)


def one_thread() -> AbstractContextManager[object]:
    """Return a `with` block in which scikit-learn uses one thread: sums then come out the same to
    the last bit, and small problems are not slowed down by threads that wait for each other."""
    needed("sklearn.cluster", "learn", "to cluster players")  # what is not loaded cannot be limited
    from threadpoolctl import threadpool_limits

    limited: AbstractContextManager[object] = threadpool_limits(1)
    return limited


def mixed(*parts: int) -> int:
    """Return a seed for scikit-learn, which takes 32 bits."""
    return int(np.random.SeedSequence(parts).generate_state(1)[0])


def fit_kmeans(x: np.ndarray, k: int, starts: int, init: str, seed: int) -> "KMeans":
    """Return a fitted `KMeans`: the best of so many starts."""
    needed("sklearn", "learn", "to cluster players")
    from sklearn.cluster import KMeans

    return KMeans(k, init=init, n_init=starts, random_state=seed).fit(x)


def fit_mixture(x: np.ndarray, k: int, starts: int, seed: int) -> "GaussianMixture":
    """Return a fitted `GaussianMixture` with a variance per coordinate."""
    needed("sklearn", "learn", "to cluster players")
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    model = GaussianMixture(
        k, covariance_type="diag", reg_covar=BLUR**2, n_init=starts, max_iter=300, random_state=seed
    )
    with warnings.catch_warnings():
        # of its k-means, where a sample has fewer different players, and of slow last steps
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(x)
