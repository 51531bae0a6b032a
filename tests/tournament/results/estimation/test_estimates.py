"""Errors of medians against SciPy's."""

import numpy as np
import pytest
from scipy.stats.mstats import mjci

from tournament.results.estimation.estimates import by_median

PAYOFFS = np.array([[3.0, 0.0, 5.0, 1.0]])


@pytest.mark.parametrize("repetitions", [3, 4, 5, 20, 101])
def test_errors_of_medians_are_those_of_maritz_and_jarrett(repetitions):
    counts = np.random.default_rng(repetitions).multinomial(100, [0.25] * 4, (repetitions, 6, 1))
    scores = (counts @ PAYOFFS[0])[:, :, 0] / 100
    median, error, _ = by_median(counts, PAYOFFS)
    assert median == pytest.approx(np.median(scores, axis=0))
    assert error == pytest.approx(mjci(scores, prob=[0.5], axis=0)[0], rel=1e-11)


def test_the_median_of_equal_scores_is_exact():
    counts = np.broadcast_to([10, 20, 30, 40], (9, 2, 1, 4))
    assert by_median(counts, PAYOFFS)[1].tolist() == [0.0, 0.0]
