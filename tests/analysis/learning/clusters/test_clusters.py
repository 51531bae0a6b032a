"""Clusters: scikit-learn's own numbers, known truth, and indifference to order and names."""

import numpy as np
import pandas as pd
import pytest
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist
from scipy.stats import gaussian_kde
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, calinski_harabasz_score, silhouette_score
from sklearn.mixture import GaussianMixture

from analysis import (
    choose_k,
    gaussian_mixture,
    hierarchy,
    kmeans,
    preferred,
    principal_axes,
    starts_compared,
)
from analysis.learning.clusters.fits import BLUR, mixed
from analysis.learning.clusters.hierarchy import cut
from analysis.learning.clusters.maps import density

STATES = ["first", "CC", "CD", "DC", "DD"]
RULES = np.array([[1, 1, 0, 1, 0], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [1, 1, 0, 0, 1]])


def crowd(seed=0, players=200, decisions=25):
    """Return vectors of four rules that err in one of ten decisions, and whose is whose."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(4, players, p=[0.4, 0.3, 0.2, 0.1])
    rates = rng.binomial(decisions, 0.1 + 0.8 * RULES[truth]) / decisions
    return pd.DataFrame(rates, [f"p{k}" for k in range(players)], STATES), truth


@pytest.fixture(scope="module")
def vectors():
    return crowd()[0]


@pytest.fixture(scope="module")
def criteria(vectors):
    return choose_k(vectors, range(1, 7), resamples=8, references=5)


def shuffled(vectors, seed=3):
    """Return the vectors in another order, under other names, and that order."""
    order = np.random.default_rng(seed).permutation(len(vectors))
    return vectors.iloc[order].set_axis(np.arange(len(vectors))), order


def test_k_means_is_that_of_scikit_learn(vectors):
    ours = kmeans(vectors, 4, starts=20, seed=5)
    theirs = KMeans(4, n_init=20, random_state=1).fit(vectors.to_numpy())
    assert adjusted_rand_score(ours.labels, theirs.labels_) == 1
    assert ours.inertia == pytest.approx(theirs.inertia_)
    order = np.lexsort(vectors.to_numpy().T[::-1])
    same = KMeans(4, n_init=20, random_state=5).fit(vectors.to_numpy()[order])
    labels = ours.labels.to_numpy()[order]
    centres = ours.centres.to_numpy()[labels - 1]
    assert np.allclose(centres, same.cluster_centers_[same.labels_])


def test_kinds_are_numbered_by_size_and_centres_are_means(vectors):
    found = kmeans(vectors, 4)
    assert list(found.sizes) == sorted(found.sizes, reverse=True)
    assert found.sizes.sum() == len(vectors)
    pd.testing.assert_frame_equal(
        found.centres, vectors.groupby(found.labels).mean(), check_names=False
    )


@pytest.mark.parametrize("seed", range(3))
def test_known_kinds_are_found_again(seed):
    vectors, truth = crowd(seed)
    assert adjusted_rand_score(kmeans(vectors, 4).labels, truth) > 0.95
    soft = gaussian_mixture(vectors, 4)
    assert adjusted_rand_score(soft.shares.idxmax(axis=1), truth) > 0.95
    assert adjusted_rand_score(cut(vectors, hierarchy(vectors), 4).labels, truth) > 0.95


def test_all_criteria_find_the_number_of_kinds(criteria):
    assert preferred(criteria).to_dict() == {
        "silhouette": 4, "calinski_harabasz": 4, "gap": 4, "stability": 4, "bic": 4,
    }  # fmt: skip


def test_criteria_are_what_they_are_called(vectors, criteria):
    labels = kmeans(vectors, 3).labels
    assert criteria.at[3, "silhouette"] == pytest.approx(silhouette_score(vectors, labels))
    assert criteria.at[3, "calinski_harabasz"] == pytest.approx(
        calinski_harabasz_score(vectors, labels)
    )
    assert criteria.at[3, "inertia"] == pytest.approx(kmeans(vectors, 3).inertia)
    assert criteria["inertia"].is_monotonic_decreasing
    assert criteria.loc[1, ["silhouette", "calinski_harabasz", "stability"]].isna().all()


def test_the_gap_finds_that_there_are_no_kinds():
    """Tibshirani et al. (2001), their first scenario: uniform points, one kind."""
    x = pd.DataFrame(np.random.default_rng(1).uniform(size=(200, 4)))
    assert preferred(choose_k(x, range(1, 5), resamples=3))["gap"] == 1


@pytest.mark.parametrize("what", [lambda v: kmeans(v, 4), lambda v: cut(v, hierarchy(v), 4)])
def test_order_and_names_have_no_part_in_kinds(vectors, what):
    other, order = shuffled(vectors)
    one, two = what(vectors), what(other)
    assert np.array_equal(one.labels.to_numpy()[order], two.labels.to_numpy())
    pd.testing.assert_frame_equal(one.centres, two.centres, check_exact=True)


def test_order_and_names_have_no_part_in_the_rest(vectors, criteria):
    other, order = shuffled(vectors)
    again = choose_k(other, range(1, 7), resamples=8, references=5)
    pd.testing.assert_frame_equal(criteria, again, check_exact=True)
    one, two = gaussian_mixture(vectors, 3), gaussian_mixture(other, 3)
    assert np.array_equal(one.shares.to_numpy()[order], two.shares.to_numpy())
    one, two = principal_axes(vectors), principal_axes(other)
    assert np.allclose(one.coordinates.to_numpy()[order], two.coordinates.to_numpy())


def test_the_seed_decides(vectors):
    assert starts_compared(vectors, 6, starts=9, seed=1).equals(
        starts_compared(vectors, 6, starts=9, seed=1)
    )
    assert not starts_compared(vectors, 6, starts=9, seed=1).equals(
        starts_compared(vectors, 6, starts=9, seed=2)
    )


def test_each_start_is_one_start_of_scikit_learn(vectors):
    x = vectors.to_numpy()[np.lexsort(vectors.to_numpy().T[::-1])]
    alone = [KMeans(9, init="random", n_init=1, random_state=mixed(3, start)).fit(x).inertia_
             for start in range(12)]  # fmt: skip
    found = starts_compared(vectors, 9, starts=12, init="random", seed=3)
    assert found["inertia"].tolist() == pytest.approx(sorted(alone))
    assert len(set(alone)) > 6


def test_single_starts_end_in_local_optima_that_many_starts_avoid():
    """16 tight groups on a line in pairs: a random start seldom hits each."""
    rng = np.random.default_rng(0)
    spots = np.repeat(np.arange(16.0), 10)[:, None] * [1, 0] + rng.normal(0, 0.01, (160, 2))
    x = pd.DataFrame(spots)
    random, better = (starts_compared(x, 16, starts=40, init=init) for init in
                      ("random", "k-means++"))  # fmt: skip
    best = better["inertia"].min()
    assert (random["inertia"] > 5 * best).mean() > 0.9
    assert better["inertia"].mean() < random["inertia"].mean()
    assert kmeans(x, 16).inertia == pytest.approx(best)
    assert kmeans(x, 16).sizes.tolist() == [10] * 16


def test_the_mixture_is_that_of_scikit_learn(vectors):
    ours = gaussian_mixture(vectors, 3, starts=4, seed=7)
    x = vectors.to_numpy()[np.lexsort(vectors.to_numpy().T[::-1])]
    theirs = GaussianMixture(
        3, covariance_type="diag", reg_covar=BLUR**2, n_init=4, max_iter=300, random_state=7
    ).fit(x)
    assert ours.bic == pytest.approx(theirs.bic(x))
    assert np.allclose(np.sort(ours.weights), np.sort(theirs.weights_))
    assert np.allclose(ours.shares.sum(axis=1), 1)
    assert np.allclose(ours.shares.mean(), ours.weights, atol=1e-3)


def test_the_hierarchy_is_that_of_scipy(vectors):
    """Where no two distances are equal: among equal ones, scipy's choice hangs on the order."""
    vectors = vectors + np.random.default_rng(1).normal(0, 1e-3, vectors.shape)
    joined = hierarchy(vectors)
    assert np.allclose(joined[:, 2], linkage(vectors.to_numpy(), "ward")[:, 2])
    first, second = vectors.iloc[joined[0, :2].astype(int)].to_numpy()
    assert np.linalg.norm(first - second) == pytest.approx(pdist(vectors).min())
    assert joined[-1, 3] == len(vectors)


