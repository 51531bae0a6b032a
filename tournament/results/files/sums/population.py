"""What contradicts itself in the books of a population.

Legend: R looks, k types, M repetitions, N places.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from tournament.results.books.population import END, PopulationTallies
from tournament.results.files.sums.bounds import too_large
from tournament.rules.population import PopulationRules

GENERATION, STEPS, FIXED = range(len(END))
MOST = 2**31 - 1
"""Places, and generations."""
ROUNDING = 1e-9
"""Relative: of products of sums."""


# -- what the rules do not say ---------------------------------------------------------------------


def misfit(setting: Mapping[str, Any], rules: PopulationRules) -> str:
    """Return what is wrong with the setting of a population; empty where nothing is.

    Parameters
    ----------
    setting
        As `tournament.results.population` describes it; types are right already.
    rules
        Of the population.
    """
    looks, pictures = setting["looks"], setting["pictures"]
    for name in ("structure", "start", "matches"):
        if not (rules.matches if name == "matches" else setting[name]).isprintable():
            return f"`{name}` cannot be printed"
    if not 1 <= setting["size"] <= MOST:
        return f"`size` must be a whole number in [1, {MOST}]"
    if np.min(rules.payoff_errors) < 0:
        return "`payoff_errors` must not be negative"
    height, width = setting["height"], setting["width"]
    if (height or width) and (min(height, width) < 1 or height * width != setting["size"]):
        return "`height` times `width` must be `size`, or both 0"
    if not looks or looks[0] != 0 or looks[-1] > MOST or not _rises(looks):
        return f"`looks` must be generations that rise from 0 to at most {MOST}"
    if not _rises(pictures) or not set(pictures) <= set(looks):
        return "`pictures` must be some of `looks`, and rise"
    return ""


def _rises(numbers: list[int]) -> bool:
    return all(one < next for one, next in pairwise(numbers))


# -- books -----------------------------------------------------------------------------------------


def contradictions(played: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the books of a population.

    Parameters
    ----------
    played
        The fields of a `Played`.
    """
    (books,), rules, setting = played["books"], played["rules"], played["setting"]
    looks = np.array(setting["looks"])
    if not 1 <= len(books.counts) <= len(looks):
        yield "counts are there of more generations than were looked at"
        return
    yield from too_large({"places": [books.counts, books.last], "squares of counts": books.squares})
    yield from _counts(books, rules, setting["size"], played["repetitions"])
    yield from _ends(books, rules, setting)
    yield from _after_the_end(books, looks)
    yield from _pictures(books, setting)


def _by_role(counts: np.ndarray, rules: PopulationRules) -> np.ndarray:
    """Return (..., roles) the sums of (..., k) counts over the types of each role."""
    roles = np.array(rules.roles)
    return np.stack([counts[..., roles == role].sum(-1) for role in np.unique(roles)], axis=-1)


def _counts(
    books: PopulationTallies, rules: PopulationRules, size: int, repetitions: int
) -> Iterator[str]:
    """Yield what is wrong with counts of types, and with their squares."""
    counts, squares = books.counts, books.squares
    if (_by_role(counts, rules) != size * repetitions).any():
        yield "counts of types do not add up to `size` times `repetitions`"
    if (books.last > size).any() or (_by_role(books.last, rules) != size).any():
        yield "counts of types in the end do not add up to `size`"
    if (squares < counts).any() or ((squares - counts) % 2 != 0).any():
        yield "squares of counts are none of whole numbers"
    mean = counts / repetitions
    if (squares * (1 + ROUNDING) < mean * counts).any() or (squares > size * 1.0 * counts).any():
        yield "squares of counts are of no numbers with these sums"
    if repetitions == 1 and (squares != counts**2).any():
        yield "squares of counts are not those of the only repetition"


def _ends(
    books: PopulationTallies, rules: PopulationRules, setting: Mapping[str, Any]
) -> Iterator[str]:
    """Yield what is wrong with when repetitions ended, and with which type."""
    size, generation, steps = setting["size"], books.end[:, GENERATION], books.end[:, STEPS]
    if generation.min() < 0 or steps.min() < 0 or generation.max() > setting["looks"][-1]:
        yield "repetitions ended after a generation that cannot be"
        return
    early = generation != setting["looks"][-1]
    if rules.rests:  # a population of one type may as well end
        early &= books.end[:, FIXED] < 0
    if not setting["until"] and early.any():
        yield "repetitions ended early, although nothing was to end them"
    in_one = 1 if rules.synchronous else size * len(set(rules.roles))
    if (generation != -(-steps // in_one)).any():
        yield "steps are not those of so many generations"
    yield from _fixed(books, rules, setting)


def _fixed(
    books: PopulationTallies, rules: PopulationRules, setting: Mapping[str, Any]
) -> Iterator[str]:
    """Yield whether a type has all places, or has them not, otherwise than it is told."""
    fixed, all_places = books.end[:, FIXED], books.last == setting["size"]
    if fixed.max() >= rules.types:
        yield "a type without a name has all places"
        return
    over = all_places.sum(axis=1) == len(set(rules.roles))
    told = fixed >= 0
    if (told != over).any() or (told & ~all_places[np.arange(len(fixed)), fixed]).any():
        yield "the type that has all places is not the one that has them in the end"
    early = books.end[:, GENERATION] < setting["looks"][-1]
    if setting["until"] == "fixation" and (early & ~over).any():
        yield "repetitions ended early, although no type has all places"


def _after_the_end(books: PopulationTallies, looks: np.ndarray) -> Iterator[str]:
    """Yield whether repetitions went on after their end: they stay as they ended.

    The last row of counts is at least as late as every end.
    """
    generation, rows = books.end[:, GENERATION], len(books.counts)
    if generation.max() > looks[rows - 1]:
        yield "counts end before the last repetition does"
        return
    order = np.argsort(generation, kind="stable")
    over = np.searchsorted(generation[order], looks[:rows])  # how many ended before each look
    over[-1] = len(generation)
    whole = over == len(generation)
    for book, ended in ((books.counts, books.last), (books.squares, books.last**2)):
        sums = np.zeros((len(ended) + 1, ended.shape[1]), np.int64)
        np.cumsum(ended[order], axis=0, out=sums[1:])
        if (book < sums[over]).any() or (book[whole] != sums[-1]).any():
            yield "counts do not stay as repetitions ended"


def _pictures(books: PopulationTallies, setting: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with pictures: the first repetition is counted, too."""
    asked, pictures = setting["pictures"], books.pictures
    if pictures is None:
        if asked:
            yield "pictures are missing"
        return
    if len(pictures) > len(asked):
        yield "more pictures are there than were asked for"
        return
    types, alone = books.counts.shape[1], len(books.last) == 1
    looks = np.array(setting["looks"])
    over = (looks > books.end[0, GENERATION]) | (looks == looks[-1])  # the first repetition
    rows = np.searchsorted(looks, asked[: len(pictures)])
    for picture, row in zip(pictures, rows.tolist(), strict=True):
        if picture.max() >= types:
            yield "a picture has a type without a name"
            return
        if row >= len(books.counts):
            yield "a picture is later than the last counts"
            return
        seen, counts = np.bincount(picture, minlength=types), books.counts[row]
        known = [counts] * alone + [books.last[0]] * bool(over[row])
        if (seen > counts).any() or any((seen != each).any() for each in known):
            yield "a picture has other counts than its generation"
