"""The table that clusters show of themselves, to the letter."""

import numpy as np
import pandas as pd
import pytest

from analysis.learning.clusters.clusters import Clusters
from analysis.learning.clusters.showing import table
from tournament.interactive.card import Share


def clusters(k: int) -> Clusters:
    """Return clusters of 1,000, 2,000 ... players, with centres in seven dimensions."""
    numbers = pd.RangeIndex(1, k + 1)
    centres = pd.DataFrame(np.arange(k * 7).reshape(k, 7) / 8, numbers, list("abcdefg"))
    sizes = pd.Series(1000 * np.arange(1, k + 1), numbers)
    return Clusters(pd.Series(np.repeat(numbers, sizes)), centres, sizes, 0.0)


@pytest.mark.parametrize(("names", "want"), [((), ("1", "2")), (("shy", "bold"), ("shy", "bold"))])
def test_rows_have_size_share_and_five_coordinates(names, want):
    shown = table(clusters(2), names)
    assert shown.head == ("cluster", "players", "share", *"abcde")
    assert list(shown.rows) == [
        (want[0], "1,000", Share(1 / 3), "0.00", "0.12", "0.25", "0.38", "0.50"),
        (want[1], "2,000", Share(2 / 3), "0.88", "1.00", "1.12", "1.25", "1.38"),
    ]
    assert not shown.more


@pytest.mark.parametrize(
    ("k", "rows", "more"), [(10, 10, ""), (11, 11, ""), (12, 10, "... and 2 more clusters")]
)
def test_ten_clusters_are_shown_and_the_others_counted(k, rows, more):
    """One more takes no more room than the words about it."""
    shown = table(clusters(k))
    assert (len(shown.rows), shown.more) == (rows, more)
