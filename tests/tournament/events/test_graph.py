"""A tournament on a graph: only neighbours meet."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import analysis
from tournament import Game, Results, Tournament, strategy
from tournament.errors import ArgumentError, PluginError

FIELD = ["tit_for_tat", "always_defect", "grudger", "joss", "bully", "random_player"]
RULES = {"turns": 20, "repetitions": 30, "noise": 0.02, "seed": 7}


def played(graph, field=FIELD, **given):
    return Tournament(field, graph=graph, **RULES | given).play(progress=False)


def test_matches_are_those_of_the_round_robin():
    """The same matches with the same luck; all others are missing."""
    whole = Tournament(FIELD, **RULES).play(progress=False).payoffs
    ring = played(nx.cycle_graph(6)).payoffs
    near = np.array(nx.to_numpy_array(nx.cycle_graph(6)), bool)
    assert np.array_equal(ring.to_numpy()[near], whole.to_numpy()[near])
    assert ring.isna().to_numpy()[~near].all()


def test_a_score_is_the_mean_over_the_opponents_that_a_player_met():
    results = played(nx.star_graph(5))
    expected = results.payoffs.mean(axis=1)
    score = results.ranking["score"]
    pd.testing.assert_series_equal(score, expected[score.index], check_names=False)


def test_everybody_and_loops_are_the_round_robin():
    complete = nx.complete_graph(6)
    complete.add_edges_from((i, i) for i in range(6))
    on_graph, whole = played(complete), Tournament(FIELD, **RULES).play(progress=False)
    pd.testing.assert_frame_equal(on_graph.ranking, whole.ranking)
    assert (on_graph.matches == whole.matches).all()


@pytest.mark.parametrize(
    "graph",
    [
        nx.Graph([("tit_for_tat", "joss"), ("bully", "joss"), ("grudger", "grudger")]),
        [("TFT", "joss"), ("joss", "bully"), ("joss", "TFT"), ("grudger", "grudger")],
        [(0, 2), (3, 2), (1, 1), (2, 0)],
    ],
)
def test_players_are_named_or_numbered(graph):
    field = ["tit_for_tat", "grudger", "joss", "bully"]
    event = Tournament(field, graph=graph)
    assert event.matches.tolist() == [[0, 2], [1, 1], [2, 3]]
    assert event.self_play
    without = [(0, 2), (2, 3), (1, 2), (1, 1)]
    assert Tournament(field, graph=without, self_play=False).matches.tolist() == [
        [0, 2], [1, 2], [2, 3],
    ]  # fmt: skip


def test_seats_that_are_paid_differently_are_both_played():
    game = Game(R=(3, 2), S=(0, 1), T=(5, 4), P=(1, 0))
    event = Tournament(FIELD[:3], graph=[(0, 1), (1, 2)], game=game)
    assert event.matches.tolist() == [[0, 1], [1, 0], [1, 2], [2, 1]]


@pytest.mark.parametrize("exact", [False, "where possible"])
def test_results_are_saved_reported_and_repeated(exact, tmp_path):
    results = played(nx.cycle_graph(6), exact=exact)
    results.save(tmp_path)
    assert Results.load(tmp_path) == results
    assert results.on_graph
    assert "neighbours in a graph" in repr(results)
    assert "neighbours in a graph" in repr(Tournament(FIELD, graph=nx.cycle_graph(6)))
    page = analysis.report(results, tmp_path / "report").read_text()
    assert "Only neighbours in a graph met: each of the 6 players had 2 opponents." in page
    assert "graph=[[0, 1], [0, 5]," in page.replace("&#39;", "'")


@strategy
def broken(me, opponent):
    """Fail in turn 3."""
    return 1 // (3 - me.turn)


def test_who_fails_is_taken_from_the_graph():
    field = [broken, *FIELD[:3]]
    event = Tournament(field, graph=[(0, 1), (1, 2), (2, 3), (0, 3)], **RULES)
    results = event.play(progress=False, on_error="withdraw")
    assert results.matches.tolist() == [[0, 1], [1, 2]]
    star = Tournament(field, graph=[(0, 1), (0, 2), (0, 3)], **RULES)
    with pytest.raises(PluginError, match="tit_for_tat has nobody to meet"):
        star.play(progress=False, on_error="withdraw")


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        ([("joss", "bill")], "`graph` names 'bill', which does not play"),
        ([(0, 6)], "`graph` must name players 0 to 5; got 6"),
        ([(0, 1)], "4 have none, such as grudger"),
        ([(0, 1, 2)], r"`graph` must be a NetworkX graph, or pairs .* got \(0, 1, 2\)"),
        ("star", "`graph` must be a NetworkX graph, or pairs"),
        ([(None, 1)], "`graph` names None, which does not play"),
        ([(0.5, 1)], "`graph` must name players 0 to 5; got 0.5"),
    ],
)
def test_bad_graphs_get_one_sentence(graph, said):
    with pytest.raises(ArgumentError, match=said):
        Tournament(FIELD, graph=graph)
