"""The hash of a rule's code: what counts, and what does not."""

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
    [("return C if x < 1 else D", "return C if x < 2 else D"), ("return 1", "return True")],
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
