"""The colours of types: the same in every picture of a population."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette

if TYPE_CHECKING:
    import pandas as pd

COLOURED = len(palette.SERIES) - 1
"""Most types that have a colour; black is for lines."""
KNOWN = {
    "always_cooperate": palette.COOPERATES,
    "C": palette.COOPERATES,
    "always_defect": palette.DEFECTS,
    "D": palette.DEFECTS,
}
"""Who does what in every match has the colour of that move."""


def colours_of(names: Sequence[str], chosen: Sequence[str] | None = None) -> list[str]:
    """Return a colour for each type: grey for those that are not chosen.

    Parameters
    ----------
    names
        Of all types, in their order.
    chosen
        Those that have a colour, at most `COLOURED`; None for the first ones.

    Examples
    --------
    >>> colours = colours_of(["joss", "always_defect", "grudger"], ["always_defect", "grudger"])
    >>> colours == [palette.PALE, palette.DEFECTS, palette.SERIES[0]]
    True
    """
    coloured = list(names if chosen is None else chosen)[:COLOURED]
    own = {name: KNOWN[name] for name in coloured if name in KNOWN}
    free = iter(colour for colour in palette.SERIES[:COLOURED] if colour not in own.values())
    found = own | {name: next(free) for name in names if name in coloured and name not in own}
    return [found.get(name, palette.PALE) for name in names]


def foremost(shares: "pd.DataFrame", most: int = COLOURED) -> list[str]:
    """Return the types with the largest shares at any time after the start, in their order.

    Parameters
    ----------
    shares
        (generations, types).
    most
        How many.

    Examples
    --------
    >>> import pandas as pd
    >>> foremost(pd.DataFrame([[0.8, 0.1, 0.1], [0.0, 0.3, 0.7]], columns=["a", "b", "c"]), 2)
    ['b', 'c']
    """
    values = shares.to_numpy(float)
    later = values[1:] if len(values) > 1 else values
    first = np.lexsort((np.arange(values.shape[1]), -values[-1], -later.max(axis=0)))[:most]
    return [str(shares.columns[k]) for k in sorted(first.tolist())]
