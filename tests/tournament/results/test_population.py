"""Results of a population: frames follow from counts, and files hold what was played."""

import numpy as np
import pytest

from tournament import PopulationResults

ROLES = {"names": ["a", "b", "c", "d"], "roles": [0, 1, 0, 1]}
KINDS = {
    "plain": {},
    "fixation": {"until": "fixation", "looks": [0, 1, 2, 4, 8, 16, 32, 64, 128, 512]},
    "lattice": {"size": 12, "lattice": (3, 4), "pictures": [0, 4, 8], "synchronous": True},
    "once": {"repetitions": 1, "looks": range(60)},
    "roles": ROLES | {"until": "fixation", "looks": range(200)},
    "live": {"live": True},
}


@pytest.fixture(params=KINDS)
def results(request, population):
    return population(**KINDS[request.param])


# -- laws -----------------------------------------------------------------------------------------


def test_what_is_saved_comes_back_as_the_same_bytes(results, tmp_path):
    file = results.save(tmp_path / "one.sqlite")
    again = PopulationResults.load(file)
    assert again == results
    assert again.manifest == results.manifest
    assert again.save(tmp_path / "two.sqlite").read_bytes() == file.read_bytes()


def test_shares_of_a_role_add_up_to_one(results):
    for frame in (results.shares, results.final / results.size):
        sums = frame.T.groupby(results.roles.to_numpy()).sum().T
        np.testing.assert_allclose(sums, 1.0)
    np.testing.assert_allclose(results.average.groupby(results.roles)["share"].sum(), 1.0)


def test_the_last_shares_are_those_in_the_end(results):
    mean = results.final.mean() / results.size
    np.testing.assert_allclose(results.shares.iloc[-1], mean)
    error = results.final.sem() / results.size
    np.testing.assert_allclose(results.share_errors.iloc[-1], error)
    low, high = (results.bands()[end].iloc[-len(mean) :].to_numpy() for end in ("low", "high"))
    assert ((low <= mean) & (mean <= high) | np.isnan(low)).all()
    assert np.isnan(low).all() == (results.repetitions == 1)
