"""Amplifiers and suppressors: all connected graphs, and what the words mean."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from analysis import graph_fixation, graph_verdict
from tournament.errors import ArgumentError

DATA = Path(__file__).parents[2] / "data"
PROCESS = {"Bd": "moran", "dB": "death-birth"}
COLUMNS = {
    "amplifier": "amplifier_at_all_r", "suppressor": "suppressor_at_all_r",
    "equal": "equal_to_complete", "mixed": "mixed",
}  # fmt: skip


def rows():
    with (DATA / "graph_amplifiers_counts.csv").open() as file:
        return list(csv.DictReader(file))


@cache
def connected(nodes):
    graphs = nx.graph_atlas_g()
    return [each for each in graphs if len(each) == nodes and nx.is_connected(each)]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["N"] + row["update"])
def test_all_small_graphs(row):
    graphs, rates = connected(int(row["N"])), [float(r) for r in row["r_tested"].split()]
    assert len(graphs) == int(row["connected_graphs"])
    verdicts = [graph_verdict(each, PROCESS[row["update"]], rates=rates) for each in graphs]
    found = Counter(each.verdict for each in verdicts)
    assert found == Counter({word: int(row[column]) for word, column in COLUMNS.items()})


def test_rates_that_are_usual_are_those_of_the_reference():
    chances = graph_verdict([[0, 1]]).chances
    assert " ".join(f"{r:g}" for r in chances.index) == rows()[0]["r_tested"]


def test_the_table_is_what_the_verdict_says():
    star = nx.star_graph(4)
    found = graph_verdict(star, rates=[0.5, 2.0])
    assert found.verdict == "amplifier"
    for r in (0.5, 2.0):
        graphs = {"graph": star, "complete": nx.complete_graph(5)}
        for name, graph in graphs.items():
            assert found.chances.loc[r, name] == pytest.approx(graph_fixation(graph, r), rel=1e-12)
    cycle = graph_verdict(nx.cycle_graph(5), "death-birth")
    assert cycle.verdict == "mixed"
    assert (cycle.chances.graph < cycle.chances.complete).all()  # whoever is the fitter
    assert graph_verdict(nx.cycle_graph(5), "death-birth", rates=[2.0]).verdict == "suppressor"
    assert graph_verdict(nx.cycle_graph(5), "death-birth", rates=[0.5]).verdict == "amplifier"
    assert graph_verdict(star, rates=[1.0]).verdict == "equal"


def test_large_graphs_of_alike_nodes():
    assert graph_verdict(nx.star_graph(200), rates=[0.001, 1.1, 1e6]).verdict == "amplifier"
    assert graph_verdict(nx.complete_bipartite_graph(50, 50), rates=[0.5, 1.1]).verdict == "equal"


@pytest.mark.parametrize("rates", [[], 2.0, [0.0, 1.0], [[1.0]], [1e7], [np.inf], "x"])
def test_rates_must_be_a_list(rates):
    with pytest.raises(
        ArgumentError, match=r"`rates` must be a list of numbers in \[1e-06, 1e\+06"
    ):
        graph_verdict([[0, 1]], rates=rates)


def test_graphs_are_checked():
    with pytest.raises(ArgumentError, match="`graph` must be connected"):
        graph_verdict([[0, 1], [2, 3]])
    with pytest.raises(ArgumentError, match="`process` must be 'moran' or 'death-birth'"):
        graph_verdict([[0, 1]], "fermi")
