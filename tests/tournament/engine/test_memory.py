"""Records as compiled code sees them."""

from typing import NamedTuple

import numpy as np
import pytest
from numba import njit

from tournament.engine.memory import Floats, Int32s, Words, element, packed, struct_of


class Record(NamedTuple):
    seed: np.uint64
    days: int
    known: bool
    share: float
    kinds: Int32s
    words: Words
    table: Floats


record_at = struct_of(Record)


def record(**changes):
    usual = Record(
        seed=np.uint64(2**64 - 1),
        days=-3,
        known=True,
        share=-0.25,
        kinds=np.array([5, -7], np.int32),
        words=np.array([2**63], np.uint64),
        table=np.zeros((2, 3)),
    )
    return usual._replace(**changes)


@njit
def read_and_write(address):
    r = record_at(address)
    r.table[4] = r.share
    return r.seed, r.days, r.known, r.share, r.kinds[1], r.words[0]


def test_compiled_code_reads_the_fields_and_writes_the_arrays():
    made = record()
    struct = packed(made)
    assert read_and_write(struct.ctypes.data) == (2**64 - 1, -3, 1, -0.25, -7, 2**63)
    assert made.table.tolist() == [[0, 0, 0], [0, -0.25, 0]]


@pytest.mark.parametrize("bad", [np.array([1, 2], np.int64), np.arange(6, dtype=np.int32)[::2]])
def test_an_array_of_another_type_is_refused(bad):
    with pytest.raises(TypeError, match="kinds must be int32 in one piece"):
        packed(record(kinds=bad))


def test_arrays_are_annotated_alike_in_all_versions_of_numpy():
    """Before numpy 2.5 an `NDArray` is a long alias, and since then it is a short one."""
    assert element(np.ndarray[tuple[int, ...], np.dtype[np.int32]]) is np.int32
    assert element(list[np.int32]) is element(Int32s) is np.int32
    assert element(Words) is np.uint64
