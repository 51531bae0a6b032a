"""Numbers and names as readers see them."""

import pytest

from analysis.words import count, decimals, listing, number, percent
from tournament import TSTO, Game


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
