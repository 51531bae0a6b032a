"""The table of meanings, read without compiling anything: what each takes, and what it stands for.

`test_operations.py` tries them in rules.
"""

import math
import operator
from itertools import product

import numpy as np
import pytest
from numba import types

from tournament.engine.kernels.arithmetic import both, real, whole
from tournament.engine.kernels.arithmetic.meanings import TABLE, is_whole_row
from tournament.engine.kernels.arithmetic.site import REAL, SINGLE, WHOLE
from tournament.referee.arithmetic import law

KINDS = (WHOLE, REAL, SINGLE)
SUMS = {sum: law.total, np.sum: law.array_total, np.mean: law.array_mean}


def taken_by(takes, kinds):
    """Return the signature for numbers of some types, or None; some operators need two."""
    try:
        return takes(*kinds)
    except TypeError:
        assert len(kinds) == 1
        return None


@pytest.mark.parametrize("original", SUMS)
def test_sums_are_given_to_the_law_and_take_no_numbers(original):
    takes, code, instead = TABLE[original]
    assert instead is SUMS[original]
    assert code == {}
    assert takes(REAL, REAL) is takes(WHOLE) is None


@pytest.mark.parametrize("original", [each for each in TABLE if each not in SUMS])
def test_all_others_have_code_for_the_numbers_that_they_take(original):
    takes, code, instead = TABLE[original]
    assert instead is original
    taken = [taken_by(takes, kinds) for many in (1, 2) for kinds in product(KINDS, repeat=many)]
    firsts = {one.args[0] for one in taken if one is not None}
    assert firsts
    assert firsts <= set(code)


@pytest.mark.parametrize(
    ("original", "kind", "code"),
    [
        (operator.add, WHOLE, whole.CODES[operator.add]),
        (operator.add, REAL, real.CODES[operator.add]),
        (pow, WHOLE, whole.CODES[operator.pow]),
        (math.pow, REAL, real.CODES[operator.pow]),
        *((each, WHOLE, codes[WHOLE]) for each, codes in both.COMPARISONS.items()),
        *((each, REAL, codes[REAL]) for each, codes in both.CODES.items() if REAL in codes),
    ],
)
def test_code_is_that_of_the_type_of_the_first_number(original, kind, code):
    assert TABLE[original].code[kind] is code


def test_rows_of_whole_numbers():
    row = types.Array(types.int64, 1, "C")
    assert is_whole_row(row)
    assert not is_whole_row(types.Array(types.float64, 1, "C"))
    assert not is_whole_row(types.int64)
