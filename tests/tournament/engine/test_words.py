"""The compiled twin of streams, and registers of moves."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from tournament import streams
from tournament.engine import words as compiled


class words:  # noqa: N801 (stands for the module)
    """The engine's functions, which only compiled code may call."""

    stream_key = njit(lambda *five: compiled.stream_key(*five))
    mix = njit(lambda z: compiled.mix(z))
    absorb = njit(lambda key, value: compiled.absorb(key, value))
    stream = njit(lambda key, repetition: compiled.stream(key, repetition))
    uniform = njit(lambda z: compiled.uniform(z))
    shift = njit(lambda recent, moves, n: compiled.shift(recent, moves, n))
    popcount = njit(lambda word: compiled.popcount(word))


numbers = st.integers(0, 2**64 - 1)


@given(numbers, numbers, numbers, st.integers(0, 1), st.sampled_from(range(13)))
def test_keys_are_those_of_the_definition(seed, me, other, seat, purpose):
    key = words.stream_key(np.uint64(seed), np.uint64(me), np.uint64(other), seat, purpose)
    assert int(key) == streams.stream_key(seed, me, other, seat, purpose)
    assert int(words.mix(np.uint64(me))) == streams.mix(me)
    assert int(words.absorb(np.uint64(me), np.uint64(other))) == streams.absorb(me, other)


@given(numbers, st.integers(0, 2**62), st.integers(1, 100))
def test_draws_are_those_of_the_definition(key, repetition, draw):
    start, step = words.stream(np.uint64(key), np.uint64(repetition))
    with np.errstate(over="ignore"):
        z = start + np.uint64(draw) * step
    assert words.uniform(z) == streams.Stream(key, repetition).at(draw)


@given(st.lists(st.integers(0, 1), max_size=64))
def test_a_register_holds_moves_newest_first(moves):
    recent = np.zeros(1, np.uint64)
    for move in moves:
        words.shift(recent, np.array([move], np.uint8), 1)
    assert int(recent[0]) == sum(move << k for k, move in enumerate(reversed(moves)))
    assert words.popcount(recent[0]) == sum(moves)
