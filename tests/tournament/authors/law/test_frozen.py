"""The copy of a rule that plays: constants are kept as they are, and nothing else is near."""

import numpy as np
import pytest
from numba import njit

from tournament.authors.law.frozen import frozen
from tournament.authors.law.values import (
    calculates,
    compiled_by_numba,
    is_constant,
    is_function,
    under_numba,
)
from tournament.authors.moves.named import C

TABLE = np.array([1.0, 2.0])
PAIR = (3, (TABLE, 4))


def helper(x, row=TABLE, *, by=TABLE):
    return x + row[0] + by[1] + TABLE[1]


@njit
def quick(x):
    return x + TABLE[0]


def again(n):
    return 0 if n == 0 else again(n - 1)


def rule(me, opponent, k=1, *, scale=TABLE):
    return helper(me) + PAIR[1][0][0] + PAIR[0] + opponent + k + scale[1]


@pytest.fixture(autouse=True)
def _same():
    """Put the table back."""
    before = TABLE.copy()
    yield
    TABLE[:] = before


@pytest.mark.parametrize("plain", [True, False])
def test_it_does_what_the_rule_does_and_goes_on_doing_it(plain):
    def fresh(me, opponent):
        return helper(me) + quick(1) + PAIR[1][0][1] + TABLE[0]

    copy = frozen(fresh, plain=plain)
    before = fresh(1, 2)
    assert copy(1, 2) == before
    TABLE[:] = 9.0
    assert copy(1, 2) == before
    assert fresh(1, 2) != before


def test_arguments_names_and_code_are_kept():
    copy = frozen(rule, plain=False)
    assert (copy.__name__, copy.__code__) == ("rule", rule.__code__)
    assert copy(1, 2) == rule(1, 2)
    assert copy(1, 2, 5) == rule(1, 2, 5) == copy(1, 2) + 4
    assert copy(1, 2, scale=np.array([0.0, 7.0])) == copy(1, 2) + 5
    assert copy is frozen(rule, plain=False)
    assert copy is not frozen(rule, plain=True)
    assert copy.__defaults__ == (1,)
    assert not copy.__kwdefaults__["scale"].flags.writeable
    assert frozen(helper, plain=False).__defaults__[0] is not TABLE


def test_every_array_is_a_copy_that_nobody_changes():
    copy = frozen(rule, plain=False)
    held = [copy.__globals__["PAIR"][1][0], copy.__globals__["helper"].__globals__["TABLE"]]
    for row in held:
        assert row is not TABLE
        assert not row.flags.writeable
        assert row.tolist() == TABLE.tolist()


def test_a_function_is_copied_once_however_it_is_reached():
    assert frozen(again, plain=False)(5) == 0

    def both(me, opponent):
        return (helper, helper), helper

    (one, two), three = frozen(both, plain=False)(1, 2)
    assert one is two is three is not helper


def test_variables_of_enclosing_functions_are_kept():
    def outer(row, k):
        def inner(me, opponent):
            return row[0] + k

        return inner

    row = np.array([1.0])
    copy = frozen(outer(row, 2), plain=False)
    row[0] = 9.0
    assert copy(0, 0) == 3.0


def test_only_what_is_named_is_near():
    known = frozen(rule, plain=False).__globals__
    assert {*known} == {"__name__", "__loader__", "__spec__", "__builtins__", "PAIR", "helper"}
    assert known["__name__"] == __name__


# -- what is a constant, what a function -----------------------------------------------------------


@pytest.mark.parametrize("value", [
    1, 0.5, True, None, "C", C, (1, (2, "x")), (), np.array([1]), np.array([True]),
    np.array([0.5], np.float32), np.int8(1), np.bool_(True), np.uint8(1), np.array([1], np.uint8),
])  # fmt: skip
def test_constants(value):
    assert is_constant(value)


@pytest.mark.parametrize("value", [
    [1], {1}, {1: 2}, b"a", 1j, (1, [2]), np.array([1j]), np.array(["a"]), np.array([None]),
    np.complex64(1), object(), np.datetime64("2020"), len, helper,
    np.ma.array([1]), np.recarray((1,), [("a", int)]), type("T", (tuple,), {})(),
])  # fmt: skip
def test_what_can_change_or_does_not_calculate_is_none(value):
    assert not is_constant(value)


def test_functions_of_authors():
    assert is_function(helper)
    assert is_function(quick)
    assert is_function(lambda x: x)
    for other in (len, np.sum, np.linalg.norm, pytest, 1, type, dict.get, C):
        assert not is_function(other)
    import statistics

    assert not is_function(statistics.mean)


def test_what_numba_compiled_has_a_function_behind_it():
    assert under_numba(quick) is quick.py_func
    assert under_numba(helper) is helper
    assert (compiled_by_numba(quick), compiled_by_numba(helper)) == (True, False)


def test_what_calculates_is_in_the_table():
    known = frozenset((id(len), id(np.sum)))
    assert calculates(len, known)
    assert calculates(np.sum, known)
    assert not calculates(max, known)
    assert not calculates(helper, known)
