"""The rules of an event: what is accepted, and the sentence for what is not."""

import itertools
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament import TSTO
from tournament.errors import ArgumentError
from tournament.rules import checks
from tournament.rules.checks import per_player, probability, table, whole
from tournament.rules.match import rules
from tournament.testing import conditions

NAMES = ["one", "two", "three"]


def make(**words):
    return rules(NAMES, **({"game": TSTO, "turns": 10} | words))


@given(conditions())
def test_valid_words_are_kept(words):
    made = make(**words)
    assert (made.turns, made.seed) == (words["turns"], words["seed"])
    assert made.noise == (words["noise"],) * 3
    assert made.told == (words["turns"] if words["length_known"] else -1)
    assert str(made.seed) in made.describe()


def test_a_seed_is_drawn_where_none_is_given():
    assert make().seed != make().seed


def test_two_hundred_turns_unless_told_otherwise():
    assert make(turns=None).turns == 200
    assert make(turns=None, continuation=0.9).turns is None


def test_players_are_not_told_a_length_that_chance_decides():
    assert make(continuation=0.9).told == -1
    assert make().told == 10


def test_probabilities_of_each_player():
    assert make(noise=[0.1, 0, 1]).noise == (0.1, 0.0, 1.0)
    assert make(noise=np.array([0.1, 0, 1])).noise == (0.1, 0.0, 1.0)
    assert make(noise={"two": 0.5}).noise == (0.0, 0.5, 0.0)
    assert make(misperception=(0, 0, 0.5)).misperception == (0.0, 0.0, 0.5)


@pytest.mark.parametrize(("words", "text"), [
    ({}, "10 turns, known to the players; no noise; seed 1"),
    ({"turns": 1, "length_known": False}, "1 turn, unknown to the players"),
    ({"noise": 0.01}, "; noise 0.01; seed"),
    ({"noise": [0, 0.1, 0.2]}, "noise 0 to 0.2, by player"),
    ({"continuation": 0.9}, "another turn follows with probability 0.9, at most 10 turns"),
])  # fmt: skip
def test_described_in_words(words, text):
    assert text in make(seed=1, **words).describe()


@pytest.mark.parametrize(("words", "message"), [
    ({"turns": 0}, r"`turns` must be a whole number in \[1, 2\*\*31 - 1\]; got 0\."),
    ({"turns": 2.5}, r"`turns` must be a whole number .*; got 2\.5\."),
    ({"turns": "ten"}, r"`turns` must be a whole number .*; got 'ten'\."),
    ({"turns": True}, r"`turns` must be a whole number .*; got True\."),
    ({"turns": float("nan")}, "`turns` must be a whole number .*; got nan"),
    ({"turns": float("inf")}, "`turns` must be a whole number .*; got inf"),
    ({"turns": 2**31}, "`turns` must be a whole number"),
    ({"seed": -1}, r"`seed` must be a whole number in \[0, 2\*\*64 - 1\]; got -1\."),
    ({"noise": 1.2}, r"^`noise` must be a probability in \[0, 1\]; got 1\.2\.$"),
    ({"noise": -0.1}, r"`noise` must be a probability in \[0, 1\]; got -0\.1\."),
    ({"noise": float("nan")}, "`noise` must be a probability .*; got nan"),
    ({"noise": "0.1"}, "`noise` must be a probability .*; got '0.1'"),
    ({"noise": None}, "`noise` must be a probability .*; got None"),
    ({"misperception": 2}, r"`misperception` must be a probability in \[0, 1\]; got 2\."),
    ({"misperception": [0, 0, 7]}, "`misperception` must be a probability .*; got 7"),
    ({"continuation": 1.01}, r"`continuation` must be a probability in \[0, 1\]; got 1\.01\."),
    ({"continuation": 1, "turns": None}, "`continuation` must be below 1, or matches never end"),
    ({"noise": [0.1]}, r"`noise` must be one probability, or one for each of 3 players; got 1\."),
    ({"noise": {"on": 1}}, r"`noise` names 'on', which does not play\. Did you mean 'one'\?"),
])  # fmt: skip
def test_wrong_values(words, message):
    with pytest.raises(ValueError, match=message):
        make(**words)


def test_wrong_values__game():
    with pytest.raises(TypeError, match=r"`game` must be a Game, a name such as .*; got 7"):
        make(game=7)


