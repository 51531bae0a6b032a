"""When a population is looked at, and when it ends."""

import numpy as np
import pytest

from tournament.errors import ArgumentError
from tournament.events.population.structure import structure_of
from tournament.events.population.when import LOOKS, SETTLED, clock_of
from tournament.game import TSTO
from tournament.rules.population import population_rules


def rules(process="moran", mutation=0.0):
    return population_rules(
        ["a", "b"], game=TSTO, process=process, selection=1.0, fitness="linear", synchronous=None,
        mutation=mutation, self_interaction=False, average=True, roles=(0, 0),
        payoffs=np.ones((2, 2)), payoff_errors=np.zeros((2, 2)), live=False, matches="", seed=1,
    )  # fmt: skip


def clock(generations=None, until=None, every=None, parts=1, size=10, mixed=False, **given):
    graph = (
        None
        if mixed
        else "cycle"
        if parts == 1
        else [(2 * part, 2 * part + 1) for part in range(parts)]
    )
    where = structure_of(
        size=size if parts == 1 else None, graph=graph, replacement=None, lattice=None,
        neighbours="moore", torus=True, process="moran",
    )  # fmt: skip
    return clock_of(generations, until, every, rules(**given), where)


def test_all_generations_are_looked_at_if_they_are_few():
    found = clock(230)
    assert found.looks.tolist() == list(range(231))
    assert (found.pictures == found.looks).all()


def test_many_generations_are_looked_at_now_and_then():
    looks = clock(10_500).looks
    assert looks[:3].tolist() == [0, 11, 22]
    assert looks[-1] == 10_500
    assert clock(10, every=4).looks.tolist() == [0, 4, 8, 10]
    assert clock(0).looks.tolist() == [0]


def test_looks_get_rarer_where_the_end_is_not_known():
    looks = clock().looks
    assert looks[: LOOKS + 1].tolist() == list(range(LOOKS + 1))
    assert looks[-1] == 1_000_000
    steps = np.diff(looks)[:-1]
    assert (np.diff(steps) >= 0).all()
    assert (steps <= np.maximum(1, looks[:-2] / 500 + 1)).all()


def test_what_cannot_change_any_more_ends():
    assert clock(5).fixation
    assert not clock(5, process="best response").fixation
    assert not clock(5, mutation=0.1).fixation
    assert clock(5, until="fixation", mutation=0.1).fixation
    assert clock(until="settled", mutation=0.1).settled == SETTLED
    assert clock(5).settled is None


def test_pictures_of_large_populations_are_few():
    assert len(clock(1000, size=2 * 10**5).pictures) == 160
    assert not len(clock(5, mixed=True).pictures)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mutation": 0.1}, "with mutation a population never comes to rest"),
        ({"process": "imitate best"}, "'imitate best' may go round in circles"),
        ({"parts": 3}, "the graph is in 3 parts"),
        ({"every": 3}, "`every` needs `generations`"),
        ({"generations": -1}, "`generations` must be a whole number"),
        ({"until": "never"}, "`until` must be 'fixation' or 'settled'"),
        ({"generations": 5, "every": 9}, "`every` must be a whole number"),
    ],
)
def test_what_would_never_end_is_refused(given, said):
    with pytest.raises(ArgumentError, match=said):
        clock(**given)
