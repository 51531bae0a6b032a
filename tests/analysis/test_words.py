"""Numbers and names as readers see them."""

import numpy as np
import pytest

from analysis.words import (
    count,
    decimals,
    listing,
    number,
    ordinal,
    percent,
    probability,
    significant,
    some_others,
)
from tournament import TSTO, Game
from tournament.interactive.words import short


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0.0 %"), (1e-9, "<0.1 %"), (float("nan"), "—"), (0.9999, ">99.9 %")]
)
def test_percent(value, text):
    assert percent(value) == text


def test_words():
    assert (
        decimals(TSTO),
        decimals(Game(R=1, S=1, T=1, P=1)),
        decimals(Game(R=1e6, S=0, T=1, P=1)),
    ) == (2, 2, 0)
    assert number(-0.0, 1) == "0.0"
    assert number(float("inf"), 1) == "—"
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a and b"
    assert count(2, "match") == "2 matches"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "100.0 %"), (0.9996, ">99.9 %"), (0.9994, "99.9 %"), (0.0004, "<0.1 %"),
        (0.0006, "0.1 %"), (0.25, "25.0 %"), (float("inf"), "—"),
    ],
)  # fmt: skip
def test_percent__at_its_ends(value, text):
    assert percent(value) == text


@pytest.mark.parametrize(
    ("spread", "digits"), [(0.01, 5), (0.99, 4), (1, 3), (9, 3), (10, 2), (1000, 0), (1e6, 0),
                           (1e-9, 8)],
)  # fmt: skip
def test_decimals_show_a_thousandth_of_the_range(spread, digits):
    assert decimals(Game(R=spread, S=0, T=spread, P=0)) == digits
    assert decimals(Game(R=5 + spread, S=5, T=5 + spread, P=5)) in (digits, digits + 1)


@pytest.mark.parametrize(
    ("largest", "digits"), [(0.5, 4), (1, 3), (9.99, 3), (10, 2), (999, 1), (1000, 0), (1e9, 0),
                            (0, 0), (1e-12, 8)],
)  # fmt: skip
def test_significant_decimals_show_four_digits(largest, digits):
    assert significant(np.array([-largest, 0.0, np.nan])) == digits
    assert significant(np.array([np.nan])) == 0


def test_lists_name_five_and_of_more_the_first_four():
    assert listing(list("abcde")) == "a, b, c, d and e"
    assert listing(list("abcdef")) == "a, b, c, d and 2 others"
    assert listing(list("abc"), 1) == "a and 2 others"


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.1, "p = 0.10"), (0.0999, "p = 0.100"), (0.001, "p = 0.001"), (0.00099, "p < 0.001"),
     (1.0, "p = 1.00"), (float("nan"), "p = —")],
)  # fmt: skip
def test_probabilities(p, text):
    assert probability(p) == text


@pytest.mark.parametrize(
    ("place", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (11, "11th"), (12, "12th"),
     (13, "13th"), (20, "20th"), (21, "21st"), (101, "101st"), (111, "111th"), (112, "112th")],
)  # fmt: skip
def test_places_in_words(place, text):
    assert ordinal(place) == text


def test_some_others_of_one_of_all_and_of_none():
    def said(some, others):
        return some_others(some, others, "player", "is nice", "are nice")

    assert said(1, 1) == "The only other player is nice"
    assert said(0, 1) == "No other player is nice"
    assert said(3, 3) == "All 3 other players are nice"
    assert said(0, 3) == "None of the 3 other players is nice"
    assert said(1, 3) == "1 of the 3 other players is nice"
    assert said(2, 3) == "2 of the 3 other players are nice"


def test_names_lose_their_middle():
    assert short("abcdefghij", 10) == "abcdefghij"
    assert short("abcdefghijk", 10) == "abcde…hijk"
    assert len(short("a" * 30, 10)) == 10


def test_one_and_many():
    assert [count(1, "pass"), count(0, "player"), count(2, "pass"), count(1000, "turn")] == [
        "1 pass", "0 players", "2 passes", "1,000 turns",
    ]  # fmt: skip