@given(st.floats(0, 1))
def test_probabilities_pass(p):
    assert probability("p", p) == p
    assert per_player("p", p, NAMES) == (p, p, p)


@given(st.integers(-5, 5))
def test_whole_numbers_pass(n):
    assert whole("n", np.int64(n), -5, 5) == whole("n", float(n), -5, 5) == n


@pytest.mark.parametrize("gaps", [False, True])
def test_none_is_no_gap_in_a_table(gaps):
    with pytest.raises(ArgumentError, match=r"`x` must be numbers; got \[0\.5, None\]\."):
        table("x", [0.5, None], "numbers", gaps=gaps)


# -- each check at its borders ---------------------------------------------------------------------

LEAST, INF = float(np.nextafter(0, 1)), float("inf")
BELOW_ONE, ABOVE_ONE = float(np.nextafter(1, 0)), float(np.nextafter(1, 2))
BORDERS = {
    "whole": ((checks.whole, 2, 5), [2, 5, 3.0], [1, 6, 2.5], "a whole number in [2, 5]"),
    "whole, large": ((checks.whole, 0, 2**62), [0, 2**62], [-1, 2**62 + 1],
                     "a whole number in [0, 2**62]"),
    "number": ((checks.number,), [0, -1.5, 1e300], [INF, -INF, "1"], "a number"),
    "number in a range": ((checks.number, -2, 0.5), [-2, 0, 0.5], [-2.1, 0.6],
                          "a number in [-2, 0.5]"),
    "number from a lower end": ((checks.number, 0.0), [0, 7], [-LEAST], "a number in [0, inf]"),
    "number to an upper end": ((checks.number, -INF, 1.0), [-7, 1], [ABOVE_ONE],
                               "a number in [-inf, 1]"),
    "positive": ((checks.positive,), [LEAST, 1, 1e300], [0, -1], "a positive number"),
    "positive to an end": ((checks.positive, 2.0), [LEAST, 2], [0, 2.1],
                           "a positive number, at most 2"),
    "probability": ((checks.probability,), [0, 1, 0.5], [-LEAST, ABOVE_ONE],
                    "a probability in [0, 1]"),
    "level": ((checks.level_of,), [LEAST, BELOW_ONE], [0, 1, 1.5], "between 0 and 1, such as 0.95"),
    "level, another": ((checks.level_of, 0.8), [0.8], [0], "between 0 and 1, such as 0.8"),
    "flag": ((checks.flag,), [True, False], [1, 0, None, "yes"], "True or False"),
    "one of": ((checks.one_of, ["a", "b", "c"]), ["a", "c"], ["d", 1, None], "'a', 'b' or 'c'"),
    "one of one": ((checks.one_of, ["a"]), ["a"], ["b"], "'a'"),
    "text": ((checks.text,), ["", "a"], [1, None, b"a"], "a text"),
}  # fmt: skip


@pytest.mark.parametrize("what", BORDERS)
def test_a_check_takes_what_is_within_and_no_more(what):
    (check, *ends), good, bad, must = BORDERS[what]
    for value in good:
        assert check("x", value, *ends) == value
    for value in bad:
        with pytest.raises(ArgumentError) as error:
            check("x", value, *ends)
        assert str(error.value) == f"`x` must be {must}; got {value!r}."


def test_seeds_have_64_bits():
    assert checks.seed_of(2**64 - 1) == 2**64 - 1
    assert checks.seed_of(0) == 0
    with pytest.raises(ArgumentError, match=r"\[0, 2\*\*64 - 1\]; got"):
        checks.seed_of(2**64)
    assert len({checks.seed_of(None) for _ in range(9)}) == 9


@pytest.mark.parametrize("value", ["a", Path("a"), Path("a/b")])
def test_paths(value):
    assert checks.path("x", value) == Path(value)


@pytest.mark.parametrize("value", ["", "a\0b", 3, None, b"a", ["a"]])
def test_what_is_no_path(value):
    with pytest.raises(ArgumentError, match="`x` must be the path of a file or folder; got"):
        checks.path("x", value)


@pytest.mark.parametrize("value", [
    [1, 2], (1, 2), iter([1, 2]), np.array([1, 2]), {1: 0, 2: 0}.keys(),
])  # fmt: skip
def test_several(value):
    assert checks.several("x", value, "numbers") == [1, 2]


