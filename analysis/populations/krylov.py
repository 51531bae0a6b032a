"""Large systems of linear equations of which only products with the matrix are needed.

Legend: n unknowns.
"""

from collections.abc import Callable

import numpy as np

MOST_STEPS = 200
"""Of one solution, each of which keeps a vector."""


def gmres(
    product: Callable[[np.ndarray], np.ndarray], right: np.ndarray, allowed: float
) -> np.ndarray:
    """Return (n,) a solution of `product(x) = right`, or the best of `MOST_STEPS` steps.

    Parameters
    ----------
    product
        From x (n,) to the matrix times x.
    right
        (n,) the right side.
    allowed
        The size of the error of `product(x)`, relative to the size of the right side.

    Notes
    -----
    Source: Saad and Schultz (1986), "GMRES: a generalized minimal residual algorithm". Each new
    direction is made orthogonal twice, so rounding leaves it orthogonal.

    Examples
    --------
    >>> gmres(lambda x: np.array([2 * x[0] + x[1], x[1]]), np.array([3.0, 1.0]), 1e-12).round(9)
    array([1., 1.])
    """
    size = float(np.linalg.norm(right))
    if not size:
        return np.zeros_like(right)
    basis, shape = np.empty((MOST_STEPS, len(right))), np.zeros((MOST_STEPS + 1, MOST_STEPS))
    new = right / size
    weights: np.ndarray = np.zeros(0)
    for step in range(MOST_STEPS):
        basis[step] = new
        before = basis[: step + 1]
        new = product(new)
        for _ in range(2):
            along = before @ new
            new = new - along @ before
            shape[: step + 1, step] += along
        length = shape[step + 1, step] = float(np.linalg.norm(new))
        wanted = np.zeros(step + 2)
        wanted[0] = size
        so_far = shape[: step + 2, : step + 1]
        weights = np.linalg.lstsq(so_far, wanted, rcond=None)[0]
        left = float(np.linalg.norm(wanted - so_far @ weights))
        if left <= allowed * size or length <= 1e-15 * np.abs(along).max():
            break
        new = new / length
    return np.asarray(weights @ basis[: len(weights)])
