"""Which pair to play next: the one that is expected to change the ranking most.

When a pair is played, the scores of its two players move. By how much is not known, but the spread
of this move is: a normal variable y with the pair's variance, and a score s with covariance c to y,
give a move of standard deviation d = c / sd(y). A score that moves by d passes so many rivals as
are expected that near: the sum over rivals of their density at the player's score. So

    places(i, j) = (density of i's rivals) * E|move of i| + (the same of j),

with E|move| = d sqrt(2 / pi). After each choice the covariances are those after this pair is played
(they depend on no payoff), so the next pair is another.

Legend: p players.
"""

import math

import numpy as np

from analysis.prediction.effects import Effects, effect_variances, loadings, own_variances

NEAR = math.sqrt(2 / math.pi)


def discordance(scores: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Return (p, p) the probability that two players are truly in the other order.

    Parameters
    ----------
    scores
        (p,) predicted.
    covariance
        (p, p) of their errors.

    Examples
    --------
    >>> discordance(np.array([1.0, 2.0]), np.eye(2) / 2).round(3).tolist()
    [[0.5, 0.159], [0.159, 0.5]]
    """
    away, spread = _apart(scores, covariance)
    z = away / (spread * math.sqrt(2))
    return np.asarray(0.5 * np.vectorize(math.erfc, otypes=[float])(z))


def expected_tau(scores: np.ndarray, covariance: np.ndarray) -> float:
    """Return the mean of Kendall's tau between predicted scores and true ones.

    Parameters
    ----------
    scores, covariance
        As in `discordance`.
    """
    above = np.triu_indices(len(scores), 1)
    return float(np.mean(1 - 2 * discordance(scores, covariance)[above]))


def chosen_pairs(
    scores: np.ndarray,
    effects: Effects,
    errors: np.ndarray,
    missing: np.ndarray,
    opponents: int,
    wanted: int,
) -> list[tuple[int, int, float]]:
    """Return the pairs to play next, each with the places that it is expected to move its players.

    Parameters
    ----------
    scores
        (p,) predicted.
    effects
        Of players, and sizes of noise.
    errors
        (p, p) standard errors of what was played.
    missing
        (p, p) pairs that count and were not played.
    opponents
        How many opponents a score is the mean of.
    wanted
        How many pairs, at most.
    """
    many, missing, sizes = len(scores), missing.copy(), effects.sizes
    covariance, noise = effects.covariance.copy(), effects.noise
    own = own_variances(effects, missing, errors, opponents)
    found: list[tuple[int, int, float]] = []
    for _ in range(min(wanted, int(np.triu(missing).sum()))):
        loads = loadings(effects, missing, opponents)
        shared = loads @ covariance
        spread = shared @ loads.T + np.diag(own)
        with_effects = shared[:, :many].diagonal()[:, None] + shared[:, many:]
        by_noise = noise * sizes / opponents
        moves = NEAR * (with_effects + by_noise) / np.sqrt(effect_variances(covariance) + noise)
        places = _rivals(scores, spread)[:, None] * moves
        both = np.where(missing, places + places.T, -np.inf)
        both[np.diag_indices(many)] /= 2
        one, other = divmod(int(both.argmax()), many)
        found.append((one, other, float(both[one, other])))
        for i, j in {(one, other), (other, one)}:
            seen = covariance[:, i] + covariance[:, many + j]
            covariance -= np.outer(seen, seen) / (seen[i] + seen[many + j] + noise)
            own[i] -= noise * sizes[i, j] ** 2 / opponents**2
            missing[i, j] = False
    return found


def _rivals(scores: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Return (p,) how many rivals are expected per unit of score at each player's score."""
    away, spread = _apart(scores, covariance)
    density = np.exp(-0.5 * (away / spread) ** 2) / (spread * math.sqrt(2 * math.pi))
    np.fill_diagonal(density, 0.0)
    return np.asarray(density.sum(axis=1))


def _apart(scores: np.ndarray, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (p, p) differences of scores, and their standard deviations."""
    variances = covariance.diagonal()
    square = variances[:, None] + variances[None] - 2 * covariance
    least = 1e-24 * max(float(np.ptp(scores)), 1e-100) ** 2
    return np.abs(scores[:, None] - scores[None]), np.sqrt(np.maximum(square, least))
