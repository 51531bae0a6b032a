"""The program in a report says what was played."""

import ast

import numpy as np
import pytest

from analysis.reports.population.repeat import program


def call(results, name="Population"):
    """Return the options of a call in the program, as texts."""
    text = program(results)
    tree = ast.parse(text)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    (found,) = [node for node in calls if name in ast.unparse(node.func).split(".")[-1:]]
    return {word.arg: ast.unparse(word.value) for word in found.keywords}


def test_matches_are_told_where_their_words_say_all(population, ended):
    results = population(ended(0, 1), matches="50 turns, unknown to the players; noise 0.02")
    assert call(results) == {
        "size": "10", "process": "'moran'", "game": "PRESETS['tsto']", "turns": "50",
        "length_known": "False", "noise": "0.02", "selection": "0.1", "repetitions": "2",
        "seed": "1",
    }  # fmt: skip
    assert call(results, "play") == {}


@pytest.mark.parametrize("how", [{"errors": np.full((2, 2), 0.1)}, {"matches": "payoffs as given"}])
def test_else_the_table_of_payoffs_is_written(population, ended, how):
    table = [[1 / 3, 0.1], [2.0, 1.0]]
    text = program(population(ended(0, 1), payoffs=table, **how))
    (rows,) = [
        node.value for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and node.targets[0].id == "payoffs"
    ]  # fmt: skip
    assert ast.literal_eval(rows) == table  # to the last digit


def test_a_large_table_is_loaded(cases):
    results = cases["many"]
    results.rules.payoff_errors  # noqa: B018
    text = program(results)
    assert "payoffs" not in text
    assert "'type_19'" in text


def test_places(population, ended, spatial):
    options = call(spatial(process="imitate best"))
    assert options["lattice"] == "(3, 5)"
    assert options["start"] == "start"
    assert 'start = PopulationResults.load("results.sqlite").picture(0)' in program(spatial())
    walls = spatial(structure="lattice 3 x 5, von Neumann neighbours, walls")
    assert call(walls)["torus"] == "False"
    assert call(walls)["neighbours"] == "'von neumann'"
    runs = ended(0, 1)
    named = population(runs, structure="graph: random regular 4")
    assert call(named)["graph"] == "'random regular 4'"
    given = population(runs, structure="graph: 10 places, 20 arcs; replacement: cycle")
    assert call(given)["graph"] == "graph"
    assert call(given)["replacement"] == "'cycle'"
    assert "graph = ...  # the one that was given: 10 places, 20 arcs" in program(given)


def test_start_mutation_and_ends(population, ended, cases):
    counted = population(ended(0, 1), start="5 a, 5 b", mutation=0.25)
    assert call(counted)["start"] == "[5, 5]"
    assert call(counted)["mutation"] == "0.25"
    assert call(counted, "play") == {"generations": "5", "until": "'fixation'"}
    rows = [[0.9, 0.1], [0.3, 0.7]]
    matrix = population(ended(0, 1), mutation=rows, until="")
    assert ast.literal_eval(call(matrix)["mutation"]) == rows
    assert call(matrix, "play") == {"generations": "5"}
    settled = population(ended(0, 1), until="settled")
    assert call(settled, "play") == {"until": "'settled'"}
    assert call(cases["nothing fixed"], "play") == {"generations": "3"}


def test_two_roles_name_each_player_once(cases):
    text = program(cases["roles"])
    assert "    'x',\n    'y',\n]" in text
    assert "payoffs" not in text


def test_live_encounters(cases):
    assert call(cases["live"])["payoffs"] == "'live'"
