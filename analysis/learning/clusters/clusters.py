"""What a clustering found: who belongs together, numbered from 1, the largest cluster first.

Legend: n players, d coordinates of behaviour, k clusters.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


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


def numbered(
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
    index = numbers(len(sizes))
    return Clusters(
        pd.Series(kinds, vectors.index, name="kind"),
        pd.DataFrame(centres[rank], index, vectors.columns),
        pd.Series(sizes[rank], index, name="players"),
        float(((x - centres[labels]) ** 2).sum()),
    )


def numbers(k: int) -> "pd.Index":
    """Return the numbers of k clusters, from 1, as an index."""
    import pandas as pd

    return pd.RangeIndex(1, k + 1, name="kind")
