"""The rules of matches: length, what players are told, and the words of a report."""

import pytest

from tournament.errors import ArgumentError
from tournament.rules.match import in_words, rules

NAMES = ["one", "two"]


def make(**words):
    return rules(NAMES, **{"game": "pd", "turns": 10, "seed": 7} | words)


@pytest.mark.parametrize(("words", "said"), [
    ({}, "10 turns, known to the players; no noise; seed 7"),
    ({"turns": 1}, "1 turn, known to the players; no noise; seed 7"),
    ({"length_known": False}, "10 turns, unknown to the players; no noise; seed 7"),
    ({"continuation": 0.9}, "another turn follows with probability 0.9, at most 10 turns; no noise;"
                            " seed 7"),
    ({"continuation": 0.9, "turns": None}, "another turn follows with probability 0.9; no noise;"
                                           " seed 7"),
    ({"noise": 0.1, "misperception": 0.2}, "10 turns, known to the players; noise 0.1;"
                                           " misperception 0.2; seed 7"),
    ({"misperception": [0, 0.2]}, "10 turns, known to the players; misperception 0 to 0.2, by"
                                  " player; seed 7"),
])  # fmt: skip
def test_rules_in_words(words, said):
    made = make(**words)
    assert made.describe() == f"{made.game}; {said}"


@pytest.mark.parametrize(("words", "told"), [
    ({}, 10), ({"length_known": False}, -1), ({"continuation": 0.9}, -1),
    ({"continuation": 0.9, "turns": None}, -1), ({"continuation": 1}, -1), ({"turns": None}, 200),
])  # fmt: skip
def test_what_players_are_told(words, told):
    assert make(**words).told == told


def test_the_longest_match():
    assert make(turns=2**31 - 1).turns == 2**31 - 1
    assert make(turns=None, continuation=0.5).turns is None
    with pytest.raises(ArgumentError, match=r"in \[1, 2\*\*31 - 1\]; got 2147483648\."):
        make(turns=2**31)
    with pytest.raises(ArgumentError, match="`continuation` must be below 1"):
        make(turns=None, continuation=1)
    with pytest.raises(ArgumentError, match="`length_known` must be True or False"):
        make(length_known=1)


def test_some_of_the_players():
    made = make(noise=[0.1, 0.2], misperception=[0.3, 0.4]).of_players([1, 0])
    assert (made.noise, made.misperception) == ((0.2, 0.1), (0.4, 0.3))
    assert make(noise=[0.1, 0.2]).of_players([1]).noise == (0.2,)


def test_no_chance_has_no_words():
    assert in_words("noise", ()) == in_words("noise", (0.0, 0.0)) == []
    assert in_words("noise", (0.1, 0.1), each=" each") == ["noise 0.1"]
    assert in_words("noise", (0.1, 0.2), each=" each") == ["noise 0.1 to 0.2 each"]
