"""What contradicts itself in the books of a tournament.

Legend: m matches, p players, r repetitions, k outcomes (own move first).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tournament import outcomes
from tournament.results.books.tournament import Tallies
from tournament.results.by_seat import certain
from tournament.results.files.sums import exact
from tournament.results.files.sums.bounds import too_large
from tournament.results.units.unit import margin
from tournament.rules.match import Rules
from tournament.rules.round_robin import every_pair, pairs

ROUNDING = 1e-9  # relative: of sums of products of counts and payoffs
SPREAD = 1e-6  # relative: roots of differences of such sums are less exact


def contradictions(played: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the books of a tournament.

    Parameters
    ----------
    played
        The fields of a `Played`.
    """
    (books,), (matches,) = played["books"], played["labels"]
    rules, repetitions = played["rules"], played["repetitions"]
    yield from _meetings(matches, len(played["names"]), played["setting"])
    which, expected = books.exact, books.expected
    if (which is None) != (expected is None):
        yield "exact matches have no expectations, or expectations no matches"
    elif which is not None and not exact.are_places(which, len(matches)):
        yield "numbers of exact matches are none of matches"
    elif which is not None:
        yield from exact.contradictions(books, which, expected, rules)
        books = _played(books, np.delete(np.arange(len(matches)), which))
        matches = np.delete(matches, which, axis=0)
    yield from too_large({"counts": [books.counts, books.transitions, books.totals]})
    yield from too_large({"products of counts": books.products})
    yield from _chance(books, matches, rules)
    yield from _turns(books, rules, repetitions)
    yield from _order(books, repetitions)
    yield from _defections(books, repetitions)
    yield from _products(books, repetitions)
    yield from _wins(books, margin(rules.game), repetitions)
    yield from _copied(books, repetitions)
    yield from _totals(books, matches, rules)


def _played(books: Tallies, which: np.ndarray) -> Tallies:
    """Return the books of some matches alone, which were played."""
    rows = {n: b for n, b in books.declared().items() if b.axes[0] == "match"}
    return replace(books, **{name: getattr(books, name)[which] for name in rows})


