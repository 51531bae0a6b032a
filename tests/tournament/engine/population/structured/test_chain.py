"""Compiled populations on graphs and lattices are the chains that the definitions give.

All states are enumerated, and the probabilities of all states after a generation are computed from
the definitions. Play is tested by chi-squared; each test rejects with probability 1e-6, and there
are fewer than 30 of them. So the false-alarm rate of this file is below 3e-5: seeds are fixed.
"""

from dataclasses import replace
from functools import reduce
from itertools import product

import numpy as np
import pytest
from scipy.stats import chi2

from tournament.engine.population import play as engine
from tournament.results.units.population import Lattice, Places
from tournament.rules.population import PROCESSES

PLAYED = 800
ALARM = 1e-6
GENERATIONS = 2
TWO = [[1.0, 0.5], [2.0, 0.2]]
THREE = [[1.0, 0.0, 2.0], [1.5, 0.5, 0.0], [0.3, 1.0, 0.7]]
ROWS = [[0.8, 0.2, 0.0], [0.1, 0.7, 0.2], [0.05, 0.05, 0.9]]
WAYS = [
    (process, synchronous)
    for process, known in PROCESSES.items()
    for synchronous in ([False, True] if known.either else [known.synchronous])
]


# -- the chain, from the definitions ---------------------------------------------------------------


class Chain:
    """All states of a small population: `meets` and `learns` are matrices of weights."""

    def __init__(self, rules, meets, learns):
        self.rules, self.learns = rules, np.array(learns, float)
        self.payoffs, self.mutation = np.array(rules.payoffs), np.array(rules.mutation)
        self.meets = np.array(meets, float) + rules.self_interaction * np.eye(len(meets))
        self.size, self.k = len(meets), rules.types
        self.states = list(product(range(self.k), repeat=self.size))
        self.number = {state: i for i, state in enumerate(self.states)}

    def matrix(self):
        """The probability of each state after a generation, by the state before."""
        if self.rules.synchronous:
            rows = [self.all_at_once(state) for state in self.states]
            return np.array(rows)
        step = np.array([self.step(state) for state in self.states])
        return np.linalg.matrix_power(step, self.size)

    def all_at_once(self, state):
        return reduce(np.kron, [self.learner(state, p) for p in range(self.size)])

    def step(self, state):
        row = np.zeros(len(self.states))
        for p in range(self.size):
            if self.rules.process == "moran":
                fitness = self.fitness(state)
                here = fitness[p] / fitness.sum()
                arcs = self.learns[p] / (self.learns[p].sum() or 1)
                row[self.number[state]] += here * (1 - arcs.sum())
                for q in range(self.size):
                    self.spread(row, state, q, here * arcs[q] * self.mutation[state[p]])
            else:
                self.spread(row, state, p, self.learner(state, p) / self.size)
        return row

    def spread(self, row, state, place, chances):
        for kind, chance in enumerate(chances):
            row[self.number[(*state[:place], kind, *state[place + 1 :])]] += chance

    def payoff(self, state, place, kind=None):
        types = np.array(state)
        types[place] = state[place] if kind is None else kind
        paid = self.meets[place] @ self.payoffs[types[place], types]
        return paid / self.meets[place].sum() if self.rules.average else paid

    def fitness(self, state):
        s = self.rules.selection
        paid = np.array([self.payoff(state, p) for p in range(self.size)])
        return np.exp(s * paid) if self.rules.fitness == "exponential" else 1 - s + s * paid

    def learner(self, state, place):
        """The probability of each type for a place that dies or learns."""
        mine, one = state[place], np.eye(self.k)
        near = self.learns[place].copy()
        if PROCESSES[self.rules.process].children:
            near[place] += self.rules.synchronous
            shares = near * self.fitness(state)
            if not shares.any():
                return one[mine]
            return sum(shares[q] * self.mutation[state[q]] for q in range(self.size)) / shares.sum()
        explores = self.mutation[mine].copy()
        looks, explores[mine] = explores[mine], 0
        return explores + looks * self.learned(state, place, near / (near.sum() or 1))

    def learned(self, state, place, near):
        mine, one = state[place], np.eye(self.k)
        paid = [self.payoff(state, p) for p in range(self.size)]
        if self.rules.process == "fermi":
            takes = near / (1 + np.exp(-self.rules.selection * (np.array(paid) - paid[place])))
            return (1 - takes.sum()) * one[mine] + sum(
                takes[q] * one[state[q]] for q in range(self.size)
            )
        if self.rules.process == "imitate best":
            among = {place, *np.flatnonzero(near)}
            best = {state[q] for q in among if np.isclose(paid[q], max(paid[r] for r in among))}
        else:
            would = [self.payoff(state, place, kind) for kind in range(self.k)]
            best = set(np.flatnonzero(np.isclose(would, max(would))))
        return one[mine if mine in best else min(best)]


