"""No digit is shown that the error makes meaningless, and decimal points stand in one line."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament.cli.screen.layout import numbers

FLOATS = st.floats(-1e6, 1e6)
ERRORS = st.floats(1e-7, 1e5)


@given(ERRORS)
def test_an_error_has_one_or_two_digits_that_count(error):
    digits = numbers.decimals(error, 3)
    if digits:
        shown = f"{error:.{digits}f}"
        counted = shown.replace(".", "").lstrip("0")
        assert len(counted) in (1, 2)
        assert len(counted) == 1 or counted[0] in "123"


@given(st.lists(st.tuples(FLOATS, ERRORS), min_size=1, max_size=6))
def test_points_stand_in_one_line_at_the_right(pairs):
    values, errors = numbers.estimates(*map(list, zip(*pairs, strict=True)), usual=2)
    for cells in (values, errors):
        room = max(map(len, cells))
        stand = {cell.rjust(room).find(".") for cell in cells} - {-1}
        assert len(stand) <= 1


@pytest.mark.parametrize(
    ("error", "value", "error_cell"),
    [
        (0.0149, "13.865", "± 0.015"),
        (0.0299, "13.86", "± 0.03"),
        (0.08, "13.86", "± 0.08"),
        (0.0996, "13.86", "± 0.10"),
        (69.2, "14", "± 69"),
        (0.0, "13.86", "± 0.00"),
        (math.nan, "13.86", "—"),
    ],
)
def test_estimates(error, value, error_cell):
    cells = numbers.estimates([13.8649], [error], 2)
    assert [cells[0][0], cells[1][0]] == [value, error_cell]


def test_shares_and_numbers_that_are_not_known():
    assert numbers.share(0.935, 3) == "93.5 %"
    assert numbers.share(math.nan, 3) == numbers.plain(math.nan, 2) == "—"
    assert numbers.plain(-0.001, 2) == "0.00"
    assert numbers.intervals([1.0, math.nan], [2.0, math.nan], [0.1, math.nan], 2) == [
        "1.00 to 2.00",
        "—",
    ]
