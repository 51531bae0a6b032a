"""A sentence on pairs that were computed rather than played."""

from typing import TYPE_CHECKING

import numpy as np

from tournament.interactive.words import count

if TYPE_CHECKING:
    from tournament.results.tournament import Results


def exactness(results: "Results") -> str:
    """Return how many pairs are exact, and what that means; empty where none is.

    Parameters
    ----------
    results
        Of any tournament.
    """
    exact = results.tallies.exact
    if exact is None:
        return ""
    met = np.sort(results.matches, axis=1)
    pairs, known = (len(np.unique(which, axis=0)) for which in (met, met[exact]))
    if known == pairs:
        what = "All pairs are exact" if pairs > 1 else "The pair is exact"
        return f"{what}: what is expected was computed, and nothing was played."
    are = "is" if known == 1 else "are"
    return (
        f"{known:,} of {count(pairs, 'pair')} {are} exact: what is expected was computed, without"
        " error. The others were played."
    )
