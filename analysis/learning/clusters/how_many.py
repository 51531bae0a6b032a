"""How many clusters there are: what several criteria say, and which number most of them prefer.

Legend: n players, d coordinates of behaviour, k clusters.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.arguments import columns_of, frame_of
from analysis.learning.clusters.fits import (
    checked_starts,
    fit_kmeans,
    fit_mixture,
    in_order,
    one_thread,
)
from tournament.errors import ArgumentError, needed
from tournament.interactive.shown import shown
from tournament.rules.checks import exact, several, whole

if TYPE_CHECKING:
    import pandas as pd

MOST_DRAWN = 10_000
"""Resamples, and sets of uniform points."""
SAMPLE = 2000
"""Most players that a criterion looks at: silhouettes take their number squared."""


def choose_k(
    vectors: "pd.DataFrame",
    ks: Iterable[int] = range(1, 9),
    *,
    resamples: int = 20,
    references: int = 10,
    starts: int = 5,
    seed: int = 0,
) -> "pd.DataFrame":
    """Return what several criteria say about numbers of clusters, side by side.

    If there are more than `SAMPLE` players, so many are drawn, and all criteria look at these.

    Parameters
    ----------
    vectors
        (n, d) behaviour.
    ks
        Numbers of clusters to try. Numbers that are not below the number of different vectors are
        left out.
    resamples
        Pairs of resamples whose clusters are compared, for the stability.
    references
        Sets of uniform points, for the gap.
    starts
        Of each k-means.
    seed
        Of all that is drawn.

    Returns
    -------
    DataFrame
        Indexed by `k`, NaN where a criterion is not defined for 1:

        - `inertia`.
        - `silhouette` (Rousseeuw 1987), -1 to 1; most is best.
        - `calinski_harabasz` (1974), the variance between clusters over the variance within; most
          is best.
        - `gap` and `gap_error` (Tibshirani, Walther and Hastie 2001): the log of the inertia of
          uniform points in the box of the principal components, less the log of the players' own.
        - `stability` and `stability_error` (Fang and Wang 2012): mean agreement of the clusters in
          two bootstrap resamples, adjusted Rand index.
        - `bic` of a Gaussian mixture; least is best.

    Raises
    ------
    ValueError
        When vectors have gaps, or no number is in range.

    Examples
    --------
    >>> import pandas as pd
    >>> vectors = pd.DataFrame({"CC": [1.0, 0.9, 0.0, 0.1, 0.2], "DD": [1.0, 1.0, 0.0, 0.0, 0.1]})
    >>> criteria = choose_k(vectors, [1, 2, 3], resamples=5, references=5)
    >>> criteria[["inertia", "silhouette"]].round(2).rename_axis(None)
       inertia  silhouette
    1     2.02         NaN
    2     0.03        0.90
    3     0.01        0.53
    """
    import pandas as pd

    x, _ = in_order(vectors)
    starts, seed = checked_starts(starts, seed)
    resamples = whole("resamples", resamples, 1, MOST_DRAWN)
    references = whole("references", references, 1, MOST_DRAWN)
    asked = [exact(k) for k in several("ks", ks, "a list of numbers of clusters")]
    x = _sample(x, seed)
    different = len(np.unique(x, axis=0))
    if len(x) < 2:
        raise ArgumentError("A single player is one cluster: give `k` as 1.")
    tried = sorted({k for k in asked if isinstance(k, int) and 1 <= k < max(different, 2)})
    if not tried or not all(isinstance(k, int) for k in asked):
        raise ArgumentError(
            f"`ks` must hold numbers from 1 to {max(different - 1, 1)}; got {shown(ks)}."
        )
    boxes = _boxes(x, references, seed)
    with one_thread():
        rows = [_criteria(x, k, boxes, resamples, starts, seed) for k in tried]
    return pd.DataFrame(rows).set_index("k")


def preferred(criteria: "pd.DataFrame") -> "pd.Series":
    """Return the number of clusters that each criterion of `choose_k` is for.

    The gap is for the first number whose gap is within one error of the largest (Dudoit and
    Fridlyand 2002), stability for the last number that is within one error of the most stable.

    Parameters
    ----------
    criteria
        What `choose_k` returned.

    Returns
    -------
    Series
        Indexed by criterion; without those that are undefined throughout.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"silhouette": [None, 0.4, 0.7, 0.5], "bic": [9.0, 5.0, 1.0, 2.0]})
    >>> preferred(table.set_axis([1, 2, 3, 4]).astype(float)).to_dict()
    {'silhouette': 3, 'bic': 3}
    """
    import pandas as pd

    found = {}
    criteria = columns_of("criteria", criteria, tuple(criteria_in(criteria)), "choose_k")
    for name in criteria.columns:
        column = criteria[name].dropna()
        if name in ("silhouette", "calinski_harabasz") and len(column):
            found[name] = column.idxmax()
        elif name in ("gap", "stability") and len(column):
            error = float(criteria[f"{name}_error"].to_numpy()[criteria[name].argmax()])
            near = column.index[column >= column.max() - error]
            found[name] = near.min() if name == "gap" else near.max()
        elif name == "bic" and len(column):
            found[name] = column.idxmin()
    return pd.Series(found, name="k", dtype=int)


def criteria_in(criteria: Any) -> list[str]:
    """Return the criteria that a frame has, and the errors that they need."""
    known = ("silhouette", "calinski_harabasz", "gap", "stability", "bic")
    found = [name for name in known if name in frame_of("criteria", criteria).columns]
    if not found:
        raise ArgumentError(
            f"`criteria` must have one of the columns {', '.join(known)}; got none of them."
        )
    return [*found, *(f"{name}_error" for name in found if name in ("gap", "stability"))]


def elected(criteria: "pd.DataFrame") -> int:
    """Return the number of clusters that most criteria prefer, the smallest of those that tie.

    A criterion that is for the largest number tried would perhaps be for more: it has no vote,
    unless all are.

    Parameters
    ----------
    criteria
        What `choose_k` returned.
    """
    preference = preferred(criteria)
    inside = preference[preference < criteria.index.max()]
    votes = (inside if len(inside) else preference).value_counts()
    return int(votes.index[votes == votes.max()].min())


def _sample(x: np.ndarray, seed: int) -> np.ndarray:
    """Return at most `SAMPLE` of the rows, in their order."""
    if len(x) <= SAMPLE:
        return x
    return x[np.sort(np.random.default_rng(seed).choice(len(x), SAMPLE, replace=False))]


def _criteria(
    x: np.ndarray, k: int, boxes: list[np.ndarray], resamples: int, starts: int, seed: int
) -> dict[str, float]:
    """Return a row of `choose_k`."""
    needed("sklearn", "learn", "to cluster players")
    from sklearn.metrics import adjusted_rand_score, calinski_harabasz_score, silhouette_score

    fit = fit_kmeans(x, k, starts, "k-means++", seed)
    logs = [np.log(fit_kmeans(box, k, starts, "k-means++", seed).inertia_) for box in boxes]
    agreements = []
    for pair in range(resamples if k > 1 else 0):
        rng = np.random.default_rng((seed, k, pair))
        one, two = (
            _nearest(x, _refit(x[np.sort(rng.integers(len(x), size=len(x)))], k, starts, seed))
            for _ in range(2)
        )
        agreements.append(adjusted_rand_score(one, two))
    some = bool(agreements)
    return {
        "k": k,
        "inertia": fit.inertia_,
        "silhouette": silhouette_score(x, fit.labels_) if k > 1 else np.nan,
        "calinski_harabasz": calinski_harabasz_score(x, fit.labels_) if k > 1 else np.nan,
        "gap": np.mean(logs) - np.log(fit.inertia_),
        "gap_error": np.std(logs) * np.sqrt(1 + 1 / len(boxes)),
        "stability": np.mean(agreements) if some else np.nan,
        "stability_error": np.std(agreements) / np.sqrt(resamples) if some else np.nan,
        "bic": fit_mixture(x, k, 1, seed).bic(x),
    }


def _refit(x: np.ndarray, k: int, starts: int, seed: int) -> np.ndarray:
    """Return (k, d) centres in a resample, fewer where it has fewer different vectors."""
    k = min(k, len(np.unique(x, axis=0)))
    centres: np.ndarray = fit_kmeans(x, k, starts, "k-means++", seed).cluster_centers_
    return centres


def _nearest(x: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return (n,) number of the nearest centre."""
    distance = (centres**2).sum(axis=1) - 2 * x @ centres.T
    return np.asarray(distance.argmin(axis=1))


def _boxes(x: np.ndarray, references: int, seed: int) -> list[np.ndarray]:
    """Return sets of (n, d) uniform points in the box around x along its principal axes."""
    mean = x.mean(axis=0)
    _, _, axes = np.linalg.svd(x - mean, full_matrices=False)
    turned = (x - mean) @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    drawn = (
        np.random.default_rng((seed, box)).uniform(low, high, turned.shape)
        for box in range(references)
    )
    return [each @ axes + mean for each in drawn]
