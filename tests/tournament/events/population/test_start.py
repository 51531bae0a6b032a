"""Of which types a population is at the start."""

import numpy as np
import pytest

from tournament.errors import ArgumentError, no_aliases
from tournament.events.population.start import start_of
from tournament.events.population.structure import structure_of

NAMES = ("joss", "alternator", "bully")


def structure(size=None, **given):
    usual = {"graph": None, "replacement": None, "lattice": None, "neighbours": "moore"}
    return structure_of(size=size, torus=True, process="fermi", **(usual | given))


def begin(given, where, names=NAMES, roles=(0, 0, 0)):
    return start_of(given, names, where, roles, no_aliases)


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (None, [3, 4, 3]),  # what is left over goes by name, as below
        ({"bully": 9, "joss": 1}, [1, 0, 9]),
        ({"bully": 0.75, "joss": 0.25}, [2, 0, 8]),
        ([5, 0, 5], [5, 0, 5]),
        (np.array([0.2, 0.2, 0.6]), [2, 2, 6]),
        ([1, 0, 0], [10, 0, 0]),  # all of one type, as a share
    ],
)
def test_counts(given, counts):
    assert begin(given, structure(10)).counts.tolist() == counts


def test_every_place_may_have_its_type():
    places = structure(lattice=(3, 4))
    sites = np.arange(12).reshape(3, 4) % 3
    found = begin(sites, places)
    assert found.of(places, 1, 0, 2).tolist() == [sites.ravel().tolist()] * 2
    assert begin(sites.ravel(), places).counts.tolist() == [4, 4, 4]


def test_types_stand_in_random_places_that_differ_between_repetitions():
    places = structure(lattice=(6, 6))
    starts = begin({"joss": 0.25, "bully": 0.75}, places).of(places, 5, 3, 2)
    assert [np.bincount(one, minlength=3).tolist() for one in starts] == [[9, 0, 27]] * 2
    assert (starts[0] != starts[1]).any()
    again = begin({"joss": 0.25, "bully": 0.75}, places).of(places, 5, 4, 1)
    assert (starts[1] == again[0]).all()


def test_each_role_has_its_own_numbers():
    found = begin([4, 6, 3, 7], structure(10), ("a r", "b r", "a c", "b c"), (0, 0, 1, 1))
    assert found.counts.tolist() == [4, 6, 3, 7]
    assert begin(None, structure(10), ("a", "b", "c", "d"), (0, 0, 1, 1)).counts.tolist() == [5] * 4


def test_without_a_type_proportions_stay():
    where = structure(10)
    found = begin({"joss": 2, "alternator": 4, "bully": 4}, where)
    assert found.of_types([0, 1], NAMES[:2], (0, 0), 10).counts.tolist() == [3, 7]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"josh": 10}, "`start` names 'josh', which does not play. Did you mean 'joss'"),
        ({"joss": "all"}, "got 'all' for joss"),
        ([5, 5], "got shape (2,) for 3 types and 10 places"),
        ([5, 5, 5], "numbers that sum to the size, 10, or shares that sum to 1; these sum to 15"),
        ([0.5, 0.6, -0.1], "got -0.1"),
        ([1.5, 2.5, 6], "`start` must hold whole numbers of players; got 1.5."),
        ("half", "numbers of players, or shares"),
    ],
)
def test_what_is_no_start_is_refused(given, said):
    with pytest.raises(ArgumentError) as told:
        begin(given, structure(10))
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (np.eye(4, dtype=bool), "got an array of True and False of shape (4, 4)"),
        (np.full((4, 4), "joss"), "got an array of texts of shape (4, 4)"),
        (np.full((4, 4), np.nan), "got an array with NaN or infinity of shape (4, 4)"),
    ],
    ids=["masks", "names", "gaps"],
)
def test_an_array_that_is_none_of_numbers_is_told(given, said):
    with pytest.raises(ArgumentError) as told:
        begin(given, structure(lattice=4))
    assert said in str(told.value)


def test_types_of_places_are_numbers_of_types():
    with pytest.raises(ArgumentError, match="a whole number from 0 to 2; got 3"):
        begin(np.full((4, 4), 3), structure(lattice=4))
