"""Files of learned strategies: what is written plays as what was learned, whatever its name."""

import ast
import builtins
import inspect
import json

import numpy as np
import pandas as pd
import pytest

from analysis import learn
from analysis.learning.learned import rules
from analysis.learning.learned.plugin_file import RESERVED, literal, plugin
from tournament import Match, load

OPPONENTS = ["tit_for_tat", "alternator", "always_defect", "random_player", "grudger", "joss"]
AWKWARD = [
    "state", "place", "step", "rates", "players", "me", "opponent", "states", "kind", "any_kind",
    "match", "type", "tournament", "random_player", "größe",
]  # fmt: skip


@pytest.fixture(scope="module")
def log():
    """Play of 12 players who do what coins say, 30 turns each."""
    rng = np.random.default_rng(3)
    made = rng.random((2, 360)) < np.repeat(rng.random((2, 12)), 30, axis=1)
    move, answer = np.where(made, "C", "D")
    return pd.DataFrame(
        {
            "player": np.arange(12).repeat(30),
            "match": 1,
            "turn": np.tile(np.arange(1, 31), 12),
            "move": move,
            "opponent_move": answer,
        }
    )


def moves(strategy):
    return [
        Match(strategy, opponent, turns=40, noise=0.05, seed=8, repetition=k).play().moves
        for k, opponent in enumerate(OPPONENTS)
    ]


def written(found, folder):
    found.save(folder / "learned.py")
    return {strategy.name: strategy for strategy in load(folder / "learned.py")}


@pytest.mark.parametrize("memory", [1, 2])
def test_written_rules_play_as_the_learned_ones(log, tmp_path, memory):
    found = learn(log, k=3, memory=memory)
    loaded = written(found, tmp_path)
    assert loaded.keys() == found.strategies.keys()
    for name, strategy in found.strategies.items():
        assert np.array_equal(moves(strategy), moves(loaded[name]))


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_names_are_names(log, tmp_path, name):
    found = learn(log, k=2, name=name)
    loaded = written(found, tmp_path)
    assert loaded.keys() == found.strategies.keys()
    for each in (f"{name}_1", f"{name}_2_members", f"any_{name}", name):
        assert np.array_equal(moves(found.strategies[each]), moves(loaded[each]))


@pytest.mark.parametrize("name", ["C", "len", "strategy", "LEARNED", "class", "None", "_state"])
def test_reserved_names_are_refused(log, name):
    said = f"`name` must be free for strategies in a Python file; '{name}' is reserved there."
    with pytest.raises(ValueError, match=said):
        learn(log, k=2, name=name)


def test_all_that_a_file_uses_is_reserved(log):
    """Names of the file's top level, and builtins that its rules call."""
    tree = ast.parse(plugin(learn(log, k=2, name="own")))
    top = {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}
    top |= {t.id for n in tree.body if isinstance(n, ast.Assign) for t in n.targets}
    top |= {a.name for n in tree.body if isinstance(n, ast.ImportFrom) for a in n.names}
    called = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} & set(dir(builtins))
    assert {name for name in top | called if "own" not in name and name[0] != "_"} == RESERVED


def test_the_template_has_the_rules_of_the_library(log):
    """Word for word, but for the name of the helper, which nobody asks for as `--name`."""

    def functions(text):
        return {n.name: ast.dump(n) for n in ast.parse(text).body if isinstance(n, ast.FunctionDef)}

    ours = functions(inspect.getsource(rules))
    theirs = functions(plugin(learn(log, k=2)).replace("_state(", "state("))
    assert ours == theirs


def test_literals_are_python():
    odd = {"command": 'tournament learn "é\\😀\n.csv"', "k": np.int64(3), "given": None, "no": {}}
    assert ast.literal_eval(literal(odd)) == odd
    assert literal({"a": {"b": 1.5}}) == json.dumps({"a": {"b": 1.5}}, indent=4)
