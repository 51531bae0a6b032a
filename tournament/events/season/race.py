"""A race among candidates: whoever is surely behind plays no more seasons.

All candidates meet the same seasons (common random numbers), so two differ by what they do alone,
and few seasons tell most of them apart. After one season only the better part goes on: nothing is
known yet of how much luck matters. From then on a candidate is dropped when it is further behind
the best than luck explains. How much luck matters is estimated from all candidates together, since
two or four seasons of one say little; where a candidate varies more than they do, its own counts.

The level is shared out over all tests of the race (Bonferroni), so that the candidate that is truly
best is dropped in a test with a probability of at most `ERROR`, where differences between seasons
are about normal. The first cut is no test: `benchmarks/advice.py` measures what both cost.

Sources: Maron and Moore (1994), "Hoeffding races", Advances in Neural Information Processing
Systems 6; Birattari et al. (2002), "A racing algorithm for configuring metaheuristics", GECCO;
Karnin, Koren and Somekh (2013), "Almost optimal exploration in multi-armed bandits", ICML.
"""

import numpy as np

from tournament.results.estimation.distributions import student_quantile

ERROR = 0.05
"""How probable it may be that the best candidate is dropped in one of the tests."""
CUT, FEWEST = 3, 12
"""After one season a third goes on, and at least so many."""


def rounds_of(repetitions: int) -> list[int]:
    """Return after how many seasons a race looks who is behind.

    >>> rounds_of(10), rounds_of(1)
    ([1, 2, 4, 8, 10], [1])
    """
    looks = [1]
    while 2 * looks[-1] < repetitions:
        looks.append(2 * looks[-1])
    return [*looks, repetitions] if repetitions > 1 else looks


def going_on(earned: np.ndarray, looks: int) -> np.ndarray:
    """Return (C,) which candidates go on.

    Parameters
    ----------
    earned
        (n, C) incomes of the candidates that are left, in the same n seasons; more is better.
    looks
        How often the race looks, in all.

    Examples
    --------
    >>> going_on(np.array([[9.0, 1.0, 8.9], [7.0, 1.5, 7.1], [8.0, 1.0, 7.9]]), 5).tolist()
    [True, False, True]
    """
    n, many = earned.shape
    mean = earned.mean(axis=0)
    best = int(mean.argmax())
    if n == 1:
        kept = max(FEWEST, -(-many // CUT))
        return np.asarray(mean >= np.sort(mean)[::-1][min(kept, many) - 1])
    if many == 1:
        return np.ones(1, bool)
    apart = earned[:, [best]] - earned
    # what is left of incomes without the means of candidates and of seasons is luck
    luck = earned - mean - earned.mean(axis=1, keepdims=True) + mean.mean()
    freedom = (n - 1) * (many - 1)
    together = 2 * (luck**2).sum() / freedom
    error = np.sqrt(np.maximum(apart.var(axis=0, ddof=1), together) / n)
    reach = student_quantile(freedom, 1 - ERROR / (looks * (many - 1)))
    return np.asarray(apart.mean(axis=0) <= reach * error)
