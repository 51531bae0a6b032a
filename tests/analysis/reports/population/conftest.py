"""Made-up results of populations: what happened is written out, without an engine."""

import numpy as np
import pytest

from tournament import PopulationResults
from tournament.game import TSTO
from tournament.results.books.population import PopulationTallies
from tournament.results.played import Played
from tournament.results.provenance import manifest, only_a_name
from tournament.rules.population import population_rules

GIVEN = "the type of each place as given"


def made(
    runs, names=None, *, until="fixation", payoffs=None, errors=None, roles=None, lattice=None,
    pictures=(), structure="well mixed", start="even shares", process="moran", synchronous=None,
    selection=0.1, mutation=0.0, live=False, seed=1, matches="50 turns, known to the players",
    looks=None, facts=None,
):  # fmt: skip
    """Return results of a population.

    Parameters
    ----------
    runs
        For each repetition, how many players were of each type in generation 0, 1 and so on.
    """
    runs = [np.array(run) for run in runs]
    kinds, roles = runs[0].shape[1], roles or [0] * runs[0].shape[1]
    names = list(names or "abcdefghijklmnopqrstuvwxyz"[:kinds])
    size = int(runs[0][0].sum()) // len(set(roles))
    last = max(len(run) for run in runs) - 1
    looks = list(range(last + 1)) if looks is None else list(looks)
    books = PopulationTallies.empty(look=len(looks), type=kinds, repetition=len(runs))
    for number, run in enumerate(runs):
        seen = run[np.minimum(looks, len(run) - 1)]
        books.counts[:] += seen
        books.squares[:] += seen**2
        books.last[number] = run[-1]
        whole = np.flatnonzero(run[-1] == size)
        fixed = whole[0] if len(whole) and not any(roles) else -1
        books.end[number] = len(run) - 1, (len(run) - 1) * size, fixed
    if lattice is not None:
        books.pictures = np.array(lattice, np.int16).reshape(len(lattice), -1)
    table = np.eye(kinds) + 1 if payoffs is None else payoffs
    rules = population_rules(
        names, game=TSTO, process=process, selection=selection, fitness="linear",
        synchronous=synchronous, mutation=mutation, self_interaction=False,
        average=structure == "well mixed", roles=roles, payoffs=table,
        payoff_errors=np.zeros((kinds, kinds)) if errors is None else errors,
        live=live, matches=matches, seed=seed,
    )  # fmt: skip
    height, width = np.shape(lattice)[1:] if lattice is not None else (0, 0)
    setting = {
        "size": size, "structure": structure, "height": int(height), "width": int(width),
        "start": start, "until": until, "looks": looks, "pictures": list(pictures),
    }  # fmt: skip
    known = {name: only_a_name() for name in names} | (facts or {})
    noted = {**manifest(seed), "created": "2026-11-29T00:00:00+00:00", "seed": seed}
    event = ("population", names, rules, len(runs), setting, [books], [np.arange(kinds)], known)
    return PopulationResults(Played(*event, noted))


def ending(*last, size=10, many=1, generations=4):
    """Return runs of several types that end with one of them each: numbers of types."""
    kinds = max(last) + 1
    begin = np.full(kinds, size // kinds)
    begin[0] += size - begin.sum()
    runs = []
    for k in last:
        end = np.zeros(kinds, int)
        end[k] = size
        runs += [[begin] * (generations + k) + [end]] * many
    return runs


def film():
    """Return (4, 3, 5) pictures of a lattice of two types, and the counts of them."""
    pictures = np.random.default_rng(5).integers(0, 2, (4, 3, 5))
    return pictures, [[np.bincount(each.ravel(), minlength=2) for each in pictures]]


@pytest.fixture(scope="session")
def population():
    """Return the function that makes up results of a population."""
    return made


@pytest.fixture(scope="session")
def ended():
    """Return the function that makes up runs that end by fixation."""
    return ending


@pytest.fixture(scope="session")
def spatial():
    """Return results of a lattice of two types, with pictures, and hostile names if asked."""

    def play(*names, **options):
        pictures, runs = film()
        usual = {"structure": "lattice 3 x 5, Moore neighbours, torus", "start": GIVEN}
        return made(
            runs, names or ["C", "D"], until="", lattice=pictures, pictures=range(4),
            **usual | options,
        )  # fmt: skip

    return play


@pytest.fixture(scope="session")
def cases(spatial):
    """Return results of every ending, by name."""
    rising = [[5, 5], [6, 4], [8, 2], [7, 3]]
    long = [[10 + (k * 7) % 5, 10 - (k * 7) % 5] for k in range(40)]
    turned = [row[::-1] for row in long]
    game = {"roles": [0, 0, 1, 1]}
    names = ["x (row)", "y (row)", "x (column)", "y (column)"]
    both = [[[5, 5, 5, 5], [10, 0, 0, 10]]] * 3 + [[[5, 5, 5, 5], [0, 10, 0, 10]]]
    return {
        "nothing fixed": made([rising, rising[::-1], [[5, 5], [3, 7]]]),
        "nothing fixed once": made([rising]),
        "all by one": made(ending(0, many=20)[:20]),
        "all by one of two": made([[[5, 5], [9, 1], [10, 0]]] * 20),
        "several": made(ending(0, 1, 2, many=20) + ending(0, 2, many=10), "abc"),
        "some open": made([*ending(0, 1, many=4), [[5, 5], [4, 6]]]),
        "alone": made([[[10]]] * 3),
        "one of two once": made([[[5, 5], [9, 1], [10, 0]]]),
        "mutation": made([long, turned, long], until="", mutation=0.05),
        "no end": made([long, turned, long], until=""),
        "no end once": made([long], until=""),
        "without errors": made([rising[:3]], until=""),
        "alike": made([[[5, 5]] * 9] * 2, until=""),
        "gone": made([[[3, 3, 4], [5, 5, 0], [6, 4, 0]]], until=""),
        "roles": made(both, names, **game),
        "live": made(ending(0, 1, many=5), live=True),
        "sampled": made(ending(0, 1, many=5), errors=np.full((2, 2), 0.01)),
        "certain": spatial(process="imitate best"),
        "lattice": spatial(process="fermi"),
        "many": made(ending(*range(20), size=60), [f"type_{k}" for k in range(20)]),
    }  # fmt: skip
