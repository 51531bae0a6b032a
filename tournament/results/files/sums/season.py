"""What contradicts itself in the books of a season."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tournament import outcomes
from tournament.results.books.season import GAVE, LEFT, RECEIVED, SeasonTallies
from tournament.results.files.sums.bounds import too_large
from tournament.rules.season import MOST_GIFTS, SeasonRules


def contradictions(played: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the books of a season.

    Parameters
    ----------
    played
        The fields of a `Played`.
    """
    books, labels, rules = played["books"], played["labels"], played["rules"]
    kinds, friends = len(played["names"]), played["setting"]["friends"]
    if len({len(kind) for kind in labels}) != 1:
        yield "repetitions have different numbers of towns"
    yield from _towns(labels, kinds, friends)
    for each, kind in zip(books, labels, strict=True):
        yield from too_large({"gifts": [each.towns, each.daily, each.fresh, each.between]})
        yield from _repetition(each, kind, kinds)
        yield from _rules(each, kind, rules)
        yield from _fresh(each, friendships(len(kind), friends))
    first = books[0]
    if first.exchanged is None:
        yield "gifts of the first repetition are missing"
        return
    yield from too_large({"gifts": [first.exchanged]})
    yield from _gifts(first.exchanged, first.towns)
    yield from _friends(first, friends)
    facts = [played["plugins"][name]["partner"] for name in played["names"]]
    most = np.array([each.get("per_friend", MOST_GIFTS) for each in facts]) * rules.days
    if (first.exchanged[:, 2] > most[labels[0][first.exchanged[:, 0]]]).any():
        yield "friends got more gifts than their giver's partner rule allows"


def _towns(labels: list[np.ndarray], kinds: int, friends: int | str) -> Iterator[str]:
    """Yield what is wrong with how many towns there are."""
    many = [np.bincount(kind, minlength=kinds) for kind in labels]
    if any((each != many[0]).any() for each in many):
        yield "repetitions have different numbers of towns of a kind"
    towns = len(labels[0])
    if towns < 2 or (isinstance(friends, int) and (friends >= towns or friends * towns % 2)):
        yield "there are too few towns to have friends, or an odd number of friends"


def friendships(towns: int, friends: int | str) -> int:
    """Return how many pairs of towns are friends at most."""
    return towns * (friends if isinstance(friends, int) else towns - 1) // 2


def _repetition(books: SeasonTallies, kind: np.ndarray, kinds: int) -> Iterator[str]:
    """Yield what is wrong with one repetition: three books count the same gifts."""
    by_kind = np.zeros((kinds, books.towns.shape[1]), np.int64)
    for column, values in enumerate(books.towns.T):
        np.add.at(by_kind[:, column], kind, values)
    daily = books.daily.sum(0)
    if (by_kind[:, GAVE] != daily[:, 0]).any() or (by_kind[:, RECEIVED] != daily[:, 1]).any():
        yield "outcomes of towns do not add up to those of days"
    if (books.between.sum(1) != daily[:, 0]).any():
        yield "outcomes between kinds do not add up to those of their givers"
    if (outcomes.swapped(books.between.sum(0)) != daily[:, 1]).any():
        yield "outcomes between kinds do not add up to those of their receivers"
    by_day = books.daily.sum(1)
    if (by_day[:, 0] != outcomes.swapped(by_day[:, 1])).any():
        yield "givers and receivers of a day have seen other outcomes"
    if (books.towns[:, GAVE].sum(1) > books.towns[:, LEFT]).any():
        yield "gifts opened are more than gifts left"


def _rules(books: SeasonTallies, kind: np.ndarray, rules: SeasonRules) -> Iterator[str]:
    """Yield whether towns gave more than the rules allow."""
    allowed = np.cumsum(rules.gifts)  # up to each day
    if (books.towns[:, LEFT] > allowed[-1]).any():
        yield "gifts left are more than the rules allow"
    opened = np.cumsum(books.daily[:, :, 0].sum(-1), axis=0)
    towns = np.bincount(kind, minlength=opened.shape[1])
    if (opened > allowed[:, None] * towns).any():
        yield "gifts opened up to a day are more than the rules allow"


def _fresh(books: SeasonTallies, most: int) -> Iterator[str]:
    """Yield what is wrong with first gifts between two towns."""
    opened, fresh = books.daily[:, :, 0].sum(-1), books.fresh
    if (fresh > opened).any():
        yield "first gifts between two towns are more than gifts opened"
    days = np.flatnonzero(opened.any(axis=1))
    if fresh.sum() > most or (len(days) and not fresh[days[0]].any()):
        yield "first gifts between two towns are not as many as there can be"


def _added(numbers: np.ndarray, at: np.ndarray, size: int) -> np.ndarray:
    """Return (size,) sums of the numbers that stand at each place."""
    sums = np.zeros(size, np.int64)
    np.add.at(sums, at, numbers)
    return sums


def _gifts(exchanged: np.ndarray, towns: np.ndarray) -> Iterator[str]:
    """Yield what is wrong with who gave to whom: it adds up to what towns did."""
    giver, receiver, gifts, nice = exchanged.T
    if max(giver.max(initial=0), receiver.max(initial=0)) >= len(towns):
        yield "gifts of unknown towns are there"
        return
    number = giver * len(towns) + receiver
    if (giver == receiver).any() or (np.diff(number) <= 0).any() or (gifts == 0).any():
        yield "gifts are not in order, or to nobody"
    sent, opened = (_added(each, giver, len(towns)) for each in (gifts, nice))
    arrived, kind = (_added(each, receiver, len(towns)) for each in (gifts, nice))
    if (sent != towns[:, LEFT]).any() or (nice > gifts).any():
        yield "gifts do not add up to those that towns left"
    if (towns[:, RECEIVED].sum(1) > arrived).any():
        yield "towns opened more gifts than were left to them"
    if (opened != outcomes.cooperated(towns[:, GAVE])).any():
        yield "nice gifts do not add up to those of towns"
    if (kind != outcomes.cooperated(outcomes.swapped(towns[:, RECEIVED]))).any():
        yield "nice gifts do not add up to those that towns received"


def _friends(books: SeasonTallies, friends: int | str) -> Iterator[str]:
    """Yield whether towns gave to more friends than they have."""
    assert books.exchanged is not None
    sides = books.exchanged[:, :2].T
    most = max(np.bincount(side, minlength=1).max() for side in sides)
    if isinstance(friends, int) and most > friends:
        yield "towns gave to more friends than they have"
    if books.fresh.sum() > len(books.exchanged):
        yield "first gifts between two towns are more than pairs of towns"
