"""What criteria say of the number of clusters, where it was not given."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.reports.learned.findings import Findings
from analysis.reports.learned.summary import summary


def said(criteria):
    """Return the summary of two clusters of three players and one."""
    clusters = SimpleNamespace(sizes=[3, 1])
    made = SimpleNamespace(clusters=clusters, criteria=criteria, vectors=[0] * 4,
                           names=["a", "b"], like=lambda k: f"as rule {k}")  # fmt: skip
    return summary(Findings(made))


CLUSTERS = [
    "a: 3 of 4 players (75.0 %), as rule 1.",
    "b: 1 of 4 players (25.0 %), as rule 2.",
]


def test_a_number_that_was_given_has_no_criteria():
    assert said(None) == CLUSTERS


@pytest.mark.parametrize(
    ("silhouette", "start"),
    [
        ([0.1, 0.9, 0.2], "All criteria agree on the number of clusters: silhouette prefers 3, "),
        ([0.9, 0.1, 0.2], "The criteria do not agree on the number of clusters; 3 has most votes: "
         "silhouette prefers 2, "),
    ],
)  # fmt: skip
def test_criteria_are_listed(silhouette, start):
    frame = pd.DataFrame(
        {"silhouette": silhouette, "calinski_harabasz": [1, 9, 2], "gap": [0.1, 0.9, 0.9],
         "gap_error": [0.0, 0.1, 0.1], "stability": [0.2, 0.9, 0.1],
         "stability_error": [0.0, 0.0, 0.0], "bic": [3, 1, 2]},
        index=pd.Index([2, 3, 4], name="k"),
    )  # fmt: skip
    *clusters, text = said(frame)
    assert clusters == CLUSTERS
    assert text.startswith(start)
    assert "gap prefers 3" in text
