"""Intervals are drawn on one scale: what is larger never stands further to the left."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tournament.cli.screen.layout.pictures import drawn, note

ROWS = st.lists(
    st.tuples(st.floats(-9, 9), st.floats(0, 5) | st.just(math.nan)), min_size=2, max_size=6
)


@given(ROWS, st.integers(2, 60))
@example([(2.2e-313, 0.0), (0.0, 0.0)], 2)
@example([(0.0, 0.0), (2.2e-313, math.nan)], 2)
def test_dots_are_in_order_and_on_their_lines(rows, room):
    values = [value for value, _ in rows]
    low, high = ([value + sign * reach for value, reach in rows] for sign in (-1, 1))
    lines = drawn(values, low, high, room)
    if not any(lines):
        ends = [x for x in (*values, *low, *high) if math.isfinite(x)]
        assert min(ends) == max(ends)
        return
    assert {len(line) for line in lines} == {room}
    dots = [line.index("•") for line in lines]
    pairs = sorted(zip(values, dots, strict=True))
    assert [dot for _, dot in pairs] == sorted(dots)
    for line, (_, reach) in zip(lines, rows, strict=True):
        assert line.count("•") == 1
        signs = line.strip()
        assert set(signs) <= {"•", "─"}
        assert ("─" in signs) <= (reach > 0)
    assert any(line[0] != " " for line in lines)
    assert any(line[-1] != " " for line in lines)


def test_without_a_scale_nothing_is_drawn():
    assert drawn([1.0, 1.0], [1.0, 1.0], [1.0, 1.0]) == ["", ""]
    assert drawn([1.7e308, -1.7e308], [math.nan] * 2, [math.nan] * 2) == ["", ""]
    assert drawn([math.nan], [math.nan], [math.nan]) == [""]


def test_the_note_says_what_the_ends_are():
    said = note([1.0, 4.0], [0.5, math.nan], [1.5, math.nan], lambda value: f"{value:.1f}")
    assert said == "Drawn: from 0.5 at the left to 4.0 at the right."


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, math.nan), (math.nan, 2.0), (-math.inf, 2.0), (0.0, math.inf)]
)
def test_an_interval_without_an_end_is_no_line(low, high):
    assert drawn([1.0, 0.0, 2.0], [low] + [math.nan] * 2, [high] + [math.nan] * 2, 3) == [
        " • ", "•  ", "  •",
    ]  # fmt: skip
