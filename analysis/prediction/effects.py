"""What predictions have in common for a player: errors of scores, not only of single pairs.

A score is a mean of many predictions. Errors that are independent cancel; what is left is the error
that all predictions of a player share. So errors are held to be

    error[i, j] = size[i, j] * (a[i] + b[j] + noise[i, j]),

where a, b and the noise are normal and independent, and their variances sum to one. Predictions of
one fold are made from the same other pairs; so the variances of a and b are how much the residuals
of a player agree within a fold. Residuals of different folds say nothing: what one fold has of a
player, the prediction of the other has used.

Legend: p players, k known entries.
"""

from dataclasses import dataclass

import numpy as np

MOST = 0.45
"""The most that the variances of a and of b may be, each."""


@dataclass(frozen=True, eq=False)
class Effects:
    """How errors of predictions hang together.

    sizes
        (p, p) standard deviation of the error of each prediction.
    covariance
        (2 p, 2 p) of a, then b.
    noise
        The variance of the noise.
    """

    sizes: np.ndarray
    covariance: np.ndarray
    noise: float

    @property
    def variances(self) -> np.ndarray:
        """(p, p) of each prediction."""
        return np.asarray(self.sizes**2 * (effect_variances(self.covariance) + self.noise))


def effect_variances(covariance: np.ndarray) -> np.ndarray:
    """Return (p, p) variances of a[i] + b[j] from the covariance (2 p, 2 p) of all effects."""
    many = len(covariance) // 2
    variances, crossed = covariance.diagonal(), covariance[:many, many:]
    return np.asarray(variances[:many, None] + variances[None, many:] + 2 * crossed)


def estimated(residuals: np.ndarray, sizes: np.ndarray, fold: np.ndarray) -> Effects:
    """Return how errors of predictions hang together, from residuals of held-out pairs.

    Parameters
    ----------
    residuals
        (p, p) NaN where a pair is not known.
    sizes
        (p, p) how large errors are, up to a factor, which is estimated.
    fold
        (p, p) the fold of each known pair; -1 elsewhere.

    Examples
    --------
    >>> residuals = np.repeat([[1.0], [-1.0], [2.0], [-2.0]], 4, axis=1)
    >>> found = estimated(residuals, np.ones((4, 4)), np.zeros((4, 4), int))
    >>> found.covariance.diagonal().round(2).tolist()
    [0.45, 0.45, 0.45, 0.45, 0.0, 0.0, 0.0, 0.0]
    """
    met = np.isfinite(residuals)
    unit = float(np.sqrt(np.mean((residuals[met] / sizes[met]) ** 2))) or 1.0
    z = np.where(met, residuals / (sizes * unit), 0.0)
    shares = [_agreement(z, fold, axis) for axis in (1, 0)]
    met_by = met.sum(axis=1)
    fewer = (met_by.mean() + 1) / (met_by + 1)  # who has met fewer is known less
    variances = np.minimum(np.outer(shares, fewer), MOST)
    return Effects(sizes * unit, np.diag(variances.ravel()), max(1 - sum(shares), 1 - 2 * MOST))


def _agreement(z: np.ndarray, fold: np.ndarray, axis: int) -> float:
    """Return the mean product of two residuals of one player in one fold, within 0 and `MOST`."""
    products = pairs = 0.0
    for out in range(int(fold.max()) + 1):
        seen = fold == out
        many = seen.sum(axis=axis)
        part = np.where(seen, z, 0.0)
        products += float((part.sum(axis=axis) ** 2 - (part**2).sum(axis=axis)).sum())
        pairs += float((many * (many - 1)).sum())
    return min(max(products / pairs, 0.0), MOST) if pairs else 0.0


def score_covariance(
    effects: Effects, missing: np.ndarray, errors: np.ndarray, opponents: int
) -> np.ndarray:
    """Return (p, p) the covariance of predicted scores.

    Parameters
    ----------
    effects
        How errors hang together.
    missing
        (p, p) pairs that count and are not known.
    errors
        (p, p) standard errors of what was played.
    opponents
        How many opponents a score is the mean of.
    """
    loads = loadings(effects, missing, opponents)
    own = own_variances(effects, missing, errors, opponents)
    return np.asarray(loads @ effects.covariance @ loads.T + np.diag(own))


def loadings(effects: Effects, missing: np.ndarray, opponents: int) -> np.ndarray:
    """Return (p, 2 p) how much each effect adds to each score."""
    gaps = np.where(missing, effects.sizes, 0.0)
    return np.hstack([np.diag(gaps.sum(axis=1)), gaps]) / opponents


def own_variances(
    effects: Effects, missing: np.ndarray, errors: np.ndarray, opponents: int
) -> np.ndarray:
    """Return (p,) what noise of predictions, and errors of play, add to the variance of scores."""
    each = np.where(missing, effects.noise * effects.sizes**2, errors**2)
    return np.asarray(each.sum(axis=1) / opponents**2)
