"""Closed classes of a chain: where it stays."""

import numpy as np


def closed_classes(n: int, source: np.ndarray, to: np.ndarray) -> list[list[int]]:
    """Return the sets of states that are never left, and in which all states reach each other.

    Parameters
    ----------
    n
        How many states there are.
    source, to
        (e,) the edges.

    Examples
    --------
    >>> closed_classes(4, np.array([0, 0, 1, 2, 3]), np.array([1, 3, 2, 1, 3]))
    [[1, 2], [3]]
    """
    after: list[list[int]] = [[] for _ in range(n)]
    before: list[list[int]] = [[] for _ in range(n)]
    for a, b in sorted(set(zip(source.tolist(), to.tolist(), strict=True))):
        after[a].append(b)
        before[b].append(a)
    found, left = [], set(range(n))
    while left:
        state = min(left)
        while True:
            ahead, behind = _reached(after, state), _reached(before, state)
            beyond = [other for other in ahead if other not in behind]
            if not beyond:
                break
            state = beyond[-1]  # from which there is no way back
        found.append(sorted(ahead))
        left.difference_update(behind)
    return sorted(found)


def _reached(after: list[list[int]], state: int) -> dict[int, None]:
    """Return the states that can be reached from a state, the state itself first."""
    found = {state: None}
    todo = [state]
    for known in todo:
        for other in after[known]:
            if other not in found:
                found[other] = None
                todo.append(other)
    return found
