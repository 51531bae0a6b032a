"""Results of a population: frames follow from counts, and files hold what was played."""

from dataclasses import replace

import numpy as np
import pytest

from tournament import PopulationResults, SeasonResults
from tournament.errors import ArgumentError, ResultsError, TournamentError
from tournament.results.books.population import PopulationTallies

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


def test_repetitions_that_end_count_for_the_type_that_has_all_places(results):
    times, fixation = results.times, results.fixation
    assert fixation.attrs["open"] == times["fixed"].isna().sum()
    assert (fixation["repetitions"] == (results.final == results.size).sum()).all()
    assert (fixation["share"] == fixation["repetitions"] / results.repetitions).all()
    assert ((fixation["low"] <= fixation["share"]) & (fixation["share"] <= fixation["high"])).all()
    for name, row in fixation.iterrows():
        mine = times[(results.final[name] == results.size).to_numpy()]
        found = row[["generations", "generations_error", "steps", "steps_error"]].tolist()
        wanted = [mine[by].agg(of) for by in ("generation", "steps") for of in ("mean", "sem")]
        ends = results.until == "fixation" or results.rules.rests
        known = wanted if ends else [np.nan] * 4
        np.testing.assert_allclose(found, known)


def test_times_name_who_has_all_places_in_each_role(results):
    whole = results.final == results.size
    roles = results.roles.nunique()
    for (_, row), found in zip(whole.iterrows(), results.times["fixed"], strict=True):
        names = row.index[row]
        assert (found == " and ".join(names)) if len(names) == roles else found != found
    assert results.times.index.name == "repetition"


def test_types_are_ranked_by_their_share_in_each_role(results):
    frame = results.ranking
    assert sorted(frame.index) == sorted(results.types)
    by = {"final": results.shares.iloc[-1], "average": results.average["share"]}[frame.attrs["by"]]
    assert (frame.attrs["by"] == "final") == (results.until == "fixation")
    np.testing.assert_allclose(frame["share"], by[frame.index])
    np.testing.assert_allclose(frame["start"], results.shares.iloc[0][frame.index])
    assert frame["role"].is_monotonic_increasing
    for _, part in frame.groupby("role"):
        assert part["share"].is_monotonic_decreasing
        assert part["rank"].iloc[0] == part["tier"].iloc[0] == 1
        assert ((part["best_rank"] <= part["rank"]) & (part["rank"] <= part["worst_rank"])).all()
        assert part["worst_rank"].max() == len(part)


def test_pictures_have_the_counts_of_their_generation(results):
    for generation in results.pictures:
        picture = results.picture(generation)
        assert picture.shape == (3, 4)
        seen = np.bincount(picture.reshape(-1), minlength=len(results.types))
        assert (seen <= results.tallies.counts[results.looks.index(generation)]).all()


def test_results_are_equal_if_the_same_was_played(population):
    assert population() == population()
    assert population() == population().noting(command="tournament evolve")
    assert population() != population(seed=2)
    assert population() != population(pictures=[4])
    assert population() != population(size=7)
    assert population() != "results"


def test_what_was_played_can_be_read(population):
    results = population(**KINDS["lattice"], repetitions=1)
    assert results.types == ["tit_for_tat", "always_defect", "grudger"]
    assert (results.size, results.repetitions, results.until) == (12, 1, "")
    assert results.structure == "lattice 3 x 4, moore, torus"
    assert results.start == "even shares"
    assert results.looks == [*range(9)]
    assert results.rules.seed == 1
    assert results.roles.tolist() == [0, 0, 0]
    assert list(results.strategies) == results.types
    assert results.game.R == 15


def test_payoffs_are_those_that_were_used(population):
    results = population()
    assert results.payoffs.loc["always_defect", "grudger"] == 5
    assert results.payoffs.columns.name == "against"
    assert (results.payoff_errors == 0).all().all()
    live = population(live=True)
    assert live.payoffs.isna().all().all()
    assert live.payoff_errors.isna().all().all()


# -- by hand --------------------------------------------------------------------------------------


