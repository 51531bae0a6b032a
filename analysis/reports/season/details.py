"""What a season's report tells about each kind: what its two rules do, and whom it deals with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.reports.season.numbers import places, preference, rule_names
from analysis.reports.tournament.details import Rule, described

if TYPE_CHECKING:
    from tournament.results.season import SeasonResults

NAMED = 3  # kinds called friends in words


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
    strategy: Rule
    partner: Rule
    gives: list[Dealing]
    gets: list[Dealing]


def kinds(results: "SeasonResults") -> Iterator[Kind]:
    """Yield every kind's part, in rank order.

    Parameters
    ----------
    results
        A played season.
    """
    frame, names = places(results), rule_names(results)
    order = [str(name) for name in frame.index]
    times = preference(results).to_numpy()
    nice = results.nice_between.reindex(index=order, columns=order).to_numpy()
    ranks, incomes, shares = (frame[c].tolist() for c in ("rank", "income", "nice"))
    for place, name in enumerate(order):
        rules = results.plugins[name]
        strategy, partner = names[name]
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