def _meetings(matches: np.ndarray, players: int, setting: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with who met whom."""
    how = {"copies": setting["self_play"], "both_ways": setting["seats"] > 1}
    if setting["graph"]:
        yield from _on_a_graph(matches, players, **how)
        return
    many = len(matches) == pairs(players, **how)
    if not many or not np.array_equal(matches, every_pair(players, **how)):
        yield "matches are not those of `players` and `self_play`"


def _on_a_graph(
    matches: np.ndarray, players: int, *, copies: bool, both_ways: bool
) -> Iterator[str]:
    """Yield what is wrong with who met whom on a graph."""
    low, high = np.sort(matches, axis=1).T
    once = np.unique(matches, axis=0)
    if not np.array_equal(matches, once) or (not both_ways and (matches[:, 0] > low).any()):
        yield "matches on a graph are not in order, or there twice"
    elif both_ways and not np.array_equal(np.unique(matches[:, ::-1], axis=0), once):
        yield "matches on a graph are not there both ways"
    if bool((low == high).any()) != copies:
        yield "matches against copies are not those of `self_play`"
    if len(np.unique(matches)) != players:
        yield "a player met nobody"


def _chance(books: Tallies, matches: np.ndarray, rules: Rules) -> Iterator[str]:
    """Yield whether chance had no part, although the rules give it one."""
    luck = np.add(rules.noise, rules.misperception) > 0
    drawn = luck[matches].any(axis=1) | (0 < (rules.continuation or 0) < 1)
    if (drawn & ~books.chance).any():
        yield "chance had no part in matches with noise, or of chance length"


def length(rules: Rules) -> int | None:
    """Return how many turns every match has; None where chance decides."""
    if rules.continuation is None or rules.continuation == 1:
        return int(rules.turns or 0)
    return 1 if rules.continuation == 0 else None


def _turns(books: Tallies, rules: Rules, repetitions: int) -> Iterator[str]:
    """Yield what is wrong with the number of turns."""
    turns, fixed = books.counts.sum(1), length(rules)
    if fixed is not None:
        if (turns != fixed * repetitions).any():
            yield "counts of outcomes do not add up to `turns` times `repetitions`"
        if (books.products.sum(2) != fixed * books.counts).any():
            yield "products of counts do not add up to the counts"
        return
    if (turns < repetitions).any():
        yield "matches without a turn are there"
    if rules.turns is not None and (turns > rules.turns * repetitions).any():
        yield "counts of outcomes are more than `turns` times `repetitions`"
    if rules.turns is not None and (books.products.sum(2) > rules.turns * books.counts).any():
        yield "products of counts are more than those of matches of `turns` turns"


def _order(books: Tallies, repetitions: int) -> Iterator[str]:
    """Yield what is wrong with first turns, and with the turn before each."""
    if (books.starts.sum(1) != repetitions).any():
        yield "first turns are not as many as repetitions"
    if (books.transitions.sum(1) + books.starts != books.counts).any():
        yield "outcomes by the turn before do not add up to the counts of outcomes"
    ends = books.counts - books.transitions.sum(2)
    if ends.min(initial=0) < 0 or (ends.sum(1) != repetitions).any():
        yield "last turns are not as many as repetitions"


def _defections(books: Tallies, repetitions: int) -> Iterator[str]:
    """Yield what is wrong with who defected first: in a first turn, or after mutual cooperation."""
    found, peace = books.first_defections, outcomes.number(0, 0)
    if (found > repetitions).any():
        yield "first defections are more than repetitions"
    for side, own in enumerate((outcomes.OWN, outcomes.OTHER)):
        at_once = books.starts[:, own == 1].sum(1)
        later = books.transitions[:, peace][:, own == 1].sum(1)
        if (found[:, side] < at_once).any() or (found[:, side] > at_once + later).any():
            yield "first defections contradict the outcomes of turns"
    broken = (np.delete(books.counts, peace, axis=1) > 0).any(1)
    if (broken != (found > 0).any(1)).any():
        yield "first defections contradict the counts of outcomes"


def _products(books: Tallies, repetitions: int) -> Iterator[str]:
    """Yield what is wrong with sums of squares and products, given the sums."""
    counts, products = books.counts, books.products
    if (products != products.swapaxes(1, 2)).any():
        yield "products of counts are not symmetric"
    squares = np.diagonal(products, axis1=1, axis2=2)
    if (squares < counts).any() or ((squares - counts) % 2 != 0).any():
        yield "squares of counts are none of whole numbers"
    pairs_of_sums = counts[:, :, None] * (1.0 + ROUNDING) * counts[:, None, :]
    if (products > pairs_of_sums).any():
        yield "products of counts are more than products of their sums"
    means = counts / repetitions
    spread = products / repetitions - means[:, :, None] * means[:, None, :]
    own = np.sqrt(np.maximum(np.diagonal(spread, axis1=1, axis2=2), 0))
    sizes = np.sqrt(squares / repetitions)
    most = own[:, :, None] * own[:, None, :] + SPREAD * sizes[:, :, None] * sizes[:, None, :]
    lowest = np.diagonal(spread, axis1=1, axis2=2) + SPREAD * sizes**2
    if (abs(spread) > most).any() or lowest.min(initial=0) < 0:
        yield "products of counts are of no numbers with these sums"


def _wins(books: Tallies, lead: np.ndarray, repetitions: int) -> Iterator[str]:
    """Yield what is wrong with wins: the sign of what the first seat was ahead in a repetition."""
    won, lost = books.wins.T
    if (won + lost > repetitions).any():
        yield "wins are more than repetitions"
    if (won > books.counts[:, lead > 0].sum(1)).any():
        yield "wins contradict the counts of outcomes"
    if (lost > books.counts[:, lead < 0].sum(1)).any():
        yield "losses contradict the counts of outcomes"
    scale = float(abs(lead).max()) or 1.0  # payoffs can be huge
    weights = lead / scale
    ahead, size = books.counts @ weights, books.counts @ abs(weights)
    wrong = ((won == 0) & (ahead > ROUNDING * size)) | ((lost == 0) & (ahead < -ROUNDING * size))
    squares = np.einsum("k,mks,s->m", weights, books.products, weights)
    sizes = np.einsum("k,mks,s->m", abs(weights), books.products, abs(weights))
    decided = (won + lost) * 1.0
    if wrong.any() or (ahead**2 > decided * squares + ROUNDING * repetitions * sizes).any():
        yield "wins contradict what outcomes pay"


def _copied(books: Tallies, repetitions: int) -> Iterator[str]:
    """Yield what is wrong with matches in which chance had no part: all repetitions are alike."""
    sure = ~books.chance
    once = {
        name: getattr(books, name)[sure]
        for name in ("counts", "products", "starts", "transitions", "wins", "first_defections")
    }
    if any((values % repetitions).any() for values in once.values()):
        yield "matches without chance have repetitions that differ"
    counts = once["counts"] // repetitions
    products = once["products"] // repetitions
    if (products != counts[:, :, None] * counts[:, None, :]).any():
        yield "matches without chance have products of other counts"


def _totals(books: Tallies, matches: np.ndarray, rules: Rules) -> Iterator[str]:
    """Yield what is wrong with the counts of players: matches count them, too."""
    own = matches[:, 0] == matches[:, 1]
    _, players, _, seats, size = books.totals.shape
    expected = np.zeros((players, 2, seats, size), np.int64)
    met = np.zeros((players, 2, seats), np.int64)
    for side, counts in enumerate((books.counts, outcomes.swapped(books.counts))):
        seat = side if seats == 2 else 0
        for copy in (0, 1):
            where = own == bool(copy)
            np.add.at(expected[:, copy, seat], matches[where, side], counts[where])
            np.add.at(met[:, copy, seat], matches[where, side], 1)
    if (books.totals.sum(axis=0) != expected).any():
        yield "counts of players do not add up to those of their matches"
    turns, fixed = books.totals.sum(axis=-1), length(rules)
    if fixed is not None and (turns != fixed * met).any():
        yield "counts of players are not `turns` for each match in every repetition"
    if (turns < met).any() or (rules.turns is not None and (turns > rules.turns * met).any()):
        yield "counts of players in a repetition are of no matches"
    yield from _both_seats(books.totals)
    sure = certain(books, matches, players, self_play=True)
    if (books.totals[:, sure] != books.totals[:1, sure]).any():
        yield "players without chance have repetitions that differ"


def _both_seats(totals: np.ndarray) -> Iterator[str]:
    """Yield whether both seats of the matches of a repetition saw other outcomes."""
    for seen in (totals[:, :, 0].sum(axis=1), totals[:, :, 1]):  # (..., seat, outcome)
        first, last = seen[..., 0, :], seen[..., -1, :]
        alone = seen.shape[-2] == 1  # one seat counts for both
        alike = np.arange(outcomes.SIZE) == outcomes.SWAP
        odd = alone and (first[..., alike] % 2 != 0).any()
        if odd or (first != outcomes.swapped(last)).any():
            yield "the two seats of matches have seen other outcomes"
