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
    n = repetitions
    means, squares, unit = by_match(tallies, matches, n, weights, own_weights)
    counted = _counted(matches)
    variance = squares / ((n - 1) * n) if n > 1 else np.full(squares.shape, np.nan)
    variance = np.where((counted > 0) & tallies.chance, variance, 0.0)
    met = by_pair(matches, counted, size)
    met[met == 0] = np.nan
    mean = by_pair(matches, np.where(counted > 0, means, 0.0), size) / met
    return mean, unit * np.sqrt(by_pair(matches, variance, size)) / met


def spread_per_turn(
    tallies: Tallies,
    matches: np.ndarray,
    repetitions: int,
    size: int,
    weights: np.ndarray,
    own_weights: np.ndarray,
) -> np.ndarray:
    """Return (p, p) standard deviations, between repetitions, of what `per_turn` gives the mean of.

    That of an exact match is exact, too. Of a match that was played it is an estimate, with divisor
    N - 1.

    Parameters
    ----------
    tallies, matches, repetitions, size, weights, own_weights
        As for `per_turn`.
    """
    n = repetitions
    _, squares, unit = by_match(tallies, matches, n, weights, own_weights)
    divisor = np.full(len(matches), n - 1 if n > 1 else np.nan)
    varies = tallies.chance.copy()
    if tallies.exact is not None:
        divisor[tallies.exact], varies[tallies.exact] = n, True
    counted = _counted(matches)
    variance = np.where((counted > 0) & varies, squares / divisor, 0.0)
    met = by_pair(matches, counted, size)
    met[met == 0] = np.nan
    return np.asarray(unit * np.sqrt(by_pair(matches, variance, size)) / met)


def _counted(matches: np.ndarray) -> np.ndarray:
    """Return (2, m) in which seats a match counts: one against a copy counts once, in its first."""
    return np.stack([np.ones(len(matches)), np.where(matches[:, 0] == matches[:, 1], 0.0, 1.0)])


def by_match(
    tallies: Tallies,
    matches: np.ndarray,
    repetitions: int,
    weights: np.ndarray,
    own_weights: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return (2, m) means per turn by seat; (2, m) sums over repetitions of the squares of their
    residuals, in a unit; the unit."""
    turns = tallies.counts.sum(axis=1)
    length, varied = turns / repetitions, deviations(tallies, repetitions)
    (*each_apart, own_apart), unit = outcomes.relative(np.stack([*weights, own_weights]))
    copy = (matches[:, 0] == matches[:, 1])[:, None]
    means, squares = np.empty((2, 2, len(matches)))
    for seat in (0, 1):
        w = np.where(copy, own_weights, weights[seat])
        apart = np.where(copy, own_apart, each_apart[seat])
        means[seat] = outcomes.paid(tallies.counts, w) / turns
        middle = outcomes.paid(tallies.counts, apart) / turns
        residual = (apart - middle[:, None]) / length[:, None]
        squares[seat] = np.maximum(np.einsum("mi,mij,mj->m", residual, varied, residual), 0.0)
    return means, squares, unit


def deviations(tallies: Tallies, repetitions: int) -> np.ndarray:
    """Return (m, k, k) sums over repetitions of products of two counts' deviations from their
    means; of integers exact before the last division.

    Parameters
    ----------
    tallies, repetitions
        The books of a tournament, and how often each match was played.
    """
    counts, products, n = tallies.counts, tallies.products, repetitions
    if products.dtype.kind == "i" and int(products.max(initial=1)) * n >= 2**62:
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
