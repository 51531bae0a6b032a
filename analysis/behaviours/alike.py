"""Players that earn alike stand together: an order for the rows of a table of payoffs."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def alike(frame: "pd.DataFrame") -> list[str]:
    """Return the players in an order in which neighbours earn alike, and let others earn alike.

    Average linkage of rows and columns together, leaves turned so that neighbours are as near as
    possible (Bar-Joseph, Gifford and Jaakkola 2001). The half with the higher payoffs comes first.

    Parameters
    ----------
    frame
        (players, players) payoff of row against column; NaN where they did not play.

    Examples
    --------
    >>> import pandas as pd
    >>> payoffs = pd.DataFrame([[3, 0, 3], [5, 1, 5], [2, 0, 3]], list("abc"), list("abc"))
    >>> alike(payoffs)
    ['b', 'a', 'c']
    """
    import pandas as pd
    from scipy.cluster.hierarchy import leaves_list, linkage

    if len(frame) < 3:
        return [str(name) for name in frame.index]
    values = frame.to_numpy(float)
    features = np.hstack([values, values.T])
    mean = pd.DataFrame(features).mean().fillna(0.0).to_numpy()
    features = np.where(np.isnan(features), mean, features)
    order = leaves_list(linkage(features, "average", optimal_ordering=True))
    half, rest = len(order) // 2, len(order) - len(order) // 2
    paid = np.nan_to_num(values[order]).mean(axis=1)
    if paid[:half].sum() < paid[rest:].sum():
        order = order[::-1]
    return [str(name) for name in frame.index[order]]
