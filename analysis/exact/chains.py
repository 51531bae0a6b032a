"""Markov chains without end: which states they end in, and what they pay in the long run.

Legend: n states, k kinds of pay. P is (n, n), the chances from a state (row) to the next (column).
"""

import numpy as np

MOST_STATES = 3000
"""Of a chain whose equations are solved once, as a full table: about five seconds."""


def component_of(then: list[list[int]]) -> np.ndarray:
    """Return (n,) the number of the strongly connected component that each state of a graph is in.

    Parameters
    ----------
    then
        (n,) the next states of each state.

    Notes
    -----
    Source: Tarjan (1972), "Depth-first search and linear graph algorithms".

    Examples
    --------
    >>> component_of([[1], [0, 2], [2]]).tolist()
    [1, 1, 0]
    """
    found, groups = np.empty(len(then), np.int64), 0
    index, low = [-1] * len(then), [0] * len(then)
    open_states: list[int] = []
    is_open = [False] * len(then)
    count = 0
    for root in range(len(then)):
        path = [(root, 0)] if index[root] < 0 else []
        while path:
            state, edge = path.pop()
            if not edge:
                index[state] = low[state] = count
                count += 1
                open_states.append(state)
                is_open[state] = True
            for place in range(edge, len(then[state])):
                other = then[state][place]
                if index[other] < 0:
                    path += [(state, place + 1), (other, 0)]
                    break
                if is_open[other]:
                    low[state] = min(low[state], low[other])
            else:
                if low[state] == index[state]:
                    found[_closed(open_states, is_open, state)] = groups
                    groups += 1
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[state])
    return found


def _closed(open_states: list[int], is_open: list[bool], state: int) -> list[int]:
    """Return the component that ends with a state, taken from the open states."""
    at = open_states.index(state)
    group = open_states[at:]
    del open_states[at:]
    for one in group:
        is_open[one] = False
    return group


def gain(P: np.ndarray, pay: np.ndarray) -> np.ndarray:
    """Return (n, k) what a chain pays per turn in the long run, from each state.

    States are taken out one by one, and those that remain pay for them. Nothing is subtracted, so
    rare events keep their digits.

    Parameters
    ----------
    P
        (n, n) chances.
    pay
        (n, k) mean pay of a turn in each state.

    Notes
    -----
    Source: Grassmann, Taksar and Heyman (1985), "Regenerative analysis and steady state
    distributions for Markov chains".

    Examples
    --------
    >>> gain(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1.0], [3.0]])).tolist()
    [[2.0], [2.0]]
    """
    P, least, time = P.copy(), pay.min(axis=0), np.ones((len(P), 1))
    paid = pay - least
    kept = np.ones(len(P), bool)
    taken = []
    root = np.zeros(len(P), bool)
    root[[group[0] for group in closed_classes(P)]] = True
    for state in np.flatnonzero(~root):
        kept[state] = False
        after, before = np.flatnonzero(P[state] * kept), np.flatnonzero(P[:, state] * kept)
        total = P[state, after].sum()
        share, often = P[state, after] / total, P[before, state]
        P[np.ix_(before, after)] += np.outer(often, share)
        paid[before] += np.outer(often, paid[state] / total)
        time[before] += np.outer(often, time[state] / total)
        taken.append((state, after, share))
    found = paid / time
    for state, after, share in reversed(taken):
        found[state] = share @ found[after]
    return np.asarray(found + least)


def bias(P: np.ndarray, pay: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Return (n, k) how far each state is ahead: the sum of all that is paid beyond the mean.

    It is known up to a constant for each closed class, where the first state is at 0:
    `mean + bias = pay + P @ bias`.

    Parameters
    ----------
    P
        (n, n) chances.
    pay
        (n, k) mean pay of a turn in each state.
    mean
        (n, k) the `gain`.

    Notes
    -----
    Source: Puterman (1994), "Markov decision processes", section 9.2.

    Examples
    --------
    >>> swap, pay = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1.0], [3.0]])
    >>> bias(swap, pay, gain(swap, pay)).tolist()
    [[0.0], [1.0]]
    """
    found, leaving, passing = np.zeros_like(pay), _leaving(P), np.ones(len(P), bool)
    for group in closed_classes(P):
        passing[group] = False
        found[group[1:]] = solved(leaving[np.ix_(group, group)], pay[group])[1:]
    if passing.any():
        ahead = pay[passing] - mean[passing] + P[np.ix_(passing, ~passing)] @ found[~passing]
        found[passing] = np.linalg.solve(leaving[np.ix_(passing, passing)], ahead)
    return found


def closed_classes(P: np.ndarray) -> list[np.ndarray]:
    """Return the sets of states that a chain never leaves and that have no such set within.

    Examples
    --------
    >>> [states.tolist() for states in closed_classes(np.array([[0.5, 0.5], [0.0, 1.0]]))]
    [[1]]
    """
    groups = component_of([np.flatnonzero(row).tolist() for row in P])
    leaves = ((P > 0) & (groups[:, None] != groups)).any(axis=1)
    closed = np.setdiff1d(groups, groups[leaves])
    return [np.flatnonzero(groups == number) for number in closed]


def solved(matrix: np.ndarray, pay: np.ndarray) -> np.ndarray:
    """Return (n, k) x with x[0] + matrix @ (0, x[1:]) = pay: what is paid, and who is ahead.

    Parameters
    ----------
    matrix
        (n, n) the identity less the chances, which may count less than 1; one closed class.
    pay
        (n, k) pay.
    """
    bordered = matrix.copy()
    bordered[:, 0] = 1
    return np.linalg.solve(bordered, pay)


def continued(P: np.ndarray, pay: np.ndarray, continuation: float) -> tuple[np.ndarray, np.ndarray]:
    """Return mean pay per turn from state 0 where each turn follows with some chance, and who is
    ahead.

    Parameters
    ----------
    P
        (n, n) chances.
    pay
        (n, k) mean pay of a turn in each state.
    continuation
        The chance that another turn follows, below 1.

    Returns
    -------
    mean, ahead
        (k,) (1 - c) times the sum of c ** t times the pay of turn t; (n, k) the sum of pay that
        follows each state, less that of state 0.

    Examples
    --------
    >>> swap, pay = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.0], [3.0]])
    >>> continued(swap, pay, 0.5)[0].tolist()  # 3 / 2 in turn 2, 3 / 8 in turn 4, ...; half of all
    [1.0]
    """
    ends = (1 - continuation) * np.eye(len(P))
    values = solved(ends + continuation * _leaving(P), pay)
    return values[0], np.vstack([np.zeros_like(values[:1]), values[1:]])


def _leaving(P: np.ndarray) -> np.ndarray:
    """Return the identity less the chances; what leaves a state is summed, so that rare events keep
    their digits.
    """
    others = P.copy()
    np.fill_diagonal(others, 0)
    return np.asarray(np.diag(others.sum(axis=1)) - others)
