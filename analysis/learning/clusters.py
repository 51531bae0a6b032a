"""Kinds of player: clusters of behaviour vectors, how many there are, and maps of them.

Legend: n players, d coordinates of behaviour, k kinds. All functions take a frame of behaviour
vectors (n, d), a row a player, without gaps. Players are sorted by what they do before anything is
drawn or summed, so that neither the order of rows nor names have a part in what is found. Kinds are
numbered from 1, the largest first.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

STARTS = 50
"""Starts of k-means. One that finds the best in one of ten runs is missed by all of these in one
of 200 cases."""
SAMPLE = 2000
"""Most players that a criterion looks at: silhouettes take their number squared."""
BLUR = 0.05
"""Smallest standard deviation within a component: all who always defect are one point, and a
normal distribution around a point has no end of likelihood."""


@dataclass(frozen=True, eq=False)
class Clusters:
    """What a clustering found.

    kinds
        (n,) number of each player's kind, from 1, in the order of the vectors.
    centres
        (k, d) mean vector of each kind, indexed by kind.
    sizes
        (k,) players of each kind.
    inertia
        Sum of squared distances to the centres: what k-means makes small.
    """

    kinds: "pd.Series"
    centres: "pd.DataFrame"
    sizes: "pd.Series"
    inertia: float


@dataclass(frozen=True, eq=False)
class Mixture:
    """What a Gaussian mixture found.

    shares
        (n, k) probability that a player is of each kind, rows sum to 1.
    centres
        (k, d) mean vector of each kind.
    weights
        (k,) share of each kind among all.
    bic
        Bayesian information criterion: less is better.
    """

    shares: "pd.DataFrame"
    centres: "pd.DataFrame"
    weights: "pd.Series"
    bic: float


@dataclass(frozen=True, eq=False)
class Projection:
    """Players on a plane: the two directions in which they differ most (principal components).

    coordinates
        (n, 2) place of each player, columns 1 and 2.
    loadings
        (d, 2) what each coordinate of behaviour adds to a place.
    explained
        (2,) share of all variance along each direction.
    mean
        (d,) the vector that lies at 0, 0.
    """

    coordinates: "pd.DataFrame"
    loadings: "pd.DataFrame"
    explained: np.ndarray
    mean: np.ndarray

    def place(self, vectors: "pd.DataFrame") -> np.ndarray:
        """Return (m, 2) where other vectors (m, d) lie on this map."""
        placed: np.ndarray = (vectors.to_numpy(float) - self.mean) @ self.loadings.to_numpy()
        return placed


def kmeans(
    vectors: "pd.DataFrame",
    k: int,
    *,
    starts: int = STARTS,
    init: Literal["k-means++", "random"] = "k-means++",
    seed: int = 0,
) -> Clusters:
    """Return k kinds such that players are near the mean of their kind (k-means).

    Parameters
    ----------
    vectors
        (n, d) behaviour.
    k
        Number of kinds, at most that of different vectors.
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
    >>> kmeans(vectors, 2).kinds.tolist()
    [2, 2, 1, 1, 1]
    """
    x, order = _sorted(vectors)
    _check(k, x)
    with _one_thread():
        labels = _fit(x, k, starts, init, seed).labels_
    return _clusters(labels, x, order, vectors)


def starts_compared(
    vectors: "pd.DataFrame",
    k: int,
    *,
    starts: int = 100,
    init: Literal["k-means++", "random"] = "k-means++",
    seed: int = 0,
) -> "pd.DataFrame":
    """Return where k-means ends from each of many starts: its local optima.

    Parameters
    ----------
    vectors
        (n, d) behaviour.
    k
        Number of kinds.
    starts
        How many, each alone.
    init, seed
        As in `kmeans`.

    Returns
    -------
    DataFrame
        (starts,) best first: `inertia`; `agreement` with the best, adjusted Rand index, 1 if the
        kinds are the same and 0 if alike by chance only.

    Raises
    ------
    ValueError
        When vectors have gaps, or k is out of range.
    """
    import pandas as pd
    from sklearn.metrics import adjusted_rand_score

    x, _ = _sorted(vectors)
    _check(k, x)
    with _one_thread():
        ends = [_fit(x, k, 1, init, _seed(seed, start)) for start in range(starts)]
    ends.sort(key=lambda end: end.inertia_)
    return pd.DataFrame(
        {
            "inertia": [end.inertia_ for end in ends],
            "agreement": [adjusted_rand_score(ends[0].labels_, end.labels_) for end in ends],
        }
    )


def choose_k(
    vectors: "pd.DataFrame",
    ks: Iterable[int] = range(1, 9),
    *,
    resamples: int = 20,
    references: int = 10,
    starts: int = 5,
    seed: int = 0,
) -> "pd.DataFrame":
    """Return what several criteria say about numbers of kinds, side by side.

    Of more than `SAMPLE` players so many are drawn, and looked at by all criteria.

    Parameters
    ----------
    vectors
        (n, d) behaviour.
    ks
        Numbers of kinds to try; those that are not below the number of different vectors are left
        out.
    resamples
        Pairs of resamples whose kinds are compared, for the stability.
    references
        Sets of uniform points, for the gap.
    starts
        Of each k-means.
    seed
        Of all that is drawn.

    Returns
    -------
    DataFrame
        Indexed by `k`: `inertia`; `silhouette` (Rousseeuw 1987), -1 to 1, most is best;
        `calinski_harabasz` (1974), variance between kinds to that within, most is best; `gap`
        (Tibshirani, Walther and Hastie 2001), log of the inertia of uniform points in the box of
        the principal components, less that of the players, and `gap_error`; `stability` (Fang and
        Wang 2012), mean agreement of kinds found in two bootstrap resamples, adjusted Rand index;
        and `stability_error`; `bic` of a Gaussian mixture, least is best. NaN where a criterion is
        not defined for 1.

    Raises
    ------
    ValueError
        When vectors have gaps, or no number is in range.
    """
    import pandas as pd

    x, _ = _sorted(vectors)
    x = _sample(x, seed)
    different = len(np.unique(x, axis=0))
    tried = sorted({k for k in ks if 1 <= k < max(different, 2)})
    if not tried:
        raise ValueError(f"`ks` must hold numbers from 1 to {max(different - 1, 1)}; got {ks!r}.")
    boxes = _boxes(x, references, seed)
    with _one_thread():
        rows = [_criteria(x, k, boxes, resamples, starts, seed) for k in tried]
    return pd.DataFrame(rows).set_index("k")


def preferred(criteria: "pd.DataFrame") -> "pd.Series":
    """Return the number of kinds that each criterion of `choose_k` is for.

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
    for name in criteria.columns:
        column = criteria[name].dropna()
        if name in ("silhouette", "calinski_harabasz") and len(column):
            found[name] = column.idxmax()
        elif name in ("gap", "stability") and len(column):
            error = float(criteria[f"{name}_error"].to_numpy()[criteria[name].argmax()])
            near = column.index[column >= column.max() - error]
            found[name] = near.min() if name == "gap" else near.max()
        elif name == "bic":
            found[name] = column.idxmin()
    return pd.Series(found, name="k", dtype=int)


