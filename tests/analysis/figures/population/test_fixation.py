"""Fixation as multiples of the neutral probability: green is more often, purple less."""

import numpy as np
import pandas as pd
import pytest

from analysis.figures import canvas
from analysis.figures.population.fixation import fixation_matrix
from analysis.figures.style import style

NAMES = ["a", "b", "c"]


def drawn(values, size):
    rho = pd.DataFrame(values, NAMES[: len(values)], NAMES[: len(values)])
    with style():
        return fixation_matrix(rho, canvas.for_rows(rho.index, rho.columns, above=0.2), size=size)


def test_cells_are_multiples_of_one_in_n():
    axes = drawn([[0.1, 0.5, 0.0], [0.02, 0.1, 0.1], [0.1234, 1.0, 0.1]], 10)
    said = [text.get_text() for text in axes.texts if text.get_gid() is None]
    assert said[:-1] == ["5.00", "0", "0.20", "1.00", "1.23", "10.0"]
    assert said[-1] == "mutant ↓ residents →"
    shown = axes.images[0].get_array()
    assert np.ma.getmaskarray(shown).diagonal().all()
    low, high = axes.images[0].get_clim()
    assert (low, high) == pytest.approx((0.1, 10))
    assert shown[0, 2] == pytest.approx(0.1)  # never has the last colour


def test_the_scale_is_as_wide_as_the_numbers_and_at_least_twofold():
    low, high = drawn([[0.01, 0.011], [0.009, 0.01]], 100).images[0].get_clim()
    assert (low, high) == pytest.approx((0.5, 2.0))
    low, high = drawn([[0.01, 1.0], [1e-30, 0.01]], 100).images[0].get_clim()
    assert (low, high) == pytest.approx((0.01, 100))


def test_one_type_is_a_grey_cell():
    axes = drawn([[0.1]], 10)
    assert np.ma.getmaskarray(axes.images[0].get_array()).all()
