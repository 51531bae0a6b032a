"""What clusters show of themselves: how large they are, and how their players behave."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tournament.interactive.card import Share, Table, shortened_rows

if TYPE_CHECKING:
    from analysis.learning.clusters.clusters import Clusters

FIRST, COLUMNS = 10, 5  # clusters and coordinates that are shown


def table(clusters: "Clusters", names: Sequence[str] = ()) -> Table:
    """Return the clusters with their sizes and the first coordinates of their centres.

    Parameters
    ----------
    clusters
        What a clustering found.
    names
        Of the clusters; their numbers, if there are none.
    """
    centres = clusters.centres.iloc[:, :COLUMNS]
    players = int(clusters.sizes.sum())
    rows = [
        (
            names[place] if names else f"{number}",
            f"{clusters.sizes[number]:,}",
            Share(clusters.sizes[number] / players),
            *(f"{value:.2f}" for value in centres.loc[number]),
        )
        for place, number in enumerate(clusters.sizes.index)
    ]
    shown, more = shortened_rows(rows, FIRST, "cluster")
    return Table(("cluster", "players", "share", *map(str, centres.columns)), shown, more=more)
