"""Expectations of exact matches: computed ones pass, and any number that is changed is noticed."""

import copy

import numpy as np
import pytest

from tournament import Tournament
from tournament.outcomes import SIZE
from tournament.results.books.expected import MOMENTS, SHAPES, expected_of
from tournament.results.files.sums.exact import are_places, contradictions

FIELD = ["tit_for_tat", "joss", "grudger"]


def books_of(**words):
    event = Tournament(FIELD, **{"turns": 20, "noise": 0.05, "exact": True, "seed": 1} | words)
    results = event.play(progress=False, threads=1)
    (books,) = results.played.books
    return books, results.played.rules


@pytest.fixture(scope="module")
def usual():
    return books_of()


def said(event, expected):
    books, rules = event
    return list(contradictions(books, books.exact, expected, rules))


@pytest.mark.parametrize(
    "words", [{}, {"continuation": 0.9}, {"noise": 0.0}, {"noise": 0.5, "turns": 1}]
)
def test_what_was_computed_has_no_contradictions(words):
    event = books_of(**words)
    assert len(event[0].exact) > 0
    assert said(event, event[0].expected) == []


FREE = {"first_defections", "wins"}
"""What may lie anywhere within bounds."""
COLUMNS = [name for name, shape in SHAPES.items() for _ in range(int(np.prod(shape)))]


@pytest.mark.parametrize("column", [n for n, name in enumerate(COLUMNS) if name not in FREE])
@pytest.mark.parametrize("more", [1e-4, -1e-4])
def test_any_number_that_is_changed_is_noticed(usual, column, more):
    for match in range(len(usual[0].exact)):
        expected = usual[0].expected.copy()
        expected[match, column] += more
        assert said(usual, expected) != []


@pytest.mark.parametrize("number", [np.nan, np.inf])
@pytest.mark.parametrize("column", [0, SIZE, MOMENTS - 1])
def test_what_is_no_number_is_noticed(usual, number, column):
    expected = usual[0].expected.copy()
    expected[0, column] = number
    assert said(usual, expected) == ["expectations are no numbers"]


def test_who_wins_may_be_unknown(usual):
    expected = usual[0].expected.copy()
    expected_of(expected, "wins")[0] = np.nan
    assert said(usual, expected) == []


@pytest.mark.parametrize("at", [1e-6, 0.5])
def test_both_sides_together_win_at_most_once(usual, at):
    expected = usual[0].expected.copy()
    expected_of(expected, "wins")[0] = (0.5, 0.5)
    assert said(usual, expected) == []
    expected_of(expected, "wins")[0] = (0.5, 0.5 + at)
    assert said(usual, expected) == ["wins are expected more than once in a match"]


@pytest.mark.parametrize("side", [0, 1])
def test_first_defections_lie_between_those_at_once_and_those_out_of_peace(usual, side):
    for number in (-0.01, 1.01):
        expected = usual[0].expected.copy()
        expected_of(expected, "first_defections")[:, side] = number
        assert "expected first defections contradict the expected outcomes" in said(usual, expected)


def test_products_are_the_same_both_ways():
    """Where only chance ends matches, their sums are not known."""
    event = books_of(continuation=0.9)
    expected = event[0].expected.copy()
    expected_of(expected, "products")[0, 0, 1] += 1e-4
    assert said(event, expected) == ["expected products are not symmetric"]


def test_squares_are_at_least_those_of_the_means():
    """Products of numbers nine tenths as large, with means of the whole."""
    event = books_of(continuation=0.9)
    expected = event[0].expected.copy()
    counts, products = expected_of(expected, "counts"), expected_of(expected, "products")
    products[:] = 0.9 * counts[:, :, None] * counts[:, None, :]
    assert said(event, expected) == ["expected products are of no numbers with these means"]


def test_means_and_squares_that_no_numbers_have(usual):
    """Squares below the square of their mean, with all sums as they must be."""
    books, _ = usual
    expected = books.expected.copy()
    counts, products = expected_of(expected, "counts"), expected_of(expected, "products")
    products[:] = counts[:, :, None] * counts[:, None, :]
    assert said(usual, expected) == []  # a match that always comes out alike
    step = np.array([1.0, -1.0, 0.0, 0.0])
    products[:] += 0.1 * np.multiply.outer(step, step)
    assert said(usual, expected) == []
    products[:] -= 0.2 * np.multiply.outer(step, step)
    assert said(usual, expected) == ["expected products are of no numbers with these means"]


def test_exact_matches_are_not_counted_too(usual):
    books, rules = copy.deepcopy(usual)
    books.counts[books.exact[0], 0] = 1
    assert said((books, rules), books.expected) == ["exact matches were counted, too"]


@pytest.mark.parametrize(
    ("exact", "right"),
    [([0, 1, 4], True), ([], True), ([0, 0], False), ([1, 0], False), ([-1, 0], False),
     ([0, 5], False), ([4], True)],
)  # fmt: skip
def test_places_of_exact_matches(exact, right):
    assert are_places(np.array(exact, int), 5) is right