def gaussian_mixture(vectors: "pd.DataFrame", k: int, *, starts: int = 5, seed: int = 0) -> Mixture:
    """Return k kinds that overlap: for each player the probability of each.

    Parameters
    ----------
    vectors
        (n, d) behaviour.
    k
        Number of kinds, at most that of different vectors.
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
    """
    import pandas as pd

    x, order = _sorted(vectors)
    _check(k, x)
    with _one_thread():
        model = _mixture(x, k, starts, seed)
    rank = np.lexsort((*model.means_.T[::-1], -model.weights_))
    index = _numbers(k)
    back = np.argsort(order, kind="stable")
    return Mixture(
        pd.DataFrame(model.predict_proba(x)[back][:, rank], vectors.index, index),
        pd.DataFrame(model.means_[rank], index, vectors.columns),
        pd.Series(model.weights_[rank], index, name="weight"),
        float(model.bic(x)),
    )


def hierarchy(
    vectors: "pd.DataFrame", method: Literal["ward", "average", "complete", "single"] = "ward"
) -> np.ndarray:
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
    """
    from scipy.cluster.hierarchy import linkage

    x, order = _sorted(vectors)
    if len(x) < 2:
        raise ValueError("A hierarchy needs at least 2 players; here is 1.")
    joined: np.ndarray = linkage(x, method)
    pairs = joined[:, :2].astype(int)
    players = pairs < len(x)
    joined[:, :2] = np.where(players, order[np.where(players, pairs, 0)], pairs)
    return joined


def cut(vectors: "pd.DataFrame", joined: np.ndarray, k: int) -> Clusters:
    """Return the k kinds that a hierarchy falls into when its last k - 1 steps are undone.

    Parameters
    ----------
    vectors
        (n, d) behaviour.
    joined
        What `hierarchy` returned for them.
    k
        Number of kinds.

    Raises
    ------
    ValueError
        When k is out of range.
    """
    from scipy.cluster.hierarchy import fcluster

    x, order = _sorted(vectors)
    _check(k, x)
    return _clusters(fcluster(joined, k, "maxclust")[order] - 1, x, order, vectors)


def principal_axes(vectors: "pd.DataFrame") -> Projection:
    """Return the map on which players lie as far apart as a plane allows (PCA).

    Each direction points to where its largest loading is positive.

    Parameters
    ----------
    vectors
        (n, d) behaviour, d at least 2.

    Raises
    ------
    ValueError
        When vectors have gaps, or one column only.

    Notes
    -----
    Source: Pearson (1901); Hotelling (1933).
    """
    import pandas as pd

    x, _ = _sorted(vectors)
    if x.shape[1] < 2:
        raise ValueError("A map needs at least 2 coordinates of behaviour; here is 1.")
    mean = x.mean(axis=0)
    _, sizes, axes = np.linalg.svd(x - mean, full_matrices=len(x) < x.shape[1])
    axes = axes[:2].T
    axes *= np.where(np.take_along_axis(axes, np.abs(axes).argmax(axis=0)[None], 0) < 0, -1, 1)
    power = np.r_[sizes**2, 0.0][:2]
    columns = pd.Index([1, 2], name="direction")
    return Projection(
        pd.DataFrame((vectors.to_numpy(float) - mean) @ axes, vectors.index, columns),
        pd.DataFrame(axes, vectors.columns, columns),
        power / max(float((sizes**2).sum()), 1e-300),
        mean,
    )


def density(
    coordinates: "pd.DataFrame", cells: int = 120
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how densely players lie on a map (kernel density estimate).

    A normal kernel with Scott's (1992) bandwidth along each direction, at least a hundredth of the
    map's width; players are counted in cells first, so any number of them takes the same time.

    Parameters
    ----------
    coordinates
        (n, 2) places on a map, as in `Projection`.
    cells
        Of the grid, along each direction.

    Returns
    -------
    x, y, density
        (cells,), (cells,) middles of cells; (cells, cells) players per unit of area, divided by n:
        first axis x. It sums to 1, up to what lies beyond the grid.
    """
    from scipy.ndimage import gaussian_filter

    at = coordinates.to_numpy(float)
    span = max(float(np.ptp(at, axis=0).max()), 1e-9)
    width = np.maximum(at.std(axis=0) * len(at) ** (-1 / 6), span / 100)
    low, high = at.min(axis=0) - 3 * width, at.max(axis=0) + 3 * width
    edges = [np.linspace(low[i], high[i], cells + 1) for i in (0, 1)]
    counts, *_ = np.histogram2d(at[:, 0], at[:, 1], bins=edges)
    step = (high - low) / cells
    smooth = gaussian_filter(counts, width / step, mode="constant", truncate=6)
    x, y = (edge[:-1] + edge[1:] for edge in edges)
    return x / 2, y / 2, smooth / (len(at) * step.prod())


