"""Tables of matches folded onto players: what a match holds for the player in either seat.

Legend: m matches, p players. A match of a player against its copy has both seats in one player.
"""

from collections.abc import Sequence

import numpy as np

from tournament import outcomes
from tournament.results.books.tournament import Tallies

Views = np.ndarray | Sequence[np.ndarray]


def by_player(matches: np.ndarray, views: Views, size: int) -> np.ndarray:
    """Return (p, ...) sums over the matches of each player.

    Parameters
    ----------
    matches
        (m, 2) players in the first and in the second seat.
    views
        Two arrays (m, ...): what a match adds to the player in its first seat, and in its second.
    size
        How many players there are.

    Examples
    --------
    >>> matches = np.array([[0, 1], [1, 1]])
    >>> by_player(matches, np.array([[5, 1], [7, 2]]), 2).tolist()
    [5, 10]
    """
    total = np.zeros((size, *views[0].shape[1:]), views[0].dtype)
    for seat, values in enumerate(views):
        np.add.at(total, matches[:, seat], values)
    return total


def by_pair(matches: np.ndarray, views: Views, size: int) -> np.ndarray:
    """Return (p, p, ...) sums over the matches of each player (row) with each other (column).

    Parameters
    ----------
    matches, views, size
        As for `by_player`.

    Examples
    --------
    >>> matches = np.array([[0, 1], [1, 1]])
    >>> by_pair(matches, np.array([[5, 1], [7, 2]]), 2).tolist()
    [[0, 5], [7, 3]]
    """
    total = np.zeros((size, size, *views[0].shape[1:]), views[0].dtype)
    for seat, values in enumerate(views):
        np.add.at(total, (matches[:, seat], matches[:, 1 - seat]), values)
    return total


def mean_by_pair(matches: np.ndarray, views: Views, size: int) -> np.ndarray:
    """Return (p, p, ...) means over the seats of each pair; NaN where two players never met.

    Parameters
    ----------
    matches, views, size
        As for `by_player`.
    """
    met = by_pair(matches, np.ones((2, len(matches))), size)
    met[met == 0] = np.nan
    total = by_pair(matches, [1.0 * view for view in views], size)
    return np.asarray(total / met.reshape(size, size, *[1] * (total.ndim - 2)))


def per_turn(
    tallies: Tallies,
    matches: np.ndarray,
    repetitions: int,
    size: int,
    weights: np.ndarray,
    own_weights: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return (p, p) means per turn of a weighted count of outcomes, and their standard errors.

    Lengths may vary. The mean is a ratio of sums, and its variance is the variance of its residuals
    (exact for matches of one length).

    Parameters
    ----------
    tallies, matches, repetitions, size
        The books of a tournament, (m, 2) who met, how often, and how many players there are.
    weights
        (2, outcomes) for the player in the first and in the second seat of a match of two players;
        outcomes are seen from the first seat.
    own_weights
        (outcomes,) for a match against a copy, which counts once.
    """
    n, turns = repetitions, tallies.counts.sum(axis=1)
    length, varied = turns / repetitions, deviations(tallies, repetitions)
    (*each_apart, own_apart), unit = outcomes.relative(np.stack([*weights, own_weights]))
    copy = matches[:, 0] == matches[:, 1]
    # A match against a copy counts once: in its first seat.
    counted = np.stack([np.ones(len(matches)), np.where(copy, 0.0, 1.0)])
    means, variances = np.empty((2, *counted.shape))
    for seat, counts in enumerate(counted > 0):
        w = np.where(copy[:, None], own_weights, weights[seat])
        apart = np.where(copy[:, None], own_apart, each_apart[seat])
        mean = outcomes.paid(tallies.counts, w) / turns
        middle = outcomes.paid(tallies.counts, apart) / turns
        residual = (apart - middle[:, None]) / length[:, None]
        squares = np.einsum("mi,mij,mj->m", residual, varied, residual)
        variance = np.maximum(squares, 0.0) / ((n - 1) * n) if n > 1 else np.nan
        means[seat] = np.where(counts, mean, 0.0)
        variances[seat] = np.where(counts & tallies.chance, variance, 0.0)
    met = by_pair(matches, counted, size)
    met[met == 0] = np.nan
    mean = by_pair(matches, means, size) / met
    return mean, unit * np.sqrt(by_pair(matches, variances, size)) / met


def deviations(tallies: Tallies, repetitions: int) -> np.ndarray:
    """Return (m, k, k) sums over repetitions of products of two counts' deviations from their
    means; exact before the last division.

    Parameters
    ----------
    tallies, repetitions
        The books of a tournament, and how often each match was played.
    """
    counts, products, n = tallies.counts, tallies.products, repetitions
    if int(products.max(initial=1)) * n >= 2**62:
        counts, products = counts.astype(object), products.astype(object)
    exact = products * n - counts[:, :, None] * counts[:, None, :]
    return np.asarray((exact / n).astype(float))


def state_counts(tallies: Tallies, matches: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (p, states) how often players cooperated in each state, and how often they were in it.

    States are "first" and the outcomes of the turn before, the player's own move first.

    Parameters
    ----------
    tallies, matches, size
        The books of a tournament, (m, 2) who met, and how many players there are.
    """
    flows = np.concatenate([tallies.starts[:, None, :], tallies.transitions], axis=1)
    swapped = outcomes.swapped(flows[:, outcomes.STATE_SWAP])
    seen = by_player(matches, (flows, swapped), size)
    return outcomes.cooperated(seen), seen.sum(axis=-1)


def certain(tallies: Tallies, matches: np.ndarray, size: int, *, self_play: bool) -> np.ndarray:
    """Return (p,) whether chance had no part in any match of a player.

    Parameters
    ----------
    tallies, matches, size
        The books of a tournament, (m, 2) who met, and how many players there are.
    self_play
        Whether matches against copies count.
    """
    chance = tallies.chance if self_play else tallies.chance & (matches[:, 0] != matches[:, 1])
    return ~np.isin(np.arange(size), matches[chance])
