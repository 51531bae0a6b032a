"""Sums that must hold in the books of every event: what no play can fill is not believed.

A book counts in its own way what other books count, too. So most wrong numbers contradict another
number. Each function yields what is wrong, in words; the first word is what was looked at.

Legend: m matches, p players, r repetitions, k outcomes (own move first).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tournament import outcomes
from tournament.results.books.season import GAVE, LEFT, RECEIVED, SeasonTallies
from tournament.results.books.tournament import Tallies
from tournament.rules.match import Rules

Fields = Mapping[str, Any]


def tournament(played: Fields) -> Iterator[str]:
    """Yield what is wrong with the sums of a tournament.

    Parameters
    ----------
    played
        The fields of a `Played`; shapes and places are right already, and no number is negative.
    """
    (books,), (matches,) = played["books"], played["labels"]
    repetitions, own = played["repetitions"], matches[:, 0] == matches[:, 1]
    if own.any() and not played["setting"]["self_play"]:
        yield "matches against copies are there, although `self_play` is false"
    yield from _turns(books, played["rules"], repetitions)
    if (books.starts.sum(1) != repetitions).any():
        yield "first turns are not as many as repetitions"
    if (books.transitions.sum(1) + books.starts != books.counts).any():
        yield "outcomes by the turn before do not add up to the counts of outcomes"
    if (books.products != books.products.swapaxes(1, 2)).any():
        yield "products of counts are not symmetric"
    if (books.wins.sum(1) > repetitions).any() or (books.first_defections > repetitions).any():
        yield "wins or first defections are more than repetitions"
    yield from _totals(books, matches, own)


def _turns(books: Tallies, rules: Rules, repetitions: int) -> Iterator[str]:
    """Yield what is wrong with the number of turns."""
    turns = books.counts.sum(1)
    if rules.continuation is None:
        length = int(rules.turns or 0)
        if (turns != length * repetitions).any():
            yield "counts of outcomes do not add up to `turns` times `repetitions`"
        if (books.products.sum(2) != length * books.counts).any():
            yield "products of counts do not add up to the counts"
        return
    if (turns < repetitions).any():
        yield "matches without a turn are there"
    if rules.turns is not None and (turns > rules.turns * repetitions).any():
        yield "counts of outcomes are more than `turns` times `repetitions`"


def _totals(books: Tallies, matches: np.ndarray, own: np.ndarray) -> Iterator[str]:
    """Yield what is wrong with the counts of players: matches count them, too."""
    seen = (books.counts, outcomes.swapped(books.counts))
    _, players, _, seats, size = books.totals.shape
    expected = np.zeros((players, 2, seats, size), np.int64)
    for side, counts in enumerate(seen):
        seat = side if seats == 2 else 0
        for copy in (0, 1):
            where = own == bool(copy)
            np.add.at(expected[:, copy, seat], matches[where, side], counts[where])
    if (books.totals.sum(axis=0) != expected).any():
        yield "counts of players do not add up to those of their matches"


def season(played: Fields) -> Iterator[str]:
    """Yield what is wrong with the sums of a season.

    Parameters
    ----------
    played
        As of `tournament`.
    """
    towns = {len(kind) for kind in played["labels"]}
    if len(towns) != 1:
        yield "repetitions have different numbers of towns"
    for number, (books, kind) in enumerate(zip(played["books"], played["labels"], strict=True)):
        yield from _repetition(books, kind, len(played["names"]))
        if books.exchanged is not None:
            yield from _gifts(books.exchanged, books.towns)
        elif number == 0:
            yield "gifts of the first repetition are missing"


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
    if (books.towns[:, GAVE].sum(1) > books.towns[:, LEFT]).any():
        yield "gifts opened are more than gifts left"
    if (books.fresh > books.daily[:, :, 0].sum(-1)).any():
        yield "first gifts between two towns are more than gifts opened"


def _gifts(exchanged: np.ndarray, towns: np.ndarray) -> Iterator[str]:
    """Yield what is wrong with who gave to whom: it adds up to what towns gave."""
    giver, receiver, gifts, nice = exchanged.T
    if max(giver.max(initial=0), receiver.max(initial=0)) >= len(towns):
        yield "gifts of unknown towns are there"
        return
    left, opened = np.zeros((2, len(towns)), np.int64)
    np.add.at(left, giver, gifts)
    np.add.at(opened, giver, nice)
    if (left != towns[:, LEFT]).any() or (nice > gifts).any():
        yield "gifts do not add up to those that towns left"
    if (opened != outcomes.cooperated(towns[:, GAVE])).any():
        yield "nice gifts do not add up to those of towns"