# -- inside ---------------------------------------------------------------------------------------


def _sorted(vectors: "pd.DataFrame") -> tuple[np.ndarray, np.ndarray]:
    """Return (n, d) vectors in an order that follows from them, and (n,) where each came from."""
    x = vectors.to_numpy(float)
    if not x.size:
        raise ValueError("`vectors` must hold at least one player and one coordinate; got none.")
    if not np.isfinite(x).all():
        row, column = np.argwhere(~np.isfinite(x))[0]
        raise ValueError(
            f"`vectors` must have no gaps; player {vectors.index[row]!r} has none at"
            f" {vectors.columns[column]!r}. Estimate with a prior."
        )
    order = np.lexsort(x.T[::-1])
    return np.ascontiguousarray(x[order]), order


def _check(k: int, x: np.ndarray) -> None:
    different = len(np.unique(x, axis=0))
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or not 1 <= k <= different:
        raise ValueError(
            f"`k` must be a whole number from 1 to {different}, the number of different behaviours;"
            f" got {k!r}."
        )


def _sample(x: np.ndarray, seed: int) -> np.ndarray:
    """Return at most `SAMPLE` of the rows, in their order."""
    if len(x) <= SAMPLE:
        return x
    return x[np.sort(np.random.default_rng(seed).choice(len(x), SAMPLE, replace=False))]