def test_the_map_is_that_of_scikit_learn(vectors):
    plane, theirs = principal_axes(vectors), PCA(2).fit(vectors)
    assert np.allclose(plane.explained, theirs.explained_variance_ratio_)
    assert np.allclose(np.abs(plane.loadings.T), np.abs(theirs.components_))
    assert np.allclose(np.abs(plane.coordinates), np.abs(theirs.transform(vectors)))
    assert np.allclose(plane.place(vectors), plane.coordinates)
    assert (plane.loadings.to_numpy()[np.abs(plane.loadings).to_numpy().argmax(axis=0), [0, 1]]
            > 0).all()  # fmt: skip


def test_the_density_is_that_of_scipy(vectors):
    """The directions of the map are uncorrelated, so scipy's kernel is this one."""
    plane = principal_axes(vectors)
    x, y, dense = density(plane.coordinates, 240)
    kernel = gaussian_kde(plane.coordinates.to_numpy().T)
    theirs = kernel(np.stack(np.meshgrid(x, y, indexing="ij")).reshape(2, -1)).reshape(dense.shape)
    assert np.abs(dense - theirs).max() < 0.02 * theirs.max()
    assert dense.sum() * (x[1] - x[0]) * (y[1] - y[0]) == pytest.approx(1, abs=0.02)


