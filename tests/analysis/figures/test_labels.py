"""Labels are never written over each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.figures.labels import apart, clear, short

heights = st.lists(st.floats(0, 1), min_size=1, max_size=9)


@given(heights)
def test_apart__keeps_the_order_and_the_gap(places):
    moved = apart(places, 0.1, 0.0, 1.0)
    order = np.argsort(places, kind="stable")
    assert (np.diff(moved[order]) > 0.1 - 1e-9).all()
    assert moved.min() >= -1e-9
    assert moved.max() <= 1 + 1e-9


@given(heights)
def test_apart__leaves_alone_what_is_far_enough(places):
    far = np.arange(len(places)) + np.array(places) * 0.5
    assert apart(far, 0.5).tolist() == far.tolist()


def test_apart__without_room_keeps_the_upper_limit():
    assert apart([0.5] * 5, 0.5, 0.0, 1.0).max() == 1.0


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=9))
def test_clear__no_label_covers_another(points):
    places = np.array(points)
    ups = clear(places, 0.2, 0.1)
    for i in range(len(places)):
        for j in range(i):
            near = abs(places[i, 0] - places[j, 0]) < 0.2
            assert not near or abs(ups[i] - ups[j]) > 0.1 - 1e-9


@pytest.mark.parametrize("name", ["a", "x" * 36, "y" * 90])
def test_short(name):
    assert len(short(name)) <= 36
    assert short(name)[0] == name[0]
    assert short(name)[-1] == name[-1]
