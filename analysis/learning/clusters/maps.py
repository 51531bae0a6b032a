"""Maps of behaviour: players on a plane, and how densely they lie there.

Legend: n players, d coordinates of behaviour.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import numbers_of
from analysis.learning.clusters.fits import in_order
from tournament.errors import ArgumentError, needed

if TYPE_CHECKING:
    import pandas as pd


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
        x = numbers_of("vectors", vectors)
        if x.shape[1] != len(self.mean):
            raise ArgumentError(
                f"`vectors` must have {len(self.mean)} columns, as those of the map; got"
                f" {x.shape[1]}."
            )
        placed: np.ndarray = (x - self.mean) @ self.loadings.to_numpy()
        return placed


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

    Examples
    --------
    >>> import pandas as pd
    >>> vectors = pd.DataFrame({"CC": [1.0, 0.9, 0.0, 0.1, 0.2], "DD": [1.0, 1.0, 0.0, 0.0, 0.1]})
    >>> principal_axes(vectors).explained.round(2).tolist()
    [1.0, 0.0]
    """
    import pandas as pd

    x, _ = in_order(vectors)
    if x.shape[1] < 2:
        raise ArgumentError("A map needs at least 2 coordinates of behaviour; here is 1.")
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
    needed("scipy", "learn", "to draw maps of behaviour")
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
