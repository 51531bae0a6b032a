"""The author's vocabulary: what a strategy is, its variants, names and identity."""

import pickle
from typing import Annotated

import numpy as np
import pytest

import strategies
from tournament import C, D, Match, Move, Moves, Probabilities, Probability, Strategy, strategy
from tournament.authors.vocabulary import NO_MOVE

SCORES = {"weight": 2}


@strategy(betrayed=False, seen=[0, 0])
def grim(me, opponent, patience=2, generosity=1 / 3, table=(0.5, 1)):
    """Forgive twice.

    More about it.

    Source: Friedman (1971), p. 3. Also called: grim trigger, spiteful.
    """
    return C


@strategy
def plain(me, opponent):
    return C


def test_it_is_described_by_its_docstring():
    assert grim.name == "grim"
    assert grim.summary == "Forgive twice."
    assert grim.source == "Friedman (1971), p. 3"
    assert grim.also_called == "grim trigger, spiteful"
    assert grim.location.startswith("test_strategy.py:")
    assert plain.doc == plain.summary == plain.source == plain.also_called == ""


def test_variants_have_readable_names():
    assert grim(patience=3).name == "grim(patience=3)"
    assert grim(3, 0.25).name == "grim(patience=3, generosity=0.25)"
    assert grim(patience=2).name == "grim"
    assert repr(strategies.scripted("CCD")) == "scripted(moves=CCD)"
    assert grim(3).named("patient", "Waits.").summary == "Waits."


def test_variants_keep_the_parameters_type():
    varied = grim(generosity=1, patience=np.int32(4), table=[1, 0])
    assert [type(v) for v in varied.parameters.values()] == [int, float, np.ndarray]
    assert varied.parameters["table"].dtype == np.float64


def test_arrays_are_copied_and_cannot_be_changed():
    given = np.array([0.1, 0.2])
    varied = grim(table=given)
    given[0] = 9
    assert varied.parameters["table"].tolist() == [0.1, 0.2]
    for value in (varied.parameters["table"], varied.memory["seen"]):
        with pytest.raises(ValueError, match="read-only"):
            value[0] = 1


def test_long_arrays_have_short_names_that_differ():
    one, two = (grim(table=np.arange(100) + k) for k in (0, 1))
    assert one.name != two.name
    assert len(one.name) < 40


def test_equality_is_rule_and_parameters():
    assert grim(patience=3) == grim(3) == grim(3).named("other")
    assert hash(grim(patience=3)) == hash(grim(3).named("other"))
    assert len({grim, grim(3), grim(4), plain, grim(patience=2)}) == 4
    assert grim != plain
    assert grim != "grim"

    @strategy
    def other(me, opponent):
        return D

    assert other != plain


def test_a_default_is_part_of_the_rule():
    @strategy
    def one(me, opponent, p=0.1):
        return C if me.chance(p) else D

    @strategy
    def two(me, opponent, p=0.2):
        return C if me.chance(p) else D

    assert one != two


def test_it_travels():
    for one in (strategies.joss, strategies.scripted("CCD"), strategies.grudger.named("mine")):
        again = pickle.loads(pickle.dumps(one))
        assert again == one
        assert again.name == one.name


def test_draws_are_found_in_what_a_rule_calls():
    def helper(me):
        return me.uniform() < 0.5

    @strategy
    def calls(me, opponent):
        return helper(me)

    assert calls.draws
    assert not plain.draws
    assert strategy(compiled=False)(lambda me, opponent: 0).draws


def test_before_the_first_move_there_is_none():
    assert NO_MOVE not in (C, D)

    @strategy
    def asks(me, opponent):
        nothing = me.last == me.intended == opponent.last == me.move(1) == opponent.move(9)
        return D if nothing and me.last != C and me.last != D else C

    assert Match(asks, plain, turns=3, seed=1).play().text(0) == "DCC"


def test_memory_starts_anew_in_every_match():
    @strategy(count=0, seen=[0, 0])
    def counts(me, opponent):
        me.count += 1
        me.seen[0] += 1
        return D if me.count > 2 or me.seen[0] > 2 else C

    for engine in ("compiled", "python"):
        for _ in range(2):
            assert Match(counts, plain, turns=4, seed=1, engine=engine).play().text(0) == "CCDD"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"patienc": 3}, r"`grim` has no parameter `patienc`; it has `patience`, `generosity`"),
        ({"patience": 1.5}, r"`patience` of `grim` must be an integer; got 1\.5\."),
        ({"patience": True}, r"`patience` of `grim` must be an integer; got True\."),
        ({"generosity": "much"}, r"`generosity` of `grim` must be a number; got 'much'\."),
        ({"generosity": [1]}, r"`generosity` of `grim` must be a number; got \[1\]\."),
        ({"table": 0.5}, r"`table` of `grim` must be an array of numbers; got 0\.5\."),
        ({"table": ["a"]}, r"`table` of `grim` must be an array of numbers; got \['a'\]\."),
        ({"table": [[1], [1, 2]]}, r"`table` of `grim` must be an array of numbers"),
        ({"table": []}, r"`table` of `grim` must be an array of numbers; got \[\]\."),
    ],
)
def test_wrong_parameters(words, message):
    with pytest.raises(TypeError, match=message):
        grim(**words)


