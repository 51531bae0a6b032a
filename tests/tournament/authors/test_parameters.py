"""Parameters: annotations fix types and checks, whether they are objects or texts."""

from typing import Annotated

import numpy as np
import pytest

from tournament import C, D, Move, Moves, Probabilities, Probability, strategy
from tournament.authors import registry
from tournament.authors.values import readable
from tournament.errors import PluginError


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


# -- annotations that are texts --------------------------------------------------------------------

FUTURE = """from __future__ import annotations
from typing import Annotated
from tournament import C, Moves, Probability, strategy


def above(value, p):
    if not value > p:
        raise ValueError("above `p`")


@strategy
def mine(
    me, opponent, p: Probability = 0.5, q: Annotated[float, above] = 1, moves: Moves = "CD"
):
    return C
"""


def test_annotations_that_are_texts_are_checked(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(FUTURE)
    (mine,) = registry.load(file)
    assert mine(p=0, q=1).parameters["p"] == 0.0
    assert mine(moves="DD").parameters["moves"].tolist() == [D, D]
    with pytest.raises(ValueError, match=r"`p` of `mine` must be a probability in \[0, 1\]; got 2"):
        mine(p=2)
    with pytest.raises(ValueError, match=r"`q` of `mine` must be above `p`; got 0\.1\."):
        mine(q=0.1)


def test_annotations_that_are_texts__in_a_function():
    def low(value):
        if value > 1:
            raise ValueError("at most 1")

    @strategy
    def seen(me, opponent, p: "Annotated[int, low]" = 1):
        return low

    with pytest.raises(ValueError, match=r"`p` of `seen` must be at most 1; got 2\."):
        seen(p=2)


def test_annotations_that_name_nothing(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(FUTURE.replace("Moves, Probability, strategy", "Moves, strategy"))
    with pytest.raises(PluginError) as error:
        registry.load(file)
    assert str(error.value) == (
        "mine.py:11: mine: the annotation 'Probability' of `p` cannot be read: name 'Probability'"
        " is not defined; define what it names at the top of the file."
    )


# -- values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("default", "given", "value"),
    [
        (2, 3.0, 3),
        (2, "D", D),
        (0.5, 1, 1.0),
        (True, np.False_, False),
        ([1, 2], (3, 4), [3, 4]),
        ([0.5], [1], [1.0]),
        ("CD", "DDC", [D, D, C]),
        (np.float64(0.5), 1, 1.0),
    ],
)
def test_values_take_the_type_of_the_default(default, given, value):
    def rule(me, opponent, x):
        return C

    rule.__defaults__ = (default,)
    made = strategy(rule)(x=given).parameters["x"]
    assert np.array_equal(made, value)
    assert np.asarray(made).dtype == np.asarray(value).dtype


@pytest.mark.parametrize(
    ("default", "given", "need"),
    [
        (2, float("nan"), "an integer; got nan"),
        (2, float("inf"), "an integer; got inf"),
        (2, "CD", "an integer; got 'CD'"),
        (True, 1, "True or False; got 1"),
        (0.5, "C", "a number; got 'C'"),
        (0.5, 1j, "a number; got 1j"),
        ([1], {"a": 1}, "an array of numbers; got {'a': 1}"),
        ([1], "", "an array of numbers, or a text of C and D; got ''"),
    ],
)
def test_values_that_do_not_fit(default, given, need):
    def rule(me, opponent, x):
        return C

    rule.__defaults__ = (default,)
    with pytest.raises(TypeError) as error:
        strategy(rule)(x=given)
    assert str(error.value) == f"`x` of `rule` must be {need}."


def test_readable_values_differ_when_values_do():
    shown = [readable(np.array(v)) for v in ([0, 1], [1, 1], [0, 2], [0.0, 1.0], [[0, 1]])]
    assert shown == ["CD", "DD", "[0,2]", "[0.0,1.0]", "[[0,1]]"]
    long = [readable(np.arange(50) + k) for k in (0, 1)]
    assert long[0] != long[1]
    assert long[0].startswith("50:")
