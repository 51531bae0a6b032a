"""Priors: what a crowd says about a player of whom little was seen (empirical Bayes).

Legend: p players, s states.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import numbers_of
from tournament.errors import ArgumentError, needed

if TYPE_CHECKING:
    import pandas as pd

MOST_COUNTED = 2**31 - 1
WEAKEST, STRONGEST = 0.01, 1e4
"""Decisions that a fitted prior can be worth."""


def beta_priors(cooperated: "pd.DataFrame", seen: "pd.DataFrame") -> "pd.DataFrame":
    """Return the Beta distribution of probabilities in a crowd that explains its counts best.

    Empirical Bayes by maximum likelihood of the beta-binomial distribution. One more player, who
    was in each state twice and cooperated once, keeps estimates inside (0, 1) where all did the
    same, and at 1/2 in a state that nobody saw.

    Parameters
    ----------
    cooperated, seen
        As `behaviour_counts` returns them.

    Returns
    -------
    DataFrame
        (s, 2) indexed by state: `a`, `b`; their sum is the number of decisions that the prior is
        worth, between 0.01 and 10,000.

    Notes
    -----
    Source: Carlin and Louis (2000), "Bayes and Empirical Bayes Methods for Data Analysis", 3.3.

    Examples
    --------
    >>> import pandas as pd
    >>> seen = pd.DataFrame({"CC": [10, 10, 10, 10], "DD": [10, 10, 10, 10]})
    >>> cooperated = pd.DataFrame({"CC": [9, 10, 3, 6], "DD": [0, 10, 0, 10]})
    >>> beta_priors(cooperated, seen).round(1)
          a    b
    CC  2.0  0.9
    DD  0.1  0.1
    """
    import pandas as pd

    for name, counts in (("cooperated", cooperated), ("seen", seen)):
        x = numbers_of(name, counts)
        if not ((x >= 0) & (x <= MOST_COUNTED) & (x % 1 == 0)).all():
            raise ArgumentError(f"`{name}` must hold counts: whole numbers from 0 to 2**31 - 1.")
    if cooperated.shape != seen.shape or (cooperated.to_numpy() > seen.to_numpy()).any():
        raise ArgumentError(
            "`cooperated` must have a count for every one of `seen`, and none above it, as"
            " behaviour_counts returns them."
        )
    fits = [
        _beta_fit(k, n) for k, n in zip(cooperated.to_numpy().T, seen.to_numpy().T, strict=True)
    ]
    return pd.DataFrame(fits, seen.columns, ["a", "b"])


def _beta_fit(k: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """Return a, b of the beta-binomial distribution that k of n (p,) are likeliest under."""
    needed("scipy", "learn", "to fit priors")
    from scipy.optimize import minimize
    from scipy.special import betaln, digamma, expit

    pairs, weight = np.unique(
        np.append(k * (n.max() + 3) + n, (n.max() + 3) + 2), return_counts=True
    )
    k, n = np.divmod(pairs, n.max() + 3)

    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        mean, strength = expit(x[0]), np.exp(x[1])
        a, b = mean * strength, (1 - mean) * strength
        likelihood = weight @ (betaln(k + a, n - k + b) - betaln(a, b))
        both = digamma(n + a + b) - digamma(a + b)
        by_a = weight @ (digamma(k + a) - digamma(a) - both)
        by_b = weight @ (digamma(n - k + b) - digamma(b) - both)
        by_mean = (by_a - by_b) * strength * mean * (1 - mean)
        return -likelihood / weight.sum(), -np.array([by_mean, a * by_a + b * by_b]) / weight.sum()

    rate = (weight @ k) / (weight @ n)
    x0 = np.array([np.log(rate / (1 - rate)), 0.0])
    bounds = [(-12, 12), (np.log(WEAKEST), np.log(STRONGEST))]
    found = minimize(loss, x0, jac=True, method="TNC", bounds=bounds)
    mean, strength = float(expit(found.x[0])), float(np.exp(found.x[1]))
    return mean * strength, (1 - mean) * strength
