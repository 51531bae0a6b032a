"""The hash of a rule's code: what counts, and what does not."""

import math
import os
import subprocess
import sys
from types import ModuleType

import numpy as np
import pytest

from tournament import C, D, Match, Strategy, strategy
from tournament.authors.code_hash import closure, code_hash, names_used
from tournament.errors import PluginError


def code_of(text: str, **names: object) -> str:
    """Return the hash of the one strategy in a text."""
    space = {"strategy": strategy, "__name__": "somewhere", **names}
    exec(compile(text, "somewhere.py", "exec"), space)
    (found,) = [value for value in space.values() if isinstance(value, Strategy)]
    return found.code


RULE = "@strategy\ndef f(me, opponent):\n    'One.'\n    return helper(opponent.last) + K\n"
HELPER = "def helper(x):\n    return inner(x)\n"
INNER = "def inner(x):\n    return x\n"


@pytest.mark.parametrize(
    "other",
    [
        RULE.replace("'One.'", "'Two.'\n    # and a comment"),
        "\n\n" + RULE.replace(":\n    'One.'", ":  # comment\n"),
        RULE.replace("helper(opponent.last)", "helper(  opponent.last)"),
    ],
)
def test_code__comments_and_docstrings_do_not_count(other):
    assert code_of("K = 1\n" + HELPER + INNER + RULE) == code_of("K = 1\n" + HELPER + INNER + other)


@pytest.mark.parametrize(
    "other",
    [
        "K = 2\n" + HELPER + INNER + RULE,
        "K = 1.0\n" + HELPER + INNER + RULE,
        "K = True\n" + HELPER + INNER + RULE,
        "K = 1\n" + HELPER.replace("inner(x)", "1 - inner(x)") + INNER + RULE,
        "K = 1\n" + HELPER + INNER.replace("return x", "return -x") + RULE,
        "K = 1\n" + HELPER + INNER + RULE.replace("+ K", "- K"),
        "K = 1\n" + HELPER + INNER + RULE.replace("last", "move(1)"),
        "K = 1\n" + HELPER + INNER + RULE.replace("@strategy", "@strategy(anger=0)"),
    ],
)
def test_code__what_it_uses_counts(other):
    assert code_of("K = 1\n" + HELPER + INNER + RULE) != code_of(other)


def test_code__closures_and_arrays_count():
    def make(k):
        @strategy
        def f(me, opponent):
            return C if me.turn % 2 == k else D

        return f

    assert make(0).code == make(0).code != make(1).code
    text = "@strategy\ndef f(me, opponent):\n    return TABLE[opponent.last % 2]\n"
    codes = {code_of(text, TABLE=np.array(t)) for t in ([0, 1], [1, 0], [0.0, 1.0], [[0, 1]])}
    assert len(codes) == 4


def test_code__a_constant_reached_through_a_dictionary_or_tuple_counts():
    text = "@strategy\ndef f(me, opponent):\n    return T[1][0]\n"
    assert code_of(text, T=(0, (1, 2))) != code_of(text, T=(0, (0, 2)))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("return C if x < 1 else D", "return C if x < 2 else D"),
        ("return 1", "return True"),
        ("return x in {0, 1}", "return x in {0, 2}"),
        ("return x in {0, 'a'}", "return x in {0, 'b'}"),
    ],
)
def test_code__literals_count(one, two):
    text = "C, D = 0, 1\n@strategy\ndef f(me, opponent):\n    x = me.turn\n    {}\n"
    assert code_of(text.format(one)) != code_of(text.format(two))


def test_code__the_type_of_memory_counts():
    text = "@strategy(m={})\ndef f(me, opponent):\n    return me.turn % 2\n"
    assert len({code_of(text.format(m)) for m in ("0", "1", "0.0", "False", "[0]", "[0.0]")}) == 6


def test_code__an_empty_tuple_is_a_constant():
    text = "@strategy\ndef f(me, opponent):\n    moves = {}\n    return len(moves) % 2\n"
    assert len({code_of(text.format(moves)) for moves in ("()", "(0,)", "(0, 1)")}) == 3
    assert names_used(lambda me, opponent: len(())) == {"len"}


@pytest.mark.parametrize("engine", ["compiled", "python"])
def test_an_empty_tuple_plays(engine):
    @strategy
    def counts_none(me, opponent, most=0):
        nobody = ()
        return D if len(nobody) > most else C

    assert Match(counts_none, counts_none, turns=3, engine=engine).play().text(0) == "CCC"