def _one_thread() -> Any:
    """Return a `with` block in which scikit-learn uses one thread: sums then come out the same to
    the last bit, and small problems are not slowed down by threads that wait for each other."""
    import sklearn.cluster  # noqa: F401  # what is not loaded cannot be limited
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


def _seed(*parts: int) -> int:
    """Return a seed for scikit-learn, which takes 32 bits."""
    return int(np.random.SeedSequence(parts).generate_state(1)[0])


def _fit(x: np.ndarray, k: int, starts: int, init: str, seed: int) -> Any:
    from sklearn.cluster import KMeans

    return KMeans(k, init=init, n_init=starts, random_state=seed).fit(x)


def _criteria(
    x: np.ndarray, k: int, boxes: list[np.ndarray], resamples: int, starts: int, seed: int
) -> dict[str, float]:
    """Return a row of `choose_k`."""
    from sklearn.metrics import adjusted_rand_score, calinski_harabasz_score, silhouette_score

    fit = _fit(x, k, starts, "k-means++", seed)
    logs = [np.log(_fit(box, k, starts, "k-means++", seed).inertia_) for box in boxes]
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
        "bic": _mixture(x, k, 1, seed).bic(x),
    }


def _refit(x: np.ndarray, k: int, starts: int, seed: int) -> np.ndarray:
    """Return (k, d) centres in a resample, fewer where it has fewer different vectors."""
    k = min(k, len(np.unique(x, axis=0)))
    centres: np.ndarray = _fit(x, k, starts, "k-means++", seed).cluster_centers_
    return centres


def _nearest(x: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return (n,) number of the nearest centre."""
    distance = (centres**2).sum(axis=1) - 2 * x @ centres.T
    return np.asarray(distance.argmin(axis=1))


def _mixture(x: np.ndarray, k: int, starts: int, seed: int) -> Any:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    model = GaussianMixture(
        k, covariance_type="diag", reg_covar=BLUR**2, n_init=starts, max_iter=300, random_state=seed
    )
    with warnings.catch_warnings():
        # of its k-means, where a sample has fewer different players, and of slow last steps
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(x)


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


def _numbers(k: int) -> "pd.Index":
    import pandas as pd

    return pd.RangeIndex(1, k + 1, name="kind")


def _clusters(
    labels: np.ndarray, x: np.ndarray, order: np.ndarray, vectors: "pd.DataFrame"
) -> Clusters:
    """Return clusters from labels (n,) of the sorted players."""
    import pandas as pd

    _, labels = np.unique(labels, return_inverse=True)
    sizes = np.bincount(labels)
    sums = np.stack([np.bincount(labels, column) for column in x.T], axis=1)
    centres = sums / sizes[:, None]
    rank = np.lexsort((*centres.T[::-1], -sizes))
    kinds = np.empty(len(x), int)
    kinds[order] = np.argsort(rank)[labels] + 1
    index = _numbers(len(sizes))
    return Clusters(
        pd.Series(kinds, vectors.index, name="kind"),
        pd.DataFrame(centres[rank], index, vectors.columns),
        pd.Series(sizes[rank], index, name="players"),
        float(((x - centres[labels]) ** 2).sum()),
    )
