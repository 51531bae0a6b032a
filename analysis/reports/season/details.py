"""What a season's report tells about each kind: what its two rules do, and whom it deals with."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.reports.described import Described, described
from analysis.reports.season.findings import Findings

NAMED = 3  # kinds that are named among those dealt with


@dataclass(frozen=True)
class Dealing:
    """What one kind gives to another, or is given: how much more often than at random, and the
    share of nice ones."""

    kind: str
    place: int
    times: float
    nice: float


@dataclass(frozen=True)
class Kind:
    """One kind's part of the report."""

    name: str
    place: int
    rank: int
    income: float
    nice: float
    strategy: Described
    partner: Described
    gives: list[Dealing]
    gets: list[Dealing]


def kinds(found: Findings) -> Iterator[Kind]:
    """Yield every kind's part, in rank order.

    Parameters
    ----------
    found
        The numbers of a season.
    """
    order, times = found.names, found.preference.to_numpy()
    nice = found.nice_between.to_numpy()
    ranks, incomes, shares = (found.places[c].tolist() for c in ("rank", "income", "nice"))
    for place, name in enumerate(order):
        rules = found.results.plugins[name]
        strategy, partner = found.rules[name]
        yield Kind(
            name=name,
            place=place,
            rank=ranks[place],
            income=incomes[place],
            nice=shares[place],
            strategy=described(strategy, rules["strategy"]),
            partner=described(partner, rules["partner"]),
            gives=_dealings(order, times[place], nice[place]),
            gets=_dealings(order, times[:, place], nice[:, place]),
        )


def _dealings(order: list[str], times: np.ndarray, nice: np.ndarray) -> list[Dealing]:
    """Return the kinds most dealt with, most first."""
    best = np.argsort(-np.nan_to_num(times), kind="stable")[:NAMED].tolist()
    return [Dealing(order[k], k, float(times[k]), float(nice[k])) for k in best if times[k] > 0]