def test_players_who_are_all_alike_are_one_kind():
    alike = pd.DataFrame(np.full((9, 5), 0.5), columns=STATES)
    found = kmeans(alike, 1)
    assert (found.inertia, list(found.sizes)) == (0, [9])
    assert np.allclose(principal_axes(alike).explained, 0)
    _, _, dense = density(principal_axes(alike).coordinates)
    assert np.isfinite(dense).all()
    with pytest.raises(ValueError, match="from 1 to 1, the number of different behaviours; got 2"):
        kmeans(alike, 2)


@pytest.mark.parametrize("k", [0, 201, 2.5, True, "many"])
def test_impossible_numbers_of_kinds_are_refused(vectors, k):
    with pytest.raises(ValueError, match="`k` must be a whole number from 1 to"):
        kmeans(vectors, k)


def test_gaps_are_refused(vectors):
    torn = vectors.copy()
    torn.iloc[7, 2] = np.nan
    with pytest.raises(ValueError, match="player 'p7' has none at 'CD'"):
        kmeans(torn, 2)
    with pytest.raises(ValueError, match="at least one player"):
        kmeans(vectors.iloc[:0], 1)
    with pytest.raises(ValueError, match="`ks` must hold numbers from 1 to"):
        choose_k(vectors, [0])
    with pytest.raises(ValueError, match="at least 2 players"):
        hierarchy(vectors.iloc[:1])


def test_many_players_are_sampled_for_criteria_only():
    vectors, truth = crowd(1, 5000)
    assert adjusted_rand_score(kmeans(vectors, 4, starts=5).labels, truth) > 0.95
    found = preferred(choose_k(vectors, [3, 4, 5], resamples=2, references=2, starts=2))
    assert found["silhouette"] == 4


def test_the_earlier_name_of_labels_still_answers(vectors):
    found = kmeans(vectors, 2, starts=1)
    with pytest.warns(DeprecationWarning, match="`kinds` of clusters is now `labels`"):
        assert found.kinds is found.labels


@pytest.mark.parametrize("seed", range(8))
def test_directions_are_of_length_one_and_mostly_upwards(seed):
    """Whichever way round the decomposition gives them."""
    vectors = pd.DataFrame(np.random.default_rng(seed).normal(size=(9, 4)))
    found = principal_axes(vectors)
    axes = found.loadings.to_numpy()
    np.testing.assert_allclose(axes.T @ axes, np.eye(2), atol=1e-12)
    assert (axes.max(axis=0) == np.abs(axes).max(axis=0)).all()
    np.testing.assert_allclose(found.coordinates, (vectors - vectors.mean()).to_numpy() @ axes)
    assert found.explained[0] >= found.explained[1] > 0
    assert found.explained.sum() < 1
