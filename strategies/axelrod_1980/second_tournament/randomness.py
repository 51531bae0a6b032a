"""How the programs compare with the random number that they are given each turn.

The number was of single precision. `R < T` is `me.chance(np.float32(T))`, `R >= T` the opposite of
it. `R <= T` is `me.chance(at_most(T))`, `R > T` the opposite of that.
"""

import numpy as np


def at_most(limit):
    """Return the chance that a number of single precision is at most `limit`: a little above it,
    and below the next such number."""
    return float(np.float32(limit)) * (1 + 2.0**-25) + 2.0**-150
