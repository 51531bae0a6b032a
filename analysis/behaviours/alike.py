"""Players that earn alike stand together: an order for the rows of a table of payoffs.

Every report has it, so it stands here and needs no SciPy. (SciPy's `optimal_ordering` finds longer
orders than the shortest.)

Legend: n players; p and q members of two groups that join.
"""

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

    if len(frame) < 3:
        return [str(name) for name in frame.index]
    values = frame.to_numpy(float)
    features = np.hstack([values, values.T])
    mean = pd.DataFrame(features).mean().fillna(0.0).to_numpy()
    features = np.where(np.isnan(features), mean, features)
    distances = np.array([np.sqrt(((features - own) ** 2).sum(axis=1)) for own in features])
    order = _turned(_joined(distances), distances)
    half, rest = len(order) // 2, len(order) - len(order) // 2
    paid = np.nan_to_num(values[order]).mean(axis=1)
    if paid[:half].sum() < paid[rest:].sum():
        order = order[::-1]
    return [str(name) for name in frame.index[order]]


def _joined(distances: np.ndarray) -> list[tuple[int, int]]:
    """Return which groups join, nearest first, by average linkage (Sokal and Michener 1958).

    Players are groups 0 to n - 1. The group of join i is n + i.
    """
    n = len(distances)
    between = distances + np.diag(np.full(n, np.inf))
    group, size, joins = np.arange(n), np.ones(n), []
    for join in range(n - 1):
        one, other = divmod(int(between.argmin()), n)
        if size[one] < size[other]:  # what follows is fast where the other one is small
            one, other = other, one
        joins.append((int(group[one]), int(group[other])))
        both = size[one] * between[one] + size[other] * between[other]
        size[one] += size[other]
        between[one] = between[:, one] = both / size[one]
        between[other] = between[:, other] = between[one, one] = np.inf
        group[one] = n + join
    return joins


def _turned(joins: list[tuple[int, int]], distances: np.ndarray) -> list[int]:
    """Return the players in the order of a tree's leaves in which neighbours are nearest in sum.

    An order of a group begins in one of the groups that joined and ends in the other. The shortest
    orders of a group, by their two ends, follow from those of the two groups.
    """
    n = len(distances)
    members = [[player] for player in range(n)]
    shortest = [np.empty((1, 0)) for _ in range(n)]  # of each group: from one end to the other
    for one, other in joins:
        steps = distances[np.ix_(members[one], members[other])]
        ways = _nearest(_both_ways(shortest[one]), steps)
        shortest.append(_nearest(ways, _both_ways(shortest[other])))
        members.append(members[one] + members[other])
    first, last = divmod(int(shortest[-1].argmin()), shortest[-1].shape[1])
    order: list[int] = []
    open_ends = [(len(members) - 1, first, len(shortest[-1]) + last)]
    while open_ends:
        group, first, last = open_ends.pop()
        if group < n:
            order.append(group)
            continue
        (one, other), size = joins[group - n], len(shortest[group])
        if first >= size:  # the order runs the other way
            one, other, first = other, one, first - size
        else:
            last -= size
        steps = distances[np.ix_(members[one], members[other])]
        before, after = _both_ways(shortest[one])[first], _both_ways(shortest[other])[last]
        ways = before[:, None] + steps + after
        left, right = divmod(int(ways.argmin()), len(after))
        open_ends += [(other, right, last), (one, first, left)]
    return order


def _both_ways(lengths: np.ndarray) -> np.ndarray:
    """Return (p + q, p + q) lengths from each player of a group to each, from (p, q) lengths.

    No order has both ends among the first p players, nor among the other q.
    """
    if not lengths.size:  # one player alone
        return np.zeros((1, 1))
    never = [np.full((size, size), np.inf) for size in lengths.shape]
    return np.block([[never[0], lengths], [lengths.T, never[1]]])


def _nearest(lengths: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Return (p, r) the shortest of ways over (p, q) lengths and then (q, r) steps."""
    return np.stack([(lengths + step).min(axis=1) for step in steps.T], axis=1)
