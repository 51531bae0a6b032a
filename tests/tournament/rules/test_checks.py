"""The rules of an event: what is accepted, and the sentence for what is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament import TSTO
from tournament.errors import ArgumentError
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