@pytest.fixture
def small(population):
    """Two types in four places, two repetitions: the first ends after generation 1 of at most 3,
    the second is still mixed."""
    results = population(["a", "b"], size=4, repetitions=2, looks=range(4))
    books = PopulationTallies(
        counts=np.array([[4, 4], [5, 3], [6, 2], [5, 3]]),
        squares=np.array([[8, 8], [17, 9], [20, 4], [17, 9]]),
        last=np.array([[4, 0], [1, 3]]),
        end=np.array([[1, 4, 0], [3, 12, -1]]),
    )
    setting = results.played.setting | {"until": "fixation"}
    return replace(results, played=replace(results.played, books=[books], setting=setting))


def test_frames_of_a_population_by_hand(small, tmp_path):
    assert PopulationResults.load(small.save(tmp_path / "small.sqlite")) == small
    assert small.shares["a"].tolist() == [0.5, 0.625, 0.75, 0.625]
    errors = [0.0, 0.375, 0.25, 0.375]
    np.testing.assert_allclose(small.share_errors["a"], errors)
    assert small.times["generation"].tolist() == [1, 3]
    assert small.times["fixed"].tolist()[0] == "a"
    row = small.fixation.loc["a"]
    assert row[["repetitions", "share", "generations", "steps"]].tolist() == [1, 0.5, 1, 4]
    assert row["standard_error"] == pytest.approx(0.5)
    assert small.fixation.loc["b", "share"] == 0
    assert small.fixation.attrs["open"] == 1
    assert small.average.attrs == {"since": 2, "to": 3}
    assert small.average["share"].tolist() == [0.6875, 0.3125]
    assert small.ranking["share"].tolist() == [0.625, 0.375]
    assert small.ranking["standard_error"].tolist() == pytest.approx([0.375, 0.375])


def test_bands_hold_the_share_and_are_shares(small):
    bands = small.bands(0.5)
    assert bands.index.names == ["generation", "type"]
    assert bands.loc[(1, "a")].tolist() == pytest.approx([0.625, 0.25, 1.0])
    assert bands.loc[(0, "a")].tolist() == [0.5, 0.5, 0.5]
    assert small.bands(0.99).loc[(1, "a"), "low"] == 0


# -- sentences ------------------------------------------------------------------------------------


def test_wrong_arguments_get_a_sentence(population):
    with pytest.raises(ArgumentError, match=r"^`confidence` must be between 0 and 1, such as 0.95"):
        population().bands(95)
    results = population(**KINDS["lattice"])
    with pytest.raises(ArgumentError, match=r"^`generation` must be a whole number in \[0, 2\*\*3"):
        results.picture(0.5)
    said = r"^`generation` must be one of which a picture was kept: 0, 4 and 8; got 5\.$"
    with pytest.raises(ArgumentError, match=said):
        results.picture(5)
    said = "^These results have no pictures: none were asked for, or places do not matter, because "
    with pytest.raises(TournamentError, match=said):
        population().picture(0)


def test_another_event_is_refused(population, tmp_path):
    file = population().save(tmp_path / "walk.sqlite")
    said = "these are results of a population, not of a season"
    with pytest.raises(ResultsError, match=said):
        SeasonResults.load(file)


# -- how they show themselves ---------------------------------------------------------------------


def test_results_show_the_types_with_most_places(population):
    text = repr(population(**KINDS["fixation"], repetitions=30)).splitlines()
    assert text[0] == "<PopulationResults: 3 types, 6 places, 30 repetitions>"
    assert "structure: well mixed" in text
    assert "start: even shares" in text
    assert any(line.startswith("ends: after 1 to 16 generations, ") for line in text)
    assert "one type has all places in 30" in " ".join(text)
    assert text[-4] == "rank  type            start   final     95 % interval  places   fixed"
    assert all(len(line) <= 80 for line in text)


def test_both_roles_are_shown(population):
    text = repr(population(**KINDS["roles"]))
    assert "rank  type  role" in text
    assert "one type has all places of each role in 5 of 5 repetitions" in " ".join(text.split())


def test_populations_that_end_at_once_say_so(population):
    text = repr(population(**KINDS["once"]))
    assert "ends: after 59 generations" in text
    assert "average" in text
    long = population([f"a_name_of_many_letters_{n}" for n in range(30)], size=90, repetitions=2)
    lines = repr(long).splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[-1] == "... and 20 more types"


def test_notebooks_show_the_same(population):
    page = population()._repr_html_()
    assert "PopulationResults: 3 types" in page
    assert "tit_for_tat" in page