@pytest.mark.parametrize("engine", ["compiled", "python"])
def test_an_empty_tuple_that_cannot_be_compiled(engine):
    @strategy
    def over_nothing(me, opponent):
        for move in ():
            return move
        return C

    if engine == "python":
        assert Match(over_nothing, over_nothing, turns=3, engine=engine).play().text(0) == "CCC"
    else:
        with pytest.raises(PluginError, match=r"^test_code_hash\.py:\d+: over_nothing cannot be"):
            Match(over_nothing, over_nothing, turns=3, engine=engine).play()


@pytest.mark.parametrize("engine", ["compiled", "python"])
def test_an_attribute_may_have_the_name_of_a_global(engine):
    """`strategy` is a global of this file, and no word of `opponent`."""

    @strategy
    def curious(me, opponent):
        return opponent.strategy(3)

    sentence = (
        r"^test_code_hash\.py:\d+: curious reads opponent\.strategy; a player sees only its"
        r" opponent's moves\.$"
    )
    with pytest.raises(PluginError, match=sentence):
        Match(curious, curious, turns=3, engine=engine).play()
    assert closure(curious.rule) == {}
    assert not curious.draws


def test_closure_finds_globals_of_inner_functions():
    def outer(values):
        return [pytest.approx(value) for value in values if np.any(value)]

    assert closure(outer) == {"pytest": pytest, "np": np}
    assert code_hash(outer) == code_hash(outer)


# -- one thing of each kind ------------------------------------------------------------------------


def module(name: str = "sums", version: str | None = "1.0", file: object = None) -> ModuleType:
    """Return a module that says its version, or has a file."""
    made = ModuleType(name)
    if version is not None:
        made.__version__ = version
    if file is not None:
        made.__file__ = str(file)
    return made


def hash_with(used: object) -> str:
    """Return the hash of a function that uses something."""

    def function():
        return used

    return code_hash(function)


def test_a_module_counts_by_its_name_and_its_version():
    same = [hash_with(module()) for _ in range(2)]
    assert same[0] == same[1]
    assert len({same[0], hash_with(module("other")), hash_with(module(version="1.1"))}) == 3


def test_a_module_without_a_version_counts_by_its_text(tmp_path):
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    for file, text in ((one, "x = 1"), (two, "x = 2")):
        file.write_text(text)
    hashes = [hash_with(module(version=None, file=file)) for file in (one, two, None, tmp_path)]
    assert len(set(hashes[:3])) == 3
    assert hashes[3] == hashes[2]  # a folder has no text
    two.write_text("x = 1")
    assert hash_with(module(version=None, file=two)) == hashes[0]


def test_what_is_used_counts_by_kind_and_value():
    class Own:
        """A class of somebody."""

    used = [
        1, 2, 1.0, True, "1", b"1", 1j, None, (1,), [1], (1, 2), ((1,), 2), C, np.int8(1),
        np.int64(1), np.array([1]), np.array([[1]]), np.array([1.0]), Own, len, math, np,
    ]  # fmt: skip
    named = [hash_with(each) for each in used]
    assert named == [hash_with(each) for each in used]
    assert len(set(named)) == len(used)


def test_defaults_count_in_any_order_of_their_names():
    def made(text: str):
        space: dict = {}
        exec(f"def f({text}): return a + b", space)
        return code_hash(space["f"])

    texts = ["a=1, b=2", "a=2, b=1", "a, b=2", "*, a=1, b=2", "*, a=2, b=2", "*, a, b=2"]
    assert len({made(text) for text in texts}) == len(texts)
    given = [made("*, a=1, b=2"), made("*, a=1, b=2")]
    assert given[0] == given[1]


def test_names_are_those_of_all_that_is_called():
    def inner(x):
        return np.sum(x)

    def outer(x):
        return inner(x.real)

    assert names_used(outer) == {"np", "sum", "real"}


def test_functions_that_call_each_other_have_a_hash():
    space: dict = {}
    exec("def f(x): return g(x)\ndef g(x): return f(x) + 1", space)
    assert code_hash(space["f"]) != code_hash(space["g"])


def test_a_variable_without_a_value_is_none():
    def outer():
        def inner():
            return later

        found = closure(inner)
        later = 1
        return found, later

    assert outer() == ({"later": None}, 1)


def test_more_counts():
    def function():
        return 1

    hashes = {code_hash(function), code_hash(function, 1), code_hash(function, 2)}
    assert len(hashes) == 3
    assert {len(each) for each in hashes} == {32}


PROGRAM = """
from tournament.authors.code_hash import code_hash
A, B, CC, DD, E, F = range(6)
def rule(x):
    return A + B + CC + DD + E + F + (x in {"a", None, (1, "c")})
print(code_hash(rule))
"""


def test_hashes_are_the_same_in_every_process():
    """Sets of texts and of None have another order in each process."""
    said = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(said) == 1
