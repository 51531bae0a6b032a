"""Products of counts are those of some numbers: sums over repetitions of real counts pass, and sums
that no counts can have do not."""

import copy

import numpy as np
import pytest

from tournament import Tournament
from tournament.results.files.sums import tournament

SAID = "products of counts are of no numbers with these sums"
REPETITIONS = 5


@pytest.fixture(scope="module")
def event():
    field = ["tit_for_tat", "random_player"]
    words = {"turns": 40, "repetitions": REPETITIONS, "seed": 3}
    return vars(Tournament(field, **words).play(progress=False, threads=1).played)


def judged(event, counts, products):
    """Return whether these sums are said to be of no numbers."""
    made = copy.deepcopy(event)
    made["books"][0].counts[0], made["books"][0].products[0] = counts, products
    return SAID in list(tournament.contradictions(made))


def sums(each):
    """Return the sums of counts, and of products of two, over (repetition, outcome) counts."""
    return each.sum(axis=0), each.T @ each


@pytest.mark.parametrize("seed", range(20))
def test_sums_of_counts_pass_and_others_do_not(event, seed):
    each = np.random.default_rng(seed).integers(0, 12, (REPETITIONS, 4))
    counts, products = sums(each)
    assert not judged(event, counts, products)
    one, other = seed % 4, (seed + 1) % 4
    deviation = each - each.mean(axis=0)
    spread, most = deviation.T @ deviation, np.linalg.norm(deviation, axis=0)
    room = most[one] * most[other] - spread[one, other]  # what correlation 1 would add
    for more, wrong in ((int(room), False), (int(room) + 2, True)):
        changed = products.copy()
        changed[one, other] += more
        changed[other, one] += more
        assert judged(event, counts, changed) == wrong


def test_squares_are_at_least_those_of_equal_counts(event):
    each = np.full((REPETITIONS, 4), 7)
    counts, products = sums(each)
    assert not judged(event, counts, products)
    for place in range(4):
        changed = products.copy()
        changed[place, place] -= 2
        assert judged(event, counts, changed)


def test_counts_that_do_not_vary_vary_with_no_other(event):
    each = np.random.default_rng(1).integers(0, 12, (REPETITIONS, 4))
    each[:, 0] = 3
    counts, products = sums(each)
    assert not judged(event, counts, products)
    products[0, 1] += 1
    products[1, 0] += 1
    assert judged(event, counts, products)
