"""Made-up results: books that obey the laws of their event, without an engine."""

import numpy as np
import pytest

from tournament import PopulationResults
from tournament.game import TSTO
from tournament.results.books.population import PopulationTallies
from tournament.results.played import Played
from tournament.results.provenance import manifest, only_a_name
from tournament.rules.population import population_rules

NAMES = ["tit_for_tat", "always_defect", "grudger"]


def walk(
    names=NAMES, size=6, repetitions=5, looks=range(9), until="", roles=None, lattice=None,
    pictures=(), synchronous=False, mutation=0.0, live=False, seed=1,
):  # fmt: skip
    """Return results of a population in which places take the types of others by chance."""
    draw, looks, kinds = np.random.default_rng(seed), list(looks), len(names)
    roles = roles or [0] * kinds
    fields = []  # of each repetition: generations x roles x places
    ends = []
    for _ in range(repetitions):
        of = [[k for k in range(kinds) if roles[k] == role] for role in sorted(set(roles))]
        now = np.array([draw.choice(types, size) for types in of])
        field = [now]
        while len(field) <= looks[-1]:
            if until == "fixation" and all(len(set(row)) == 1 for row in now):
                break
            now = np.array([row[draw.integers(0, size, size)] for row in now])
            field.append(now)
        ends.append(len(field) - 1)
        fields.append(field)
    rows = int(np.searchsorted(looks, max(ends))) + 1
    books = PopulationTallies.empty(look=rows, type=kinds, repetition=repetitions)
    for number, field in enumerate(fields):
        counts = [np.bincount(now.reshape(-1), minlength=kinds) for now in field]
        for row, generation in enumerate(looks[:rows]):
            seen = counts[min(generation, ends[number])]
            books.counts[row] += seen
            books.squares[row] += seen**2
        books.last[number] = counts[-1]
        fixed, many = np.flatnonzero(counts[-1] == size), len(set(roles))
        steps = ends[number] * (1 if synchronous else size * many)
        books.end[number] = ends[number], steps, fixed[0] if len(fixed) == many else -1
    if lattice:
        kept = [g for g in pictures if g <= looks[rows - 1]]
        found = [fields[0][min(g, ends[0])].reshape(-1) for g in kept]
        books.pictures = np.array(found, np.int16).reshape(len(kept), size)
    zeros = np.zeros((kinds, kinds))
    table = zeros if live else np.arange(kinds**2).reshape(kinds, kinds)
    rules = population_rules(
        names, game=TSTO, process="fermi" if not synchronous else "wright-fisher", selection=0.5,
        fitness="linear", synchronous=None, mutation=mutation, self_interaction=False,
        average=False, roles=roles, payoffs=table, payoff_errors=zeros,
        live=live, matches="200 turns", seed=seed,
    )  # fmt: skip
    setting = {
        "size": size,
        "structure": "lattice {} x {}, moore, torus".format(*lattice) if lattice else "well mixed",
        "height": lattice[0] if lattice else 0,
        "width": lattice[1] if lattice else 0,
        "start": "even shares",
        "until": until,
        "looks": looks,
        "pictures": list(pictures),
    }
    facts = {name: only_a_name() for name in names}
    labels = [np.arange(kinds)]
    noted = {"created": "2026-11-29T00:00:00+00:00", **manifest(seed)} | {"seed": seed}
    event = ("population", list(names), rules, repetitions, setting, [books], labels, facts, noted)
    return PopulationResults(Played(*event))


@pytest.fixture(scope="session")
def population():
    """Return the function that makes up results of a population."""
    return walk
