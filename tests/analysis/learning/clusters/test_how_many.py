"""How many clusters: every criterion against its published formula, and the votes by their borders.

The twins draw as the code says that it draws, and fit with scikit-learn; what they check is
the formula, down to divisors.
"""

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from analysis import choose_k, preferred
from analysis.learning.clusters import how_many
from analysis.learning.clusters.fits import BLUR
from analysis.learning.clusters.how_many import elected


@pytest.fixture(scope="module")
def vectors():
    """Return three clouds on a slope, so that no principal axis is an axis of the table."""
    rng = np.random.default_rng(8)
    centres = np.array([[0.0, 0.0, 0.2], [0.5, 0.3, 0.2], [1.0, 0.9, 0.4]])
    x = np.concatenate([rng.normal(c, 0.12, (20, 3)) for c in centres])
    return pd.DataFrame(x, columns=["CC", "CD", "DC"])


@pytest.fixture(scope="module")
def criteria(vectors):
    return choose_k(vectors, [1, 2, 3], resamples=6, references=5, starts=2, seed=3)


def in_order(vectors):
    x = vectors.to_numpy()
    return x[np.lexsort(x.T[::-1])]


def fitted(x, k):
    return KMeans(k, n_init=2, random_state=3).fit(x)


def test_the_gap_and_its_error_are_those_of_tibshirani(vectors, criteria):
    """Tibshirani, Walther and Hastie (2001): the mean log inertia of uniform points in the box of
    the principal components less that of the data; s = sd sqrt(1 + 1 / B), sd with divisor B."""
    x = in_order(vectors)
    plane = PCA().fit(x)
    _, _, axes = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)
    assert np.allclose(np.abs(axes), np.abs(plane.components_))
    turned = (x - x.mean(axis=0)) @ axes.T
    boxes = []
    for box in range(5):
        draws = np.random.default_rng((3, box)).random(x.shape)
        low, high = turned.min(axis=0), turned.max(axis=0)
        boxes.append((low + draws * (high - low)) @ axes + x.mean(axis=0))
    for k in (1, 2, 3):
        logs = [np.log(fitted(box, k).inertia_) for box in boxes]
        gap = sum(logs) / 5 - np.log(fitted(x, k).inertia_)
        deviation = np.sqrt(sum((log - sum(logs) / 5) ** 2 for log in logs) / 5)
        assert criteria.at[k, "gap"] == pytest.approx(gap)
        assert criteria.at[k, "gap_error"] == pytest.approx(deviation * np.sqrt(1 + 1 / 5))


