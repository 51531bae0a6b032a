"""Every operation of the law: Python's results where they fit, and one sentence where they do not.

`laws/test_arithmetic.py` compares the engines; here the law is held to Python and to exact numbers.
"""

import itertools
import math
import operator

import numpy as np
import pytest

from tournament.referee.arithmetic import law
from tournament.referee.arithmetic.law import FUNCTIONS, IN_PLACE, LEAST, MOST, OPERATORS

WHOLES = [0, 1, -1, 2, 3, -3, 7, 62, 63, 64, 65, -65, 2**31, 2**62, MOST, LEAST]
FLOATS = [0.0, 0.5, -0.5, 1.0, -2.0, 2.5, 1e300, math.inf]
EXACT = [operator.add, operator.sub, operator.mul, operator.floordiv, operator.mod,
         operator.lshift, operator.rshift, operator.pow]  # fmt: skip


def outcome(operation, *given):
    try:
        return operation(*given)
    except (ArithmeticError, ValueError) as error:
        return type(error)


def expected(operation, a, b):
    """Return Python's own result where 64 bits hold it, and an error where they do not."""
    if operation is operator.pow and b < 0:
        return ValueError
    if operation in (operator.lshift, operator.pow) and b > 200:
        result = a if a in (0, 1) or (operation is operator.lshift and a == 0) else OverflowError
        if operation is operator.pow and a == -1:
            result = 1 if b % 2 == 0 else -1
        return OverflowError if operation is operator.lshift and a else result
    found = outcome(operation, a, b)
    return OverflowError if isinstance(found, int) and not LEAST <= found <= MOST else found


@pytest.mark.parametrize("operation", EXACT)
def test_whole_numbers_are_pythons_as_far_as_64_bits_go(operation):
    for a, b in itertools.product(WHOLES, WHOLES):
        found = outcome(OPERATORS[operation], a, b)
        assert found == expected(operation, a, b), (a, b)
        assert not isinstance(found, int) or type(found) is int


@pytest.mark.parametrize("operation", [*EXACT[:5], operator.truediv])
def test_floats_are_pythons(operation):
    for a, b in [*itertools.product(FLOATS, FLOATS), *itertools.product(FLOATS, [1, -3, 0])]:
        found, python = outcome(OPERATORS[operation], a, b), outcome(operation, a, b)
        assert repr(found) == repr(python), (a, b)


def test_powers_of_floats():
    for a, b in itertools.product(FLOATS, [0.5, 2, -1, 3.0, 0]):
        python = outcome(operator.pow, a, b)
        python = ValueError if isinstance(python, complex) else python
        assert repr(outcome(law.power, a, b)) == repr(python), (a, b)


@pytest.mark.parametrize(("operation", "given", "sentence"), [
    (law.add, (MOST, 1), law.TOO_LARGE),
    (law.sub, (LEAST, 1), law.TOO_LARGE),
    (law.mul, (2**32, 2**31), law.TOO_LARGE),
    (law.neg, (LEAST,), law.TOO_LARGE),
    (law.floordiv, (LEAST, -1), law.TOO_LARGE),
    (law.power, (2, 63), law.TOO_LARGE),
    (law.power, (3, 10**9), law.TOO_LARGE),
    (law.lshift, (1, 63), law.TOO_LARGE),
    (law.lshift, (1, 10**9), law.TOO_LARGE),
    (law.power, (1e300, 2.0), law.NO_FLOAT),
    (law.power, (2, -1), law.NEGATIVE_POWER),
    (law.power, (-2.0, 0.5), law.NO_REAL),
    (law.bounded, (MOST + 1,), law.TOO_LARGE),
    (law.bounded, (LEAST - 1,), law.TOO_LARGE),
    (law.divided, (LEAST, -1), law.TOO_LARGE),
    (law.rounded, (1e30,), law.TOO_LARGE),
    (law.total, ([MOST, 1],), law.TOO_LARGE),
    (law.array_total, (np.array([MOST, 1]),), law.TOO_LARGE),
])  # fmt: skip
def test_what_does_not_fit_is_said(operation, given, sentence):
    with pytest.raises((OverflowError, ValueError)) as error:
        operation(*given)
    assert str(error.value) == sentence


def test_the_border_of_64_bits_fits():
    assert [law.bounded(MOST), law.bounded(LEAST), law.add(MOST, 0), law.neg(MOST)] == [
        MOST, LEAST, MOST, -MOST,
    ]  # fmt: skip
    assert law.power(-2, 63) == law.lshift(-1, 63) == LEAST
    assert law.power(-1, 2**62 + 1) == -1
    assert law.lshift(0, 10**9) == 0


def test_a_quotient_is_that_of_the_two_nearest_floats():
    assert law.truediv(2**53 + 1, 1) == float(2**53 + 1)
    assert law.truediv(MOST, 3) == float(MOST) / 3.0
    assert law.truediv(7, 2) == 3.5
    assert law.truediv(1, 0.5) == 2.0


def test_arrays_count_as_a_whole():
    row = np.array([1.0, 2.0])
    assert law.add(row, 1).tolist() == [2.0, 3.0]
    assert law.truediv(row, 2).tolist() == [0.5, 1.0]
    assert law.power(row, 2).tolist() == [1.0, 4.0]
    assert law.neg(row).tolist() == [-1.0, -2.0]
    wholes = np.array([1, 2])
    assert law.mul(wholes, 3).tolist() == [3, 6]
    for operation in (law.power, law.lshift, law.rshift):
        for given in ((wholes, 1), (1, wholes), (wholes.astype(np.uint64), 1)):
            with pytest.raises(law.NotOffered, match="takes powers or shifts of an array"):
                operation(*given)


