"""Compiled draws are those of the referee."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from tournament.engine.population import draws
from tournament.referee.population.draws import Draws, split

words = st.integers(0, 2**64 - 1)
draw = njit(lambda state, step, number: draws.draw(state, step, number))
below = njit(lambda z, n: draws.below(z, n))
rest = njit(lambda z, n: draws.rest(z, n))


@given(st.integers(0, 2**63), st.integers(0, 99), st.integers(0, 3))
def test_draws_are_those_of_the_stream(seed, repetition, purpose):
    stream = Draws(seed, repetition, purpose)
    for number in (1, 2, 3):
        assert int(draw(*map(np.uint64, (stream.state, stream.step, number)))) == stream.word()


@given(words, st.integers(1, 2**40))
def test_a_word_chooses_and_leaves_a_word(word, n):
    one, left = split(word, n)
    assert 0 <= one < n
    assert (below(np.uint64(word), n), int(rest(np.uint64(word), n))) == (one, left)
