"""Match tables folded onto players are what a loop over matches says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tournament.results.by_seat import by_pair, by_player, mean_by_pair


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(0, 12))
def test_folds_are_sums_over_matches(seed, size, count):
    rng = np.random.default_rng(seed)
    matches = rng.integers(0, size, (count, 2))
    views = rng.integers(0, 9, (2, count, 3))
    single, pairs, met = (
        np.zeros((size, 3), int), np.zeros((size, size, 3), int), np.zeros((size, size))
    )  # fmt: skip
    for (p, q), first, second in zip(matches, *views, strict=True):
        for me, other, seen in ((p, q, first), (q, p, second)):
            single[me] += seen
            pairs[me, other] += seen
            met[me, other] += 1
    np.testing.assert_array_equal(by_player(matches, views, size), single)
    np.testing.assert_array_equal(by_pair(matches, views, size), pairs)
    mean = mean_by_pair(matches, views, size)
    assert (np.isnan(mean[..., 0]) == (met == 0)).all()
    known = met > 0
    np.testing.assert_allclose(mean[known], pairs[known] / met[known][:, None])
