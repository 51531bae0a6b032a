"""From clusters to strategies: the centre of each cluster, and its members.

A cluster becomes two strategies. Its centre (`kind_1`) cooperates with the mean probability of its
members in each state. Its members (`kind_1_members`) draw one of them at the start of a match, and
play as that one did. If half of a cluster always cooperates and half never does, its centre tosses
coins, which nobody did. Then the second strategy says more.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.learning.clusters.clusters import Clusters
from analysis.learning.learned.rules import any_kind, kind
from tournament import outcomes

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Strategy

MEMBERS = 200
"""Most members of a cluster that its strategy draws from; if there are more, so many are drawn."""
DIGITS = 4
"""Decimals of learned probabilities: strategies are the same however sums were rounded."""


def strategies_of(
    vectors: "pd.DataFrame", clusters: Clusters, name: str, seed: int
) -> "dict[str, Strategy]":
    """Return centres, members of each cluster, members of all, and the average of all."""

    def members(rows: "pd.DataFrame", stream: int) -> np.ndarray:
        """Return at most `MEMBERS` of the rows, in an order that follows from them."""
        x = rows.to_numpy().round(DIGITS)
        x = x[np.lexsort(x.T[::-1])]
        if len(x) > MEMBERS:
            rng = np.random.default_rng((seed, stream))
            x = x[np.sort(rng.choice(len(x), MEMBERS, replace=False))]
        return x

    source = "\n\nSource: learned from play."
    centres, drawn = {}, {}
    for i, size in enumerate(clusters.sizes, 1):
        centre, each = clusters.centres.iloc[i - 1].round(DIGITS), f"{name}_{i}"
        whose = f"{size:,} of {len(vectors):,} players"
        centres[each] = kind(centre.to_numpy()).named(
            each,
            f"Play like the mean of {whose}: {_in_words(centre)}.{source}",
        )
        drawn[f"{each}_members"] = any_kind(members(vectors[clusters.labels == i], i)).named(
            f"{each}_members",
            f"Draw one of {whose} at the start, and play as it did.{source}",
        )
    return {
        **centres,
        **drawn,
        f"any_{name}": any_kind(members(vectors, 0)).named(f"any_{name}", any_kind.doc),
        name: kind(vectors.mean().to_numpy().round(DIGITS)).named(name, kind.doc),
    }


def _in_words(rates: "pd.Series") -> str:
    """Return what a memory-one rule does, as a clause."""
    first, *after = (f"{rates[state]:.2f}" for state in outcomes.STATES)
    said = ", ".join(f"{p} after {s}" for p, s in zip(after, outcomes.NAMES, strict=True))
    return f"C with probability {first} first, {said}"