@pytest.mark.parametrize("value", ["12", b"12", bytearray(b"12"), {1: 2}, 7, None, np.array(7)])
def test_what_are_not_several(value):
    with pytest.raises(ArgumentError, match="`x` must be numbers; got"):
        checks.several("x", value, "numbers")


def test_what_never_ends_is_refused(monkeypatch):
    monkeypatch.setattr(checks, "MOST_ITEMS", 3)
    assert checks.several("x", [1, 2, 3], "numbers") == [1, 2, 3]
    for endless in (itertools.count(), [1, 2, 3, 4]):
        with pytest.raises(ArgumentError, match="`x` must be numbers; got"):
            checks.several("x", endless, "numbers")


@pytest.mark.parametrize(("value", "numbers"), [
    (1, 1.0), ([1, 2.5], [1.0, 2.5]), ([[1], [2]], [[1.0], [2.0]]), (-0.0, 0.0), ([], []),
    (Fraction(1, 2), 0.5), ([Fraction(1, 2), 1], [0.5, 1.0]), (np.array([1], np.uint8), [1.0]),
])  # fmt: skip
def test_tables_are_floats(value, numbers):
    made = table("x", value, "numbers")
    assert made.tolist() == numbers
    assert made.dtype == np.float64
    assert str(made.tolist()) == str(numbers)


@pytest.mark.parametrize("value", [
    [1, [2]], "1", ["1"], [True], True, [np.inf], [1j], [None], np.ma.array([1, 2]), [10**400],
    [b"1"], np.array(["2020-01-01"], "M8[D]"),
])  # fmt: skip
@pytest.mark.parametrize("gaps", [False, True])
def test_what_is_no_table(value, gaps):
    with pytest.raises(ArgumentError, match="`x` must be numbers; got"):
        table("x", value, "numbers", gaps=gaps)


def test_gaps_are_kept_where_they_may_be():
    for value in ([0.5, np.nan], [Fraction(1, 2), float("nan")]):
        assert str(table("x", value, "numbers", gaps=True).tolist()) == "[0.5, nan]"
        with pytest.raises(ArgumentError):
            table("x", value, "numbers")


@pytest.mark.parametrize(("value", "kept"), [
    (0.5, (0.5,) * 3), ([0, 0.5, 1], (0.0, 0.5, 1.0)), (np.array([0, 1, 0]), (0.0, 1.0, 0.0)),
    (np.array(0.5), (0.5,) * 3), ({}, (0.0,) * 3), ({"one": 1, "three": 0.5}, (1.0, 0.0, 0.5)),
    ({"uno": 1}, (1.0, 0.0, 0.0)),
])  # fmt: skip
def test_one_probability_for_each_player(value, kept):
    assert per_player("x", value, NAMES, lambda name: ("uno",) if name == "one" else ()) == kept


@pytest.mark.parametrize(("value", "said"), [
    ("0.5", "a probability"), (b"abc", "a probability"), ([True] * 3, "a probability"),
    (np.array([True] * 3), "a probability"), (np.array([0, 1, 0], "M8[ns]"), "a probability"),
    ({1: 0.5}, "a mapping from names"),
    ({"one": 2}, "a probability"), ([[0.5]] * 3, "a probability"),
    ({"one": 1, "uno": 1}, "names one twice, the second time as 'uno'"),
])  # fmt: skip
def test_what_is_no_probability_for_each_player(value, said):
    with pytest.raises(ArgumentError, match=f"^`x` .*{said}"):
        per_player("x", value, NAMES, lambda name: ("uno",) if name == "one" else ())


@pytest.mark.parametrize(("value", "number"), [
    (3, 3), (3.0, 3), (-0.0, 0), (2.5, 2.5), (np.int8(3), 3), (np.float32(0.5), 0.5),
    (Fraction(6, 2), 3), (Decimal("0.5"), 0.5), (np.array(3), 3), (2**64, 2**64),
    (Fraction(2**60 + 1), 2**60 + 1), (1e30, int(1e30)), (-(2**1000) + 1, -(2**1000) + 1),
])  # fmt: skip
def test_exact_numbers(value, number):
    found = checks.exact(value)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize("value", [
    True, np.True_, None, "3", 1j, [3], np.array([3]), INF, float("nan"), 2**1000, -(2**1000),
    10**400, Decimal("nan"), np.array(True),
])  # fmt: skip
def test_what_is_no_exact_number(value):
    assert checks.exact(value) is None