# -- functions -------------------------------------------------------------------------------------


def test_functions_are_pythons():
    for a, b in itertools.product([7, -7, 0, 2.5, -2.5], [2, -3, 0.5]):
        assert FUNCTIONS[divmod](a, b) == divmod(a, b)
    for x in (0.5, 1.5, 2.5, -0.5, 2.4, 7):
        assert FUNCTIONS[round](x) == round(x)
    assert FUNCTIONS[pow](3, 4) == 81
    assert FUNCTIONS[sum]([1, 2.5, True]) == 4.5
    assert FUNCTIONS[sum]([1, 2], 10) == 13
    assert FUNCTIONS[sum](np.array([1, 2])) == 3
    assert type(FUNCTIONS[sum](np.array([1, 2]))) is int


@pytest.mark.parametrize(("function", "given", "sentence"), [
    (pow, (2, 3, 5), law.MODULO), (round, (2.5, 1), law.DIGITS), (np.sum, ([[1]], 0), law.ALONG),
    (np.mean, ([[1]], 0), law.ALONG),
])  # fmt: skip
def test_what_is_not_offered_is_said(function, given, sentence):
    with pytest.raises(law.NotOffered) as error:
        FUNCTIONS[function](*given)
    assert str(error.value) == sentence


@pytest.mark.parametrize("function", [np.sum, np.mean])
def test_sums_are_not_along_an_axis(function):
    with pytest.raises(law.NotOffered):
        FUNCTIONS[function](np.ones((2, 2)), axis=0)


def test_the_largest_and_the_smallest():
    assert (FUNCTIONS[max](1, 3, 2), FUNCTIONS[min](3, 1, 2)) == (3, 1)
    for found, value in [(FUNCTIONS[max](1, 0.5), 1.0), (FUNCTIONS[min](1, 2.5), 1.0)]:
        assert (found, type(found)) == (value, float)
    assert type(FUNCTIONS[max](1, 2)) is int
    assert (FUNCTIONS[max]([1, 3]), FUNCTIONS[min]((1, 0.5))) == (3, 0.5)
    assert type(FUNCTIONS[max]([1, 0.5])) is int
    assert type(FUNCTIONS[max](np.array([1, 2]))) is int


def test_sums_go_from_left_to_right():
    row = [0.1] * 10
    from_left = 0.0
    for value in row:
        from_left += value
    assert FUNCTIONS[sum](row) == FUNCTIONS[np.sum](row) == from_left != math.fsum(row)
    assert FUNCTIONS[np.mean](row) == from_left / 10
    assert FUNCTIONS[np.sum](np.array([[1, 2], [3, 4]])) == 10
    assert type(FUNCTIONS[np.sum](np.array([1, 2]))) is int
    assert type(FUNCTIONS[np.sum](np.array([1.0]))) is float
    assert FUNCTIONS[np.mean](np.array([[1, 2], [3, 4]])) == 2.5
    assert type(FUNCTIONS[np.sum](np.array([], np.float64))) is float


# -- arrays ----------------------------------------------------------------------------------------


def test_items_are_numbers_of_python():
    row = np.array([[1, 2], [3, 4]])
    assert (law.item(row, (1, 0)), type(law.item(row, (1, 0)))) == (3, int)
    assert law.item(row, 1).tolist() == [3, 4]
    assert law.item((5, 6), 1) == law.item((5, 6), True) == 6
    for truth in (True, np.True_):
        with pytest.raises(law.NotOffered, match="indexes an array by a truth value"):
            law.item(row, truth)


def test_loops_go_through_numbers_of_python():
    assert [type(value) for value in law.each(np.array([1, 2]))] == [int, int]
    assert [*law.each(np.array([1.5, 2.0]))] == [1.5, 2.0]
    rows = np.ones((2, 2))
    assert law.each(rows) is rows
    assert law.each((1, 2)) == (1, 2)


@pytest.mark.parametrize("row", [np.array([1, 2]), np.array([1], np.uint8)])
def test_no_float_is_put_among_whole_numbers(row):
    for value in (1.0, np.array([1.0]), np.float64(1)):
        with pytest.raises(law.NotOffered, match="puts a float into an array of whole numbers"):
            law.fitting(row, value)
    assert law.fitting(row, 2) == 2
    assert law.fitting(row, True) is True
    assert law.fitting(row, np.array([1])).tolist() == [1]
    assert law.fitting(np.array([1.0]), 2.0) == 2.0
    assert law.fitting([1], 2.0) == 2.0


@pytest.mark.parametrize("operation", IN_PLACE)
def test_in_place_an_array_changes_and_a_number_does_not(operation):
    row = np.array([8.0, 4.0])
    if operation.__name__ not in ("ilshift", "irshift"):
        plain = getattr(operator, operation.__name__[1:])
        expected = plain(row.copy(), 2.0)
        assert IN_PLACE[operation](row, 2.0) is row
        np.testing.assert_array_equal(row, expected)
    many = [1]
    if operation is operator.iadd:
        assert IN_PLACE[operation](many, [2]) is many
        assert many == [1, 2]
    assert IN_PLACE[operation](8, 2) == getattr(operator, operation.__name__[1:])(8, 2)
    assert IN_PLACE[operation].__name__ == operation.__name__


def test_every_operator_has_its_place():
    assert len(OPERATORS) == 10
    assert len(IN_PLACE) == 9
    for operation, ours in OPERATORS.items():
        given = (7,) if operation is operator.neg else (7, 3)
        assert ours(*given) == operation(*given), operation
