"""What is no move gets a sentence."""

import numpy as np
import pytest

from tournament.authors.moves.named import NOT_PLAYED, C, D
from tournament.authors.moves.returned import no_move, refusal


@pytest.mark.parametrize("move", [C, D, 0, 1, np.uint8(1), np.int64(0), True, np.False_])
def test_moves_and_their_numbers_pass(move):
    assert refusal(move, 0) is None


@pytest.mark.parametrize(("value", "what"), [
    ("C", "text"), (0.0, "a float"),
    (np.float64(1), "a float"), (None, "nothing on some path"), ((C, D), "a tuple"),
    (np.zeros(2), "an array"),
])  # fmt: skip
def test_other_types_are_named(value, what):
    assert refusal(value, 7) == no_move(what)


@pytest.mark.parametrize(("value", "shown"), [
    (2, "2"), (-1, "-1"), (NOT_PLAYED, "a move not yet played"), ({}, "{}"),
])  # fmt: skip
def test_other_values_are_shown_with_the_turn_counted_from_1(value, shown):
    assert refusal(value, 0) == f"must return C or D; in turn 1 it returned {shown}."