def test_wrong_parameters__positions():
    with pytest.raises(TypeError, match=r"`plain` has 0 parameters; got 1 values\."):
        plain(3)
    with pytest.raises(TypeError, match="`patience` of `grim` is given twice"):
        grim(3, patience=3)
    with pytest.raises(TypeError, match="`plain` has no parameter `p`; it has none"):
        plain(p=1)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (lambda me: C, r"must be written `def <lambda>\(me, opponent, parameter=default"),
        (lambda me, opponent, *rest: C, r"got `\(me, opponent, \*rest\)`"),
        (lambda me, opponent, **rest: C, r"got `\(me, opponent, \*\*rest\)`"),
        (lambda me, opponent=1: C, r"got `\(me, opponent=1\)`"),
        (lambda me, opponent, p="much": C, r"`p` of `<lambda>` must be .*; got 'much'"),
    ],
)
def test_wrong_rules(rule, message):
    with pytest.raises(TypeError, match=message):
        strategy(rule)


def test_wrong_rules__not_a_function():
    with pytest.raises(TypeError, match=r"@strategy goes on a function `rule\(me, opponent\)`"):
        strategy(42)


@pytest.mark.parametrize(
    ("memory", "message"),
    [
        ({"turn": 0}, r"test_strategy.py:\d+: rule: `turn` cannot be a memory; the name is taken"),
        ({"p": 0}, r"`p` cannot be a memory; the name is taken by `me.p` or a parameter"),
        ({"anger": "much"}, r"memory `anger` must start as a boolean, a number or an array"),
        ({"anger": None}, r"memory `anger` must start as .*; got None"),
        ({"anger": []}, r"memory `anger` must start as .*; got \[\]"),
    ],
)
def test_wrong_memory(memory, message):
    def rule(me, opponent, p=1):
        return C

    with pytest.raises(TypeError, match=message):
        strategy(**memory)(rule)


# -- the hash of the code -------------------------------------------------------------------------


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


def test_probabilities_are_checked():
    @strategy
    def kind(me, opponent, p: Probability = 0.5):
        return C if me.chance(p) else D

    assert kind(p=1).parameters == {"p": 1.0}
    for value in (1.5, -0.1, float("nan")):
        with pytest.raises(ValueError, match=r"`p` of `kind` must be a probability in \[0, 1\]"):
            kind(p=value)


def test_arrays_and_moves_are_checked():
    @strategy
    def odd(me, opponent, table: Probabilities, first: Move = C, opening: Moves = "CD"):
        return first

    made = odd([1, 0], first="D", opening=[D])
    assert made.parameters["table"].dtype == np.float64
    assert made.parameters["first"] == D
    assert made.parameters["opening"].tolist() == [D]
    with pytest.raises(
        ValueError, match=r"`table` of `odd` must be probabilities in \[0, 1\]; got"
    ):
        odd([0.5, 2])
    with pytest.raises(ValueError, match=r"`first` of `odd` must be C or D; got 3\."):
        odd(first=3)
    with pytest.raises(
        ValueError, match=r"`opening` of `odd` must be a row of moves, .*; got \[2\]"
    ):
        odd(opening=[2])
    with pytest.raises(TypeError, match="an array of integers, or a text of C and D; got 'CX'"):
        odd(opening="CX")


def is_sorted(values):
    if values.ndim != 1:
        raise ValueError("a row of numbers", f"{values.ndim} dimensions")
    return np.sort(values)


def is_among(value, values):
    if value not in values:
        raise ValueError(f"one of {values.tolist()}")


Sorted = Annotated[np.ndarray, is_sorted]


@strategy
def chooser(me, opponent, pick: Annotated[int, is_among] = 1, values: Sorted = (3, 1, 2)):
    return C


def test_checks_see_other_parameters_and_may_replace_the_value():
    assert chooser.parameters["values"].tolist() == [1, 2, 3]
    assert chooser(2).name == "chooser(pick=2)"
    assert chooser(values=[2, 3, 1]) == chooser
    assert chooser(9, [9, 8]).parameters["values"].tolist() == [8, 9]
    with pytest.raises(ValueError, match="read-only"):
        chooser(9, [9, 8]).parameters["values"][0] = 1
    with pytest.raises(
        ValueError, match=r"`pick` of `chooser` must be one of \[1, 2, 3\]; got 4\."
    ):
        chooser(4)
    with pytest.raises(ValueError, match=r"`pick` of `chooser` must be one of \[8, 9\]; got 1\."):
        chooser(values=[9, 8])
    with pytest.raises(ValueError, match="must be a row of numbers; got 2 dimensions"):
        chooser(values=[[9, 8]])


def test_a_check_waits_for_the_parameters_that_it_reads():
    @strategy
    def later(me, opponent, values: Sorted, pick: Annotated[int, is_among]):
        return C

    assert later(pick=7).parameters == {"pick": 7}
    with pytest.raises(ValueError, match=r"`pick` of `later` must be one of \[1\]; got 7\."):
        later(pick=7)(values=[1])


def test_defaults_and_checks_are_checked():
    with pytest.raises(ValueError, match=r"`p` of `wrong` must be a probability .*; got 2\.0"):

        @strategy
        def wrong(me, opponent, p: Probability = 2.0):
            return C

    with pytest.raises(TypeError, match="check of `pick` reads `values`, no parameter of its rule"):

        @strategy
        def lonely(me, opponent, pick: Annotated[int, is_among] = 1):
            return C


def test_errors_name_the_variant_that_was_called():
    hare = grim(patience=2).named("hare", "Run.")
    with pytest.raises(TypeError, match="`hare` has no parameter `speed`"):
        hare(speed=3)