# -- play against it -------------------------------------------------------------------------------


def agrees(make, rules, places, meets, learns, start):
    """Play many times, and compare the states after some generations."""
    chain = Chain(rules, meets, learns)
    expected = np.linalg.matrix_power(chain.matrix(), GENERATIONS)[chain.number[start]] * PLAYED
    clock = make.clock([0, GENERATIONS], pictures=[1])
    found = np.zeros(len(chain.states))
    for seed in range(PLAYED):
        books = engine.play(make.task(replace(rules, seed=seed), places, [start], clock))
        found[chain.number[tuple(books.pictures[0].tolist())]] += 1
    assert np.isclose(expected.sum(), PLAYED)
    assert not found[expected < 1e-9].any()
    order = np.argsort(expected)  # rare states are one
    cuts = [0]
    for i in range(len(order)):
        if expected[order[cuts[-1] : i + 1]].sum() >= 10:
            cuts.append(i + 1)
    if len(cuts) < 3:  # one state is nearly sure
        return
    *cuts, _ = cuts
    due, got = (np.add.reduceat(each[order], cuts) for each in (expected, found))
    assert ((got - due) ** 2 / due).sum() < chi2.isf(ALARM, len(due) - 1)


WEIGHTS = np.array([[0, 2, 0, 1], [0.5, 0, 3, 0], [0, 1, 0.25, 1], [2, 1, 0, 0]])
AWAY = np.array([[0, 1, 1, 0], [0, 0, 0.5, 0], [1, 3, 0, 0], [1, 0, 1, 2]])


def arcs(matrix):
    return [(a, b, matrix[a][b]) for a, b in zip(*np.nonzero(matrix), strict=True)]


@pytest.mark.parametrize(("process", "synchronous"), WAYS)
def test_two_graphs_with_weights(make, process, synchronous):
    rules = make.rules(
        TWO,
        process,
        synchronous=synchronous,
        fitness="exponential",
        selection=3.0,
        mutation=0.1,
        self_interaction=True,
        average=True,
    )
    places = make.on(make.graph(4, arcs(WEIGHTS)), make.graph(4, arcs(AWAY)))
    agrees(make, rules, places, WEIGHTS, AWAY, (0, 1, 1, 0))


@pytest.mark.parametrize(("process", "synchronous"), WAYS)
def test_three_types_that_mutate_by_rows(make, process, synchronous):
    path = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    rules = make.rules(
        THREE, process, synchronous=synchronous, mutation=ROWS, self_interaction=True, average=True
    )
    graph = make.graph(3, arcs(path))
    agrees(make, rules, make.on(graph), path, path, (0, 1, 2))


@pytest.mark.parametrize(("process", "synchronous"), WAYS)
def test_a_lattice_with_walls(make, process, synchronous):
    height, width = 2, 3
    near = np.zeros((6, 6))
    for p, q in product(range(6), repeat=2):
        near[p, q] = abs(p // 3 - q // 3) + abs(p % 3 - q % 3) == 1
    rules = make.rules(TWO, process, synchronous=synchronous, selection=0.5)
    places = Places(6, lattice=Lattice(height, width, 4, False))
    agrees(make, rules, places, near, near, (0, 1, 1, 0, 0, 1))