def test_the_stability_is_the_agreement_of_two_resamples(vectors, criteria):
    """Fang and Wang (2012); all players go to the nearest centre of either resample."""
    x = in_order(vectors)
    for k in (2, 3):
        agreements = []
        for pair in range(6):
            rng = np.random.default_rng((3, k, pair))
            labels = []
            for _ in range(2):
                sample = x[np.sort(rng.integers(60, size=60))]
                centres = fitted(sample, k).cluster_centers_
                labels.append(((x[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1))
            agreements.append(adjusted_rand_score(*labels))
        assert criteria.at[k, "stability"] == pytest.approx(np.mean(agreements))
        error = np.std(agreements) / np.sqrt(6)
        assert criteria.at[k, "stability_error"] == pytest.approx(error)
    assert np.isnan(criteria.at[1, "stability_error"])
    assert 0 < criteria.at[2, "stability"] < 1


def test_bic_is_that_of_scikit_learns_mixture(vectors, criteria):
    x = in_order(vectors)
    for k in (1, 2, 3):
        model = GaussianMixture(
            k, covariance_type="diag", reg_covar=BLUR**2, max_iter=300, random_state=3
        ).fit(x)
        assert criteria.at[k, "bic"] == pytest.approx(model.bic(x))


def test_numbers_out_of_range_are_left_out(vectors):
    quick = {"resamples": 2, "references": 2, "starts": 1}
    three = pd.DataFrame({"a": [0.0, 0.0, 0.5, 1.0], "b": [0.0, 0.0, 0.5, 0.0]})
    assert list(choose_k(three, range(9), **quick).index) == [1, 2]  # three different vectors
    alike = pd.DataFrame({"a": [0.5, 0.5], "b": [0.5, 0.5]})
    with pytest.raises(ValueError, match=r"`ks` must hold numbers from 1 to 1; got \[2\]"):
        choose_k(alike, [2], **quick)
    with pytest.raises(ValueError, match="A single player is one cluster"):
        choose_k(three.iloc[:1], [1], **quick)
    usual = choose_k(vectors.iloc[:12], **quick)
    assert list(usual.index) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_sample_is_in_the_order_of_the_players(monkeypatch, vectors):
    quick = {"resamples": 2, "references": 2, "starts": 1, "seed": 4}
    whole = choose_k(vectors, [1, 2], **quick)
    monkeypatch.setattr(how_many, "SAMPLE", 60)  # exactly as many as there are
    pd.testing.assert_frame_equal(choose_k(vectors, [1, 2], **quick), whole)
    monkeypatch.setattr(how_many, "SAMPLE", 30)
    x = in_order(vectors)
    rows = np.sort(np.random.default_rng(4).choice(60, 30, replace=False))
    part = pd.DataFrame(x[rows], columns=vectors.columns)
    some = choose_k(vectors, [1, 2], **quick)
    monkeypatch.setattr(how_many, "SAMPLE", 2000)
    pd.testing.assert_frame_equal(some, choose_k(part, [1, 2], **quick))


# -- votes -----------------------------------------------------------------------------------------


def table(**columns):
    size = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.RangeIndex(1, size + 1, name="k"), dtype=float)


def test_the_gap_is_for_the_first_within_one_error_of_the_largest():
    votes = [
        ([1.0, 1.9, 2.0, 1.8], [0.5, 0.5, 0.1, 0.5], 2),  # exactly one error of the third below
        ([1.0, 1.89, 2.0, 1.8], [0.5, 0.5, 0.1, 0.5], 3),
        ([1.0, 1.9, 2.0, 1.95], [9.0, 9.0, 0.0, 9.0], 3),
    ]
    for gap, error, want in votes:
        assert preferred(table(gap=gap, gap_error=error)).to_dict() == {"gap": want}


def test_stability_is_for_the_last_within_one_error_of_the_most_stable():
    nan = np.nan
    votes = [
        ([nan, 1.0, 0.75, 0.5], [nan, 0.25, 0.0, 0.0], 3),  # exactly one error of the second below
        ([nan, 1.0, 0.74, 0.5], [nan, 0.25, 9.0, 9.0], 2),
        ([nan, 1.0, 0.74, 0.5], [nan, 0.5, 9.0, 9.0], 4),
    ]
    for stability, error, want in votes:
        found = preferred(table(stability=stability, stability_error=error))
        assert found.to_dict() == {"stability": want}


def test_the_rest_are_for_their_best_number():
    found = preferred(
        table(
            inertia=[9, 5, 2, 1],
            silhouette=[np.nan, 0.3, 0.4, 0.1],
            calinski_harabasz=[np.nan, 8, 7, 6],
            bic=[4, 3, 2, 1],
        )
    )
    assert found.to_dict() == {"silhouette": 3, "calinski_harabasz": 2, "bic": 4}
    assert found.name == "k"
    assert preferred(table(silhouette=[np.nan], bic=[1])).to_dict() == {"bic": 1}
    first = preferred(table(silhouette=[np.nan, 0.4, 0.4], bic=[2, 1, 1]))
    assert first.to_dict() == {"silhouette": 2, "bic": 2}  # the smallest of those that tie


def test_most_votes_win_and_the_smallest_of_those_that_tie():
    def votes(silhouette, calinski, bic, last=5):
        """Return criteria that are for these numbers."""
        k = np.arange(1, last + 1)
        return table(
            silhouette=-np.abs(k - silhouette),
            calinski_harabasz=-np.abs(k - calinski),
            bic=np.abs(k - bic),
        )

    assert elected(votes(2, 3, 3)) == 3
    assert elected(votes(4, 2, 3)) == 2
    assert elected(votes(5, 5, 2)) == 2  # the largest number that was tried has no vote
    assert elected(votes(5, 5, 5)) == 5  # unless all are for it
