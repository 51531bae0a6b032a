"""Values of parameters and memory: each function of a type takes what fits, and nothing else."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from tournament import C, D
from tournament.authors import values
from tournament.authors.values import MISSING, beyond_64_bits, form_of, readable, readable_team

MOST = 2**63 - 1
GIVEN = [
    True, np.False_, 3, np.int8(-3), C, D, 2.0, 2.5, np.float32(0.5), float("nan"), float("inf"),
    Fraction(1, 4), Decimal(2), "C", "D", "CD", "x", "", None, [1, 2], (0.5, 1), [True, False],
    np.array([[1, 2]]), np.array(7), np.array(True), [], ["a"], [[1], [1, 2]], 1j,
    MOST, MOST + 1, -MOST - 1, -MOST - 2, 10**400, [MOST], [MOST + 1],
    np.array([2**63], np.uint64), np.array([1], np.uint64),
]  # fmt: skip
FITS = {
    "scalar": [True, False, 3, -3, 0, 1, 2.0, 2.5, 0.5, "nan", "inf", 0.25, 2, 7, MOST, MOST + 1,
               -MOST - 1, -MOST - 2, 10**400],
    "boolean": [True, False],
    "whole": [3, -3, 0, 1, 2, 2, 0, 1, 7, MOST, -MOST - 1],
    "number": [1.0, 0.0, 3.0, -3.0, 0.0, 1.0, 2.0, 2.5, 0.5, "nan", "inf", 0.25, 2.0, 7.0,
               float(MOST), float(MOST), -float(MOST), -float(MOST)],
    "integers": [[0], [1], [0, 1], [1, 2], [1, 0], [[1, 2]], [MOST], [1]],
    "numbers": [[1.0, 2.0], [0.5, 1.0], [1.0, 0.0], [[1.0, 2.0]], [float(MOST)], [float(MOST)],
                [float(MOST)], [1.0]],
    "floats": [[0.0], [1.0], [0.0, 1.0], [1.0, 2.0], [0.5, 1.0], [1.0, 0.0], [[1.0, 2.0]],
               [float(MOST)], [float(MOST)], [float(MOST)], [1.0]],
    "anything": [True, False, 3, -3, 0, 1, 2.0, 2.5, 0.5, "nan", "inf", 0.25, 2, [0], [1], [0, 1],
                 [1, 2], [0.5, 1.0], [1, 0], [[1, 2]], 7, MOST, -MOST - 1, [MOST], [1]],
    "starting_value": [True, 3, 0, 1, 2.0, 2.5, np.float32(0.5), "nan", "inf", [1, 2], [0.5, 1.0],
                       [1, 0], [[1, 2]], MOST, -MOST - 1, [MOST], [1]],
}  # fmt: skip


def plainly(value):
    """Return a value as lists and numbers; what does not equal itself as a text."""
    value = value.tolist() if isinstance(value, np.ndarray) else value
    return repr(value) if isinstance(value, float) and value - value != 0 else value


@pytest.mark.parametrize("name", FITS)
def test_what_fits_becomes_one_type_and_all_else_nothing(name):
    made = [getattr(values, name)(value) for value in GIVEN]
    found = [plainly(value) for value in made if value is not None]
    assert found == FITS[name]
    assert [*map(np.shape, found)] == [*map(np.shape, FITS[name])]
    if name not in ("integers", "numbers", "floats"):
        assert [type(each) for each in found if each not in ("nan", "inf")] == [
            type(each) for each in FITS[name] if each not in ("nan", "inf")
        ]


@pytest.mark.parametrize("name", ["row", "integers", "numbers", "floats", "anything"])
def test_a_row_is_a_copy_that_nobody_changes(name):
    given = np.array([[1, 2], [3, 4]])[:, ::-1]
    made = getattr(values, name)(given)
    given[0, 0] = 9
    assert made.tolist() == [[2, 1], [4, 3]]
    assert made.flags.c_contiguous
    assert not made.flags.writeable
    assert made.dtype == (np.float64 if name in ("numbers", "floats") else np.int64)


def test_integers_beyond_64_bits_are_found_inside():
    fits = [MOST, -MOST - 1, np.uint64(MOST), [MOST], np.array([MOST], np.uint64), 1e300, "1", True]
    assert not any(map(beyond_64_bits, fits))
    large = [
        MOST + 1, -MOST - 2, np.uint64(MOST + 1), [0, MOST + 1], (0, (1, MOST + 1)),
        frozenset((MOST + 1,)), np.array([MOST + 1], np.uint64), np.array([MOST + 1], object),
    ]  # fmt: skip
    assert all(map(beyond_64_bits, large))


@pytest.mark.parametrize(("annotation", "default", "need", "moves"), [
    (bool, 1, "True or False", False),
    (int, 0.5, "an integer", False),
    (float, 1, "a number", False),
    (values.Integers, 0.5, "an array of integers", True),
    (values.Numbers, 1, "an array of numbers", False),
    (None, True, "True or False", False),
    (None, 1, "an integer", False),
    (None, D, "an integer", False),
    (None, 0.5, "a number", False),
    (None, [1], "an array of numbers", True),
    (None, [0.5], "an array of numbers", True),
    (None, MISSING, "a number or an array of numbers", True),
])  # fmt: skip
def test_what_a_parameter_takes_follows_from_its_annotation_then_its_default(
    annotation, default, need, moves
):
    form = form_of(annotation, default)
    assert (form.need, form.moves) == (need, moves)


def test_a_row_of_floats_takes_whole_numbers_and_moves_as_floats():
    assert form_of(None, [0.5]).convert([1]).dtype == np.float64
    assert form_of(None, [0.5]).convert("CD").tolist() == [0.0, 1.0]
    assert form_of(None, [1]).convert([1]).dtype == np.int64
    assert form_of(None, [1]).convert([0.5]).dtype == np.float64


def test_memory_that_begins_with_a_move_is_an_integer():
    assert type(values.starting_value(D)) is int


# -- as short texts --------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "text"), [
    (1, "1"), (0.5, "0.5"), (True, "True"), ([0, 1], "CD"), ([0] * 24, "C" * 24),
    ([0, 2], "[0,2]"), ([0.0, 1.0], "[0.0,1.0]"), ([[0, 1]], "[[0,1]]"),
    ([2] * 19, f"[{','.join('2' * 19)}]"),
    ([22, *[2] * 17, 3], f"[22,{'2,' * 17}3]"), ([22, *[2] * 17], f"[22{',2' * 17}]"),
])  # fmt: skip
def test_short_values_are_shown_whole(value, text):
    assert readable(np.array(value) if isinstance(value, list) else value) == text


@pytest.mark.parametrize("value", [[0] * 25, [2] * 20, [[1234567890] * 2] * 2])
def test_long_arrays_are_shown_by_their_shape_and_a_hash(value):
    size = "x".join(map(str, np.shape(value)))
    text = readable(np.array(value))
    assert text.startswith(f"{size}:")
    assert len(text) == len(size) + 9
    other = np.array(value)
    other.flat[-1] += 1
    assert readable(other) != text == readable(np.array(value))


def test_teams_are_named_by_their_members_or_a_hash():
    assert readable_team(["a" * 90]) == "a" * 90
    assert readable_team(["a", "b"]) == "a, b"
    assert readable_team(["a" * 29, "b" * 29]) == f"{'a' * 29}, {'b' * 29}"
    long = readable_team(["a" * 30, "b" * 29])
    assert long.startswith("2 members:")
    assert len(long) == len("2 members:") + 8
    assert long != readable_team(["b" * 29, "a" * 30])
