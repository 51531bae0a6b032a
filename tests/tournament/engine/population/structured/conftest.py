"""Populations on graphs and lattices to play, short to write."""

from types import SimpleNamespace

import numpy as np
import pytest

from tournament import TSTO
from tournament.results.units.population import Clock, Graph, Places, Task
from tournament.rules.population import population_rules


def _rules(payoffs, process="fermi", **more):
    k = len(payoffs)
    usual = {
        "selection": 1.0, "fitness": "linear", "synchronous": None, "mutation": 0.0,
        "self_interaction": False, "average": False, "seed": 7,
    }  # fmt: skip
    return population_rules(
        [str(i) for i in range(k)],
        game=TSTO,
        process=process,
        roles=[0] * k,
        payoffs=payoffs,
        payoff_errors=np.zeros((k, k)),
        live=False,
        matches="given",
        **(usual | more),
    )


def _clock(looks, fixation=False, settled=None, pictures=()):
    return Clock(np.array(looks), fixation, settled, np.array(pictures, int))


def _task(rules, places, starts, clock, first=0):
    starts = np.asarray(starts, np.int16).reshape(-1, places.size)
    return Task(rules, places, starts, clock, first)


def _graph(size, arcs):
    """Return the graph of arcs (from, to, weight), or of edges (one, other)."""
    if arcs and len(arcs[0]) == 2:
        arcs = [(a, b, 1.0) for a, b in arcs] + [(b, a, 1.0) for a, b in arcs]
    arcs = sorted(arcs)
    start = np.searchsorted([a for a, _, _ in arcs], np.arange(size + 1))
    weight = np.array([w for _, _, w in arcs], float)
    to = np.array([b for _, b, _ in arcs], np.int32)
    return Graph(start.astype(np.int64), to, None if (weight == 1).all() else weight)


def _on(graph, learns=None):
    return Places(graph.size, graph, graph if learns is None else learns)


@pytest.fixture(scope="session")
def make():
    """Functions that make rules, clocks, tasks, graphs, and places on graphs."""
    return SimpleNamespace(rules=_rules, clock=_clock, task=_task, graph=_graph, on=_on)
