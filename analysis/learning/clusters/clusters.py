"""What a clustering found: who belongs together, numbered from 1, the largest cluster first.

Legend: n players, d coordinates of behaviour, k clusters.
"""

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.learning.clusters.showing import table
from tournament.interactive.card import Card, as_text
from tournament.interactive.html import as_html
from tournament.interactive.words import count

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Clusters:
    """What a clustering found.

    labels
        (n,) number of each player's cluster, from 1, in the order of the vectors.
    centres
        (k, d) mean vector of each cluster, indexed by its number.
    sizes
        (k,) players of each cluster.
    inertia
        Sum of squared distances to the centres: what k-means makes small.
    """

    labels: "pd.Series"
    centres: "pd.DataFrame"
    sizes: "pd.Series"
    inertia: float

    @property
    def kinds(self) -> "pd.Series":
        """Return `labels`, by an earlier name."""
        warnings.warn("`kinds` of clusters is now `labels`.", DeprecationWarning, stacklevel=2)
        return self.labels

    def card(self) -> Card:
        """Return what clusters show of themselves."""
        groups, players = count(len(self.sizes), "cluster"), count(len(self.labels), "player")
        return Card(f"Clusters: {groups} of {players}", parts=[table(self)])

    def __repr__(self) -> str:
        return as_text(self.card())

    def _repr_html_(self) -> str:
        return as_html(self.card())


def numbered(
    found: np.ndarray, x: np.ndarray, order: np.ndarray, vectors: "pd.DataFrame"
) -> Clusters:
    """Return clusters from labels `found` (n,) of the sorted players."""
    import pandas as pd

    _, found = np.unique(found, return_inverse=True)
    sizes = np.bincount(found)
    sums = np.stack([np.bincount(found, column) for column in x.T], axis=1)
    centres = sums / sizes[:, None]
    rank = np.lexsort((*centres.T[::-1], -sizes))
    labels = np.empty(len(x), int)
    labels[order] = np.argsort(rank)[found] + 1
    index = numbers(len(sizes))
    return Clusters(
        pd.Series(labels, vectors.index, name="kind"),
        pd.DataFrame(centres[rank], index, vectors.columns),
        pd.Series(sizes[rank], index, name="players"),
        float(((x - centres[found]) ** 2).sum()),
    )


def numbers(k: int) -> "pd.Index":
    """Return the numbers of k clusters, from 1, as an index."""
    import pandas as pd

    return pd.RangeIndex(1, k + 1, name="kind")
