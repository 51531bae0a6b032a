"""Who meets whom in a round robin."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tournament.rules.round_robin import every_pair, pairs


@given(st.integers(0, 12), st.booleans(), st.booleans())
def test_every_pair_meets_once(size, copies, both_ways):
    found = every_pair(size, copies=copies, both_ways=both_ways)
    met = Counter(map(tuple, found.tolist()))
    wanted = {
        (i, j)
        for i in range(size)
        for j in range(size)
        if (copies or i != j) and (both_ways or i <= j)
    }
    assert set(met) == wanted
    assert len(found) == len(wanted) == pairs(size, copies=copies, both_ways=both_ways)
    assert found.shape[1:] == (2,)
