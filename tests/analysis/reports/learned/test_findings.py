"""What a report on learned strategies rests on, where examples are too small to show it."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.reports.learned import findings
from analysis.reports.learned.findings import CROWD, Findings


@pytest.mark.parametrize(("players", "taken"), [(9, 9), (10, 10), (11, 10), (1000, 10)])
def test_starts_of_a_crowd_are_those_of_a_sample_from_the_first_to_the_last(
    players, taken, monkeypatch
):
    """The sample is even over the players in order, and does not depend on the log's order."""
    monkeypatch.setattr(findings, "CROWD", 10)
    monkeypatch.setattr(findings, "starts_compared", lambda *args, **words: (args, words))
    order = np.random.default_rng(1).permutation(players)
    vectors = pd.DataFrame({"CC": order // 4, "CD": order % 4}, index=order, dtype=float)
    learned = SimpleNamespace(
        vectors=vectors, provenance={"seed": 7}, names=["a", "b"], log=None, criteria=None
    )
    (sample, many), words = Findings(learned).starts
    assert (many, words) == (2, {"starts": findings.STARTS, "seed": 7})
    if taken == players:
        assert sample is vectors
        return
    wanted = [k * (players - 1) // (taken - 1) for k in range(taken)]
    assert sorted(sample.index) == wanted
    pd.testing.assert_frame_equal(sample, vectors.loc[sample.index])


def test_a_crowd_is_more_than_20_000():
    assert CROWD == 20_000
