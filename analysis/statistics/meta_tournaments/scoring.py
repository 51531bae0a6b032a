"""What every player of many fields scores, from one tournament of the whole pool.

A match does not know who else takes part, so the tournament of a field is a part of the table of
the pool's tournament: the same numbers that `Tournament` gives when it plays the field alone, with
the same seed. Legend: f fields, p players of the pool. NaN stands for who took no part.
"""

from dataclasses import dataclass

import numpy as np

from analysis.behaviours.rates import transitions_by_pair
from tournament import Results, outcomes
from tournament.results.by_seat import by_pair

TINY = 1e-12
"""Relative to the largest score: differences that rounding alone makes."""
BATCH = 1024
"""Fields that are scored at once."""


@dataclass(frozen=True)
class Tables:
    """What each player of the pool did against each other: the row's player, the column's.

    counts
        (p, p, outcomes) turns; of a match against a copy the mean of both seats.
    means
        (2, p, p) payoffs and cooperation per turn, 0 where none met; only where lengths vary.
    cooperated, seen
        (p, p, outcomes) cooperations after each outcome, and how often it occurred.
    payoffs
        (outcomes,) what the game pays.
    costs
        Whether less is better.
    """

    counts: np.ndarray
    means: np.ndarray | None
    cooperated: np.ndarray
    seen: np.ndarray
    payoffs: np.ndarray
    costs: bool

    @classmethod
    def of(cls, results: Results) -> "Tables":
        """Return the tables of a tournament of a game that pays both seats alike."""
        matches, counts, size = results.matches, results.tallies.counts, len(results.names)
        views = counts.astype(float), outcomes.swapped(counts.astype(float))
        pairs = by_pair(matches, views, size)
        pairs[np.diag_indices(size)] /= 2
        flows = transitions_by_pair(results).astype(float)
        means = None
        if results.rules.continuation is not None:
            each = results.payoffs.to_numpy(), results.cooperation.to_numpy()
            means = np.nan_to_num(np.stack(each))
        return cls(
            counts=pairs,
            means=means,
            cooperated=outcomes.cooperated(flows),
            seen=flows.sum(axis=-1),
            payoffs=outcomes.flat(results.game.payoffs)[0],
            costs=results.game.less_is_better,
        )


@dataclass(frozen=True)
class Scored:
    """How the players of fields did.

    rank
        (f, p) normalised: 0 is first, 1 last; equal players share the mean of their ranks.
    won
        (f, p) shares of the first place.
    score, cooperation
        (f, p) as in `Results.ranking` of the field.
    rates
        (f, p, outcomes) rates of cooperation after each outcome, all matches pooled; NaN where it
        never occurred.
    """

    rank: np.ndarray
    won: np.ndarray
    score: np.ndarray
    cooperation: np.ndarray
    rates: np.ndarray


def scored(tables: Tables, member: np.ndarray, *, self_play: bool) -> Scored:
    """Return how the players of some fields did.

    Parameters
    ----------
    tables
        Of the pool.
    member
        (f, p) who takes part.
    self_play
        Whether matches against copies count.
    """
    inside = member.astype(float)
    counts = _summed(tables.counts, inside)
    with np.errstate(invalid="ignore", divide="ignore"):
        if tables.means is None:
            turns = counts.sum(axis=-1)
            score = outcomes.paid(counts, tables.payoffs) / turns
            cooperation = outcomes.cooperated(counts) / turns
        else:
            met = inside.sum(axis=1, keepdims=True) - (not self_play)
            score, cooperation = (inside @ table.T / met for table in tables.means)
        rates = _summed(tables.cooperated, inside) / _summed(tables.seen, inside)
    score, cooperation = (np.where(member, values, np.nan) for values in (score, cooperation))
    rates[~member] = np.nan
    rank, won = ranks(score if tables.costs else -score)
    return Scored(rank, won, score, cooperation, rates)


def ranks(value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (f, p) normalised ranks, and shares of the first place.

    Parameters
    ----------
    value
        (f, p) of which less is better; NaN for who took no part. What differs by rounding alone is
        equal.

    Examples
    --------
    >>> rank, won = ranks(np.array([[3.0, 1.0, np.nan, 1.0, 2.0]]))
    >>> rank.round(3).tolist(), won.tolist()
    ([[1.0, 0.167, nan, 0.167, 0.667]], [[0.0, 0.5, nan, 0.5, 0.0]])
    """
    size = (~np.isnan(value)).sum(axis=1, keepdims=True)
    largest = np.nanmax(np.abs(value), axis=1, keepdims=True, initial=0.0)
    order = np.argsort(value, axis=1)  # NaN come last
    ordered = np.take_along_axis(value, order, axis=1)
    places = np.arange(value.shape[1])
    new = np.diff(ordered, axis=1, prepend=-np.inf) > TINY * largest
    new |= (places == size) & np.isnan(ordered)  # who took no part is in no group
    first = np.maximum.accumulate(np.where(new, places, 0), axis=1)
    ends = np.append(new[:, 1:], np.ones((len(value), 1), bool), axis=1)
    far = value.shape[1]
    last = np.minimum.accumulate(np.where(ends, places, far)[:, ::-1], axis=1)[:, ::-1]
    rank, won = np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    mean = (first + last) / 2 / (size - 1)
    top = np.where(first == 0, 1 / (last + 1), 0.0)
    inside = ~np.isnan(ordered)
    np.put_along_axis(rank, order, np.where(inside, mean, np.nan), axis=1)
    np.put_along_axis(won, order, np.where(inside, top, np.nan), axis=1)
    return rank, won


def _summed(table: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Return (f, p, k) sums over the opponents in each field, of integers exact."""
    return np.stack([inside @ table[:, :, k].T for k in range(table.shape[2])], axis=-1)
